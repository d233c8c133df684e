/** Who may do what when, of commands that the task's side decides: every reason to refuse one, by docs/domain.md. */
import type { Day } from '#shared/domain/calendar.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import type { Body, PartModel } from './part-model.ts'
import type { TaskModel } from './task-model.ts'

export type TaskAct =
  | {
      readonly type: 'Comment' | 'ProposeClosing' | 'Countersign' | 'Dissent' | 'ReturnClosing' | 'Close' | 'Cancel'
      readonly evidence?: boolean
    }
  | { readonly type: 'Rule'; readonly closes: boolean }
  | { readonly type: 'Accept' | 'Return' | 'Uphold' | 'Suspend' | 'Resume' | 'Waive'; readonly organisation: Body }
  | { readonly type: 'ConfirmCompiler' | 'RefuseExtension'; readonly organisation: Body }
  | {
      readonly type: 'Reassign' | 'Transfer'
      readonly organisation: Body
      readonly successor: Body
      readonly due: Day | undefined
    }
  | { readonly type: 'Succeed'; readonly organisation: Body; readonly successor: Body | undefined }
  | { readonly type: 'SucceedAuthority'; readonly authority: Body; readonly successor: Body }
  | { readonly type: 'SucceedDelegate'; readonly delegate: Body; readonly successor: Body }
  | {
      readonly type: 'Reopen'
      readonly organisations: readonly Body[]
      readonly due: Day
      /** Why one of the bodies is no longer there, as the directory says. */
      readonly absent: Rejection | undefined
      /** Who is no longer there, and nobody does the work of. */
      readonly ended: ReadonlySet<Body>
    }
  | { readonly type: 'Archive' }
  | { readonly type: 'GiveOpinion'; readonly organisation: Body; readonly supports: boolean }
  | { readonly type: 'GrantExtension'; readonly organisation: Body; readonly due: Day | undefined }

/** What the service itself commands: nobody else can. */
export const isByService = ({ type }: TaskAct): boolean => type.startsWith('Succeed')

/** Reasons to refuse; none where it is accepted. */
export type Reasons = readonly string[]

const when = (holds: boolean, reason: string): Reasons => (holds ? [reason] : [])

/** Whether something waits that a body did for another, or that it took over from who did. */
const didForOthers = (model: TaskModel, doer: Body): boolean =>
  model.parts.some((part) => part.body !== doer && [model.submitter(part), model.asker(part)].includes(doer))

export function taskReasons(model: TaskModel, act: TaskAct, actor: Body, today: Day): Reasons {
  // Whatever has become of the task: somebody reads it, and may open it again.
  if (act.type === 'SucceedAuthority') return when(act.authority !== model.authority, 'NOT_ISSUING_AUTHORITY')
  // To everybody else it is as if it were not there.
  if (!isByService(act) && !model.parties.has(actor)) return ['TASK_NOT_FOUND']
  if (act.type === 'Reopen' || act.type === 'Archive') return afterReasons(model, act, actor, today)
  if (model.hasEnded) return ['TASK_ENDED']
  if (act.type === 'SucceedDelegate') return when(!didForOthers(model, act.delegate), 'NOT_DELEGATED')
  if ('organisation' in act && act.type !== 'ConfirmCompiler') {
    const part = model.part(act.organisation)
    return part ? partReasons(model, part, act, actor, today) : ['ASSIGNMENT_NOT_FOUND']
  }
  return [...closingReasons(model, act, actor, today)]
}

/** Rule 32: of a task that was struck off, and not archived. */
function afterReasons(
  model: TaskModel,
  act: Extract<TaskAct, { type: 'Reopen' | 'Archive' }>,
  actor: Body,
  today: Day,
): Reasons {
  const isAuthority = when(actor !== model.authority, 'NOT_ISSUING_AUTHORITY')
  const isClosed = when(model.state !== 'closed', 'TASK_NOT_CLOSED')
  if (act.type === 'Archive') return [...isAuthority, ...isClosed]
  // Rule 19: who would review the authority's own part, were it opened again.
  const nobodyElse =
    model.mode !== 'LED' || model.leads.every((lead) => lead === model.authority || act.ended.has(lead))
  return [
    ...isAuthority,
    ...isClosed,
    ...when(
      act.organisations.some((body) => model.part(body)?.end !== 'accepted'),
      'ASSIGNMENT_NOT_ACCEPTED',
    ),
    ...when(act.absent !== undefined, 'ORGANISATION_ENDED'),
    ...when(act.organisations.includes(model.authority) && nobodyElse, 'NOBODY_ELSE_REVIEWS'),
    ...when(act.due < today, 'DUE_PASSED'),
  ]
}

