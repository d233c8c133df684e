/**
 * A spending plan (用款计划): in which parts money is asked for, and what each part waits for. Awards have one for each year
 * (application-plan.ts), quotas for each line (quota.ts).
 */
import type { AwaitedMilestone, SpendingPart } from '#proto/qiantou/application/v1/application.ts'
import type { AwaitedMilestoneAccepted } from '#proto/qiantou/application/v1/application_events.ts'
import { least, notNegative } from '#shared/domain/award.ts'
import { type Day, dayFrom, dayOf, startOf } from '#shared/domain/calendar.ts'
import type { Context, OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import { type Rejection, rejection } from '#shared/domain/rejection.ts'
import type { AwaitedTask } from './awaited-task.ts'

// ---- State

/** A part of a plan: what it waits for, and what became of it. Times in ISO 8601. */
export type PlannedPart = {
  readonly number: number
  readonly fen: string
  /** From which day on it is proposed; else `milestone` is there. */
  readonly due?: Day
  readonly milestone?: {
    readonly task: ResourceName
    readonly organisation: OrganisationName
    readonly milestone: string
  }
  readonly acceptedAt?: string
  readonly proposedAt?: string
  readonly proposedFen?: string
}

/** `openFen`: proposed and not requested. `last`: the number of the last part that was ever planned. */
type SpendingPlan = {
  readonly parts: readonly PlannedPart[]
  readonly openFen: string
  readonly last: number
}

/** Money that is asked for as it was planned, where it was. */
export type Plannable = { readonly plan?: SpendingPlan }

// ---- What may be asked for. `freeFen`: what of the money no payment asks for, planned or not.

/** What is free, and was not proposed either. */
export const unproposedFen = ({ plan }: Plannable, freeFen: bigint): bigint =>
  notNegative(freeFen - BigInt(plan?.openFen ?? '0'))

/** What may be requested: with a plan no more than was proposed. */
export const payableFen = ({ plan }: Plannable, freeFen: bigint): bigint =>
  plan ? notNegative(least(freeFen, BigInt(plan.openFen))) : freeFen

const waitsFor = ({ due, milestone }: PlannedPart): string =>
  due ?? [milestone?.task, milestone?.organisation, milestone?.milestone].filter(Boolean).join(' ')

/** Why an amount can't be requested; `exceeded` where more is not there, planned or not. */
export function unfitAmount(
  money: Plannable,
  freeFen: bigint,
  fen: bigint,
  exceeded: Rejection,
): Rejection | undefined {
  const payable = payableFen(money, freeFen)
  if (fen > 0n && fen <= payable) return undefined
  if (payable >= freeFen || fen > freeFen) return exceeded
  const next = money.plan?.parts.find(({ proposedAt }) => !proposedAt)
  return next
    ? rejection('precondition', 'MORE_THAN_PROPOSED', { fen: `${payable}`, next: waitsFor(next) })
    : rejection('precondition', 'MORE_THAN_PLANNED', { fen: `${payable}` })
}

// ---- Planning

/** What is planned. */
export type Planning = {
  readonly parts: readonly SpendingPart[]
  /** What is known of the tasks that parts wait for, by their names. */
  readonly tasks: ReadonlyMap<ResourceName, AwaitedTask | undefined>
}

/** Whether somebody who knows of the task may wait for that milestone of a body's part; for the whole where it is empty. */
export function isAwaitable(
  known: AwaitedTask | undefined,
  actor: OrganisationName,
  organisation: OrganisationName,
  milestone: string,
): boolean {
  if (!known?.bodies.includes(organisation)) return false
  // What is over and was not accepted is never accepted any more.
  if (known.over?.includes(organisation) && !known.accepted.includes(organisation)) return false
  if (![known.authority, ...known.bodies, ...known.copied].includes(actor)) return false
  return milestone === '' || known.milestones.includes(milestone)
}

/** Why a part can't be planned. */
function unfitPart({ waitsFor: waits }: SpendingPart, { tasks }: Planning, context: Context) {
  if (waits?.$case === 'due') {
    const due = dayFrom(waits.value)
    return due < dayOf(context.at) ? rejection('precondition', 'PLAN_DAY_PAST', { due }) : undefined
  }
  const { task = '', organisation = '', milestone = '' } = waits?.value ?? {}
  if (isAwaitable(tasks.get(task), context.actor, organisation, milestone)) return undefined
  return rejection('precondition', 'PLAN_MILESTONE_UNKNOWN', { task, organisation, milestone: milestone || '-' })
}

/** Why so much of a year, which is what `unproposedFen` says, can't be planned so. */
export function unfitPlan(planning: Planning, year: number, fen: bigint, context: Context): Rejection | undefined {
  if (fen === 0n) return rejection('precondition', 'NOTHING_TO_PLAN', { year: `${year}` })
  const sum = planning.parts.reduce((all, part) => all + part.fen, 0n)
  if (sum !== fen) return rejection('precondition', 'PLAN_MISFIT', { fen: `${fen}`, sum: `${sum}` })
  for (const part of planning.parts) {
    const unfit = unfitPart(part, planning, context)
    if (unfit) return unfit
  }
  return undefined
}

/** The number of the first part of the next plan. */
export const nextNumber = ({ plan }: Plannable): number => (plan?.last ?? 0) + 1

// ---- Proposing

/** When a part is to be proposed; undefined while its milestone is not accepted, and once it was. */
const momentOf = ({ due, acceptedAt, proposedAt }: PlannedPart): string | undefined =>
  proposedAt ? undefined : due ? startOf(due).toISOString() : acceptedAt

/** When parts are to be proposed; never what is not there any more, or was requested already. */
export const momentsOf = (money: Plannable, freeFen: bigint): readonly string[] =>
  unproposedFen(money, freeFen) > 0n ? (money.plan?.parts ?? []).flatMap((part) => momentOf(part) ?? []) : []

type Proposal = {
  readonly number: number
  readonly fen: bigint
  readonly milestone: AwaitedMilestone | undefined
}

/** What is to be proposed by then, as far as it is still free. */
export function proposalsOf(money: Plannable, freeFen: bigint, at: Date): readonly Proposal[] {
  const proposals: Proposal[] = []
  let leftFen = unproposedFen(money, freeFen)
  for (const part of money.plan?.parts ?? []) {
    const fen = least(BigInt(part.fen), leftFen)
    if (fen === 0n || (momentOf(part) ?? '9') > at.toISOString()) continue
    leftFen -= fen
    const milestone = part.milestone && {
      $type: 'qiantou.application.v1.AwaitedMilestone' as const,
      ...part.milestone,
    }
    proposals.push({ number: part.number, fen, milestone })
  }
  return proposals
}

// ---- How a plan comes to stand as it does

const plannedPart = ({ fen, waitsFor: waits }: SpendingPart, number: number): PlannedPart => {
  const part = { number, fen: `${fen}` }
  if (waits?.$case === 'due') return { ...part, due: dayFrom(waits.value) }
  const { task = '', organisation = '', milestone = '' } = waits?.value ?? {}
  return { ...part, milestone: { task, organisation, milestone } }
}

const noPlan: SpendingPlan = { parts: [], openFen: '0', last: 0 }

/** The money after it was planned; what was proposed before stays so. */
export function planned<Money extends Plannable>(
  money: Money,
  { firstNumber, parts }: { readonly firstNumber: number; readonly parts: readonly SpendingPart[] },
): Money {
  const { parts: former, openFen } = money.plan ?? noPlan
  const added = parts.map((part, i) => plannedPart(part, firstNumber + i))
  const kept = former.filter(({ proposedAt }) => proposedAt)
  return { ...money, plan: { parts: [...kept, ...added], openFen, last: firstNumber + parts.length - 1 } }
}

const withParts = <Money extends Plannable>(money: Money, change: (part: PlannedPart) => PlannedPart): Money =>
  money.plan ? { ...money, plan: { ...money.plan, parts: money.plan.parts.map(change) } } : money

/** What some parts wait for was accepted. Those that were planned otherwise meanwhile are not there any more. */
export const accepted = <Money extends Plannable>(
  money: Money,
  { numbers, organisation }: Pick<AwaitedMilestoneAccepted, 'numbers' | 'organisation'>,
  at: Date,
): Money =>
  withParts(money, (part) => {
    const { milestone } = part
    if (!milestone || !numbers.includes(part.number)) return part
    const acceptedAt = at.toISOString()
    return { ...part, acceptedAt, milestone: { ...milestone, organisation: organisation || milestone.organisation } }
  })

export const proposed = <Money extends Plannable>(
  money: Money,
  { number, fen }: Pick<Proposal, 'number' | 'fen'>,
  at: Date,
): Money =>
  withOpen(
    withParts(money, (part) =>
      part.number === number ? { ...part, proposedAt: at.toISOString(), proposedFen: `${fen}` } : part,
    ),
    fen,
  )

/** The money after so much more, or less, of what was proposed waits to be requested. */
export const withOpen = <Money extends Plannable>(money: Money, fen: bigint): Money =>
  money.plan ? { ...money, plan: { ...money.plan, openFen: `${BigInt(money.plan.openFen) + fen}` } } : money

/** The money after its year was closed: what was not proposed, or not requested, is planned no longer. */
export const planEnded = <Money extends Plannable>(money: Money): Money =>
  money.plan
    ? {
        ...money,
        plan: { ...money.plan, parts: money.plan.parts.filter(({ proposedAt }) => proposedAt), openFen: '0' },
      }
    : money
