/**
 * What spending plans wait for in a task: which parts its reviewers have accepted, and whose plans wait for one. The lead
 * agency tells of the task, applications and quotas of their plans, in either order; what is there of both is told to
 * them, once (docs/decisions/0040).
 */
import { right } from 'fp-ts/lib/Either.js'
import { QuotaSpendingPlanned } from '#proto/qiantou/allocation/v1/allocation_events.ts'
import type { SpendingPart } from '#proto/qiantou/application/v1/application.ts'
import { AwaitedMilestoneAccepted, SpendingPlanned } from '#proto/qiantou/application/v1/application_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import type { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import {
  type Decider,
  type FactOf,
  noParties,
  type OrganisationName,
  type Recorded,
  type ResourceName,
} from '#shared/domain/decider.ts'
import type { Account } from '#shared/domain/ledger.ts'
import { formatName, partsOf } from '#shared/domain/resource-name.ts'
import { lineAccount, quotaOfAccount } from './quota-state.ts'

/** Whose plan: an application's, or that of the line of a quota that an account is of. */
type PlanOf =
  | { readonly application: ResourceName; readonly account?: undefined }
  | { readonly application: ''; readonly account: Account }

/** A part of a plan that waits for a body's part of the task. */
type Waiting = PlanOf & {
  readonly year: number
  readonly number: number
  readonly organisation: OrganisationName
  /** It came to a body whose own part was accepted before, which says nothing of this one: the next acceptance does. */
  readonly anew: boolean
}

export type AwaitedTask = {
  readonly authority: OrganisationName
  /** Who has, or had, a part. */
  readonly bodies: readonly OrganisationName[]
  /** Who reads it besides. */
  readonly copied: readonly OrganisationName[]
  /** Ids of its milestones. */
  readonly milestones: readonly string[]
  /** Whose parts were accepted. */
  readonly accepted: readonly OrganisationName[]
  /** Whose parts are another's now, were waived, or ended with the task. */
  readonly over?: readonly OrganisationName[]
  readonly waiting: readonly Waiting[]
  /** When it last changed, ISO 8601. */
  readonly since: string
}

const foreign = [
  ...[task.TaskIssued, task.SubmissionAccepted, task.AssignmentReassigned, task.AssignmentTransferred],
  ...[task.TaskReopened, task.AuthoritySucceeded, task.DutiesSucceeded, task.AssignmentWaived, task.TaskCancelled],
] as const
const folds = [...foreign, SpendingPlanned, QuotaSpendingPlanned] as const
type Folded = FactOf<typeof folds>

/** What is known of a task, by the task's name. */
export const awaitedName = (name: ResourceName): ResourceName => formatName('awaited', partsOf('task', name))

// ---- How it comes to stand as it does

function moved(state: AwaitedTask, former: OrganisationName, successor: OrganisationName): AwaitedTask {
  const moved = { organisation: successor, anew: state.accepted.includes(successor) }
  const waiting = state.waiting.map((one) => (one.organisation === former ? { ...one, ...moved } : one))
  const { over = [] } = overFor(state, [former])
  const bodies = [...new Set([...state.bodies, successor])]
  return { ...state, bodies, waiting, over: over.filter((one) => one !== successor) }
}

function acceptedOf(state: AwaitedTask, organisation: OrganisationName): AwaitedTask {
  const waiting = state.waiting.map((one) => (one.organisation === organisation ? { ...one, anew: false } : one))
  return { ...state, waiting, accepted: [...new Set([...state.accepted, organisation])] }
}

const overFor = (state: AwaitedTask, bodies: readonly OrganisationName[]): AwaitedTask => ({
  ...state,
  over: [...new Set([...(state.over ?? []), ...bodies])],
})

/** Whose plan, in one word. */
const planKey = ({ application, account, year }: PlanOf & { readonly year: number }): string =>
  `${account ?? application} ${year}`

type Planned = SpendingPlanned | QuotaSpendingPlanned

const planOf = ({ fact, subject }: Recorded<Planned>): PlanOf =>
  fact.$type === 'qiantou.application.v1.SpendingPlanned'
    ? { application: subject }
    : { application: '', account: lineAccount(subject, { classification: fact.classification as Classification }) }

/** Parts of a former plan of that year wait no longer. */
function waitedFor(state: AwaitedTask, recorded: Recorded<Planned>, stream: ResourceName): AwaitedTask {
  const { year, firstNumber, parts } = recorded.fact
  const plan = { ...planOf(recorded), year }
  const others = state.waiting.filter((one) => planKey(one) !== planKey(plan))
  const own = parts.flatMap(({ waitsFor }, i): readonly Waiting[] => {
    if (waitsFor?.$case !== 'milestone' || awaitedName(waitsFor.value.task) !== stream) return []
    return [{ ...plan, number: firstNumber + i, organisation: waitsFor.value.organisation, anew: false }]
  })
  return { ...state, waiting: [...others, ...own] }
}

