import { describe, expect, test } from 'vitest'
import * as application from '#proto/qiantou/application/v1/application_events.ts'
import * as plan from '#shared/testing/allocation-facts.ts'
import {
  admitted,
  applicantOf,
  approving,
  budgetSet,
  finance,
  handler,
  office,
  opened,
  openedCarrying,
  poolName,
  reason,
  reservation,
  yearClosed,
  yuan,
} from '#shared/testing/money-facts.ts'
import { Story } from '#shared/testing/story.ts'
import { noon, outsider } from '#shared/testing/task-facts.ts'
import { isClosed, leftFen, type Pool, type PoolCommand, poolDecider, poolParties } from './pool.ts'

const story = new Story(poolDecider, { actor: finance, subject: poolName, at: noon, signOff: approving })
const programme = { office, measures: [], days: [], finances: [] }
const open: PoolCommand = { type: 'Open', programme, title: opened.title, finance, carriesOver: false }
const setTo = (year: number, amount: string): PoolCommand => ({
  ...{ type: 'SetBudget', year, fen: yuan(amount), document: '湘财预〔2026〕12号' },
})
const close = (year: number): PoolCommand => ({ type: 'CloseYear', year, quotas: [] })

const reserved = (amount: string, year = 2026, number = 1) =>
  application.ApplicationAdmitted.create({ reserved: reservation({ fen: yuan(amount), year, number }) })
const refused = (amount: string, year = 2026, number = 1) =>
  application.ApplicationRefused.create({
    text: reason,
    released: reservation({ fen: yuan(amount), year, number }),
  })
const withdrawn = (amount: string, year = 2026) =>
  application.ApplicationWithdrawn.create({ text: reason, released: reservation({ fen: yuan(amount), year }) })

/** What a year has left, in fen. */
const left = (state: Pool | undefined, year = 2026): bigint | undefined => {
  const one = state?.years[year]
  return one && leftFen(one)
}

test('a plan is set aside share by share, and is gone once it is issued', () => {
  const before = [opened, budgetSet(2026, '1 000'), plan.proposed]
  const of = (end?: typeof plan.issued | typeof plan.refused | typeof plan.withdrawn) => {
    const state = story.state(...before, ...(end ? [end] : []))
    const { reservedFen, paidFen } = state?.years[2026] ?? {}
    return [reservedFen, paidFen, left(state)]
  }
  expect(of()).toEqual(['50000', '0', yuan('500')])
  expect(of(plan.issued)).toEqual(['0', '50000', yuan('500')])
  for (const end of [plan.refused, plan.withdrawn]) expect(of(end)).toEqual(['0', '0', yuan('1 000')])
})

describe('a pool is opened', () => {
  test("by the programme's office, once; its finance department reads it as well", () => {
    const state = story.given().when(open, office).then([opened])
    expect(state).toEqual({ title: opened.title, finance, carriesOver: false, years: {} })
    expect(poolDecider.parties(opened, state as Pool)).toEqual({ admits: [finance], releases: [] })
    expect(poolDecider.parties(budgetSet(2026, '1'), state as Pool)).toEqual({ admits: [], releases: [] })
    expect([...poolParties(office, state as Pool)]).toEqual([office, finance])
    expect(poolDecider.readers?.(state as Pool)).toEqual([finance])
    story.given(opened).when(open, office).then({ reason: 'POOL_EXISTS', kind: 'exists', details: {} })
  })

  test('by nobody else, be it the finance department', () => {
    const details = { office }
    story.given().when(open).then({ reason: 'NOT_PROGRAMME_OFFICE', kind: 'permission', details })
    story.given(opened).when(open, outsider).then({ reason: 'NOT_PROGRAMME_OFFICE', kind: 'permission', details })
  })
})

