/** Awards that are amended once they are paid: out of what, and by whom. */
import { expect, test } from 'vitest'
import type { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { reservedFor } from '#services/finance/domain/application-state.ts'
import { poolDecider } from '#services/finance/domain/pool.ts'
import { claimedOf } from '#services/finance/domain/recovery.ts'
import * as facts from '#shared/testing/money-facts.ts'
import { yuan } from '#shared/testing/money-facts.ts'
import { MoneyStage } from './money-stage.ts'

const scope = 'CEILING_SCOPE_APPLICANT' as const

/** 30% of bills of 1 000 yuan, out of a pool that has so much. */
function awarded(budget: string, changes: Partial<MeasureContent> = {}): MoneyStage {
  const procedure = ['PROCEDURE_STEP_ADMISSION' as const, 'PROCEDURE_STEP_APPROVAL' as const]
  const stage = new MoneyStage(facts.vouchers({ procedure, ...changes }), { 2026: budget, 2027: budget })
  const answers = [
    stage.submit('a', 1, { bills: [facts.bill('INV-1', '1 000')] }),
    stage.admit('a'),
    stage.approve('a'),
  ]
  expect(answers).toEqual(['OK', 'OK', 'OK'])
  return stage
}

const amend = (stage: MoneyStage, basis: string, signOff = facts.approving): string => {
  const command = { type: 'Amend' as const, basisFen: yuan(basis), minutes: '纪要 4', text: facts.reason }
  return stage.act('a', { ...command, ...stage.ground('a') }, facts.handler, signOff)
}

test('an award is amended back to what was paid, where its pool has nothing left: what is only claimed back is not its own', () => {
  const stage = awarded('300')
  expect(stage.request('t1', 'a')).toBe('OK')
  expect(stage.order('t1', 'a', '湘江智算')).toBe('OK')
  expect(stage.said('Book', 't1', 'a', yuan('300'))).toBe('OK')
  expect([amend(stage, '800'), claimedOf(stage.application('a'))?.fen]).toEqual(['OK', yuan('60')])
  expect([amend(stage, '1 000'), claimedOf(stage.application('a'))]).toEqual(['OK', undefined])
  expect(reservedFor(stage.application('a'))).toBeUndefined()
  expect(amend(stage, '1 100')).toBe('AWARD_UNCHANGED')
  stage.checkBooks()
})

test('more than a closed year has reserved is not taken out of what it let go since', () => {
  const stage = awarded('1 000')
  stage.day = '2027-02-01'
  stage.record(facts.yearClosed(2026, { lapsed: '700' }), facts.poolName, poolDecider)
  expect(amend(stage, '500')).toBe('OK')
  expect(stage.leftFen(2026)).toBe(yuan('150'))
  expect(amend(stage, '600')).toBe('YEAR_CLOSED')
  expect(amend(stage, '400')).toBe('OK')
  stage.checkBooks()
})

test('what was claimed back is claimed no more, be its year closed: nothing more is reserved by that', () => {
  const stage = awarded('300')
  expect(stage.request('t1', 'a')).toBe('OK')
  expect(stage.order('t1', 'a', '湘江智算')).toBe('OK')
  expect(stage.said('Book', 't1', 'a', yuan('300'))).toBe('OK')
  expect(amend(stage, '800')).toBe('OK')
  stage.day = '2027-02-01'
  stage.record(facts.yearClosed(2026, {}), facts.poolName, poolDecider)
  expect([amend(stage, '1 000'), claimedOf(stage.application('a'))]).toEqual(['OK', undefined])
})

test('an award is lowered to what payments ask for, and not below that', () => {
  const stage = awarded('1 000')
  expect(stage.request('t1', 'a', { fen: yuan('150') })).toBe('OK')
  expect(amend(stage, '499.99')).toBe('PAYMENT_UNDER_WAY')
  expect(amend(stage, '500')).toBe('OK')
})

test('who signed an amendment has approved, and neither requests nor orders what it pays', () => {
  const stage = awarded('1 000')
  expect(amend(stage, '2 000', facts.signedBy('p-79'))).toBe('OK')
  expect(stage.request('t1', 'a', {}, facts.signedBy('p-79'))).toBe('DUTIES_NOT_SEPARATE')
  expect(stage.request('t1', 'a')).toBe('OK')
  expect(stage.approvePayment('t1', 'a', facts.signedBy('p-79'))).toBe('OK')
})

test('under a ceiling over all years an award of years is judged as one: what its earlier years have was not granted before', () => {
  const { terms } = facts.vouchers()
  const ceilings = [{ $type: 'qiantou.measure.v1.Ceiling' as const, year: 0, fen: yuan('700'), scope }]
  const stage = awarded('1 000', { instalments: 2, terms: terms.map((one) => ({ ...one, ceilings })) })
  stage.day = '2027-02-01'
  expect(stage.draw('a', 2027)).toBe('OK')
  expect([amend(stage, '2 000'), reservedFor(stage.application('a'), 2027)?.fen]).toEqual(['OK', yuan('600')])
  expect(reservedFor(stage.application('a'))?.fen).toBe(yuan('300'))
  stage.checkBooks()
})

test('a fixed sum is amended to how much of it is left, for later years too: nothing where it is revoked', () => {
  const terms = [{ ...facts.champions.terms[0], ceilings: [] }] as MeasureContent['terms']
  const procedure = ['PROCEDURE_STEP_ADMISSION' as const, 'PROCEDURE_STEP_APPROVAL' as const]
  const sum = { ...facts.champions, terms, procedure, instalments: 2 }
  const stage = new MoneyStage(sum, { 2026: '3 000 000', 2027: '3 000 000' })
  expect([stage.submit('a', 1), stage.admit('a'), stage.approve('a')]).toEqual(['OK', 'OK', 'OK'])
  const reserved = () => [2026, 2027].map((year) => reservedFor(stage.application('a'), year)?.fen)
  expect([amend(stage, '1 000 001'), amend(stage, '1 000 000')]).toEqual(['AWARD_UNCHANGED', 'AWARD_UNCHANGED'])
  expect([amend(stage, '400 000'), amend(stage, '500 000')]).toEqual(['OK', 'OK'])
  stage.day = '2027-02-01'
  expect([stage.draw('a', 2027), reserved()]).toEqual(['OK', [yuan('500 000'), yuan('500 000')]])
  expect(stage.request('t1', 'a', { year: 2027 })).toBe('OK')
  expect(stage.order('t1', 'a', '湘江智算')).toBe('OK')
  expect(stage.said('Book', 't1', 'a', yuan('500 000'))).toBe('OK')
  expect([amend(stage, '0'), claimedOf(stage.application('a'))?.fen]).toEqual(['OK', yuan('500 000')])
  stage.checkBooks()
})
