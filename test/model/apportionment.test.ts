/** A pool that is shared out in proportion among the claims of a call (按比例分配). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Assessment } from '#proto/qiantou/application/v1/application.ts'
import { CallContent, MeasureContent, type ProcedureStep } from '#proto/qiantou/measure/v1/measure.ts'
import { CallOpened } from '#proto/qiantou/measure/v1/measure_events.ts'
import { reservedFor, turnOf } from '#services/finance/domain/application-state.ts'
import { forecastFen, forecastKey } from '#services/finance/domain/budget.ts'
import { measureDecider } from '#services/finance/domain/measure.ts'
import { toDate } from '#shared/domain/calendar.ts'
import * as facts from '#shared/testing/money-facts.ts'
import { yuan } from '#shared/testing/money-facts.ts'
import { MoneyStage } from './money-stage.ts'

const procedure: ProcedureStep[] = [
  'PROCEDURE_STEP_ADMISSION',
  'PROCEDURE_STEP_FINANCE_REVIEW',
  'PROCEDURE_STEP_APPROVAL',
]
const shared = MeasureContent.fromPartial({
  ...{ ...facts.vouchers(), procedure, poolRule: 'POOL_RULE_PRO_RATA', stacking: 'STACKING_FREE' },
})
const call = CallContent.fromPartial({ year: 2026, firstDay: toDate('2026-03-01'), lastDay: toDate('2026-03-31') })

function staged(budget: string, content = shared): MoneyStage {
  const stage = new MoneyStage(content, { 2026: budget })
  stage.record(CallOpened.create({ call: 'c1', content: call }), facts.measureNamed('m'), measureDecider)
  return stage
}

/** Claims, each of an applicant by its number, of so much spending; admitted. */
function claimed(stage: MoneyStage, claims: readonly (readonly [number, string])[]): MoneyStage {
  for (const [i, [applicant, spent]] of claims.entries()) {
    const bills = [facts.bill(`INV-${i}`, spent)]
    expect([stage.submit(`a${i}`, applicant, { bills, call: 'c1' }), stage.admit(`a${i}`)]).toEqual(['OK', 'OK'])
  }
  return stage
}

const awards = (stage: MoneyStage, count: number) =>
  Array.from({ length: count }, (_, i) => reservedFor(stage.application(`a${i}`))?.fen ?? 0n)

test('is signed by one person up to a limit for all that it reserves together, and by two over it', () => {
  const stage = claimed(staged('100'), [
    [1, '200'],
    [2, '200'],
  ])
  stage.day = '2026-04-01'
  const under = (limit: string, ...persons: readonly string[]) =>
    stage.apportion('c1', undefined, facts.signedBy(...persons), {
      signatories: ['p-81', 'p-82'].map((person) => facts.roleTerm(person, 'HANDLER', limit)),
    })
  expect(under('99.99', 'p-81')).toBe('TWO_PERSONS_NEEDED')
  expect(under('99.99', 'p-83')).toBe('SIGNER_WITHOUT_ROLE')
  expect(under('100', 'p-81')).toBe('OK')
})

test('eleven claims of ten million share a hundred million by largest remainder, to the fen', () => {
  const eleven = Array.from({ length: 11 }, (_, i) => [i + 1, '40 000 000'] as const)
  const stage = claimed(staged('100 000 000'), eleven)
  expect(awards(stage, 11)).toEqual(Array(11).fill(0n))
  stage.day = '2026-04-01'
  expect(stage.apportion('c1')).toBe('OK')
  expect(awards(stage, 11)).toEqual([yuan('9 090 909.10'), ...Array(10).fill(yuan('9 090 909.09'))])
  expect(stage.leftFen(2026)).toBe(0n)
  expect(Assessment.fromJSON(stage.application('a1').assessment)).toMatchObject({
    ...{ shared: true, sharedPoolFen: yuan('100 000 000'), sharedClaimedFen: yuan('110 000 000') },
    fen: yuan('9 090 909.09'),
  })
  stage.checkBooks()
  // Each goes on by itself, and lets go of its own share alone.
  expect(stage.act('a3', { type: 'Withdraw', text: facts.reason }, facts.sponsor)).toBe('OK')
  expect(stage.leftFen(2026)).toBe(yuan('9 090 909.09'))
  const review = { type: 'ReviewFinance' as const, text: undefined }
  expect(stage.act('a0', review, facts.finance, facts.reviewing)).toBe('OK')
  expect(stage.act('a0', { type: 'Approve' }, facts.handler, facts.handling)).toBe('DUTIES_NOT_SEPARATE')
  expect(stage.approve('a0')).toBe('OK')
  expect(stage.apportion('c1')).toBe('APPORTIONED')
  stage.checkBooks()
})

