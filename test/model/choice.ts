/** What somebody might command next: mostly what makes sense, and often enough what does not. */
import type { Day } from '#shared/domain/calendar.ts'
import { endedOn } from '#shared/domain/presence.ts'
import type { Dice } from '../hostile/dice.ts'
import type { BodyAct } from './body-rules.ts'
import type { Body, PartModel } from './part-model.ts'
import type { TaskModel } from './task-model.ts'
import { isByService, type TaskAct } from './task-rules.ts'
import { daysLater } from './working-days.ts'

const named = (code: string): Body => `organisations/${code}`
export const authority = named('office')
export const cast = ['lead-1', 'lead-2', 'lead-3', 'duty-1', 'duty-2', 'spare-1', 'spare-2', 'spare-3'].map(named)
export const copied = named('copied')
/** What the directory has below the others: one of them may come to have a part too. */
export const below = ['below-1', 'below-2', 'spare-3'].map(named)
const everybody = [authority, ...cast, copied, named('stranger'), ...below]

type Ended = ReadonlySet<Body>

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
const closing = [
  'ProposeClosing',
  'ProposeClosing',
  'Countersign',
  'Countersign',
  'Dissent',
  'Close',
  'Close',
  'Comment',
  'ReturnClosing',
] as const

/** Open parts of which it is on record that nobody succeeds their bodies. */
const orphaned = ({ parts }: TaskModel): readonly PartModel[] =>
  parts.filter(({ isOpen, actor }) => isOpen && actor === '')

/** A part goes to another body; whoever is there no more is succeeded by somebody who is, or by nobody. */
function handing(dice: Dice, model: TaskModel, organisation: Body, today: Day, ended: Ended): TaskAct {
  const there = [...cast, copied].filter((body) => body !== organisation && !ended.has(body))
  if (there.length === 0 || dice.percent(40)) {
    const left = [...model.parts.filter(({ actor }) => ended.has(actor)), ...orphaned(model)]
    const of = left.length && dice.percent(70) ? dice.pick(left).body : organisation
    // Now and then one that has passed on a part before.
    const former = model.parts.filter(({ isReplaced }) => isReplaced && dice.percent(50)).map(({ body }) => body)
    const heirs = [...there, ...there.filter((body) => former.includes(body))].filter((body) => body !== of)
    const successor = dice.percent(25) ? undefined : dice.pick(heirs)
    return { type: 'Succeed', organisation: of, successor }
  }
  const due = dice.percent(40) ? daysLater(today, dice.below(150) - 5) : undefined
  const successor = dice.percent(10) ? model.authority : dice.pick(there)
  return { type: dice.pick(['Reassign', 'Reassign', 'Transfer']), organisation, successor, due }
}

/** Another authority takes over, mostly of the one that there is; whoever has a part or reads along may be it. */
function authorityChange(dice: Dice, model: TaskModel, ended: Ended): TaskAct | undefined {
  if (!dice.percent(ended.has(model.authority) ? 30 : 1)) return undefined
  const successor = dice.pick(
    [...cast, copied, named('heir')].filter((one) => !ended.has(one) && one !== model.authority),
  )
  return { type: 'SucceedAuthority', authority: dice.percent(90) ? model.authority : dice.pick(cast), successor }
}

/** Who submitted for another body, and waits for the review, comes to be who reviews: a lead, or the authority. */
function promotion(dice: Dice, model: TaskModel, ended: Ended): TaskAct | undefined {
  const { authority, parts, leads } = model
  const others = parts.filter(({ body, submittedBy }) => submittedBy !== body).map(({ submittedBy }) => submittedBy)
  const doers = others.filter((one) => one !== undefined && one !== authority && !ended.has(one))
  const leading = parts.filter(({ role, isOpen, submittedBy }) => role === 'LEAD' && isOpen && !submittedBy)
  if (!doers.length || !dice.percent(60)) return undefined
  const successor = dice.pick(doers) as Body
  // Or it is merged into who reviews already.
  const merged = parts.filter(({ body, isOpen, role }) => body === successor && (isOpen || role === 'LEAD'))
  const reviewing = leads.filter((lead) => lead !== successor && !ended.has(lead))
  if (merged.length && reviewing.length && dice.percent(50))
    return { type: 'Succeed', organisation: successor, successor: dice.pick(reviewing) }
  if (reviewing.length && dice.percent(40))
    return { type: 'SucceedDelegate', delegate: successor, successor: dice.pick(reviewing) }
  if (!leading.length || dice.percent(30)) return { type: 'SucceedAuthority', authority, successor }
  return { type: 'Transfer', organisation: dice.pick(leading).body, successor, due: undefined }
}

/** After a task was struck off. */
function after(dice: Dice, model: TaskModel, today: Day, ended: Ended): TaskAct {
  if (dice.percent(10)) return { type: 'Archive' }
  const named = new Set(Array.from({ length: 1 + dice.below(2) }, () => dice.pick(model.parts).body))
  const organisations = [...named]
  const gone = organisations.find((body) => ended.has(body))
  const absent = gone === undefined ? undefined : endedOn(gone, { date: today, successors: [] })
  return { type: 'Reopen', organisations, due: daysLater(today, dice.below(60) - 15), absent, ended }
}

