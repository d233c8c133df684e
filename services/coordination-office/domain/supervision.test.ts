import { describe, expect, test } from 'vitest'
import { OrganisationDissolved, OrganisationRegistered } from '#proto/qiantou/directory/v1/directory_events.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { Actor } from '#shared/domain/decider.ts'
import { Story } from '#shared/testing/story.ts'
import { ground, on, urge } from '#shared/testing/supervision-commands.ts'
import {
  bulletin,
  firstStep,
  interview,
  letter,
  limitPassed,
  onDay,
  order,
  replyAccepted,
  replyReturned,
  said,
  stepIssued,
  stepReplied,
  urged,
} from '#shared/testing/supervision-facts.ts'
import { evidence, lead, noon, office, outsider, supporter, text } from '#shared/testing/task-facts.ts'
import { organisationDecider } from './organisation.ts'
import type { SupervisionCommand } from './supervision.ts'
import { type Rung, supervisionState } from './supervision-state.ts'

const service: Actor = 'services/coordination-office'

const issue = (step: Rung, instruction = ''): SupervisionCommand => ({
  ...{ ...ground, type: 'Issue', step, text: said, replyWorkingDays: 3, instruction },
})
const reply: SupervisionCommand = { ...ground, type: 'Reply', text: said, evidence: [evidence('进展')] }

