/** Drafts one after another, played by random bodies until each is issued or withdrawn, in a directory that changes meanwhile. */

import { type Either, isLeft, left } from 'fp-ts/lib/Either.js'
import { TaskContent } from '#proto/qiantou/task/v1/task_events.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import type { TaskFact } from '#shared/domain/task-fact.ts'
import { taskLight } from '#shared/domain/task-light.ts'
import { taskParties } from '#shared/domain/task-roles.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { text } from '#shared/testing/task-facts.ts'
import { taskView as officeView } from '../../services/coordination-office/domain/task.ts'
import type { TaskCommand } from '../../services/lead-agency/domain/task.ts'
import { type Issue, issueOf, refusedFormer } from '../../services/lead-agency/domain/task-issue.ts'
import type { Dice } from '../hostile/dice.ts'
import { said } from './admissions.ts'
import { cast, clauseIds, DraftGround, formerNames, group, heir, readers } from './draft-ground.ts'
import {
  type DraftAct,
  type DraftModel,
  draftersAmong,
  draftReasons,
  effect,
  type Wanted,
  wantedClause,
} from './draft-model.ts'
import { Disagreement } from './game.ts'
import type { Body } from './part-model.ts'
import { dayAt } from './working-days.ts'
import { type AnyRecorded, taskName, World } from './world.ts'

const service = 'services/lead-agency'
const why = text('理由')

type Choice = { readonly act: DraftAct; readonly actor: Body }

export class DraftGame {
  commands = 0
  readonly reasons = new Map<string, number>()
  readonly types = new Map<string, number>()
  private readonly dice: Dice
  private readonly ground = new DraftGround()
  private at: Date
  private world = new World()
  private model: DraftModel | undefined
  private story: string[] = []
  private titles = 0

  constructor(dice: Dice) {
    this.dice = dice
    this.at = new Date(Date.parse(dayAt(700 + dice.below(360))))
  }

  play(commands: number): void {
    for (let i = 0; i < commands; i += 1) {
      this.at = new Date(this.at.getTime() + this.dice.below(40) * 3_600_000)
      if (this.dice.percent(8)) this.story.push(this.ground.change(this.dice))
      this.act(this.choose())
      this.compare()
      if (this.model && this.model.state !== 'draft' && this.dice.percent(40)) this.begin()
    }
  }

  /** Another task. */
  private begin(): void {
    this.world = new World()
    this.model = undefined
    this.story = [`the directory: ${[...this.ground.heirs]}`]
  }

  // ---- What somebody might do

  private choose(): Choice {
    const wanted = this.dice.percent(60)
    for (let tries = 0; ; tries += 1) {
      const choice = this.chooseAny()
      if (this.ground.heirs.has(choice.actor)) continue
      if (!wanted || tries > 12 || draftReasons(this.ground, this.model, choice.act, choice.actor).length === 0)
        return choice
    }
  }

  private chooseAny(): Choice {
    const { dice, ground, model } = this
    const anybody = dice.pick([ground.office, ...cast, ...readers, heir, group])
    if (!model || dice.percent(5)) {
      const act: DraftAct = { type: dice.percent(80) ? 'Draft' : 'Issue', ...this.wanted() }
      const drafters = [ground.office, ...draftersAmong(ground.bodiesOf(act.clause) ?? [])]
      return { act, actor: dice.percent(75) ? dice.pick(drafters) : anybody }
    }
    if (dice.percent(12) && this.heirsOf(model).length) return { act: this.succession(model), actor: service }
    const actor = dice.percent(45) ? model.authority : dice.percent(70) ? dice.pick([...model.parties]) : anybody
    return { act: this.onTask(model), actor }
  }

  private onTask({ state, wanted }: DraftModel): DraftAct {
    const { dice } = this
    // What else is done in a task that was issued is another matter.
    const kind = dice.below(state === 'issued' ? 82 : 100)
    if (kind < 40) return { type: 'ReviseDraft', ...this.wanted(wanted) }
    if (kind < 60) return { type: 'ReturnDraft' }
    if (kind < 82) return { type: 'ConfirmDraft' }
    if (kind < 85) return { type: 'Cancel' }
    if (kind < 92) return { type: 'Comment' }
    if (kind < 96) return { type: dice.pick(['Accept', 'Waive']), organisation: dice.pick(cast) }
    return { type: dice.pick(state === 'draft' ? ['Close', 'Countersign', 'Archive'] : ['Close', 'Countersign']) }
  }

