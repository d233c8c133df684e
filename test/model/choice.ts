/** What somebody might command next: mostly what makes sense, and often enough what does not. */
import type { Day } from '#shared/domain/calendar.ts'
import type { Dice } from '../hostile/dice.ts'
import type { BodyAct } from './body-rules.ts'
import type { Body, PartModel, TaskModel } from './task-model.ts'
import type { TaskAct } from './task-rules.ts'
import { daysLater } from './working-days.ts'

const named = (code: string): Body => `organisations/${code}`
export const authority = named('office')
export const cast = ['lead-1', 'lead-2', 'lead-3', 'duty-1', 'duty-2', 'spare-1', 'spare-2', 'spare-3'].map(named)
export const copied = named('copied')
const everybody = [authority, ...cast, copied, named('stranger')]

export type Choice =
  | { readonly side: 'task'; readonly act: TaskAct; readonly actor: Body }
  | { readonly side: 'body'; readonly body: Body; readonly act: BodyAct; readonly actor: Body }

const aboutPart = [
  ...([
    'Accept',
    'Accept',
    'Accept',
    'Accept',
    'Accept',
    'Accept',
    'Accept',
    'Accept',
    'Return',
    'Uphold',
    'Uphold',
  ] as const),
  ...(['Suspend', 'Resume', 'Resume', 'Resume', 'Resume'] as const),
]
const handing = ['Reassign', 'Reassign', 'Transfer', 'Succeed'] as const
const closing = [
  'ProposeClosing',
  'ProposeClosing',
  'Countersign',
  'Countersign',
  'Dissent',
  'Close',
  'Comment',
] as const

function taskAct(dice: Dice, model: TaskModel, today: Day): TaskAct {
  const kind = dice.below(100)
  const organisation = dice.percent(95) ? dice.pick(model.parts).body : dice.pick(everybody)
  if (kind < 45) return { type: dice.percent(3) ? 'Waive' : dice.pick(aboutPart), organisation }
  if (kind < 47) {
    // A body that has ended is succeeded by another.
    const successor = dice.pick(cast.filter((body) => body !== organisation))
    return { type: dice.pick(handing), organisation, successor }
  }
  if (kind < 60) return { type: 'GiveOpinion', organisation, supports: dice.percent(60) }
  const due = dice.percent(40) ? daysLater(today, dice.below(60) - 5) : undefined
  if (kind < 67) return { type: 'GrantExtension', organisation, due }
  if (kind < 70) return { type: 'RefuseExtension', organisation }
  if (kind < 77) return { type: 'ConfirmCompiler', organisation }
  if (kind < 80) return { type: 'Rule', closes: dice.percent(50) }
  if (kind === 80 && dice.percent(20)) return { type: 'Cancel' }
  return { type: dice.pick(closing), evidence: dice.percent(85) }
}

function bodyAct(dice: Dice, part: PartModel | undefined, today: Day): BodyAct {
  const kind = dice.below(100)
  const milestone = dice.pick(['', ...(part?.milestones.keys() ?? []), ...(dice.percent(5) ? ['none'] : [])])
  if (kind < 22) return { type: 'Acknowledge' }
  if (kind < 45)
    return {
      type: 'Report',
      milestone,
      percent: dice.pick([0, 50, 100]),
      corrects: dice.percent(20) ? dice.below(4) : 0,
    }
  if (kind < 65) return { type: 'Submit' }
  if (kind < 73) return { type: 'RequestReassignment' }
  if (kind < 87) {
    const former = part?.milestones.get(milestone)?.due ?? part?.due ?? today
    return { type: 'RequestExtension', milestone, due: daysLater(former, dice.below(20) - 2) }
  }
  const delegate = dice.pick(cast)
  if (kind < 95) {
    const from = daysLater(today, dice.below(10) - 3)
    return { type: 'Delegate', delegate, from, until: daysLater(from, dice.pick([0, 3, 30, 366, 367, -1])) }
  }
  return { type: 'RevokeDelegation', delegate }
}

/** Who would rightly do it. */
function rightful(dice: Dice, model: TaskModel, act: TaskAct): Body {
  if (act.type === 'Succeed') return 'services/lead-agency'
  const part = 'organisation' in act ? model.part(act.organisation) : undefined
  if (act.type === 'Accept' || act.type === 'Return') return dice.pick(part ? model.reviewers(part) : [authority])
  if (act.type === 'GiveOpinion') return dice.pick(model.leads.length ? model.leads : [authority])
  if (act.type === 'ProposeClosing') return dice.pick(model.proposers.length ? model.proposers : [authority])
  if (act.type === 'Countersign' || act.type === 'Dissent' || act.type === 'Comment') return dice.pick(model.parts).body
  return authority
}

/** `task` and `bodies` are what each side knows. */
export function choose(dice: Dice, task: TaskModel, bodies: TaskModel | undefined, today: Day): Choice {
  const isRight = dice.percent(85)
  if (!bodies || dice.percent(45)) {
    const act = taskAct(dice, task, today)
    const actor = isRight || act.type === 'Succeed' ? rightful(dice, task, act) : dice.pick(everybody)
    return { side: 'task', act, actor }
  }
  const body = dice.percent(97) ? dice.pick(bodies.parts).body : dice.pick(everybody)
  const part = bodies.part(body)
  const delegate = part && dice.percent(20) ? [...part.delegates.keys()][0] : undefined
  return {
    side: 'body',
    body,
    act: bodyAct(dice, part, today),
    actor: isRight ? (delegate ?? body) : dice.pick(everybody),
  }
}
