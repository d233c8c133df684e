/**
 * What drafts take from: the clauses of a programme, organisations that end and come into a group, and tasks of former years.
 * Beside each, as the services know it, stands what docs/domain.md makes of it, said a second time.
 */

import {
  Clause,
  ProgrammeContent,
  ProgrammeImported,
  ProgrammeOfficeSucceeded,
} from '#proto/qiantou/programme/v1/programme_events.ts'
import { TaskCancelled, TaskClosed, TaskContent, TaskDrafted, TaskIssued } from '#proto/qiantou/task/v1/task_events.ts'
import type { Organisation } from '#shared/domain/organisation-state.ts'
import type { EntryOf } from '#shared/domain/organisation-view.ts'
import type { TaskFact } from '#shared/domain/task-fact.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { recordedOf } from '#shared/testing/story.ts'
import { text } from '#shared/testing/task-facts.ts'
import { type Programme, programmeDecider } from '../../services/lead-agency/domain/programme.ts'
import { taskDecider } from '../../services/lead-agency/domain/task.ts'
import type { Dice } from '../hostile/dice.ts'
import type { Body, Role } from './part-model.ts'

export type Named = {
  readonly body: Body
  readonly role: Role
  /** Whoever is named has ended, and this one has taken its place. */
  readonly isHeir?: boolean
}

const organisation = (code: string): Body => `organisations/${code}`
const organisations = (codes: string): readonly Body[] => codes.split(' ').filter(Boolean).map(organisation)

export const programmeName = 'programmes/model'
export const [office, heir] = [organisation('office'), organisation('heir')]
export const group = organisation('cities')
const cities = organisations('city-1 city-2 city-3')
export const cast = [...organisations('lead-1 lead-2 duty-1 duty-2 stand-1'), ...cities]
export const readers = organisations('reader spare')

/** Of each clause the mode, and whom it names: leads, responsible bodies, standing implementers. */
const clauses: Readonly<Record<string, readonly [mode: string, leads: string, duty: string, standing: string]>> = {
  led: ['LED', 'lead-1 lead-2', 'duty-1 cities', 'stand-1'],
  joint: ['JOINT', '', 'duty-1 cities', 'stand-1'],
  sole: ['SOLE', '', 'lead-2', ''],
  soles: ['SOLE', '', 'cities', ''],
  group: ['LED', 'cities', 'lead-1 city-2', ''],
  standing: ['JOINT', '', '', 'stand-1 duty-2'],
  nobody: ['UNASSIGNED', '', '', ''],
}
export const clauseIds = Object.keys(clauses)
export const clauseOf = (id: string): string => `${programmeName}/clauses/${id}`

const at = new Date('2025-01-02T04:00:00Z')

function importedProgramme(): Programme {
  const content = ProgrammeContent.fromPartial({
    office,
    clauses: Object.entries(clauses).map(([id, [mode, leads, duty, standing]]) =>
      Clause.fromPartial({
        id,
        responsibility: {
          ...{ mode: `RESPONSIBILITY_MODE_${mode}` as never, leads: [...organisations(leads)] },
          ...{ supporters: [...organisations(duty)], standing: [...organisations(standing)] },
        },
      }),
    ),
  })
  const fact = ProgrammeImported.create({ content })
  const setting = { actor: office, subject: programmeName, at }
  return programmeDecider.evolve(undefined, recordedOf(fact, setting) as never, programmeName) as Programme
}

// ---- Tasks of former years

type Former = {
  readonly state: string
  readonly clause: string
  readonly parties: ReadonlySet<Body>
  readonly task: Task
}

function former(clause: string, ...then: readonly TaskFact[]): Former {
  const content = TaskContent.fromPartial({
    clause: clauseOf(clause),
    title: '旧任务',
    due: { year: 2025, month: 6, day: 30 },
  })
  const bodies = organisations('lead-1 duty-1').map((one) => ({
    ...{ $type: 'qiantou.task.v1.Body' as const, organisation: one, role: 'ROLE_RESPONSIBLE' as const, named: '' },
  }))
  const begun = { content, mode: 'RESPONSIBILITY_MODE_JOINT', authority: office, bodies, copied: [] } as const
  const isDraft = then[0]?.$type === 'qiantou.task.v1.TaskDrafted'
  const facts = isDraft
    ? [TaskDrafted.create({ ...begun, bodies: [...bodies], copied: [] })]
    : [TaskIssued.create({ ...begun, bodies: [...bodies], copied: [] }), ...then]
  const setting = { actor: office, subject: `${programmeName}/tasks/former`, at }
  const task = facts.reduce<Task | undefined>(
    (state, fact) => taskDecider.evolve(state, recordedOf(fact, setting) as never, setting.subject),
    undefined,
  ) as Task
  return { task, clause, state: task.state, parties: new Set([office, ...organisations('lead-1 duty-1')]) }
}

const cancelled = TaskCancelled.create({ reason: text('并入'), organisations: [...organisations('lead-1 duty-1')] })
const formerTasks: ReadonlyMap<string, Former> = new Map(
  Object.entries({
    ...{ 'led-open': former('led'), 'led-closed': former('led', TaskClosed.create({})) },
    ...{ 'joint-closed': former('joint', TaskClosed.create({})), 'led-cancelled': former('led', cancelled) },
    'led-draft': former('led', TaskDrafted.create({})),
  }).map(([id, one]) => [`${programmeName}/tasks/${id}`, one]),
)
export const formerNames = [...formerTasks.keys(), `${programmeName}/tasks/nothing`]

