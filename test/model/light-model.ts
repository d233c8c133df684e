/** Lights, by the table of docs/domain.md, of what the model knows: `YELLOW REPORT_LATE`. */
import type { Day } from '#shared/domain/calendar.ts'
import type { PartModel } from './part-model.ts'
import type { TaskModel } from './task-model.ts'

const colours = {
  GREY: ['NOT_STARTED', 'SUSPENDED'],
  GREEN: ['ON_COURSE', 'WAITING'],
  YELLOW: [
    ...['ACKNOWLEDGEMENT_LATE', 'REVIEW_LATE', 'COUNTERSIGNATURE_LATE', 'REPORT_LATE', 'DUE_NEAR', 'MILESTONE_NEAR'],
    'ACKNOWLEDGED_LATE',
  ],
  RED: ['OVERDUE', 'MILESTONE_MISSED'],
  BLUE: ['DONE'],
} as const

type Colour = keyof typeof colours
export type Reason = (typeof colours)[Colour][number]

/** From the gravest on, of several parts. */
const graver: readonly Reason[] = [...colours.RED, ...colours.YELLOW, ...colours.GREEN, ...colours.GREY]

export const lightSaid = (reason: Reason): string => {
  const [colour] = Object.entries(colours).find(([, reasons]) => (reasons as readonly Reason[]).includes(reason)) ?? []
  return `${colour} ${reason}`
}

const isPast = (limit: Day | undefined, today: Day): boolean => limit !== undefined && limit < today

/** Within the working days of a warning, and not over yet. */
const isNear = ({ rules }: TaskModel, limit: Day, today: Day): boolean =>
  rules.calendar.later(limit, -rules.warning) <= today

/** Everything that is wrong with a part whose clock runs, in the order in which it shows. */
function wrongs(model: TaskModel, part: PartModel, today: Day): readonly Reason[] {
  const owed = [...part.milestones.values()].filter(({ reached }) => !reached).map(({ due }) => due)
  const { acknowledgedOn = '', acknowledgeBy, due, monthly, heldSince } = part
  const isNew = part.phase === 'new'
  const holds: readonly (readonly [Reason, boolean])[] = [
    ['OVERDUE', isPast(due, today)],
    ['MILESTONE_MISSED', owed.some((limit) => isPast(limit, today))],
    ['ACKNOWLEDGEMENT_LATE', isNew && isPast(acknowledgeBy, today)],
    ['DUE_NEAR', isNear(model, due, today)],
    ['MILESTONE_NEAR', owed.some((limit) => isNear(model, limit, today))],
    ['REPORT_LATE', !isNew && monthly !== undefined && monthly.isMissing(today, heldSince)],
    ['ACKNOWLEDGED_LATE', part.phase === 'acknowledged' && isPast(acknowledgeBy, acknowledgedOn)],
  ]
  return holds.flatMap(([reason, isSo]) => (isSo ? [reason] : []))
}

/** Of a part that is open. */
export function partReason(model: TaskModel, part: PartModel, today: Day): Reason {
  if (part.suspendedSince) return 'SUSPENDED'
  if (part.phase === 'submitted') return isPast(part.reviewBy, today) ? 'REVIEW_LATE' : 'WAITING'
  const usual = { new: 'NOT_STARTED', asked: 'WAITING', acknowledged: 'ON_COURSE', working: 'ON_COURSE' } as const
  return wrongs(model, part, today)[0] ?? usual[part.phase]
}

/** Of a milestone of a part that is open. */
export function milestoneReason(model: TaskModel, part: PartModel, id: string, today: Day): Reason {
  const { due = '', reached } = part.milestones.get(id) ?? {}
  if (reached) return 'DONE'
  if (part.suspendedSince) return 'SUSPENDED'
  if (isPast(due, today)) return 'MILESTONE_MISSED'
  return isNear(model, due, today) ? 'MILESTONE_NEAR' : 'ON_COURSE'
}

/** Of the task: that of its gravest part, or, once all is done, of what is left to do. */
export function taskReason(model: TaskModel, today: Day): Reason {
  const open = model.parts.filter(({ isOpen }) => isOpen).map((part) => partReason(model, part, today))
  if (open.length) return graver.find((reason) => open.includes(reason)) as Reason
  // Due with the last of its parts; where none is left, as it was issued.
  const dues = model.parts.filter(({ isGone }) => !isGone).map(({ due }) => due)
  if ((dues.length ? dues : [model.due]).every((due) => isPast(due, today))) return 'OVERDUE'
  return model.silent(today).length ? 'COUNTERSIGNATURE_LATE' : 'WAITING'
}
