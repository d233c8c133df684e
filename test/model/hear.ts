/** What the facts of both sides change in the model: each is heard once, in the order of its source. */

import type { DateMessage } from '#proto/google/type/date.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import type { Recorded } from '#shared/domain/decider.ts'
import type { TaskFact } from '#shared/domain/task-fact.ts'
import type {
  AssignmentFact,
  TaskFact as HeardFact,
} from '../../services/supporting-department/domain/assignment-state.ts'
import { type End, firstRole, type HandedOver, isOfFormer, PartModel } from './part-model.ts'
import { openPieceOf, overPieces, PieceModel, type PieceState, release } from './piece-model.ts'
import type { TaskModel } from './task-model.ts'

type Heard = Recorded<TaskFact | HeardFact | AssignmentFact>
type Fact = Heard['fact']
type FactOf<Name extends string> = Extract<Fact, { readonly $type: `qiantou.${'task' | 'assignment'}.v1.${Name}` }>

const day = (date: DateMessage | undefined): Day =>
  date ? `${date.year}-${`${date.month}`.padStart(2, '0')}-${`${date.day}`.padStart(2, '0')}` : ''
const bodyOf = (subject: string): string => `organisations/${subject.split('/').at(-1)}`
const nameOf = ({ $type }: Fact): string => $type.split('.').at(-1) as string

function end(part: PartModel | undefined, how: End): void {
  if (!part || part.end) return
  part.end = how
  part.suspendedSince = undefined
  part.heldSince = undefined
  part.extension = undefined
  part.submittedBy = undefined
}

/** The part goes on, unless it has ended. */
function goOn(part: PartModel, change: (part: PartModel) => void): void {
  if (part.isOpen) change(part)
}

/** @returns whether the fact was one of the bodies' side */
function hearBody(model: TaskModel, { fact, subject, at, actor }: Heard): boolean {
  if (!fact.$type.startsWith('qiantou.assignment.')) return false
  const part = model.part(bodyOf(subject))
  // What was done with a former part of the body says nothing of the one that it has now.
  if (!part || isOfFormer(part, fact)) return true
  switch (nameOf(fact)) {
    case 'AssignmentAcknowledged':
      goOn(part, () => part.acknowledge(dayOf(at)))
      break
    case 'ProgressReported': {
      const { milestone, percent, report, corrects } = fact as FactOf<'ProgressReported'>
      part.reports = report
      part.reportsOn.set(report, milestone)
      if (!milestone) part.percent = percent
      const reached = part.milestones.get(milestone)
      // The newest report on it counts: a correction may take back that it was reached.
      if (reached && !part.isReplaced && !part.doneWithout.has(milestone))
        reached.reached = percent === 100 ? (reached.reached ?? dayOf(at)) : undefined
      goOn(part, () => {
        part.phase = 'working'
        if (!corrects) part.monthly?.give(dayOf(at))
      })
      break
    }
    case 'AssignmentSubmitted': {
      const { submission } = fact as FactOf<'AssignmentSubmitted'>
      part.submissions = submission
      part.percent = 100
      goOn(part, () => {
        part.phase = 'submitted'
        part.submittedBy = actor
        part.heldSince = dayOf(at)
        part.reviewBy = model.rules.calendar.later(dayOf(at), model.rules.review)
      })
      break
    }
    case 'ReassignmentRequested':
      goOn(part, () => {
        part.prior = part.phase
        part.phase = 'asked'
        part.heldSince = dayOf(at)
      })
      break
    case 'ExtensionRequested': {
      const { extension, milestone, due } = fact as FactOf<'ExtensionRequested'>
      part.extensions = extension
      goOn(part, () => {
        part.extension = { number: extension, milestone, due: day(due), opinions: new Map(), by: actor }
      })
      break
    }
    case 'AssignmentDelegated': {
      const { organisation, from, until } = fact as FactOf<'AssignmentDelegated'>
      part.delegates.set(organisation, { from: day(from), until: day(until) })
      break
    }
    case 'DelegationRevoked':
      part.delegates.delete((fact as FactOf<'DelegationRevoked'>).organisation)
      break
    case 'AssignmentSubassigned': {
      const { subassignment, organisation } = fact as FactOf<'AssignmentSubassigned'>
      part.pieces.push(new PieceModel(subassignment, organisation))
      break
    }
    case 'DeadlineReached': {
      const { deadline, milestone, date } = fact as FactOf<'DeadlineReached'>
      const name = deadline.replace('DEADLINE_', '')
      if (name === 'REPORT') goOn(part, () => part.monthly?.miss(day(date)))
      part.told.add(`${name}${milestone ? ` ${milestone}` : ''} ${day(date)}`)
      break
    }
    default:
      hearOfPiece(part, fact)
  }
  return true
}

