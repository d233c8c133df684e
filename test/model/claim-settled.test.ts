/** What comes back of a payment after the award was lowered: it settles what is claimed back, and no more is paid than awarded. */
import { expect, test } from 'vitest'
import { Instalment } from '#proto/qiantou/application/v1/application_events.ts'
import { applicationState, paidFenIn, reservedFor } from '#services/finance/domain/application-state.ts'
import { linesOf } from '#services/finance/domain/budget.ts'
import { claimedOf, overdueNext } from '#services/finance/domain/recovery.ts'
import { transferState } from '#services/finance/domain/transfer-state.ts'
import { toDate } from '#shared/domain/calendar.ts'
import * as facts from '#shared/testing/money-facts.ts'
import { yuan } from '#shared/testing/money-facts.ts'
import { MoneyStage } from './money-stage.ts'

/** 3 000 yuan were awarded, and paid in these parts; then the award was amended to 1 200, and 1 800 are claimed back. */
function lowered(...parts: readonly string[]): MoneyStage {
  const procedure = ['PROCEDURE_STEP_ADMISSION' as const, 'PROCEDURE_STEP_APPROVAL' as const]
  const stage = new MoneyStage(facts.vouchers({ procedure }), { 2026: '10 000' })
  stage.submit('a', 1, { bills: [facts.bill('INV-1', '10 000')] })
  stage.admit('a')
  stage.approve('a')
  for (const [i, part] of parts.entries()) {
    stage.request(`t${i}`, 'a', { fen: yuan(part) })
    stage.order(`t${i}`, 'a', '湘江智算')
    expect(stage.said('Book', `t${i}`, 'a', yuan(part))).toBe('OK')
  }
  expect([amend(stage, '4 000'), claimedOf(stage.application('a'))?.fen]).toEqual(['OK', yuan('1 800')])
  return stage
}

const amend = (stage: MoneyStage, basis: string): string => {
  const command = { type: 'Amend' as const, basisFen: yuan(basis), minutes: '纪要 4', text: facts.reason }
  return stage.act('a', { ...command, ...stage.ground('a') }, facts.handler, facts.approving)
}

const recover = (stage: MoneyStage, amount: string): string =>
  stage.act('a', { type: 'Recover', fen: yuan(amount), receivedOn: stage.day, reference: 'R-1' }, facts.finance)

/** What is paid, reserved and claimed of the award, what its pool has left, in yuan; and books that agree. */
function standing(stage: MoneyStage): readonly string[] {
  stage.checkBooks()
  const state = stage.application('a')
  const [reserved, claimed] = [reservedFor(state)?.fen ?? 0n, claimedOf(state)?.fen ?? 0n]
  expect(linesOf(stage.name('a'), state)).toMatchObject([{ reservedFen: reserved, claimedFen: claimed }])
  return [paidFenIn(state), reserved, claimed, stage.leftFen(2026)].map((fen) => `${fen / 100n}`)
}

test('all of it: nothing is claimed any more, and what was awarded is ordered again', () => {
  const stage = lowered('3 000')
  expect(standing(stage)).toEqual(['3000', '0', '1800', '7000'])
  expect(stage.said('Return', 't0', 'a', yuan('3 000'))).toBe('OK')
  expect(standing(stage)).toEqual(['0', '1200', '0', '8800'])
  expect(recover(stage, '1')).toBe('NOTHING_CLAIMED')
  expect(transferState(stage.transfer('t0'))).toBe('TRANSFER_STATE_RETURNED')
  expect(stage.order('t0', 'a', '湘江智算')).toBe('OK')
  expect(stage.transfer('t0').order?.fen).toBe(`${yuan('1 200')}`)
  expect(stage.said('Book', 't0', 'a', yuan('1 200'))).toBe('OK')
  expect(standing(stage)).toEqual(['1200', '0', '0', '8800'])
  expect(transferState(stage.transfer('t0'))).toBe('TRANSFER_STATE_CONFIRMED')
  // What that order was booked for comes back once more: nothing is claimed, and all of it is reserved anew.
  expect(stage.said('Return', 't0', 'a', yuan('1 200'))).toBe('OK')
  expect(standing(stage)).toEqual(['0', '1200', '0', '8800'])
})

test('a part of it: what is above the claim is reserved anew, and what is below leaves the rest claimed', () => {
  const more = lowered('3 000')
  expect(more.said('Return', 't0', 'a', yuan('2 000'))).toBe('OK')
  expect(standing(more)).toEqual(['1000', '200', '0', '8800'])
  expect(transferState(more.transfer('t0'))).toBe('TRANSFER_STATE_RETURNED')
  expect(more.request('t9', 'a')).toBe('MORE_THAN_RESERVED')

  const less = lowered('3 000')
  expect(less.said('Return', 't0', 'a', yuan('500'))).toBe('OK')
  expect(standing(less)).toEqual(['2500', '0', '1300', '7500'])
  expect(transferState(less.transfer('t0'))).toBe('TRANSFER_STATE_CONFIRMED')
  expect(applicationState(less.application('a'))).toBe('APPLICATION_STATE_PAID')
  expect(less.said('Return', 't0', 'a', yuan('2 500'))).toBe('OK')
  expect(standing(less)).toEqual(['0', '1200', '0', '8800'])
})

