/** An application is handed in: what it is judged by is fixed that day. */
import { describe, expect, test } from 'vitest'
import { type ApplicationContent, Builder } from '#proto/qiantou/application/v1/application.ts'
import {
  CallContent,
  type MeasureContent,
  MeasureContent as MeasureMessage,
} from '#proto/qiantou/measure/v1/measure.ts'
import { addDays, type Day, dayOf, toDate } from '#shared/domain/calendar.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import { calendarOf } from '#shared/domain/rules.ts'
import { callContent, measureContent } from '#shared/testing/measure-facts.ts'
import {
  amended,
  applicationName,
  asked,
  askedOfInvestment,
  bill,
  champions,
  city,
  codeOf,
  entered,
  finance,
  handler,
  models,
  office,
  opened,
  poolName,
  scenarios,
  sponsor,
  submitted,
  vouchers,
  wholeProcedure,
} from '#shared/testing/money-facts.ts'
import { Story } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { type ApplicationCommand, applicationDecider } from './application.ts'
import { procedureOf } from './application-submission.ts'
import { type Measure, measureDecider } from './measure.ts'
import { type Pool, poolDecider } from './pool.ts'

const setting = { actor: sponsor, subject: applicationName, at: noon }
const on = (day: Day, time = '12:00:00') =>
  new Story(applicationDecider, { ...setting, at: new Date(`${day}T${time}+08:00`) })
const story = on('2026-03-02')

const measureOf = (content: MeasureContent, ...later: readonly (readonly [MeasureContent, Day])[]): Measure =>
  new Story(measureDecider, setting).state(
    entered(content),
    ...later.map(([one, from]) => amended(one, from)),
  ) as Measure
const ai = new Story(poolDecider, { ...setting, subject: poolName }).state(opened) as Pool
const pools: Readonly<Record<string, Pool>> = {
  [poolName]: ai,
  'programmes/hunan/pools/vouchers': { ...ai, finance: 'organisations/cs-czj' },
}

const calendar = calendarOf({ days: [] })

const submit = (
  measure: Measure,
  content: ApplicationContent = asked(),
  recommenders: readonly OrganisationName[] = [city, sponsor],
): ApplicationCommand => ({
  ...{ type: 'Submit', content, calendar, measure, recommenders, entryOf: () => undefined },
  poolNamed: (name) => pools[name],
})

describe('it is handed in', () => {
  test('by whoever sponsors it, to the first body that the measure names, for a budget year', () => {
    const state = story
      .given()
      .when(submit(measureOf(vouchers())))
      .then([submitted()])
    expect(state).toMatchObject({
      sponsor,
      handler,
      finance,
      pool: poolName,
      year: 2026,
      reservations: 0,
      paidFen: '0',
    })
    const state2027 = on('2026-12-31', '23:59:59')
      .given()
      .when(submit(measureOf(vouchers())))
    state2027.then([submitted()])
    on('2027-01-01', '00:00:00')
      .given()
      .when(submit(measureOf(vouchers())))
      .then([submitted({ year: 2027 })])
  })

  test('once', () => {
    story
      .given(submitted())
      .when(submit(measureOf(vouchers())))
      .then({ reason: 'APPLICATION_EXISTS', kind: 'exists' })
  })

  test('under the version that is in force that day, and for its pool', () => {
    const later = { ...vouchers({ poolId: '' }), organisations: [office] }
    const measure = measureOf(vouchers(), [later, '2026-03-03'])
    story.given().when(submit(measure)).then([submitted()])
    const own = { pool: 'programmes/hunan/pools/vouchers', finance: 'organisations/cs-czj' }
    const fact = submitted({ measureVersion: 2, handler: office, ...own })
    on('2026-03-03', '00:00:00').given().when(submit(measure)).then([fact])
  })

  test('with as many levels of recommendation as are named, where the measure asks for any', () => {
    const measure = measureOf(vouchers())
    story
      .given()
      .when(submit(measure, asked(), []))
      .then({ reason: 'RECOMMENDERS_NEEDED', kind: 'invalid' })
    const without = vouchers({ procedure: wholeProcedure.slice(1) })
    const none = { reason: 'NO_RECOMMENDERS_NEEDED', kind: 'invalid' } as const
    story
      .given()
      .when(submit(measureOf(without)))
      .then({ ...none, details: {} })
    const admitUntil = toDate('2026-03-09')
    const fact = submitted({ recommenders: [], procedure: wholeProcedure.slice(1), admitUntil })
    story
      .given()
      .when(submit(measureOf(without), asked(), []))
      .then([fact])
  })

  test('through all steps unless the measure names fewer; experts where there is an investment', () => {
    expect(procedureOf(vouchers())).toEqual(wholeProcedure)
    const [recommendation, admission, creditCheck, ...rest] = wholeProcedure
    const withExperts = [recommendation, admission, creditCheck, 'PROCEDURE_STEP_EXPERT_REVIEW', ...rest]
    expect(procedureOf(models)).toEqual(withExperts)
    expect(procedureOf(champions)).toEqual(wholeProcedure)
  })
})

