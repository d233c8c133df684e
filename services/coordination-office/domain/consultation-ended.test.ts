/** Organisations that are no longer there, and that nobody succeeds: nothing waits for them, and what they were to decide is the office's. */
import { expect, test } from 'vitest'
import { BodySucceeded } from '#proto/qiantou/consultation/v1/consultation_events.ts'
import { endOf } from '#shared/domain/calendar.ts'
import { dissents } from '#shared/domain/consultation-body.ts'
import { turnOf } from '#shared/domain/consultation-case.ts'
import {
  type Consultation,
  type ConsultationFact,
  conductorOf,
  consultationParties,
} from '#shared/domain/consultation-state.ts'
import { commands, many } from '#shared/testing/consultation-commands.ts'
import * as facts from '#shared/testing/consultation-facts.ts'
import { Story, type Told } from '#shared/testing/story.ts'
import { lead, noon, office, outsider } from '#shared/testing/task-facts.ts'
import { consultationDecider } from './consultation.ts'
import { succeedBody } from './succession.ts'

const { opened, openedStanding, openedWithSilence, caseOpened, answered, limitPassed, referred, ruled, asked } = facts
const [first, second, third] = asked
const story = new Story(consultationDecider, { actor: lead, subject: facts.consultationName, at: noon })
const service = 'services/coordination-office'
type Scene = Told<ConsultationFact>

const heir = `${many}1`
const gone = (organisation: string) => BodySucceeded.create({ organisation })
const ages = { actor: service, at: endOf('2099-12-31'), ids: [], signOff: [], requestId: '', correlationId: '' }
const leave = (organisation: string) => succeedBody(undefined, organisation, undefined)
const only = (state: Consultation | undefined) => state?.cases[0] as Consultation['cases'][number]
const stands = (...scenes: readonly Scene[]): readonly unknown[] => {
  const state = story.state(...scenes) as Consultation
  return [only(state).state, ...turnOf(only(state), conductorOf(state))]
}

test('a body that is silent is not waited for; once all others have answered that is the outcome', () => {
  const state = story
    .given(opened(), answered(first))
    .when(leave(second), service)
    .then([gone(second)]) as Consultation
  expect([only(state).state, turnOf(only(state), lead)]).toEqual(['OPEN', [third]])
  expect(consultationDecider.parties(gone(second), state)).toEqual({ admits: [], releases: [] })
  expect(stands(opened(), gone(second), answered(first), answered(third))).toEqual(['CONSENSUS'])
  expect(stands(opened(), answered(first), answered(third), gone(second))).toEqual(['CONSENSUS'])
  expect(stands(opened(), gone(second), answered(first, 'DISAGREE'), answered(third))).toEqual(['DIVIDED', lead])
  const overdue: Scene[] = [opened(), answered(first), answered(third), limitPassed([second])]
  expect([stands(...overdue), stands(...overdue, gone(second))]).toEqual([['OVERDUE', lead], ['CONSENSUS']])
})

test('what it had said stands: a dissent is neither lost, nor taken for settled when the text changes', () => {
  const dissent: Scene[] = [opened(), answered(first, 'DISAGREE'), gone(first), answered(second), answered(third)]
  expect(stands(...dissent)).toEqual(['DIVIDED', lead])
  const again = [...dissent, facts.revised(2, [first])]
  expect(stands(...again)).toEqual(['OPEN', lead])
  expect(stands(...again, limitPassed([first]))).toEqual(['OVERDUE', lead])
  // Who had agreed is asked again in vain.
  const agreed = [opened(), answered(first), gone(first), facts.revised(2, [first]), answered(second, 'AGREE', 2)]
  expect(stands(...agreed, answered(third, 'AGREE', 2))).toEqual(['CONSENSUS'])
})

test('where all who were asked are gone without a word, nobody agrees: the initiator asks others, or withdraws', () => {
  const deserted = [opened(), ...asked.map(gone)]
  expect(stands(...deserted)).toEqual(['OPEN', lead])
  expect(stands(...deserted, limitPassed(asked))).toEqual(['OVERDUE', lead])
  expect(stands(openedWithSilence(), ...asked.map(gone), limitPassed([], true))).toEqual(['OVERDUE', lead])
  story
    .given(...deserted)
    .when(commands.withdraw())
    .then([facts.withdrawn()])
})