function told(state: AwaitedTask, { fact }: Recorded<AwaitedMilestoneAccepted>): AwaitedTask {
  const { application, account, year, numbers } = fact
  const key = planKey({ ...(account ? { application: '', account } : { application }), year })
  const isTold = (one: Waiting): boolean => planKey(one) === key && numbers.includes(one.number)
  return { ...state, waiting: state.waiting.filter((one) => !isTold(one)) }
}

type AnyFolded = Folded | AwaitedMilestoneAccepted

function changed(state: AwaitedTask, recorded: Recorded<AnyFolded>, stream: ResourceName): AwaitedTask {
  const { fact } = recorded
  switch (fact.$type) {
    case 'qiantou.task.v1.SubmissionAccepted':
      return acceptedOf(state, fact.organisation)
    case 'qiantou.task.v1.AssignmentReassigned':
    case 'qiantou.task.v1.AssignmentTransferred':
      return fact.successor ? moved(state, fact.organisation, fact.successor.organisation) : state
    case 'qiantou.task.v1.TaskReopened':
      return { ...state, accepted: state.accepted.filter((one) => !fact.organisations.includes(one)) }
    case 'qiantou.task.v1.AuthoritySucceeded':
      return { ...state, authority: fact.successor }
    case 'qiantou.task.v1.DutiesSucceeded':
      return fact.successor ? { ...state, copied: [...new Set([...state.copied, fact.successor])] } : state
    case 'qiantou.task.v1.AssignmentWaived':
      return overFor(state, [fact.organisation])
    case 'qiantou.task.v1.TaskCancelled':
      return overFor(state, fact.organisations)
    case 'qiantou.application.v1.SpendingPlanned':
    case 'qiantou.allocation.v1.QuotaSpendingPlanned':
      return waitedFor(state, { ...recorded, fact }, stream)
    case 'qiantou.application.v1.AwaitedMilestoneAccepted':
      return told(state, { ...recorded, fact })
    default:
      return state
  }
}

function evolve(
  state: AwaitedTask | undefined,
  recorded: Recorded<AnyFolded>,
  stream: ResourceName,
): AwaitedTask | undefined {
  const { fact, at } = recorded
  const since = at.toISOString()
  if (fact.$type !== 'qiantou.task.v1.TaskIssued') return state && { ...changed(state, recorded, stream), since }
  const { authority, bodies, copied, content } = fact
  return {
    ...{ authority, bodies: bodies.map(({ organisation }) => organisation), copied },
    milestones: (content?.milestones ?? []).map(({ id }) => id),
    ...{ accepted: [], waiting: [], since },
  }
}

function touches({ fact, subject }: Recorded<Folded>): readonly ResourceName[] {
  if (!('parts' in fact)) return [awaitedName(subject)]
  const tasks = (fact.parts as readonly SpendingPart[]).flatMap(({ waitsFor }) =>
    waitsFor?.$case === 'milestone' ? [waitsFor.value.task] : [],
  )
  return [...new Set(tasks)].map(awaitedName)
}

// ---- Time

const isMet =
  ({ accepted }: AwaitedTask) =>
  ({ organisation, anew }: Waiting): boolean =>
    !anew && accepted.includes(organisation)

/** Everything whose part was accepted, plan by plan and body by body. */
function met(state: AwaitedTask): [AwaitedMilestoneAccepted, ...AwaitedMilestoneAccepted[]] {
  const found = new Map<string, AwaitedMilestoneAccepted>()
  for (const one of state.waiting.filter(isMet(state))) {
    const { application, account = '', year, number, organisation } = one
    const key = `${planKey(one)} ${organisation}`
    const { numbers = [] } = found.get(key) ?? {}
    found.set(key, {
      $type: 'qiantou.application.v1.AwaitedMilestoneAccepted',
      ...{ application, account, year, numbers: [...numbers, number], organisation },
    })
  }
  const [first, ...rest] = found.values()
  if (!first) throw new Error('nothing that is waited for was accepted')
  return [first, ...rest]
}

/** Nobody commands it: time alone tells what there is to tell. Whose plan it is says what becomes of it, to whom it concerns. */
export const awaitedTaskDecider: Decider<never, AwaitedTask, AwaitedMilestoneAccepted, Folded> = {
  aggregate: 'awaited',
  foldVersion: 3,
  owns: [AwaitedMilestoneAccepted],
  folds,
  touches,
  due: (state) => (state.waiting.some(isMet(state)) ? state.since : undefined),
  decide: () => right(undefined as never),
  elapse: met,
  elapsesInto: (state) => [
    ...new Set(
      state.waiting
        .filter(isMet(state))
        .map(({ application, account }) => (account ? quotaOfAccount(account) : application)),
    ),
  ],
  evolve,
  parties: () => noParties,
}
