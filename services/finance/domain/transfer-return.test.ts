/** What comes back of a payment while something else of it is under way, or was withdrawn (docs/domain.md, Money). */
import { describe, expect, test } from 'vitest'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { applicationName, finance, handler, reason, yuan } from '#shared/testing/money-facts.ts'
import {
  applicationAfter,
  book,
  by,
  comeBack,
  decided,
  onItsWay,
  order,
  ordered,
  reject,
  requested,
  standing,
  withdraw,
} from '#shared/testing/paying.ts'
import { transferState } from './transfer-state.ts'

describe('something comes back', () => {
  test('that something came back while another order is under way: that is answered first', () => {
    const all = decided(onItsWay, book('300'))
    const back = decided([...onItsWay, all], comeBack('100', applicationAfter(requested(), all)))
    const again = [...onItsWay, all, back, ordered('2', '100')]
    // What comes back of the first order is no leave to order all of it: the bank has the second one.
    const late = decided(again, comeBack('200', applicationAfter(requested(), all, back), 'r2'))
    by(finance)
      .given(...again, late)
      .when(order())
      .then({ reason: 'TRANSFER_NOT_READY', details: { state: 'ORDERED' } })
    const left = applicationAfter(requested(), all, back, late)
    by(finance)
      .given(...again, late)
      .when(book('300', 'b2', left))
      .then({ reason: 'BOOKED_TOO_MUCH', details: { fen: `${yuan('100')}` } })
    const second = decided([...again, late], book('100', 'b2', left))
    expect(transferState(standing(...again, late, second))).toBe('TRANSFER_STATE_RETURNED')
    const third = by(finance)
      .given(...again, late, second)
      .when(order())
    expect(third.decision).toMatchObject({ right: [{ fen: yuan('200') }] })
    // The second order may be rejected as the first may.
    const refused = decided([...again, late], reject('E2'))
    expect(transferState(standing(...again, late, refused))).toBe('TRANSFER_STATE_RETURNED')
  })

  test('that something came back after the rest was withdrawn: only that is ordered again', () => {
    const all = decided(onItsWay, book('300'))
    const back = decided([...onItsWay, all], comeBack('100', applicationAfter(requested(), all)))
    const withdrawn = transfer.PaymentWithdrawn.create({
      ...{ application: applicationName, fen: yuan('100'), text: reason, year: 2026 },
    })
    const so = [...onItsWay, all, back, withdrawn]
    const late = decided(so, comeBack('200', applicationAfter(requested(), all, back, withdrawn), 'r2'))
    const { decision } = by(finance)
      .given(...so, late)
      .when(order())
    expect(decision).toMatchObject({ right: [{ fen: yuan('200') }] })
    by(handler)
      .given(...so, late)
      .when(withdraw)
      .then([{ ...withdrawn, fen: yuan('200') }])
  })
})
