/** Organisation (单位): its entry in the directory. Registering, renaming, ending, membership and terms are decided here. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { OrganisationKind, OrganisationLevel, TermRole } from '#proto/qiantou/directory/v1/directory_service.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import { toDateOrNone } from '#shared/domain/calendar.ts'
import {
  type Actor,
  type Context,
  type Decider,
  noParties,
  type OrganisationName,
  type ResourceName,
  type StateOf,
} from '#shared/domain/decider.ts'
import { evolve, organisationFoldVersion } from '#shared/domain/organisation-fold.ts'
import {
  type End,
  isRegistrar,
  latestTerm,
  type Organisation,
  type OrganisationFact,
  openMembership,
  organisationFacts,
} from '#shared/domain/organisation-state.ts'
import { endless } from '#shared/domain/organisation-view.ts'
import { endedOn, unknownTo } from '#shared/domain/presence.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { dayAfter } from './day.ts'
import { nameSuccessor, unfitToSucceed } from './organisation-successor.ts'

// ---- Commands

/** What an organisation is called: in full in both languages, and in documents. */
export type Titles = { readonly titleZh: string; readonly titleEn: string; readonly aliases: readonly string[] }

type Change =
  | (Titles & {
      readonly type: 'Register'
      readonly kind: OrganisationKind
      readonly level: OrganisationLevel
      readonly superior: string
      readonly date: string
      /** Who will administer the entry, where the service itself enters what is shipped. */
      readonly registrar?: OrganisationName
    })
  | (Titles & { readonly type: 'Rename'; readonly date: string })
  | { readonly type: 'Merge'; readonly into: OrganisationName; readonly date: string; readonly basis: string }
  | {
      readonly type: 'Split'
      readonly into: readonly OrganisationName[]
      readonly date: string
      readonly basis: string
    }
  | {
      readonly type: 'Dissolve'
      readonly successor: string
      readonly date: string
      readonly basis: string
      /** Programmes that nobody would run any more. */
      readonly stranded: readonly ResourceName[]
    }
  | { readonly type: 'NameSuccessor'; readonly successor: OrganisationName; readonly basis: string }
  | { readonly type: 'AddMember' | 'RemoveMember'; readonly member: OrganisationName; readonly date: string }
  | {
      readonly type: 'BeginTerm'
      /** '' for somebody new. */
      readonly person: string
      readonly role: TermRole
      readonly from: string
      readonly to: string | undefined
      readonly displayName: ContentReference
      /** In fen; 0 for none. */
      readonly limitFen: bigint
    }
  | { readonly type: 'EndTerm'; readonly person: string; readonly role: TermRole; readonly to: string }

/** The entries of the other organisations that a command speaks of, and of who commands; those that there are. */
export type Known = Readonly<Record<OrganisationName, Organisation>>

/** The entries of organisations, as far as there are any. */
export const knownOf = (names: readonly OrganisationName[], stateOf: StateOf): Known =>
  Object.fromEntries(
    names.flatMap((name) => {
      const state = stateOf(name, organisationDecider)
      return state ? [[name, state]] : []
    }),
  )

export type OrganisationCommand = Change & { readonly known: Known }

type Command<Type extends OrganisationCommand['type']> = Extract<Change, { type: Type }> & { readonly known: Known }
type Decision = Either<Rejection, readonly [OrganisationFact]>

// ---- Decisions

/** This service itself, which enters what is shipped. Over the network no service commands. */
export const seeder: Actor = 'services/coordination-office'

/** A state is written whole by every command, so that there is an end to what an entry holds. */
export const limits = { titles: 100, memberships: 1_000, terms: 1_000 } as const

function decide(command: OrganisationCommand, state: Organisation | undefined, context: Context): Decision {
  const { actor } = context
  if (command.type === 'Register') return register(command, state, actor)
  if (!state) return reject('notFound', 'ORGANISATION_NOT_FOUND')
  if (actor !== state.registrar && actor !== seeder)
    return reject('permission', 'NOT_REGISTRAR', { registrar: state.registrar })
  switch (command.type) {
    case 'Rename':
      return rename(command, state)
    case 'Merge':
    case 'Split':
    case 'Dissolve':
      return end(command, state)
    case 'NameSuccessor':
      return nameSuccessor(command, state, context)
    case 'AddMember':
      return addMember(command, state)
    case 'RemoveMember':
      return removeMember(command, state)
    case 'BeginTerm':
      return beginTerm(command, state, context)
    case 'EndTerm':
      return endTerm(command, state)
  }
}

