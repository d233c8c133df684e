/** Measure: what a policy document pays, as data. Every version is kept; a claim is judged by the one of its day. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { CallContent, MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { CallOpened, MeasureAmended, MeasureEntered } from '#proto/qiantou/measure/v1/measure_events.ts'
import type { Figures } from '#shared/domain/award.ts'
import { addDays, type Day, dayFrom, dayOf, laterOf, toDate } from '#shared/domain/calendar.ts'
import { type Context, type Decider, noParties, type OrganisationName, type Recorded } from '#shared/domain/decider.ts'
import { figuresOf, termsFor } from '#shared/domain/figures.ts'
import { type EntryOf, workerOn } from '#shared/domain/organisation-view.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { partsOf } from '#shared/domain/resource-name.ts'
import { type Call, daysOf, figuresSet, overlapping, setBy, unfitFigures } from './measure-call.ts'
import type { ProgrammeView } from './programme.ts'

// ---- State

/** `content` as protobuf writes it in JSON, where amounts are strings. */
export type Version = { readonly from: Day; readonly content: unknown; readonly enteredAt: string }

/** Versions in the order in which they were entered, which is that of their days; calls in that in which they were opened. */
export type Measure = { readonly versions: readonly Version[]; readonly calls: readonly Call[] }

export const contentOf = ({ content }: Version): MeasureContent => MeasureContent.fromJSON(content)

/** The version that something is judged by, whatever was entered since. */
export const versionJudging = (
  { versions }: Measure,
  { measureVersion }: { readonly measureVersion: number },
): Version | undefined => versions[measureVersion - 1]

/** What that says. */
export function judgedBy(measure: Measure, judged: { readonly measureVersion: number }): MeasureContent | undefined {
  const version = versionJudging(measure, judged)
  return version && contentOf(version)
}

/** The newest version; a measure has one at least. */
export const newest = ({ versions }: Measure): Version => versions.at(-1) as Version

/** The version in force on a day; undefined where the measure is not, or not yet, or no longer. */
export function versionOn({ versions }: Measure, day: Day): Version | undefined {
  const version = versions.findLast(({ from }) => from <= day)
  const { validFrom, validUntil } = version ? contentOf(version) : {}
  const isIn = validFrom && validUntil && dayFrom(validFrom) <= day && day <= dayFrom(validUntil)
  return isIn ? version : undefined
}

/**
 * What a class of applicants is paid by in a budget year: a version's figures, as far as they are ceilings as the call of that
 * year has set them. Refused with CLASS_NOT_FOUND where nothing is said of the class, nor of everybody else, and with
 * CALL_NEEDED where no call of the year sets what the document only bounds.
 */
export function figuresFor(
  version: Version,
  call: Call | undefined,
  applicantClass: string,
  year: number,
): Either<Rejection, Figures> {
  const content = contentOf(version)
  const [terms, figures] = [termsFor(content, applicantClass), figuresOf(content, applicantClass, year)]
  if (!terms || !figures) return reject('precondition', 'CLASS_NOT_FOUND', { applicantClass })
  const isFixed = (terms.rate ?? terms.sum)?.kind === 'FIGURE_KIND_FIXED'
  const set = setBy(call, { version: content, applicantClass, year })
  if (!set && !isFixed) return reject('precondition', 'CALL_NEEDED', { applicantClass, year: `${year}` })
  return right(set ? figuresSet(figures, set, isFixed) : figures)
}

// ---- Commands

/** What a command takes from elsewhere: the programme as this service knows it. */
type Ground = { readonly programme: ProgrammeView }

export type MeasureCommand = Ground &
  (
    | { readonly type: 'Enter'; readonly content: MeasureContent }
    | { readonly type: 'Amend'; readonly content: MeasureContent; readonly from: Day }
    | { readonly type: 'OpenCall'; readonly call: string; readonly content: CallContent; readonly entryOf: EntryOf }
  )

