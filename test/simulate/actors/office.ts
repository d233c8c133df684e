/** The office in its tasks: issues, reviews what leads submit, decides on requests, suspends, moves, waives, rules, strikes off. */
import {
  ArchiveTaskRequest,
  CancelTaskRequest,
  CloseTaskRequest,
  ConfirmCompilerRequest,
  GrantExtensionRequest,
  ReassignAssignmentRequest,
  RefuseExtensionRequest,
  ReopenTaskRequest,
  ResumeAssignmentRequest,
  ReturnClosingRequest,
  RuleOnDissentRequest,
  SuspendAssignmentRequest,
  type Task,
  type TaskAssignment,
  TransferAssignmentRequest,
  UpholdAssignmentRequest,
  WaiveAssignmentRequest,
} from '#proto/qiantou/task/v1/task_service.ts'
import { addDays, dayFrom, toDate } from '#shared/domain/calendar.ts'
import { fresh } from '../world/request.ts'
import type { Planned } from '../world/task-list.ts'
import type { Client } from './client.ts'
import { bodyOf, comment, isDone, propose, review, takesPart, tasksOf } from './lead.ts'
import { instruct, urge } from './supervisor.ts'

/** Issues what is planned for today, and what could not be issued before. @returns what is still to come */
export async function issue(client: Client, planned: readonly Planned[]): Promise<readonly Planned[]> {
  const left: Planned[] = []
  const { today, drafted } = client.world
  // What nobody drafts the office issues itself.
  for (const one of planned.filter(({ id }) => !drafted.has(id)))
    if (
      (one.drafters.length ? addDays(one.on, 14) : one.on) > today ||
      !(await client.send('tasks', (stub) => stub.issueTask, one.request()))
    )
      left.push(one)
  return left
}

/** Looks at every task that has not ended. @returns them */
export async function lookAtTasks(client: Client): Promise<readonly Task[]> {
  const { world } = client
  const proposed = await tasksOf(client, 'CLOSE_PROPOSED')
  // The first is returned sooner, so that no year is without.
  for (const { name } of proposed)
    if (world.happens(world.tally.acts.has('ReturnClosing') ? 0.02 : 0.3, name, 'return closing'))
      await client.send(
        'tasks',
        (stub) => stub.returnClosing,
        ReturnClosingRequest.create({ ...fresh(), name, reason: '佐证不足' }),
      )
    else if (world.comes(0.35, name, 'close'))
      await client.send('tasks', (stub) => stub.closeTask, CloseTaskRequest.create({ ...fresh(), name }))
  const open = await tasksOf(client, 'ISSUED')
  for (const task of open) await lookAt(client, task)
  for (const task of await tasksOf(client, 'CLOSED')) await lookBack(client, task)
  return [...open, ...proposed]
}

/** A closed task is opened again for some of its bodies, once or twice, or archived. */
async function lookBack(client: Client, { name, assignments }: Task): Promise<void> {
  const { world } = client
  const times = world.reopened.get(name) ?? 0
  const done = assignments.filter(({ state }) => state === 'ASSIGNMENT_STATE_ACCEPTED').map(bodyOf)
  // In a short run few tasks are closed at all: the first of them is opened again.
  const isFirst = world.reopened.size === 0
  if (times < 2 && done.length > 0 && (isFirst || world.chance.odds(0.6, name, 'reopen', times))) {
    if (!world.comes(0.5, name, 'reopen')) return
    const organisations = [...world.chance.some(done, Math.ceil(done.length / 2), name, 'reopened', times)]
    const about = { ...fresh(), name, organisations, reason: '审计发现问题,须整改' }
    const request = ReopenTaskRequest.create({ ...about, due: toDate(addDays(world.today, 12)) })
    if (await client.send('tasks', (stub) => stub.reopenTask, request)) world.reopened.set(name, times + 1)
  } else if (world.comes(0.3, name, 'archive'))
    await client.send('tasks', (stub) => stub.archiveTask, ArchiveTaskRequest.create({ ...fresh(), name }))
}

async function lookAt(client: Client, task: Task): Promise<void> {
  const { world } = client
  const { name } = task
  await review(client, task)
  for (const part of task.assignments) {
    if (part.state === 'ASSIGNMENT_STATE_ACCEPTED' || !takesPart(part)) continue
    await decideOn(client, task, part)
  }
  const isJoint = task.mode === 'RESPONSIBILITY_MODE_JOINT'
  if (isJoint) await decideJoint(client, task)
  // Nobody is left who could.
  else if (isDone(task) && task.light?.turn.includes(client.name) && world.comes(0.35, name, 'propose'))
    await propose(client, name)
  if (world.happens(0.0005, name, 'cancel')) {
    const request = CancelTaskRequest.create({ ...fresh(), name, reason: '政策调整' })
    await client.send('tasks', (stub) => stub.cancelTask, request)
  } else if (world.happens(0.002, name, 'comment')) await comment(client, name)
  // Too early: nothing is proposed yet.
  if (world.happens(0.0005, name, 'close early'))
    await client.send('tasks', (stub) => stub.closeTask, CloseTaskRequest.create({ ...fresh(), name }))
}

