/** What was paid wrongly for a voucher is claimed back of the payment (docs/domain.md, Money 14). */
import { expect, test } from 'vitest'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_events.ts'
import {
  approving,
  finance,
  handler,
  handling,
  poolName,
  reason,
  reservation,
  sponsor,
  yuan,
} from '#shared/testing/money-facts.ts'
import { approved, by, ordered, said, subject } from '#shared/testing/paying.ts'
import { payeeOfSupplier } from '#shared/testing/spending.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { heldBy, issued, presented, redeemed, voucherName } from '#shared/testing/voucher-facts.ts'
import { grantsView } from './grants.ts'
import { payableOf } from './payable.ts'
import type { TransferCommand } from './transfer.ts'
import { paymentFacts, type TransferFact } from './transfer-state.ts'
import { voucherDecider } from './voucher.ts'
import { owedFen, reservedFor, type Voucher } from './voucher-state.ts'

type Facts = readonly Told<TransferFact>[]
const claim = (amount: string) => ({
  ...{ type: 'ClaimRecovery', fen: yuan(amount), document: '湘财监〔2026〕8号', text: reason },
})
const received = (amount: string) => ({
  ...{ type: 'Recover', fen: yuan(amount), receivedOn: '2026-03-02', reference: 'R-1' },
})
const book = (amount: string) => ({
  ...{ type: 'Book', ...said(amount, 'b1') },
})
const comeBack = (amount: string) => ({
  ...{ type: 'Return', ...said(amount, 'r1'), reasonCode: 'AC04' },
})
const payment = transfer.PaymentRequested.create({
  ...{ voucher: voucherName, fen: yuan('30'), finance, pool: poolName, year: 2026, payee: payeeOfSupplier },
})
const begun: Facts = [told(payment, { actor: handler, signOff: handling }), approved, ordered('1', '30')]
const story = new Story(voucherDecider, { actor: handler, subject: voucherName, at: noon })
/** Redeemed for 30 yuan, which are paid so. */
const history = (facts: Facts): never[] =>
  [
    told(issued, { actor: handler, signOff: handling }),
    told(presented(1, ['INV-1', '100']), { actor: sponsor }),
    told(redeemed(1, '100', '0', '30', '970'), { actor: handler, signOff: approving }),
    ...facts.filter((one) => paymentFacts.some(({ $type }) => $type === ('fact' in one ? one.fact : one).$type)),
  ] as never[]
const voucherAfter = (facts: Facts): Voucher => story.state(...history(facts)) as Voucher
const next = (facts: Facts, command: object): Facts => {
  const given = by(finance, approving).given(...facts)
  const { decision } = given.when({ ...command, voucher: voucherAfter(facts) } as TransferCommand)
  if (decision._tag === 'Left') throw new Error(decision.left.reason)
  return [...facts, told(decision.right[0] as TransferFact, { actor: finance, signOff: approving })]
}
const ofVoucher = (number: number, amount: string): Reservation => heldBy(number, amount, { holder: subject })
const all = next(begun, book('30'))

test('what was paid for a voucher is claimed back of the payment, by the voucher, and lowers what its applicant was granted', () => {
  const claimed = next(all, claim('10'))
  expect(claimed.at(-1)).toMatchObject({ fact: { claimed: ofVoucher(1, '10') } })
  const { applicant } = reservation()
  const grants = (facts: Facts) =>
    new Story(grantsView, { actor: finance, subject, at: noon }, applicant).state(...([issued, ...facts] as never[]))
  expect(grants(claimed)).toMatchObject({ grants: [{ fen: `${yuan('990')}` }] })
  expect(grants(next(claimed, { ...claim('4'), type: 'ReduceClaim' }))).toMatchObject({
    grants: [{ fen: `${yuan('994')}` }],
  })
  expect(grants(next(claimed, received('10')))).toMatchObject({ grants: [{ fen: `${yuan('990')}` }] })
  expect(grants(next(claimed, comeBack('30')))).toMatchObject({ grants: [{ fen: `${yuan('990')}` }] })
})

test('what comes back of that is not paid again, whatever becomes of the voucher', () => {
  const back = next(next(all, claim('10')), comeBack('30'))
  const state = voucherAfter(back)
  expect(owedFen(state)).toBe(yuan('20'))
  expect(reservedFor(state)?.fen).toBe(yuan('990'))
  // The payment asks for the other 20 still.
  expect(payableOf({ voucher: state }).freeFen).toBe(0n)
  const { decision } = story.given(...history(back)).when({ type: 'Cancel', text: reason })
  expect(decision).toMatchObject({ right: [{ released: { fen: yuan('990') }, reserved: { fen: yuan('20') } }] })
})