  private wanted(former?: Wanted): Wanted {
    const { dice } = this
    this.titles += 1
    const stays = former && dice.percent(90)
    return {
      clause: stays ? former.clause : dice.pick([...clauseIds, ...clauseIds, 'led', 'led', 'joint', 'none']),
      title: `任务 ${this.titles}`,
      copied: dice.percent(40) ? [dice.pick([...readers, group, ...cast])] : [],
      continues: stays && dice.percent(60) ? former.continues : dice.percent(40) ? dice.pick(formerNames) : undefined,
    }
  }

  /** Who might take the authority's place. */
  private heirsOf({ authority }: DraftModel): readonly Body[] {
    return [heir, ...cast].filter((one) => !this.ground.heirs.has(one) && one !== authority)
  }

  /** Somebody who is there no more passes on what it drafts, or the office the whole of the task. */
  private succession(model: DraftModel): DraftAct {
    const { dice, ground } = this
    // Of what was issued parts are passed on, which is another matter.
    if (model.state === 'issued' || dice.percent(15)) {
      const successor = model.authority === ground.office ? dice.pick(this.heirsOf(model)) : ground.office
      return { type: 'SucceedAuthority', authority: dice.percent(80) ? model.authority : dice.pick(cast), successor }
    }
    const gone = [...model.drafters.filter((one) => ground.heirs.has(one)), ...model.left]
    const organisation = gone.length && dice.percent(90) ? dice.pick(gone) : dice.pick(cast)
    // Somebody may be named afterwards to succeed who has left it without a successor.
    const named = model.left.has(organisation) && dice.percent(50) ? dice.pick(cast) : undefined
    return { type: 'Succeed', organisation, successor: named ?? ground.workerOf(organisation) }
  }

  // ---- What comes of it

  /** As the service puts it together of programme, directory and former task (grpc/task-issue.ts). */
  private issued(wanted: Wanted, actor: Body, draft: Task | undefined): Either<Rejection, Issue> {
    const { ground, at } = this
    const content = TaskContent.fromPartial({
      ...{ clause: wantedClause(wanted), title: wanted.title, due: { year: 2030, month: 6, day: 30 } },
      ...(wanted.continues === undefined ? {} : { continues: wanted.continues }),
    })
    const refused = refusedFormer(content, ground.formerOf(wanted.continues)?.task, actor, draft)
    return refused
      ? left(refused)
      : issueOf(ground.programme, { content, copied: wanted.copied }, dayOf(at), ground.entryOf)
  }

  private command(act: DraftAct, actor: Body): Either<Rejection, TaskCommand> {
    const { task } = this.world
    const right = (command: TaskCommand) => ({ _tag: 'Right', right: command }) as const
    switch (act.type) {
      case 'Issue': {
        const issue = this.issued(act, actor, undefined)
        return isLeft(issue) ? issue : right({ type: 'Issue', ...issue.right })
      }
      case 'Draft':
        return right({ type: act.type, issue: this.issued(act, actor, undefined), named: act.copied })
      case 'ReviseDraft':
        return right({ type: act.type, issue: this.issued(act, actor, task), named: act.copied })
      case 'ConfirmDraft': {
        const wanted = this.model?.wanted ?? { clause: 'none', title: '', copied: [], continues: undefined }
        const confirmed = { issue: this.issued(wanted, actor, task), named: wanted.copied }
        return right({ type: act.type, ...confirmed })
      }
      case 'Comment':
        return right({ type: 'Comment', text: why })
      default:
        return right({ ...act, reason: why } as TaskCommand)
    }
  }

  private act({ act, actor }: Choice): void {
    const reasons = draftReasons(this.ground, this.model, act, actor)
    this.story.push(`${this.at.toISOString()} ${actor} ${JSON.stringify(act)}`)
    const command = this.command(act, actor)
    const decided = isLeft(command) ? command : this.world.decideTask(command.right, actor, this.at)
    this.commands += 1
    const said = isLeft(decided) ? decided.left.reason : ''
    this.story.push(`  ${said || 'accepted'}`)
    if (said ? !reasons.includes(said) : reasons.length > 0)
      this.differ([`${said || 'accepted'}, by the model ${reasons.join(' or ') || 'to be accepted'}`])
    this.count(this.reasons, said)
    if (isLeft(decided)) return
    this.count(this.types, act.type)
    // Issued without having been drafted: no matter of this game.
    if (act.type === 'Issue') return this.begin()
    const facts = decided.right.map(({ fact }) => fact as TaskFact)
    this.differ(this.factsNotExpected(act, facts))
    this.model = effect(this.ground, this.model, act)
    this.tellOthers(decided.right)
    if (act.type === 'SucceedAuthority' && act.authority === this.ground.office) this.ground.passOffice(act.successor)
  }

