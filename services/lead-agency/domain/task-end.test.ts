/** How a task ends: closed, cancelled, and in whatever order facts arrive. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ClosingDissented,
  ClosingProposed,
  DissentRuled,
  DutiesSucceeded,
  TaskCommented,
} from '#proto/qiantou/task/v1/task_events.ts'
import { contentRef } from '#shared/domain/content.ts'
import type { BodySideFact, TaskFact } from '#shared/domain/task-fact.ts'
import { type Task, usualAuthor } from '#shared/domain/task-state.ts'
import { recordedOf, Story, type Told, throughJson, told } from '#shared/testing/story.ts'
import { propose } from '#shared/testing/task-commands.ts'
import {
  accepted,
  acknowledged,
  body,
  cancelled,
  closed,
  done,
  issued,
  lead,
  noon,
  office,
  proposed,
  reassigned,
  releaseRequested,
  reported,
  returned,
  secondLead,
  submitted,
  successor,
  supporter,
  taskName,
  text,
  upheld,
} from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'

const setting = { actor: office, subject: taskName, at: noon }
const story = new Story(taskDecider, setting)
type Scene = Told<TaskFact | BodySideFact>

const cancel: TaskCommand = { type: 'Cancel', reason: text('政策调整') }
const reason = text('材料不全')

const twoLeads = issued([body(lead, 'ROLE_LEAD'), body(secondLead, 'ROLE_LEAD'), body(supporter, 'ROLE_RESPONSIBLE')])
const sole = issued([body(supporter, 'ROLE_RESPONSIBLE')], 'RESPONSIBILITY_MODE_SOLE')

describe('closing', () => {
  const byLead = told(proposed(), { actor: lead })
  const bySecond = told(proposed(), { actor: secondLead })
  const everyone = [lead, secondLead, supporter] as const

  test('needs the word of every lead, and the authority strikes off', () => {
    const first = story
      .given(twoLeads, ...done(...everyone))
      .when(propose, lead)
      .then([proposed()])
    expect(first).toMatchObject({ state: 'ISSUED', closingProposedBy: [lead] })
    const second = story
      .given(twoLeads, ...done(...everyone), byLead)
      .when(propose, secondLead)
      .then([proposed()])
    expect(second).toMatchObject({ state: 'CLOSE_PROPOSED', closingProposedBy: [lead, secondLead] })
    const end = story
      .given(twoLeads, ...done(...everyone), byLead, bySecond)
      .when({ type: 'Close' })
      .then([closed()])
    expect(end).toMatchObject({ state: 'CLOSED', endedAt: noon.toISOString() })
  })

  test('however much is said about it, a state keeps the newest 50 texts', () => {
    const statements = Array.from({ length: 60 }, (_, i) =>
      told(ClosingProposed.create({ statement: text(`第${i}份`) }), { actor: `organisations/lead-${i}` }),
    )
    const texts = story.state(twoLeads, ...statements, cancelled())?.texts
    expect(texts).toHaveLength(50)
    expect(texts?.[0]).toEqual({ ...contentRef(text('第11份')), by: 'organisations/lead-11' })
    expect(texts?.at(-1)).toEqual({ ...contentRef(text('政策调整')), kind: 'CANCELLATION' })
  })

  test('of each text it is known what it is, and whose', () => {
    const dissent = told(ClosingDissented.create({ reason: text('口径不一') }), { actor: supporter })
    const ruling = DissentRuled.create({ closes: false, ruling: text('再议'), minutes: '1号' })
    const said = told(TaskCommented.create({ text: text('知悉') }), { actor: secondLead })
    const state = story.state(twoLeads, byLead, dissent, ruling, said) as Task
    expect(state.texts.map((one) => [one.kind, one.by ?? usualAuthor(state, one)])).toEqual([
      [undefined, lead],
      ['DISSENT', supporter],
      ['RULING', office],
      ['COMMENT', secondLead],
    ])
    // Whose it usually is takes no room.
    expect(state.texts.map(({ by }) => by)).toEqual([undefined, supporter, undefined, secondLead])
  })

  test('the authority does not strike off before', () => {
    story
      .given(twoLeads, ...done(...everyone), bySecond)
      .when({ type: 'Close' })
      .then({ reason: 'CLOSING_NOT_PROPOSED', kind: 'precondition', details: { missing: lead } })
  })

  test('a lead proposes once', () => {
    story
      .given(twoLeads, ...done(...everyone), byLead)
      .when(propose, lead)
      .then({ reason: 'CLOSING_ALREADY_PROPOSED' })
  })

  test('not while a part is open', () => {
    story
      .given(twoLeads, ...done(lead, secondLead), submitted(supporter))
      .when(propose, lead)
      .then({ reason: 'ASSIGNMENTS_OPEN', kind: 'precondition', details: { organisations: supporter } })
  })

  test('a part that was reassigned holds nothing up, its successor does', () => {
    const moved = [
      issued(),
      ...done(lead),
      releaseRequested(supporter),
      reassigned(supporter, body(successor, 'ROLE_RESPONSIBLE')),
    ]
    story
      .given(...moved)
      .when(propose, lead)
      .then({ reason: 'ASSIGNMENTS_OPEN', kind: 'precondition', details: { organisations: successor } })
    story
      .given(...moved, ...done(successor))
      .when(propose, lead)
      .then([proposed()])
  })

  test('not without evidence', () => {
    story
      .given(issued(), ...done(lead, supporter))
      .when({ ...propose, evidence: [] }, lead)
      .then({ reason: 'EVIDENCE_REQUIRED' })
  })

  test('neither a supporter nor the authority proposes', () => {
    for (const actor of [supporter, office])
      story
        .given(issued(), ...done(lead, supporter))
        .when(propose, actor)
        .then({ reason: 'NOT_PROPOSER', kind: 'permission', details: { proposers: lead } })
  })

  test('the one body of a SOLE task proposes', () => {
    const state = story
      .given(sole, ...done(supporter))
      .when(propose, supporter)
      .then([proposed()])
    expect(state?.state).toBe('CLOSE_PROPOSED')
  })

  test('only the authority strikes off or ends a task', () => {
    for (const command of [{ type: 'Close' } as const, cancel])
      story
        .given(issued(), ...done(lead, supporter), byLead)
        .when(command, lead)
        .then({ reason: 'NOT_ISSUING_AUTHORITY' })
  })
})

describe('cancelling', () => {
  test('ends what is open; what was accepted stays accepted', () => {
    const state = story
      .given(twoLeads, ...done(supporter), submitted(lead))
      .when(cancel)
      .then([cancelled(lead, secondLead)])
    expect(state).toMatchObject({ state: 'CANCELLED', endedAt: noon.toISOString() })
    expect(state?.parts.map((part) => part.state)).toEqual([
      'ASSIGNMENT_STATE_CANCELLED',
      'ASSIGNMENT_STATE_CANCELLED',
      'ASSIGNMENT_STATE_ACCEPTED',
    ])
  })

  test('takes back a proposal to close', () => {
    story
      .given(issued(), ...done(lead, supporter), told(proposed(), { actor: lead }))
      .when(cancel)
      .then([cancelled()])
  })

  test.each<[string, readonly Scene[]]>([
    ['closed', [issued(), ...done(lead, supporter), told(proposed(), { actor: lead }), closed()]],
    ['cancelled', [issued(), cancelled(lead, supporter)]],
  ])('nothing is decided on a task that is %s', (ended, scenes) => {
    const about = { organisation: supporter, reason }
    const commands: TaskCommand[] = [
      { type: 'Accept', ...about },
      { type: 'Return', ...about },
      { type: 'Uphold', ...about },
      { type: 'Reassign', ...about, successor },
      { type: 'Close' },
      propose,
      cancel,
    ]
    for (const command of commands)
      story
        .given(...scenes)
        .when(command)
        .then({ reason: 'TASK_ENDED', details: { state: `TASK_STATE_${ended.toUpperCase()}` } })
  })
})

describe('facts that cross', () => {
  const cancellation = cancelled(lead, supporter)
  const provisionally = (scene: Scene): Scene =>
    'fact' in scene ? { ...scene, fact: { ...scene.fact, provisional: true } as never } : scene

  test.each<[string, readonly Scene[], Scene]>([
    ['an acknowledgement', [], acknowledged(supporter)],
    ['a report', [acknowledged(supporter)], reported(supporter, 40)],
    ['a submission', [acknowledged(supporter)], submitted(supporter)],
    ['one to be reviewed by a provisional date', [acknowledged(supporter)], provisionally(submitted(supporter))],
    ['a request to be released', [acknowledged(supporter)], releaseRequested(supporter)],
  ])('a cancellation and %s under way at once end the same way in either order', (_, before, crossing) => {
    const one = story.state(issued(), ...before, cancellation, crossing)
    const other = story.state(issued(), ...before, crossing, cancellation)
    expect(one).toEqual(other)
    expect(one?.parts.map((part) => part.state)).toEqual(['ASSIGNMENT_STATE_CANCELLED', 'ASSIGNMENT_STATE_CANCELLED'])
  })
})

describe('the fold', () => {
  const bodies = [lead, secondLead, supporter, successor]
  const organisation = fc.constantFrom(...bodies)
  const role = fc.constantFrom('ROLE_LEAD' as const, 'ROLE_RESPONSIBLE' as const, 'ROLE_STANDING' as const)
  const mode = fc.constantFrom(
    'RESPONSIBILITY_MODE_LED' as const,
    'RESPONSIBILITY_MODE_JOINT' as const,
    'RESPONSIBILITY_MODE_SOLE' as const,
  )
  const scene: fc.Arbitrary<Scene> = fc.oneof(
    fc.tuple(fc.uniqueArray(organisation, { minLength: 1 }), role, mode).map(([named, as, how]) =>
      issued(
        named.map((name) => body(name, as)),
        how,
      ),
    ),
    fc.tuple(organisation, role).map(([name, as]) => reassigned(name, body(successor, as))),
    fc
      .tuple(organisation, fc.constantFrom('', ...bodies))
      .map(([name, to]) => DutiesSucceeded.create({ organisation: name, successor: to })),
    fc
      .tuple(organisation, fc.constantFrom(acknowledged, releaseRequested, accepted, returned, upheld, submitted))
      .map(([name, make]): Scene => make(name)),
    fc.tuple(organisation, fc.nat(100)).map(([name, percent]) => reported(name, percent)),
    organisation.map((actor) => told(proposed(), { actor })),
    fc.subarray(bodies).map((names) => cancelled(...names)),
    fc.constant(closed()),
  )

  test('is total over any facts in any order, and every state is what JSON makes of it', () => {
    fc.assert(
      fc.property(fc.array(scene, { maxLength: 30 }), (scenes) => {
        let state: Task | undefined
        let restored: Task | undefined
        for (const next of scenes) {
          const recorded = recordedOf(next, setting)
          state = taskDecider.evolve(state, recorded, taskName)
          restored = throughJson(taskDecider.evolve(restored, recorded, taskName))
          expect(restored).toEqual(state)
        }
      }),
    )
  })

  test('what decides a command is decided alike on the state that was stored', () => {
    const command = fc.oneof(
      fc
        .tuple(fc.constantFrom('Accept', 'Return', 'Uphold'), organisation)
        .map(([type, name]) => ({ type, organisation: name, reason }) as TaskCommand),
      organisation.map((name): TaskCommand => ({ type: 'Reassign', organisation: name, successor, reason })),
      fc.constantFrom<TaskCommand>(propose, cancel, { type: 'Close' }),
    )
    fc.assert(
      // The story itself decides twice and compares.
      fc.property(
        fc.array(scene, { maxLength: 12 }),
        command,
        fc.constantFrom(office, ...bodies),
        (scenes, next, by) => {
          story.given(...scenes).when(next, by)
        },
      ),
    )
  })
})