type CommandOf<Type extends MeasureCommand['type']> = Extract<MeasureCommand, { readonly type: Type }>

type MeasureFact = MeasureEntered | MeasureAmended | CallOpened

// ---- Fold

const versionOf = (content: MeasureContent | undefined, from: Day, at: Date): Version => ({
  from,
  content: MeasureContent.toJSON(content ?? MeasureContent.create()),
  enteredAt: at.toISOString(),
})

function evolve(state: Measure | undefined, { fact, at }: Recorded<MeasureFact>): Measure | undefined {
  switch (fact.$type) {
    case 'qiantou.measure.v1.MeasureEntered': {
      const from = fact.content?.validFrom
      return { versions: [versionOf(fact.content, from ? dayFrom(from) : dayOf(at), at)], calls: [] }
    }
    case 'qiantou.measure.v1.MeasureAmended': {
      const from = fact.effectiveFrom ? dayFrom(fact.effectiveFrom) : dayOf(at)
      return state && { ...state, versions: [...state.versions, versionOf(fact.content, from, at)] }
    }
    case 'qiantou.measure.v1.CallOpened': {
      const content = CallContent.toJSON(fact.content ?? CallContent.create())
      return state && { ...state, calls: [...state.calls, { id: fact.call, content, openedAt: at.toISOString() }] }
    }
  }
}

// ---- Decisions

type Decided<Fact extends MeasureFact> = Either<Rejection, readonly [Fact]>

function decide(command: MeasureCommand, state: Measure | undefined, context: Context): Decided<MeasureFact> {
  if (command.type === 'Enter') return enter(command, state, context)
  if (!state) return reject('notFound', 'MEASURE_NOT_FOUND')
  return command.type === 'Amend' ? amend(command, state, context) : openCall(command, state, context)
}

const notOffice = ({ office }: ProgrammeView) => reject('permission', 'NOT_PROGRAMME_OFFICE', { office })

function enter(
  { programme, content }: CommandOf<'Enter'>,
  state: Measure | undefined,
  { actor, at }: Context,
): Decided<MeasureEntered> {
  if (actor !== programme.office) return notOffice(programme)
  if (state) return reject('exists', 'MEASURE_EXISTS')
  const unfit = unfitContent(content, programme, dayOf(at))
  return unfit ? left(unfit) : right([{ $type: 'qiantou.measure.v1.MeasureEntered', content }])
}

function amend(
  { programme, content, from }: CommandOf<'Amend'>,
  state: Measure,
  { actor, at }: Context,
): Decided<MeasureAmended> {
  if (actor !== programme.office) return notOffice(programme)
  const today = dayOf(at)
  const unfit = unfitContent(content, programme, today)
  if (unfit) return left(unfit)
  const { clause } = contentOf(newest(state))
  if (content.clause !== clause) return reject('precondition', 'MEASURE_OF_OTHER_CLAUSE', { clause })
  const earliest = laterOf(today, newest(state).from)
  if (from < earliest) return reject('invalid', 'MEASURE_EFFECTIVE_TOO_EARLY', { from, earliest })
  if (isSame(content, contentOf(newest(state)))) return reject('precondition', 'MEASURE_UNCHANGED')
  return right([{ $type: 'qiantou.measure.v1.MeasureAmended', content, effectiveFrom: toDate(from) }])
}