const alreadyEnded = ({ name, end: ended }: Organisation): Decision => left(endedOn(name, ended as End))
const tooEarly = (date: string, earliest: string): Decision =>
  reject('precondition', 'DATE_TOO_EARLY', { date, earliest })
const full = (limit: number): Decision => reject('precondition', 'ENTRY_FULL', { limit: `${limit}` })

/** Whether it is no longer there on a day, as far as an end has been recorded. */
const isGone = ({ end: ended }: Organisation, day: string): boolean => ended !== undefined && ended.date <= day

function register(command: Command<'Register'>, state: Organisation | undefined, actor: Actor): Decision {
  const { titleZh, titleEn, aliases, kind, level, superior, date, known } = command
  if (actor !== seeder) {
    const own = known[actor]
    if (!own) return reject('permission', 'CALLER_NOT_IN_DIRECTORY', { organisation: actor })
    if (!isRegistrar(own)) return reject('permission', 'NOT_REGISTRAR', { registrar: own.registrar })
  }
  if (state) return reject('exists', 'ORGANISATION_EXISTS')
  if (superior && !known[superior]) return left(unknownTo([superior]))
  const registrar = (actor === seeder && command.registrar) || actor
  return right([
    {
      $type: 'qiantou.directory.v1.OrganisationRegistered',
      ...{ titleZh, titleEn, aliases: [...aliases], kind, level, superior, registrar },
      effectiveDate: toDateOrNone(date),
    },
  ])
}

function rename({ titleZh, titleEn, aliases, date }: Command<'Rename'>, state: Organisation): Decision {
  if (isGone(state, date)) return alreadyEnded(state)
  const newest = state.titles.at(-1)?.from ?? ''
  // Each name holds from its day up to the next one's.
  if (date <= newest) return tooEarly(date, dayAfter(newest))
  if (state.titles.length >= limits.titles) return full(limits.titles)
  const effectiveDate = toDateOrNone(date)
  return right([
    { $type: 'qiantou.directory.v1.OrganisationRenamed', titleZh, titleEn, aliases: [...aliases], effectiveDate },
  ])
}

function successorsOf(command: Command<'Merge' | 'Split' | 'Dissolve'>): readonly OrganisationName[] {
  if (command.type === 'Merge') return [command.into]
  if (command.type === 'Split') return command.into
  return command.successor ? [command.successor] : []
}

function end(command: Command<'Merge' | 'Split' | 'Dissolve'>, state: Organisation): Decision {
  const { date, basis, known } = command
  if (state.end) return alreadyEnded(state)
  // Nobody would be left to administer the entries that it made.
  if (isRegistrar(state)) return reject('precondition', 'REGISTRAR_STAYS')
  // Each name that it had was in use: nothing was called so that was no longer there.
  const newest = state.titles.at(-1)?.from ?? ''
  if (date <= newest) return tooEarly(date, dayAfter(newest))
  for (const successor of successorsOf(command)) {
    if (successor === state.name) return reject('precondition', 'SUCCESSOR_IS_ITSELF')
    const unfit = unfitToSucceed(successor, date, known)
    if (unfit) return left(unfit)
  }
  // A body's part waits for the authority of its task; for an office there is nobody.
  if (command.type === 'Dissolve' && !command.successor && command.stranded.length)
    return reject('precondition', 'OFFICE_WITHOUT_SUCCESSOR', { programmes: command.stranded.join(', ') })
  const effectiveDate = toDateOrNone(date)
  switch (command.type) {
    case 'Merge':
      return right([{ $type: 'qiantou.directory.v1.OrganisationMerged', into: command.into, effectiveDate, basis }])
    case 'Split':
      return right([{ $type: 'qiantou.directory.v1.OrganisationSplit', into: [...command.into], effectiveDate, basis }])
    case 'Dissolve': {
      const { successor } = command
      return right([{ $type: 'qiantou.directory.v1.OrganisationDissolved', successor, effectiveDate, basis }])
    }
  }
}

