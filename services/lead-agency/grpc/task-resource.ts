/** A task as it is answered. */

import type {
  Draft,
  Extension,
  TaskAssignment,
  Task as TaskResource,
  TaskState,
} from '#proto/qiantou/task/v1/task_service.ts'
import { type Day, toDate, toDateOrNone } from '#shared/domain/calendar.ts'
import { toEvidence } from '#shared/domain/content.ts'
import { datesOf, type Extension as WaitingExtension } from '#shared/domain/course.ts'
import { toSignOff } from '#shared/domain/sign-off.ts'
import { dueOf, type Standing, standings, taskLight } from '#shared/domain/task-light.ts'
import { answersBy, compilerOf, isGone } from '#shared/domain/task-roles.ts'
import { type Task, usualAuthor } from '#shared/domain/task-state.ts'
import { type Texts, toText } from '#shared/grpc/text.ts'

export const stateNames: Record<Task['state'], TaskState> = {
  DRAFT: 'TASK_STATE_DRAFT',
  ISSUED: 'TASK_STATE_ISSUED',
  CLOSE_PROPOSED: 'TASK_STATE_CLOSE_PROPOSED',
  CLOSED: 'TASK_STATE_CLOSED',
  CANCELLED: 'TASK_STATE_CANCELLED',
  ARCHIVED: 'TASK_STATE_ARCHIVED',
}

const toExtension = ({ number, milestone, due, supportedBy = [], opposedBy = [] }: WaitingExtension): Extension => ({
  $type: 'qiantou.task.v1.Extension',
  number,
  milestone,
  due: toDate(due),
  supportedBy: [...supportedBy],
  opposedBy: [...opposedBy],
})

const toDraft = ({ bodies, drafters, returned }: NonNullable<Task['draft']>): Draft => ({
  $type: 'qiantou.task.v1.Draft',
  bodies: [...bodies],
  drafters: [...drafters],
  returned: returned ?? false,
})

const toTaskAssignment = (state: Task, { part, reviewers, light }: Standing): TaskAssignment => ({
  $type: 'qiantou.task.v1.TaskAssignment',
  body: { $type: 'qiantou.task.v1.Body', organisation: part.organisation, role: part.role, named: part.named ?? '' },
  state: part.state,
  submissions: part.submissionCount,
  percent: part.percent,
  reviewers: [...reviewers],
  due: toDate(datesOf(part, state.basis).due),
  formerDues: (part.formerDues ?? []).map(toDate),
  extension: part.extension && toExtension(part.extension),
  light,
  gone: isGone(part),
})

/** `today` is the day of the lights; `texts` are those that go along, by their hashes. */
export function toTask(
  name: string,
  { state, version, today }: { readonly state: Task; readonly version: bigint; readonly today: Day },
  texts: Texts = new Map(),
): TaskResource {
  const parts = standings(state, today)
  return {
    $type: 'qiantou.task.v1.Task',
    name,
    etag: version,
    content: state.content,
    mode: state.mode,
    authority: state.authority,
    state: stateNames[state.state],
    assignments: parts.map((part) => toTaskAssignment(state, part)),
    closingProposedBy: [...state.closingProposedBy],
    issueTime: state.draft ? undefined : new Date(state.issuedAt),
    endTime: state.endedAt ? new Date(state.endedAt) : undefined,
    texts: state.texts.map((ref) => toText(ref, texts)),
    textOrigins: state.texts.map((text) => ({
      $type: 'qiantou.task.v1.TextOrigin',
      kind: `TEXT_KIND_${text.kind ?? 'CLOSING_STATEMENT'}`,
      author: text.by ?? usualAuthor(state, text),
      signOff: toSignOff(text),
      evidence: (text.evidence ?? []).map(toEvidence),
      minutes: text.minutes ?? '',
    })),
    copied: [...(state.draft?.copied ?? state.copied ?? [])],
    compiler: compilerOf(state) ?? '',
    compilerConfirmed: state.compiler !== undefined,
    countersignedBy: [...(state.countersignedBy ?? [])],
    dissentedBy: [...(state.dissents ?? [])],
    rules: state.draft ? undefined : state.rules,
    acknowledgeBy: toDateOrNone(state.basis.acknowledgeBy),
    provisional:
      (state.countersignProvisional ?? false) || [state.basis, ...state.parts].some(({ provisional }) => provisional),
    light: taskLight(state, today, parts),
    countersignBy: toDateOrNone(answersBy(state)),
    silent: [...(state.silences ?? [])],
    due: toDate(dueOf(state)),
    draft: state.draft && toDraft(state.draft),
    issueSignOff: toSignOff(state),
  }
}
