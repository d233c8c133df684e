/** Groups that are consulted, and organisations that are no longer there while a consultation is open. */
import { describe, expect, test } from 'vitest'
import { BodyAdded, BodySucceeded, OfficeSucceeded } from '#proto/qiantou/consultation/v1/consultation_events.ts'
import { turnOf } from '#shared/domain/consultation-case.ts'
import { type Consultation, type ConsultationFact, consultationParties } from '#shared/domain/consultation-state.ts'
import { commands, ground, many } from '#shared/testing/consultation-commands.ts'
import * as facts from '#shared/testing/consultation-facts.ts'
import { group, memberAdded, registered } from '#shared/testing/directory-facts.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import { lead, noon, office, outsider } from '#shared/testing/task-facts.ts'
import { consultationDecider } from './consultation.ts'
import type { SucceedCommand } from './consultation-command.ts'
import { type Known, organisationDecider } from './organisation.ts'

const { opened, openedStanding, openedWithSilence, caseOpened, answered, limitPassed, referred, ruled, asked } = facts
const [first, second, third] = asked
const story = new Story(consultationDecider, { actor: lead, subject: facts.consultationName, at: noon })
const service = 'services/coordination-office'
type Scene = Told<ConsultationFact>

const heir = `${many}1`
const succeeded = (organisation: string, successor = heir) => BodySucceeded.create({ organisation, successor })
const succeed = (organisation: string, successor = heir): SucceedCommand => ({
  type: 'Succeed',
  organisation,
  successor,
})
const only = (state: Consultation | undefined) => state?.cases[0] as Consultation['cases'][number]
const bodiesOf = (state: Consultation | undefined) =>
  only(state).bodies.map(({ organisation, named, answer }) => [organisation, named, answer?.answer])

describe('a group', () => {
  const members = (...names: readonly string[]) => {
    const entry = new Story(organisationDecider, { actor: office, subject: group, at: noon }).state(
      registered('2020-01-01', 'GROUP'),
      ...names.map((name) => memberAdded(name, '')),
    )
    const known = { ...ground.known, [group]: entry } as Known
    return { known }
  }

  test('is asked as those who are its members today, each once, but for whoever asks', () => {
    const command = commands.open({ ...members(lead, first, second), organisations: [second, group] })
    const fact = opened('CONSULTATION_KIND_COUNTERSIGN', { organisations: [second, first], groups: [group] })
    story.given().when(command).then([fact])
  })

  test('of which nobody but the initiator is a member is not asked, nor one without members', () => {
    const alone = commands.open({ ...members(lead), organisations: [group] })
    story.given().when(alone).then({ reason: 'INITIATOR_IS_ASKED' })
    story
      .given()
      .when(commands.open({ organisations: [group] }))
      .then({ reason: 'BODY_IS_GROUP' })
  })

  test('counts with all of its members', () => {
    const cities = Array.from({ length: 199 }, (_, i) => `${many}${i}`)
    const command = commands.open({ ...members(...cities), organisations: [first, second, group] })
    story.given().when(command).then({ reason: 'TOO_MANY_BODIES' })
  })

  test('is added member by member, by a fact for each that is not asked yet', () => {
    const added = (organisation: string, caseNumber = 1): BodyAdded =>
      BodyAdded.create({ caseNumber, organisation, reason: facts.reason, group })
    const command = { ...commands.add(group), ...members(first, heir, outsider) }
    const state = story
      .given(opened())
      .when(command)
      .then([added(heir), added(outsider)])
    expect(bodiesOf(state).map(([name]) => name)).toEqual([...asked, heir, outsider])
    story
      .given(opened())
      .when({ ...commands.add(group), ...members(first) })
      .then({ reason: 'BODY_ALREADY_ASKED' })
    story
      .given(openedStanding())
      .when(command)
      .then([added(heir, 0), added(outsider, 0)])
  })
})

