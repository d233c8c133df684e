/** The spending plan of an award (用款计划): in which parts what a year has reserved is asked for, and what each waits for. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { SpendingPart } from '#proto/qiantou/application/v1/application.ts'
import type {
  AwaitedMilestoneAccepted,
  PaymentProposed,
  SpendingPlanned,
} from '#proto/qiantou/application/v1/application_events.ts'
import { dayFrom, dayOf, startOf } from '#shared/domain/calendar.ts'
import type { Context } from '#shared/domain/decider.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import type { Of } from './application.ts'
import {
  type Application,
  type ApplicationFact,
  isApproved,
  moneyIn,
  type PlannedPart,
  reservedFor,
  type SpendingPlan,
  type YearMoney,
  yearsOf,
} from './application-state.ts'
import { isAwaitable } from './awaited-task.ts'
import { signing, unfitHandlers } from './duty.ts'

// ---- What may be asked for

/** What is reserved in a year, and no payment asks for, in fen. */
export const freeFen = (state: Application, year: number): bigint =>
  (reservedFor(state, year)?.fen ?? 0n) - BigInt(moneyIn(state, year).requestedFen)

const noneBelow = (fen: bigint): bigint => (fen > 0n ? fen : 0n)
const least = (one: bigint, other: bigint): bigint => (one < other ? one : other)

/** Of that, what was not proposed yet either. */
const unproposedFen = (state: Application, year: number): bigint =>
  noneBelow(freeFen(state, year) - BigInt(moneyIn(state, year).plan?.openFen ?? '0'))

/** What may be requested in a year: with a plan, no more than was proposed. */
export function payableFen(state: Application, year: number): bigint {
  const { plan } = moneyIn(state, year)
  return plan ? noneBelow(least(freeFen(state, year), BigInt(plan.openFen))) : freeFen(state, year)
}

/** Out of which year a payment is, where nobody says: the first that has something to be asked for. */
export const yearPayable = (state: Application): number =>
  yearsOf(state).find((year) => payableFen(state, year) > 0n) ??
  yearsOf(state).find((year) => freeFen(state, year) > 0n) ??
  state.year

const waitsFor = ({ due, milestone }: PlannedPart): string =>
  due ?? [milestone?.task, milestone?.organisation, milestone?.milestone].filter(Boolean).join(' ')

/** Why an amount can't be requested in a year. */
export function unfitAmount(state: Application, year: number, fen: bigint): Rejection | undefined {
  const [payable, free] = [payableFen(state, year), freeFen(state, year)]
  if (fen > 0n && fen <= payable) return undefined
  if (payable >= free || fen > free) return rejection('precondition', 'MORE_THAN_RESERVED', { fen: `${free}` })
  const next = moneyIn(state, year).plan?.parts.find(({ proposedAt }) => !proposedAt)
  return next
    ? rejection('precondition', 'MORE_THAN_PROPOSED', { fen: `${payable}`, next: waitsFor(next) })
    : rejection('precondition', 'MORE_THAN_PLANNED', { fen: `${payable}` })
}

// ---- Planning

/** Why a part can't be planned. */
function unfitPart({ waitsFor: waits }: SpendingPart, command: Of<'PlanSpending'>, context: Context) {
  if (waits?.$case === 'due') {
    const due = dayFrom(waits.value)
    return due < dayOf(context.at) ? rejection('precondition', 'PLAN_DAY_PAST', { due }) : undefined
  }
  const { task = '', organisation = '', milestone = '' } = waits?.value ?? {}
  if (isAwaitable(command.tasks.get(task), context.actor, organisation, milestone)) return undefined
  return rejection('precondition', 'PLAN_MILESTONE_UNKNOWN', { task, organisation, milestone: milestone || '-' })
}

