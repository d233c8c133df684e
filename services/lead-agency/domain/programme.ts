/** Programme: what was read from a policy document, imported whole. */
import { type Either, isRight, left, right } from 'fp-ts/lib/Either.js'
import * as programme from '#proto/qiantou/programme/v1/programme_events.ts'
import type { Body, Role } from '#proto/qiantou/task/v1/task_events.ts'
import type { Day } from '#shared/domain/calendar.ts'
import { type Context, type Decider, noParties, type OrganisationName, type Recorded } from '#shared/domain/decider.ts'
import { type EntryOf, standsFor, workerOn } from '#shared/domain/organisation-view.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { type Secrecy, secrecyOf } from '#shared/domain/secrecy.ts'
import { draftersOf } from '#shared/domain/task-draft.ts'
import { unfitBodies } from './clause-bodies.ts'

// ---- State

export type Programme = Secrecy & {
  /** The document's hash in hex. */
  readonly documentSha256: string
  readonly title: string
  readonly documentNumber: string
  readonly office: OrganisationName
  /** Whoever imported it is not its office any more, and its clauses were not written for the one that is. */
  readonly officeSucceeded?: true
  readonly clauses: readonly programme.Clause[]
  readonly rules?: programme.Rules
}

// ---- Commands

export type ProgrammeCommand =
  | {
      readonly type: 'Import'
      readonly content: programme.ProgrammeContent
      /** Bodies as they are there today, where they are: also one that has ended is named by a clause. */
      readonly there: (bodies: readonly Body[]) => readonly Body[]
    }
  | { readonly type: 'ChangeRules'; readonly rules: programme.Rules }
  /** The service itself puts a successor in the place of an office that is no longer there. */
  | { readonly type: 'SucceedOffice'; readonly office: OrganisationName; readonly successor: OrganisationName }

type ProgrammeFact = programme.ProgrammeImported | programme.ProgrammeRulesChanged | programme.ProgrammeOfficeSucceeded

// ---- Fold

function evolve(state: Programme | undefined, { fact }: Recorded<ProgrammeFact>): Programme | undefined {
  if (fact.$type === 'qiantou.programme.v1.ProgrammeRulesChanged')
    return state && (fact.rules ? { ...state, rules: fact.rules } : state)
  if (fact.$type === 'qiantou.programme.v1.ProgrammeOfficeSucceeded')
    return state && { ...state, office: fact.successor, officeSucceeded: true }
  const content = fact.content as programme.ProgrammeContent
  const { title, documentNumber, office, clauses, rules } = content
  return {
    documentSha256: Buffer.from(content.documentSha256).toString('hex'),
    title,
    documentNumber,
    office,
    clauses,
    ...(rules ? { rules } : {}),
    ...secrecyOf(content),
  }
}

// ---- Decisions

function decide(
  command: ProgrammeCommand,
  state: Programme | undefined,
  { actor }: Context,
): Either<Rejection, readonly [ProgrammeFact]> {
  if (command.type === 'ChangeRules') {
    if (!state || actor !== state.office) return reject('notFound', 'PROGRAMME_NOT_FOUND')
    return right([{ $type: 'qiantou.programme.v1.ProgrammeRulesChanged', rules: command.rules }])
  }
  if (command.type === 'SucceedOffice') {
    const { office, successor } = command
    if (!state) return reject('notFound', 'PROGRAMME_NOT_FOUND')
    if (state.office !== office) return reject('permission', 'NOT_PROGRAMME_OFFICE', { office: state.office })
    return right([{ $type: 'qiantou.programme.v1.ProgrammeOfficeSucceeded', office, successor }])
  }
  if (actor !== command.content.office)
    return reject('permission', 'NOT_PROGRAMME_OFFICE', { office: command.content.office })
  if (state) return reject('exists', 'PROGRAMME_EXISTS')
  const unfit = unfitClause(command)
  return unfit ? left(unfit) : right([{ $type: 'qiantou.programme.v1.ProgrammeImported', content: command.content }])
}