function openCall(
  { programme, call, content, entryOf }: CommandOf<'OpenCall'>,
  state: Measure,
  { actor, at }: Context,
): Decided<CallOpened> {
  const today = dayOf(at)
  const [named = ''] = responsible(versionOn(state, today) ?? newest(state))
  const body = workerOn(today, named, entryOf) ?? named
  const { office } = programme
  if (actor !== office && actor !== body) return reject('permission', 'NOT_FIRST_RESPONSIBLE', { office, body })
  if (state.calls.some(({ id }) => id === call)) return reject('exists', 'CALL_EXISTS', { call })
  const { last } = daysOf(content)
  if (last < today) return reject('precondition', 'CALL_OVER', { last })
  const versions = versionsWithin(state, content)
  if (!versions) return reject('precondition', 'CALL_OUTSIDE_VALIDITY', daysOf(content))
  const unfit = unfitFigures(content, versions.map(contentOf))
  if (unfit) return left(unfit)
  const other = overlapping(content, state.calls)
  if (other) return reject('precondition', 'CALL_OVERLAPS', { call: other.id, year: `${content.year}` })
  return right([{ $type: 'qiantou.measure.v1.CallOpened', call, content }])
}

/** The versions that are in force on days of a call; undefined where on one of the days there is none. */
function versionsWithin(measure: Measure, call: CallContent): readonly Version[] | undefined {
  const { first, last } = daysOf(call)
  // Between two versions' first days one alone is in force, if it is at both ends.
  const starts = measure.versions.map(({ from }) => from).filter((from) => first < from && from <= last)
  const days = [first, ...starts.flatMap((start) => [addDays(start, -1), start]), last]
  const found = new Set(days.map((day) => versionOn(measure, day)))
  return found.has(undefined) ? undefined : [...found].filter((version) => version !== undefined)
}

const isSame = (one: MeasureContent, other: MeasureContent): boolean =>
  JSON.stringify(MeasureContent.toJSON(one)) === JSON.stringify(MeasureContent.toJSON(other))

/** Why a measure can't pay what it says. */
function unfitContent(content: MeasureContent, { measures }: ProgrammeView, today: Day): Rejection | undefined {
  const { clause } = partsOf('clause', content.clause)
  if (!measures.includes(clause)) return rejection('precondition', 'CLAUSE_NO_MEASURE', { clause: content.clause })
  const until = content.validUntil ? dayFrom(content.validUntil) : today
  if (until < today) return rejection('precondition', 'MEASURE_EXPIRED', { until })
  if (content.procedure.includes('PROCEDURE_STEP_JOINT_REVIEW') && content.organisations.length < 2)
    return rejection('invalid', 'JOINT_REVIEW_NEEDS_BODIES')
  return undefined
}

/** Bodies that a version names as responsible. */
const responsible = (version: Version): readonly OrganisationName[] => contentOf(version).organisations

/**
 * Who handles what a version pays: the body that it names first, or who stands for that today. Refused where it ended and
 * nobody succeeds it: until the directory names a successor, or the office another body.
 */
export function handlerOn(today: Day, version: Version, entryOf: EntryOf): Either<Rejection, OrganisationName> {
  const [organisation = ''] = responsible(version)
  const handler = workerOn(today, organisation, entryOf)
  return handler === undefined ? reject('precondition', 'BODY_WITHOUT_SUCCESSOR', { organisation }) : right(handler)
}

/** Whether a version names a body as responsible, or one that it stands for today. */
export const isResponsible = (body: OrganisationName, today: Day, version: Version, entryOf: EntryOf): boolean =>
  responsible(version).some((one) => one === body || workerOn(today, one, entryOf) === body)

/** Who reads a measure: its programme's office, and whoever a version of it names as responsible. */
export const measureParties = (office: OrganisationName, { versions }: Measure): ReadonlySet<OrganisationName> =>
  new Set([office, ...versions.flatMap(responsible)])

export const measureDecider: Decider<MeasureCommand, Measure, MeasureFact> = {
  aggregate: 'measure',
  foldVersion: 2,
  owns: [MeasureEntered, MeasureAmended, CallOpened],
  folds: [],
  touches: () => [],
  readers: ({ versions }) => versions.flatMap(responsible),
  decide,
  evolve,
  parties: (fact) =>
    fact.$type === 'qiantou.measure.v1.CallOpened'
      ? noParties
      : { admits: fact.content?.organisations ?? [], releases: [] },
}