describe('an office that is no longer there', () => {
  const fact = OfficeSucceeded.create({ office, successor: heir })
  const succeedOffice = { type: 'SucceedOffice', office, successor: heir } as const
  const divided: Scene[] = [opened(), answered(first, 'DISAGREE'), limitPassed([second, third])]

  test('is succeeded, who refers, rules and reads in its place; also in what has ended', () => {
    const state = story.given(opened()).when(succeedOffice, service).then([fact]) as Consultation
    expect([consultationParties(state).has(heir), consultationParties(state).has(office)]).toEqual([true, false])
    expect(consultationDecider.parties(fact, state)).toEqual({ admits: [], releases: [] })
    story
      .given(...divided, fact)
      .when(commands.refer(), heir)
      .then([referred()])
    story
      .given(...divided, referred(), fact)
      .when(commands.rule(), heir)
      .then([ruled()])
    story
      .given(...divided, referred(), fact)
      .when(commands.rule(), office)
      .then({ reason: 'CONSULTATION_NOT_FOUND' })
    const ended: Scene[] = [opened(), ...asked.map((one) => answered(one))]
    story
      .given(...ended)
      .when(succeedOffice, service)
      .then([fact])
  })

  test('keeps its name as initiator where all has ended, and rules no more for a referee that came to be asked', () => {
    const ended: Scene[] = [told(opened(), { actor: office }), ...asked.map((one) => answered(one))]
    expect(story.state(...ended, fact)).toMatchObject({ initiator: office, office: heir })
    const before: Scene[] = [...divided, referred(), fact, succeeded(outsider, second)]
    expect(turnOf(only(story.state(...before)), lead)).toEqual([heir])
  })

  test('and was to rule is succeeded in that too, whichever of its places is passed on first', () => {
    const taken = (successor: string) => [OfficeSucceeded.create({ office, successor }), succeeded(office, successor)]
    for (const successor of [heir, second])
      for (const later of [taken(successor), taken(successor).reverse()]) {
        const state = story.state(...divided, referred(office), ...later)
        // Who is asked itself does not rule: the initiator refers it to somebody else.
        const turn = successor === second ? lead : successor
        expect([turnOf(only(state), lead), state?.office]).toEqual([[turn], successor])
      }
    const ended = story.state(...divided, referred(office), ruled(), fact)
    expect(only(ended).referral?.referee).toBe(office)
  })

  test('is succeeded once', () => {
    story.given(opened(), fact).when(succeedOffice, service).then({ reason: 'NOT_PROGRAMME_OFFICE' })
    story.given().when(succeedOffice, service).then({ reason: 'CONSULTATION_NOT_FOUND' })
  })
})