export function planSpending(
  command: Of<'PlanSpending'>,
  state: Application,
  context: Context,
): Either<Rejection, readonly [ApplicationFact]> {
  const { parts } = command
  if (context.actor !== state.handler) return reject('permission', 'NOT_YOUR_TURN', { turn: state.handler })
  if (!isApproved(state)) return reject('precondition', 'APPLICATION_NOT_APPROVED')
  const year = command.year || (yearsOf(state).find((one) => unproposedFen(state, one) > 0n) ?? state.year)
  const fen = unproposedFen(state, year)
  if (fen === 0n) return reject('precondition', 'NOTHING_TO_PLAN', { year: `${year}` })
  const sum = parts.reduce((all, part) => all + part.fen, 0n)
  if (sum !== fen) return reject('precondition', 'PLAN_MISFIT', { fen: `${fen}`, sum: `${sum}` })
  for (const part of parts) {
    const unfit = unfitPart(part, command, context)
    if (unfit) return left(unfit)
  }
  const unfit = unfitHandlers(signing(command, context, sum), state)
  if (unfit) return left(unfit)
  const firstNumber = (moneyIn(state, year).plan?.last ?? 0) + 1
  return right([{ $type: 'qiantou.application.v1.SpendingPlanned', year, firstNumber, parts: [...parts] }])
}

// ---- Proposing

/** When a part is to be proposed; undefined while its milestone is not accepted, and once it was. */
const momentOf = ({ due, acceptedAt, proposedAt }: PlannedPart): string | undefined =>
  proposedAt ? undefined : due ? startOf(due).toISOString() : acceptedAt

/** When the next part is to be proposed; never what is reserved no longer, or requested already. */
export const dueOfPlan = (state: Application): string | undefined =>
  yearsOf(state)
    .filter((year) => unproposedFen(state, year) > 0n)
    .flatMap((year) => moneyIn(state, year).plan?.parts ?? [])
    .flatMap((part) => momentOf(part) ?? [])
    .sort()[0]

/** What is to be proposed by then, as far as it is still reserved and not requested. */
export function propose(state: Application, at: Date): readonly PaymentProposed[] {
  const proposed: PaymentProposed[] = []
  for (const year of yearsOf(state)) {
    let leftFen = unproposedFen(state, year)
    for (const part of moneyIn(state, year).plan?.parts ?? []) {
      const fen = least(BigInt(part.fen), leftFen)
      if (fen === 0n || (momentOf(part) ?? '9') > at.toISOString()) continue
      leftFen -= fen
      const milestone = part.milestone && {
        $type: 'qiantou.application.v1.AwaitedMilestone' as const,
        ...part.milestone,
      }
      proposed.push({ $type: 'qiantou.application.v1.PaymentProposed', year, number: part.number, fen, milestone })
    }
  }
  return proposed
}

// ---- How a plan comes to stand as it does

const plannedPart = ({ fen, waitsFor: waits }: SpendingPart, number: number): PlannedPart => {
  const part = { number, fen: `${fen}` }
  if (waits?.$case === 'due') return { ...part, due: dayFrom(waits.value) }
  const { task = '', organisation = '', milestone = '' } = waits?.value ?? {}
  return { ...part, milestone: { task, organisation, milestone } }
}

const noPlan: SpendingPlan = { parts: [], openFen: '0', last: 0 }

/** The money of a year after it was planned; what was proposed before stays so. */
export function planned(money: YearMoney, { firstNumber, parts }: SpendingPlanned): YearMoney {
  const { parts: former, openFen } = money.plan ?? noPlan
  const added = parts.map((part, i) => plannedPart(part, firstNumber + i))
  const kept = former.filter(({ proposedAt }) => proposedAt)
  return { ...money, plan: { parts: [...kept, ...added], openFen, last: firstNumber + parts.length - 1 } }
}

const withParts = (money: YearMoney, change: (part: PlannedPart) => PlannedPart): YearMoney =>
  money.plan ? { ...money, plan: { ...money.plan, parts: money.plan.parts.map(change) } } : money

/** What some parts wait for was accepted. Those that were planned otherwise meanwhile are not there any more. */
export const accepted = (money: YearMoney, { numbers }: AwaitedMilestoneAccepted, at: Date): YearMoney =>
  withParts(money, (part) => (numbers.includes(part.number) ? { ...part, acceptedAt: at.toISOString() } : part))

export const proposed = (money: YearMoney, { number, fen }: PaymentProposed, at: Date): YearMoney =>
  withOpen(
    withParts(money, (part) =>
      part.number === number ? { ...part, proposedAt: at.toISOString(), proposedFen: `${fen}` } : part,
    ),
    fen,
  )

/** The money of a year after so much more, or less, of what was proposed waits to be requested. */
export const withOpen = (money: YearMoney, fen: bigint): YearMoney =>
  money.plan ? { ...money, plan: { ...money.plan, openFen: `${BigInt(money.plan.openFen) + fen}` } } : money
