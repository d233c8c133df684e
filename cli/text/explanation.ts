/** Why an application was awarded what it was, for people and for scripts. */

import type { Assessment } from '#proto/qiantou/application/v1/application.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import type { Award } from '#shared/domain/award.ts'
import type { Positioned } from '../bus/tail.ts'
import type { Difference } from '../explain/difference.ts'
import type { Input, Unchecked } from '../explain/input.ts'
import type { Bilingual, Language } from '../settings.ts'
import { stepTexts } from './assessment.ts'
import { scopeWord } from './award.ts'
import { type Json, jsonOf } from './json.ts'
import type { Names } from './names.ts'
import { timeText } from './time.ts'
import { typeWord } from './words-money.ts'

/** One award with every step to it, and with what is not as it was to be. */
export type Explained = {
  /** The record that says it. */
  readonly by: Positioned
  readonly award: Award
  /** What the record was worked out from; undefined of vouchers. */
  readonly assessment?: Assessment
  /** Of a voucher, what was redeemed before and is taken off. */
  readonly redeemedBeforeFen?: bigint
  readonly differences: readonly Difference[]
  /** What was worked out from other records too, or could not be. */
  readonly inputs: readonly Input[]
  /** Whether the measure's records were there to compare with; undefined where there was nothing to compare. */
  readonly compared?: boolean
}

const figures: Readonly<Record<Difference['figure'], Bilingual>> = {
  AMOUNT: { zh: '金额', en: 'amount' },
  RESERVED: { zh: '预留额', en: 'what was reserved' },
  APPROVED: { zh: '批准额', en: 'what was approved' },
  BASIS: { zh: '基数', en: 'basis' },
  YEAR: { zh: '年度', en: 'year' },
  POOL: { zh: '分配时资金池余额', en: 'what the pool had to share' },
  CLAIMED: { zh: '应补合计', en: 'what all claims come to' },
  VERSION: { zh: '措施版本', en: 'version of the measure' },
  FIGURES: { zh: '标准', en: 'figures' },
  SHARE: { zh: '标准', en: 'share' },
  CEILING: { zh: '上限', en: 'ceiling' },
  ROUNDING: { zh: '取整', en: 'rounding' },
  OTHERS: { zh: '其他已补', en: 'what others grant' },
  BEFORE: { zh: '此前已补', en: 'what was granted before' },
  POOL_LEFT: { zh: '资金池余额', en: 'what the pool had left' },
  REDEEMED: { zh: '此前已兑付', en: 'what was redeemed before' },
  LEFT: { zh: '券余额', en: 'what is left of the voucher' },
  RELEASED: { zh: '退回额', en: 'what went back' },
}

function differenceText({ figure, scope, recorded, expected }: Difference, language: Language): string {
  const of = scope ? ` (${scopeWord(scope, language)})` : ''
  const nothing = { zh: '无', en: 'nothing' }[language]
  return {
    zh: `${figures[figure].zh}${of}不符:记录为 ${recorded || nothing},应为 ${expected || nothing}`,
    en: `${figures[figure].en}${of} differs: recorded as ${recorded || nothing}, should be ${expected || nothing}`,
  }[language]
}

const inputWords: Readonly<Record<Input['input'], Bilingual>> = {
  BEFORE: { zh: '此前已补', en: 'granted before' },
  OTHERS: { zh: '其他已补', en: 'granted by others' },
  POOL_LEFT: { zh: '资金池余额', en: 'left in the pool' },
}

const why: Readonly<Record<Unchecked, Bilingual>> = {
  MEASURE_NOT_WHOLE: {
    zh: '调用单位看不到该措施的全部支出',
    en: 'not everything that the measure grants is for the caller',
  },
  GROUP_NOT_WHOLE: {
    zh: '同组各措施的支出仅方案主管单位和审计可全部查看',
    en: 'what all measures of the group grant is for the office and auditors alone',
  },
  POOL_NOT_WHOLE: { zh: '调用单位看不到资金池的全部记录', en: 'not everything that the pool pays is for the caller' },
  CLAIMS_WITHOUT_SHARE: {
    zh: '同批有未分得资金的申报,记录未载明其申报单位',
    en: 'claims of the same record came to nothing, and it does not say whose they are',
  },
}