// ---- The ground of one game

export class DraftGround {
  programme = importedProgramme()
  /** Who runs the programme now, as the model has it. */
  office = office
  /** Who is there no more, and who took its place; undefined where nobody did. */
  readonly heirs = new Map<Body, Body | undefined>()
  members: Body[] = cities.slice(0, 2)

  /** What the directory says, as services know it. */
  readonly entryOf: EntryOf = (name) => {
    const end = this.heirs.has(name)
      ? { end: { ending: 'MERGED' as const, date: '2025-01-01', basis: '', successors: this.successorsOf(name) } }
      : {}
    const entry: Organisation = {
      ...{ name, kind: name === group ? 'ORGANISATION_KIND_GROUP' : 'ORGANISATION_KIND_ORGANISATION', superior: '' },
      ...{ level: 'ORGANISATION_LEVEL_PROVINCE', registrar: office, terms: [], ...end },
      titles: [{ zh: name, en: name, aliases: [], from: '' }],
      memberships: name === group ? this.members.map((member) => ({ member, from: '' })) : [],
    }
    return entry
  }

  readonly formerOf = (name: string | undefined): Former | undefined => formerTasks.get(name ?? '')

  private successorsOf(name: Body): readonly Body[] {
    const successor = this.heirs.get(name)
    return successor ? [successor] : []
  }

  /** Who does the work of a body today; undefined where nobody does. */
  workerOf(body: Body): Body | undefined {
    for (let worker: Body | undefined = body; worker !== undefined; worker = this.heirs.get(worker))
      if (!this.heirs.has(worker)) return worker
    return undefined
  }

  /** Rule 17: members that are there; a group without any counts as one body. */
  private standingFor(name: Body): readonly Body[] {
    const there = name === group ? this.members.filter((member) => !this.heirs.has(member)) : []
    return there.length ? there : [name]
  }

  /** Rules 9, 17 and 19: who would have a part today, each once in the first of its roles; undefined where a body is lacking. */
  bodiesOf(clause: string): readonly Named[] | undefined {
    const [, leads = '', duty = '', standing = ''] = clauses[clause] ?? []
    const found: Named[] = []
    for (const [role, codes] of [
      ['LEAD', leads] as const,
      ['RESPONSIBLE', duty] as const,
      ['STANDING', standing] as const,
    ])
      for (const named of organisations(codes)) {
        const worker = this.workerOf(named)
        if (worker === undefined) return undefined
        for (const body of this.standingFor(worker))
          if (!found.some((one) => one.body === body)) found.push({ body, role, isHeir: worker !== named })
      }
    return found
  }

  /** SOLE means one body; and rule 19: nobody else would review the office's part, which it did not come to by succession. */
  unfit(clause: string): readonly string[] {
    const [mode] = clauses[clause] ?? []
    const bodies = this.bodiesOf(clause) ?? []
    const own = bodies.find(({ body }) => body === this.office)
    const isLed = mode === 'LED' && bodies.some(({ body, role }) => role === 'LEAD' && body !== this.office)
    const isChosen = own && !own.isHeir && this.office === office
    return [
      ...(mode === 'SOLE' && bodies.length > 1 ? ['SOLE_IS_ONE_BODY'] : []),
      ...(isChosen && !isLed ? ['NOBODY_ELSE_REVIEWS'] : []),
    ]
  }

  /** Of a group that is to read along those that do not have to do with it anyway. */
  readersOf(copied: readonly Body[], clause: string): readonly Body[] {
    const having = [this.office, ...(this.bodiesOf(clause) ?? []).map(({ body }) => body)]
    const found = copied.flatMap((name) =>
      this.standingFor(name).filter((one) => one === name || !having.includes(one)),
    )
    return [...new Set(found)]
  }

  /** Somebody ends, with a successor mostly; or the group changes. @returns it in words */
  change(dice: Dice): string {
    if (dice.percent(65)) {
      const member = dice.pick([...cities, ...cities, office])
      if (this.members.includes(member)) this.members = this.members.filter((one) => one !== member)
      else this.members.push(member)
      return `${group} are ${this.members}`
    }
    const there = [...cast, ...readers, heir].filter((one) => !this.heirs.has(one))
    const ended = dice.pick(there.filter((one) => one !== heir))
    // Nobody stays for ever, and the last one goes nowhere.
    if (there.length < 4) return 'nobody ends'
    const successor = dice.percent(80) ? dice.pick(there.filter((one) => one !== ended)) : undefined
    this.heirs.set(ended, successor)
    return `${ended} ends, ${successor ?? 'nobody'} succeeds`
  }

  /** The programme goes to who succeeds its office. */
  passOffice(successor: Body): void {
    this.heirs.set(this.office, successor)
    const fact = ProgrammeOfficeSucceeded.create({ office: this.office, successor })
    const setting = { actor: 'services/lead-agency', subject: programmeName, at }
    const recorded = recordedOf(fact, setting) as never
    this.programme = programmeDecider.evolve(this.programme, recorded, programmeName) as Programme
    this.office = successor
  }
}
