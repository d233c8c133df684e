/** An application goes its way: every step, whose turn it is, who may not. */
import { describe, expect, test } from 'vitest'
import * as application from '#proto/qiantou/application/v1/application_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { Actor } from '#shared/domain/decider.ts'
import { calendarOf } from '#shared/domain/rules.ts'
import {
  admitted,
  applicationName,
  approved,
  approving,
  budgetSet,
  city,
  creditChecked,
  decided,
  entered,
  finance,
  financeReviewed,
  handler,
  handling,
  models,
  noticed,
  office,
  opened,
  poolName,
  reason,
  recommended,
  reservation,
  reviewing,
  signedBy,
  sponsor,
  submitted,
  until,
  vouchers,
  yuan,
} from '#shared/testing/money-facts.ts'
import { Story, told } from '#shared/testing/story.ts'
import { noon, outsider } from '#shared/testing/task-facts.ts'
import { type ApplicationCommand, applicationDecider } from './application.ts'
import { type Application, applicationState, nextStep, turnOf } from './application-state.ts'
import { measureDecider } from './measure.ts'
import { poolDecider } from './pool.ts'

const setting = { actor: handler, subject: applicationName, at: noon }
const story = new Story(applicationDecider, setting)
/** The same, signed by somebody, or on another day. */
const signed = (signOff = handling, at = noon) => new Story(applicationDecider, { ...setting, signOff, at })

const measure = new Story(measureDecider, setting).state(entered(vouchers())) ?? { versions: [], calls: [] }
const pool = new Story(poolDecider, { ...setting, subject: poolName }).state(opened, budgetSet(2026, '100 000 000'))
if (!pool) throw new Error('a pool that was opened is there')
const ground = { measure, pool, grants: { grants: [] } }
const calendar = calendarOf({ days: [] })

const commands = {
  recommend: { type: 'Recommend', text: reason, calendar },
  admit: { type: 'Admit', ...ground },
  checkCredit: { type: 'CheckCredit', engine: 'file', problem: undefined },
  reviewFinance: { type: 'ReviewFinance', text: reason },
  decide: { type: 'Decide', minutes: decided.minutes, fen: 0n, ...ground },
  openNotice: { type: 'OpenNotice', calendar },
  approve: { type: 'Approve' },
} as const satisfies Record<string, ApplicationCommand>

const standing = (state: Application | undefined) =>
  state && {
    state: applicationState(state).replace('APPLICATION_STATE_', ''),
    turn: turnOf(state),
    next: nextStep(state)?.replace('PROCEDURE_STEP_', ''),
  }

