/** Whom a consultation asks, what they answer, what their silence means, and what it all comes to. */
import { describe, expect, test } from 'vitest'
import { SignOff } from '#proto/qiantou/record/v1/record.ts'
import { endOf, toDate } from '#shared/domain/calendar.ts'
import { turnOf } from '#shared/domain/consultation-case.ts'
import type { Consultation, ConsultationFact } from '#shared/domain/consultation-state.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { commands, ended, ground, many, until } from '#shared/testing/consultation-commands.ts'
import * as facts from '#shared/testing/consultation-facts.ts'
import { group } from '#shared/testing/directory-facts.ts'
import { recordedOf, Story, type Told } from '#shared/testing/story.ts'
import { lead, noon, outsider } from '#shared/testing/task-facts.ts'
import { consultationDecider } from './consultation.ts'

const { opened, openedStanding, openedWithSilence, answered, answerFact, limitPassed, asked, limit } = facts
const [first, second, third] = asked
const setting = { actor: lead, subject: facts.consultationName, at: noon }
const on = (day: string) => new Story(consultationDecider, { ...setting, at: new Date(`${day}T04:00:00Z`) })
const story = new Story(consultationDecider, setting)
type Scene = Told<ConsultationFact>
const stateAfter = (...scenes: readonly Scene[]) => story.state(...scenes) as Consultation

/** What time brings about at a moment, and what the consultation is after it. */
function elapse(at: Date, ...scenes: readonly Scene[]) {
  const state = stateAfter(...scenes)
  const told =
    consultationDecider.elapse?.(state, { ...setting, at, ids: [], signOff: [], requestId: '', correlationId: '' }) ??
    []
  const after = told.reduce(
    (before, fact) => consultationDecider.evolve(before, recordedOf<ConsultationFact>(fact, setting), setting.subject),
    state as Consultation | undefined,
  ) as Consultation
  return { told, after, due: consultationDecider.due?.(state), dueAfter: consultationDecider.due?.(after) }
}

describe('opening', () => {
  test('asks bodies by a limit of working days or a date, whose last day is decided once', () => {
    story.given().when(commands.open()).then([opened()])
    const dated = commands.open({ asked: { text: opened().text as never, limit: until('2026-03-20') } })
    story
      .given()
      .when(dated)
      .then([opened('CONSULTATION_KIND_COUNTERSIGN', { limit: toDate('2026-03-20') })])
    // A day off that the programme has decided for itself counts, and is its own to decide.
    const days = [{ $type: 'qiantou.programme.v1.DayRule' as const, date: toDate('2026-03-04'), working: false }]
    const programme = { ...ground.programme, rules: { ...rulesOf(undefined), days: days as never } }
    story
      .given()
      .when(commands.open({ programme }))
      .then([opened('CONSULTATION_KIND_COUNTERSIGN', { limit: toDate('2026-03-10') })])
  })

  test('of working days in a year that is not announced says so', () => {
    on('2026-12-31')
      .given()
      .when(commands.open())
      .then([opened('CONSULTATION_KIND_COUNTERSIGN', { limit: toDate('2027-01-07'), provisional: true })])
  })

  test('makes initiator and bodies party to it, and is nobody else’s', () => {
    const state = stateAfter(opened())
    expect(consultationDecider.parties(opened(), state)).toEqual({ admits: [lead, ...asked], releases: [] })
    story.given(opened()).when(commands.answer('AGREE'), outsider).then({ reason: 'CONSULTATION_NOT_FOUND' })
    story.given(opened()).when(commands.open()).then({ reason: 'CONSULTATION_EXISTS' })
    story.given().when(commands.withdraw()).then({ reason: 'CONSULTATION_NOT_FOUND' })
  })

  test.each([
    ['organisations/nobody', 'ORGANISATION_UNKNOWN'],
    [group, 'BODY_IS_GROUP'],
    [ended, 'ORGANISATION_ENDED'],
    [lead, 'INITIATOR_IS_ASKED'],
  ])('does not ask %s: %s', (organisation, reason) => {
    story
      .given()
      .when(commands.open({ organisations: [first, organisation] }))
      .then({ reason })
  })

  test('asks at most 200 bodies, a standing joint review 50; as somebody whom the directory knows; from today on', () => {
    const bodies = Array.from({ length: 201 }, (_, i) => `${many}${i}`)
    const organisations = bodies.slice(0, 200)
    story
      .given()
      .when(commands.open({ organisations }))
      .then([opened('CONSULTATION_KIND_COUNTERSIGN', { organisations })])
    story
      .given()
      .when(commands.open({ organisations: bodies }))
      .then({ reason: 'TOO_MANY_BODIES' })
    const standing = { kind: 'CONSULTATION_KIND_JOINT_REVIEW', standing: true } as const
    story
      .given()
      .when(commands.open({ ...standing, organisations: bodies.slice(0, 51) }))
      .then({ reason: 'TOO_MANY_BODIES' })
    story.given().when(commands.open(), 'organisations/nobody').then({ reason: 'CALLER_NOT_IN_DIRECTORY' })
    const past = { text: opened().text as never, limit: until('2026-03-01') }
    story
      .given()
      .when(commands.open({ asked: past }))
      .then({ reason: 'TIME_LIMIT_IN_PAST' })
  })

  test('announces that silence is consent only where opinions are asked for', () => {
    const silent = { silenceConsents: true }
    story
      .given()
      .when(commands.open({ ...silent, kind: 'CONSULTATION_KIND_OPINION' }))
      .then([openedWithSilence()])
    for (const kind of ['CONSULTATION_KIND_COUNTERSIGN', 'CONSULTATION_KIND_JOINT_REVIEW'] as const)
      story
        .given()
        .when(commands.open({ ...silent, kind }))
        .then({ reason: 'SILENCE_IS_NO_CONSENT' })
  })
})

