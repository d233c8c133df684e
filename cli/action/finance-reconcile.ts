/** What `qiantou finance reconcile` does: the ledger against the log, as the operations team. */
import { PoolServiceClient, ReconcileRequest } from '#proto/qiantou/pool/v1/pool_service.ts'
import { operations } from '../bus/certificate.ts'
import { exitCodes } from '../failure.ts'
import type { Session } from '../session.ts'
import { jsonOf } from '../text/json.ts'
import { write, writeJson } from '../text/output.ts'

export async function reconcile(session: Session): Promise<void> {
  const { settings } = session
  const bus = await session.bus(operations)
  await bus.reach(PoolServiceClient)
  const begun = performance.now()
  const answer = await bus.call(PoolServiceClient, (client) => client.reconcile, ReconcileRequest.create())
  const seconds = (performance.now() - begun) / 1_000
  const { records, entries, balances, differing, differingCount } = answer
  const entriesPerSecond = Math.round(Number(entries) / seconds)
  if (differingCount > 0n) process.exitCode = exitCodes.failed
  if (settings.json) return writeJson({ same: differingCount === 0n, ...(jsonOf(answer) as object), entriesPerSecond })
  const summary =
    settings.language === 'zh'
      ? `自日志 ${records} 条记录重建分录 ${entries} 条,比对余额 ${balances} 项,${differingCount} 处不一致(每秒 ${entriesPerSecond} 条)\n`
      : `${entries} entries rebuilt from ${records} records, ${balances} balances compared, ${differingCount} differ (${entriesPerSecond} entries/s)\n`
  await write(`${summary}${differing.map((one) => `  ${one}\n`).join('')}`)
}