/** What was worked out from other records, and what was not and why. */
function inputLines(inputs: readonly Input[], language: Language): readonly string[] {
  const checked = inputs.flatMap(({ input, unchecked }) => (unchecked ? [] : [inputWords[input][language]]))
  const head = { zh: '已由其他记录重新计算:', en: 'worked out from other records too: ' }[language]
  const not = { zh: ' 未比对:', en: ' not compared: ' }[language]
  return [
    ...(checked.length ? [head + checked.join({ zh: '、', en: ', ' }[language])] : []),
    ...inputs.flatMap(({ input, unchecked }) =>
      unchecked ? [`${inputWords[input][language]}${not}${why[unchecked][language]}`] : [],
    ),
  ]
}

/** What a redemption takes off what all bills come to. */
function takenOff({ redeemedBeforeFen: before, award }: Explained, language: Language): readonly string[] {
  if (!before) return []
  const [was, is] = [yuanOf(before), yuanOf(award.fen)]
  return [{ zh: `    此前已兑付 ${was} = ${is}`, en: `    ${was} of it redeemed before = ${is}` }[language]]
}

/** What it comes to, which record said it, and every step; then whether it is as recorded. */
function judgementLines(explained: Explained, names: Names, language: Language): readonly string[] {
  const { by, award, differences, compared, inputs } = explained
  const { record, position } = by
  const said = typeWord(record.type, language)
  const asRecorded = compared
    ? {
        zh: '与记录一致;标准与政策措施的记录一致',
        en: "as recorded; its figures are those of the measure's own records",
      }
    : { zh: '与记录一致', en: 'as recorded' }
  const verdict = differences.length ? differences.map((one) => differenceText(one, language)) : [asRecorded[language]]
  const notCompared = {
    zh: '政策措施的记录不向调用单位开放,标准未比对',
    en: "the measure's records are not for the caller: its figures were not compared",
  }
  return [
    `${yuanOf(award.fen)}  ${said} · ${timeText(record.time)} · ${names.of(record.actor)} · #${position}`,
    ...stepTexts(award, language).map((text) => `    ${text}`),
    ...takenOff(explained, language),
    ...verdict,
    ...inputLines(inputs, language),
    ...(compared === false ? [notCompared[language]] : []),
  ]
}

/** Where all of it comes from. */
const footnote: Bilingual = {
  zh: '以上取自日志重新计算;未比对的,以该条记录本身为准。',
  en: 'Worked out anew from the log; what was not compared is as that record says.',
}

export const explanationText = (name: string, all: readonly Explained[], names: Names, language: Language): string =>
  [names.resource(name), ...all.flatMap((one) => judgementLines(one, names, language)), footnote[language]].join('\n') +
  '\n'

/** Amounts of steps in fen as texts, `leaves` in ten-thousandths of a fen; a difference as people read it. */
export const explanationJson = (kind: 'application' | 'voucher', name: string, all: readonly Explained[]): Json => ({
  [kind]: name,
  same: all.every(({ differences }) => differences.length === 0),
  awards: all.map(({ by, award: { fen, steps }, assessment, redeemedBeforeFen, differences, inputs, compared }) => ({
    ...{ position: `${by.position}`, type: by.record.type, time: by.record.time.toISOString() },
    ...(assessment ? { assessment: jsonOf(assessment) } : {}),
    ...(redeemedBeforeFen === undefined ? {} : { redeemedBeforeFen: `${redeemedBeforeFen}` }),
    ...{ fen: `${fen}`, steps: steps.map(jsonOf) },
    ...(compared === undefined ? {} : { measureCompared: compared }),
    inputs: inputs.map(({ input, unchecked }) => ({ input, unchecked: unchecked ?? null })),
    differences: differences.map((one) => jsonOf({ scope: undefined, ...one })),
  })),
})
