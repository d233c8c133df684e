/** What changes while bodies are asked, and who rules where they stay divided. */
import { describe, expect, test } from 'vitest'
import { dissents } from '#shared/domain/consultation-body.ts'
import { evolve } from '#shared/domain/consultation-fold.ts'
import { type Consultation, type ConsultationFact, consultationParties } from '#shared/domain/consultation-state.ts'
import { commands, ended, many, until } from '#shared/testing/consultation-commands.ts'
import * as facts from '#shared/testing/consultation-facts.ts'
import { Story, type Told } from '#shared/testing/story.ts'
import { lead, noon, office, outsider, text } from '#shared/testing/task-facts.ts'
import { consultationDecider } from './consultation.ts'
import type { ConsultationCommand } from './consultation-command.ts'

const { opened, answered, answerFact, limitPassed, asked, limit } = facts
const { revised, renewed, bodyAdded, bodyRemoved, referred, ruled, withdrawn } = facts
const [first, second, third] = asked
const newcomer = `${many}1`
const setting = { actor: lead, subject: facts.consultationName, at: noon }
const on = (day: string) => new Story(consultationDecider, { ...setting, at: new Date(`${day}T04:00:00Z`) })
const story = new Story(consultationDecider, setting)
const late = on('2026-03-10')
type Scene = Told<ConsultationFact>
const stateAfter = (...scenes: readonly Scene[]) => story.state(...scenes) as Consultation
const divided: Scene[] = [opened(), answered(first, 'DISAGREE'), answered(second), answered(third)]
const overdue: Scene[] = [opened(), answered(first), limitPassed([second, third])]

describe('a changed text', () => {
  test('asks again only those whom it affects; the answers of the others stand', () => {
    const state = story
      .given(...divided)
      .when(commands.revise([first]))
      .then([revised(2, [first])])
    expect(state).toMatchObject({
      state: 'OPEN',
      cases: [
        {
          versions: [{ version: 1 }, { version: 2 }],
          bodies: [
            { formerAnswers: [{ version: 1, answer: 'ANSWER_KIND_DISAGREE' }] },
            { answer: { version: 1 } },
            { answer: { version: 1 } },
          ],
        },
      ],
    })
    expect(state?.cases[0]?.bodies[0]).not.toHaveProperty('answer')
    expect(stateAfter(...divided, revised(2, [first]), answered(first, 'AGREE', 2)).state).toBe('CONSENSUS')
    // Whom it does not affect dissents as before.
    expect(stateAfter(...divided, revised(2, [second]), answered(second, 'AGREE', 2)).state).toBe('DIVIDED')
  })

  test('may give more time, never less, and has to once the limit has passed', () => {
    story
      .given(opened())
      .when(commands.revise([first], until('2026-03-20')))
      .then([revised(2, [first], '2026-03-20')])
    story
      .given(opened())
      .when(commands.revise([], until('2026-03-06')))
      .then({ reason: 'TIME_LIMIT_TOO_EARLY' })
    late
      .given(...overdue)
      .when(commands.revise([]))
      .then({ reason: 'TIME_LIMIT_PASSED' })
    const state = late
      .given(...overdue)
      .when(commands.revise([], until('2026-03-20')))
      .then([revised(2, [], '2026-03-20')])
    expect(state).toMatchObject({ state: 'OPEN', cases: [{ limit: '2026-03-20' }] })
  })

  test('reads otherwise than the newest one, or is marked otherwise; an earlier text may come back', () => {
    const same = Buffer.from(text('修改稿').sha256).toString('hex')
    const again: ConsultationCommand = { ...commands.revise([first]), same }
    const secret = { ...text('修改稿'), secrecy: 'SECRECY_LEVEL_WORK_SECRET' as const }
    const twice = story.given(opened(), revised(2, []))
    twice.when(again).then({ reason: 'TEXT_UNCHANGED', details: { newest: '2' } })
    twice.when({ ...again, text: secret }).then([{ ...revised(3, [first]), text: secret }])
    story
      .given(opened())
      .when(again)
      .then([revised(2, [first])])
  })

  test('affects only bodies that are asked, has at most 50 versions, and none once there is an outcome', () => {
    story
      .given(opened())
      .when(commands.revise([newcomer]))
      .then({ reason: 'BODY_NOT_ASKED' })
    const versions = Array.from({ length: 49 }, (_, i) => revised(i + 2, []))
    story
      .given(opened(), ...versions)
      .when(commands.revise([]))
      .then({ reason: 'TOO_MANY_VERSIONS' })
    for (const scenes of [asked.map((body) => answered(body)), [withdrawn()], [limitPassed(asked), referred()]])
      story
        .given(opened(), ...scenes)
        .when(commands.revise([]))
        .then({ reason: 'CASE_NOT_OPEN' })
  })
})