function closingReasons(model: TaskModel, act: TaskAct, actor: Body, today: Day): Reasons {
  const isAuthority = when(actor !== model.authority, 'NOT_ISSUING_AUTHORITY')
  const isJoint = when(model.mode !== 'JOINT', 'NOT_JOINT')
  switch (act.type) {
    case 'Comment':
      return when(model.copied.has(actor) && !model.actors.includes(actor), 'ONLY_READS')
    case 'ProposeClosing':
      return [
        ...when(model.mode === 'JOINT' && !model.proposers.length, 'COMPILER_NOT_CONFIRMED'),
        ...when(!model.proposers.includes(actor), 'NOT_PROPOSER'),
        // The table: only as long as it is not proposed by as many as must.
        ...when(model.hasProposed(actor) || model.state === 'proposed', 'CLOSING_ALREADY_PROPOSED'),
        ...when(
          model.parts.some((part) => part.isOpen),
          'ASSIGNMENTS_OPEN',
        ),
        // Rule 34: what shows it lies offline too.
        ...when(!act.evidence && !model.isOffline, 'EVIDENCE_REQUIRED'),
      ]
    case 'Countersign':
    case 'Dissent':
      return [
        ...isJoint,
        ...when(!model.actors.includes(actor), 'NOT_BODY_OF_TASK'),
        ...when(model.proposals.size === 0, 'CLOSING_NOT_PROPOSED'),
        ...when(!model.unanswered.includes(actor), 'ALREADY_ANSWERED'),
        // A late answer counts, until it has been ruled on silence.
        ...when(model.state === 'proposed', 'ALREADY_RULED'),
      ]
    case 'ConfirmCompiler':
      return [
        ...isAuthority,
        ...isJoint,
        ...when(!model.actors.includes(act.organisation), 'ASSIGNMENT_NOT_FOUND'),
        ...when(model.compiler === act.organisation, 'ALREADY_COMPILER'),
        ...when(model.proposals.size > 0, 'CLOSING_ALREADY_PROPOSED'),
      ]
    case 'Rule':
      return [
        ...isAuthority,
        ...when(model.dissent.size === 0 && model.silent(today).length === 0, 'NO_DISSENT'),
        ...when(model.state === 'proposed', 'ALREADY_RULED'),
        ...when(model.unanswered.length > 0 && model.silent(today).length === 0, 'COUNTERSIGNATURE_REQUIRED'),
      ]
    case 'ReturnClosing':
      return [...isAuthority, ...when(model.proposals.size === 0, 'CLOSING_NOT_PROPOSED')]
    case 'Close':
      return [
        ...isAuthority,
        ...(model.state === 'proposed' ? [] : ['COUNTERSIGNATURE_REQUIRED', 'RULING_REQUIRED', 'CLOSING_NOT_PROPOSED']),
      ]
    default:
      return isAuthority
  }
}

type PartAct = Extract<TaskAct, { organisation: Body }>

function partReasons(model: TaskModel, part: PartModel, act: PartAct, actor: Body, today: Day): Reasons {
  const isAuthority = when(actor !== model.authority, 'NOT_ISSUING_AUTHORITY')
  const isOpen = when(!part.isOpen, 'ASSIGNMENT_ENDED')
  const isNew = act.type === 'Reassign' || act.type === 'Transfer' ? handingReasons(model, part, act, today) : []
  switch (act.type) {
    case 'Accept':
    case 'Return': {
      const reviewers = model.reviewers(part)
      const reason = reviewers.includes(model.authority) ? 'AUTHORITY_REVIEWS' : 'NOT_LEAD_OF_TASK'
      const own = actor === model.submitter(part) && actor !== part.body
      return [
        ...when(!reviewers.includes(actor), own ? 'OWN_SUBMISSION' : reason),
        ...when(!part.isAt('submitted'), 'NOT_SUBMITTED'),
      ]
    }
    case 'Uphold':
    case 'Reassign':
      return [...isAuthority, ...when(!part.isAt('asked'), 'NO_REASSIGNMENT_REQUESTED'), ...isNew]
    case 'Transfer':
      return [...isAuthority, ...isOpen, ...isNew]
    case 'Succeed':
      if (part.isOpen) return when(act.successor === undefined && part.succeededBy === '', 'BODY_WITHOUT_SUCCESSOR')
      return when(
        part.isGone || !model.hasDuties(part) || part.succeededBy === (act.successor ?? ''),
        'ASSIGNMENT_ENDED',
      )
    case 'Suspend':
      return [...isAuthority, ...isOpen, ...when(part.suspendedSince !== undefined, 'ALREADY_SUSPENDED')]
    case 'Waive':
      return [...isAuthority, ...isOpen, ...when(model.wouldLeaveToItself(part), 'NOBODY_ELSE_REVIEWS')]
    case 'Resume':
      return [...isAuthority, ...when(part.suspendedSince === undefined, 'NOT_SUSPENDED')]
    case 'GiveOpinion':
      return [
        ...when(!model.leads.includes(actor), 'NOT_LEAD_OF_TASK'),
        ...when(actor === part.body || actor === model.asker(part), 'OWN_EXTENSION'),
        ...when(!part.extension, 'NO_EXTENSION_REQUESTED'),
      ]
    case 'RefuseExtension':
      return [...isAuthority, ...when(!part.extension, 'NO_EXTENSION_REQUESTED')]
    case 'GrantExtension':
      return [...isAuthority, ...grantReasons(model, part, act.due, today)]
    default:
      return isAuthority
  }
}

function handingReasons(
  model: TaskModel,
  part: PartModel,
  { successor, due }: Extract<TaskAct, { type: 'Reassign' | 'Transfer' }>,
  today: Day,
): Reasons {
  return [
    ...when(model.part(successor) !== undefined, 'ALREADY_ASSIGNED'),
    ...when(
      model.wouldReviewItself(part, successor) || model.wouldLeaveToItself(part, successor),
      'NOBODY_ELSE_REVIEWS',
    ),
    ...when(due !== undefined && (due <= part.due || due < part.clock(today)), 'EXTENSION_NOT_LATER'),
  ]
}

function grantReasons(model: TaskModel, part: PartModel, asked: Day | undefined, today: Day): Reasons {
  const { extension } = part
  if (!extension) return ['NO_EXTENSION_REQUESTED']
  const former = extension.milestone ? part.milestones.get(extension.milestone)?.due : part.due
  const due = asked ?? extension.due
  const isAnothers = model.opining(part).length > 0
  return [
    ...when(isAnothers && extension.opinions.size === 0, 'OPINION_REQUIRED'),
    ...when(due <= (former ?? '') || due < part.clock(today), 'EXTENSION_NOT_LATER'),
    ...when(extension.milestone !== '' && due > part.due, 'MILESTONE_AFTER_DUE'),
  ]
}
