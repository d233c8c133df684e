/** Standing joint reviews (备案联审): case after case, each by itself. */
import { describe, expect, test } from 'vitest'
import { noParties } from '#shared/domain/decider.ts'
import { commands, ended, many } from '#shared/testing/consultation-commands.ts'
import * as facts from '#shared/testing/consultation-facts.ts'
import { Story, type Told } from '#shared/testing/story.ts'
import { lead, noon, outsider } from '#shared/testing/task-facts.ts'
import { consultationDecider } from './consultation.ts'
import type { ConsultationCommand } from './consultation-command.ts'
import type { Consultation, ConsultationFact } from './consultation-state.ts'

const { opened, openedStanding, answered, answerFact, asked, caseOpened, bodyAdded, bodyRemoved, withdrawn } = facts
const [first, second, third] = asked
const newcomer = `${many}1`
const story = new Story(consultationDecider, { actor: lead, subject: facts.consultationName, at: noon })
const stateAfter = (...scenes: readonly Told<ConsultationFact>[]) => story.state(...scenes) as Consultation

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

  test('releases a body that has to do with none of its cases', () => {
    const still = stateAfter(standing, caseOpened(1), bodyRemoved(first, 0))
    expect(consultationDecider.parties(bodyRemoved(first, 0), still)).toEqual(noParties)
    const gone = stateAfter(standing, caseOpened(1), bodyRemoved(first, 0), bodyRemoved(first))
    expect(consultationDecider.parties(bodyRemoved(first), gone).releases).toEqual([first])
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
