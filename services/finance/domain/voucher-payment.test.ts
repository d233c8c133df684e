/** A payment of what a voucher is redeemed for, by who may sign it (docs/domain.md, Money). */
import { expect, test } from 'vitest'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_events.ts'
import {
  approving,
  finance,
  handler,
  handling,
  poolName,
  roleTerm,
  signedBy,
  sponsor,
  yuan,
} from '#shared/testing/money-facts.ts'
import { Story, told } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { enterprise, issued, presented, redeemed, voucherName } from '#shared/testing/voucher-facts.ts'
import type { Signatories } from './duty.ts'
import { payableOf } from './payable.ts'
import { payeeFor } from './payee.ts'
import { type TransferCommand, transferDecider } from './transfer.ts'
import { voucherDecider } from './voucher.ts'
import type { Voucher } from './voucher-state.ts'

/** 30 yuan are redeemed of it. */
const voucher = new Story(voucherDecider, { actor: handler, subject: voucherName, at: noon }).state(
  told(issued, { actor: handler, signOff: handling }),
  told(presented(1, ['INV-1', '100']), { actor: sponsor }),
  told(redeemed(1, '100', '0', '30', '970'), { actor: handler, signOff: approving }),
) as Voucher
const by = (actor: string, person: string) =>
  new Story(transferDecider, { actor, subject: 'programmes/hunan/transfers/t1', at: noon, signOff: signedBy(person) })
const classification = transfer.Classification.create({
  ...{ nature: 'FUND_NATURE_GENERAL_BUDGET', functionCode: '2060499', economicCode: '50799' },
})
const payee = payeeFor(voucherName, enterprise.code)
const requested = transfer.PaymentRequested.create({
  ...{ voucher: voucherName, fen: yuan('30'), classification, payee, finance, pool: poolName, year: 2026 },
})
const request = (year: number, rest: Signatories = {}): TransferCommand => ({
  ...{ type: 'Request', name: voucherName, fen: 0n, year, classification, payee, voucher, ...rest },
})
const requesting = told(requested, { actor: handler, signOff: handling })

test('is of its own budget year, to whose it is', () => {
  expect(payableOf({ voucher })).toMatchObject({ year: 2026, freeFen: yuan('30'), payee: enterprise })
  const handled = by(handler, 'p-71').given()
  handled.when(request(0)).then([requested])
  handled.when(request(2026)).then([requested])
  handled.when(request(2025)).then({ reason: 'MORE_THAN_RESERVED', kind: 'precondition', details: { fen: '0' } })
})

test('is not requested before its year has begun, which may be the next one of a call', () => {
  const ofNext = { ...request(0), voucher: { ...voucher, year: 2027 } } as TransferCommand
  const details = { year: '2027' }
  by(handler, 'p-71').given().when(ofNext).then({ reason: 'YEAR_NOT_BEGUN', kind: 'precondition', details })
  const begun = new Date('2026-12-31T16:00:00Z')
  const signed = { subject: 'programmes/hunan/transfers/t1', signOff: signedBy('p-71') }
  for (const [at, answer] of [
    [new Date(begun.getTime() - 1), 'Left'],
    [begun, 'Right'],
  ] as const)
    expect(new Story(transferDecider, { actor: handler, at, ...signed }).given().when(ofNext).decision._tag).toBe(
      answer,
    )
})

test('is requested by handlers, agreed to by approvers, up to their limits, and by nobody who had another duty', () => {
  const as = (person: string, limit: string) => request(0, { signatories: [roleTerm(person, 'HANDLER', limit)] })
  const handled = by(handler, 'p-71').given()
  handled.when(as('p-1', '30')).then({ reason: 'SIGNER_WITHOUT_ROLE' })
  handled.when(as('p-71', '29.99')).then({ reason: 'TWO_PERSONS_NEEDED' })
  handled.when(as('p-71', '30')).then([requested])
  const agree = (limit: string): TransferCommand => ({
    ...{ type: 'Approve', voucher, signatories: [roleTerm('p-73', 'APPROVER', limit)] },
  })
  const agreed = by(finance, 'p-73').given(requesting)
  agreed.when(agree('29.99')).then({ reason: 'TWO_PERSONS_NEEDED' })
  agreed.when(agree('30')).then([transfer.PaymentApproved.create()])
  by(finance, 'p-71').given(requesting).when({ type: 'Approve', voucher }).then({ reason: 'DUTIES_NOT_SEPARATE' })
})
