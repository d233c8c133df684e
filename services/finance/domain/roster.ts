/** Roster: a list out of a register, imported whole and matched row by row (免申即享). It grants nothing by itself. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import { RosterContent } from '#proto/qiantou/roster/v1/roster.ts'
import { dayFrom, dayOf } from '#shared/domain/calendar.ts'
import { type Context, type Decider, noParties, type Recorded, type ResourceName } from '#shared/domain/decider.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import type { Step } from './application-state.ts'
import {
  type Judged,
  judgedOn,
  procedureOf,
  type SubmissionGround,
  unfitBasis,
  unfitClass,
} from './application-submission.ts'
import { unfitBills } from './bill.ts'
import type { Grants } from './grants.ts'
import {
  listedName,
  type MatchingFact,
  matching,
  type Roster,
  type RosterFact,
  rosterBodies,
  rosterContentOf,
  rosterFacts,
} from './roster-state.ts'
import { type SucceedCommand, succeed, succeeded, successionParties } from './succession.ts'

// ---- Commands

/** What is known of an applicant, by its code. */
type GrantsOf = (applicant: ResourceName) => Grants | undefined

export type RosterCommand =
  | ({ readonly type: 'Import'; readonly content: RosterContent; readonly grantsOf: GrantsOf } & SubmissionGround)
  | { readonly type: 'Withdraw' }
  | SucceedCommand

type ImportCommand = Extract<RosterCommand, { readonly type: 'Import' }>

// ---- Fold

function evolve(
  state: Roster | undefined,
  { fact, subject, at }: Recorded<RosterFact | MatchingFact>,
): Roster | undefined {
  switch (fact.$type) {
    case 'qiantou.roster.v1.RosterImported': {
      const { content, measureVersion, handler, pool, finance, year, procedure } = fact
      return {
        content: RosterContent.toJSON(content ?? RosterContent.create()),
        ...{ measureVersion, handler, pool, finance, year, procedure: procedure as Step[] },
        ...{ importedAt: at.toISOString(), matched: [] },
      }
    }
    case 'qiantou.roster.v1.RosterBodySucceeded':
      return state && succeeded(state, fact, ['handler', 'finance'])
    case 'qiantou.roster.v1.RosterWithdrawn':
      return state && { ...state, withdrawn: true }
    case 'qiantou.application.v1.ApplicationMatched': {
      const matched = [...(state?.matched ?? []), { row: fact.row, application: subject }]
      return state && { ...state, matched: matched.toSorted((one, other) => one.row - other.row) }
    }
  }
}

// ---- Decisions

type Decision = Either<Rejection, readonly [RosterFact]>

/** The steps after admission: nobody recommends what nobody hands in. */
const stepsOf = (judged: Judged): readonly Step[] =>
  procedureOf(judged.measured).filter(
    (step) => step !== 'PROCEDURE_STEP_RECOMMENDATION' && step !== 'PROCEDURE_STEP_ADMISSION',
  )

/** The rows, by number, of which something holds; undefined where of none. */
function rowsWhere(
  { rows }: RosterContent,
  holds: (row: RosterContent['rows'][number]) => boolean,
): string | undefined {
  const found = rows.flatMap((row, i) => (holds(row) ? [`${i + 1}`] : []))
  return found.length ? found.join(', ') : undefined
}

