/** Report (月调度, 季通报): the lights of a programme as of a day, confirmed (审定) by its office before they go out. */
import { type Either, right } from 'fp-ts/lib/Either.js'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import * as report from '#proto/qiantou/supervision/v1/report_events.ts'
import type { LightColour } from '#proto/qiantou/task/v1/light.ts'
import { type Day, dayFrom, dayOf, toDate } from '#shared/domain/calendar.ts'
import { type ContentRef, contentRef } from '#shared/domain/content.ts'
import {
  type Context,
  type Decider,
  noParties,
  type OrganisationName,
  type Recorded,
  type ResourceName,
} from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { periodOf, type ReportKind } from '#shared/domain/report-period.ts'
import { type SignedOff, signedOff } from '#shared/domain/sign-off.ts'

// ---- Events

export type ReportFact = report.ReportConfirmed | report.ReportWithdrawn

// ---- State

export type Adjustment = {
  readonly assignment: ResourceName
  readonly colour: LightColour
  readonly reason: ContentRef
}

export type Report = SignedOff & {
  readonly kind: ReportKind
  readonly asOf: Day
  /** In hex. */
  readonly lightsSha256: string
  readonly assignments: number
  readonly adjustments: readonly Adjustment[]
  /** ISO 8601. */
  readonly confirmedAt: string
  readonly withdrawn?: { readonly at: string; readonly reason: ContentRef }
}

// ---- Commands

type Office = { readonly office: OrganisationName }

export type ReportCommand =
  | (Office & {
      readonly type: 'Confirm'
      readonly id: string
      readonly asOf: Day
      readonly lightsSha256: Uint8Array
      /** Whether a task of the programme had been issued by the end of that day. */
      readonly hasTasks: boolean
      /** Those that have a line. */
      readonly assignments: readonly ResourceName[]
      /** Those of them that were done by the end of that day, or had ended otherwise. */
      readonly ended: readonly ResourceName[]
      readonly adjustments: readonly {
        readonly assignment: ResourceName
        readonly colour: LightColour
        readonly reason: ContentReference
      }[]
    })
  | (Office & { readonly type: 'Withdraw'; readonly reason: ContentReference })

// ---- Decisions

type Decision = Either<Rejection, readonly [ReportFact]>

function decide(command: ReportCommand, state: Report | undefined, { actor }: Context): Decision {
  // Reports are the office's own: to everybody else it is as if there were none, nor a programme to report on.
  if (actor !== command.office)
    return reject('notFound', command.type === 'Confirm' ? 'PROGRAMME_NOT_FOUND' : 'REPORT_NOT_FOUND')
  if (command.type === 'Confirm') return confirm(command, state)
  if (!state) return reject('notFound', 'REPORT_NOT_FOUND')
  if (state.withdrawn) return reject('precondition', 'REPORT_WITHDRAWN')
  return right([{ $type: 'qiantou.supervision.v1.ReportWithdrawn', reason: command.reason }])
}

/** Why a day can't be reported on; a day that is not over would still get records. */
export function unreportable(id: string, asOf: Day, today: Day): Either<Rejection, never> | undefined {
  const period = periodOf(id)
  if (!period || asOf < period.from || asOf > period.to)
    return reject('invalid', 'AS_OF_OUTSIDE', { date: asOf, from: period?.from ?? '', to: period?.to ?? '' })
  return asOf >= today ? reject('precondition', 'AS_OF_NOT_OVER', { date: asOf }) : undefined
}

function confirm(command: Extract<ReportCommand, { type: 'Confirm' }>, state: Report | undefined): Decision {
  const { id, asOf, lightsSha256, hasTasks, assignments, ended, adjustments } = command
  if (!hasTasks) return reject('precondition', 'NO_TASK_TO_REPORT', { date: asOf })
  if (state && !state.withdrawn) return reject('exists', 'REPORT_CONFIRMED', { date: state.asOf })
  const unknown = adjustments.find(({ assignment }) => !assignments.includes(assignment))
  if (unknown) return reject('precondition', 'ADJUSTMENT_UNKNOWN', { assignment: unknown.assignment, date: asOf })
  // What is done or gone keeps nobody from anything: a light of it would stand nowhere, and yet be counted.
  const over = adjustments.find(({ assignment }) => ended.includes(assignment))
  if (over) return reject('precondition', 'ADJUSTMENT_OF_ENDED', { assignment: over.assignment, date: asOf })
  return right([
    {
      $type: 'qiantou.supervision.v1.ReportConfirmed',
      kind: periodOf(id)?.kind ?? 'REPORT_KIND_UNSPECIFIED',
      asOf: toDate(asOf),
      lightsSha256: Buffer.from(lightsSha256),
      assignments: assignments.length,
      adjustments: adjustments.map((one) => ({ $type: 'qiantou.supervision.v1.Adjustment', ...one })),
    },
  ])
}

// ---- Fold

function evolve(state: Report | undefined, recorded: Recorded<ReportFact>): Report | undefined {
  const { fact, at } = recorded
  const time = at.toISOString()
  if (fact.$type === 'qiantou.supervision.v1.ReportWithdrawn')
    return state && { ...state, withdrawn: { at: time, reason: contentRef(fact.reason) } }
  return {
    kind: fact.kind as ReportKind,
    asOf: fact.asOf ? dayFrom(fact.asOf) : dayOf(at),
    lightsSha256: Buffer.from(fact.lightsSha256).toString('hex'),
    assignments: fact.assignments,
    adjustments: fact.adjustments.map(({ assignment, colour, reason }) => ({
      assignment,
      colour,
      reason: contentRef(reason),
    })),
    confirmedAt: time,
    ...signedOff(recorded),
  }
}

/** The office is party to the programme, and so to everything under it. */
export const reportDecider: Decider<ReportCommand, Report, ReportFact> = {
  aggregate: 'report',
  foldVersion: 2,
  owns: [report.ReportConfirmed, report.ReportWithdrawn],
  folds: [],
  touches: () => [],
  decide,
  evolve,
  parties: () => noParties,
}
