/** A year's call for applications (申报通知): what it may set within a measure, and what is paid by it. */
import { CallContent, type CallTerms, type MeasureContent, type Terms } from '#proto/qiantou/measure/v1/measure.ts'
import { percentOf, yuanOf } from '#shared/domain/amount.ts'
import { type Figures, least } from '#shared/domain/award.ts'
import { type Day, dayFrom } from '#shared/domain/calendar.ts'
import { ceilingsIn, scopeOf, termsFor } from '#shared/domain/figures.ts'
import { type Rejection, rejection } from '#shared/domain/rejection.ts'

/** `content` as protobuf writes it in JSON, where amounts are strings. */
export type Call = { readonly id: string; readonly content: unknown; readonly openedAt: string }

export const callContentOf = ({ content }: Call): CallContent => CallContent.fromJSON(content)

/** When applications are taken, both days included. */
export type Days = { readonly first: Day; readonly last: Day }

/** @throws where a day is missing: a bug, requests are checked for both */
export function daysOf({ firstDay, lastDay }: CallContent): Days {
  if (!firstDay || !lastDay) throw new Error('a call without days')
  return { first: dayFrom(firstDay), last: dayFrom(lastDay) }
}

/** Of the two figures the one that the measure has for a class, and what the call says of it; 0 where it says the other one. */
function figureIn({ rate, sum }: Terms, set: CallTerms) {
  const most = rate ? BigInt(rate.basisPoints) : (sum?.fen ?? 0n)
  return rate
    ? { kind: rate.kind, most, set: BigInt(set.basisPoints), said: percentOf(most) }
    : { kind: sum?.kind, most, set: set.sumFen, said: yuanOf(most) }
}

/** Why a version does not pay what the call says of a class. */
function unfitTerms(set: CallTerms, version: MeasureContent, year: number): Rejection | undefined {
  const { applicantClass } = set
  const terms = version.terms.find((one) => one.applicantClass === applicantClass)
  if (!terms) return rejection('precondition', 'CLASS_NOT_FOUND', { applicantClass })
  const figure = figureIn(terms, set)
  if (figure.set === 0n) return rejection('precondition', 'CALL_OTHER_FIGURE', { applicantClass })
  if (figure.kind === 'FIGURE_KIND_FIXED' && figure.set !== figure.most)
    return rejection('precondition', 'CALL_DIFFERS_FROM_FIXED', { applicantClass, fixed: figure.said })
  if (figure.set > figure.most)
    return rejection('precondition', 'CALL_ABOVE_CEILING', { applicantClass, most: figure.said })
  const most = new Map(ceilingsIn(terms, year).map(({ scope, fen }) => [scope, fen]))
  for (const { scope, fen } of set.ceilings) {
    const ceiling = most.get(scopeOf(scope))
    if (ceiling === undefined) return rejection('precondition', 'CALL_CEILING_NOT_FOUND', { applicantClass, scope })
    if (fen > ceiling) return rejection('precondition', 'CALL_ABOVE_CEILING', { applicantClass, most: yuanOf(ceiling) })
  }
  return undefined
}

/** Why one of the versions that are in force on days of the call does not pay what it says. */
export function unfitFigures(call: CallContent, versions: readonly MeasureContent[]): Rejection | undefined {
  for (const version of versions)
    for (const set of call.terms) {
      const unfit = unfitTerms(set, version, call.year)
      if (unfit) return unfit
    }
  return undefined
}

/** Of the calls of its budget year one that takes applications on the same days. */
export function overlapping(call: CallContent, calls: readonly Call[]): Call | undefined {
  const { first, last } = daysOf(call)
  return calls.find((other) => {
    const content = callContentOf(other)
    const days = daysOf(content)
    return content.year === call.year && days.first <= last && first <= days.last
  })
}

// ---- What is paid

/** What a call sets for a class of applicants; undefined where it is of another year, or says nothing of the class. */
export function setBy(
  call: Call | undefined,
  {
    version,
    applicantClass,
    year,
  }: { readonly version: MeasureContent; readonly applicantClass: string; readonly year: number },
): CallTerms | undefined {
  const content = call && callContentOf(call)
  const terms = termsFor(version, applicantClass)
  if (content?.year !== year || !terms) return undefined
  const set = content.terms.find((one) => one.applicantClass === terms.applicantClass)
  return set && figureIn(terms, set).set > 0n ? set : undefined
}

/**
 * The figures as a call has set them. Where the measure was amended since, what it says by now bounds them: no ceiling is ever
 * passed, and what is fixed is paid as it is.
 */
export function figuresSet({ share, ceilings, roundingFen }: Figures, set: CallTerms, isFixed: boolean): Figures {
  const within =
    'basisPoints' in share
      ? { basisPoints: least(share.basisPoints, BigInt(set.basisPoints)) }
      : { sumFen: least(share.sumFen, set.sumFen) }
  const lower = new Map(set.ceilings.map(({ scope, fen }) => [scopeOf(scope), fen]))
  return {
    share: isFixed ? share : within,
    ceilings: ceilings.map(({ scope, fen }) => ({ scope, fen: least(fen, lower.get(scope) ?? fen) })),
    roundingFen,
  }
}
