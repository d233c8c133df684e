/** What stands of what a body has said: after silence, and where several bodies come to be one. */
import { describe, expect, test } from 'vitest'
import { BodySucceeded } from '#proto/qiantou/consultation/v1/consultation_events.ts'
import { dissents } from '#shared/domain/consultation-body.ts'
import { turnOf } from '#shared/domain/consultation-case.ts'
import type { Consultation, ConsultationFact } from '#shared/domain/consultation-state.ts'
import { commands, many } from '#shared/testing/consultation-commands.ts'
import * as facts from '#shared/testing/consultation-facts.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import { lead, noon } from '#shared/testing/task-facts.ts'
import { consultationDecider } from './consultation.ts'

const { opened, openedWithSilence, answered, limitPassed, revised, renewed, asked } = facts
const [first, second, third] = asked
const story = new Story(consultationDecider, { actor: lead, subject: facts.consultationName, at: noon })
type Scene = Told<ConsultationFact>

const heir = `${many}1`
const succeeded = (organisation: string, successor = heir) => BodySucceeded.create({ organisation, successor })
const only = (state: Consultation | undefined) => state?.cases[0] as Consultation['cases'][number]
const bodiesOf = (state: Consultation | undefined) =>
  only(state).bodies.map(({ organisation, named, answer }) => [organisation, named, answer?.answer])

describe('dissent from a former version', () => {
  const again: Scene[] = [
    ...[openedWithSilence(), answered(first, 'DISAGREE'), answered(second, 'DISAGREE'), answered(third)],
    revised(2, [first], '2026-03-20'),
  ]
  const passed = limitPassed([first], true)

  test('lasts until its body answers anew, or its silence counts as consent', () => {
    expect(only(story.state(...again)).bodies.map(dissents)).toEqual([true, true, false])
    const state = story.state(...again, passed)
    expect([only(state).state, ...only(state).bodies.map(dissents)]).toEqual(['DIVIDED', false, true, false])
    expect(only(state).bodies[0]?.formerAnswers).toMatchObject([{ answer: 'ANSWER_KIND_DISAGREE', version: 1 }])
    // With a new limit silence says nothing yet.
    expect(only(story.state(...again, passed, renewed('2026-04-01'))).bodies.map(dissents)[0]).toBe(true)
  })

  test('that was withdrawn by another answer counts no more, stays in sight, and keeps its body asked', () => {
    const state = story.state(opened(), answered(first, 'DISAGREE'), answered(first))
    expect(only(state).bodies[0]).toMatchObject({
      ...{ answer: { answer: 'ANSWER_KIND_AGREE' }, formerAnswers: [{ answer: 'ANSWER_KIND_DISAGREE' }] },
    })
    expect(only(state).bodies.some(dissents)).toBe(false)
    story
      .given(opened(), answered(first, 'DISAGREE'), answered(first))
      .when(commands.remove(first))
      .then({ reason: 'DISSENT_STAYS' })
  })
})

describe('where bodies come together', () => {
  test('a dissent of either that is older than the answers that are kept stays, whoever succeeds whom', () => {
    const scenes = (dissenter: string): Scene[] => [
      ...[opened(), answered(dissenter, 'DISAGREE')],
      ...Array.from({ length: 4 }, (_, i) => answered(dissenter, i % 2 ? 'AGREE' : 'AGREE_WITH_COMMENTS')),
    ]
    for (const dissenter of [first, second])
      for (const [gone, successor] of [[first, second] as const, [second, first] as const])
        story
          .given(...scenes(dissenter), succeeded(gone, successor))
          .when(commands.remove(successor))
          .then({ reason: 'DISSENT_STAYS' })
  })

  test('the dissent of one outlasts what its successor had said, in the name of who gave it, until that answers anew', () => {
    const before = [opened(), answered(first, 'DISAGREE'), answered(second), answered(third), succeeded(first, second)]
    const state = story.state(...before)
    expect([only(state).state, only(state).bodies.some(dissents)]).toEqual(['DIVIDED', true])
    expect(only(state).bodies[0]).toMatchObject({
      organisation: second,
      answer: { answer: 'ANSWER_KIND_DISAGREE', by: first },
      formerAnswers: [{ answer: 'ANSWER_KIND_AGREE' }],
    })
    expect(only(state).bodies).toHaveLength(2)
    const agreed = story
      .given(...before)
      .when(commands.answer('AGREE'), second)
      .then([facts.answerFact('AGREE')])
    expect([only(agreed).state, only(agreed).bodies.some(dissents)]).toEqual(['CONSENSUS', false])
    expect(only(agreed).bodies[0]?.formerAnswers).toMatchObject([{}, { answer: 'ANSWER_KIND_DISAGREE', by: first }])
    // It stays in sight, and nobody sends it away.
    story
      .given(opened(), answered(first, 'DISAGREE'), succeeded(first, second))
      .when(commands.remove(second))
      .then({ reason: 'DISSENT_STAYS' })
  })

  test.each([
    ['AGREE', 'DISAGREE', 'DISAGREE', 'DIVIDED'],
    ['AGREE', undefined, 'AGREE', 'CONSENSUS'],
    ['AGREE', 'AGREE_WITH_COMMENTS', 'AGREE_WITH_COMMENTS', 'CONSENSUS'],
    ['DISAGREE', 'DISAGREE', 'DISAGREE', 'DIVIDED'],
    [undefined, undefined, undefined, 'OPEN'],
  ] as const)(
    'two that said %s and %s become one that was not asked: %s stands, whichever came first',
    (one, other, stands, state) => {
      const at = (hour: number) => new Date(noon.getTime() + hour * 3_600_000)
      const said: Scene[] = [
        ...(one ? [told(facts.answerFact(one), { actor: first, at: at(1) })] : []),
        ...(other ? [told(facts.answerFact(other), { actor: second, at: at(2) })] : []),
      ]
      const become = (...order: readonly string[]) =>
        story.state(opened(), ...said, ...order.map((name) => succeeded(name)), answered(third))
      const merged = become(first, second)
      expect([only(merged).state, only(merged).bodies.length]).toEqual([state, 2])
      expect(bodiesOf(merged)[0]).toEqual([heir, first, stands && `ANSWER_KIND_${stands}`])
      expect(become(second, first)?.cases).toEqual(merged?.cases)
    },
  )

  test('what one was asked again about and had dissented from is its successor’s to answer, whatever that had said before', () => {
    const again: Scene[] = [opened(), answered(first, 'DISAGREE'), answered(second), facts.revised(2, [first])]
    const state = story.state(...again, succeeded(first, second))
    expect([turnOf(only(state), lead), only(state).bodies.map(dissents)]).toEqual([
      [second, third],
      [true, false],
    ])
    story
      .given(...again, succeeded(first, second))
      .when(commands.answer('AGREE', 2), second)
      .then([facts.answerFact('AGREE', 2)])
  })
})
