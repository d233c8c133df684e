/** Measures read off their records day by day, and why a call must be refused: from docs/money.md, apart from the service. */
import type { CallContent, MeasureContent, Terms } from '#proto/qiantou/measure/v1/measure.ts'
import type { Event } from './reference-event.ts'

type DateFields = { readonly year: number; readonly month: number; readonly day: number }
/** Days as numbers that are in order, and one apart from the next. */
export const dayNumber = ({ year, month, day }: DateFields): number => Date.UTC(year, month - 1, day) / 86_400_000

export type ReferenceMeasure = {
  readonly version: number
  /** The first day of each version, and what it is called. */
  readonly versions: readonly string[]
  /** The id of each call, its year, and what it pays. */
  readonly calls: readonly string[]
  readonly readers: readonly string[]
}

const text = ({ year, month, day }: DateFields): string => `${year}-${month}-${day}`
const bare = (name: string): string => name.replace(/^organisations\//, '')

export const callText = (id: string, { year, firstDay, lastDay, terms }: CallContent): string =>
  [id, year, text(firstDay as DateFields), text(lastDay as DateFields)]
    .concat(terms.map(({ applicantClass, basisPoints, sumFen }) => `${applicantClass} ${basisPoints || sumFen}`))
    .join(' ')

export const versionText = (from: DateFields, { title }: MeasureContent): string => `${text(from)} ${title}`

const versionsIn = (events: readonly Event[]) =>
  events
    .filter(({ what }) => what === 'MeasureEntered' || what === 'MeasureAmended')
    .map(({ fact }) => ({
      content: fact.content as MeasureContent,
      from: (fact.effectiveFrom ?? fact.content.validFrom) as DateFields,
    }))

const callsIn = (events: readonly Event[]) =>
  events
    .filter(({ what }) => what === 'CallOpened')
    .map(({ fact }) => ({ id: fact.call as string, content: fact.content as CallContent }))

export function referenceMeasure(events: readonly Event[], office: string): ReferenceMeasure {
  const versions = versionsIn(events)
  const named = versions.flatMap(({ content }) => content.organisations.map(bare))
  return {
    version: events.length,
    versions: versions.map(({ from, content }) => versionText(from, content)),
    calls: callsIn(events).map(({ id, content }) => callText(id, content)),
    readers: [...new Set([office, ...named])].sort(),
  }
}

/** What holds on a day: what was entered last of all that has begun by then, unless it says itself that it does not. */
function contentOn(events: readonly Event[], day: number): MeasureContent | undefined {
  const begun = versionsIn(events).filter(({ from }) => dayNumber(from) <= day)
  const content = begun.at(-1)?.content
  if (!content) return undefined
  const holds = dayNumber(content.validFrom as DateFields) <= day && day <= dayNumber(content.validUntil as DateFields)
  return holds ? content : undefined
}

function daysOf({ firstDay, lastDay }: CallContent): readonly number[] {
  const first = dayNumber(firstDay as DateFields)
  return Array.from({ length: dayNumber(lastDay as DateFields) - first + 1 }, (_, i) => first + i)
}

/** The measure's ceilings of a scope that hold in a year. */
function ceilingIn({ ceilings }: Terms, scope: string, year: number): bigint | undefined {
  const own = ceilings.filter((one) => one.scope === scope)
  return (own.find((one) => one.year === year) ?? own.find((one) => one.year === 0))?.fen
}

/** Everything that is wrong with what a call pays on a day. */
function wrongOn(content: MeasureContent, call: CallContent): readonly string[] {
  return call.terms.flatMap(({ applicantClass, basisPoints, sumFen, ceilings }) => {
    const terms = content.terms.filter((one) => one.applicantClass === applicantClass)[0]
    if (!terms) return ['CLASS_NOT_FOUND']
    const [figure, said] = terms.rate
      ? [{ most: BigInt(terms.rate.basisPoints), kind: terms.rate.kind }, BigInt(basisPoints)]
      : [{ most: terms.sum?.fen ?? 0n, kind: terms.sum?.kind }, sumFen]
    if (said === 0n) return ['CALL_OTHER_FIGURE']
    const isOtherwise = figure.kind === 'FIGURE_KIND_FIXED' && said !== figure.most
    return [
      ...(isOtherwise ? ['CALL_DIFFERS_FROM_FIXED'] : said > figure.most ? ['CALL_ABOVE_CEILING'] : []),
      ...ceilings.flatMap(({ scope, fen }) => {
        const most = ceilingIn(terms, scope, call.year)
        if (most === undefined) return ['CALL_CEILING_NOT_FOUND']
        return fen > most ? ['CALL_ABOVE_CEILING'] : []
      }),
    ]
  })
}

/** Every reason for which a call must be refused to somebody who reads the measure; none where it may be opened. */
export function reasonsAgainst(
  events: readonly Event[],
  asked: { readonly id: string; readonly content: CallContent; readonly by: string; readonly today: number },
): ReadonlySet<string> {
  const { id, content, by, today } = asked
  const days = daysOf(content)
  const on = days.map((day) => contentOn(events, day))
  const others = callsIn(events).filter((other) => other.content.year === content.year)
  const first = (contentOn(events, today) ?? versionsIn(events).at(-1)?.content)?.organisations[0]
  return new Set([
    ...(by === 'hn-office' || by === bare(first ?? '') ? [] : ['NOT_FIRST_RESPONSIBLE']),
    ...(callsIn(events).some((other) => other.id === id) ? ['CALL_EXISTS'] : []),
    ...(days.every((day) => day < today) ? ['CALL_OVER'] : []),
    ...(on.includes(undefined) ? ['CALL_OUTSIDE_VALIDITY'] : []),
    ...on.flatMap((one) => (one ? wrongOn(one, content) : [])),
    ...(others.some((other) => daysOf(other.content).some((day) => days.includes(day))) ? ['CALL_OVERLAPS'] : []),
  ])
}
