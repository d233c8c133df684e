/** One task from its issue on, played by random bodies at random times; the model says what each command must come to. */
import { isLeft, isRight, right } from 'fp-ts/lib/Either.js'
import { Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import { Body, TaskContent } from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, dayFrom, dayOf, toDate } from '#shared/domain/calendar.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { text } from '#shared/testing/task-facts.ts'
import type { TaskCommand } from '../../services/lead-agency/domain/task.ts'
import type { Dice } from '../hostile/dice.ts'
import { bodyCommand, limitNameOf, taskCommand } from './act.ts'
import { partyDifferences } from './admissions.ts'
import { bodyDifferences, sideDifferences, taskDifferences } from './agreement.ts'
import { bodyReasons } from './body-rules.ts'
import { authority, type Choice, choose, copied } from './choice.ts'
import { comeback } from './comeback.ts'
import { factDifferences } from './fact-agreement.ts'
import { hear } from './hear.ts'
import { chooseIssue, type Issue } from './issue.ts'
import { lightDifferences } from './light-agreement.ts'
import { manyReports } from './many-reports.ts'
import { isOfFormer, type PartModel } from './part-model.ts'
import { ending } from './piece-model.ts'
import { Supervisor } from './supervisor.ts'
import { TaskModel } from './task-model.ts'
import { type Reasons, taskReasons } from './task-rules.ts'
import { dayAt } from './working-days.ts'
import { type AnyRecorded, taskName, World } from './world.ts'

const hourMilliseconds = 3_600_000
/** Says what does not agree, and what led to it. */
export class Disagreement extends Error {}

export class Game {
  commands = 0
  accepted = 0
  readonly reasons = new Map<string, number>()
  readonly types = new Map<string, number>()
  private readonly dice: Dice
  private readonly world = new World()
  private readonly story: string[] = []
  private at: Date
  private readonly task: TaskModel
  /** How often in a hundred turns timers look: in some games they are long late. */
  private readonly timers: number
  /** What the bodies' side knows: nothing, until it has heard of the issue. */
  private bodies: TaskModel | undefined
  /** Bodies that are there no more. */
  private readonly ended = new Set<string>()
  private readonly supervisor: Supervisor
  private readonly issue: Issue

  constructor(dice: Dice) {
    this.dice = dice
    this.at = new Date(Date.parse(dayAt(700 + dice.below(330))) + dice.below(24) * hourMilliseconds)
    this.timers = dice.pick([85, 85, 10])
    this.issue = chooseIssue(dice, this.today)
    this.task = new TaskModel(this.issue)
    this.supervisor = new Supervisor(this.issue, {
      agree: (differences) => this.agree(differences),
      tell: (line) => this.story.push(line),
      count: (type) => this.count(type),
    })
    this.issueTask()
  }

  play(commands: number): void {
    for (let i = 0; i < commands; i += 1) {
      this.pass()
      this.supervise()
      const turn = this.inOneTurn()
      for (const choice of turn.length ? turn : [this.choose()]) this.act(choice)
      if (this.dice.percent(60)) this.deliver(1 + this.dice.below(3))
      this.agree(lightDifferences(this.world, this.task, this.at))
      this.agree(partyDifferences(this.world, this.task, this.bodies))
      if (i % 8 === 0) this.agreeOnAll()
    }
    this.deliver(10_000)
    this.agreeOnAll()
    this.agree(sideDifferences(this.world))
    const { task, crossing } = this.world
    for (let orders = 0; task && orders < 3; orders += 1) this.agree(crossing.differences(task, this.dice))
  }

  /** What comes about only where much is done before anybody else does anything; nothing in most turns. */
  private inOneTurn(): readonly Choice[] {
    const { dice, bodies, ended } = this
    if (!bodies) return []
    if (dice.percent(2)) return comeback(dice, this.task, ended)
    return dice.percent(1) && dice.percent(25) ? manyReports(dice, bodies, ended) : []
  }

  /** The office has heard some of what was recorded, and does something about it. */
  private supervise(): void {
    const { dice, world, supervisor } = this
    for (let left = dice.percent(80) ? 10_000 : dice.below(3); left > 0; left -= 1) {
      const heard = world.toOffice.shift()
      if (!heard) break
      supervisor.hear(heard)
    }
    if (dice.percent(this.timers)) supervisor.pass(this.at)
    if (dice.percent(40)) supervisor.act(dice, this.at)
  }

  private get today(): Day {
    return dayOf(this.at)
  }

