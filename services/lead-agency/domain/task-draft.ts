/**
 * Drafting a task for the annual task list (年度任务分解): by leads, confirmed by the office (docs/domain.md, rule 38). A draft
 * is the task itself before it is issued.
 */

import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import type { Context, OrganisationName } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { draftersOf } from '#shared/domain/task-draft.ts'
import type { TaskFact } from '#shared/domain/task-fact.ts'
import type { Task } from '#shared/domain/task-state.ts'
import type { TaskCommand } from './task.ts'
import { type Issue, issuedNow, refusedBodies } from './task-issue.ts'

/** What would be issued today, or why nothing; `named` are the bodies and groups that are to get a copy, as they were named. */
type Drafted = { readonly issue: Either<Rejection, Issue>; readonly named: readonly OrganisationName[] }

export type DraftCommand =
  | (Drafted & { readonly type: 'Draft' })
  | (Drafted & { readonly type: 'ReviseDraft' })
  | { readonly type: 'ReturnDraft'; readonly reason: ContentReference }
  | (Drafted & { readonly type: 'ConfirmDraft' })

type Decision = Either<Rejection, readonly [TaskFact, ...TaskFact[]]>
type CommandOf<Type extends DraftCommand['type']> = Extract<DraftCommand, { type: Type }>

export function decideDrafting(
  { issue, named }: CommandOf<'Draft'>,
  state: Task | undefined,
  { actor }: Pick<Context, 'actor'>,
): Decision {
  if (isLeft(issue)) return issue
  const { content, mode, authority, bodies } = issue.right
  const drafters = draftersOf(bodies)
  if (actor !== authority && !drafters.includes(actor))
    return reject('permission', 'NOT_DRAFTER', { drafters: drafters.join(', ') })
  if (state) return reject('exists', 'TASK_EXISTS')
  const refused = refusedBodies(issue.right)
  if (refused) return left(refused)
  const parties = { mode, authority, bodies: [...bodies], copied: [...named] }
  return right([{ $type: 'qiantou.task.v1.TaskDrafted', content, ...parties }])
}

/** What is decided on a draft, by one of its parties: all else waits until it is issued. */
export function decideDraft(command: TaskCommand, state: Task, { actor, at }: Pick<Context, 'actor' | 'at'>): Decision {
  switch (command.type) {
    case 'Comment':
      return right([{ $type: 'qiantou.task.v1.TaskCommented', text: command.text }])
    case 'Cancel':
      return right([{ $type: 'qiantou.task.v1.TaskCancelled', reason: command.reason, organisations: [] }])
    case 'ReviseDraft':
      return revise(command, state)
    case 'ReturnDraft':
    case 'ConfirmDraft':
      if (actor !== state.authority)
        return reject('permission', 'NOT_ISSUING_AUTHORITY', { authority: state.authority })
      if (state.draft?.returned) return reject('precondition', 'DRAFT_RETURNED')
      return command.type === 'ConfirmDraft'
        ? confirm(command, state, at)
        : right([{ $type: 'qiantou.task.v1.DraftReturned', reason: command.reason }])
    case 'Succeed':
      return succeed(command, state)
    default:
      return reject('precondition', 'TASK_IN_DRAFT')
  }
}

function revise({ issue, named }: CommandOf<'ReviseDraft'>, state: Task): Decision {
  if (isLeft(issue)) return issue
  const { content } = issue.right
  // Of another clause others draft, and read along.
  if (content.clause !== state.content.clause)
    return reject('invalid', 'DRAFT_OTHER_CLAUSE', { clause: state.content.clause })
  const refused = refusedBodies(issue.right)
  return refused ? left(refused) : right([{ $type: 'qiantou.task.v1.DraftRevised', content, copied: [...named] }])
}

/** Who drafted it and gets no part of it, as it has left the group that was named, learns no more of it. */
function confirm({ issue }: CommandOf<'ConfirmDraft'>, { draft }: Task, at: Date): Decision {
  if (isLeft(issue)) return issue
  const refused = refusedBodies(issue.right)
  if (refused) return left(refused)
  const { authority, bodies, copied } = issue.right
  const staying = new Set([authority, ...bodies.map(({ organisation }) => organisation), ...copied])
  const [first, ...others] = (draft?.drafters ?? []).filter((one) => !staying.has(one)).map((one) => over(one, ''))
  const issued = issuedNow(issue.right, at)
  return right(first ? [first, ...others, issued] : [issued])
}

const over = (organisation: OrganisationName, successor: OrganisationName): task.DutiesSucceeded => ({
  ...{ $type: 'qiantou.task.v1.DutiesSucceeded', organisation, successor, former: '', leadsChange: undefined },
})

function succeed({ organisation, successor }: Extract<TaskCommand, { type: 'Succeed' }>, { draft }: Task): Decision {
  const mayPass = [...(draft?.drafters ?? []), ...(successor ? (draft?.gone ?? []) : [])]
  return mayPass.includes(organisation)
    ? right([over(organisation, successor ?? '')])
    : reject('notFound', 'ASSIGNMENT_NOT_FOUND', { organisation })
}
