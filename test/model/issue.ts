/** What the authority might issue. */
import type { Day } from '#shared/domain/calendar.ts'
import type { Dice } from '../hostile/dice.ts'
import { authority, cast, copied } from './choice.ts'
import type { Quorum } from './model-rules.ts'
import type { Role } from './part-model.ts'
import type { Mode, TaskModel } from './task-model.ts'
import { daysLater, WorkingDays } from './working-days.ts'

export type Issue = ConstructorParameters<typeof TaskModel>[0]

/** A task of any mode, with any rules. */
export function chooseIssue(dice: Dice, today: Day): Issue {
  const mode: Mode = dice.pick(['LED', 'JOINT', 'LED', 'JOINT', 'SOLE'])
  const leads: Role[] = Array.from({ length: dice.pick([1, 2, 2, 3]) }, () => 'LEAD')
  const roles: Record<Mode, Role[]> = {
    LED: [...leads, 'RESPONSIBLE', 'STANDING'],
    JOINT: ['RESPONSIBLE', 'RESPONSIBLE', 'RESPONSIBLE'],
    // The members of a group that has it by itself.
    SOLE: dice.pick<Role[]>([['RESPONSIBLE'], ['RESPONSIBLE', 'RESPONSIBLE']]),
  }
  const due = daysLater(today, 5 + dice.below(120))
  const milestones = new Map(['m1', 'm2'].slice(dice.below(3)).map((id) => [id, daysLater(today, 2 + dice.below(90))]))
  const isOffline = dice.percent(10)
  // A programme sets some days otherwise, or as they are.
  const others = dice.pick([0, 20, 60])
  const days = Array.from({ length: others }, () => [daysLater(today, dice.below(200) - 20), dice.percent(50)] as const)
  const asked = { day: 1 + dice.below(31), reminder: dice.pick([0, 1, 5]) }
  return {
    ...{ mode, authority, copied: [copied], due, milestones, on: today, isOffline },
    monthly: !isOffline && dice.percent(60) ? asked : undefined,
    bodies: roles[mode].map((role, i) => ({ body: cast[i] as string, role })),
    rules: {
      ...{
        acknowledge: 1 + dice.below(4),
        reassign: 1 + dice.below(4),
        review: 1 + dice.below(8),
        warning: 1 + dice.below(8),
      },
      closing: dice.pick<Quorum>(['ALL', 'ANY', 'MAJORITY']),
      countersign: 1 + dice.below(8),
      calendar: new WorkingDays(new Map(days)),
    },
  }
}