describe('the ladder', () => {
  test('begins with a letter; its last day is decided once, in working days', () => {
    on('2026-03-02')
      .given()
      .when(issue(letter))
      .then([stepIssued(1, letter, '2026-03-05')])
    // Qingming, a Monday after a weekend: 3 working days from Thursday end on Wednesday.
    on('2026-04-02')
      .given()
      .when(issue(letter))
      .then([stepIssued(1, letter, '2026-04-08')])
    on('2026-03-02')
      .given()
      .when(issue(order))
      .then({ reason: 'STEP_OUT_OF_TURN', kind: 'precondition', details: { step: order, next: letter } })
  })

  test('a limit over the turn of a year that nobody has announced is provisional', () => {
    const state = on('2026-12-30')
      .given()
      .when(issue(letter))
      .then([{ ...stepIssued(1, letter, '2027-01-04'), provisional: true }])
    expect(state?.steps).toMatchObject([{ provisional: true }])
  })

  test('goes by the days that the programme works', () => {
    const days = [{ $type: 'qiantou.programme.v1.CalendarDay' as const, date: toDate('2026-03-09'), working: false }]
    const task = { ...ground.task, rules: { ...ground.task.rules, days } }
    const { decision } = on('2026-03-06')
      .given()
      .when({ ...issue(letter), task } as SupervisionCommand)
    expect(decision).toMatchObject({ right: [{ replyBy: toDate('2026-03-12'), days }] })
  })

  test('only the authority issues, and no service ever does', () => {
    const story = on('2026-03-02').given(onDay('2026-02-27', urged()))
    for (const actor of [lead, supporter]) story.when(issue(letter), actor).then({ reason: 'NOT_ISSUING_AUTHORITY' })
    for (const actor of [outsider, service]) story.when(issue(letter), actor).then({ reason: 'SUPERVISION_NOT_FOUND' })
  })

  test('goes up one step at a time, once the former is unanswered or its reply was returned', () => {
    const second = stepIssued(2, order, '2026-03-09')
    on('2026-03-04').given(firstStep).when(issue(order)).then({ reason: 'STEP_OPEN' })
    on('2026-03-04')
      .given(firstStep, onDay('2026-03-03', stepReplied(1)))
      .when(issue(order))
      .then({ reason: 'STEP_OPEN' })
    on('2026-03-04')
      .given(firstStep, onDay('2026-03-03', stepReplied(1)), onDay('2026-03-03', replyReturned(1)))
      .when(issue(order))
      .then([second])
    const state = on('2026-03-06')
      .given(firstStep, onDay('2026-03-06', limitPassed(1)))
      .when(issue(order))
      .then([stepIssued(2, order, '2026-03-11')])
    expect(state?.steps.map((one) => one.state)).toEqual(['SUPERSEDED', 'OPEN'])
    on('2026-03-06')
      .given(firstStep, onDay('2026-03-06', limitPassed(1)))
      .when(issue(bulletin))
      .then({ reason: 'STEP_OUT_OF_TURN' })
  })

  test('ends with the interview', () => {
    const last = onDay('2026-03-02', stepIssued(1, interview, '2026-03-05', '湘府批〔2026〕3号'))
    on('2026-03-06')
      .given(last, onDay('2026-03-06', limitPassed(1)))
      .when(issue(interview))
      .then({ reason: 'LADDER_AT_TOP' })
  })

  test("a leader's instruction starts at any step, and is cited", () => {
    const instruction = '省领导3月2日批示'
    on('2026-03-02')
      .given()
      .when(issue(bulletin, instruction))
      .then([stepIssued(1, bulletin, '2026-03-05', instruction)])
    const state = on('2026-03-03')
      .given(firstStep)
      .when(issue(interview, instruction))
      .then([stepIssued(2, interview, '2026-03-06', instruction)])
    expect(state?.steps).toMatchObject([{ state: 'SUPERSEDED' }, { state: 'OPEN', instruction }])
  })

  test('a reply that is accepted closes it, and the ladder begins anew', () => {
    const answered = [firstStep, onDay('2026-03-04', stepReplied(1))]
    const accept: SupervisionCommand = { ...ground, type: 'Accept' }
    on('2026-03-04')
      .given(firstStep)
      .when(reply, supporter)
      .then([stepReplied(1)])
    on('2026-03-04').given(firstStep).when(accept).then({ reason: 'NO_REPLY_WAITS' })
    const closed = replyAccepted(1, '2026-03-12')
    const state = on('2026-03-05')
      .given(...answered)
      .when(accept)
      .then([closed])
    expect(state && supervisionState(state)).toBe('SETTLED')
    on('2026-03-06')
      .given(...answered, onDay('2026-03-05', closed))
      .when(issue(letter))
      .then([stepIssued(2, letter, '2026-03-11')])
  })

  test('the body alone replies: once, late too, and again where its reply was returned', () => {
    const story = on('2026-03-04').given(firstStep)
    for (const actor of [office, lead]) story.when(reply, actor).then({ reason: 'NOT_ASSIGNEE' })
    story.when(reply, outsider).then({ reason: 'SUPERVISION_NOT_FOUND' })
    on('2026-03-09')
      .given(firstStep, onDay('2026-03-06', limitPassed(1)))
      .when(reply, supporter)
      .then([stepReplied(1)])
    const twice = [firstStep, onDay('2026-03-04', stepReplied(1))]
    on('2026-03-05')
      .given(...twice)
      .when(reply, supporter)
      .then({ reason: 'REPLY_WAITS' })
    on('2026-03-05')
      .given(...twice, onDay('2026-03-05', replyReturned(1)))
      .when(reply, supporter)
      .then([stepReplied(1)])
    on('2026-03-05').given(onDay('2026-03-02', urged())).when(reply, supporter).then({ reason: 'NO_STEP_OPEN' })
  })

  test('a reply is returned with a reason, and what is taken back may be issued anew', () => {
    const reason = text('未说明时限')
    on('2026-03-05')
      .given(firstStep, onDay('2026-03-04', stepReplied(1)))
      .when({ ...ground, type: 'Return', reason })
      .then([replyReturned(1)])
    const withdrawn = supervision.StepWithdrawn.create({ number: 1, reason, proposeAgainAfter: toDate('2026-03-10') })
    on('2026-03-03')
      .given(firstStep)
      .when({ ...ground, type: 'Withdraw', reason })
      .then([withdrawn])
    on('2026-03-03')
      .given(firstStep, onDay('2026-03-03', withdrawn))
      .when({ ...ground, type: 'Withdraw', reason })
      .then({
        reason: 'NO_STEP_OPEN',
      })
    on('2026-03-04')
      .given(firstStep, onDay('2026-03-03', withdrawn))
      .when(issue(letter))
      .then([stepIssued(2, letter, '2026-03-09')])
  })

  test('nothing is addressed to a body that the directory does not know', () => {
    for (const command of [issue(letter), issue(order, '湘领批〔2026〕3号'), urge])
      on('2026-03-02')
        .given()
        .when({ ...command, entry: undefined } as SupervisionCommand)
        .then({ reason: 'ORGANISATION_UNKNOWN', kind: 'precondition', details: { organisations: supporter } })
  })

  test('nothing is addressed to a body that the directory says has ended', () => {
    const directory = new Story(organisationDecider, { actor: office, subject: supporter, at: noon })
    const entry = directory.state(
      OrganisationRegistered.create({ titleZh: '省发改委', titleEn: 'Commission', registrar: office }),
      OrganisationDissolved.create({ successor: lead, effectiveDate: toDate('2026-03-03'), basis: '湘编' }),
    )
    on('2026-03-02')
      .given()
      .when({ ...issue(letter), entry })
      .then([stepIssued(1, letter, '2026-03-05')])
    on('2026-03-03')
      .given()
      .when({ ...issue(letter), entry })
      .then({
        reason: 'ORGANISATION_ENDED',
        kind: 'precondition',
        details: { organisation: supporter, date: '2026-03-03', successors: lead },
      })
    on('2026-03-03')
      .given()
      .when({ ...urge, entry })
      .then({
        reason: 'ORGANISATION_ENDED',
        kind: 'precondition',
        details: { organisation: supporter, date: '2026-03-03', successors: lead },
      })
  })
})