test('of several payments the first that comes back settles it: nothing of that is paid again', () => {
  const stage = lowered('1 000', '2 000')
  expect(stage.said('Return', 't0', 'a', yuan('1 000'))).toBe('OK')
  expect(standing(stage)).toEqual(['2000', '0', '800', '8000'])
  expect(transferState(stage.transfer('t0'))).toBe('TRANSFER_STATE_WITHDRAWN')
  expect(stage.order('t0', 'a', '湘江智算')).toBe('TRANSFER_NOT_READY')
  expect(stage.said('Return', 't1', 'a', yuan('2 000'))).toBe('OK')
  expect(standing(stage)).toEqual(['0', '1200', '0', '8800'])
  expect(stage.order('t1', 'a', '湘江智算')).toBe('OK')
  expect(stage.transfer('t1').order?.fen).toBe(`${yuan('1 200')}`)
})

test('what the enterprise has paid back before is paid to it again: the treasury has that', () => {
  const stage = lowered('3 000')
  expect(recover(stage, '600')).toBe('OK')
  expect(stage.said('Return', 't0', 'a', yuan('3 000'))).toBe('OK')
  // 1 800 to be paid, less the 600 that it gave, are the 1 200 of the award.
  expect(standing(stage)).toEqual(['0', '1800', '0', '8200'])
  expect(amend(stage, '4 000')).toBe('AWARD_UNCHANGED')
})

/** 1 800 yuan are claimed back, 1 000 of them by March and the rest by June. */
function agreedOn(): MoneyStage {
  const stage = lowered('3 000')
  const instalments = [
    Instalment.create({ due: toDate('2026-03-10'), fen: yuan('1 000') }),
    Instalment.create({ due: toDate('2026-06-10'), fen: yuan('800') }),
  ]
  expect(stage.act('a', { type: 'AgreeRecovery', instalments }, facts.finance, facts.approving)).toBe('OK')
  return stage
}

test('instalments that were agreed on stay so where the award is amended once more', () => {
  const stage = agreedOn()
  // 300 more are claimed, outside of them.
  expect([amend(stage, '3 000'), claimedOf(stage.application('a'))?.fen]).toEqual(['OK', yuan('2 100')])
  expect(overdueNext(stage.application('a'))).toEqual({ due: '2026-03-10', missing: yuan('1 000') })
  // 900 are claimed in all: so much less is due.
  expect([amend(stage, '7 000'), claimedOf(stage.application('a'))?.fen]).toEqual(['OK', yuan('900')])
  expect(overdueNext(stage.application('a'))).toEqual({ due: '2026-03-10', missing: yuan('100') })
  expect(recover(stage, '100')).toBe('OK')
  expect(overdueNext(stage.application('a'))).toEqual({ due: '2026-06-10', missing: yuan('800') })
  // Nothing is claimed, and then 600: nothing is agreed on of that.
  expect([amend(stage, '10 000'), amend(stage, '7 667')]).toEqual(['OK', 'OK'])
  expect(claimedOf(stage.application('a'))?.fen).toBe(yuan('599.90'))
  expect(overdueNext(stage.application('a'))).toBeUndefined()
})

test('instalments that were agreed on: what has come back counts as paid back of them', () => {
  const stage = agreedOn()
  expect(stage.said('Return', 't0', 'a', yuan('900'))).toBe('OK')
  expect(overdueNext(stage.application('a'))).toEqual({ due: '2026-03-10', missing: yuan('100') })
  expect(recover(stage, '100')).toBe('OK')
  expect(overdueNext(stage.application('a'))).toEqual({ due: '2026-06-10', missing: yuan('800') })
  expect(stage.said('Return', 't0', 'a', yuan('800'))).toBe('OK')
  expect(overdueNext(stage.application('a'))).toBeUndefined()
  expect(standing(stage)).toEqual(['1300', '0', '0', '8700'])
})

test('what comes back is of the order that it names, and no more than that was booked for', () => {
  const stage = lowered('3 000')
  const first = stage.transfer('t0').order?.endToEndId
  expect(stage.said('Return', 't0', 'a', yuan('2 000'))).toBe('OK')
  expect(stage.order('t0', 'a', '湘江智算')).toBe('OK')
  expect(stage.said('Return', 't0', 'a', yuan('100'))).toBe('RETURNED_TOO_MUCH')
  expect(stage.said('Book', 't0', 'a', yuan('200'))).toBe('OK')
  expect(stage.said('Return', 't0', 'a', yuan('201'))).toBe('RETURNED_TOO_MUCH')
  expect(stage.said('Return', 't0', 'a', yuan('1 001'), first)).toBe('RETURNED_TOO_MUCH')
  expect(stage.said('Return', 't0', 'a', yuan('1 000'), first)).toBe('OK')
  expect(stage.said('Return', 't0', 'a', yuan('1'), first)).toBe('ORDER_ENDED')
  expect(stage.said('Return', 't0', 'a', yuan('200'))).toBe('OK')
  expect(standing(stage)).toEqual(['0', '1200', '0', '8800'])
})
