/** Payments out of a quota, and what a year that ends makes of it (docs/domain.md, Money). */
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { StateOf } from '#shared/domain/decider.ts'
import { closed } from '#shared/testing/allocation-commands.ts'
import { accountOf, bureau, general, kjt, quotaOf } from '#shared/testing/allocation-facts.ts'
import { approving, bill, finance, handling, poolName, reason, signedBy, yuan } from '#shared/testing/money-facts.ts'
import { approved, by, credit, ordered, paying, said, subject } from '#shared/testing/paying.ts'
import {
  decidedAfter,
  ofQuota,
  payeeOfSupplier,
  purpose,
  quotaAfter,
  spend,
  spentAfter,
  spentRequested,
  supplier,
} from '#shared/testing/spending.ts'
import { recordedOf, Story, told } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { keptBill } from './bill.ts'
import { billedByPayment } from './finding.ts'
import { billUsed, invoiceName, invoiceView } from './invoice.ts'
import { entriesOf } from './ledger.ts'
import { payableOf } from './payable.ts'
import { type Pool, poolDecider } from './pool.ts'
import { lineLeftFen, type QuotaLine } from './quota-state.ts'
import type { TransferCommand } from './transfer.ts'
import { paidBy, type Transfer, type TransferFact } from './transfer-state.ts'

type Scenes = Parameters<typeof quotaAfter>[0]
const line = (payments: Scenes): QuotaLine => quotaAfter(payments).lines[0] as QuotaLine
const amounts = (payments: Scenes) => {
  const { reservedFen, paidFen, returnedFen } = line(payments)
  return [lineLeftFen(line(payments)), reservedFen, paidFen, returnedFen].map((fen) => Number(fen) / 100)
}
const handled = by(kjt, handling)
const book = (amount: string, reference = 'b1') => ({
  ...{ type: 'Book', ...said(amount, reference) },
})
const comeBack = (amount: string, reference = 'r1') => ({
  ...{ type: 'Return', ...said(amount, reference), reasonCode: 'AC04' },
})
const underWay: Scenes = [spentRequested('200'), approved, ordered('1', '200')] as never