function taskAct(dice: Dice, model: TaskModel, today: Day, ended: Ended): TaskAct {
  const kind = dice.below(100)
  const organisation = dice.percent(95) ? dice.pick(model.parts).body : dice.pick(everybody)
  const change = authorityChange(dice, model, ended) ?? promotion(dice, model, ended)
  if (change) return change
  // What nobody succeeds is looked at again: it is not said twice.
  const orphans = orphaned(model)
  if (orphans.length && dice.percent(5))
    return { type: 'Succeed', organisation: dice.pick(orphans).body, successor: undefined }
  if (dice.percent(model.state === 'closed' ? 80 : 1)) return after(dice, model, today, ended)
  // Once all is done, what is left is to close it, by whom is there.
  if (!model.parts.some(({ isOpen }) => isOpen) && dice.percent(50)) {
    // Where somebody dissents, to decide on it and to go on as if nobody did.
    if (model.dissent.size && dice.percent(40))
      return dice.percent(50)
        ? { type: 'Rule', closes: true }
        : { type: dice.pick(['Close', 'Countersign', 'Dissent']) }
    if (kind < 15) return { type: 'ConfirmCompiler', organisation: dice.pick([...model.actors, organisation]) }
    if (kind < 25) return { type: 'Rule', closes: dice.percent(50) }
    if (kind < 37) return handing(dice, model, organisation, today, ended)
    return { type: dice.pick(closing), evidence: !model.isOffline && dice.percent(90) }
  }
  if (kind < 44) return { type: dice.percent(3) ? 'Waive' : dice.pick(aboutPart), organisation }
  if (kind < 48) return handing(dice, model, organisation, today, ended)
  if (kind < 58) return { type: 'GiveOpinion', organisation, supports: dice.percent(60) }
  const due = dice.percent(40) ? daysLater(today, dice.below(60) - 5) : undefined
  if (kind < 64) return { type: 'GrantExtension', organisation, due }
  if (kind < 67) return { type: 'RefuseExtension', organisation }
  if (kind < 73) return { type: 'ConfirmCompiler', organisation }
  if (kind < 76) return { type: 'Rule', closes: dice.percent(50) }
  if (kind === 80 && dice.percent(20)) return { type: 'Cancel' }
  // Of work that is handled offline there are no files.
  return { type: dice.pick(closing), evidence: !model.isOffline && dice.percent(85) }
}

function pieceAct(dice: Dice, part: PartModel, today: Day): { readonly act: BodyAct; readonly actor: Body } {
  const open = part.pieces.filter(({ isOpen }) => isOpen)
  const { body } = part
  if (!open.length || dice.percent(25)) {
    const organisation = dice.pick(dice.percent(80) ? below : everybody)
    const due = dice.percent(40) ? daysLater(today, dice.below(40) - 3) : undefined
    const isBelow = below.includes(organisation) && organisation !== body
    return { act: { type: 'Subassign', organisation, due, isBelow }, actor: body }
  }
  const { body: organisation, state } = dice.pick(open)
  // What the piece waits for, mostly; taking it back now and then.
  const isBodys = dice.percent(80) ? state === 'submitted' : dice.percent(60)
  if (!isBodys)
    return { act: { type: dice.pick(['AcknowledgePiece', 'ReportPiece', 'SubmitPiece']) }, actor: organisation }
  return {
    act: {
      type: dice.pick([
        'AcceptPiece',
        'AcceptPiece',
        'ReturnPiece',
        dice.percent(60) ? 'AcceptPiece' : 'WithdrawPiece',
      ]),
      organisation,
    },
    actor: body,
  }
}

function bodyAct(dice: Dice, part: PartModel | undefined, today: Day): BodyAct {
  const kind = dice.below(100)
  const milestone = dice.pick(['', ...(part?.milestones.keys() ?? []), ...(dice.percent(5) ? ['none'] : [])])
  if (kind < 22) return { type: 'Acknowledge' }
  if (kind < 45) {
    const corrects = dice.percent(20) ? dice.below(4) : 0
    // About what it corrects, mostly.
    const about = dice.percent(80) ? part?.reportsOn.get(corrects) : undefined
    return { type: 'Report', milestone: about ?? milestone, percent: dice.pick([0, 50, 100]), corrects }
  }
  if (kind < 65) return { type: 'Submit' }
  if (kind < 73) return { type: 'RequestReassignment' }
  if (kind < 87) {
    const former = part?.milestones.get(milestone)?.due ?? part?.due ?? today
    return { type: 'RequestExtension', milestone, due: daysLater(former, dice.below(20) - 2) }
  }
  const delegate = dice.pick([...cast, ...below])
  if (kind < 95) {
    const from = daysLater(today, dice.below(10) - 3)
    return { type: 'Delegate', delegate, from, until: daysLater(from, dice.pick([0, 3, 30, 366, 367, -1])) }
  }
  return { type: 'RevokeDelegation', delegate }
}