describe('a budget', () => {
  test('is what a year has from then on, and says what it was before', () => {
    const first = story
      .given(opened)
      .when(setTo(2026, '1 000'))
      .then([budgetSet(2026, '1 000')])
    expect(first?.years).toEqual({
      2026: { budgetFen: '100000', carriedInFen: '0', reservedFen: '0', paidFen: '0' },
    })
    const raised = story
      .given(opened, budgetSet(2026, '1 000'), reserved('300'))
      .when(setTo(2026, '1 500'))
      .then([budgetSet(2026, '1 500', '1 000')])
    expect(left(raised)).toBe(yuan('1 200'))
  })

  test('is lowered to what is in use and no further, to the fen', () => {
    const before = [opened, budgetSet(2026, '1 000'), reserved('300.01')]
    const state = story
      .given(...before)
      .when(setTo(2026, '300.01'))
      .then([budgetSet(2026, '300.01', '1 000')])
    expect(left(state)).toBe(0n)
    const details = { year: '2026', fen: '30001' }
    story
      .given(...before)
      .when(setTo(2026, '300'))
      .then({ reason: 'BUDGET_IN_USE', kind: 'precondition', details })
  })

  test('counts what was carried in before it is in use', () => {
    const before = [openedCarrying, budgetSet(2025, '500'), yearClosed(2025, { carried: '500' })]
    const withReserved = [...before, budgetSet(2026, '100'), reserved('550')]
    expect(left(story.state(...withReserved))).toBe(yuan('50'))
    story
      .given(...withReserved)
      .when(setTo(2026, '50'))
      .then([budgetSet(2026, '50', '100')])
    story
      .given(...withReserved)
      .when(setTo(2026, '49.99'))
      .then({ reason: 'BUDGET_IN_USE', kind: 'precondition', details: { year: '2026', fen: '5000' } })
    story
      .given(...before, budgetSet(2026, '100'))
      .when(setTo(2026, '0'))
      .then([budgetSet(2026, '0', '100')])
  })

  test('is not set to what it is', () => {
    const details = { year: '2026' }
    const unchanged = { reason: 'BUDGET_UNCHANGED', kind: 'precondition', details } as const
    story.given(opened, budgetSet(2026, '1')).when(setTo(2026, '1')).then(unchanged)
    story.given(opened).when(setTo(2026, '0')).then(unchanged)
  })

  test('is set by the finance department alone, of a pool that there is', () => {
    const details = { finance }
    for (const actor of [office, handler])
      story
        .given(opened)
        .when(setTo(2026, '1'), actor)
        .then({
          ...{ reason: 'NOT_FINANCE_DEPARTMENT', kind: 'permission', details },
        })
    story.given(opened).when(close(2025), office).then({ reason: 'NOT_FINANCE_DEPARTMENT' })
    story.given().when(setTo(2026, '1')).then({ reason: 'POOL_NOT_FOUND', kind: 'notFound', details: {} })
  })
})

describe('a year is closed', () => {
  test('when it is over: what is left lapses', () => {
    const before = [opened, budgetSet(2025, '1 000'), reserved('300', 2025)]
    const state = story
      .given(...before)
      .when(close(2025))
      .then([yearClosed(2025, { lapsed: '700' })])
    expect(state?.years[2025]).toEqual({
      ...{ budgetFen: '100000', carriedInFen: '0', reservedFen: '30000', paidFen: '0', goneFen: '70000' },
    })
    expect(left(state, 2025)).toBe(0n)
    expect(Object.keys(state?.years ?? {})).toEqual(['2025'])
  })

  test('or goes on to the next one, where the pool carries over', () => {
    const before = [openedCarrying, budgetSet(2025, '1 000'), budgetSet(2026, '10'), reserved('300', 2025)]
    const state = story
      .given(...before)
      .when(close(2025))
      .then([yearClosed(2025, { carried: '700' })])
    expect([left(state, 2025), left(state, 2026)]).toEqual([0n, yuan('710')])
    expect(state?.years[2026]).toMatchObject({ budgetFen: '1000', carriedInFen: '70000' })
    // What comes back later is carried as well, besides what was before.
    const again = story
      .given(...before, yearClosed(2025, { carried: '700' }), refused('300', 2025))
      .when(close(2025))
      .then([yearClosed(2025, { carried: '300' })])
    expect(again?.years[2026]).toMatchObject({ budgetFen: '1000', carriedInFen: '100000' })
    expect(again?.years[2025]).toMatchObject({ goneFen: '100000' })
  })

  test('also when nothing is left of it; then the next one stays as it was', () => {
    const state = story
      .given(openedCarrying, budgetSet(2025, '300'), reserved('300', 2025))
      .when(close(2025))
      .then([yearClosed(2025, {})])
    expect(state?.years[2025]).toMatchObject({ goneFen: '0' })
    expect(state?.years[2025] && isClosed(state.years[2025])).toBe(true)
    expect(state?.years[2026]).toBeUndefined()
  })

  test('not while it lasts, by the clock of Asia/Shanghai, and not without a budget', () => {
    const before = [opened, budgetSet(2026, '1'), budgetSet(2025, '1')]
    story
      .given(...before)
      .when(close(2026))
      .then({ reason: 'YEAR_NOT_OVER', kind: 'precondition', details: { year: '2026' } })
    const at = (moment: string) =>
      new Story(poolDecider, { actor: finance, subject: poolName, at: new Date(moment), signOff: approving })
    at('2025-12-31T15:59:59.999Z')
      .given(...before)
      .when(close(2025))
      .then({ reason: 'YEAR_NOT_OVER' })
    at('2025-12-31T16:00:00.000Z')
      .given(...before)
      .when(close(2025))
      .then([yearClosed(2025, { lapsed: '1' })])
    story
      .given(opened)
      .when(close(2025))
      .then({ reason: 'BUDGET_NOT_SET', kind: 'precondition', details: { year: '2025' } })
  })

  test('for good: it gets no budget any more, and is not closed again unless something came back', () => {
    const before = [opened, budgetSet(2025, '1 000'), reserved('300', 2025), yearClosed(2025, { lapsed: '700' })]
    const closed = { reason: 'YEAR_CLOSED', kind: 'precondition', details: { year: '2025' } } as const
    story
      .given(...before)
      .when(setTo(2025, '2 000'))
      .then(closed)
    story
      .given(...before)
      .when(close(2025))
      .then(closed)
    const state = story
      .given(...before, refused('300', 2025))
      .when(close(2025))
      .then([yearClosed(2025, { lapsed: '300' })])
    expect(state?.years[2025]).toMatchObject({ reservedFen: '0', goneFen: '100000' })
  })
})

