/** Refusals about money as people read them: steps and states in words, amounts in yuan. Sentences name them as the API does. */
import { yuanOf } from '#shared/domain/amount.ts'
import type { FailureReport } from '../failure.ts'
import type { Bilingual, Language } from '../settings.ts'
import { word } from './words.ts'
import { moneyWord } from './words-money.ts'

/** Which details of a refusal are values of which enum, without its prefix. */
const enums: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  STEP_NOT_NEXT: { step: 'PROCEDURE_STEP_', next: 'PROCEDURE_STEP_' },
  DUTIES_NOT_SEPARATE: { step: 'PROCEDURE_STEP_' },
  APPLICATION_ENDED: { state: 'APPLICATION_STATE_' },
  TRANSFER_NOT_READY: { state: 'TRANSFER_STATE_' },
  HELD_OTHERWISE: { holding: 'HOLDING_' },
  SIGNER_WITHOUT_ROLE: { role: 'TERM_ROLE_' },
  BASIS_MISFIT: { basis: 'BASIS_' },
  NOTHING_TO_AWARD: { step: '' },
  VOUCHER_TOO_LARGE: { step: '' },
  VOUCHER_ENDED: { state: 'VOUCHER_STATE_' },
  PRESENTATION_ANSWERED: { state: 'PRESENTATION_STATE_' },
}

/** What a step of a calculation is called that leaves nothing, or too little: of a ceiling what it is over. */
const awardSteps: Readonly<Record<string, Bilingual>> = {
  BASIS: { zh: '基数', en: 'the basis' },
  RATE: { zh: '比例', en: 'the rate' },
  SUM: { zh: '定额', en: 'the sum' },
  CEILING: { zh: '上限', en: 'a ceiling' },
  APPLICATION: { zh: '单件上限', en: 'the ceiling of one application' },
  PROJECT: { zh: '单个项目上限', en: 'the ceiling of a project' },
  APPLICANT_YEAR: { zh: '单位年度上限', en: 'the ceiling of an applicant and year' },
  APPLICANT: { zh: '单位累计上限', en: 'the ceiling of an applicant' },
  HIGHEST: { zh: '就高', en: 'what others grant (the highest applies)' },
  POOL: { zh: '资金池', en: 'the pool' },
  ROUNDING: { zh: '取整', en: 'rounding' },
}

const called = (value: string, prefix: string, language: Language): string =>
  (prefix ? word(moneyWord(`${prefix}${value}`, language), language) : awardSteps[value]?.[language]) ?? value

const asWritten = (value: string): RegExp => new RegExp(`(?<![A-Z_])${value}(?![A-Z_])`)

/** The sentence of a refusal with its values in words; any other as it is. */
export function moneySentence({ reason, message, details }: FailureReport, language: Language): string {
  let said = message
  for (const [name, prefix] of Object.entries(enums[reason] ?? {})) {
    const value = details[name]
    const word = value && called(value, prefix, language)
    if (word && !word.startsWith(prefix || value)) said = said.replace(asWritten(value), word)
  }
  const unit = { zh: '元', en: 'yuan' }[language]
  for (const fen of [details.fen, details.sum])
    if (fen) said = said.replace(new RegExp(`(?<!\\d)${fen} ?(?:fen|分)`), `${yuanOf(BigInt(fen))} ${unit}`)
  return said
}
