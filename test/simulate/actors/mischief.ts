/** What a body tries that it may not. Each has to be refused; who succeeds has found a defect. */
import { AcknowledgeAssignmentRequest, type Assignment } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { MergeOrganisationRequest } from '#proto/qiantou/directory/v1/directory_service.ts'
import { ConfirmReportRequest } from '#proto/qiantou/supervision/v1/report_service.ts'
import { IssueStepRequest } from '#proto/qiantou/supervision/v1/supervision_service.ts'
import {
  AcceptSubmissionRequest,
  CloseTaskRequest,
  CommentOnTaskRequest,
  IssueTaskRequest,
  WaiveAssignmentRequest,
} from '#proto/qiantou/task/v1/task_service.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { fresh } from '../world/request.ts'
import { taskListFrom } from '../world/task-list.ts'
import type { Client } from './client.ts'

type Trick = (client: Client, part: Assignment) => Promise<void>

const taskOf = ({ name }: Assignment): string => name.split('/assignments/')[0] ?? ''

const tricks: readonly Trick[] = [
  (client, part) => {
    const request = AcceptSubmissionRequest.create({
      ...{ ...fresh(), name: taskOf(part), organisation: client.name },
    })
    return client.tries('tasks', (stub) => stub.acceptSubmission, request)
  },
  (client, part) =>
    client.tries('tasks', (stub) => stub.closeTask, CloseTaskRequest.create({ ...fresh(), name: taskOf(part) })),
  (client, part) => {
    const request = WaiveAssignmentRequest.create({
      ...fresh(),
      name: taskOf(part),
      organisation: client.name,
      reason: '-',
    })
    return client.tries('tasks', (stub) => stub.waiveAssignment, request)
  },
  (client, part) => {
    const other = client.world.somebody([client.code], part.name, 'trick')
    const name = `${taskOf(part)}/assignments/${other}`
    return client.tries(
      'assignments',
      (stub) => stub.acknowledgeAssignment,
      AcknowledgeAssignmentRequest.create({ ...fresh(), name }),
    )
  },
  (client, part) => {
    const about = { name: `${taskOf(part)}/supervisions/${client.code}`, step: 'SUPERVISION_STEP_INTERVIEW' as const }
    const request = IssueStepRequest.create({ ...fresh(), ...about, text: '-', replyWorkingDays: 2 })
    return client.tries('supervisions', (stub) => stub.issueStep, request)
  },
  (client) => {
    const effectiveDate = toDate(client.world.today)
    const about = { name: client.name, into: 'organisations/hn-kjt', basis: '-', effectiveDate }
    return client.tries(
      'directory',
      (stub) => stub.mergeOrganisation,
      MergeOrganisationRequest.create({ ...fresh(), ...about }),
    )
  },
  (client) => {
    const about = {
      parent: client.world.parent,
      reportId: client.world.today.slice(0, 7),
      asOf: toDate(client.world.today),
    }
    return client.tries(
      'reports',
      (stub) => stub.confirmReport,
      ConfirmReportRequest.fromPartial({ ...fresh(), ...about }),
    )
  },
  (client) => {
    const [planned] = taskListFrom(client.world.today, client.world)
    const request = { ...(planned?.request() ?? IssueTaskRequest.create()), taskId: '' }
    return client.tries('tasks', (stub) => stub.issueTask, request)
  },
  // Under the id of another command, which is carried out neither once nor twice.
  async (client, part) => {
    const request = CommentOnTaskRequest.create({ ...fresh(), name: taskOf(part), text: '一' })
    if (await client.send('tasks', (stub) => stub.commentOnTask, request))
      await client.tries('tasks', (stub) => stub.commentOnTask, { ...request, text: '二' })
  },
  // State secrets, said to be one or bearing the marking of one.
  (client, part) => {
    const request = CommentOnTaskRequest.create({
      ...fresh(),
      name: taskOf(part),
      text: '一',
      secrecy: 'SECRECY_LEVEL_SECRET',
    })
    return client.tries('tasks', (stub) => stub.commentOnTask, request)
  },
  (client, part) => {
    const request = CommentOnTaskRequest.create({ ...fresh(), name: taskOf(part), text: '机密★20年 进展情况' })
    return client.tries('tasks', (stub) => stub.commentOnTask, request)
  },
  (client, part) => {
    const request = CommentOnTaskRequest.create({
      ...fresh(),
      name: taskOf(part),
      text: '一',
      etag: 1n + part.etag * 1000n,
    })
    return client.tries('tasks', (stub) => stub.commentOnTask, request)
  },
]

/** Tries something, on some days. */
export async function misbehave(client: Client, parts: readonly Assignment[]): Promise<void> {
  const { world, code } = client
  if (parts.length === 0 || !world.comes(0.03, code, 'mischief')) return
  const part = world.chance.pick(parts, code, world.today, 'mischief')
  await world.chance.pick(tricks, code, world.today, 'trick')(client, part)
}
