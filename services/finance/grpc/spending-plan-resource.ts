/** Spending plans as they are answered. */
import type { SpendingPart } from '#proto/qiantou/application/v1/application.ts'
import type { PlannedPart as PlannedPartMessage } from '#proto/qiantou/application/v1/application_service.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { type Application, moneyIn, yearsOf } from '../domain/application-state.ts'
import type { Plannable, PlannedPart } from '../domain/spending-plan.ts'

const toWaitsFor = ({ due, milestone }: PlannedPart): SpendingPart['waitsFor'] =>
  milestone
    ? { $case: 'milestone', value: { $type: 'qiantou.application.v1.AwaitedMilestone', ...milestone } }
    : due
      ? { $case: 'due', value: toDate(due) }
      : undefined

const toPart = (part: PlannedPart): SpendingPart => ({
  $type: 'qiantou.application.v1.SpendingPart',
  ...{ fen: BigInt(part.fen), waitsFor: toWaitsFor(part) },
})

/** The parts of a plan. */
export const toPlannedParts = ({ plan }: Plannable, year: number): PlannedPartMessage[] =>
  (plan?.parts ?? []).map((part) => ({
    ...{ $type: 'qiantou.application.v1.PlannedPart' as const, year, number: part.number, part: toPart(part) },
    proposeTime: part.proposedAt ? new Date(part.proposedAt) : undefined,
    proposedFen: BigInt(part.proposedFen ?? '0'),
  }))

/** The parts of all years of an application. */
export const toSpendingPlan = (state: Application): PlannedPartMessage[] =>
  yearsOf(state).flatMap((year) => toPlannedParts(moneyIn(state, year), year))