describe('a payment out of a quota', () => {
  test('is requested by the department that holds it, and reserved from then on', () => {
    const { fact } = spentRequested('200') as { fact: transfer.PaymentRequested }
    const state = handled.given().when(spend('200')).then([fact])
    expect(state).toMatchObject({ quota: quotaOf(kjt), spent: { creditor: { code: supplier.code }, purpose } })
    expect(state && paidBy(state)).toBe(quotaOf(kjt))
    expect(amounts([spentRequested('200')])).toEqual([100, 200, 0, 0])
    expect(payableOf(spentAfter([spentRequested('200')]))).toMatchObject({
      ...{ title: purpose, payee: supplier, handler: kjt, finance, year: 2026, reserved: ofQuota(1, '200') },
    })
    // All that is left, where nothing is said.
    const whole = handled.given().when(spend('0')).decision
    expect(whole).toMatchObject({ right: [{ fen: yuan('300') }] })
  })

  test('never of more than is left, of each line', () => {
    const exceeded = (fen: string) =>
      ({ reason: 'QUOTA_EXCEEDED', kind: 'precondition', details: { fen, function: '2060499' } }) as const
    handled.given().when(spend('300.01')).then(exceeded('30000'))
    handled
      .given()
      .when(spend('100.01', { payments: [spentRequested('200')] }))
      .then(exceeded('10000'))
    handled
      .given()
      .when(spend('0', { payments: [spentRequested('300')] }))
      .then(exceeded('0'))
    handled
      .given()
      .when(spend('1', { year: 2025 }))
      .then(exceeded('0'))
    const other = { ...general, functionCode: '2060502' }
    handled
      .given()
      .when(spend('1', { classification: other }))
      .then({ reason: 'QUOTA_EXCEEDED' })
  })

  test('not by anybody else, nor by who passes on, nor of a year that is closed or has not begun, nor unsigned', () => {
    handled
      .given()
      .when(spend('1'), finance)
      .then({ reason: 'NOT_YOUR_TURN', kind: 'permission', details: { turn: kjt } })
    const ofBureau = { ...spend('1'), quota: quotaAfter([], bureau) } as TransferCommand
    handled
      .given()
      .when(ofBureau, bureau)
      .then({ reason: 'HELD_OTHERWISE', kind: 'precondition' } as never)
    handled
      .given()
      .when(spend('1', { pool: closed as Pool }))
      .then({ reason: 'YEAR_CLOSED' })
    handled
      .given()
      .when(spend('1', { year: 2027 }))
      .then({ reason: 'YEAR_NOT_BEGUN', kind: 'precondition', details: { year: '2027' } })
    by(kjt, []).given().when(spend('1')).then({ reason: 'SIGN_OFF_NEEDED' })
    handled.given(spentRequested('1')).when(spend('1')).then({ reason: 'TRANSFER_EXISTS' })
  })

  test('is approved and ordered by other persons, to the account of whom it names', () => {
    const request = spentRequested('200')
    const paid = spentAfter([request])
    const approve = { type: 'Approve', ...paid } as TransferCommand
    by(finance, handling).given(request).when(approve).then({ reason: 'DUTIES_NOT_SEPARATE' })
    by(kjt, approving).given(request).when(approve).then({ reason: 'NOT_FINANCE_DEPARTMENT' })
    by(finance, approving).given(request).when(approve).then([transfer.PaymentApproved.create()])
    const account = {
      ...{
        number: { sha256: '', sizeBytes: 1 },
        masked: '**3456',
        bankCode: '011551000018',
        effectiveFrom: '2026-03-01',
      },
    }
    const order = (holderName: string) =>
      ({ type: 'Order', payee: { accounts: [{ ...account, holderName }] }, credit, ...paid }) as TransferCommand
    const agreed = by(finance, paying).given(request, approved)
    const another = { holder: '湘江智算', name: supplier.name }
    agreed.when(order('湘江智算')).then({ reason: 'ACCOUNT_OF_ANOTHER', kind: 'precondition', details: another })
    expect(agreed.when(order(supplier.name)).decision).toMatchObject({ right: [{ fen: yuan('200') }] })
    by(finance, signedBy('p-71'))
      .given(request, approved)
      .when(order(supplier.name))
      .then({ reason: 'DUTIES_NOT_SEPARATE' })
  })

  test('is booked whole or in parts, comes back, is withdrawn: what is reserved is what is still to be paid', () => {
    const payments: TransferFact[] = [...underWay] as never
    const hear = (command: object, expected: readonly number[]) => {
      const fact = decidedAfter(payments, command)
      payments.push(fact)
      expect(amounts(payments)).toEqual(expected)
      return fact
    }
    expect(hear(book('150'), [100, 50, 150, 0])).toMatchObject({
      ...{ quota: quotaOf(kjt), released: ofQuota(1, '200'), paid: ofQuota(0, '150'), reserved: ofQuota(2, '50') },
    })
    expect(hear(comeBack('150'), [100, 200, 0, 150])).toMatchObject({
      ...{ released: ofQuota(2, '50'), returned: ofQuota(0, '150'), reserved: ofQuota(3, '200') },
    })
    expect(hear(book('50', 'b2'), [100, 150, 50, 150])).toMatchObject({ released: ofQuota(3, '200') })
    const { decision } = handled
      .given(...payments)
      .when({ type: 'Withdraw', text: reason, ...spentAfter(payments) } as TransferCommand)
    expect(decision).toMatchObject({ right: [{ quota: quotaOf(kjt), fen: yuan('150'), released: ofQuota(4, '150') }] })
    if (decision._tag === 'Right') payments.push(decision.right[0] as TransferFact)
    expect(amounts(payments)).toEqual([250, 0, 50, 150])
    // What comes back afterwards is to be ordered again, or withdrawn as well.
    expect(hear(comeBack('50', 'r2'), [250, 50, 0, 200])).toMatchObject({
      released: undefined,
      reserved: ofQuota(5, '50'),
    })
  })

  test('names the invoices that it pays, each in one payment until that is taken back unpaid', () => {
    const bills = [bill('INV-1', '150'), bill('INV-2', '60')]
    const asked = { ...spend('200'), bills } as TransferCommand
    const { fact } = spentRequested('200') as { fact: transfer.PaymentRequested }
    const request = { ...fact, bills }
    const state = handled.given().when(asked).then([request])
    expect(state?.spent?.bills).toEqual(bills.map(keptBill))
    expect(billedByPayment(subject, state as Transfer)).toMatchObject({
      ...{ name: subject, measure: quotaOf(kjt), applicant: supplier.code, bills: [{ invoice: 'INV-1' }, {}] },
    })
    const early = [{ ...bill('INV-1', '150'), date: toDate('2999-01-02') }]
    handled
      .given()
      .when({ ...asked, bills: early } as TransferCommand)
      .then({ reason: 'DAY_NOT_YET', kind: 'invalid', details: { day: '2999-01-02' } })
    const used = { ...asked, used: bills[1] } as TransferCommand
    handled
      .given()
      .when(used)
      .then({ reason: 'INVOICE_IN_PAYMENT', kind: 'precondition', details: { invoice: 'INV-2' } })

    const view = new Story(invoiceView, { actor: kjt, subject, at: noon }, invoiceName(subject, 'inv-1'))
    expect(invoiceView.touches(recordedOf(request, { actor: kjt, subject, at: noon }))).toEqual([
      'programmes/hunan/invoices/inv-1',
      'programmes/hunan/invoices/inv-2',
    ])
    const known = (...facts: readonly (transfer.PaymentRequested | transfer.PaymentWithdrawn)[]) =>
      (() => view.state(...facts)) as StateOf
    expect(billUsed('programmes/hunan/transfers/t2', bills, known(request))?.invoice).toBe('INV-1')
    expect(billUsed(subject, bills, known(request))).toBeUndefined()
    const second = ((name: string) =>
      name.endsWith('inv-2') ? known(request)(name, invoiceView) : undefined) as StateOf
    expect(billUsed('programmes/hunan/transfers/t2', bills, second)?.invoice).toBe('INV-2')
    const payments: TransferFact[] = [request, approved, ordered('1', '200')] as never
    const withdraw = (given: readonly TransferFact[]) =>
      handled.given(...given).when({ type: 'Withdraw', text: reason, ...spentAfter(given) } as TransferCommand).decision
    const unpaid = withdraw([request])
    expect(unpaid).toMatchObject({ right: [{ invoices: ['INV-1', 'INV-2'] }] })
    const free = known(request, ...((isRight(unpaid) ? unpaid.right : []) as transfer.PaymentWithdrawn[]))
    expect(billUsed('programmes/hunan/transfers/t2', bills, free)).toBeUndefined()
    const freeing = transfer.PaymentWithdrawn.create({ invoices: ['INV-1'] })
    const setting = { actor: kjt, subject, at: noon }
    expect(invoiceView.folds).toEqual(expect.arrayContaining([transfer.PaymentWithdrawn, transfer.FundsRecovered]))
    expect(invoiceView.touches(recordedOf(freeing, setting))).toEqual(['programmes/hunan/invoices/inv-1'])
    // Then it stands in the next one that is asked for of it.
    expect(view.state(request, freeing, told(request, { subject: 'programmes/hunan/transfers/t2' }))).toEqual({
      transfer: 'programmes/hunan/transfers/t2',
    })
    // What frees it is of the payment in which it stands.
    const other = recordedOf(transfer.FundsRecovered.fromPartial({ invoices: ['INV-1'] }), {
      ...{ actor: finance, subject: 'programmes/hunan/transfers/t2', at: noon },
    })
    expect(invoiceView.evolve({ transfer: subject }, other, invoiceName(subject, 'inv-1'))).toEqual({
      transfer: subject,
    })
    // Of what is paid in part, and the rest is taken back, the invoices are paid.
    payments.push(decidedAfter(payments, book('150')))
    payments.push(decidedAfter(payments, comeBack('10')), transfer.OrderEnded.create({ endToEndId: 'E1' }))
    expect(withdraw(payments)).toMatchObject({ right: [{ invoices: [] }] })
  })

  test('is booked from the account of the line to who is paid', () => {
    const payments: TransferFact[] = [...underWay] as never
    payments.push(
      decidedAfter(payments, book('200')),
      decidedAfter([...payments, decidedAfter(payments, book('200'))], comeBack('10')),
    )
    const entries = payments.flatMap((one) => entriesOf(recordedOf(one, { actor: kjt, subject, at: noon })))
    const ofLine = { pool: poolName, debit: accountOf(kjt), credit: payeeOfSupplier, year: 2026 }
    expect(entries).toEqual([
      { kind: 'PENDING', reservation: `${subject}#1`, ...ofLine, fen: yuan('200') },
      { kind: 'POST', reservation: `${subject}#1`, ...ofLine, fen: yuan('200') },
      {
        kind: 'POSTED',
        reservation: undefined,
        ...ofLine,
        debit: payeeOfSupplier,
        credit: accountOf(kjt),
        fen: yuan('10'),
      },
      { kind: 'PENDING', reservation: `${subject}#2`, ...ofLine, fen: yuan('10') },
    ])
    // The pool gave it to the quota before: no payment moves it.
    for (const fact of payments)
      expect(poolDecider.touches(recordedOf(fact, { actor: kjt, subject, at: noon }) as never)).toEqual([])
  })
})
