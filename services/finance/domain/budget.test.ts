/** How a programme's money stands, row by row, and what open applications would come to. */
import { describe, expect, test } from 'vitest'
import { Assessment } from '#proto/qiantou/application/v1/application.ts'
import type { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import * as facts from '#shared/testing/money-facts.ts'
import { poolName, yuan } from '#shared/testing/money-facts.ts'
import { recordedOf, Story } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { applicationDecider } from './application.ts'
import type { Application } from './application-state.ts'
import { forecastFen, forecastKey, isAwaited, linesOf, paymentOf, rowsOf } from './budget.ts'
import { type Measure, measureDecider } from './measure.ts'
import { type Pool, poolDecider } from './pool.ts'
import type { Named } from './supposed.ts'
import type { Transfer } from './transfer-state.ts'

const named = (id: string): string => `programmes/hunan/applications/${id}`
const setting = { actor: facts.sponsor, subject: named('a1'), at: noon }

const measure = (content: MeasureContent): Measure =>
  new Story(measureDecider, setting).state(facts.entered(content)) as Measure
const measures = new Map([
  [facts.measureNamed('vouchers'), measure(facts.vouchers())],
  [facts.measureNamed('models'), measure(facts.models)],
])
const pools = (amount: string) =>
  new Map([[poolName, new Story(poolDecider, setting).state(facts.opened, facts.budgetSet(2026, amount)) as Pool]])

/** Handed in by which record, of an enterprise by its number, with one bill. */
function handedIn(id: string, sequence: bigint, applicant: number, amount: string): Named {
  const { $type, name, applicantClass } = facts.asked().applicant as NonNullable<
    ReturnType<typeof facts.asked>['applicant']
  >
  const content = facts.asked({
    applicant: { $type, name, applicantClass, code: facts.codeOf(applicant) },
    bills: [facts.bill(`INV-${id}`, amount)],
  })
  const recorded = recordedOf(facts.submitted({ content }), { ...setting, subject: named(id) }, sequence)
  return { name: named(id), state: applicationDecider.evolve(undefined, recorded, named(id)) as Application }
}

const foreseen = (awaited: readonly Named[], amount = '100 000 000') => [
  ...forecastFen(awaited, { measures, pools: pools(amount), grants: new Map() }),
]

describe('a forecast', () => {
  test('is what an application would be awarded', () => {
    expect(foreseen([handedIn('a1', 1n, 1, '12 345 678.91')])).toEqual([
      [forecastKey(named('a1'), 2026), yuan('3 703 703.67')],
    ])
  })

  test('serves who comes first out of what the pool has left, and nobody after it is empty', () => {
    const all = [handedIn('a1', 9n, 1, '1 000'), handedIn('a2', 7n, 2, '1 000'), handedIn('a3', 10n, 3, '1 000')]
    expect(foreseen(all, '500')).toEqual([
      [forecastKey(named('a2'), 2026), yuan('300')],
      [forecastKey(named('a1'), 2026), yuan('200')],
    ])
  })

  test('counts those before it of the same applicant under its ceiling', () => {
    const all = [handedIn('a1', 1n, 1, '30 000 000'), handedIn('a2', 2n, 1, '30 000 000')]
    expect(foreseen(all)).toEqual([
      [forecastKey(named('a1'), 2026), yuan('9 000 000')],
      [forecastKey(named('a2'), 2026), yuan('1 000 000')],
    ])
  })

  test('of a pool that is shared out is of what a claim was judged by, where it was, and not of what it declares', () => {
    const { name, state } = handedIn('a1', 1n, 1, '1 000')
    const assessment = Assessment.toJSON({ ...facts.assessment, basisFen: yuan('500') })
    expect(foreseen([{ name, state: { ...state, share: 'AWAITED', assessment } }])).toEqual([
      [forecastKey(name, 2026), yuan('150')],
    ])
    expect(foreseen([{ name, state: { ...state, share: 'AWAITED' } }])).toEqual([
      [forecastKey(name, 2026), yuan('300')],
    ])
    // Once it was shared out, nothing is awaited of it, be its share nothing.
    expect([isAwaited({ ...state, share: 'AWAITED' }), isAwaited({ ...state, share: 'GIVEN' })]).toEqual([true, false])
  })

  test('is of what goes on and had nothing reserved alone', () => {
    const story = new Story(applicationDecider, setting)
    const handed = facts.until('recommend')
    const lapsed = { $type: 'qiantou.application.v1.ApplicationLapsed' as const }
    expect(isAwaited(story.state(...handed) as Application)).toBe(true)
    expect(isAwaited(story.state(...facts.until('checkCredit')) as Application)).toBe(false)
    expect(isAwaited(story.state(...handed, lapsed) as Application)).toBe(false)
  })
})

test('of an award over years what is claimed back, and was paid back, counts in the newest year alone', () => {
  const approved = new Story(applicationDecider, setting).state(...facts.until('pay')) as Application
  const claimed = Reservation.toJSON(facts.reservation({ year: 2027, fen: 7n }))
  const laterYears = { 2027: { requestedFen: '0', paidFen: '500' } }
  const state: Application = { ...approved, laterYears, claimed, claims: 1, recoveredFen: '100' }
  expect(
    linesOf(named('a1'), state).map(({ year, claimedFen, recoveredFen }) => [year, claimedFen, recoveredFen]),
  ).toEqual([
    [2026, 0n, 0n],
    [2027, 7n, 100n],
  ])
})

describe('a row', () => {
  const { state } = handedIn('a1', 1n, 1, '1 000')
  const reserved = new Story(applicationDecider, setting).state(...facts.until('pay')) as Application
  const lines = [
    ...linesOf(named('a1'), reserved),
    ...linesOf(named('a2'), state),
    ...linesOf(named('a3'), { ...state, year: 2027 }),
  ]
  const transfer = {
    ...{
      application: named('a1'),
      year: 2026,
      fen: '20000',
      bookedFen: '5000',
      atBankFen: '15000',
      stage: 'ORDERED',
      orders: 1,
      signed: [],
      claimed: { fen: '700' },
      recoveredFen: '50',
    },
    entries: [
      { date: '2026-03-02', fen: '9000', reasonCode: '', bankReference: 'B1', fileSha256: '', number: 1 },
      { date: '2026-03-03', fen: '-4000', reasonCode: 'AC04', bankReference: 'B2', fileSha256: '', number: 1 },
      { date: '2026-03-03', fen: '0', reasonCode: 'AC01', bankReference: 'B3', fileSha256: '', number: 2 },
    ],
  } as unknown as Transfer
  const forecast = new Map([[forecastKey(named('a2'), 2026), yuan('300')]])
  const view = {
    lines,
    payments: [paymentOf('programmes/hunan/transfers/t1', transfer)],
    forecast,
    pools: pools('1 000'),
    measures,
    quotas: new Map(),
  }
  const amounts = {
    ...{ reservedFen: yuan('300'), orderedFen: 15_000n, paidFen: 0n, heldFen: 0n, returnedFen: 4_000n },
    ...{ claimedFen: 700n, recoveredFen: 50n, forecastFen: yuan('300') },
  }
  const none = { budgetFen: undefined, leftFen: undefined }

  test('of a pool says what it has and what is left, of a year alone', () => {
    const budget = { budgetFen: yuan('1 000'), leftFen: yuan('1 000') }
    expect(rowsOf(view, 2026, 'pool')).toEqual([{ key: poolName, title: '人工智能资金池', ...amounts, ...budget }])
    expect(rowsOf(view, 2027, 'pool')).toMatchObject([{ key: poolName, reservedFen: 0n, ...none }])
    expect(rowsOf(view, 2028, 'pool')).toEqual([])
  })

  test('of a measure, a body or a payee says the same, and no budget', () => {
    const payee = `programmes/hunan/payees/${facts.codeOf(1).toLowerCase()}`
    const { title } = facts.vouchers()
    expect(rowsOf(view, 2026, 'measure')).toEqual([{ key: facts.measureNamed('vouchers'), title, ...amounts, ...none }])
    expect(rowsOf(view, 2026, 'sponsor')).toEqual([{ key: facts.sponsor, title: '', ...amounts, ...none }])
    expect(rowsOf(view, 2026, 'payee')).toEqual([{ key: payee, title: '湘江智算', ...amounts, ...none }])
  })

  test('has no line that counts under something else alone', () => {
    const only = {
      ...{ holder: named('l1'), measure: 'm1', pool: poolName, year: 2026, heldFen: 7n },
      only: 'measure',
    } as const
    const held = (group: 'measure' | 'pool') =>
      rowsOf({ ...view, lines: [only], forecast: new Map(), payments: [] }, 2026, group).map((row) => row.heldFen)
    expect([held('measure'), held('pool')]).toEqual([[7n], [0n]])
  })

  test('of a pool whose year is closed has what did not lapse, and nothing left', () => {
    const closed = [facts.opened, facts.budgetSet(2026, '1 000'), facts.yearClosed(2026, { lapsed: '1 000' })] as const
    const story = new Story(poolDecider, setting)
    const closedPools = new Map([[poolName, story.state(...closed) as Pool]])
    expect(rowsOf({ ...view, pools: closedPools }, 2026, 'pool')).toMatchObject([{ budgetFen: 0n, leftFen: 0n }])
  })
})