describe('answers', () => {
  const agreed: Scene[] = [answered(first), answered(second)]

  test('come to a consensus once all agree, comments or not', () => {
    const state = story
      .given(opened(), ...agreed)
      .when(commands.answer('AGREE_WITH_COMMENTS'), third)
      .then([answerFact('AGREE_WITH_COMMENTS')])
    expect(state).toMatchObject({ state: 'CONSENSUS', cases: [{ endedAt: noon.toISOString() }] })
    story
      .given(opened(), ...agreed, answered(third))
      .when(commands.answer('DISAGREE'), third)
      .then({ reason: 'CASE_NOT_OPEN' })
  })

  test('are divided once all have answered and somebody disagrees; until then it is open', () => {
    const states = [[answered(first, 'DISAGREE')], [answered(first, 'DISAGREE'), answered(second), answered(third)]]
    expect(states.map((scenes) => stateAfter(opened(), ...scenes).state)).toEqual(['OPEN', 'DIVIDED'])
  })

  test('may change until the limit passes: bodies come to agree, and what was said before is kept', () => {
    const state = story
      .given(opened(), answered(first, 'DISAGREE'), answered(second), answered(third))
      .when(commands.answer('AGREE'), first)
      .then([answerFact('AGREE')])
    expect(state).toMatchObject({
      state: 'CONSENSUS',
      cases: [{ bodies: [{ formerAnswers: [{ answer: 'ANSWER_KIND_DISAGREE' }] }, {}, {}] }],
    })
    story.given(opened(), answered(first)).when(commands.answer('AGREE'), first).then({ reason: 'ANSWER_UNCHANGED' })
    on(limit)
      .given(opened())
      .when(commands.answer('AGREE'), first)
      .then([answerFact('AGREE')])
  })

  test('are refused after the limit, whether or not its passing has been told of', () => {
    const late = on('2026-03-10')
    late.given(opened()).when(commands.answer('AGREE'), first).then({ reason: 'TIME_LIMIT_PASSED' })
    late.given(opened(), limitPassed(asked)).when(commands.answer('AGREE'), first).then({ reason: 'TIME_LIMIT_PASSED' })
  })

  test('are of the bodies that are asked alone, to the newest text', () => {
    for (const actor of [lead, ground.programme.office])
      story.given(opened()).when(commands.answer('AGREE'), actor).then({ reason: 'NOT_CONSULTED' })
    for (const version of [1, 3])
      story
        .given(opened(), facts.revised(2, []))
        .when(commands.answer('AGREE', version), first)
        .then({ reason: 'TEXT_HAS_CHANGED', details: { version: `${version}`, newest: '2' }, kind: 'precondition' })
  })
})