describe('step by step', () => {
  test('it is recommended level by level, in order', () => {
    const [first] = until('recommend')
    if (!first) throw new Error('it was handed in')
    expect(standing(story.state(first))).toEqual({ state: 'SUBMITTED', turn: city, next: 'RECOMMENDATION' })
    const details = { turn: city }
    story.given(first).when(commands.recommend, sponsor).then({ reason: 'NOT_YOUR_TURN', kind: 'permission', details })
    const once = story.given(first).when(commands.recommend, city).then([recommended])
    expect(standing(once)).toEqual({ state: 'SUBMITTED', turn: sponsor, next: 'RECOMMENDATION' })
    story
      .given(first, told(recommended, { actor: city }))
      .when(commands.recommend, city)
      .then({ reason: 'NOT_YOUR_TURN' })
    const twice = story
      .given(first, told(recommended, { actor: city }))
      .when(commands.recommend, sponsor)
      .then([{ ...recommended, admitUntil: toDate('2026-03-09') }])
    expect(standing(twice)).toEqual({ state: 'RECOMMENDED', turn: handler, next: 'ADMISSION' })
  })

  test('it is admitted, and what it comes to is reserved', () => {
    const state = signed()
      .given(...until('admit'))
      .when(commands.admit)
      .then([admitted])
    expect(standing(state)).toEqual({ state: 'ADMITTED', turn: handler, next: 'CREDIT_CHECK' })
    expect(state).toMatchObject({
      reserved: { fen: '30000', number: 1 },
      reservations: 1,
      assessment: { fen: '30000' },
    })
  })

  test('its credit is checked; who is not in good standing gets no further', () => {
    const given = () => signed().given(...until('checkCredit'))
    const state = given().when(commands.checkCredit).then([creditChecked])
    expect(standing(state)).toEqual({ state: 'CREDIT_CHECKED', turn: finance, next: 'FINANCE_REVIEW' })
    given()
      .when({ ...commands.checkCredit, problem: '失信被执行人' })
      .then({ reason: 'CREDIT_NOT_GOOD', kind: 'precondition', details: { problem: '失信被执行人' } })
    given()
      .when({ ...commands.checkCredit, problem: '' })
      .then({ reason: 'CREDIT_NOT_GOOD' })
  })

  test('finance reviews it, with or without an opinion', () => {
    const given = () => signed(reviewing).given(...until('reviewFinance'))
    const state = given().when(commands.reviewFinance, finance).then([financeReviewed])
    expect(standing(state)).toEqual({ state: 'FINANCE_REVIEWED', turn: handler, next: 'COLLECTIVE_DECISION' })
    expect(state?.texts).toHaveLength(3)
    const silent = given()
      .when({ ...commands.reviewFinance, text: undefined }, finance)
      .then([application.FinanceReviewed.create()])
    expect(silent?.texts).toHaveLength(2)
    given()
      .when(commands.reviewFinance)
      .then({ reason: 'NOT_YOUR_TURN', kind: 'permission', details: { turn: finance } })
  })

  test('a meeting decides, it is shown for five working days, and approved thereafter', () => {
    const meeting = story
      .given(...until('decide'))
      .when(commands.decide)
      .then([decided])
    expect(standing(meeting)).toEqual({ state: 'DECIDED', turn: handler, next: 'PUBLIC_NOTICE' })
    // Monday, 2 March: the day on which it is shown is not one of the five.
    const shown = story
      .given(...until('openNotice'))
      .when(commands.openNotice)
      .then([noticed('2026-03-09')])
    expect(standing(shown)).toEqual({ state: 'PUBLIC_NOTICE', turn: handler, next: 'APPROVAL' })
    const state = signed(approving)
      .given(...until('approve'))
      .when(commands.approve)
      .then([approved])
    expect(standing(state)).toEqual({ state: 'APPROVED', turn: undefined, next: undefined })
    expect(state?.steps.map(({ step }) => step)).toEqual(['PROCEDURE_STEP_RECOMMENDATION', ...(state?.procedure ?? [])])
    expect(state?.steps.at(-1)).toEqual({
      ...{ step: 'PROCEDURE_STEP_APPROVAL', organisation: handler, at: noon.toISOString() },
      signOff: [{ step: 'SIGN_OFF_STEP_SIGNED', person: 'p-73' }],
    })
  })

  test('of an investment, experts approve it, and only then something is reserved', () => {
    const modelsMeasure = new Story(measureDecider, setting).state(entered(models)) ?? measure
    const procedure = [
      ...(['PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_EXPERT_REVIEW', 'PROCEDURE_STEP_APPROVAL'] as const),
    ]
    const handedIn = submitted({ procedure, recommenders: [] })
    const onlyAdmitted = application.ApplicationAdmitted.create()
    const first = signed().given(handedIn).when(commands.admit).then([onlyAdmitted])
    expect(standing(first)).toEqual({ state: 'ADMITTED', turn: handler, next: 'EXPERT_REVIEW' })
    expect(first).toMatchObject({ reservations: 0 })
    expect(first).not.toHaveProperty('reserved')
    const review = {
      type: 'ApproveInvestment',
      investmentFen: yuan('4 000 000'),
      experts: ['x-1'],
      text: reason,
    } as const
    const outcome = signed()
      .given(handedIn, onlyAdmitted)
      .when({ ...review, ...ground, measure: modelsMeasure })
    const said = { experts: ['x-1'], investmentFen: yuan('4 000 000'), assessment: { fen: yuan('800 000') } }
    expect(outcome.decision).toMatchObject({ right: [{ ...said, reserved: { fen: yuan('800 000'), number: 1 } }] })
    // Each reservation has the next number of its application: by that it is resolved, once.
    const again = signed().given(
      handedIn,
      application.ApplicationAdmitted.create({ reserved: reservation({ number: 3 }) }),
    )
    expect(again.when({ ...review, ...ground, measure: modelsMeasure }).decision).toMatchObject({
      right: [{ reserved: { number: 4 } }],
    })
    const empty = { ...ground, measure: modelsMeasure, pool: { ...pool, years: {} } }
    signed()
      .given(handedIn, onlyAdmitted)
      .when({ ...review, ...empty })
      .then({ reason: 'BUDGET_NOT_SET' })
  })
})

