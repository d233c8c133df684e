/** What measures pay, and why, for people and for scripts. Amounts in yuan. */
import { exactYuanOf, percentOf, yuanOf } from '#shared/domain/amount.ts'
import type { Scope, Step } from '#shared/domain/award.ts'
import { scopeOf } from '#shared/domain/figures.ts'
import type { Judged, NotEligible, Trial } from '#shared/domain/trial.ts'
import type { Bilingual, Language } from '../settings.ts'
import { type Json, jsonOf } from './json.ts'
import { table } from './table.ts'

const scopes: Readonly<Record<Scope, Bilingual>> = {
  APPLICATION: { zh: '每件申报', en: 'an application' },
  PROJECT: { zh: '每个项目', en: 'a project' },
  APPLICANT_YEAR: { zh: '每单位每年', en: 'an applicant and year' },
  APPLICANT: { zh: '每单位', en: 'an applicant' },
}

/** What `CEILING_SCOPE_PROJECT` is summed over; the value itself where this version has no word for it. */
export const scopeWord = (scope: string, language: Language): string => scopes[scopeOf(scope)]?.[language] ?? scope

const reasons: Readonly<Record<NotEligible, Bilingual>> = {
  NOT_IN_FORCE: { zh: '申报日不在措施有效期内', en: 'the measure is not in force on that day' },
  CLASS_WITHOUT_TERMS: {
    zh: '措施未规定该类申报单位的标准',
    en: 'the measure says nothing of that class of applicants',
  },
  DECIDED_CASE_BY_CASE: { zh: '一事一议,由会议决定,没有公式', en: 'a meeting decides each case; there is no formula' },
  GRANTED_BEFORE: { zh: '每单位仅一次,此前已予支持', en: 'each applicant has it once, and this one had it before' },
}

/** What a step does, without what it leaves. */
function said(step: Step): Bilingual {
  switch (step.kind) {
    case 'BASIS':
      return { zh: '基数', en: 'basis' }
    case 'RATE':
      return { zh: `× ${percentOf(step.basisPoints)}`, en: `× ${percentOf(step.basisPoints)}` }
    case 'SUM':
      return { zh: '定额', en: 'sum' }
    case 'CEILING': {
      const [fen, before] = [yuanOf(step.fen), yuanOf(step.beforeFen)]
      const { zh, en } = scopes[step.scope]
      const earlier = step.beforeFen ? { zh: `,此前已 ${before}`, en: `, ${before} of it before` } : { zh: '', en: '' }
      return { zh: `${zh}最高 ${fen}${earlier.zh}`, en: `at most ${fen} ${en}${earlier.en}` }
    }
    case 'HIGHEST':
      return {
        zh: `就高:其他已补 ${yuanOf(step.othersFen)}`,
        en: `the highest applies: others grant ${yuanOf(step.othersFen)}`,
      }
    case 'POOL':
      return { zh: `资金池余 ${yuanOf(step.leftFen)}`, en: `the pool has ${yuanOf(step.leftFen)} left` }
    case 'SHARED':
      return {
        zh: `按比例:资金池 ${yuanOf(step.poolFen)},合计应补 ${yuanOf(step.claimedFen)}`,
        en: `in proportion: ${yuanOf(step.poolFen)} in the pool for ${yuanOf(step.claimedFen)}`,
      }
    case 'ROUNDING':
      return { zh: `舍去不足 ${yuanOf(step.unitFen)} 的部分`, en: `down to a multiple of ${yuanOf(step.unitFen)}` }
  }
}

/** `× 20% = 1,600,000.00`. */
export const stepText = (step: Step, language: Language): string =>
  `${said(step)[language]} = ${exactYuanOf(step.leaves)}`

/** One claim: what it is paid, and every step to it. */
function judgedLines(one: Judged, language: Language): readonly string[] {
  const { id, applicant, day } = one.claim
  const head = `${id}  ${applicant}  ${day}`
  if ('notEligible' in one) return [`${head}  0.00: ${reasons[one.notEligible][language]}`]
  const { fen, steps } = one.award
  const running =
    one.years > 1 ? { zh: `,连续 ${one.years} 年`, en: ` a year, ${one.years} years running` }[language] : ''
  return [`${head}  ${yuanOf(fen)}${running}`, ...steps.map((step) => `    ${stepText(step, language)}`)]
}

/** All claims with their steps, and what pools have left. */
export function trialText({ judged, pools }: Trial, language: Language): string {
  const lines = judged.flatMap((one) => judgedLines(one, language))
  const head = { zh: ['年度', '额度(元)', '余额(元)'], en: ['year', 'pool, yuan', 'left, yuan'] }[language]
  const rows = pools.map(({ year, fen, leftFen }) => [`${year}`, yuanOf(fen), yuanOf(leftFen)])
  const all = `${lines.join('\n')}\n`
  return rows.length ? `${all}\n${table(head, rows)}` : all
}

/** Amounts in fen as strings; `leaves` of a step in ten-thousandths of a fen. */
export const trialJson = ({ judged, pools }: Trial): Json => ({
  claims: judged.map((one) => ({
    ...{ claim: one.claim.id, applicant: one.claim.applicant, date: one.claim.day },
    ...('notEligible' in one
      ? { fen: '0', years: 0, notEligible: one.notEligible, steps: [] }
      : { fen: `${one.award.fen}`, years: one.years, notEligible: null, steps: one.award.steps.map(jsonOf) }),
  })),
  pools: pools.map(jsonOf),
})
