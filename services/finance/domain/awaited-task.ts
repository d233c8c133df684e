/**
 * What spending plans wait for in a task: which parts its reviewers have accepted, and whose plans wait for one. The lead
 * agency tells of the task, applications of their plans, in either order; what is there of both is told to the
 * application, once (docs/decisions/0040).
 */
import { right } from 'fp-ts/lib/Either.js'
import { AwaitedMilestoneAccepted, SpendingPlanned } from '#proto/qiantou/application/v1/application_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import {
  type Decider,
  type FactOf,
  noParties,
  type OrganisationName,
  type Recorded,
  type ResourceName,
} from '#shared/domain/decider.ts'
import { formatName, partsOf } from '#shared/domain/resource-name.ts'

/** A part of a plan that waits for a body's part of the task. */
type Waiting = {
  readonly application: ResourceName
  readonly year: number
  readonly number: number
  readonly organisation: OrganisationName
}

export type AwaitedTask = {
  readonly authority: OrganisationName
  /** Who has, or had, a part. */
  readonly bodies: readonly OrganisationName[]
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
  ...[task.TaskReopened, task.AuthoritySucceeded, task.AssignmentWaived, task.TaskCancelled],
] as const
const folds = [...foreign, SpendingPlanned] as const
type Folded = FactOf<typeof folds>

/** What is known of a task, by the task's name. */
export const awaitedName = (name: ResourceName): ResourceName => formatName('awaited', partsOf('task', name))

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

// ---- How it comes to stand as it does

function moved(state: AwaitedTask, former: OrganisationName, successor: OrganisationName): AwaitedTask {
  const waiting = state.waiting.map((one) => (one.organisation === former ? { ...one, organisation: successor } : one))
  const { over = [] } = overFor(state, [former])
  const bodies = [...new Set([...state.bodies, successor])]
  return { ...state, bodies, waiting, over: over.filter((one) => one !== successor) }
}

const overFor = (state: AwaitedTask, bodies: readonly OrganisationName[]): AwaitedTask => ({
  ...state,
  over: [...new Set([...(state.over ?? []), ...bodies])],
})

/** Parts of a former plan of that year wait no longer. */
function waitedFor(
  state: AwaitedTask,
  { fact, subject }: Recorded<SpendingPlanned>,
  stream: ResourceName,
): AwaitedTask {
  const others = state.waiting.filter(({ application, year }) => application !== subject || year !== fact.year)
  const own = fact.parts.flatMap(({ waitsFor }, i): readonly Waiting[] => {
    if (waitsFor?.$case !== 'milestone' || awaitedName(waitsFor.value.task) !== stream) return []
    const { organisation } = waitsFor.value
    return [{ application: subject, year: fact.year, number: fact.firstNumber + i, organisation }]
  })
  return { ...state, waiting: [...others, ...own] }
}

function told(state: AwaitedTask, { fact }: Recorded<AwaitedMilestoneAccepted>): AwaitedTask {
  const isTold = ({ application, year, number }: Waiting): boolean =>
    application === fact.application && year === fact.year && fact.numbers.includes(number)
  return { ...state, waiting: state.waiting.filter((one) => !isTold(one)) }
}

type AnyFolded = Folded | AwaitedMilestoneAccepted

function changed(state: AwaitedTask, recorded: Recorded<AnyFolded>, stream: ResourceName): AwaitedTask {
  const { fact } = recorded
  switch (fact.$type) {
    case 'qiantou.task.v1.SubmissionAccepted':
      return { ...state, accepted: [...new Set([...state.accepted, fact.organisation])] }
    case 'qiantou.task.v1.AssignmentReassigned':
    case 'qiantou.task.v1.AssignmentTransferred':
      return fact.successor ? moved(state, fact.organisation, fact.successor.organisation) : state
    case 'qiantou.task.v1.TaskReopened':
      return { ...state, accepted: state.accepted.filter((one) => !fact.organisations.includes(one)) }
    case 'qiantou.task.v1.AuthoritySucceeded':
      return { ...state, authority: fact.successor }
    case 'qiantou.task.v1.AssignmentWaived':
      return overFor(state, [fact.organisation])
    case 'qiantou.task.v1.TaskCancelled':
      return overFor(state, fact.organisations)
    case 'qiantou.application.v1.SpendingPlanned':
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
  if (fact.$type !== 'qiantou.application.v1.SpendingPlanned') return [awaitedName(subject)]
  const tasks = fact.parts.flatMap(({ waitsFor }) => (waitsFor?.$case === 'milestone' ? [waitsFor.value.task] : []))
  return [...new Set(tasks)].map(awaitedName)
}

// ---- Time

const isMet =
  ({ accepted }: AwaitedTask) =>
  ({ organisation }: Waiting): boolean =>
    accepted.includes(organisation)

/** Everything whose part was accepted, by application and year. */
function met(state: AwaitedTask): [AwaitedMilestoneAccepted, ...AwaitedMilestoneAccepted[]] {
  const found = new Map<string, AwaitedMilestoneAccepted>()
  for (const { application, year, number } of state.waiting.filter(isMet(state))) {
    const { numbers = [] } = found.get(`${application} ${year}`) ?? {}
    found.set(`${application} ${year}`, {
      $type: 'qiantou.application.v1.AwaitedMilestoneAccepted',
      ...{ application, year, numbers: [...numbers, number] },
    })
  }
  const [first, ...rest] = found.values()
  if (!first) throw new Error('nothing that is waited for was accepted')
  return [first, ...rest]
}

/** Nobody commands it: time alone tells what there is to tell. The application says what becomes of it, to whom it concerns. */
export const awaitedTaskDecider: Decider<never, AwaitedTask, AwaitedMilestoneAccepted, Folded> = {
  aggregate: 'awaited',
  foldVersion: 2,
  owns: [AwaitedMilestoneAccepted],
  folds,
  touches,
  due: (state) => (state.waiting.some(isMet(state)) ? state.since : undefined),
  decide: () => right(undefined as never),
  elapse: met,
  elapsesInto: (state) => [...new Set(state.waiting.filter(isMet(state)).map(({ application }) => application))],
  evolve,
  parties: () => noParties,
}