/** Why one of the clauses can't name whom it names, as these are there today; it is asked again when a task is issued. */
function unfitClause({ content, there }: Extract<ProgrammeCommand, { type: 'Import' }>): Rejection | undefined {
  const { office, clauses } = content
  for (const clause of clauses) {
    const mode = clause.responsibility?.mode ?? 'RESPONSIBILITY_MODE_UNASSIGNED'
    const unfit = unfitBodies({ clause: clause.id, mode, authority: office, bodies: there(bodiesOf(clause)) })
    if (unfit) return unfit
  }
  return undefined
}

/** Whether a body may draft a task for one of the clauses as they stand on a day: for that it reads the programme. */
export const mayDraft = ({ clauses }: Programme, actor: OrganisationName, day: Day, entryOf: EntryOf): boolean =>
  clauses.some((clause) => {
    const bodies = bodiesOf(clause)
    const drafting = draftersOf(bodies)
    return bodies.some((body) => {
      const there = drafting.includes(body.organisation) ? bodiesOn(day, [body], entryOf) : right([])
      return isRight(there) && there.right.some(({ organisation }) => organisation === actor)
    })
  })

/** Every body that a clause names, once, in order: leads, responsible bodies, standing implementers. */
export function bodiesOf(clause: programme.Clause): Body[] {
  const { leads = [], supporters = [], standing = [] } = clause.responsibility ?? {}
  const named: [Role, readonly string[]][] = [
    ['ROLE_LEAD', leads],
    ['ROLE_RESPONSIBLE', supporters],
    ['ROLE_STANDING', standing],
  ]
  const bodies = new Map<OrganisationName, Body>()
  for (const [role, organisations] of named)
    for (const organisation of organisations)
      if (!bodies.has(organisation))
        bodies.set(organisation, { $type: 'qiantou.task.v1.Body', organisation, role, named: '' })
  return [...bodies.values()]
}

/**
 * Bodies as they are there on a day: in place of one that has ended stands its successor, in place of a group its members.
 * Each has one part, in the role and the place of whoever named it first. A body that ended without a successor is refused.
 */
export function bodiesOn(day: Day, bodies: readonly Body[], entryOf: EntryOf): Either<Rejection, Body[]> {
  const there = new Map<OrganisationName, Body>()
  for (const body of bodies) {
    const worker = workerOn(day, body.organisation, entryOf)
    if (worker === undefined)
      return reject('precondition', 'BODY_WITHOUT_SUCCESSOR', { organisation: body.organisation })
    for (const organisation of standsFor(day, worker, entryOf)) {
      const named = organisation === body.organisation ? '' : body.organisation
      if (!there.has(organisation)) there.set(organisation, { ...body, organisation, named })
    }
  }
  return right([...there.values()])
}

/** Who reads along: of a group those members that have no part of their own. */
export function copiedOn(
  day: Day,
  copied: readonly OrganisationName[],
  hasPart: (organisation: OrganisationName) => boolean,
  entryOf: EntryOf,
): OrganisationName[] {
  const readers = copied.flatMap((name) =>
    standsFor(day, name, entryOf).filter((organisation) => organisation === name || !hasPart(organisation)),
  )
  return [...new Set(readers)]
}

/** The programme's own parties; bodies become party to its tasks, not to it. */
export const programmeParties = (state: Programme): ReadonlySet<OrganisationName> => new Set([state.office])

export const programmeDecider: Decider<ProgrammeCommand, Programme, ProgrammeFact> = {
  aggregate: 'programme',
  foldVersion: 4,
  owns: [programme.ProgrammeImported, programme.ProgrammeRulesChanged, programme.ProgrammeOfficeSucceeded],
  folds: [],
  touches: () => [],
  decide,
  evolve,
  parties: (fact) => {
    switch (fact.$type) {
      case 'qiantou.programme.v1.ProgrammeImported':
        return { admits: [fact.content?.office ?? ''], releases: [] }
      case 'qiantou.programme.v1.ProgrammeOfficeSucceeded':
        return { admits: [fact.successor], releases: [fact.office] }
      default:
        return noParties
    }
  },
}