/** Why rows do not go with what they are judged by; all of a kind at once, by their numbers. */
function unfitRows({ content, grantsOf }: ImportCommand, judged: Judged, name: ResourceName): Rejection | undefined {
  const { measure } = content
  const { measured, year } = judged
  const misfit = rowsWhere(content, (row) => unfitBasis(measured, row) !== undefined)
  if (misfit) {
    const basis = measured.basis.replace('BASIS_', '')
    return rejection('invalid', 'ROSTER_BASIS_MISFIT', { rows: misfit, basis })
  }
  for (const { applicant } of content.rows) {
    const problem = unfitClass(judged, applicant?.applicantClass ?? '')
    const rows = rowsWhere(content, (row) => row.applicant?.applicantClass === applicant?.applicantClass)
    if (problem?.reason === 'CLASS_NOT_FOUND')
      return rejection('precondition', 'ROSTER_CLASS_NOT_FOUND', { ...problem.details, rows: rows ?? '' })
    if (problem) return problem
  }
  const isSame = (row: RosterContent['rows'][number]) => (one: Grants['grants'][number] | Listed) =>
    one.measure === measure && one.year === year && one.project === row.project
  const listed = rowsWhere(content, (row) => !!grantsOf(listedName(name, row))?.listed?.some(isSame(row)))
  if (listed) return rejection('precondition', 'ROSTER_ROWS_LISTED', { rows: listed, year: `${year}` })
  const granted = rowsWhere(
    content,
    (row) => !!grantsOf(listedName(name, row))?.grants.some((one) => isSame(row)(one) && one.fen !== '0'),
  )
  return granted ? rejection('precondition', 'ROSTER_ROWS_GRANTED', { rows: granted, year: `${year}` }) : undefined
}

type Listed = NonNullable<Grants['listed']>[number]

function importRoster(command: ImportCommand, state: Roster | undefined, context: Context): Decision {
  const { content } = command
  const { actor, at, correlationId: name } = context
  if (state) return reject('exists', 'ROSTER_EXISTS')
  const today = dayOf(at)
  const judged = judgedOn(today, command, content)
  if (isLeft(judged)) return judged
  const { measured, measureVersion, pool, handler, finance, year } = judged.right
  if (actor !== handler) return reject('permission', 'NOT_YOUR_TURN', { turn: handler })
  if (!measured.withoutApplication) return reject('precondition', 'APPLIED_FOR')
  const asOf = dayFrom(content.asOf as DateMessage)
  if (asOf > today) return reject('invalid', 'DAY_NOT_YET', { day: asOf })
  const bills = content.rows.flatMap((row) => row.bills)
  const unfit = unfitBills(bills, today) ?? unfitRows(command, judged.right, name)
  if (unfit) return left(unfit)
  return right([
    {
      $type: 'qiantou.roster.v1.RosterImported',
      ...{ content, measureVersion, handler, pool, finance, year, procedure: [...stepsOf(judged.right)] },
    },
  ])
}

function withdraw(state: Roster, { actor, correlationId: name }: Context): Decision {
  if (actor !== state.handler) return reject('permission', 'NOT_YOUR_TURN', { turn: state.handler })
  if (state.withdrawn) return reject('precondition', 'ROSTER_WITHDRAWN')
  const dropped = rosterContentOf(state).rows.flatMap((row, i) => {
    const number = i + 1
    if (state.matched.some((one) => one.row === number)) return []
    const applicant = listedName(name, row)
    return [{ $type: 'qiantou.roster.v1.DroppedRow' as const, row: number, applicant }]
  })
  if (dropped.length === 0) return reject('precondition', 'ROSTER_MATCHED_WHOLLY')
  return right([{ $type: 'qiantou.roster.v1.RosterWithdrawn', dropped }])
}

function decide(command: RosterCommand, state: Roster | undefined, context: Context): Decision {
  if (command.type === 'Import') return importRoster(command, state, context)
  if (!state) return reject('notFound', 'ROSTER_NOT_FOUND')
  return command.type === 'Succeed'
    ? succeed('qiantou.roster.v1.RosterBodySucceeded', command, rosterBodies(state))
    : withdraw(state, context)
}

export const rosterDecider: Decider<RosterCommand, Roster, RosterFact, MatchingFact> = {
  aggregate: 'roster',
  foldVersion: 2,
  owns: rosterFacts,
  folds: matching,
  touches: ({ fact }) => [fact.roster],
  readers: rosterBodies,
  decide,
  evolve,
  parties: (fact, state) => {
    if (fact.$type === 'qiantou.roster.v1.RosterBodySucceeded') return successionParties(fact)
    return fact.$type === 'qiantou.roster.v1.RosterImported' ? { admits: rosterBodies(state), releases: [] } : noParties
  },
}