describe('a step is not taken', () => {
  test('before its turn, or twice', () => {
    const whole = ['admit', 'checkCredit', 'reviewFinance', 'decide', 'openNotice', 'approve'] as const
    const who = (step: string): Actor => (step === 'reviewFinance' ? finance : handler)
    for (const [at, now] of whole.entries())
      for (const [i, step] of whole.entries())
        if (i !== at)
          signed(signedBy('p-9'))
            .given(...until(now))
            .when(commands[step], who(step))
            .then({ reason: 'STEP_NOT_NEXT', kind: 'precondition' })
    signed()
      .given(...until('checkCredit'))
      .when(commands.admit)
      .then({ reason: 'STEP_NOT_NEXT', kind: 'precondition', details: { step: 'ADMISSION', next: 'CREDIT_CHECK' } })
    signed(approving)
      .given(...until('pay'))
      .when(commands.approve)
      .then({ reason: 'STEP_NOT_NEXT', kind: 'precondition', details: { step: 'APPROVAL', next: 'NONE' } })
  })

  test('by another body, be it the office', () => {
    for (const step of ['admit', 'checkCredit', 'decide', 'openNotice', 'approve'] as const)
      for (const actor of [office, sponsor, finance, city, outsider])
        signed(signedBy('p-9'))
          .given(...until(step))
          .when(commands[step], actor)
          .then({ reason: 'NOT_YOUR_TURN', kind: 'permission', details: { turn: handler } })
  })

  test('by nobody, or by a person of another duty', () => {
    for (const step of ['admit', 'checkCredit', 'reviewFinance', 'approve'] as const)
      signed([])
        .given(...until(step))
        .when(commands[step], step === 'reviewFinance' ? finance : handler)
        .then({ reason: 'SIGN_OFF_NEEDED', kind: 'precondition', details: {} })
    const separate = (signOff: typeof handling, step: 'reviewFinance' | 'approve', details: Record<string, string>) =>
      signed(signOff)
        .given(...until(step))
        .when(commands[step], step === 'reviewFinance' ? finance : handler)
        .then({ reason: 'DUTIES_NOT_SEPARATE', kind: 'precondition', details })
    separate(handling, 'reviewFinance', { person: 'p-71', step: 'ADMISSION' })
    separate(handling, 'approve', { person: 'p-71', step: 'ADMISSION' })
    separate(reviewing, 'approve', { person: 'p-72', step: 'FINANCE_REVIEW' })
  })

  test('of an application that there is not', () => {
    for (const command of Object.values(commands))
      story.given().when(command).then({ reason: 'APPLICATION_NOT_FOUND', kind: 'notFound' })
  })
})

test('its bodies know of it from the first moment', () => {
  const state = story.state(...until('recommend')) as Application
  const bodies = [sponsor, city, handler, finance]
  expect(applicationDecider.parties(submitted(), state)).toEqual({ admits: bodies, releases: [] })
  expect(applicationDecider.parties(approved, state)).toEqual({ admits: [], releases: [] })
  expect(applicationDecider.readers?.(state)).toEqual(bodies)
})
