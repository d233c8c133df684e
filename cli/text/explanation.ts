/** Why an application was awarded what it was, for people and for scripts. */

import { yuanOf } from '#shared/domain/amount.ts'
import type { Difference } from '../explain/difference.ts'
import type { Judgement } from '../explain/judgement.ts'
import type { Bilingual, Language } from '../settings.ts'
import { recomputed, stepTexts } from './assessment.ts'
import { scopeWord } from './award.ts'
import { type Json, jsonOf } from './json.ts'
import type { Names } from './names.ts'
import { timeText } from './time.ts'
import { typeWord } from './words-money.ts'

/** One award with what is not as it was to be; `compared` is whether the measure's records were there to compare with. */
export type Explained = {
  readonly judgement: Judgement
  readonly differences: readonly Difference[]
  readonly compared: boolean
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
}

function differenceText({ figure, scope, recorded, expected }: Difference, language: Language): string {
  const of = scope ? ` (${scopeWord(scope, language)})` : ''
  const nothing = { zh: '无', en: 'nothing' }[language]
  return {
    zh: `${figures[figure].zh}${of}不符:记录为 ${recorded || nothing},应为 ${expected || nothing}`,
    en: `${figures[figure].en}${of} differs: recorded as ${recorded || nothing}, should be ${expected || nothing}`,
  }[language]
}

/** What it comes to, which record said it, and every step; then whether it is as recorded. */
function judgementLines({ judgement, differences, compared }: Explained, names: Names, language: Language) {
  const { by, assessment } = judgement
  const { record, position } = by
  const award = recomputed(assessment)
  const said = typeWord(record.type, language)
  const verdict = differences.length
    ? differences.map((one) => differenceText(one, language))
    : [
        compared
          ? {
              zh: '与记录一致;标准与政策措施的记录一致',
              en: "as recorded; its figures are those of the measure's own records",
            }[language]
          : { zh: '与记录一致', en: 'as recorded' }[language],
      ]
  return [
    `${yuanOf(award.fen)}  ${said} · ${timeText(record.time)} · ${names.of(record.actor)} · #${position}`,
    ...stepTexts(award, language).map((text) => `    ${text}`),
    ...verdict,
    ...(compared
      ? []
      : [
          {
            zh: '政策措施的记录不向调用单位开放,标准未比对',
            en: "the measure's records are not for the caller: its figures were not compared",
          }[language],
        ]),
  ]
}

/** What is taken out of the log, and what of it only other records could tell. */
const footnote: Bilingual = {
  zh: '以上取自日志重新计算;此前已补、其他已补、资金池余额取自该条记录本身。',
  en: 'Worked out anew from the log; what was granted before, by others, and what the pool had left are as that record says.',
}

export const explanationText = (name: string, all: readonly Explained[], names: Names, language: Language): string =>
  [names.resource(name), ...all.flatMap((one) => judgementLines(one, names, language)), footnote[language]].join('\n') +
  '\n'

/** Amounts of steps in fen as texts, `leaves` in ten-thousandths of a fen; a difference as people read it. */
export const explanationJson = (name: string, all: readonly Explained[]): Json => ({
  application: name,
  same: all.every(({ differences }) => differences.length === 0),
  awards: all.map(({ judgement, differences, compared }) => {
    const { by, assessment } = judgement
    const { fen, steps } = recomputed(assessment)
    return {
      ...{ position: `${by.position}`, type: by.record.type, time: by.record.time.toISOString() },
      ...{ assessment: jsonOf(assessment), fen: `${fen}`, steps: steps.map(jsonOf) },
      ...{ measureCompared: compared, differences: differences.map((one) => jsonOf({ scope: undefined, ...one })) },
    }
  }),
})