describe('the time limit', () => {
  test('is renewed for a later day, also after it has passed: who was silent may answer again', () => {
    const state = late
      .given(...overdue)
      .when(commands.renew(until('2026-03-12')))
      .then([renewed('2026-03-12')])
    expect(state).toMatchObject({ state: 'OPEN', cases: [{ limit: '2026-03-12' }] })
    late
      .given(...overdue, renewed('2026-03-12'))
      .when(commands.answer('AGREE'), second)
      .then([answerFact('AGREE')])
    story
      .given(opened())
      .when(commands.renew(until(limit)))
      .then({ reason: 'TIME_LIMIT_TOO_EARLY' })
    story
      .given(opened(), withdrawn())
      .when(commands.renew(until('2026-03-12')))
      .then({ reason: 'CASE_NOT_OPEN' })
  })

  test('renewed, takes back what silence had been taken for', () => {
    const silent = [facts.openedWithSilence(), answered(first, 'DISAGREE'), limitPassed([second, third], true)]
    expect(stateAfter(...silent)).toMatchObject({ state: 'DIVIDED', cases: [{ bodies: [{}, { silent: true }, {}] }] })
    const [one] = stateAfter(...silent, renewed('2026-03-12')).cases
    expect([one?.state, one?.bodies[1]]).toEqual(['OPEN', { organisation: second }])
  })
})

describe('signers', () => {
  test('are added while there is time, once each, and become party to it', () => {
    const state = story
      .given(opened())
      .when(commands.add(newcomer))
      .then([bodyAdded(newcomer)]) as Consultation
    expect(consultationParties(state)).toEqual(new Set([lead, ...asked, newcomer, office]))
    expect(consultationDecider.parties(bodyAdded(newcomer), state)).toEqual({ admits: [newcomer], releases: [] })
    story.given(opened()).when(commands.add(first)).then({ reason: 'BODY_ALREADY_ASKED' })
    story.given(opened()).when(commands.add(ended)).then({ reason: 'ORGANISATION_ENDED' })
    late.given(opened()).when(commands.add(newcomer)).then({ reason: 'TIME_LIMIT_PASSED' })
    const organisations = Array.from({ length: 200 }, (_, i) => `${many}${i}`)
    story
      .given(opened('CONSULTATION_KIND_COUNTERSIGN', { organisations }))
      .when(commands.add(outsider))
      .then({ reason: 'TOO_MANY_BODIES' })
  })

  test('are removed and released; what the others said stands', () => {
    const state = late
      .given(opened(), answered(first), answered(second), limitPassed([third]))
      .when(commands.remove(third))
      .then([bodyRemoved(third)]) as Consultation
    expect(state.state).toBe('CONSENSUS')
    expect(consultationDecider.parties(bodyRemoved(third), state)).toEqual({ admits: [], releases: [third] })
    story
      .given(opened(), bodyRemoved(third))
      .when(commands.answer('AGREE'), third)
      .then({ reason: 'CONSULTATION_NOT_FOUND' })
    story.given(opened()).when(commands.remove(newcomer)).then({ reason: 'BODY_NOT_ASKED' })
    const alone = opened('CONSULTATION_KIND_COUNTERSIGN', { organisations: [first] })
    story.given(alone).when(commands.remove(first)).then({ reason: 'LAST_BODY' })
  })

  test('nor are those who dissented once and agree to a later version: the dissent would go with them', () => {
    story
      .given(opened(), answered(first, 'DISAGREE'), revised(2, [first]), answered(first, 'AGREE', 2))
      .when(commands.remove(first))
      .then({ reason: 'DISSENT_STAYS' })
  })

  test('nor those whose dissent is older than the answers that are kept', () => {
    const agreed = Array.from({ length: 4 }, (_, i) => answered(first, i % 2 ? 'AGREE' : 'AGREE_WITH_COMMENTS'))
    const scenes = [opened(), answered(first, 'DISAGREE'), ...agreed]
    expect(stateAfter(...scenes).cases[0]?.bodies[0]?.formerAnswers).toHaveLength(3)
    for (const later of [[], [revised(2, [first])], [revised(2, [first]), answered(first, 'AGREE', 2)]])
      story
        .given(...scenes, ...later)
        .when(commands.remove(first))
        .then({ reason: 'DISSENT_STAYS' })
  })

  test('who dissent are not removed, neither while they are asked again', () => {
    for (const scenes of [[], [revised(2, [first])]])
      story
        .given(...divided, ...scenes)
        .when(commands.remove(first))
        .then({ reason: 'DISSENT_STAYS' })
  })
})

