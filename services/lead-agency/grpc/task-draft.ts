/** Drafting a task, and what becomes of the draft until it is issued. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import {
  ConfirmDraftRequest,
  DraftTaskRequest,
  type IssueTaskRequest,
  ReturnDraftRequest,
  ReviseDraftRequest,
} from '#proto/qiantou/task/v1/task_service.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { parseName, programmeOf } from '#shared/domain/resource-name.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { type Call, command, type Prepared, prepared } from '#shared/grpc/method.ts'
import { programmeDecider } from '../domain/programme.ts'
import { type TaskCommand, taskDecider } from '../domain/task.ts'
import type { Issue } from '../domain/task-issue.ts'
import type { LeadAgency } from '../main.ts'
import { notFound } from './not-found.ts'
import { checkTask, onTask, onTaskBecause } from './task-command.ts'
import { beginning, besideIssue, checkContent, issueNow, onNewTask } from './task-issue.ts'

const draftTask = command<LeadAgency>()(DraftTaskRequest, taskDecider, {
  ...onNewTask,
  prepare: (request, call) =>
    beginning(request, call, (issue) => right({ type: 'Draft', issue, named: request.copied })),
})

type Wanted = Pick<IssueTaskRequest, 'content' | 'copied'>

const isAlike = (one: Wanted, other: Wanted): boolean =>
  one.content?.clause === other.content?.clause &&
  one.content?.continues === other.content?.continues &&
  one.copied.join() === other.copied.join()

/** A command on a draft that takes from programme and directory; `wantedOf` is what it would issue of the draft as it stands. */
async function onDraft(
  name: string,
  { caller, services }: Call<LeadAgency>,
  wantedOf: (draft: Task | undefined) => Wanted,
  make: (issue: Either<Rejection, Issue>, named: readonly OrganisationName[]) => TaskCommand,
): Promise<Either<Rejection, Prepared<TaskCommand>>> {
  const parent = programmeOf(name)
  const glanced = (await services.store.glance(name, taskDecider))?.state
  const programme = (await services.store.glance(parent, programmeDecider))?.state
  const looked = wantedOf(glanced)
  const absent = await services.directory.absence(looked.copied)
  return prepared(
    (stateOf) => {
      const draft = stateOf(name, taskDecider)
      const wanted = wantedOf(draft)
      const issue = (): Either<Rejection, Issue> => {
        if (absent) return left(absent)
        // What the batch has at hand is for what was looked at.
        if (!isAlike(wanted, looked)) return reject('conflict', 'DRAFT_CHANGED')
        const standing = stateOf(parent, programmeDecider)
        return standing ? issueNow(wanted, standing, stateOf, { caller, services }, draft) : notFound.programme
      }
      return right(make(issue(), wanted.copied))
    },
    [],
    { beside: [parent, ...(looked.content ? besideIssue(looked, programme, services) : [])] },
  )
}

const reviseDraft = command<LeadAgency>()(ReviseDraftRequest, taskDecider, {
  check: (request, fields) => {
    checkTask(request, fields)
    fields.organisations('copied', request.copied, 50)
    const parent = parseName('task', request.name) ? programmeOf(request.name) : ''
    checkContent({ parent, content: request.content }, fields)
  },
  prepare: (request, call) =>
    onDraft(
      request.name,
      call,
      () => request,
      (issue, named) => ({ type: 'ReviseDraft', issue, named }),
    ),
  ...onTask,
})

const returnDraft = command<LeadAgency>()(ReturnDraftRequest, taskDecider, onTaskBecause('ReturnDraft'))

const confirmDraft = command<LeadAgency>()(ConfirmDraftRequest, taskDecider, {
  check: checkTask,
  prepare: ({ name }, call) =>
    onDraft(
      name,
      call,
      (task) => ({ content: task?.content, copied: [...(task?.draft?.copied ?? [])] }),
      (issue, named) => ({ type: 'ConfirmDraft', issue, named }),
    ),
  ...onTask,
})

export const draftMethods = { draftTask, reviseDraft, returnDraft, confirmDraft }
