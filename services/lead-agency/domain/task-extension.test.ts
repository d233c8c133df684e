/** More time for a part or a milestone (docs/domain.md, rule 4): who says what to it, and what the authority grants. */

import { describe, expect, test } from 'vitest'
import { ExtensionGranted, ExtensionOpinionGiven, ExtensionRefused } from '#proto/qiantou/task/v1/task_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { BodySideFact, TaskFact } from '#shared/domain/task-fact.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import {
  extensionRequested,
  issued,
  lead,
  noon,
  office,
  supporter,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'

const story = new Story(taskDecider, { actor: office, subject: taskName, at: noon })
const on = (day: string) =>
  new Story(taskDecider, { actor: office, subject: taskName, at: new Date(`${day}T04:00:00Z`) })
type Scene = Told<TaskFact | BodySideFact>

const reason = text('政策调整')
const refuse: TaskCommand = { type: 'RefuseExtension', organisation: supporter, reason }
const opinion = (supports = true): TaskCommand => ({
  type: 'GiveOpinion',
  organisation: supporter,
  supports,
  text: reason,
})
const grant = (due?: string): TaskCommand => ({
  type: 'GrantExtension',
  organisation: supporter,
  due: due ? toDate(due) : undefined,
})

const opined = (supports = true): Scene =>
  told(ExtensionOpinionGiven.create({ organisation: supporter, extension: 1, supports, text: reason }), { actor: lead })
const granted = (due: string): ExtensionGranted =>
  ExtensionGranted.create({
    ...{ organisation: supporter, extension: 1, due: toDate(due), warnOn: toDate('2027-01-25') },
    // Nobody has announced the days of 2027 yet.
    provisional: true,
  })

const partOf = (state: Task | undefined, organisation = supporter) =>
  state?.parts.find((part) => part.organisation === organisation)

describe('more time', () => {
  const asked = extensionRequested(supporter, '2027-02-01')

  test('is granted by the authority on the opinion of a lead, whatever that is; the former date is kept', () => {
    story.given(issued(), asked).when(grant()).then({ reason: 'OPINION_REQUIRED' })
    for (const supports of [true, false]) {
      const state = story
        .given(issued(), asked, opined(supports))
        .when(grant())
        .then([granted('2027-02-01')])
      expect(partOf(state)).toMatchObject({ due: '2027-02-01', formerDues: ['2026-12-31'] })
      expect(partOf(state)?.extension).toBeUndefined()
    }
  })

  test('until another day than was asked for, but later than it was, and not a day that is past', () => {
    story.given(issued(), asked, opined()).when(grant('2026-12-31')).then({ reason: 'EXTENSION_NOT_LATER' })
    on('2027-03-01').given(issued(), asked, opined()).when(grant()).then({ reason: 'EXTENSION_NOT_LATER' })
  })

  test('of a milestone until the day on which the part is due, whatever was asked for', () => {
    const { fact, ...told } = extensionRequested(supporter, '2027-02-01') as Exclude<typeof asked, { $type: string }>
    const given = story.given(issued(), { ...told, fact: { ...fact, milestone: 'half-year' } }, opined())
    given.when(grant()).then({ reason: 'MILESTONE_AFTER_DUE', kind: 'invalid' })
    given.when(grant('2027-01-01')).then({ reason: 'MILESTONE_AFTER_DUE' })
    const last = { ...granted('2026-12-31'), milestone: 'half-year', warnOn: toDate('2026-12-24') }
    given.when(grant('2026-12-31')).then([last])
  })

  test('a lead says what it thinks once more where it changed its mind, and nothing of its own request', () => {
    const fact = ExtensionOpinionGiven.create({ organisation: supporter, extension: 1, supports: false, text: reason })
    const state = story.given(issued(), asked, opined()).when(opinion(false), lead).then([fact])
    expect(partOf(state)?.extension).toMatchObject({ supportedBy: [], opposedBy: [lead] })
    story.given(issued(), asked).when(opinion(), office).then({ reason: 'NOT_LEAD_OF_TASK' })
    story
      .given(issued(), extensionRequested(lead, '2027-02-01'))
      .when({ type: 'GiveOpinion', organisation: lead, supports: true, text: reason }, lead)
      .then({ reason: 'OWN_EXTENSION' })
  })

  test('of a milestone keeps its former date too', () => {
    const fact = ExtensionGranted.create({ ...granted('2026-08-31'), milestone: 'half-year', provisional: false })
    const state = story.state(issued(), fact, { ...fact, extension: 2, due: toDate('2026-09-30') })
    expect(partOf(state)?.milestones).toMatchObject({
      'half-year': { due: '2026-09-30', formerDues: ['2026-06-30', '2026-08-31'] },
    })
    expect(partOf(state)?.formerDues).toBeUndefined()
  })

  test('a lead gets it without an opinion', () => {
    story
      .given(issued(), extensionRequested(lead, '2027-02-01'))
      .when({ type: 'GrantExtension', organisation: lead, due: undefined })
      .then([ExtensionGranted.create({ ...granted('2027-02-01'), organisation: lead })])
  })

  test('is refused with a reason, once it was asked for', () => {
    story.given(issued()).when(refuse).then({ reason: 'NO_EXTENSION_REQUESTED' })
    const fact = ExtensionRefused.create({ organisation: supporter, extension: 1, reason })
    const state = story.given(issued(), asked).when(refuse).then([fact])
    expect(partOf(state)?.extension).toBeUndefined()
    expect(partOf(state)?.due).toBeUndefined()
  })
})
