/** What comes in between: something is missing, and lapses; somebody objects to what is shown publicly. */
import { describe, expect, test } from 'vitest'
import * as application from '#proto/qiantou/application/v1/application_events.ts'
import { CalendarDay } from '#proto/qiantou/programme/v1/programme_events.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { calendarOf } from '#shared/domain/rules.ts'
import {
  applicationName,
  approved,
  approving,
  asked,
  askedOfInvestment,
  bill,
  city,
  codeOf,
  entered,
  finance,
  handler,
  handling,
  measureNamed,
  noticed,
  office,
  reason,
  reservation,
  sponsor,
  submitted,
  until,
  vouchers,
} from '#shared/testing/money-facts.ts'
import { Story, told } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { type ApplicationCommand, applicationDecider } from './application.ts'
import { type Application, applicationState, contentOf, nextStep, turnOf } from './application-state.ts'
import { type Measure, measureDecider } from './measure.ts'

const setting = { actor: handler, subject: applicationName, at: noon }
/** At noon of a day, or another moment; signed where that is needed. */
const on = (day: Day = '2026-03-02', signOff = handling, time = '12:00:00') =>
  new Story(applicationDecider, { ...setting, at: new Date(`${day}T${time}+08:00`), signOff })
const calendar = calendarOf({ days: [] })
const measure = new Story(measureDecider, { ...setting, actor: office }).state(entered(vouchers())) as Measure

const standing = (state: Application | undefined) =>
  state && {
    state: applicationState(state).replace('APPLICATION_STATE_', ''),
    turn: turnOf(state),
    next: nextStep(state)?.replace('PROCEDURE_STEP_', ''),
  }

