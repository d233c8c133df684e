/** Who may do what when, of commands that the bodies' side decides: every reason to refuse one, by docs/domain.md. */
import type { Day } from '#shared/domain/calendar.ts'
import type { Body, PartModel } from './part-model.ts'
import { seeing } from './piece-model.ts'
import { givingReasons, isPieceAct, ofPieceReasons, type PieceAct } from './piece-rules.ts'
import type { TaskModel } from './task-model.ts'
import type { Reasons } from './task-rules.ts'
import { daysLater } from './working-days.ts'

export type BodyAct =
  | { readonly type: 'Acknowledge' | 'Submit' | 'RequestReassignment' }
  | { readonly type: 'Report'; readonly milestone: string; readonly percent: number; readonly corrects: number }
  | { readonly type: 'RequestExtension'; readonly milestone: string; readonly due: Day }
  | { readonly type: 'Delegate'; readonly delegate: Body; readonly from: Day; readonly until: Day }
  | { readonly type: 'RevokeDelegation'; readonly delegate: Body }
  | PieceAct

const when = (holds: boolean, reason: string): Reasons => (holds ? [reason] : [])

const mayAct = (part: PartModel, actor: Body, today: Day): boolean => {
  const delegation = part.delegates.get(actor)
  if (actor === part.body || part.gone) return actor === part.body
  return delegation !== undefined && delegation.from <= today && today <= delegation.until
}

export function bodyReasons(
  model: TaskModel,
  part: PartModel | undefined,
  act: BodyAct,
  actor: Body,
  today: Day,
): Reasons {
  if (!part || !(model.parties.has(actor) || part.delegates.has(actor) || seeing(part.pieces).has(actor)))
    return ['ASSIGNMENT_NOT_FOUND']
  if (isPieceAct(act)) return ofPieceReasons(part, act, actor)
  const isOwn = act.type === 'Delegate' || act.type === 'RevokeDelegation' || act.type === 'Subassign'
  // Who acts for another by delegation delegates no further (rule 10).
  if (isOwn ? actor !== part.body : !mayAct(part, actor, today)) return ['NOT_ASSIGNEE']
  // Whom it has delegated to may lead the task by now, or be its authority.
  if (actor !== part.body && model.judges(part.body).includes(actor)) return ['DELEGATE_REVIEWS']
  // A part that stands still waits for the authority.
  const works = ['Acknowledge', 'Report', 'Submit', 'RequestExtension']
  if (part.isOpen && part.suspendedSince && works.includes(act.type)) return ['ASSIGNMENT_SUSPENDED']
  switch (act.type) {
    case 'Acknowledge':
      return when(!part.isAt('new'), 'NOT_ACKNOWLEDGEABLE')
    case 'Submit':
      return when(!part.isAt('acknowledged', 'working'), 'NOT_WORKABLE')
    case 'Report':
      return [
        ...when(!part.isAt('acknowledged', 'working'), 'NOT_WORKABLE'),
        ...when(act.milestone !== '' && !model.milestoneIds.includes(act.milestone), 'MILESTONE_UNKNOWN'),
        ...when(part.doneWithout.has(act.milestone), 'MILESTONE_SETTLED'),
        ...when(act.corrects > part.reports, 'REPORT_UNKNOWN'),
        ...when(act.corrects > 0 && act.corrects <= part.reports - 20, 'CORRECTION_TOO_OLD'),
        ...when((part.reportsOn.get(act.corrects) ?? act.milestone) !== act.milestone, 'CORRECTION_ELSEWHERE'),
      ]
    case 'RequestReassignment':
      return when(!part.isAt('new', 'acknowledged') || today > part.askBy, 'REASSIGNMENT_TOO_LATE')
    case 'RequestExtension':
      return extensionReasons(part, act, today)
    case 'Delegate':
      return [
        ...when(act.delegate === part.body, 'DELEGATE_IS_ITSELF'),
        ...when(model.judges(part.body).includes(act.delegate), 'DELEGATE_REVIEWS'),
        ...when(act.until < act.from || act.until < today || act.until > daysLater(act.from, 366), 'DELEGATION_DATES'),
        ...when(part.delegates.has(act.delegate), 'ALREADY_DELEGATED'),
        ...when(seeing(part.pieces).has(act.delegate), 'ALREADY_SUBASSIGNED'),
        ...when(part.delegates.size >= 10, 'TOO_MANY_DELEGATIONS'),
      ]
    case 'RevokeDelegation':
      return when(!part.delegates.has(act.delegate), 'NOT_DELEGATED')
    default:
      return givingReasons(part, act, today)
  }
}

/** Rule 4: before the date has passed, and to a later one. */
function extensionReasons(part: PartModel, act: Extract<BodyAct, { type: 'RequestExtension' }>, today: Day): Reasons {
  const former = act.milestone ? part.milestones.get(act.milestone)?.due : part.due
  return [
    ...when(!part.isAt('new', 'acknowledged', 'working'), 'NOT_WORKABLE'),
    ...when(part.extension !== undefined, 'EXTENSION_PENDING'),
    ...when(former === undefined, 'MILESTONE_UNKNOWN'),
    ...when(part.doneWithout.has(act.milestone), 'MILESTONE_SETTLED'),
    ...when(former !== undefined && today > former, 'EXTENSION_TOO_LATE'),
    ...when(former !== undefined && act.due <= former, 'EXTENSION_NOT_LATER'),
    ...when(act.milestone !== '' && act.due > part.due, 'MILESTONE_AFTER_DUE'),
  ]
}
