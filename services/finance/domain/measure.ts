/** Measure: what a policy document pays, as data. Every version is kept; a claim is judged by the one of its day. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { MeasureAmended, MeasureEntered } from '#proto/qiantou/measure/v1/measure_events.ts'
import { type Day, dayFrom, dayOf, toDate } from '#shared/domain/calendar.ts'
import type { Context, Decider, OrganisationName, Recorded } from '#shared/domain/decider.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { partsOf } from '#shared/domain/resource-name.ts'
import type { ProgrammeView } from './programme.ts'

// ---- State

/** `content` as protobuf writes it in JSON, where amounts are strings. */
export type Version = { readonly from: Day; readonly content: unknown; readonly enteredAt: string }

/** In the order in which they were entered, which is that of their days. */
export type Measure = { readonly versions: readonly Version[] }

export const contentOf = ({ content }: Version): MeasureContent => MeasureContent.fromJSON(content)

/** The newest version; a measure has one at least. */
export const newest = ({ versions }: Measure): Version => versions.at(-1) as Version

// ---- Commands

/** What a command takes from elsewhere: the programme as this service knows it. */
type Ground = { readonly programme: ProgrammeView }

export type MeasureCommand = Ground &
  (
    | { readonly type: 'Enter'; readonly content: MeasureContent }
    | { readonly type: 'Amend'; readonly content: MeasureContent; readonly from: Day }
  )

type MeasureFact = MeasureEntered | MeasureAmended

// ---- Fold

const versionOf = (content: MeasureContent | undefined, from: Day, at: Date): Version => ({
  from,
  content: MeasureContent.toJSON(content ?? MeasureContent.create()),
  enteredAt: at.toISOString(),
})

function evolve(state: Measure | undefined, { fact, at }: Recorded<MeasureFact>): Measure | undefined {
  if (fact.$type === 'qiantou.measure.v1.MeasureEntered') {
    const from = fact.content?.validFrom
    return { versions: [versionOf(fact.content, from ? dayFrom(from) : dayOf(at), at)] }
  }
  const from = fact.effectiveFrom ? dayFrom(fact.effectiveFrom) : dayOf(at)
  return state && { versions: [...state.versions, versionOf(fact.content, from, at)] }
}

// ---- Decisions

function decide(
  command: MeasureCommand,
  state: Measure | undefined,
  { actor, at }: Context,
): Either<Rejection, readonly [MeasureFact]> {
  const { programme, content } = command
  if (actor !== programme.office) return reject('permission', 'NOT_PROGRAMME_OFFICE', { office: programme.office })
  if (command.type === 'Enter' && state) return reject('exists', 'MEASURE_EXISTS')
  if (command.type === 'Amend' && !state) return reject('notFound', 'MEASURE_NOT_FOUND')
  const today = dayOf(at)
  const unfit = unfitContent(content, programme, today)
  if (unfit) return left(unfit)
  if (command.type === 'Enter') return right([{ $type: 'qiantou.measure.v1.MeasureEntered', content }])
  const { from } = command
  const earliest = [today, newest(state as Measure).from].sort().at(-1) as Day
  if (from < earliest) return reject('invalid', 'MEASURE_EFFECTIVE_TOO_EARLY', { from, earliest })
  if (isSame(content, contentOf(newest(state as Measure)))) return reject('precondition', 'MEASURE_UNCHANGED')
  return right([{ $type: 'qiantou.measure.v1.MeasureAmended', content, effectiveFrom: toDate(from) }])
}

const isSame = (one: MeasureContent, other: MeasureContent): boolean =>
  JSON.stringify(MeasureContent.toJSON(one)) === JSON.stringify(MeasureContent.toJSON(other))

/** Why a measure can't pay what it says. */
function unfitContent(content: MeasureContent, { measures }: ProgrammeView, today: Day): Rejection | undefined {
  const { clause } = partsOf('clause', content.clause)
  if (!measures.includes(clause)) return rejection('precondition', 'CLAUSE_NO_MEASURE', { clause: content.clause })
  const until = content.validUntil ? dayFrom(content.validUntil) : today
  if (until < today) return rejection('precondition', 'MEASURE_EXPIRED', { until })
  return undefined
}

/** Bodies that a version names as responsible. */
const responsible = (version: Version): readonly OrganisationName[] => contentOf(version).organisations

/** Who reads a measure: its programme's office, and whoever a version of it names as responsible. */
export const measureParties = (office: OrganisationName, { versions }: Measure): ReadonlySet<OrganisationName> =>
  new Set([office, ...versions.flatMap(responsible)])

export const measureDecider: Decider<MeasureCommand, Measure, MeasureFact> = {
  aggregate: 'measure',
  foldVersion: 1,
  owns: [MeasureEntered, MeasureAmended],
  folds: [],
  touches: () => [],
  readers: ({ versions }) => versions.flatMap(responsible),
  decide,
  evolve,
  parties: ({ content }) => ({ admits: content?.organisations ?? [], releases: [] }),
}