describe('something is missing', () => {
  const ask: ApplicationCommand = { type: 'RequestSupplement', text: reason, workingDays: 5, calendar }
  const bring: ApplicationCommand = { type: 'Supplement', content: asked({ title: '补正后' }), measure, calendar }
  const requested = (last: Day) => application.SupplementRequested.create({ text: reason, until: toDate(last) })
  const supplemented = application.ApplicationSupplemented.create({ content: asked({ title: '补正后' }) })
  const open = [...until('admit'), told(requested('2026-03-09'), { actor: handler })]

  test('and its sponsor has working days to bring it', () => {
    const state = on()
      .given(...until('admit'))
      .when(ask)
      .then([requested('2026-03-09')])
    expect(standing(state)).toEqual({ state: 'SUPPLEMENT', turn: sponsor, next: 'ADMISSION' })
    const details = { until: '2026-03-09' }
    const stillOpen = { reason: 'SUPPLEMENT_OPEN', kind: 'precondition', details } as const
    on()
      .given(...open)
      .when(ask)
      .then(stillOpen)
    const ground = { measure: { versions: [], calls: [] }, pool: { title: '', finance, carriesOver: false, years: {} } }
    on()
      .given(...open)
      .when({ type: 'Admit', ...ground, grants: { grants: [] } })
      .then(stillOpen)
  })

  test('of days that a programme has for itself, and provisionally in a year that is not announced', () => {
    const days = [CalendarDay.create({ date: toDate('2026-03-03'), working: false })]
    const asking = { ...ask, calendar: calendarOf({ days }) } as ApplicationCommand
    on()
      .given(...until('admit'))
      .when(asking)
      .then([requested('2026-03-10')])
    const provisional = { ...requested('2099-01-02'), provisional: true }
    on('2099-01-01')
      .given(...until('admit'))
      .when({ ...ask, workingDays: 1 } as ApplicationCommand)
      .then([provisional])
  })

  test('it is asked for by the handling body, before it admits', () => {
    const details = { turn: handler }
    for (const actor of [sponsor, office, city, finance])
      on()
        .given(...until('admit'))
        .when(ask, actor)
        .then({ reason: 'NOT_YOUR_TURN', kind: 'permission', details })
    for (const [step, next] of [
      ['recommend', 'RECOMMENDATION'],
      ['checkCredit', 'CREDIT_CHECK'],
    ] as const)
      on()
        .given(...until(step))
        .when(ask)
        .then({
          ...{ reason: 'STEP_NOT_NEXT', kind: 'precondition', details: { step: 'ADMISSION', next } },
        })
  })

  test('what is brought stands in place of what there was, and it goes on', () => {
    const state = on('2026-03-09', [], '23:59:59')
      .given(...open)
      .when(bring, sponsor)
      .then([{ ...supplemented, admitUntil: toDate('2026-03-16') }])
    expect(standing(state)).toEqual({ state: 'RECOMMENDED', turn: handler, next: 'ADMISSION' })
    expect(state && contentOf(state)).toEqual(asked({ title: '补正后' }))
    // Something else may be missing.
    on('2026-03-09')
      .given(...open, told(supplemented, { actor: sponsor }))
      .when(ask)
      .then([requested('2026-03-16')])
  })

  test('it is brought by the sponsor alone, and only where it is missing', () => {
    on()
      .given(...open)
      .when(bring)
      .then({ reason: 'NOT_SPONSOR', kind: 'permission', details: { sponsor } })
    const given = on().given(...until('admit'))
    given.when(bring, sponsor).then({ reason: 'NOTHING_MISSING', kind: 'precondition', details: {} })
  })

  test('of the same measure and applicant, and of the same basis', () => {
    const other = (content: typeof supplemented.content) =>
      on()
        .given(...open)
        .when({ type: 'Supplement', content: content ?? asked(), measure, calendar }, sponsor)
    const details = { measure: measureNamed('vouchers'), applicant: codeOf(1), call: '' }
    const no = { reason: 'SUPPLEMENT_OTHER', kind: 'precondition', details } as const
    other(asked({ measure: measureNamed('models') })).then(no)
    const { applicant } = asked()
    other(asked({ applicant: applicant && { ...applicant, code: codeOf(2) } })).then(no)
    // Another call has other figures, and other days; a builder would be paid in the applicant's place.
    other(asked({ call: '2026-1' })).then(no)
    const builder = { $type: 'qiantou.application.v1.Builder', code: codeOf(2), name: '另一公司' } as const
    other(asked({ builder })).then({ reason: 'NO_BUILDER_PAID', kind: 'invalid' })
    other(asked({ bills: [] })).then({ reason: 'BASIS_MISFIT', kind: 'invalid', details: { basis: 'YEAR_SPENDING' } })
    other(asked({ investmentFen: 1n })).then({ reason: 'BASIS_MISFIT' })
    const more = asked({ bills: [bill('INV-1', '1 000'), bill('INV-2', '1')] })
    other(more).then([application.ApplicationSupplemented.create({ content: more, admitUntil: toDate('2026-03-09') })])
    const [, ...rest] = open
    const ofInvestment = submitted({ content: askedOfInvestment('vouchers') })
    on()
      .given(told(ofInvestment, { actor: sponsor }), ...rest)
      .when(bring, sponsor)
      .then({ reason: 'BASIS_MISFIT', kind: 'invalid', details: { basis: 'APPROVED_INVESTMENT' } })
  })

  test('what was not brought by the end of the last day lapses', () => {
    expect(on('2026-03-09', [], '23:59:59').elapsed(...open)).toEqual([])
    const lapsed = application.ApplicationLapsed.create()
    expect(on('2026-03-10', [], '00:00:00').elapsed(...open)).toEqual([lapsed])
    const state = on('2026-03-10').state(...open, told(lapsed, { actor: 'services/finance' }))
    expect(standing(state)).toMatchObject({ state: 'WITHDRAWN', turn: undefined })
    expect(on('2026-04-10').elapsed(...open, lapsed)).toEqual([])
    // Before that is recorded, nothing is brought any more either.
    const details = { limit: '2026-03-09' }
    const passed = { reason: 'TIME_LIMIT_PASSED', kind: 'precondition', details } as const
    on('2026-03-10', [], '00:00:00')
      .given(...open)
      .when(bring, sponsor)
      .then(passed)
  })

  test('what was brought, refused or taken back does not lapse', () => {
    const ended = application.ApplicationWithdrawn.create({ text: reason })
    const refused = application.ApplicationRefused.create({ text: reason })
    for (const fact of [supplemented, ended, refused]) expect(on('2026-04-10').elapsed(...open, fact)).toEqual([])
    const state = on()
      .given(...open)
      .when({ type: 'Refuse', text: reason })
      .then([refused])
    expect(standing(state)).toMatchObject({ state: 'NOT_ADMITTED', turn: undefined })
    expect(state).not.toHaveProperty('supplementUntil')
    on()
      .given(...open)
      .when({ type: 'Withdraw', text: reason }, sponsor)
      .then([ended])
  })
})