function addMember({ member, date, known }: Command<'AddMember' | 'RemoveMember'>, state: Organisation): Decision {
  if (state.kind !== 'ORGANISATION_KIND_GROUP') return reject('precondition', 'NOT_A_GROUP')
  if (isGone(state, date)) return alreadyEnded(state)
  const other = known[member]
  if (!other) return left(unknownTo([member]))
  // Whoever a group stands for is read off it in one step.
  if (other.kind === 'ORGANISATION_KIND_GROUP') return reject('precondition', 'MEMBER_IS_GROUP', { member })
  if (isGone(other, date)) return alreadyEnded(other)
  const overlaps = state.memberships.some(
    (one) => one.member === member && (one.until === undefined || one.until > date),
  )
  if (overlaps) return reject('precondition', 'ALREADY_MEMBER', { member })
  if (state.memberships.length >= limits.memberships) return full(limits.memberships)
  return right([{ $type: 'qiantou.directory.v1.MemberAdded', member, effectiveDate: toDateOrNone(date) }])
}

function removeMember({ member, date }: Command<'AddMember' | 'RemoveMember'>, state: Organisation): Decision {
  if (state.kind !== 'ORGANISATION_KIND_GROUP') return reject('precondition', 'NOT_A_GROUP')
  const open = openMembership(state, member)
  if (!open) return reject('precondition', 'NOT_A_MEMBER', { member })
  // On its first day a membership is taken back whole.
  if (date < open.from) return tooEarly(date, open.from)
  return right([{ $type: 'qiantou.directory.v1.MemberRemoved', member, effectiveDate: toDateOrNone(date) }])
}

function beginTerm(command: Command<'BeginTerm'>, state: Organisation, { ids }: Context): Decision {
  const { role, from, to, displayName, limitFen } = command
  if (isGone(state, from)) return alreadyEnded(state)
  const overlapping = state.terms.find(
    (term) =>
      term.person === command.person &&
      term.role === role &&
      term.from <= (to ?? endless) &&
      (term.to ?? endless) >= from,
  )
  if (overlapping) return reject('precondition', 'TERM_OVERLAPS', { from: overlapping.from })
  if (state.terms.length >= limits.terms) return full(limits.terms)
  const person = command.person || (ids[0] as string)
  const [fromDate, toDay] = [toDateOrNone(from), toDateOrNone(to)]
  const term = { person, displayName, role, fromDate, toDate: toDay, limitFen }
  return right([{ $type: 'qiantou.directory.v1.TermBegan', ...term }])
}

function endTerm({ person, role, to }: Command<'EndTerm'>, state: Organisation): Decision {
  const term = latestTerm(state, person, role)
  // An end that was known may come earlier, never later: that would be another term.
  if (!term || (term.to !== undefined && term.to <= to)) return reject('precondition', 'TERM_NOT_FOUND', { date: to })
  if (to < term.from) return tooEarly(to, term.from)
  return right([{ $type: 'qiantou.directory.v1.TermEnded', person, role, toDate: toDateOrNone(to) }])
}

/** The organisation itself and its registrar are party to its entry; who takes over becomes so. */
function parties(fact: OrganisationFact, { name, registrar, end: ended }: Organisation) {
  switch (fact.$type) {
    case 'qiantou.directory.v1.OrganisationRegistered':
      return { admits: [...new Set([registrar, name])], releases: [] }
    case 'qiantou.directory.v1.OrganisationMerged':
    case 'qiantou.directory.v1.OrganisationSplit':
    case 'qiantou.directory.v1.OrganisationDissolved':
    case 'qiantou.directory.v1.SuccessorNamed':
      return { admits: ended?.successors ?? [], releases: [] }
    default:
      return noParties
  }
}

export const organisationDecider: Decider<OrganisationCommand, Organisation, OrganisationFact> = {
  aggregate: 'organisation',
  foldVersion: organisationFoldVersion,
  owns: organisationFacts,
  folds: [],
  touches: () => [],
  decide,
  evolve,
  parties,
}