describe('it is not handed in', () => {
  const from = '2025-10-27'
  test('outside the days on which the measure is in force', () => {
    const measure = measureOf(vouchers({ validUntil: toDate('2026-03-02') }))
    const details = { today: '2026-03-03' }
    const no = { reason: 'MEASURE_NOT_IN_FORCE', kind: 'precondition', details } as const
    on('2026-03-02', '23:59:59').given().when(submit(measure)).then([submitted()])
    on('2026-03-03', '00:00:00').given().when(submit(measure)).then(no)
    on('2025-10-26', '23:59:59').given().when(submit(measure)).then({ reason: 'MEASURE_NOT_IN_FORCE' })
    on(from, '00:00:00')
      .given()
      .when(submit(measure))
      .then([submitted({ year: 2025 })])
  })

  test('where what the document only bounds is set by no call, or by one whose days it is not', () => {
    const called = measureOf(measureContent('programmes/hunan/clauses/vouchers'))
    const opened = { ...called, calls: [{ id: 'spring', content: CallContent.toJSON(callContent()), openedAt: '' }] }
    const answering = (call: string) => submit(opened, { ...asked(), call })
    const no = (reason: string) => ({ reason, kind: 'precondition' }) as const
    story.given().when(submit(called)).then(no('CALL_NEEDED'))
    story.given().when(answering('autumn')).then(no('CALL_NOT_FOUND'))
    on('2026-02-28').given().when(answering('spring')).then(no('CALL_NOT_OPEN'))
    on('2026-05-01').given().when(answering('spring')).then(no('CALL_NOT_OPEN'))
    const { decision } = on('2026-04-30').given().when(answering('spring'))
    expect(decision).toMatchObject({ right: [{ year: 2026, content: { call: 'spring' } }] })
  })

  test('where others who answer the call share another pool: a measure that was amended meanwhile pays out of one', () => {
    const shared = vouchers({ poolRule: 'POOL_RULE_PRO_RATA' })
    const calls = [{ id: 'spring', content: CallContent.toJSON(callContent()), openedAt: '' }]
    const sharing = (pool: string, measure = shared) => {
      const apportionment = { pool, measure: '', call: 'spring', year: 2026, handler, finance, applications: [] }
      const command = submit({ ...measureOf(measure), calls }, { ...asked(), call: 'spring' })
      return story.given().when({ ...command, apportionment } as ApplicationCommand)
    }
    const other = 'programmes/hunan/pools/vouchers'
    sharing(other).then({ reason: 'SHARED_OTHERWISE', kind: 'precondition', details: { pool: other } })
    expect(sharing(poolName).decision._tag).toBe('Right')
    expect(sharing(other, vouchers()).decision._tag).toBe('Right')
  })

  test('where nothing is paid here yet', () => {
    const no = (content: MeasureContent, reason: string) =>
      story
        .given()
        .when(submit(measureOf(content)))
        .then({ reason, kind: 'precondition', details: {} })
    no(vouchers({ poolRule: 'POOL_RULE_PRO_RATA' }), 'SHARED_BY_CALL')
    no(vouchers({ poolRule: 'POOL_RULE_PRO_RATA', instalments: 3 }), 'MEASURE_NOT_PAID_HERE')
    story
      .given()
      .when(submit(measureOf(vouchers({ instalments: 1 }))))
      .then([submitted()])
    story
      .given()
      .when(submit(measureOf(vouchers({ instalments: 3 }))))
      .then([submitted({ awardYears: 3 })])
  })

  test('for a builder, where it pays who applies', () => {
    const built = asked({ builder: Builder.create({ code: codeOf(2), name: '另一公司' }) })
    story
      .given()
      .when(submit(measureOf(vouchers()), built))
      .then({ reason: 'NO_BUILDER_PAID', kind: 'invalid' })
    story
      .given()
      .when(submit(measureOf(vouchers({ payee: 'PAYEE_BUILDER' })), built))
      .then([submitted({ content: built })])
  })

  test('by a class that has no terms', () => {
    const terms = [{ applicantClass: 'small', rate: { basisPoints: 1, kind: 'FIGURE_KIND_FIXED' as const } }]
    const measure = measureOf(MeasureMessage.fromPartial({ ...vouchers(), terms }))
    const details = { applicantClass: '' }
    story.given().when(submit(measure)).then({ reason: 'CLASS_NOT_FOUND', kind: 'precondition', details })
  })

  test('with a bill of a day that has not come', () => {
    const bills = (date: string) => asked({ bills: [{ ...bill('INV-1', '1 000'), date: toDate(date) }] })
    const [today, tomorrow] = [dayOf(noon), addDays(dayOf(noon), 1)]
    story
      .given()
      .when(submit(measureOf(vouchers()), bills(tomorrow)))
      .then({ reason: 'DAY_NOT_YET', kind: 'invalid', details: { day: tomorrow } })
    story
      .given()
      .when(submit(measureOf(vouchers()), bills(today)))
      .then([submitted({ content: bills(today) })])
  })

  test('with what does not go with the basis', () => {
    const no = (content: MeasureContent, given: ApplicationContent, basis: string) =>
      story
        .given()
        .when(submit(measureOf(content), given))
        .then({ reason: 'BASIS_MISFIT', kind: 'invalid', details: { basis } })
    no(vouchers(), asked({ bills: [] }), 'YEAR_SPENDING')
    no(vouchers(), asked({ investmentFen: 1n }), 'YEAR_SPENDING')
    no(scenarios, asked(), 'APPROVED_INVESTMENT')
    no(scenarios, asked({ bills: [] }), 'APPROVED_INVESTMENT')
    no(champions, asked(), 'SUM')
    no(champions, askedOfInvestment('champions'), 'SUM')
  })

  test('where its pool is not open', () => {
    const details = { pool: 'programmes/hunan/pools/other' }
    const measure = measureOf(vouchers({ poolId: 'other' }))
    story.given().when(submit(measure)).then({ reason: 'POOL_NOT_OPEN', kind: 'precondition', details })
  })
})
