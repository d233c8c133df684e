/** Standing joint reviews (备案联审): case after case, each by itself. */
import { describe, expect, test } from 'vitest'
import { BodySucceeded } from '#proto/qiantou/consultation/v1/consultation_events.ts'
import { type Consultation, type ConsultationFact, consultationParties } from '#shared/domain/consultation-state.ts'
import { noParties } from '#shared/domain/decider.ts'
import { commands, ended, many } from '#shared/testing/consultation-commands.ts'
import * as facts from '#shared/testing/consultation-facts.ts'
import { Story, type Told } from '#shared/testing/story.ts'
import { lead, noon, office, outsider } from '#shared/testing/task-facts.ts'
import { consultationDecider } from './consultation.ts'
import type { ConsultationCommand } from './consultation-command.ts'
import { seenBy } from './consultation-sight.ts'

const { opened, openedStanding, answered, answerFact, asked, caseOpened, bodyAdded, bodyRemoved, withdrawn } = facts
const [first, second, third] = asked
const newcomer = `${many}1`
const story = new Story(consultationDecider, { actor: lead, subject: facts.consultationName, at: noon })
const stateAfter = (...scenes: readonly Told<ConsultationFact>[]) => story.state(...scenes) as Consultation
/** Whose lists show it. */
const listedFor = (state: Consultation) => [...(consultationDecider.readers?.(state) ?? [])].toSorted()

