/** What facts say that was worked out when they were decided, where it is not what the model works out. */
import { type Day, dayFrom } from '#shared/domain/calendar.ts'
import { saidOf } from './act.ts'
import type { Choice } from './choice.ts'
import { datesIn } from './hear.ts'
import type { Body, PartModel } from './part-model.ts'
import type { TaskModel } from './task-model.ts'
import type { AnyRecorded } from './world.ts'

type Fact = AnyRecorded['fact']

/** The dates that a fact sets, where they are not those of the model. */
export function factDifferences(task: TaskModel, { act, actor }: Choice, fact: Fact, today: Day): string[] {
  const silence = silenceDifferences(task, actor, fact, today)
  if (silence.length) return silence
  if (fact.$type === 'qiantou.task.v1.AssignmentResumed') {
    const part = task.part(fact.organisation) as PartModel
    const { suspendedSince = '', extension } = part
    const asks = extension && extension.due >= suspendedSince ? extension.due : ''
    const after = [task.after(part, part.reviewBy, today), task.askAfter(part, today), task.after(part, asks, today)]
    const expected = [...task.moving(part), ...after]
    const moved = [
      ...fact.milestones.map(({ id }) => id),
      ...[fact.reviewBy, fact.reassignBy, fact.extensionDue].map((date) => (date ? dayFrom(date) : '')),
    ]
    return `${moved}` === `${expected}` ? [] : [`resumed, ${moved} move, by the model ${expected}`]
  }
  if (fact.$type === 'qiantou.assignment.v1.AssignmentSubassigned') {
    const { calendar, warning } = task.rules
    const [due, warnOn] = [fact.due, fact.warnOn].map((date) => (date ? dayFrom(date) : ''))
    const near = due && calendar.later(due, -warning)
    return near === warnOn ? [] : [`a piece is near its end from ${warnOn} on, by the model from ${near}`]
  }
  if (fact.$type !== 'qiantou.task.v1.AssignmentTransferred' && fact.$type !== 'qiantou.task.v1.AssignmentReassigned')
    return []
  const part = task.part(fact.organisation) as PartModel
  const given = act.type === 'Transfer' || act.type === 'Reassign' ? act.due : undefined
  const dates = task.datesOfSuccessor(part, given, act.type === 'Succeed', today)
  const former = dates.due === part.due ? '' : part.due
  const [own, said] = [saidOf(dates, former), saidOf(datesIn(fact), fact.formerDue ? dayFrom(fact.formerDue) : '')]
  return own === said ? [] : [`handed over with ${said}, by the model ${own}`]
}

/** Until when a proposal to close is answered, and on whose silence is ruled. */
function silenceDifferences(task: TaskModel, actor: Body, fact: Fact, today: Day): string[] {
  const compare = (said: unknown, own: unknown): string[] =>
    `${said}` === `${own}` ? [] : [`${fact.$type} says ${said}, by the model ${own}`]
  if (fact.$type === 'qiantou.task.v1.DissentRuled') return compare(fact.silent, task.silent(today))
  if (fact.$type !== 'qiantou.task.v1.ClosingProposed') return []
  return compare(fact.countersignBy && dayFrom(fact.countersignBy), task.answersDue(actor, today))
}