  private issueTask(): void {
    const { bodies, rules, mode, due, milestones, monthly } = this.issue
    const command: TaskCommand = {
      ...{ type: 'Issue', mode: `RESPONSIBILITY_MODE_${mode}`, authority, copied: [copied] },
      bodies: bodies.map(({ body, role }) => Body.fromPartial({ organisation: body, role: `ROLE_${role}` as never })),
      content: TaskContent.fromPartial({
        ...{ clause: 'programmes/model/clauses/one', title: '任务', due: toDate(due) },
        handledOffline: this.issue.isOffline,
        ...(monthly ? { monthlyReport: { day: monthly.day, reminderDays: monthly.reminder } } : {}),
        milestones: [...milestones].map(([id, day]) => ({ id, title: id, due: toDate(day) })),
      }),
      rules: rulesOf(
        Rules.fromPartial({
          ...{ acknowledgeWorkingDays: rules.acknowledge, reassignmentWorkingDays: rules.reassign },
          ...{
            reviewWorkingDays: rules.review,
            warningWorkingDays: rules.warning,
            closing: `QUORUM_${rules.closing}` as never,
            joint: { countersignWorkingDays: rules.countersign },
            days: [...rules.calendar.days].map(([day, working]) => ({ date: toDate(day), working })),
          },
        }),
      ),
    }
    const decided = this.dice.percent(25) ? this.draft(command) : this.world.decideTask(command, authority, this.at)
    const fact = isRight(decided) ? decided.right[0]?.fact : undefined
    if (fact?.$type !== 'qiantou.task.v1.TaskIssued') throw new Disagreement('the task was not issued')
    const limits = this.task.newLimits(this.today)
    const isProvisional =
      [due, ...milestones.values()].some((date) => rules.calendar.isProvisional(date)) ||
      [limits.acknowledgeBy, limits.askBy].some((last) => rules.calendar.mayMove(this.today, last))
    const said = [fact.acknowledgeBy, fact.reassignBy, fact.warnOn].map((date) => date && dayFrom(date))
    const expected = [limits.acknowledgeBy, limits.askBy, rules.calendar.later(due, -rules.warning)]
    this.agree(
      `${[said, fact.provisional]}` === `${[expected, isProvisional]}`
        ? []
        : [`the issue says ${[said, fact.provisional]}, by the model ${[expected, isProvisional]}`],
    )
  }

  /** Some days before it is drafted, sent back and revised (rule 38): of all that nothing is left, and no other service is told. */
  private draft({ type: _, ...issue }: Extract<TaskCommand, { type: 'Issue' }>) {
    const { world, dice } = this
    const drafter = dice.pick([authority, this.issue.bodies[0]?.body as string])
    const drafted = { issue: right(issue), named: issue.copied }
    const before = new Date(this.at.getTime() - 90 * 24 * hourMilliseconds)
    world.decideTask({ type: 'Draft', ...drafted }, drafter, before)
    if (dice.percent(50)) {
      world.decideTask({ type: 'ReturnDraft', reason: text('再议') }, authority, before)
      world.decideTask({ type: 'ReviseDraft', ...drafted }, drafter, before)
    }
    return world.decideTask({ type: 'ConfirmDraft', ...drafted }, authority, this.at)
  }

  /** Time passes: hours, days, now and then over a holiday. Timers look, mostly. */
  private pass(): void {
    const { dice } = this
    const days = dice.percent(60) ? 0 : dice.percent(85) ? dice.below(4) : dice.below(25)
    this.at = new Date(this.at.getTime() + (days * 24 + dice.below(8)) * hourMilliseconds)
    if (!dice.percent(this.timers)) return
    this.passOfTask()
    if (!this.bodies) return
    for (const part of this.bodies.parts) {
      const expected = this.passed(part)
      const recorded = this.world.elapse(part.body, this.at)
      const said = recorded.map(({ fact }) => limitNameOf(fact))
      this.agree(
        `${[...said].sort()}` === `${expected.sort()}`
          ? []
          : [`time tells ${part.body} of ${said}, by the model of ${expected}`],
      )
      for (const one of recorded) this.hearBodies(one)
    }
  }

  /** That the limit for answers to a proposal to close has passed is told once, with who is silent. */
  private passOfTask(): void {
    const silent = this.task.answersTold ? [] : this.task.silent(this.today)
    const recorded = this.world.elapseTask(this.at)
    const said = recorded.map(({ fact }) =>
      fact.$type === 'qiantou.task.v1.CountersignatureLimitPassed'
        ? `${fact.silent} ${fact.date && dayFrom(fact.date)}`
        : fact.$type,
    )
    const expected = silent.length ? [`${silent} ${this.task.answerBy}`] : []
    this.agree(`${said}` === `${expected}` ? [] : [`time tells of silence: ${said}, by the model ${expected}`])
    for (const one of recorded) hear(this.task, one as never)
    if (recorded.length) this.count('tell of silence')
  }

  private count(type: string): void {
    this.types.set(type, (this.types.get(type) ?? 0) + 1)
  }