describe('it is shown publicly', () => {
  const raise: ApplicationCommand = { type: 'RaiseObjection', text: reason, office }
  const settle: ApplicationCommand = { type: 'SettleObjection', text: reason }
  const raised = application.ObjectionRaised.create({ text: reason })
  const settled = application.ObjectionSettled.create({ text: reason })
  const shown = [...until('openNotice'), told(noticed('2026-03-09'), { actor: handler })]

  test('until the end of the last day; it is approved from the next one on', () => {
    const open = { reason: 'NOTICE_OPEN', kind: 'precondition', details: { until: '2026-03-09' } } as const
    on('2026-03-09', approving, '23:59:59')
      .given(...shown)
      .when({ type: 'Approve' })
      .then(open)
    on('2026-03-10', approving, '00:00:00')
      .given(...shown)
      .when({ type: 'Approve' })
      .then([approved])
    expect(on('2026-04-10').elapsed(...shown)).toEqual([])
  })

  test('and while it is, the handling body, finance and the office note objections', () => {
    for (const actor of [handler, finance, office]) {
      const state = on('2026-03-09', [], '23:59:59')
        .given(...shown)
        .when(raise, actor)
        .then([raised])
      expect(standing(state)).toEqual({ state: 'OBJECTION', turn: handler, next: 'APPROVAL' })
    }
    for (const actor of [sponsor, city])
      on()
        .given(...shown)
        .when(raise, actor)
        .then({ reason: 'NOT_YOUR_TURN', kind: 'permission' })
    const closed = { reason: 'NO_NOTICE_OPEN', kind: 'precondition', details: {} } as const
    on('2026-03-10', [], '00:00:00')
      .given(...shown)
      .when(raise)
      .then(closed)
    on()
      .given(...until('openNotice'))
      .when(raise)
      .then(closed)
    on('2026-03-01')
      .given(...until('pay'))
      .when(raise)
      .then(closed)
  })

  test('what is objected to is not approved before that is settled', () => {
    const open = { reason: 'OBJECTION_OPEN', kind: 'precondition', details: {} } as const
    const later = () => on('2026-03-10', approving).given(...shown, told(raised, { actor: office }))
    later().when({ type: 'Approve' }).then(open)
    on()
      .given(...shown, raised)
      .when(raise)
      .then(open)
    expect(standing(later().when(settle).then([settled]))).toEqual({
      ...{ state: 'PUBLIC_NOTICE', turn: handler, next: 'APPROVAL' },
    })
    on('2026-03-10', approving)
      .given(...shown, raised, settled)
      .when({ type: 'Approve' })
      .then([approved])
    // The notice goes on for as long as it was to.
    on('2026-03-09', approving)
      .given(...shown, raised, settled)
      .when({ type: 'Approve' })
      .then({ reason: 'NOTICE_OPEN' })
    on('2026-03-09')
      .given(...shown, raised, settled)
      .when(raise)
      .then([raised])
  })

  test('an objection is settled by the handling body, once, or holds: then it is refused', () => {
    const details = { turn: handler }
    for (const actor of [finance, office])
      on()
        .given(...shown, raised)
        .when(settle, actor)
        .then({ reason: 'NOT_YOUR_TURN', kind: 'permission', details })
    on()
      .given(...shown)
      .when(settle)
      .then({ reason: 'NO_OBJECTION', kind: 'precondition', details: {} })
    on()
      .given(...shown, raised, settled)
      .when(settle)
      .then({ reason: 'NO_OBJECTION' })
    const refused = application.ApplicationRefused.create({ text: reason, released: reservation() })
    const state = on()
      .given(...shown, raised)
      .when({ type: 'Refuse', text: reason })
      .then([refused])
    expect(standing(state)).toMatchObject({ state: 'REFUSED' })
  })
})