describe('what applications move', () => {
  test('is reserved and let go in the year that they say', () => {
    const before = [opened, budgetSet(2025, '1 000'), budgetSet(2026, '1 000')]
    expect(left(story.state(...before, reserved('400')))).toBe(yuan('600'))
    expect(left(story.state(...before, reserved('400')), 2025)).toBe(yuan('1 000'))
    expect(left(story.state(...before, reserved('400'), refused('400')))).toBe(yuan('1 000'))
    expect(left(story.state(...before, reserved('400', 2025), withdrawn('400', 2025)), 2025)).toBe(yuan('1 000'))
  })

  test('is claimed back until it is received, wholly or in part, and goes back to no pool', () => {
    const paid = application.ApplicationAdmitted.create({ reserved: reservation({ fen: yuan('400') }) })
    const claim = (number: number, amount: string) => reservation({ number, fen: yuan(amount) })
    const before = [opened, budgetSet(2026, '1 000'), paid]
    const claimed = application.AwardAmended.create({ claimed: claim(1, '250') })
    const part = application.FundsRecovered.create({
      ...{ unclaimed: claim(1, '250'), recovered: claim(0, '100'), claimed: claim(2, '150') },
    })
    const rest = application.FundsRecovered.create({ recovered: claim(2, '150') })
    const standing = (...facts: (typeof claimed | typeof part)[]) => story.state(...before, ...facts)
    expect(standing(claimed)?.years[2026]).toMatchObject({ claimedFen: '25000' })
    expect(standing(claimed, part)?.years[2026]).toMatchObject({ claimedFen: '15000', recoveredFen: '10000' })
    expect(standing(claimed, part, rest)?.years[2026]).toMatchObject({ claimedFen: '0', recoveredFen: '25000' })
    expect(left(standing(claimed, part, rest))).toBe(yuan('600'))
  })

  test('of another pool, or nothing, leaves it as it is', () => {
    const before = story.state(opened, budgetSet(2026, '1 000'))
    const elsewhere = application.ApplicationAdmitted.create({ reserved: reservation({ pool: `${poolName}-2` }) })
    const nothing = application.ApplicationAdmitted.create()
    expect(story.state(opened, budgetSet(2026, '1 000'), elsewhere, nothing)).toEqual(before)
    expect(story.state(reserved('1'))).toBeUndefined()
  })

  test('touches the pool that it names, once', () => {
    const recorded = (fact: application.ApplicationAdmitted | application.ApplicationRefused) => ({
      ...{ fact, subject: applicantOf(1), at: noon, actor: handler, source: '//qiantou/finance', sequence: 1n },
      signOff: [],
    })
    expect(poolDecider.touches(recorded(admitted))).toEqual([poolName])
    expect(poolDecider.touches(recorded(refused('1')))).toEqual([poolName])
    expect(poolDecider.touches(recorded(application.ApplicationRefused.create({ text: reason })))).toEqual([])
  })
})