  /** What time has brought about of a part, and has not told of: each limit once, and delegations that are over, by their day or with their body. */
  private passed(part: PartModel): string[] {
    const { today } = this
    const limits = part
      .limits(this.issue.rules)
      .filter(({ from, isWarning }) => (isWarning ? today >= from : today > from))
      .map(({ name, day }) => `${name} ${day}`)
      .filter((limit) => !part.told.has(limit))
    return [
      ...limits,
      ...ending(part.pieces, part.isOpen).map((body) => `PIECES OVER ${body}`),
      ...[...part.delegates].filter(([, { until }]) => part.gone || until < today).map(([body]) => `OVER ${body}`),
    ]
  }

  /** Something that is accepted, in most turns, so that tasks come far; anything in the others. */
  private choose(): Choice {
    const { state, dissent, unanswered } = this.task
    // What is refused there alone comes about seldom enough.
    const isRare = state === 'closed' || (dissent.size > 0 && (state === 'proposed' || !unanswered.length))
    const wanted = this.dice.percent(isRare ? 25 : 65)
    for (let tries = 0; ; tries += 1) {
      const choice = choose(this.dice, this.task, this.bodies, this.today, this.ended)
      if (!wanted || tries === 12 || this.reasonsAgainst(choice).length === 0) return choice
    }
  }

  private reasonsAgainst(choice: Choice): Reasons {
    const { actor, side } = choice
    return side === 'task'
      ? taskReasons(this.task, choice.act, actor, this.today)
      : bodyReasons(this.bodies as TaskModel, this.bodies?.part(choice.body), choice.act, actor, this.today)
  }

  private act(choice: Choice): void {
    const { act, actor, side } = choice
    const isTask = side === 'task'
    const reasons = this.reasonsAgainst(choice)
    this.story.push(`${this.at.toISOString()} ${actor} ${isTask ? '' : `for ${choice.body} `}${JSON.stringify(act)}`)
    const decided = isTask
      ? this.world.decideTask(taskCommand(choice.act), actor, this.at)
      : this.world.decideBody(choice.body, bodyCommand(choice.act), actor, this.at)
    this.commands += 1
    const said = isLeft(decided) ? decided.left.reason : ''
    this.story.push(`  ${said || 'accepted'}`)
    if (said ? !reasons.includes(said) : reasons.length > 0)
      this.agree([`${said || 'accepted'}, by the model ${reasons.join(' or ') || 'to be accepted'}`])
    this.reasons.set(said, (this.reasons.get(said) ?? 0) + 1)
    const isHeirs = said === 'OWN_SUBMISSION' && this.task.parts.every(({ submittedBy }) => submittedBy !== actor)
    if (isHeirs) this.count('review what a predecessor submitted')
    if (isLeft(decided)) return
    this.accepted += 1
    this.count(act.type)
    if (act.type === 'Rule' && this.task.silent(this.today).length) this.count('rule on silence')
    if (choice.act.type === 'Succeed') this.ended.add(this.task.part(choice.act.organisation)?.actor as string)
    if (choice.act.type === 'SucceedAuthority') this.ended.add(choice.act.authority)
    for (const { fact } of decided.right) this.agree(factDifferences(this.task, choice, fact, this.today))
    for (const one of decided.right)
      if (isTask) hear(this.task, one as never)
      else this.hearBodies(one)
  }

  private hearBodies(one: AnyRecorded): void {
    if (this.bodies) hear(this.bodies, one as never)
  }

  /** Some of what is under way arrives, on one side or the other. */
  private deliver(times: number): void {
    for (let i = 0; i < times; i += 1) {
      const toBodies = this.dice.percent(50) ? this.world.deliverToBodies() : undefined
      const toTask = toBodies ? undefined : this.world.deliverToTask()
      if (!toBodies && !toTask && !this.world.toBodies.length && !this.world.toTask.length) return
      if (toBodies?.fact.$type === 'qiantou.task.v1.TaskIssued') this.bodies = new TaskModel(this.issue)
      else if (toBodies) this.hearBodies(toBodies)
      if (toTask && this.takesBack(toTask)) this.count('take back what was handed over')
      const about = toTask && this.task.part(`organisations/${toTask.subject.split('/').at(-1)}`)
      if (about && toTask.subject !== taskName && isOfFormer(about, toTask.fact)) this.count('hear of a former part')
      if (toTask) hear(this.task, toTask as never)
    }
  }

  /** A correction that crossed with the handover of the part: its milestone was reached for whoever has it now, and stays so. */
  private takesBack({ fact, subject }: AnyRecorded): boolean {
    if (fact.$type !== 'qiantou.assignment.v1.ProgressReported' || fact.percent === 100) return false
    const part = this.task.part(`organisations/${subject.split('/').at(-1)}`)
    return part?.isReplaced === true && part.milestones.get(fact.milestone)?.reached !== undefined
  }

  private agreeOnAll(): void {
    this.agree(taskDifferences(this.world, this.task))
    if (this.bodies) this.agree(bodyDifferences(this.world, this.bodies))
  }

  private agree(differences: readonly string[]): void {
    if (differences.length) throw new Disagreement([...this.story.slice(-200), ...differences].join('\n'))
  }
}
