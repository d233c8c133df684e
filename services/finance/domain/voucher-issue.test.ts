/** Issuing a voucher: what it takes of its pool, and what stops it (docs/domain.md, Money). */
import { describe, expect, test } from 'vitest'
import type { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { toDate } from '#shared/domain/calendar.ts'
import {
  budgetSet,
  champions,
  entered,
  finance,
  handler,
  handling,
  measureNamed,
  models,
  office,
  opened,
  poolName,
  roleTerm,
  sponsor,
  vouchers,
  yuan,
} from '#shared/testing/money-facts.ts'
import { Story, told } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { enterprise, issued, voucherName } from '#shared/testing/voucher-facts.ts'
import type { Grants } from './grants.ts'
import { type Measure, measureDecider } from './measure.ts'
import { type Pool, poolDecider } from './pool.ts'
import { type VoucherCommand, voucherDecider } from './voucher.ts'
import { leftFen, standing, type Voucher } from './voucher-state.ts'

const handled = new Story(voucherDecider, { actor: handler, subject: voucherName, at: noon, signOff: handling })
const unsigned = new Story(voucherDecider, { actor: handler, subject: voucherName, at: noon })
const measured = (content: MeasureContent): Measure =>
  new Story(measureDecider, { actor: office, subject: measureNamed('vouchers'), at: noon }).state(
    entered(content),
  ) as Measure
const pooled = (amount: string): Pool =>
  new Story(poolDecider, { actor: finance, subject: poolName, at: noon }).state(
    ...[opened, budgetSet(2026, amount)],
  ) as Pool
const grant = (amount: string, measure = 'vouchers', group = ''): Grants => ({
  grants: [{ measure: measureNamed(measure), group, project: '', year: 2026, fen: `${yuan(amount)}` }],
})
const credit = { engine: 'file', problem: undefined }

type Issue = Extract<VoucherCommand, { readonly type: 'Issue' }>
const issue = (changes: Partial<Issue> = {}): Issue => ({
  ...{
    type: 'Issue',
    entryOf: () => undefined,
    name: voucherName,
    title: '算力券',
    measureName: measureNamed('vouchers'),
    call: '',
    credit,
  },
  ...{ measure: measured(vouchers()), poolNamed: () => pooled('5 000'), grants: { grants: [] }, applicant: enterprise },
  ...{ sponsor, faceFen: yuan('1 000'), validityDays: 30 },
  ...changes,
})
const issuing = told(issued, { actor: handler, signOff: handling })

describe('issuing', () => {
  test('reserves the face value, and fixes what bills are judged by', () => {
    const state = handled.given().when(issue()).then([issued]) as Voucher
    expect([standing(state), leftFen(state)]).toEqual(['HELD', yuan('1 000')])
    expect(voucherDecider.parties(issued, state).admits).toEqual([sponsor, handler, finance])
    expect(voucherDecider.due?.(state)).toBe('2026-03-31T16:00:00.000Z')
  })

  test('is for the body that the measure names first, once, and signed by somebody', () => {
    handled.given().when(issue(), office).then({ reason: 'NOT_YOUR_TURN' })
    handled.given(issuing).when(issue()).then({ reason: 'VOUCHER_EXISTS' })
    unsigned.given().when(issue()).then({ reason: 'SIGN_OFF_NEEDED' })
  })

  test('is signed by handlers of the body, where the directory names any, over their limit by two', () => {
    const of = (person: string, limit: string) => issue({ signatories: [roleTerm(person, 'HANDLER', limit)] })
    handled
      .given()
      .when(of('p-1', '1 000'))
      .then({ reason: 'SIGNER_WITHOUT_ROLE', kind: 'precondition', details: { person: 'p-71', role: 'HANDLER' } })
    const details = { person: 'p-71', fen: '99999' }
    handled.given().when(of('p-71', '999.99')).then({ reason: 'TWO_PERSONS_NEEDED', kind: 'precondition', details })
    handled.given().when(of('p-71', '1 000')).then([issued])
  })

  test('takes no more than the pool has left', () => {
    const poolNamed = () => pooled('999.99')
    const details = { fen: '99999', step: 'POOL' }
    handled.given().when(issue({ poolNamed })).then({ reason: 'VOUCHER_TOO_LARGE', kind: 'precondition', details })
    handled
      .given()
      .when(issue({ poolNamed: () => pooled('0') }))
      .then({ reason: 'POOL_EXHAUSTED' })
    handled
      .given()
      .when(issue({ poolNamed: () => undefined }))
      .then({ reason: 'POOL_NOT_OPEN' })
  })

  test('keeps to the ceiling of the applicant and year, over vouchers and applications', () => {
    const details = { fen: '9999', step: 'APPLICANT_YEAR' }
    const grants = grant('9 999 900.01')
    handled.given().when(issue({ grants })).then({ reason: 'VOUCHER_TOO_LARGE', kind: 'precondition', details })
    handled
      .given()
      .when(issue({ grants: grant('9 999 000') }))
      .then([issued])
    // What bounds it in the end is said: here the ceiling leaves 999.99, and the pool less than that.
    handled
      .given()
      .when(issue({ grants: grant('9 999 000.01'), poolNamed: () => pooled('10') }))
      .then({ reason: 'VOUCHER_TOO_LARGE', kind: 'precondition', details: { fen: '1000', step: 'POOL' } })
    // Under another measure there is another ceiling.
    handled
      .given()
      .when(issue({ grants: grant('9 999 900.01', 'models') }))
      .then([issued])
  })

  test('is once for an applicant, and the highest of a group, where the measure says so', () => {
    const once = measured(vouchers({ once: true }))
    handled
      .given()
      .when(issue({ measure: once, grants: grant('1') }))
      .then({ reason: 'GRANTED_BEFORE' })
    const highest = measured(vouchers({ stacking: 'STACKING_HIGHEST', stackingGroup: 'ai' }))
    const details = { fen: '90000', step: 'HIGHEST' }
    handled
      .given()
      .when(issue({ measure: highest, grants: grant('100', 'models', 'ai') }))
      .then({ reason: 'VOUCHER_TOO_LARGE', kind: 'precondition', details })
  })

  test('is in whole units of the measure: nothing is left that can never be redeemed', () => {
    const details = { fen: '90000', step: 'ROUNDING' }
    handled
      .given()
      .when(issue({ measure: measured(vouchers({ roundingFen: 30_000n })) }))
      .then({ reason: 'VOUCHER_TOO_LARGE', kind: 'precondition', details })
  })

  test('is for a share of bills, within the measure', () => {
    for (const content of [models, champions])
      handled
        .given()
        .when(issue({ measure: measured(content) }))
        .then({ reason: 'MEASURE_WITHOUT_BILLS' })
    for (const unfit of [{ instalments: 3 }, { poolRule: 'POOL_RULE_PRO_RATA' }, { withoutApplication: true }] as const)
      handled
        .given()
        .when(issue({ measure: measured(vouchers(unfit)) }))
        .then({ reason: 'MEASURE_WITHOUT_VOUCHERS' })
    handled
      .given()
      .when(issue({ measure: measured(vouchers({ validUntil: toDate('2026-03-30') })) }))
      .then({ reason: 'VOUCHER_OUTLASTS_MEASURE' })
    // To its last day it may last.
    expect(
      handled.given().when(issue({ measure: measured(vouchers({ validUntil: toDate('2026-03-31') })) })).decision,
    ).toMatchObject({ _tag: 'Right' })
    handled
      .given()
      .when(issue({ call: '2026-1' }))
      .then({ reason: 'CALL_NOT_FOUND' })
    handled
      .given()
      .when(issue({ credit: { ...credit, problem: '失信' } }))
      .then({ reason: 'CREDIT_NOT_GOOD' })
  })
})
