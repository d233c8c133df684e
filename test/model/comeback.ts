/** A body does something with its part, which moves on and comes back before anybody has heard of that (rules 11 and 19). */
import type { Dice } from '../hostile/dice.ts'
import type { BodyAct } from './body-rules.ts'
import { type Choice, cast } from './choice.ts'
import type { Body } from './part-model.ts'
import type { TaskModel } from './task-model.ts'

const acts: readonly BodyAct[] = [
  ...([{ type: 'Acknowledge' }, { type: 'Submit' }, { type: 'RequestReassignment' }] as const),
  { type: 'Report', milestone: '', percent: 50, corrects: 0 },
]

/** One right after the other; nothing where nobody is there for it. */
export function comeback(dice: Dice, { authority, parts }: TaskModel, ended: ReadonlySet<Body>): readonly Choice[] {
  const open = parts.filter(({ isOpen, body }) => isOpen && !ended.has(body))
  const others = cast.filter((one) => !ended.has(one) && !parts.some(({ body }) => body === one))
  if (!open.length || !others.length) return []
  const [{ body }, other] = [dice.pick(open), dice.pick(others)]
  const service = 'services/lead-agency'
  return [
    { side: 'body', body, act: dice.pick(acts), actor: body },
    { side: 'task', act: { type: 'Transfer', organisation: body, successor: other, due: undefined }, actor: authority },
    { side: 'task', act: { type: 'Succeed', organisation: other, successor: body }, actor: service },
  ]
}
