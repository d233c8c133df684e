/** What comes back of a payment while something else of it is under way, or was withdrawn (docs/domain.md, Money). */
import { describe, expect, test } from 'vitest'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { applicationName, approving, finance, handler, reason, signedBy, yuan } from '#shared/testing/money-facts.ts'
import {
  application,
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
import { told } from '#shared/testing/story.ts'
import type { TransferCommand } from './transfer.ts'
import { type TransferFact, transferState } from './transfer-state.ts'

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
      .when(book('300', 'b2', left, 'E2'))
      .then({ reason: 'BOOKED_TOO_MUCH', details: { fen: `${yuan('100')}` } })
    const second = decided([...again, late], book('100', 'b2', left, 'E2'))
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

describe('what the bank says', () => {
  const part = decided(onItsWay, book('100'))
  const after = applicationAfter(requested(), part)

  test('of another day, amount or order is another entry, be its reference the same', () => {
    const again = book('100', 'b1', after)
    const heard = { reason: 'BANK_ENTRY_HEARD', details: { reference: 'b1' } }
    const when = (command: TransferCommand) =>
      by(finance)
        .given(...onItsWay, part)
        .when(command)
    when(again).then(heard)
    expect(when({ ...again, on: '2026-03-03' } as TransferCommand).decision._tag).toBe('Right')
    expect(when({ ...again, fen: yuan('99') } as TransferCommand).decision._tag).toBe('Right')
    when({ ...again, endToEndId: 'E0' } as TransferCommand).then({ reason: 'ORDER_ENDED' })
  })

  test('is the same entry where the record of old named no order, and a refusal on whatever day it is told', () => {
    for (const entry of [{ ...part, endToEndId: '' } as typeof part, part])
      by(finance)
        .given(...onItsWay, entry)
        .when(book('100', 'b1', after))
        .then({ reason: 'BANK_ENTRY_HEARD' })
    by(finance)
      .given(...onItsWay, decided(onItsWay, reject('E1')))
      .when({ ...reject('E1'), on: '2026-03-09' } as TransferCommand)
      .then({ reason: 'BANK_ENTRY_HEARD' })
  })

  test('comes back is reserved anew with what still is, which the bank is to pay', () => {
    const back = decided([...onItsWay, part], comeBack('50', after))
    expect(back).toMatchObject({ released: { fen: yuan('200') }, reserved: { fen: yuan('250') } })
  })

  test('of an order that it was never booked for comes back for a person to ask about', () => {
    const back = comeBack('100', after, 'r1', 'E0')
    by(finance)
      .given(...onItsWay, part)
      .when(back)
      .then({ reason: 'ORDER_ENDED' })
  })

  test('comes back of a former order as far as that was booked, also while another one is under way', () => {
    const all = decided(onItsWay, book('300', 'b1', application, 'E1'))
    const back = decided([...onItsWay, all], comeBack('100', applicationAfter(requested(), all)))
    const late = { ...comeBack('200', applicationAfter(requested(), all, back), 'r2'), endToEndId: 'E1' }
    const again = [...onItsWay, all, back, ordered('2', '100')]
    expect(decided(again, late as TransferCommand)).toMatchObject({ fen: yuan('200') })
  })

  test('comes back up to what is paid, also of an order whose booking named none', () => {
    const unnamed = { ...decided(onItsWay, book('100')), endToEndId: '' } as TransferFact
    const back = (reference: string, endToEndId: string, ...before: readonly TransferFact[]) =>
      comeBack('100', applicationAfter(requested(), unnamed, ...before), reference, endToEndId)
    const first = decided([...onItsWay, unnamed], back('r1', 'E1'))
    by(finance)
      .given(...onItsWay, unnamed, first)
      .when(back('r2', 'E0', first))
      .then({ reason: 'ORDER_ENDED' })
  })
})

describe('the bank lets the rest of an order fall', () => {
  const endOrder = { type: 'EndOrder', text: reason, orderLeft: 'E1' } as const
  const part = decided(onItsWay, book('100'))
  const after = applicationAfter(requested(), part)
  const [half, end] = [[...onItsWay, part], { ...endOrder, application: after }]
  const fell = transfer.OrderEnded.create({
    ...{ application: applicationName, endToEndId: 'E1', fen: yuan('200'), text: reason },
  })

  test('which the finance department records, by another person than ordered it', () => {
    by(finance, approving)
      .given(...half)
      .when(end)
      .then([fell])
    by(finance)
      .given(...half)
      .when(end)
      .then({ reason: 'SECOND_PERSON_NEEDED' })
    // Whoever ordered an earlier one may.
    const other = signedBy('p-71')
    const second = transfer.PaymentOrdered.create({ messageId: 'M2', endToEndId: 'E2', fen: yuan('200') })
    const again = [...half, fell, told(second, { actor: finance, signOff: other })]
    const endAgain = { ...end, orderLeft: 'E2' }
    by(finance, other)
      .given(...again)
      .when(endAgain)
      .then({ reason: 'SECOND_PERSON_NEEDED' })
    by(finance)
      .given(...again)
      .when(endAgain)
      .then([{ ...fell, endToEndId: 'E2' }])
    by(finance, [])
      .given(...half)
      .when(end)
      .then({ reason: 'SIGN_OFF_NEEDED' })
    by(handler, approving)
      .given(...half)
      .when(end)
      .then({ reason: 'NOT_FINANCE_DEPARTMENT' })
    by(finance, approving)
      .given(requested())
      .when(end)
      .then({ reason: 'TRANSFER_NOT_READY', details: { state: 'REQUESTED' } })
    by(finance, approving)
      .given(...half, fell)
      .when(end)
      .then({ reason: 'TRANSFER_NOT_READY', details: { state: 'RETURNED' } })
  })

  test('not before it has left: the bank has nothing to let fall yet', () => {
    const whole = by(finance, approving).given(...onItsWay)
    whole.when({ ...endOrder, orderLeft: undefined, application }).then({ reason: 'ORDER_NOT_LEFT' })
    expect(whole.when({ ...endOrder, application }).decision).toMatchObject({ right: [{ endToEndId: 'E1' }] })
    const another = by(finance, approving).given(...half, fell, ordered('2', '200'))
    another.when(end).then({ reason: 'ORDER_NOT_LEFT' })
  })

  test('then it is ordered again, or withdrawn', () => {
    expect(transferState(standing(...half, fell))).toBe('TRANSFER_STATE_RETURNED')
    const again = by(finance)
      .given(...half, fell)
      .when(order())
    expect(again.decision).toMatchObject({ right: [{ fen: yuan('200') }] })
    const taken = by(handler)
      .given(...half, fell)
      .when(withdraw)
    expect(taken.decision).toMatchObject({ right: [{ fen: yuan('200') }] })
  })

  test('what is booked of an order that was rejected is not taken for the next one', () => {
    const again = [...onItsWay, decided(onItsWay, reject('E1')), ordered('2', '300')]
    by(finance)
      .given(...again)
      .when(book('300', 'b2', application, 'E1'))
      .then({ reason: 'ORDER_ENDED' })
    // Nor is it paid while there is no next one: the money was said to stay where it is.
    by(finance)
      .given(...again.slice(0, -1))
      .when(book('300', 'b2', application, 'E1'))
      .then({ reason: 'TRANSFER_NOT_READY', details: { state: 'RETURNED' } })
    const own = by(finance)
      .given(...again)
      .when(book('300', 'b2', application, 'E2'))
    expect(own.decision).toMatchObject({ right: [{ fen: yuan('300') }] })
  })

  test('what it books of it all the same is paid, unless that was ordered again', () => {
    const late = (amount: string) => book(amount, 'b2', after, 'E1')
    const paid = decided([...half, fell], late('200'))
    expect(paid).toMatchObject({ paid: { number: 2, fen: yuan('200') } })
    expect(transferState(standing(...half, fell, paid))).toBe('TRANSFER_STATE_CONFIRMED')
    const some = decided([...half, fell], late('50'))
    expect(transferState(standing(...half, fell, some))).toBe('TRANSFER_STATE_RETURNED')
    by(finance)
      .given(...half, fell)
      .when(late('200.01'))
      .then({ reason: 'BOOKED_TOO_MUCH', details: { fen: `${yuan('200')}` } })
    by(finance)
      .given(...half, fell, ordered('2', '200'))
      .when(late('200'))
      .then({ reason: 'ORDER_ENDED' })
    // Also once the order after it was rejected.
    const refused = decided([...half, fell, ordered('2', '200')], reject('E2'))
    expect(decided([...half, fell, ordered('2', '200'), refused], late('200'))).toMatchObject({ fen: yuan('200') })
    // Or was let fall as well: both are known to be.
    const fellAgain = { ...fell, endToEndId: 'E2' }
    const both = [...half, fell, ordered('2', '200'), fellAgain]
    expect(decided(both, late('200'))).toMatchObject({ fen: yuan('200'), endToEndId: 'E1' })
    const withdrawn = transfer.PaymentWithdrawn.create({ fen: yuan('200'), text: reason, year: 2026 })
    by(finance)
      .given(...half, fell, withdrawn)
      .when(late('200'))
      .then({ reason: 'TRANSFER_NOT_READY' })
    // That the bank refuses it after all is what was recorded (bank/intake.ts).
    by(finance)
      .given(...half, fell)
      .when(reject('E1'))
      .then({ reason: 'ORDER_ENDED' })
  })
})
