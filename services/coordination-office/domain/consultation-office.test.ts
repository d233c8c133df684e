/** The office that conducts what an ended initiator left: it neither answers nor rules in its own case (docs/domain.md, rule 31). */
import { expect, test } from 'vitest'
import { BodySucceeded, OfficeSucceeded } from '#proto/qiantou/consultation/v1/consultation_events.ts'
import { endOf } from '#shared/domain/calendar.ts'
import { turnOf } from '#shared/domain/consultation-case.ts'
import { type Consultation, type ConsultationFact, conductorOf } from '#shared/domain/consultation-state.ts'
import { commands, many } from '#shared/testing/consultation-commands.ts'
import * as facts from '#shared/testing/consultation-facts.ts'
import { Story, type Told } from '#shared/testing/story.ts'
import { lead, noon, office, outsider } from '#shared/testing/task-facts.ts'
import { consultationDecider } from './consultation.ts'
import { succeedBody } from './succession.ts'

const { opened, openedStanding, openedWithSilence, answered, limitPassed, referred, ruled, withdrawn, asked } = facts
const [first, second, third] = asked
const story = new Story(consultationDecider, { actor: office, subject: facts.consultationName, at: noon })
const service = 'services/coordination-office'
type Scene = Told<ConsultationFact>

const heir = `${many}1`
const gone = (organisation: string) => BodySucceeded.create({ organisation })
const passed = (organisation: string, successor: string) => BodySucceeded.create({ organisation, successor })
const officePassed = (successor: string) => OfficeSucceeded.create({ office, successor })
const ofLead = (fact: ConsultationFact): Scene => ({ fact, actor: lead })
const asking = (...organisations: string[]) => ofLead(opened('CONSULTATION_KIND_COUNTERSIGN', { organisations }))
const stateOf = (...scenes: readonly Scene[]) => story.state(...scenes) as Consultation
const only = (state: Consultation) => state.cases[0] as Consultation['cases'][number]
const bodiesOf = (state: Consultation) => only(state).bodies.map(({ organisation }) => organisation)
const standsAt = (...scenes: readonly Scene[]): readonly unknown[] => {
  const state = stateOf(...scenes)
  return [only(state).state, ...turnOf(only(state), conductorOf(state))]
}
const disagreed = (organisation: string): Scene => answered(organisation, 'DISAGREE')

test('is asked no more where it had said nothing, and waits for nobody else', () => {
  expect(bodiesOf(stateOf(asking(office, second), gone(lead)))).toEqual([second])
  expect(standsAt(asking(office, second), answered(second), gone(lead))).toEqual(['CONSENSUS'])
  story.given(asking(office, second), gone(lead)).when(commands.answer('AGREE')).then({ reason: 'NOT_CONSULTED' })
})

test('agrees with nobody where it was the only one: it asks others, refers, or withdraws', () => {
  const given = story.given(asking(office), gone(lead))
  expect(standsAt(asking(office), gone(lead))).toEqual(['OPEN', office])
  given.when(commands.answer('AGREE')).then({ reason: 'INITIATOR_IS_ASKED', kind: 'permission' })
  given.when(commands.revise([office])).then({ reason: 'INITIATOR_IS_ASKED' })
  given.when(commands.withdraw()).then([withdrawn()])
  given.when(commands.add(third)).then([facts.bodyAdded(third)])
  story.given(asking(second), gone(lead)).when(commands.add(office)).then({ reason: 'INITIATOR_IS_ASKED' })
  const silent = { ...openedWithSilence(), organisations: [office] }
  const context = { actor: service, at: endOf(facts.limit), ids: [], signOff: [], requestId: '', correlationId: '' }
  expect(consultationDecider.elapse?.(stateOf(ofLead(silent), gone(lead)), context)).toEqual([limitPassed([], true)])
})

test('is not the one that rules where its own dissent stands; it refers that to another, who does', () => {
  const divided: Scene[] = [asking(office, second), disagreed(office), answered(second), gone(lead)]
  expect(standsAt(...divided)).toEqual(['DIVIDED', office])
  story
    .given(...divided)
    .when(commands.refer(office))
    .then({ reason: 'REFEREE_IS_PARTY' })
  story
    .given(...divided)
    .when(commands.refer())
    .then([referred()])
  story
    .given(...divided, referred())
    .when(commands.rule())
    .then({ reason: 'NOT_REFEREE', details: { referee: outsider } })
  story
    .given(...divided, referred())
    .when(commands.rule(), outsider)
    .then([ruled()])
})

test('a ruling that would fall to it has to be referred again, whatever came first', () => {
  const divided: Scene[] = [asking(first, second), disagreed(first), answered(second), referred()]
  for (const ended of [
    [gone(lead), gone(outsider)],
    [gone(outsider), gone(lead)],
  ]) {
    expect(standsAt(...divided, ...ended)).toEqual(['DIVIDED', office])
    story
      .given(...divided, ...ended)
      .when(commands.refer(heir))
      .then([referred(heir)])
  }
  const mine: Scene[] = [opened('CONSULTATION_KIND_COUNTERSIGN', { organisations: [first] }), disagreed(first)]
  expect(standsAt(...mine, referred(), gone(outsider))).toEqual(['DIVIDED', office])
})

test('a ruling of an office that has come to be asked in the case has to be referred again', () => {
  const divided: Scene[] = [asking(first, second), disagreed(first), answered(second), referred(), gone(outsider)]
  expect(standsAt(...divided)).toEqual(['REFERRED', office])
  expect(standsAt(...divided, officePassed(heir))).toEqual(['REFERRED', heir])
  expect(standsAt(...divided, officePassed(second))).toEqual(['DIVIDED', lead])
})

test('whose office takes its place is in the same case, and nobody is once a successor of the initiator is named', () => {
  const before: Scene[] = [asking(second, heir), gone(lead)]
  expect(bodiesOf(stateOf(...before, officePassed(heir)))).toEqual([second])
  const named = story
    .given(...before)
    .when(succeedBody(undefined, lead, first), service)
    .then([passed(lead, first)]) as Consultation
  expect([conductorOf(named), named.gone, bodiesOf(named)]).toEqual([first, undefined, [second, heir]])
})

test('a standing joint review that it conducts asks it in no case to come', () => {
  const state = stateOf(ofLead({ ...openedStanding(), organisations: [office, second] }), gone(lead))
  expect([state.standing, state.gone]).toEqual([[second], [lead]])
})