const pieceStates: Readonly<Record<string, PieceState>> = {
  SubassignmentAcknowledged: 'acknowledged',
  SubassignmentReported: 'working',
  SubassignmentSubmitted: 'submitted',
  SubassignmentAccepted: 'accepted',
  SubassignmentReturned: 'working',
  SubassignmentWithdrawn: 'withdrawn',
}

/** What happens to a piece changes nothing of the part. */
function hearOfPiece(part: PartModel, fact: Fact): void {
  if (!('subassignment' in fact)) return
  const piece = part.pieces.find(({ number }) => number === fact.subassignment) as PieceModel
  const next = pieceStates[nameOf(fact)]
  if (next) piece.state = next
  if (!('organisation' in fact)) return
  if (next === 'withdrawn') piece.isReleased = true
  if (next) return
  const open = openPieceOf(part.pieces, fact.organisation)
  if (open) open.state = 'ended'
  release(part.pieces, fact.organisation)
}

type Handover = FactOf<'AssignmentReassigned' | 'AssignmentTransferred'>

/** The dates that a fact gives to whoever takes a part over. */
export const datesIn = ({ acknowledgeBy, reassignBy, due, milestones, ...fact }: Handover): HandedOver => ({
  acknowledgeBy: day(acknowledgeBy),
  askBy: day(reassignBy),
  due: day(due),
  milestones: new Map(milestones.map((milestone) => [milestone.id, day(milestone.due)])),
  formers: new Map(milestones.flatMap(({ id, formerDue }) => (formerDue ? [[id, day(formerDue)]] : []))),
  reached: new Map(fact.reached.map(({ id, reachedOn }) => [id, day(reachedOn)])),
  suspendedOn: 'suspendedOn' in fact && fact.suspendedOn ? day(fact.suspendedOn) : undefined,
})

function handOver(model: TaskModel, fact: Handover, on: Day): void {
  const former = model.part(fact.organisation) as PartModel
  const successor = (fact.successor as { organisation: string }).organisation
  end(former, nameOf(fact) === 'AssignmentReassigned' ? 'reassigned' : 'transferred')
  if ('succession' in fact && fact.succession) model.successions.add(former.body, successor)
  // Rule 11: the former part stays as it was when it went, for whoever hears of its reports late or early.
  const { reached } = datesIn(fact)
  for (const [id, milestone] of former.milestones) milestone.reached = reached.get(id)
  const own = model.part(successor)
  // Rule 19: a successor that has a part already keeps its own, in the first of the two roles.
  if (own && !own.isGone) {
    own.role = firstRole([own.role, former.role])
    return
  }
  const part = new PartModel(successor, former.role, datesIn(fact), on, model.monthly)
  if (fact.formerDue) part.formerDues = [day(fact.formerDue)]
  // Whom the body has delegated to acts for it until that is over, whichever part it has.
  part.delegates = own?.delegates ?? part.delegates
  part.pieces = own?.pieces ?? []
  part.number = own ? own.number + 1 : 1
  overPieces(part.pieces)
  // Rule 11: the role and the place of the body that is released, whatever it had before.
  if (own) model.parts.splice(model.parts.indexOf(own), 1)
  model.parts.splice(model.parts.indexOf(former) + 1, 0, part)
}