describe('a pool is shared out', () => {
  test('once the call is over, and everybody says what it claims, or has ended', () => {
    const stage = claimed(staged('1 000'), [[1, '10 000']])
    expect(stage.submit('late', 2, { bills: [facts.bill('L', '1')], call: 'c1' })).toBe('OK')
    stage.day = '2026-03-31'
    expect(stage.apportion('c1')).toBe('CALL_STILL_OPEN')
    stage.day = '2026-04-01'
    expect(stage.submit('later', 3, { bills: [facts.bill('L', '1')], call: 'c1' })).toBe('CALL_NOT_OPEN')
    expect(stage.apportion('c1', ['a0'])).toBe('APPLICATIONS_CHANGED')
    expect(stage.apportion('c1')).toBe('CLAIMS_OPEN')
    expect(stage.apportion('c2')).toBe('APPORTIONMENT_NOT_FOUND')
    expect(stage.act('late', { type: 'Withdraw', text: facts.reason }, facts.sponsor)).toBe('OK')
    expect(stage.apportion('c1', undefined, [])).toBe('SIGN_OFF_NEEDED')
    expect(stage.apportion('c1')).toBe('OK')
    expect(awards(stage, 1)).toEqual([yuan('1 000')])
  })

  test('before which nobody goes on, and the handling body has the turn', () => {
    const stage = claimed(staged('1 000'), [[1, '10 000']])
    const review = { type: 'ReviewFinance' as const, text: undefined }
    expect(stage.act('a0', review, facts.finance, facts.reviewing)).toBe('NOT_YOUR_TURN')
    expect(stage.act('a0', review, facts.handler, facts.reviewing)).toBe('NOT_APPORTIONED')
    expect(turnOf(stage.application('a0'))).toBe(facts.handler)
    stage.day = '2026-04-01'
    expect(stage.act('a0', { type: 'Refuse', text: facts.reason })).toBe('OK')
    expect(stage.apportion('c1')).toBe('NOTHING_CLAIMED_OF_POOL')
  })

  test('of which some come to nothing: they do not go on', () => {
    const stage = claimed(staged('0.01'), [
      [1, '1 000'],
      [2, '1 000'],
    ])
    stage.day = '2026-04-01'
    expect(stage.apportion('c1')).toBe('OK')
    expect(awards(stage, 2)).toEqual([1n, 0n])
    const review = { type: 'ReviewFinance' as const, text: undefined }
    expect(stage.act('a1', review, facts.handler, facts.reviewing)).toBe('NOTHING_TO_AWARD')
    expect(stage.act('a1', { type: 'Refuse', text: facts.reason })).toBe('OK')
    stage.checkBooks()
  })

  test('not among more claims than one record holds, nor where an applicant claims twice what each has once', () => {
    const many = claimed(
      staged('1 000'),
      Array.from({ length: 61 }, (_, i) => [i + 1, '1'] as const),
    )
    many.day = '2026-04-01'
    expect(many.apportion('c1')).toBe('TOO_MANY_CLAIMS')
    const twice = claimed(staged('1 000', { ...shared, once: true }), [
      [1, '1'],
      [1, '1'],
    ])
    twice.day = '2026-04-01'
    expect(twice.apportion('c1')).toBe('CLAIMED_TWICE')
    expect(twice.act('a1', { type: 'Refuse', text: facts.reason })).toBe('OK')
    expect(twice.apportion('c1')).toBe('OK')
  })

  test('by a formula, once, and by calls alone', () => {
    const bills = [facts.bill('A', '1')]
    expect(staged('1').submit('a', 1, { bills })).toBe('SHARED_BY_CALL')
    expect(staged('1', { ...shared, instalments: 2 }).submit('a', 1, { bills, call: 'c1' })).toBe(
      'MEASURE_NOT_PAID_HERE',
    )
  })
})

test('awards come to what is claimed, or the pool has, to the fen; no ceiling is passed, and the forecast is the award', () => {
  const ceiling = yuan('10 000 000')
  const claim = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.bigInt({ min: 4n, max: 9_000_000_000n }))
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 6_000_000_000n }),
      fc.array(claim, { minLength: 1, maxLength: 12 }),
      (pool, claims) => {
        const text = (fen: bigint) => `${fen / 100n}.${`${fen % 100n}`.padStart(2, '0')}`
        const stage = staged(text(pool))
        for (const [i, [applicant, fen]] of claims.entries()) {
          const bills = [facts.bill(`INV-${i}`, text(fen))]
          expect(stage.submit(`a${i}`, applicant, { bills, call: 'c1' })).toBe('OK')
          expect(stage.admit(`a${i}`)).toBe('OK')
        }
        stage.day = '2026-04-01'
        const named = claims.map((_, i) => ({ name: stage.name(`a${i}`), state: stage.application(`a${i}`) }))
        const books = {
          measures: new Map([[facts.measureNamed('m'), stage.measure()]]),
          ...{ pools: new Map([[facts.poolName, stage.pool()]]), grants: new Map() },
        }
        const forecast = forecastFen(named, books)
        expect(stage.apportion('c1')).toBe('OK')
        const given = awards(stage, claims.length)
        // Worked out once more: of each applicant in turn 30%, up to what its ceiling leaves.
        const left = new Map<number, bigint>()
        const wanted = claims.map(([applicant, fen]) => {
          const free = left.get(applicant) ?? ceiling
          const own = (fen * 3n) / 10n < free ? (fen * 3n) / 10n : free
          left.set(applicant, free - own)
          return own
        })
        const sum = (all: readonly bigint[]) => all.reduce((a, b) => a + b, 0n)
        const isEnough = sum(wanted) <= pool
        expect(sum(given)).toBe(isEnough ? sum(wanted) : pool)
        for (const [i, fen] of given.entries()) {
          expect(fen <= (wanted[i] ?? 0n)).toBe(true)
          expect(forecast.get(forecastKey(stage.name(`a${i}`), 2026)) ?? 0n).toBe(fen)
        }
        stage.checkBooks()
      },
    ),
    { numRuns: 100 },
  )
})