/** Who would rightly do it. */
function rightful(dice: Dice, model: TaskModel, act: TaskAct): Body {
  const { authority } = model
  if (isByService(act)) return 'services/lead-agency'
  const part = 'organisation' in act ? model.part(act.organisation) : undefined
  if (act.type === 'Accept' || act.type === 'Return') return dice.pick(part ? model.reviewers(part) : [authority])
  if (act.type === 'GiveOpinion') return dice.pick(model.leads.length ? model.leads : [authority])
  if (act.type === 'ProposeClosing') return dice.pick(model.proposers.length ? model.proposers : [authority])
  if (act.type === 'Comment') return dice.pick([...model.actors, authority, copied])
  if (act.type === 'Countersign' || act.type === 'Dissent') return dice.pick([...model.actors, authority])
  return authority
}

/**
 * `task` and `bodies` are what each side knows, `ended` which bodies are there no more: those command nothing, because their
 * certificates are refused.
 */
export function choose(dice: Dice, task: TaskModel, bodies: TaskModel | undefined, today: Day, ended: Ended): Choice {
  for (;;) {
    const choice = chooseOf(dice, task, bodies, today, ended)
    if (!ended.has(choice.actor)) return choice
  }
}

/** A body corrects what it has reached, and has not heard yet that its part is another's. */
function correction(dice: Dice, task: TaskModel, bodies: TaskModel): Choice | undefined {
  const reports = task.parts.flatMap(({ isReplaced, body, milestones }) => {
    const reached = [...milestones].filter(([, one]) => one.reached).map(([id]) => id)
    return isReplaced && bodies.part(body)?.isAt('acknowledged', 'working')
      ? reached.map((milestone) => ({ body, milestone }))
      : []
  })
  if (!reports.length || !dice.percent(30)) return undefined
  const { body, milestone } = dice.pick(reports)
  const made = [...(bodies.part(body)?.reportsOn ?? [])].findLast(([, about]) => about === milestone)
  const act = { type: 'Report', milestone, percent: 50, corrects: made?.[0] ?? 0 } as const
  return { side: 'body', body, act, actor: body }
}

/** Whoever submitted for another body, or has succeeded who did, and reviews others by now, would review that too. */
function ownReview(dice: Dice, model: TaskModel): Choice | undefined {
  const { leads, authority } = model
  for (const part of model.parts) {
    const [submitter, organisation] = [model.submitter(part), part.body]
    if (submitter && submitter !== organisation && [authority, ...leads].includes(submitter) && dice.percent(40))
      return { side: 'task', act: { type: 'Accept', organisation }, actor: submitter }
  }
  return undefined
}

/** One body of a task submits for another, which has delegated to it: what follows from that comes about by this alone. */
function forAnother(dice: Dice, { mode, parts }: TaskModel, today: Day): Choice | undefined {
  const supporters = parts.filter(({ isOpen, role }) => isOpen && (role !== 'LEAD' || mode !== 'LED'))
  const working = supporters.filter((part) => part.isAt('acknowledged', 'working'))
  if (!working.length || !dice.percent(4)) return undefined
  const { body, delegates } = dice.pick(working)
  const others = supporters.map((part) => part.body).filter((one) => one !== body)
  const actor = others.find((one) => (delegates.get(one)?.until ?? '') >= today)
  if (actor) return { side: 'body', body, act: { type: 'Submit' }, actor }
  if (!others.length) return undefined
  const act = { type: 'Delegate', delegate: dice.pick(others), from: today, until: daysLater(today, 30) } as const
  return { side: 'body', body, act, actor: body }
}

function chooseOf(dice: Dice, task: TaskModel, bodies: TaskModel | undefined, today: Day, ended: Ended): Choice {
  const rare = ownReview(dice, task) ?? (bodies && (correction(dice, task, bodies) ?? forAnother(dice, bodies, today)))
  if (rare) return rare
  const isRight = dice.percent(85)
  if (!bodies || dice.percent(45)) {
    const act = taskAct(dice, task, today, ended)
    const actor = isRight || isByService(act) ? rightful(dice, task, act) : dice.pick(everybody)
    return { side: 'task', act, actor }
  }
  const body = dice.percent(97) ? dice.pick(bodies.parts).body : dice.pick(everybody)
  const part = bodies.part(body)
  const delegate = part && dice.percent(20) ? [...part.delegates.keys()][0] : undefined
  if (part && dice.percent(20)) {
    const { act, actor } = pieceAct(dice, part, today)
    const rightly = actor === body ? (delegate ?? body) : actor
    return { side: 'body', body, act, actor: isRight ? rightly : dice.pick(everybody) }
  }
  return {
    side: 'body',
    body,
    act: bodyAct(dice, part, today),
    actor: isRight ? (delegate ?? body) : dice.pick(everybody),
  }
}