function hearAboutPart(model: TaskModel, part: PartModel, { fact, actor, at }: Heard): void {
  switch (nameOf(fact)) {
    case 'SubmissionAccepted':
      return end(part, 'accepted')
    case 'SubmissionReturned':
      return goOn(part, () => {
        part.phase = 'working'
        part.reviewBy = undefined
        part.submittedBy = undefined
        part.release(dayOf(at))
      })
    case 'AssignmentReassigned':
    case 'AssignmentTransferred':
      return handOver(model, fact as Handover, dayOf(at))
    case 'AssignmentWaived':
      return end(part, 'waived')
    case 'AssignmentUpheld':
      return goOn(part, () => {
        part.phase = part.prior
        part.release(dayOf(at))
      })
    case 'AssignmentSuspended':
      return goOn(part, () => {
        part.suspendedSince = dayOf(at)
      })
    case 'AssignmentResumed':
      // What the body has reached meanwhile, unheard, does not take back what was decided.
      return goOn(part, () => {
        const { milestones, reviewBy, extensionDue } = fact as FactOf<'AssignmentResumed'>
        // A request that was not heard of when this was decided asks for the day that it did.
        if (part.extension && extensionDue) part.extension.due = day(extensionDue)
        const moved = milestones.map(({ id }) => id)
        model.resume(part, dayOf(at), moved, day(reviewBy))
      })
    case 'ExtensionOpinionGiven':
      part.extension?.opinions.set(actor, (fact as FactOf<'ExtensionOpinionGiven'>).supports)
      return
    case 'ExtensionGranted': {
      const { milestone, due } = fact as FactOf<'ExtensionGranted'>
      if (milestone) part.moveMilestone(milestone, day(due))
      else part.moveDue(day(due))
      part.extension = undefined
      return
    }
    case 'ExtensionRefused':
      part.extension = undefined
  }
}

/** Hears a fact of either side, other than that the task was issued. */
export function hear(model: TaskModel, heard: Heard): void {
  if (hearBody(model, heard)) return
  hearOfTask(model, heard)
  model.checkCompiler()
  model.settle()
}

function hearOfTask(model: TaskModel, heard: Heard): void {
  const { fact, actor, at } = heard
  const part = 'organisation' in fact ? model.part(fact.organisation) : undefined
  switch (nameOf(fact)) {
    case 'AuthoritySucceeded':
      model.successions.add(model.authority, (fact as FactOf<'AuthoritySucceeded'>).successor)
      model.authority = (fact as FactOf<'AuthoritySucceeded'>).successor
      model.copied.delete(model.authority)
      return
    case 'DelegateSucceeded': {
      const { delegate, successor } = fact as FactOf<'DelegateSucceeded'>
      model.successions.add(delegate, successor)
      return
    }
    case 'DutiesSucceeded':
      if (!part) return
      model.successions.add(part.actor || part.body, (fact as FactOf<'DutiesSucceeded'>).successor)
      part.succeededBy = (fact as FactOf<'DutiesSucceeded'>).successor
      part.gone ||= part.succeededBy === ''
      return
    case 'CompilerConfirmed':
      model.compiler = (fact as FactOf<'CompilerConfirmed'>).organisation
      return
    case 'ClosingProposed': {
      const { countersignBy } = fact as FactOf<'ClosingProposed'>
      model.proposals.add(actor)
      if (countersignBy) model.answerBy = day(countersignBy)
      return
    }
    case 'ClosingReturned':
      return model.forgetClosing()
    case 'CountersignatureLimitPassed':
      model.answersTold = true
      return
    case 'ClosingCountersigned':
      model.signed.add(actor)
      return
    case 'ClosingDissented':
      for (const dissenters of [model.dissent, model.dissents]) dissenters.add(actor)
      return
    case 'DissentRuled':
      for (const body of (fact as FactOf<'DissentRuled'>).silent) model.silences.add(body)
      if ((fact as FactOf<'DissentRuled'>).closes) model.state = 'proposed'
      else model.forgetClosing()
      return
    case 'TaskClosed':
      model.state = 'closed'
      return
    case 'TaskReopened': {
      const { organisations, due } = fact as FactOf<'TaskReopened'>
      for (const organisation of organisations) model.part(organisation)?.reopen(day(due), dayOf(at))
      model.state = 'issued'
      return model.forgetClosing()
    }
    case 'TaskArchived':
      model.state = 'archived'
      return
    case 'TaskCancelled':
      for (const organisation of (fact as FactOf<'TaskCancelled'>).organisations)
        end(model.part(organisation), 'cancelled')
      model.state = 'cancelled'
      return
    default:
      if (part) hearAboutPart(model, part, heard)
  }
}