test('a dissent outlasts its body: asked again, the silence of who is gone consents to nothing', () => {
  const divided: Scene[] = [openedWithSilence(), answered(first, 'DISAGREE'), answered(second), answered(third)]
  const again: Scene[] = [...divided, gone(first), facts.revised(2, [first])]
  const state = story.state(...again) as Consultation
  expect(consultationDecider.elapse?.(state, ages)).toEqual([limitPassed([], true)])
  expect(stands(...again, limitPassed([first], true))).toEqual(['OVERDUE', lead])
  expect(only(story.state(...again, limitPassed([first], true))).bodies.map(dissents)).toEqual([true, false, false])
})

test('what the initiator was to do the office does, and nobody else', () => {
  const divided: Scene[] = [opened(), answered(first, 'DISAGREE'), answered(second), answered(third)]
  const state = story
    .given(...divided)
    .when(leave(lead), service)
    .then([gone(lead)]) as Consultation
  expect([state.initiator, conductorOf(state), turnOf(only(state), conductorOf(state))]).toEqual([
    ...[lead, office, [office]],
  ])
  expect([...consultationParties(state)]).toContain(office)
  story
    .given(...divided, gone(lead))
    .when(commands.withdraw(), office)
    .then([facts.withdrawn()])
  story
    .given(...divided, gone(lead))
    .when(commands.refer(), office)
    .then([referred()])
  story
    .given(...divided, gone(lead))
    .when(commands.withdraw(), first)
    .then({ reason: 'NOT_INITIATOR', details: { initiator: office }, kind: 'permission' })
  story
    .given(...divided)
    .when(commands.withdraw(), office)
    .then({ reason: 'NOT_INITIATOR' })
})

test('the office rules where the referee is gone', () => {
  const before: Scene[] = [opened(), answered(first, 'DISAGREE'), limitPassed([second, third]), referred()]
  const state = story
    .given(...before)
    .when(leave(outsider), service)
    .then([gone(outsider)])
  expect(turnOf(only(state), lead)).toEqual([office])
  story
    .given(...before, gone(outsider))
    .when(commands.rule(), office)
    .then([ruled()])
})

test('a standing review asks it in no case to come, and none while nobody is left', () => {
  const state = story.state(openedStanding(), caseOpened(1), gone(first)) as Consultation
  expect([state.standing, only(state).bodies[0]]).toEqual([[second, third], { organisation: first, gone: true }])
  story
    .given(openedStanding(), ...asked.map(gone))
    .when(commands.openCase())
    .then({ reason: 'NOBODY_ASKED' })
  // Whoever is named afterwards is asked in those to come.
  const named = story
    .given(openedStanding(), gone(first), BodySucceeded.create({ organisation: second, successor: heir }))
    .when(succeedBody(undefined, first, outsider), service)
    .then([BodySucceeded.create({ organisation: first, successor: outsider })]) as Consultation
  expect([named.standing, named.gone]).toEqual([[heir, third, outsider], undefined])
})

test('is said once, of what is open alone', () => {
  const ended: Scene[] = [opened(), ...asked.map((one) => answered(one))]
  for (const [before, organisation] of [
    [ended, first],
    [ended, lead],
    [[opened()], outsider],
    [[opened(), gone(first)], first],
    [[opened(), gone(lead)], lead],
  ] as const)
    story
      .given(...before)
      .when(leave(organisation), service)
      .then({ reason: 'BODY_NOT_ASKED' })
})

test('a successor that is named afterwards has its place: as a body it is waited for, as the initiator it goes on', () => {
  const later = (organisation: string) => BodySucceeded.create({ organisation, successor: heir })
  const state = story
    .given(opened(), gone(first))
    .when(succeedBody(undefined, first, heir), service)
    .then([later(first)])
  expect(only(state).bodies[0]).toEqual({ organisation: heir, named: first })
  expect(turnOf(only(state), lead)).toEqual([heir, second, third])
  story.given(opened(), gone(lead), later(lead)).when(commands.withdraw(), heir).then([facts.withdrawn()])
  story.given(opened(), gone(lead), later(lead)).when(commands.withdraw(), office).then({ reason: 'NOT_INITIATOR' })
})
