/** A lead: reviews what others submit, gives opinions, urges, comments, proposes closing; and bodies of joint tasks answer that. */
import {
  AcceptSubmissionRequest,
  CommentOnTaskRequest,
  CountersignClosingRequest,
  DissentFromClosingRequest,
  GiveExtensionOpinionRequest,
  ListTasksRequest,
  ProposeClosingRequest,
  ReturnSubmissionRequest,
  type Task,
  type TaskAssignment,
} from '#proto/qiantou/task/v1/task_service.ts'
import { fresh, proof } from '../world/request.ts'
import type { Client } from './client.ts'
import { urge } from './supervisor.ts'

/** Tasks that a client is party to, in a state; there may be none yet. */
export async function tasksOf(client: Client, state: string): Promise<readonly Task[]> {
  const request = ListTasksRequest.create({
    ...{ parent: client.world.parent, pageSize: 1_000, filter: `state = ${state}` },
  })
  return (await client.ask('tasks', (stub) => stub.listTasks, request))?.tasks ?? []
}

export const bodyOf = ({ body }: TaskAssignment): string => body?.organisation ?? ''

const ended = ['REASSIGNED', 'TRANSFERRED', 'WAIVED', 'CANCELLED'].map((state) => `ASSIGNMENT_STATE_${state}`)
/** Whether a part is done, or has ended otherwise. */
export const isOver = ({ state }: TaskAssignment): boolean =>
  state === 'ASSIGNMENT_STATE_ACCEPTED' || ended.includes(state)

/** Whether a body takes part still, done or not. */
export const takesPart = (part: TaskAssignment): boolean => !ended.includes(part.state)

/** Whether nothing is open any more. */
export const isDone = ({ assignments }: Task): boolean => assignments.every(isOver)

/** Reviews what waits for this reviewer; returns some, never more than twice. */
export async function review(client: Client, { name, assignments }: Task): Promise<void> {
  const { world } = client
  for (const part of assignments) {
    if (part.state !== 'ASSIGNMENT_STATE_SUBMITTED' || !part.reviewers.includes(client.name)) continue
    const about = { ...fresh(), name, organisation: bodyOf(part) }
    if (!world.comes(0.3, about.organisation, name, 'review')) continue
    const times = part.submissions
    if (times <= 2 && world.chance.odds(0.15, name, about.organisation, 'return', times)) {
      const request = ReturnSubmissionRequest.create({ ...about, reason: '佐证材料不全' })
      await client.send('tasks', (stub) => stub.returnSubmission, request)
    } else await client.send('tasks', (stub) => stub.acceptSubmission, AcceptSubmissionRequest.create(about))
  }
}

/** Everything that a lead does in one of its tasks. */
export async function leadTask(client: Client, task: Task): Promise<void> {
  const { world } = client
  await review(client, task)
  for (const part of task.assignments) {
    const organisation = bodyOf(part)
    if (organisation === client.name) continue
    const { extension } = part
    const hasSaid = [...(extension?.supportedBy ?? []), ...(extension?.opposedBy ?? [])].includes(client.name)
    if (extension && !hasSaid && world.comes(0.5, task.name, organisation, client.code, 'opinion')) {
      const supports = world.chance.odds(0.7, task.name, organisation, extension.number)
      const said = { supports, text: supports ? '情况属实' : '理由不充分' }
      const request = GiveExtensionOpinionRequest.create({ ...fresh(), name: task.name, organisation, ...said })
      await client.send('tasks', (stub) => stub.giveExtensionOpinion, request)
    }
    const isLate = part.light?.colour === 'LIGHT_COLOUR_RED' || part.light?.colour === 'LIGHT_COLOUR_YELLOW'
    if (isLate && world.comes(0.04, task.name, organisation, client.code, 'urge'))
      await urge(client, task.name, organisation)
  }
  if (world.happens(0.004, task.name, client.code, 'comment')) await comment(client, task.name)
  const isTurn = !task.closingProposedBy.includes(client.name)
  if (isDone(task) && isTurn && world.comes(0.35, task.name, client.code, 'propose')) await propose(client, task.name)
}

export async function comment(client: Client, name: string): Promise<void> {
  const request = CommentOnTaskRequest.create({ ...fresh(), name, text: '请各单位注意进度' })
  await client.send('tasks', (stub) => stub.commentOnTask, request)
}

export async function propose(client: Client, name: string): Promise<void> {
  const said = { statement: '已达到销号标准', evidence: [(await client.attach(name, '验收报告')) ?? proof('验收报告')] }
  const request = ProposeClosingRequest.fromPartial({ ...fresh(), name, ...said })
  await client.send('tasks', (stub) => stub.proposeClosing, request)
}

/** In a joint task: its compiler proposes, the others countersign or dissent; some take their time. */
export async function answerClosing(client: Client, task: Task): Promise<void> {
  const { world } = client
  if (task.compiler === client.name) {
    const isReady = task.compilerConfirmed && isDone(task) && task.closingProposedBy.length === 0
    if (isReady && world.comes(0.35, task.name, 'propose')) await propose(client, task.name)
    return
  }
  const hasAnswered = [...task.countersignedBy, ...task.dissentedBy].includes(client.name)
  if (task.closingProposedBy.length === 0 || (hasAnswered && !task.dissentedBy.includes(client.name))) return
  if (!world.comes(0.4, task.name, client.code, 'answer')) return
  // Who dissented once, and is asked anew after a ruling, signs; where the ruling is still to come it is refused.
  const dissents = !hasAnswered && world.chance.odds(0.08, task.name, client.code, 'dissent')
  const about = { ...fresh(), name: task.name }
  if (dissents) {
    const request = DissentFromClosingRequest.create({ ...about, reason: '指标口径不一致' })
    await client.send('tasks', (stub) => stub.dissentFromClosing, request)
  } else await client.send('tasks', (stub) => stub.countersignClosing, CountersignClosingRequest.create(about))
}
