/** How allocations and quotas are shown to people. */
import type { Share, Target } from '#proto/qiantou/allocation/v1/allocation.ts'
import type { Allocation, Quota, QuotaLine } from '#proto/qiantou/allocation/v1/allocation_service.ts'
import type { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { partsOf } from '#shared/domain/resource-name.ts'
import type { Bilingual, Language } from '../settings.ts'
import type { Names } from './names.ts'
import { planLines } from './spending-plan.ts'
import { sheet, table } from './table.ts'
import { timeText } from './time.ts'

const labels = {
  adjusted: { zh: '调剂', en: 'adjusted' },
  allocation: { zh: '编号', en: 'allocation' },
  amount: { zh: '金额(元)', en: 'yuan' },
  body: { zh: '单位', en: 'body' },
  classification: { zh: '资金性质与科目', en: 'classification' },
  document: { zh: '文号', en: 'document' },
  etag: { zh: '版本', en: 'etag' },
  finance: { zh: '财政部门', en: 'finance' },
  from: { zh: '调出单位', en: 'from' },
  issued: { zh: '下达时间', en: 'issued' },
  kind: { zh: '类别', en: 'kind' },
  left: { zh: '余额', en: 'left' },
  measure: { zh: '政策措施', en: 'measure' },
  overYears: { zh: '结转与收回', en: 'over years' },
  paid: { zh: '已支付', en: 'paid' },
  payable: { zh: '可申请', en: 'may be requested' },
  passedOn: { zh: '转下达', en: 'passed on' },
  pool: { zh: '资金池', en: 'pool' },
  proposer: { zh: '提出单位', en: 'proposed by' },
  quota: { zh: '预算指标', en: 'quota' },
  reason: { zh: '理由', en: 'why' },
  received: { zh: '下达', en: 'received' },
  requested: { zh: '已申请', en: 'requested' },
  state: { zh: '状态', en: 'state' },
  target: { zh: '绩效目标', en: 'target' },
  title: { zh: '标题', en: 'title' },
  year: { zh: '年度', en: 'year' },
} as const satisfies Readonly<Record<string, Bilingual>>
const label = (name: keyof typeof labels, language: Language): string => labels[name][language]

const words: Readonly<Record<string, Bilingual>> = {
  ALLOCATION_KIND_PLAN: { zh: '资金分配', en: 'plan' },
  ALLOCATION_KIND_PASSED_ON: { zh: '转下达', en: 'passed on' },
  ALLOCATION_KIND_ADJUSTMENT: { zh: '预算调剂', en: 'adjustment' },
  ALLOCATION_STATE_PROPOSED: { zh: '待下达', en: 'proposed' },
  ALLOCATION_STATE_ISSUED: { zh: '已下达', en: 'issued' },
  ALLOCATION_STATE_REFUSED: { zh: '已退回', en: 'refused' },
  ALLOCATION_STATE_WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
  FUND_NATURE_GENERAL_BUDGET: { zh: '一般公共预算', en: 'general budget' },
  FUND_NATURE_GOVERNMENT_FUND: { zh: '政府性基金', en: 'government fund' },
  FUND_NATURE_STATE_CAPITAL: { zh: '国有资本经营预算', en: 'state capital' },
  TARGET_KIND_COST: { zh: '成本', en: 'cost' },
  TARGET_KIND_OUTPUT: { zh: '产出', en: 'output' },
  TARGET_KIND_BENEFIT: { zh: '效益', en: 'benefit' },
  TARGET_KIND_SATISFACTION: { zh: '满意度', en: 'satisfaction' },
  COMPARISON_AT_LEAST: { zh: '≥', en: '≥' },
  COMPARISON_AT_MOST: { zh: '≤', en: '≤' },
  COMPARISON_EQUAL: { zh: '=', en: '=' },
}
/** What a value of allocations is called; the value itself where this version has no word for it. */
export const allocationWord = (value: string, language: Language): string => words[value]?.[language] ?? value

const classificationText = (one: Classification | undefined, language: Language): string =>
  one ? `${allocationWord(one.nature, language)} ${one.functionCode}/${one.economicCode}` : ''

const targetText = ({ kind, indicator, comparison, value, unit }: Target, language: Language): string =>
  `${allocationWord(kind, language)} ${indicator} ${allocationWord(comparison, language)} ${value}${unit && ` ${unit}`}`

const shareLines = (share: Share, names: Names, language: Language): readonly (readonly [string, string])[] => [
  [
    label('body', language),
    `${names.of(share.recipient)}  ${yuanOf(share.fen)}  ${classificationText(share.classification, language)}`,
  ],
  ...share.targets.map((target): [string, string] => [`  ${label('target', language)}`, targetText(target, language)]),
]

/** All of one allocation. */
export function allocationSheet(allocation: Allocation, names: Names, language: Language): string {
  const { kind, state, measure, from, year, fen, shares } = allocation
  const say = (name: keyof typeof labels): string => label(name, language)
  return sheet([
    [say('allocation'), partsOf('allocation', allocation.name).allocation],
    [say('kind'), allocationWord(kind, language)],
    [say('state'), allocationWord(state, language)],
    [say('title'), allocation.title],
    [say('document'), allocation.document],
    [say('issued'), allocation.issueTime ? timeText(allocation.issueTime) : ''],
    [say('measure'), measure && partsOf('measure', measure).measure],
    [say('pool'), partsOf('pool', allocation.pool).pool],
    [say('year'), `${year}`],
    [say('amount'), yuanOf(fen)],
    [say('proposer'), names.of(allocation.proposer)],
    [say('from'), from && `${names.of(from)}  ${classificationText(allocation.fromClassification, language)}`],
    ...shares.flatMap((share) => shareLines(share, names, language)),
    [say('reason'), allocation.text?.value ?? ''],
    [say('etag'), `${allocation.etag}`],
  ])
}

/** The allocations of a programme. */
export function allocationTable(allocations: readonly Allocation[], names: Names, language: Language): string {
  const head = (['allocation', 'kind', 'state', 'year', 'amount', 'document', 'body'] as const).map((name) =>
    label(name, language),
  )
  const rows = allocations.map(({ name, kind, state, year, fen, document, shares }) => [
    ...[partsOf('allocation', name).allocation, allocationWord(kind, language), allocationWord(state, language)],
    ...[`${year}`, yuanOf(fen), document],
    names.list([...new Set(shares.map(({ recipient }) => recipient))]),
  ])
  return table(head, rows)
}

/** What bodies hold, by pool, year and classification. */
export function quotaTable(quotas: readonly Quota[], names: Names, language: Language): string {
  const head = [
    ...(['body', 'pool', 'year', 'classification', 'received', 'passedOn', 'adjusted'] as const),
    ...(['overYears', 'requested', 'paid', 'left'] as const),
  ].map((name) => label(name, language))
  const rows = quotas.flatMap(({ name, organisation, lines }) =>
    lines.map((line) => [
      ...[names.list([organisation]), partsOf('quota', name).pool, `${line.year}`],
      ...[classificationText(line.classification, language), yuanOf(line.receivedFen), yuanOf(line.passedOnFen)],
      ...[yuanOf(line.adjustedInFen - line.adjustedOutFen), yuanOf(line.carriedInFen - line.goneFen)],
      ...[yuanOf(line.reservedFen), yuanOf(line.paidFen), yuanOf(line.leftFen)],
    ]),
  )
  return table(head, rows)
}

type Fact = readonly [string, string]

/** A line of a quota: how it stands, what of it may be requested, and what it has planned. */
function lineFacts(line: QuotaLine, names: Names, language: Language): readonly Fact[] {
  const say = (name: keyof typeof labels): string => label(name, language)
  return [
    [say('classification'), `${line.year}  ${classificationText(line.classification, language)}`],
    [say('requested'), yuanOf(line.reservedFen)],
    [say('paid'), yuanOf(line.paidFen)],
    [say('left'), yuanOf(line.leftFen)],
    [say('payable'), yuanOf(line.payableFen)],
    ...planLines(line.spendingPlan, names, language),
  ]
}

/** All of one quota, line by line. */
export const quotaSheet = (quota: Quota, names: Names, language: Language): string =>
  sheet([
    [label('quota', language), names.resource(quota.name)],
    [label('body', language), names.of(quota.organisation)],
    [label('finance', language), names.of(quota.finance)],
    ...quota.lines.flatMap((line) => lineFacts(line, names, language)),
    [label('etag', language), `${quota.etag}`],
  ])
