/** The figures of a measure for a class of applicants in a year, as its document states them. Pure. */
import type { MeasureContent, Terms } from '#proto/qiantou/measure/v1/measure.ts'
import type { Figures, Scope } from './award.ts'

/** `APPLICANT` of `CEILING_SCOPE_APPLICANT`. */
export const scopeOf = (scope: string): Scope => scope.replace('CEILING_SCOPE_', '') as Scope

/** The terms for a class of applicants: its own, or those of everybody else; undefined where there are neither. */
export const termsFor = ({ terms }: MeasureContent, applicantClass: string): Terms | undefined =>
  terms.find((one) => one.applicantClass === applicantClass) ?? terms.find((one) => one.applicantClass === '')

/** The ceilings in a year: what is said for the year stands in place of what is said for every other. */
export const ceilingsIn = ({ ceilings }: Terms, year: number): Figures['ceilings'] =>
  ceilings
    .filter(
      (one) =>
        one.year === year ||
        (one.year === 0 && !ceilings.some((other) => other.scope === one.scope && other.year === year)),
    )
    .map(({ scope, fen }) => ({ scope: scopeOf(scope), fen }))

/** The figures for a class of applicants in a year, at the document's ceilings; undefined where there are none. */
export function figuresOf(content: MeasureContent, applicantClass: string, year: number): Figures | undefined {
  const terms = termsFor(content, applicantClass)
  if (!terms || !(terms.rate || terms.sum)) return undefined
  const share = terms.rate ? { basisPoints: BigInt(terms.rate.basisPoints) } : { sumFen: terms.sum?.fen ?? 0n }
  return { share, ceilings: ceilingsIn(terms, year), roundingFen: content.roundingFen || 1n }
}
