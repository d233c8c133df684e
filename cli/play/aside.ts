/** What is told between the events of a play: how something stands, what the bus refused, what stays. */
import type { Assessment } from '#proto/qiantou/application/v1/application.ts'
import type { BudgetYear } from '#proto/qiantou/pool/v1/pool_service.ts'
import type { Light } from '#proto/qiantou/task/v1/light.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import type { FailureReport } from '../failure.ts'
import type { Bilingual, Language } from '../settings.ts'
import { recomputed, stepTexts } from '../text/assessment.ts'
import { type Json, jsonOf } from '../text/json.ts'
import { lightText } from '../text/light.ts'
import type { Names } from '../text/names.ts'
import { word } from '../text/words.ts'

export type Aside =
  /** How a task stands, or a body's part of it. */
  | { readonly kind: 'light'; readonly name: string; readonly light: Light | undefined }
  /** What somebody tried, and why the bus did not let it. */
  | {
      readonly kind: 'refusal'
      readonly name: string
      readonly actor: string
      readonly reason: string
      readonly message: string
    }
  /** Where every body's part of a task stands, of former bodies too. */
  | {
      readonly kind: 'parts'
      readonly name: string
      readonly parts: readonly { readonly organisation: string; readonly state: string }[]
    }
  /** Who dissented, when the task is closed all the same. */
  | { readonly kind: 'dissent'; readonly name: string; readonly organisations: readonly string[] }
  /** How the award of an application was worked out. */
  | { readonly kind: 'award'; readonly name: string; readonly assessment: Assessment }
  /** How a year of a pool stands. */
  | { readonly kind: 'pool'; readonly name: string; readonly year: BudgetYear }
  /** What a spectator could not know from events alone; `note` is for scripts. */
  | {
      readonly kind: 'note'
      readonly name: string
      readonly note: string
      readonly day: string
      readonly said: Bilingual
    }

export const refusalOf = (name: string, actor: string, { reason, message }: FailureReport): Aside => ({
  kind: 'refusal',
  name,
  actor,
  reason,
  message,
})

/** One object: `aside` says what it is. */
export function asideJson({ kind, ...rest }: Aside): { readonly [key: string]: Json } {
  return { aside: kind, ...(jsonOf(rest) as { readonly [key: string]: Json }) }
}

const indent = '       '

function asideText(aside: Aside, names: Names, language: Language): string {
  const zh = language === 'zh'
  switch (aside.kind) {
    case 'light': {
      const light = lightText(aside.light, names, language)
      return zh ? `亮灯 ${names.resource(aside.name)}:${light}` : `light of ${names.resource(aside.name)}: ${light}`
    }
    case 'refusal': {
      const { actor, message, reason } = aside
      return zh
        ? `未获受理 ${names.of(actor)}:${message} [${reason}]`
        : `refused ${names.of(actor)}: ${message} [${reason}]`
    }
    case 'parts': {
      const parts = aside.parts.map(({ organisation, state }) =>
        zh
          ? `${names.of(organisation)}(${word(state, language)})`
          : `${names.list([organisation])} (${word(state, language)})`,
      )
      return zh ? `各单位交办件:${parts.join('、')}` : `where the parts stand: ${parts.join(', ')}`
    }
    case 'award': {
      const head = zh ? '核算:' : 'the award:'
      return [head, ...stepTexts(recomputed(aside.assessment), language)].join(`\n${indent}  `)
    }
    case 'pool': {
      const { year, reservedFen, paidFen, leftFen } = aside.year
      const [reserved, paid, left] = [reservedFen, paidFen, leftFen].map(yuanOf)
      return zh
        ? `资金池 ${year} 年度:预留 ${reserved},已支付 ${paid},余额 ${left}`
        : `the pool in ${year}: ${reserved} reserved, ${paid} paid, ${left} left`
    }
    case 'note':
      return aside.said[language]
    case 'dissent': {
      const bodies = names.list(aside.organisations)
      return zh ? `异议保留在案:${bodies}` : `the dissent stays on record: ${bodies}`
    }
  }
}

/** One line, or one for each step of an award, set apart from the events by its place. */
export const asideLine = (aside: Aside, names: Names, language: Language): string =>
  `${indent}${asideText(aside, names, language)}`