  private count(counts: Map<string, number>, what: string): void {
    counts.set(what, (counts.get(what) ?? 0) + 1)
  }

  /** What is recorded where the draft is confirmed, and where it is drafted or revised. */
  private factsNotExpected(act: DraftAct, facts: readonly TaskFact[]): string[] {
    const { model, ground } = this
    const said = facts.map((fact) => {
      const name = fact.$type.split('.').at(-1)
      if (fact.$type === 'qiantou.task.v1.DutiesSucceeded') return `${name} ${fact.organisation} ${fact.successor}`
      if (fact.$type === 'qiantou.task.v1.DraftRevised') return `${name} ${fact.content?.title} ${fact.copied}`
      if (fact.$type !== 'qiantou.task.v1.TaskIssued' && fact.$type !== 'qiantou.task.v1.TaskDrafted') return name
      const bodies = fact.bodies.map(({ organisation, role }) => `${organisation} ${role}`)
      return `${name} ${fact.content?.title} ${fact.authority} ${bodies} ${fact.copied}`
    })
    const saidOf = (name: string, { clause, title }: Wanted, copied: readonly Body[]) =>
      `${name} ${title} ${ground.office} ${(ground.bodiesOf(clause) ?? []).map(({ body, role }) => `${body} ROLE_${role}`)} ${copied}`
    const expected = (): readonly (string | undefined)[] => {
      if (act.type === 'Draft') return [saidOf('TaskDrafted', act, act.copied)]
      if (act.type === 'ReviseDraft') return [`DraftRevised ${act.title} ${act.copied}`]
      if (act.type === 'Succeed') return [`DutiesSucceeded ${act.organisation} ${act.successor ?? ''}`]
      if (act.type !== 'ConfirmDraft' || !model) return said
      const { clause, copied } = model.wanted
      const readers = ground.readersOf(copied, clause)
      const over = model.leaving(ground).map((one) => `DutiesSucceeded ${one} `)
      if (over.length) this.count(this.types, 'leave when issued')
      return [...over, saidOf('TaskIssued', model.wanted, readers)]
    }
    const own = expected()
    return `${said}` === `${own}` ? [] : [`recorded ${said}, by the model ${own}`]
  }

  /** Rule 38: other services know nothing of a draft. */
  private tellOthers(recorded: readonly AnyRecorded[]): void {
    if (this.model?.state === 'issued') return
    const heard = recorded.filter(({ fact }) => officeView.folds.some(({ $type }) => $type === fact.$type))
    for (const one of heard)
      if (officeView.evolve(undefined, one as never, taskName))
        this.differ(['the coordination office keeps what is a draft'])
    while (this.world.deliverToBodies());
    if (this.world.view || this.world.assignments.size) this.differ(['the bodies are told of what is a draft'])
  }

  private compare(): void {
    const { model, world } = this
    const { task } = world
    const wrong: string[] = []
    const same = (what: string, service: unknown, own: unknown): void => {
      if (`${service}` !== `${own}`) wrong.push(`${what}: ${service}, by the model ${own}`)
    }
    if (!model || !task) return this.differ(model || task ? ['only one side has it'] : [])
    same('state', task.state.toLowerCase(), model.state)
    same('title', task.content.title, model.wanted.title)
    same('continues', task.content.continues, model.wanted.continues)
    same('parties', [...taskParties(task)].sort(), [...model.parties].sort())
    same('admitted', world.admissions.of(taskName), said(model.parties))
    if (model.state === 'draft') {
      const { colour, turn } = taskLight(task, '2031-01-01')
      same('light', `${colour} ${turn}`, `LIGHT_COLOUR_GREY ${model.turn}`)
      same('drafters', task.draft?.drafters, model.drafters)
      same('copied', task.draft?.copied ?? [], model.wanted.copied)
      same('parts', task.parts.length, 0)
    } else if (model.state === 'issued') same('left of the draft', [task.draft, task.texts.length], [undefined, 0])
    this.differ(wrong)
  }

  private differ(differences: readonly string[]): void {
    if (differences.length) throw new Disagreement([...this.story, ...differences].join('\n'))
  }
}