describe('an organisation that is no longer there', () => {
  test('is succeeded where it is asked and silent: the successor answers in its place, and has its name beside its own', () => {
    const state = story
      .given(opened())
      .when(succeed(first), service)
      .then([succeeded(first)])
    expect(bodiesOf(state)[0]).toEqual([heir, first, undefined])
    expect(turnOf(only(state), lead)).toEqual([heir, second, third])
    expect(consultationDecider.parties(succeeded(first), state as Consultation)).toEqual({
      admits: [heir],
      releases: [],
    })
    expect([...consultationParties(state as Consultation)]).toContain(heir)
    story
      .given(opened(), succeeded(first))
      .when(commands.answer('AGREE'), heir)
      .then([facts.answerFact('AGREE')])
    story.given(opened(), succeeded(first)).when(commands.answer('AGREE'), first).then({ reason: 'NOT_CONSULTED' })
  })

  test('what it answered stands, and its successor may answer otherwise, or is asked again', () => {
    const state = story.state(opened(), answered(first, 'DISAGREE'), succeeded(first))
    expect(bodiesOf(state)[0]).toEqual([heir, first, 'ANSWER_KIND_DISAGREE'])
    story
      .given(opened(), answered(first, 'DISAGREE'), succeeded(first))
      .when(commands.answer('AGREE'), heir)
      .then([facts.answerFact('AGREE')])
    const again = story.state(opened(), answered(first), succeeded(first), facts.revised(2, [heir]))
    expect(only(again).bodies[0]).toMatchObject({ organisation: heir, named: first, formerAnswers: [{ version: 1 }] })
  })

  test('whose successor is asked besides is asked no longer; that may be all that was waited for', () => {
    const before: Scene[] = [opened(), answered(second), answered(third)]
    expect(only(story.state(...before)).state).toBe('OPEN')
    const state = story
      .given(...before)
      .when(succeed(first, second), service)
      .then([succeeded(first, second)])
    expect([only(state).state, bodiesOf(state).map(([name]) => name)]).toEqual(['CONSENSUS', [second, third]])
  })

  test('is succeeded as the initiator, who goes on with all of it', () => {
    const state = story
      .given(opened())
      .when(succeed(lead), service)
      .then([succeeded(lead)])
    expect(state?.initiator).toBe(heir)
    story.given(opened(), succeeded(lead)).when(commands.withdraw(), heir).then([facts.withdrawn()])
    story.given(opened(), succeeded(lead)).when(commands.withdraw()).then({ reason: 'NOT_INITIATOR' })
  })

  test('is succeeded as referee; where the successor has a part in the case the office enters the ruling', () => {
    const before: Scene[] = [opened(), answered(first, 'DISAGREE'), limitPassed([second, third]), referred()]
    const state = story
      .given(...before)
      .when(succeed(outsider), service)
      .then([succeeded(outsider)])
    expect(turnOf(only(state), lead)).toEqual([heir])
    story
      .given(...before, succeeded(outsider))
      .when(commands.rule(), heir)
      .then([ruled()])
    expect(turnOf(only(story.state(...before, succeeded(outsider, second))), lead)).toEqual([office])
    story
      .given(...before, succeeded(outsider, lead))
      .when(commands.rule(), lead)
      .then({ reason: 'NOT_REFEREE' })
    story
      .given(...before, succeeded(outsider, lead))
      .when(commands.rule(), office)
      .then([ruled()])
  })

  test('whose place, or the initiator’s, its referee comes to have, leaves the ruling to the office', () => {
    const before: Scene[] = [opened(), answered(first, 'DISAGREE'), limitPassed([second, third]), referred()]
    for (const organisation of [second, lead]) {
      const scenes = [...before, succeeded(organisation, outsider)]
      const state = story.state(...scenes)
      expect(turnOf(only(state), state?.initiator ?? '')).toEqual([office])
      story
        .given(...scenes)
        .when(commands.rule(), outsider)
        .then({ reason: 'NOT_REFEREE' })
      story
        .given(...scenes)
        .when(commands.rule(), office)
        .then([ruled()])
    }
  })

  test('is asked by its successor’s name in the cases of a standing review that are open and to come, not in those that ended', () => {
    const agreed = asked.map((one) => answered(one, 'AGREE', 1, 1))
    const state = story.state(
      openedStanding(),
      caseOpened(1),
      ...agreed,
      caseOpened(2),
      succeeded(first),
    ) as Consultation
    expect(state.cases.map(({ bodies }) => bodies[0]?.organisation)).toEqual([first, heir])
    expect(state.standing).toEqual([heir, second, third])
    const merged = story.state(openedStanding(), succeeded(first, second)) as Consultation
    expect(merged.standing).toEqual([second, third])
  })

  test('has nothing left where all has ended, where it was never asked, or twice', () => {
    const ended: Scene[] = [opened(), ...asked.map((one) => answered(one))]
    for (const [before, organisation] of [
      [ended, first],
      [ended, lead],
      [[opened()], outsider],
      [[opened(), succeeded(first)], first],
    ] as const)
      story
        .given(...before)
        .when(succeed(organisation), service)
        .then({ reason: 'BODY_NOT_ASKED' })
  })

  test('whose silence counted as consent goes on consenting', () => {
    const passed = limitPassed([second, third], true)
    const disputed: Scene[] = [openedWithSilence(), answered(first, 'DISAGREE'), passed]
    const state = story.state(...disputed, told(succeeded(second), { actor: service }))
    expect([only(state).state, only(state).bodies[1]]).toEqual([
      'DIVIDED',
      { organisation: heir, named: second, silent: true },
    ])
  })
})
