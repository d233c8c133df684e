/** What services take for an act of the model, and how what they record is said so that it can be compared. */
import { type Day, dayFrom, toDate } from '#shared/domain/calendar.ts'
import { evidence, text } from '#shared/testing/task-facts.ts'
import type { TaskCommand } from '../../services/lead-agency/domain/task.ts'
import type { AssignmentCommand } from '../../services/supporting-department/domain/assignment.ts'
import type { BodyAct } from './body-rules.ts'
import type { HandedOver } from './part-model.ts'
import type { TaskAct } from './task-rules.ts'
import type { AnyRecorded } from './world.ts'

const why = text('理由')

/** What a service takes for an act. */
export function taskCommand(act: TaskAct): TaskCommand {
  switch (act.type) {
    case 'GrantExtension':
      return { ...act, due: act.due ? toDate(act.due) : undefined }
    case 'Reassign':
    case 'Transfer':
      return { ...act, due: act.due ? toDate(act.due) : undefined, reason: why }
    case 'Reopen':
      return { ...act, workers: new Map([...act.ended].map((one) => [one, ''])), due: toDate(act.due), reason: why }
    case 'Archive':
      return act
    case 'GiveOpinion':
      return { ...act, text: why }
    case 'ProposeClosing':
      return {
        type: 'ProposeClosing',
        statement: why,
        evidence: act.evidence ? [evidence('验收报告')] : [],
      }
    case 'Rule':
      return { ...act, ruling: why, minutes: '纪要' }
    case 'Comment':
      return { type: 'Comment', text: why }
    default:
      return { ...act, reason: why } as TaskCommand
  }
}

export function bodyCommand(act: BodyAct): Partial<AssignmentCommand> {
  const dates = Object.entries(act).map(([key, value]) => [
    key,
    value && /^(due|from|until)$/.test(key) ? toDate(`${value}`) : value,
  ])
  const rest = { evidence: [] }
  return { text: why, what: why, reason: why, percent: 50, ...Object.fromEntries(dates), ...rest }
}

export const saidOf = ({ acknowledgeBy, askBy, due, suspendedOn, ...maps }: HandedOver, former: Day): string => {
  const milestones = [maps.milestones, maps.formers, maps.reached].map((dates) => [...dates].sort().join(' '))
  return [acknowledgeBy, askBy, due, former, suspendedOn, ...milestones].join(' | ')
}

export function limitNameOf(fact: AnyRecorded['fact']): string {
  if (fact.$type === 'qiantou.assignment.v1.DelegationRevoked') return `OVER ${fact.organisation}`
  if (fact.$type === 'qiantou.assignment.v1.SubassignmentEnded') return `PIECES OVER ${fact.organisation}`
  if (fact.$type !== 'qiantou.assignment.v1.DeadlineReached') return fact.$type
  const { deadline, milestone, date } = fact
  return `${deadline.replace('DEADLINE_', '')}${milestone ? ` ${milestone}` : ''} ${date ? dayFrom(date) : ''}`
}