describe('a standing joint review', () => {
  const standing = openedStanding()

  test('takes case after case, each with its own answers and outcome, and is never struck off', () => {
    const asking = { kind: 'CONSULTATION_KIND_JOINT_REVIEW', title: '备案联审', standing: true } as const
    const { asked: _, ...opening } = commands.open(asking) as Extract<ConsultationCommand, { type: 'Open' }>
    story.given().when(opening).then([standing])
    story
      .given(standing)
      .when(commands.openCase())
      .then([caseOpened(1)])
    const state = story
      .given(standing, caseOpened(1), ...asked.map((body) => answered(body)))
      .when(commands.openCase())
      .then([caseOpened(2)])
    expect([state?.state, state?.cases.map((one) => one.state)]).toEqual(['STANDING', ['CONSENSUS', 'OPEN']])
    story.given(standing).when(commands.withdraw()).then({ reason: 'CASE_NOT_FOUND' })
    story.given(opened()).when(commands.openCase()).then({ reason: 'NOT_STANDING' })
    for (const kind of ['CONSULTATION_KIND_OPINION', 'CONSULTATION_KIND_COUNTERSIGN'] as const)
      story
        .given()
        .when(commands.open({ standing: true, kind }))
        .then({ reason: 'STANDING_IS_JOINT_REVIEW' })
  })

  test('is answered by the number of the case', () => {
    const given = () => story.given(standing, caseOpened(1), caseOpened(2))
    given()
      .when(commands.answer('AGREE', 1, 2), first)
      .then([answerFact('AGREE', 1, 2)])
    given().when(commands.answer('AGREE'), first).then({ reason: 'CASE_NOT_FOUND' })
    given()
      .when(commands.answer('AGREE', 1, 3), first)
      .then({ reason: 'CASE_NOT_FOUND' })
  })

  test('asks in the cases to come whom it is composed of; those that are open keep theirs', () => {
    const state = story
      .given(standing, caseOpened(1))
      .when(commands.add(newcomer))
      .then([bodyAdded(newcomer, 0)])
    expect(state?.cases[0]?.bodies).toHaveLength(3)
    story
      .given(standing, bodyRemoved(first, 0))
      .when(commands.openCase())
      .then([caseOpened(1, [second, third])])
    story.given(standing).when(commands.add(first)).then({ reason: 'BODY_ALREADY_ASKED' })
    story.given(standing).when(commands.add(ended)).then({ reason: 'ORGANISATION_ENDED' })
    story.given(standing).when(commands.remove(newcomer)).then({ reason: 'BODY_NOT_ASKED' })
    story
      .given(standing, bodyRemoved(first, 0), bodyRemoved(second, 0))
      .when(commands.remove(third))
      .then({ reason: 'LAST_BODY' })
    const full = { ...standing, organisations: Array.from({ length: 50 }, (_, i) => `${many}${i}`) }
    story.given(full).when(commands.add(outsider)).then({ reason: 'TOO_MANY_BODIES' })
  })

  describe('of which a body was removed', () => {
    const given: Told<ConsultationFact>[] = [
      standing,
      caseOpened(1),
      bodyRemoved(first, 0),
      caseOpened(2, [second, third]),
    ]

    test('releases it at once, unless it asks, or rules in one of the cases', () => {
      const left = stateAfter(standing, caseOpened(1), bodyRemoved(first, 0))
      expect(consultationDecider.parties(bodyRemoved(first, 0), left).releases).toEqual([first])
      const own = { ...standing, organisations: [lead, second] }
      const asking = stateAfter(own, bodyRemoved(lead, 0))
      expect(consultationDecider.parties(bodyRemoved(lead, 0), asking)).toEqual(noParties)
      const divided = [caseOpened(1, [second, third]), facts.limitPassed([second, third]), facts.referred(first)]
      const ruling = stateAfter(standing, ...divided, bodyRemoved(first, 0))
      expect(consultationDecider.parties(bodyRemoved(first, 0), ruling)).toEqual(noParties)
      expect(seenBy(ruling, first)).toBe(ruling)
    })

    test('shows it nothing but the open cases that ask it still, which it answers', () => {
      const state = stateAfter(...given)
      expect([...consultationParties(state)]).not.toContain(first)
      expect(listedFor(state)).toEqual([lead, office, second, third, first].toSorted())
      expect(seenBy(state, first)).toMatchObject({ standing: [], caseCount: 1, cases: [{ number: 1 }] })
      expect(seenBy(state, second)).toBe(state)
      story
        .given(...given)
        .when(commands.answer('AGREE', 1, 1), first)
        .then([answerFact('AGREE', 1, 1)])
      story
        .given(...given)
        .when(commands.answer('AGREE', 1, 2), first)
        .then({ reason: 'CASE_NOT_FOUND' })
    })

    test('is not there for it once these have ended', () => {
      const ends = [...given, withdrawn(1)]
      expect(seenBy(stateAfter(...ends), first)).toBeUndefined()
      expect(listedFor(stateAfter(...ends))).toEqual([lead, office, second, third].toSorted())
      story
        .given(...ends)
        .when(commands.answer('AGREE', 1, 1), first)
        .then({ reason: 'CONSULTATION_NOT_FOUND' })
    })

    test('admits nobody to the whole of it who succeeds that body, but shows it the same', () => {
      const fact = BodySucceeded.create({ organisation: first, successor: newcomer })
      const state = stateAfter(...given, fact)
      expect(consultationDecider.parties(fact, state)).toEqual(noParties)
      expect(seenBy(state, newcomer)?.cases.map(({ number }) => number)).toEqual([1])
    })

    test('takes it in again like any other', () => {
      const state = stateAfter(...given, bodyAdded(first, 0))
      expect(consultationDecider.parties(bodyAdded(first, 0), state).admits).toEqual([first])
      expect(seenBy(state, first)).toBe(state)
    })
  })

  test('releases a body that one case asked alone once that asks it no more', () => {
    const gone = stateAfter(standing, caseOpened(1), bodyAdded(newcomer), bodyRemoved(newcomer))
    expect(consultationDecider.parties(bodyRemoved(newcomer), gone).releases).toEqual([newcomer])
    const other = stateAfter(standing, caseOpened(1), bodyRemoved(first))
    expect(consultationDecider.parties(bodyRemoved(first), other)).toEqual(noParties)
  })

  test('has 20 cases open at most, and keeps the newest 20 of the others', () => {
    const open = Array.from({ length: 20 }, (_, i) => caseOpened(i + 1))
    story
      .given(standing, ...open)
      .when(commands.openCase())
      .then({ reason: 'TOO_MANY_CASES' })
    const ends = Array.from({ length: 25 }, (_, i) => [caseOpened(i + 1), withdrawn(i + 1)]).flat()
    const state = stateAfter(standing, ...ends)
    expect(state.cases.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, i) => i + 6))
    story
      .given(standing, ...ends)
      .when(commands.openCase())
      .then([caseOpened(26)])
  })

  test('as large as it may become, its state stays below 2 MiB: 40 cases of 50 bodies, all of whom said much', () => {
    const organisations = Array.from({ length: 50 }, (_, i) => `organisations/${'hn-body-'.padEnd(60, 'x')}${i}`)
    const said = (number: number) =>
      Array.from({ length: 5 }, () => organisations.map((body) => answered(body, 'DISAGREE', 1, number))).flat()
    const cases = Array.from({ length: 45 }, (_, i) => [
      ...[caseOpened(i + 1, organisations), ...said(i + 1)],
      ...(i < 25 ? [withdrawn(i + 1)] : []),
    ]).flat()
    const state = stateAfter({ ...openedStanding(), organisations }, ...cases)
    expect(state.cases).toHaveLength(40)
    const bytes = Buffer.byteLength(JSON.stringify(state))
    expect(bytes).toBeGreaterThan(1024 * 1024)
    expect(bytes).toBeLessThan(2 * 1024 * 1024)
  })
})
