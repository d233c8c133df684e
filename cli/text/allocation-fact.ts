/** How facts about allocations are said. */
import type { Share } from '#proto/qiantou/allocation/v1/allocation.ts'
import type * as events from '#proto/qiantou/allocation/v1/allocation_events.ts'
import type { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { bodySucceeded } from './body-fact.ts'
import { plannedText, proposedText } from './spending-plan.ts'
import type { Tales, Telling } from './tale.ts'

type AllocationFact =
  | events.AllocationProposed
  | events.QuotaIssued
  | events.AllocationRefused
  | events.AllocationWithdrawn
  | events.QuotaPassedOn
  | events.QuotaAdjusted
  | events.QuotaSpendingPlanned
  | events.QuotaPaymentProposed
  | events.QuotaBodySucceeded
  | events.AllocationBodySucceeded

const sum = (shares: readonly Share[]): string => yuanOf(shares.reduce((all, { fen }) => all + fen, 0n))

const toWhom = (shares: readonly Share[], { names }: Telling): string =>
  names([...new Set(shares.map(({ recipient }) => recipient))])

/** A line, by its year and functional classification. */
const lineText = (year: number, classification: Classification | undefined): string =>
  `${year} ${classification?.functionCode ?? ''}`.trim()

export const allocationTales: Tales<AllocationFact> = {
  'qiantou.allocation.v1.AllocationBodySucceeded': bodySucceeded,
  'qiantou.allocation.v1.QuotaBodySucceeded': bodySucceeded,
  'qiantou.allocation.v1.AllocationProposed': ({ title, year, shares }, telling) => ({
    zh: `提出 ${year} 年度资金分配方案“${title}”,拟下达${toWhom(shares, telling)}共 ${sum(shares)} 元`,
    en: `proposed “${title}” for ${year}: ${sum(shares)} yuan to ${toWhom(shares, telling)}`,
  }),
  'qiantou.allocation.v1.QuotaIssued': ({ document, year, shares }, telling) => ({
    zh: `${document}:下达${toWhom(shares, telling)} ${year} 年度预算指标 ${sum(shares)} 元`,
    en: `issued a quota for ${year} of ${sum(shares)} yuan to ${toWhom(shares, telling)} (${document})`,
  }),
  'qiantou.allocation.v1.AllocationRefused': () => ({ zh: '退回资金分配方案', en: 'refused the plan' }),
  'qiantou.allocation.v1.AllocationWithdrawn': () => ({ zh: '撤回资金分配方案', en: 'took the plan back' }),
  'qiantou.allocation.v1.QuotaPassedOn': ({ document, year, shares }, telling) => ({
    zh: `${document}:转下达${toWhom(shares, telling)} ${year} 年度预算指标 ${sum(shares)} 元`,
    en: `passed on a quota for ${year} of ${sum(shares)} yuan to ${toWhom(shares, telling)} (${document})`,
  }),
  'qiantou.allocation.v1.QuotaAdjusted': ({ document, year, from, to }, { name }) => ({
    zh: `${document}:${year} 年度预算调剂,由${name(from)}调至${name(to?.recipient ?? '')} ${yuanOf(to?.fen ?? 0n)} 元`,
    en: `moved ${yuanOf(to?.fen ?? 0n)} yuan of ${year} from ${name(from)} to ${name(to?.recipient ?? '')} (${document})`,
  }),
  'qiantou.allocation.v1.QuotaSpendingPlanned': ({ year, classification, parts }) =>
    plannedText(parts, lineText(year, classification)),
  'qiantou.allocation.v1.QuotaPaymentProposed': ({ year, classification, ...part }) =>
    proposedText(part, lineText(year, classification)),
}
