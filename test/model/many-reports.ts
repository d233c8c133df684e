/** A body reports more than may be corrected, on this and that, and then corrects what is old, or just not (rule 8). */
import type { Dice } from '../hostile/dice.ts'
import type { BodyAct } from './body-rules.ts'
import type { Choice } from './choice.ts'
import type { Body } from './part-model.ts'
import type { TaskModel } from './task-model.ts'

/** One right after the other; nothing where nobody is at work. */
export function manyReports(dice: Dice, { parts }: TaskModel, ended: ReadonlySet<Body>): readonly Choice[] {
  const working = parts.filter((part) => part.isAt('acknowledged', 'working') && !ended.has(part.body))
  if (!working.length) return []
  const { body, milestones, reports } = dice.pick(working)
  const about = ['', ...milestones.keys()]
  const report = (corrects: number): Choice => {
    const act: BodyAct = { type: 'Report', milestone: dice.pick(about), percent: dice.pick([0, 50, 100]), corrects }
    return { side: 'body', body, act, actor: body }
  }
  const many = Array.from({ length: 20 + dice.below(3) }, () => report(0))
  const corrections = Array.from({ length: 3 }, () => report(reports + 1 + dice.below(4)))
  return [...many, ...corrections]
}
