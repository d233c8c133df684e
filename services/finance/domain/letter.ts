/** The numbers (文号) of the letters that a body has issued: none is given twice. Folded only. */
import { QuotaAdjusted, QuotaIssued, QuotaPassedOn } from '#proto/qiantou/allocation/v1/allocation_events.ts'
import type { FactOf, Fold, OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import { type Rejection, rejection } from '#shared/domain/rejection.ts'
import { codeOf, formatName, partsOf, programmeOf } from '#shared/domain/resource-name.ts'
import { asTyped } from './typed.ts'

const facts = [QuotaIssued, QuotaPassedOn, QuotaAdjusted] as const

/** Each with the budget year that it is of, and the allocation by which it was issued. */
export type Letters = {
  readonly issued: readonly { readonly year: number; readonly document: string; readonly allocation: ResourceName }[]
}

/** `programmes/{p}/letters/{organisation}`; `name`: of anything of the programme. */
export const lettersName = (name: ResourceName, issuer: OrganisationName): ResourceName =>
  formatName('letters', { ...partsOf('programme', programmeOf(name)), organisation: codeOf(issuer) })

/** Why a letter can't have a number: its issuer has issued another one of that year under it. */
export function unfitDocument(letters: Letters | undefined, year: number, document: string): Rejection | undefined {
  const other = letters?.issued.find((one) => one.year === year && asTyped(one.document) === asTyped(document))
  return other
    ? rejection('precondition', 'DOCUMENT_USED', { document, year: `${year}`, allocation: other.allocation })
    : undefined
}

export const lettersView: Fold<Letters, never, FactOf<typeof facts>> = {
  aggregate: 'letters',
  foldVersion: 1,
  folds: facts,
  touches: ({ actor, subject }) => [lettersName(subject, actor)],
  evolve: (state, { fact: { year, document }, subject }) => ({
    issued: [...(state?.issued ?? []), { year, document, allocation: subject }],
  }),
}