describe('a ruling', () => {
  test('is asked for where bodies are divided or silent; of somebody who has no part in it', () => {
    for (const scenes of [divided, overdue])
      for (const actor of [lead, office])
        story
          .given(...scenes)
          .when(commands.refer(), actor)
          .then([referred()])
    story.given(opened()).when(commands.refer()).then({ reason: 'NOTHING_TO_RULE' })
    for (const referee of [lead, first])
      story
        .given(...divided)
        .when(commands.refer(referee))
        .then({ reason: 'REFEREE_IS_PARTY' })
    const state = stateAfter(...divided, referred())
    expect(consultationDecider.parties(referred(), state)).toEqual({ admits: [outsider], releases: [] })
  })

  test('is given by the referee, or by the office for a meeting, cites its minutes, and leaves dissent visible', () => {
    for (const actor of [outsider, office]) {
      const state = story
        .given(...divided, referred())
        .when(commands.rule(), actor)
        .then([ruled()])
      expect(state).toMatchObject({
        state: 'RULED',
        cases: [{ ruling: { approves: true, minutes: '〔2026〕8号会议纪要', by: actor }, endedAt: noon.toISOString() }],
      })
      expect(state?.cases[0]?.bodies.map(dissents)).toEqual([true, false, false])
    }
    for (const actor of [lead, first])
      story
        .given(...divided, referred())
        .when(commands.rule(), actor)
        .then({ reason: 'NOT_REFEREE', details: { referee: outsider }, kind: 'permission' })
    story
      .given(...divided)
      .when(commands.rule(), office)
      .then({ reason: 'NOT_REFERRED' })
  })

  test('ends it: nothing is answered or taken back any more', () => {
    const after = [...divided, referred(), ruled(false)]
    story
      .given(...after)
      .when(commands.withdraw())
      .then({ reason: 'CASE_NOT_OPEN' })
    story
      .given(...after)
      .when(commands.answer('AGREE'), first)
      .then({ reason: 'CASE_NOT_OPEN' })
  })
})

test('its initiator takes it back, before there is an outcome', () => {
  for (const scenes of [[], [limitPassed(asked)], [limitPassed(asked), referred()]]) {
    const state = story
      .given(opened(), ...scenes)
      .when(commands.withdraw())
      .then([withdrawn()])
    expect(state?.state).toBe('WITHDRAWN')
  }
})

test('nobody but the initiator changes it, save that the office refers', () => {
  const changes = [
    ...[commands.revise([]), commands.renew(until('2026-04-01')), commands.add(newcomer), commands.remove(first)],
    ...[commands.withdraw(), commands.openCase()],
  ]
  for (const actor of [first, office])
    for (const command of changes)
      story
        .given(opened())
        .when(command, actor)
        .then({ reason: 'NOT_INITIATOR', kind: 'permission', details: { initiator: lead } })
  story
    .given(...divided)
    .when(commands.refer(), second)
    .then({ reason: 'NOT_INITIATOR' })
})

test('a fact of a stream that has not begun says nothing', () => {
  const recorded = { ...setting, fact: withdrawn(), source: '//qiantou/story', sequence: 1n, signOff: [] }
  expect(evolve(undefined, recorded)).toBeUndefined()
})
