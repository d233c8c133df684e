/** What a reconciliation found, in words. */
import type { ReconcileResponse } from '#proto/qiantou/pool/v1/pool_service.ts'
import { dayFrom } from '#shared/domain/calendar.ts'
import type { Language } from '../settings.ts'

const lines = (all: readonly string[]): string => all.map((one) => `  ${one}\n`).join('')

/** Up to which day the bank's statements were compared, and what of them a person has to explain. */
function bankText(answer: ReconcileResponse, language: Language): string {
  const { bankEntries, statementUntil, unexplained, unexplainedCount } = answer
  if (!statementUntil)
    return language === 'zh' ? '无银行对账单,未与银行核对\n' : 'no statement of the bank: not compared with it\n'
  const day = dayFrom(statementUntil)
  const compared =
    language === 'zh'
      ? `核对银行对账单至 ${day},流水 ${bankEntries} 笔,其中 ${unexplainedCount} 笔不属于任何支付指令`
      : `${bankEntries} entries of the bank's statements compared, up to ${day}, ${unexplainedCount} of them without an order`
  if (unexplainedCount === 0n) return `${compared}\n`
  return `${compared}:\n${lines(unexplained)}`
}

export function reconciledText(answer: ReconcileResponse, entriesPerSecond: number, language: Language): string {
  const { records, entries, balances, differing, differingCount } = answer
  const summary =
    language === 'zh'
      ? `自日志 ${records} 条记录重建分录 ${entries} 条,比对余额 ${balances} 项,${differingCount} 处不一致(每秒 ${entriesPerSecond} 条)\n`
      : `${entries} entries rebuilt from ${records} records, ${balances} balances compared, ${differingCount} differ (${entriesPerSecond} entries/s)\n`
  return `${summary}${lines(differing)}${bankText(answer, language)}`
}
