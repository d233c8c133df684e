/** An initiator that has come to be asked by succession: it agrees with nobody but others (docs/domain.md, rule 31). */
import { describe, expect, test } from 'vitest'
import { BodySucceeded } from '#proto/qiantou/consultation/v1/consultation_events.ts'
import { endOf } from '#shared/domain/calendar.ts'
import { turnOf } from '#shared/domain/consultation-case.ts'
import type { Consultation, ConsultationFact } from '#shared/domain/consultation-state.ts'
import { commands } from '#shared/testing/consultation-commands.ts'
import * as facts from '#shared/testing/consultation-facts.ts'
import { Story, type Told } from '#shared/testing/story.ts'
import { lead, noon, office } from '#shared/testing/task-facts.ts'
import { consultationDecider } from './consultation.ts'

const { opened, openedStanding, openedWithSilence, caseOpened, answered, answerFact, limitPassed, asked } = facts
const { bodyAdded, bodyRemoved, revised } = facts
const [first, second, third] = asked
const story = new Story(consultationDecider, { actor: lead, subject: facts.consultationName, at: noon })
type Scene = Told<ConsultationFact>

const succeeded = (organisation: string, successor = lead) => BodySucceeded.create({ organisation, successor })
const stateOf = (...scenes: readonly Scene[]) => story.state(...scenes) as Consultation
const only = (state: Consultation) => state.cases[0] as Consultation['cases'][number]
const bodiesOf = (state: Consultation) => only(state).bodies.map(({ organisation }) => organisation)
const alone = () => opened('CONSULTATION_KIND_COUNTERSIGN', { organisations: [first] })

describe('an initiator that succeeds a body which it has asked', () => {
  test('is not asked in its place, where nothing had been said from there and others are asked', () => {
    const state = stateOf(opened(), succeeded(first))
    expect([bodiesOf(state), turnOf(only(state), lead)]).toEqual([
      [second, third],
      [second, third],
    ])
    story.given(opened(), succeeded(first)).when(commands.answer('AGREE')).then({ reason: 'NOT_CONSULTED' })
    const settled = stateOf(opened(), answered(second), answered(third), succeeded(first))
    expect(only(settled).state).toBe('CONSENSUS')
  })

  test('does not agree with itself where that was the only one; it asks others, refers it, or takes it back', () => {
    const given = story.given(alone(), succeeded(first))
    given.when(commands.answer('AGREE')).then({ reason: 'INITIATOR_IS_ASKED', kind: 'permission', details: {} })
    given.when(commands.revise([lead])).then({ reason: 'INITIATOR_IS_ASKED' })
    expect(only(stateOf(alone(), succeeded(first))).state).toBe('OPEN')
    given.when(commands.withdraw()).then([facts.withdrawn()])
    const added = given.when(commands.add(third)).then([bodyAdded(third)]) as Consultation
    expect(only(added).state).toBe('OPEN')
    const others = [alone(), succeeded(first), bodyAdded(third), answered(third)]
    const removed = story
      .given(...others)
      .when(commands.remove(lead))
      .then([bodyRemoved(lead)]) as Consultation
    expect([bodiesOf(removed), only(removed).state]).toEqual([[third], 'CONSENSUS'])
    const late = stateOf(alone(), succeeded(first), limitPassed([]))
    expect([only(late).state, turnOf(only(late), lead)]).toEqual(['OVERDUE', [lead]])
    story.given(alone(), succeeded(first), limitPassed([])).when(commands.refer()).then([facts.referred()])
  })

  test('does not consent by its silence either', () => {
    const asking = { ...openedWithSilence(), organisations: [first] }
    const at = endOf(facts.limit)
    const context = {
      actor: 'services/coordination-office',
      at,
      ids: [],
      signOff: [],
      requestId: '',
      correlationId: '',
    }
    const passed = consultationDecider.elapse?.(stateOf(asking, succeeded(first)), context)
    expect(passed).toEqual([limitPassed([], true)])
    expect(only(stateOf(asking, succeeded(first), limitPassed([], true))).state).toBe('OVERDUE')
  })

  test('leaves what was said from there, in its name: a dissent is ruled on, and nobody takes it back', () => {
    const before: Scene[] = [opened(), answered(first, 'DISAGREE'), answered(second), answered(third), succeeded(first)]
    expect(only(stateOf(...before))).toMatchObject({
      state: 'DIVIDED',
      bodies: [{ organisation: lead, named: first, answer: { by: first } }, {}, {}],
    })
    story
      .given(...before)
      .when(commands.answer('AGREE'))
      .then({ reason: 'INITIATOR_IS_ASKED' })
    story
      .given(...before)
      .when(commands.remove(lead))
      .then({ reason: 'DISSENT_STAYS' })
    const again: Scene[] = [opened(), answered(first, 'DISAGREE'), revised(2, [first]), succeeded(first)]
    expect(bodiesOf(stateOf(...again))).toEqual([lead, second, third])
    const agreed = stateOf(alone(), answered(first), succeeded(first))
    expect([only(agreed).state, bodiesOf(agreed)]).toEqual(['CONSENSUS', [first]])
  })
})

test('whoever is asked and succeeds the initiator is asked no more, and what it had answered stands', () => {
  const silent = stateOf(opened(), succeeded(lead, first))
  expect([silent.initiator, bodiesOf(silent)]).toEqual([first, [second, third]])
  const agreed: Scene[] = [opened(), answered(first), succeeded(lead, first)]
  expect(bodiesOf(stateOf(...agreed))).toEqual([first, second, third])
  story
    .given(...agreed)
    .when(commands.answer('DISAGREE'), first)
    .then({ reason: 'INITIATOR_IS_ASKED' })
  story
    .given(...agreed)
    .when(commands.answer('AGREE'), second)
    .then([answerFact('AGREE')])
})

test('a standing joint review is composed of others than its initiator, and opens no case that asks nobody', () => {
  const state = stateOf(openedStanding(), caseOpened(1), succeeded(second))
  expect([state.standing, bodiesOf(state)]).toEqual([
    [first, third],
    [first, third],
  ])
  const lone = { ...openedStanding(), organisations: [first] }
  story.given(lone, succeeded(first)).when(commands.openCase()).then({ reason: 'NOBODY_ASKED' })
  story
    .given(lone, succeeded(first), bodyAdded(office, 0))
    .when(commands.openCase())
    .then([caseOpened(1, [office])])
})