describe('the limit', () => {
  const passes = endOf(limit)

  test('passes at 24:00 of its last day, once, with who was silent', () => {
    const { told, due, dueAfter } = elapse(passes, opened(), answered(first))
    expect([told, due, dueAfter]).toEqual([[limitPassed([second, third])], passes.toISOString(), undefined])
    expect(elapse(new Date(passes.getTime() - 1), opened()).told).toEqual([])
  })

  test('means nothing once all have answered', () => {
    expect(elapse(passes, opened(), ...asked.map((body) => answered(body))).due).toBeUndefined()
    expect(elapse(passes, opened(), ...asked.map((body) => answered(body, 'DISAGREE'))).due).toBeUndefined()
  })

  test('makes silence consent where the letter said so, and nowhere else', () => {
    const announced = elapse(passes, openedWithSilence(), answered(first))
    expect(announced.told).toEqual([limitPassed([second, third], true)])
    expect(announced.after).toMatchObject({ state: 'CONSENSUS', cases: [{ bodies: [{}, { silent: true }, {}] }] })
    for (const kind of ['OPINION', 'COUNTERSIGN', 'JOINT_REVIEW'] as const) {
      const { after } = elapse(passes, opened(`CONSULTATION_KIND_${kind}`), answered(first))
      expect(after.state).toBe('OVERDUE')
    }
  })

  test('divides where somebody disagrees, whoever is silent', () => {
    for (const opening of [opened(), openedWithSilence()])
      expect(elapse(passes, opening, answered(first, 'DISAGREE')).after.state).toBe('DIVIDED')
  })

  test('passes for each case of a standing joint review by itself', () => {
    const { told } = elapse(passes, openedStanding(), facts.caseOpened(1), facts.caseOpened(2, [first]))
    expect(told).toEqual([limitPassed(asked, false, 1), limitPassed([first], false, 2)])
  })

  test('passes again where it was renewed', () => {
    const { told, due } = elapse(endOf('2026-03-12'), opened(), limitPassed(asked), facts.renewed('2026-03-12'))
    expect(due).toBe(endOf('2026-03-12').toISOString())
    expect(told).toEqual([{ ...limitPassed(asked), limit: toDate('2026-03-12') }])
  })
})

test('it is always known whose turn it is', () => {
  const turns = (...scenes: readonly Scene[]) => stateAfter(...scenes).cases.flatMap((one) => turnOf(one, lead))
  const divided = [opened(), answered(first, 'DISAGREE'), limitPassed([second, third])]
  expect(turns(opened(), answered(first))).toEqual([second, third])
  expect(turns(opened(), limitPassed(asked))).toEqual([lead])
  expect(turns(...divided)).toEqual([lead])
  expect(turns(...divided, facts.referred())).toEqual([outsider])
  expect(turns(...divided, facts.referred(), facts.ruled())).toEqual([])
  expect(turns(opened(), facts.withdrawn())).toEqual([])
})

test('an answer and a ruling keep who handled, reviewed and signed them; a state keeps nothing where nobody is named', () => {
  const signOff = [
    SignOff.create({ step: 'SIGN_OFF_STEP_HANDLED', person: 'p-17' }),
    SignOff.create({ step: 'SIGN_OFF_STEP_SIGNED', person: 'p-1' }),
  ]
  const kept = signOff.map(({ step, person }) => ({ step, person }))
  const state = story.state(
    ...[opened(), answered(second, 'DISAGREE'), answered(third)],
    { fact: answerFact('DISAGREE'), actor: first, signOff },
    facts.referred(),
    { fact: facts.ruled(), actor: outsider, signOff },
  )
  expect(state?.cases[0]).toMatchObject({ bodies: [{ answer: { signOff: kept } }, {}, {}], ruling: { signOff: kept } })
  expect(state?.cases[0]?.bodies[1]?.answer).not.toHaveProperty('signOff')
})
