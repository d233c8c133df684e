/** Requests about drafts that are fine in every field, with fresh request ids. */
import { randomUUID } from 'node:crypto'
import {
  ConfirmDraftRequest,
  DraftTaskRequest,
  ReturnDraftRequest,
  ReviseDraftRequest,
} from '#proto/qiantou/task/v1/task_service.ts'
import { programmeOf } from '#shared/domain/resource-name.ts'
import { requests } from './workflow-requests.ts'

export const draftRequests = {
  draft: (parent: string, clause: string, taskId: string) => {
    const { content, copied } = requests.issueTask(parent, clause, taskId)
    return DraftTaskRequest.fromPartial({ requestId: randomUUID(), parent, taskId, content, copied })
  },
  revise: (task: string, clause: string) => {
    const { content } = requests.issueTask(programmeOf(task), clause, '')
    const deliverable = '平台上线并接入三市'
    return ReviseDraftRequest.fromPartial({ requestId: randomUUID(), name: task, content: { ...content, deliverable } })
  },
  giveBack: (task: string) =>
    ReturnDraftRequest.fromPartial({ requestId: randomUUID(), name: task, reason: '成果形式不明确' }),
  confirm: (task: string) => ConfirmDraftRequest.fromPartial({ requestId: randomUUID(), name: task }),
}