/** What the authority decides about one open part; at most one thing a day. */
async function decideOn(client: Client, task: Task, part: TaskAssignment): Promise<void> {
  const { world } = client
  const about = { ...fresh(), name: task.name, organisation: bodyOf(part) }
  const comes = (probability: number, what: string): boolean =>
    world.comes(probability, about.name, about.organisation, what)
  const happens = (probability: number, what: string): boolean =>
    world.happens(probability, about.name, about.organisation, what)
  if (part.state === 'ASSIGNMENT_STATE_REASSIGNMENT_REQUESTED') {
    if (comes(0.5, 'release')) await decideRelease(client, task, about)
  } else if (part.state === 'ASSIGNMENT_STATE_SUSPENDED') {
    if (comes(0.06, 'resume'))
      await client.send('tasks', (stub) => stub.resumeAssignment, ResumeAssignmentRequest.create(about))
  } else if (part.extension && comes(0.35, 'extension')) await decideExtension(client, part, about)
  else if (happens(0.0005, 'suspend')) {
    const request = SuspendAssignmentRequest.create({ ...about, reason: '上位政策待定' })
    await client.send('tasks', (stub) => stub.suspendAssignment, request)
  } else if (happens(0.0003, 'transfer')) {
    const successor = successorFor(client, task, about.organisation)
    const request = TransferAssignmentRequest.create({ ...about, successor, reason: '职责调整' })
    await client.send('tasks', (stub) => stub.transferAssignment, request)
  } else if (happens(0.0003, 'waive')) {
    const request = WaiveAssignmentRequest.create({ ...about, reason: '任务合并' })
    await client.send('tasks', (stub) => stub.waiveAssignment, request)
  } else if (part.light?.colour === 'LIGHT_COLOUR_RED' || part.light?.colour === 'LIGHT_COLOUR_YELLOW') {
    if (comes(0.05, 'urge')) await urge(client, about.name, about.organisation)
    else if (part.light.colour === 'LIGHT_COLOUR_RED' && comes(0.004, 'instruct'))
      await instruct(client, about.name, about.organisation)
  }
}

type About = { readonly requestId: string; readonly name: string; readonly organisation: string }

/** Mostly a body that has no part in the task; one that has is refused. */
function successorFor({ world }: Client, task: Task, organisation: string): string {
  const without = world.chance.odds(0.9, task.name, organisation, 'other')
    ? task.assignments.map((part) => bodyOf(part).split('/')[1] ?? '')
    : []
  return `organisations/${world.somebody(without, task.name, organisation, 'successor')}`
}

async function decideRelease(client: Client, task: Task, about: About): Promise<void> {
  const { chance } = client.world
  if (chance.odds(0.5, about.name, about.organisation, 'uphold')) {
    const request = UpholdAssignmentRequest.create({ ...about, reason: '属其三定职责' })
    await client.send('tasks', (stub) => stub.upholdAssignment, request)
    return
  }
  const successor = successorFor(client, task, about.organisation)
  const request = ReassignAssignmentRequest.create({ ...about, successor, reason: '职责调整' })
  await client.send('tasks', (stub) => stub.reassignAssignment, request)
}

/** Without a lead's opinion, where one is asked for, it is refused. */
async function decideExtension(client: Client, { extension }: TaskAssignment, about: About): Promise<void> {
  const { chance } = client.world
  const number = extension?.number ?? 0
  if (chance.odds(0.6, about.name, about.organisation, 'grant', number)) {
    const asked = extension?.due ? dayFrom(extension.due) : ''
    // Sometimes less than what was asked for.
    const due = chance.odds(0.2, about.name, about.organisation, 'less', number)
      ? toDate(addDays(asked, -3))
      : undefined
    const request = GrantExtensionRequest.fromPartial({ ...about, ...(due ? { due } : {}) })
    await client.send('tasks', (stub) => stub.grantExtension, request)
  } else {
    const request = RefuseExtensionRequest.create({ ...about, reason: '不影响年度目标' })
    await client.send('tasks', (stub) => stub.refuseExtension, request)
  }
}

/** Who compiles, and what is ruled where somebody dissents, or is silent past the limit. */
async function decideJoint(client: Client, task: Task): Promise<void> {
  const { world } = client
  const { name } = task
  if (!task.compilerConfirmed && world.comes(0.15, name, 'compiler')) {
    const candidates = task.assignments.filter(takesPart).map(bodyOf)
    const other = world.chance.odds(0.25, name, 'other compiler') && candidates.length > 0
    const organisation = other ? world.chance.pick(candidates, name, 'compiler') : task.compiler
    const request = ConfirmCompilerRequest.create({ ...fresh(), name, organisation })
    await client.send('tasks', (stub) => stub.confirmCompiler, request)
  }
  const isAnswered = isDone(task) && task.light?.turn.includes(client.name)
  const isLate = task.countersignBy !== undefined && dayFrom(task.countersignBy) < world.today
  if ((isLate || task.dissentedBy.length > 0) && isAnswered && world.comes(0.3, name, 'rule')) {
    const closes = world.chance.odds(0.6, name, 'closes')
    const said = { closes, ruling: '按现行口径认定', minutes: '专题会议纪要〔2026〕12号' }
    await client.send('tasks', (stub) => stub.ruleOnDissent, RuleOnDissentRequest.create({ ...fresh(), name, ...said }))
  }
}
