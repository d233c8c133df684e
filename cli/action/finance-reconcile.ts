/** What `qiantou finance reconcile` does: the ledger against the log and the bank's statements, as the operations team. */
import { PoolServiceClient, ReconcileRequest } from '#proto/qiantou/pool/v1/pool_service.ts'
import { operations } from '../bus/certificate.ts'
import { exitCodes } from '../failure.ts'
import type { Session } from '../session.ts'
import { jsonOf } from '../text/json.ts'
import { write, writeJson } from '../text/output.ts'
import { reconciledText } from '../text/reconciled.ts'

export async function reconcile(session: Session): Promise<void> {
  const { settings } = session
  const bus = await session.bus(operations)
  await bus.reach(PoolServiceClient)
  const begun = performance.now()
  const answer = await bus.call(PoolServiceClient, (client) => client.reconcile, ReconcileRequest.create())
  const seconds = (performance.now() - begun) / 1_000
  const entriesPerSecond = Math.round(Number(answer.entries) / seconds)
  const same = answer.differingCount === 0n
  if (!same) process.exitCode = exitCodes.failed
  if (settings.json) return writeJson({ same, ...(jsonOf(answer) as object), entriesPerSecond })
  await write(reconciledText(answer, entriesPerSecond, settings.language))
}
