/**
 * The coordination office in a game: it hears, late but in order, what both sides record of the task, and supervises. What its
 * service decides, and what time brings about there, must be what the model says.
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { type Day, dayFrom, dayOf } from '#shared/domain/calendar.ts'
import type { Context, Recorded } from '#shared/domain/decider.ts'
import { supervisionName } from '#shared/domain/resource-name.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { entryOf } from '#shared/testing/supervision-facts.ts'
import { text } from '#shared/testing/task-facts.ts'
import { type SupervisionCommand, supervisionDecider } from '../../services/coordination-office/domain/supervision.ts'
import type {
  PartFact,
  Supervision,
  SupervisionFact,
} from '../../services/coordination-office/domain/supervision-state.ts'
import { taskView } from '../../services/coordination-office/domain/task.ts'
import type { Dice } from '../hostile/dice.ts'
import { Admissions } from './admissions.ts'
import { authority, cast, copied } from './choice.ts'
import { hear } from './hear.ts'
import type { Issue } from './issue.ts'
import type { Body } from './part-model.ts'
import { factDiffers, name, saidOf, short, stateDiffers } from './supervision-agreement.ts'
import { type Phase, type Rung, rungs, type SupervisionAct, SupervisionModel, type Why } from './supervision-model.ts'
import { TaskModel } from './task-model.ts'
import { type AnyRecorded, taskName } from './world.ts'

type Tell = (differences: readonly string[]) => void
const why = text('理由')

const phases: Readonly<Record<string, Phase>> = {
  ...{ ReplyLimitPassed: 'lapsed', StepReplied: 'replied', ReplyReturned: 'returned' },
  ...{ ReplyAccepted: 'accepted', StepWithdrawn: 'withdrawn' },
}

export class Supervisor {
  private task: Task | undefined
  private model: TaskModel | undefined
  private readonly states = new Map<Body, Supervision>()
  private readonly admissions = new Admissions()
  private readonly models = new Map<Body, SupervisionModel>()
  private readonly issue: Issue
  private readonly agree: Tell
  private readonly tell: (line: string) => void
  private readonly count: (type: string) => void

  constructor(
    issue: Issue,
    { agree, tell, count }: { agree: Tell; tell: (line: string) => void; count: (type: string) => void },
  ) {
    this.issue = issue
    this.agree = agree
    this.tell = tell
    this.count = count
  }

  // ---- What it hears

  hear(recorded: AnyRecorded): void {
    const { fact } = recorded
    if (taskView.folds.some(({ $type }) => $type === fact.$type))
      this.task = taskView.evolve(this.task, recorded as never, taskName)
    if (fact.$type === 'qiantou.task.v1.TaskIssued') this.model = new TaskModel(this.issue)
    else if (this.model) this.hearOfLeads(this.model, recorded)
    if (supervisionDecider.folds.some(({ $type }) => $type === fact.$type))
      for (const stream of supervisionDecider.touches(recorded as never)) {
        const body = `organisations/${stream.split('/').at(-1)}`
        const state = supervisionDecider.evolve(this.states.get(body), recorded as Recorded<PartFact>, stream)
        if (state) this.states.set(body, state)
      }
    this.hearOfPart(recorded)
  }

  /** A record that moves a part says who leads from then on, if anybody else does; what is supervised hears of it by that. */
  private hearOfLeads(model: TaskModel, recorded: AnyRecorded): void {
    const { fact } = recorded
    const former = `${model.leads}`
    hear(model, recorded as never)
    if (!('leadsChange' in fact)) return
    const said = `${fact.leadsChange?.leads ?? former}`
    if (said !== `${model.leads}`) this.agree([`${name(fact)} says that ${said} lead, by the model ${model.leads}`])
    for (const own of this.models.values()) {
      const isToldOf = !fact.leadsChange || fact.leadsChange.bodies.includes(own.body)
      if (own.leads && !isToldOf) this.agree([`${name(fact)} leaves out ${own.body}, to which something was addressed`])
      own.ledBy(model.leads)
    }
  }

  private of(body: Body): SupervisionModel {
    const known = this.models.get(body) ?? new SupervisionModel(body, this.issue.rules.calendar)
    this.models.set(body, known)
    return known
  }

  private hearOfPart({ fact, subject, at }: AnyRecorded): void {
    switch (fact.$type) {
      case 'qiantou.task.v1.SubmissionAccepted':
        return this.of(fact.organisation).end()
      case 'qiantou.task.v1.AssignmentWaived':
        return this.of(fact.organisation).leave()
      case 'qiantou.task.v1.DutiesSucceeded':
        // Rule 23: nothing is addressed to a body that has ended.
        if (!fact.successor) this.of(fact.organisation).leave()
        return
      case 'qiantou.task.v1.AssignmentReassigned':
      case 'qiantou.task.v1.AssignmentTransferred':
        this.of(fact.organisation).leave()
        return this.of(fact.successor?.organisation ?? '').beginAnew(fact.due && dayFrom(fact.due))
      case 'qiantou.task.v1.TaskCancelled':
        for (const body of fact.organisations) this.of(body).end()
        return
      case 'qiantou.task.v1.TaskReopened':
        for (const body of fact.organisations) {
          this.of(body).ended = false
          if (fact.due) this.of(body).moveDue(dayFrom(fact.due))
        }
        return
      case 'qiantou.task.v1.AssignmentSuspended':
        this.of(fact.organisation).standsSince = dayOf(at)
        return
      case 'qiantou.task.v1.AssignmentResumed':
        this.of(fact.organisation).goOn(dayOf(at))
        if (fact.due) this.of(fact.organisation).moveDue(dayFrom(fact.due))
        return
      case 'qiantou.task.v1.ExtensionGranted':
        if (!fact.milestone && fact.due) this.of(fact.organisation).moveDue(dayFrom(fact.due))
        return
      case 'qiantou.assignment.v1.DeadlineReached': {
        const model = this.of(`organisations/${subject.split('/').at(-1)}`)
        const date = fact.date ? dayFrom(fact.date) : ''
        if (fact.deadline !== 'DEADLINE_DUE' || model.ended || (model.due && date < model.due)) return
        model.late = date
        model.isNew = !model.open
      }
    }
  }

  // ---- What it does

  /** Mostly what comes next, and often enough what does not. */
  private choose(dice: Dice, model: SupervisionModel): { readonly act: SupervisionAct; readonly actor: Body } {
    const somebody = dice.pick([authority, ...cast, copied])
    const actor = dice.percent(90) ? authority : somebody
    const byBody = dice.percent(90) ? model.body : somebody
    if (dice.percent(20)) return { act: { type: 'Urge' }, actor }
    const { open, proposal } = model
    if (open && dice.percent(80)) {
      if (open.phase === 'replied')
        return { act: { type: dice.pick(['Accept', 'Accept', 'Return', 'Withdraw']) }, actor }
      if (dice.percent(40)) return { act: { type: 'Reply' }, actor: byBody }
      if (dice.percent(10)) return { act: { type: 'Withdraw' }, actor }
    }
    if (dice.percent(10)) return { act: { type: dice.pick(['Accept', 'Return', 'Withdraw', 'Reply']) }, actor }
    const rung = proposal && dice.percent(60) ? proposal.rung : dice.pick([rungs[0], ...rungs])
    return { act: { type: 'Issue', rung, isInstructed: dice.percent(15) }, actor }
  }

  act(dice: Dice, at: Date): void {
    const { task, model } = this
    if (!task || !model) return
    const organisation = dice.percent(95)
      ? dice.pick([...model.parts.map(({ body }) => body), ...model.actors])
      : dice.pick(cast)
    const own = this.of(organisation)
    const { act, actor } = this.choose(dice, own)
    const today = dayOf(at)
    const reasons = own.reasons(act, model, actor, today)
    const ground = { task, organisation, entry: entryOf(organisation), text: why, reason: why, evidence: [] }
    const issued =
      act.type === 'Issue' ? { step: `SUPERVISION_STEP_${act.rung}`, instruction: act.isInstructed ? '批示' : '' } : {}
    const command = { ...ground, type: act.type, ...issued, replyWorkingDays: 3 } as SupervisionCommand
    const decided = supervisionDecider.decide(command, this.states.get(organisation), contextOf(actor, at))
    const said = isLeft(decided) ? decided.left.reason : ''
    this.tell(`${at.toISOString()} ${actor} to ${organisation} ${JSON.stringify(act)}\n  ${said || 'accepted'}`)
    if (said ? !reasons.includes(said) : reasons.length > 0)
      this.agree([`${said || 'accepted'}, by the model ${reasons.join(' or ') || 'to be accepted'}`])
    if (isLeft(decided)) return
    this.count(act.type === 'Urge' ? `urge ${own.matter(model, today)}` : `step ${act.type}`)
    for (const fact of decided.right) this.agree(factDiffers(own, model, fact, today))
    this.keep(own, decided.right, actor, at)
  }

  /** What time brings about, which is told once. */
  pass(at: Date): void {
    for (const [body, state] of this.states) {
      const own = this.of(body)
      const expected = own.passed(dayOf(at))
      const due = supervisionDecider.due?.(state)
      const service = 'services/coordination-office'
      const facts = due && new Date(due) <= at ? (supervisionDecider.elapse?.(state, contextOf(service, at)) ?? []) : []
      const said = facts.map(saidOf)
      if (`${said}` !== `${expected}`) this.agree([`time tells ${body} of ${said}, by the model of ${expected}`])
      for (const line of said) this.count(`time ${line.split(' ').at(-2) ?? line}`)
      this.keep(own, facts, service, at)
    }
  }

  private keep(own: SupervisionModel, facts: readonly SupervisionFact[], actor: Body, at: Date): void {
    const subject = supervisionName(taskName, own.body)
    for (const fact of facts) {
      const recorded = { fact, subject, at, actor, source: '//qiantou/coordination-office', sequence: 1n, signOff: [] }
      const state = supervisionDecider.evolve(this.states.get(own.body), recorded, subject) as Supervision
      this.states.set(own.body, state)
      this.admissions.note(subject, supervisionDecider.parties(fact, state))
      this.change(own, fact, dayOf(at))
    }
    this.compare(own)
  }

  private change(own: SupervisionModel, fact: SupervisionFact, today: Day): void {
    // Rule 24: of what is addressed to a body it learns itself, and who leads.
    if ('leads' in fact) [own.leads, own.leadsNow] = [fact.leads, undefined]
    switch (fact.$type) {
      case 'qiantou.supervision.v1.ReadersChanged':
        return
      case 'qiantou.supervision.v1.AssignmentUrged':
        own.urgedOn = today
        return
      case 'qiantou.supervision.v1.StepProposed':
        own.proposal = {
          rung: short(fact.step) as Rung,
          why: short(fact.reason) as Why,
          date: fact.date ? dayFrom(fact.date) : '',
        }
        own.isNew = false
        own.again = undefined
        return
      case 'qiantou.supervision.v1.StepIssued':
        if (own.open) own.open.phase = 'superseded'
        own.steps.push({
          rung: short(fact.step) as Rung,
          phase: 'open',
          replyBy: fact.replyBy ? dayFrom(fact.replyBy) : '',
        })
        own.stood = []
        own.proposal = undefined
        own.isNew = false
        own.again = undefined
        return
      case 'qiantou.supervision.v1.ReplyLimitMoved':
        if (own.open && fact.replyBy) own.open.replyBy = dayFrom(fact.replyBy)
        if (own.open) own.open.phase = 'open'
        own.stood = []
        if (own.proposal?.why === 'UNANSWERED') own.proposal = undefined
        return
      default: {
        const { last } = own
        own.stood = []
        if (last) last.phase = phases[name(fact)] as Phase
        const closes = 'proposeAgainAfter' in fact && fact.proposeAgainAfter
        if (closes) own.again = dayFrom(closes)
        const isAnswered = fact.$type !== 'qiantou.supervision.v1.ReplyLimitPassed'
        if (isAnswered && own.proposal?.why === 'UNANSWERED') own.proposal = undefined
      }
    }
  }

  private compare(own: SupervisionModel): void {
    const state = this.states.get(own.body)
    if (state) this.agree(stateDiffers(own, state, this.admissions.of(supervisionName(taskName, own.body))))
  }
}

const contextOf = (actor: Body, at: Date): Context => ({
  ...{ actor, at, ids: [], signOff: [], requestId: '0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3c', correlationId: taskName },
})
