/** What `qiantou finance reconcile` does: the ledger against the log and the bank's statements, as the operations team. */
import { PoolServiceClient, ReconcileRequest, type ReconcileResponse } from '#proto/qiantou/pool/v1/pool_service.ts'
import { dayFrom } from '#shared/domain/calendar.ts'
import { operations } from '../bus/certificate.ts'
import { exitCodes } from '../failure.ts'
import type { Session } from '../session.ts'
import type { Language } from '../settings.ts'
import { jsonOf } from '../text/json.ts'
import { write, writeJson } from '../text/output.ts'

/** Up to which day the bank's statements were compared. */
function bankSummary({ bankEntries, statementUntil, unexplainedCount }: ReconcileResponse, language: Language): string {
  if (!statementUntil)
    return language === 'zh' ? '无银行对账单,未与银行核对\n' : 'no statement of the bank: not compared with it\n'
  const day = dayFrom(statementUntil)
  return language === 'zh'
    ? `核对银行对账单至 ${day},流水 ${bankEntries} 笔,其中 ${unexplainedCount} 笔不属于任何支付指令\n`
    : `${bankEntries} entries of the bank's statements compared, up to ${day}; ${unexplainedCount} name no order\n`
}

export async function reconcile(session: Session): Promise<void> {
  const { settings } = session
  const bus = await session.bus(operations)
  await bus.reach(PoolServiceClient)
  const begun = performance.now()
  const answer = await bus.call(PoolServiceClient, (client) => client.reconcile, ReconcileRequest.create())
  const seconds = (performance.now() - begun) / 1_000
  const { records, entries, balances, differing, differingCount, unexplained, unexplainedCount } = answer
  const entriesPerSecond = Math.round(Number(entries) / seconds)
  if (differingCount > 0n) process.exitCode = exitCodes.failed
  if (settings.json) return writeJson({ same: differingCount === 0n, ...(jsonOf(answer) as object), entriesPerSecond })
  const heading = settings.language === 'zh' ? '银行流水待说明:' : 'Of the bank, to be explained:'
  const summary =
    settings.language === 'zh'
      ? `自日志 ${records} 条记录重建分录 ${entries} 条,比对余额 ${balances} 项,${differingCount} 处不一致(每秒 ${entriesPerSecond} 条)\n`
      : `${entries} entries rebuilt from ${records} records, ${balances} balances compared, ${differingCount} differ (${entriesPerSecond} entries/s)\n`
  const lines = (all: readonly string[]): string => all.map((one) => `  ${one}\n`).join('')
  const explained = unexplainedCount > 0n ? `${heading}\n${lines(unexplained)}` : ''
  await write(`${summary}${lines(differing)}${bankSummary(answer, settings.language)}${explained}`)
}
