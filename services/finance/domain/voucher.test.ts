/** A voucher, from issue to its end (docs/domain.md, Money). */
import { describe, expect, test } from 'vitest'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { approving, bill, handler, handling, reason, roleTerm, sponsor, yuan } from '#shared/testing/money-facts.ts'
import { Story, told } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import {
  cancelled,
  expired,
  heldBy,
  issued,
  presented,
  redeemed,
  refused,
  voucherName,
} from '#shared/testing/voucher-facts.ts'
import type { Signatories } from './duty.ts'
import { type VoucherCommand, voucherDecider } from './voucher.ts'
import { leftFen, standing, type Voucher } from './voucher-state.ts'

const by = (actor: string, signOff = approving, at = noon) =>
  new Story(voucherDecider, { actor, subject: voucherName, at, signOff })
const [handled, approved, held] = [by(handler, handling), by(handler), by(sponsor, [])]

const present = (...bills: readonly (readonly [string, string])[]): VoucherCommand => ({
  ...{ type: 'Present', bills: bills.map(([invoice, amount]) => bill(invoice, amount)) },
})
const accept = (presentation = 1, rest: Signatories = {}): VoucherCommand => ({ type: 'Accept', presentation, ...rest })
const refuse = (presentation = 1): VoucherCommand => ({ type: 'Refuse', presentation, text: reason })
const cancel: VoucherCommand = { type: 'Cancel', text: reason }
const issuing = told(issued, { actor: handler, signOff: handling })

describe('presenting', () => {
  test('is for the sponsor, until the last day', () => {
    const bills = presented(1, ['INV-1', '100'], ['INV-2', '50'])
    held
      .given(issuing)
      .when(present(['INV-1', '100'], ['INV-2', '50']))
      .then([bills])
    held
      .given(issuing)
      .when(present(['INV-1', '100']), handler)
      .then({ reason: 'NOT_SPONSOR' })
    const lastMoment = by(sponsor, [], new Date('2026-03-31T15:59:59Z'))
    lastMoment
      .given(issuing)
      .when(present(['INV-1', '100']))
      .then([presented(1, ['INV-1', '100'])])
    const after = by(sponsor, [], new Date('2026-03-31T16:00:00Z'))
    after
      .given(issuing)
      .when(present(['INV-1', '100']))
      .then({ reason: 'TIME_LIMIT_PASSED' })
    held
      .given()
      .when(present(['INV-1', '100']))
      .then({ reason: 'VOUCHER_NOT_FOUND' })
  })

  test('takes each invoice once, unless it was refused, however it is written', () => {
    const once = presented(1, ['INV-1', '100'])
    const used = { reason: 'INVOICE_USED', kind: 'precondition', details: { invoice: 'inv-1' } } as const
    held
      .given(issuing, once)
      .when(present(['inv-1', '100']))
      .then(used)
    held
      .given(issuing, once, redeemed(1, '100', '0', '30', '970'))
      .when(present(['inv-1', '100']))
      .then(used)
    held
      .given(issuing, once, refused(1))
      .when(present(['INV-1', '100']))
      .then([presented(2, ['INV-1', '100'])])
  })

  test('has an end', () => {
    const all = Array.from({ length: 50 }, (_, i) => presented(i + 1, [`INV-${i}`, '1']))
    held
      .given(issuing, ...all)
      .when(present(['INV-x', '1']))
      .then({ reason: 'PRESENTATIONS_FULL' })
  })
})

describe('redeeming', () => {
  test('pays the share of the bills in part, and leaves the rest held', () => {
    const fact = redeemed(1, '150', '0', '45', '955')
    const state = approved
      .given(issuing, presented(1, ['INV-1', '100'], ['INV-2', '50']))
      .when(accept())
      .then([fact]) as Voucher
    expect([standing(state), leftFen(state), state.presentations[0]?.state]).toEqual(['HELD', yuan('955'), 'ACCEPTED'])
  })

  test('sums bills first: two of 0.05 at 30% come to 0.03, at once or one after the other', () => {
    const both = presented(1, ['INV-1', '0.05'], ['INV-2', '0.05'])
    approved
      .given(issuing, both)
      .when(accept())
      .then([redeemed(1, '0.10', '0', '0.03', '999.97')])
    const first = [presented(1, ['INV-1', '0.05']), redeemed(1, '0.05', '0', '0.01', '999.99')]
    approved
      .given(issuing, ...first, presented(2, ['INV-2', '0.05']))
      .when(accept(2))
      .then([redeemed(2, '0.10', '0.01', '0.02', '999.97')])
  })

  test('goes up to what is left, and is over then', () => {
    const first = [presented(1, ['INV-1', '3 000']), redeemed(1, '3 000', '0', '900', '100')]
    const whole = redeemed(2, '4 000', '900', '100', '0')
    const state = approved
      .given(issuing, ...first, presented(2, ['INV-2', '1 000']))
      .when(accept(2))
      .then([whole]) as Voucher
    expect([standing(state), voucherDecider.due?.(state)]).toEqual(['REDEEMED', undefined])
    const all = [issuing, ...first, presented(2, ['INV-2', '1 000']), presented(3, ['INV-3', '1']), whole]
    for (const command of [accept(3), cancel])
      approved
        .given(...all)
        .when(command)
        .then({ reason: 'VOUCHER_ENDED' })
    held
      .given(...all)
      .when(present(['INV-4', '1']))
      .then({ reason: 'VOUCHER_ENDED' })
    approved
      .given(...all)
      .when(refuse(3))
      .then([refused(3)])
  })

  test('is signed by others than issued it', () => {
    const waiting = [issuing, presented(1, ['INV-1', '100'])] as const
    handled
      .given(...waiting)
      .when(accept())
      .then({ reason: 'DUTIES_NOT_SEPARATE' })
    by(handler, [])
      .given(...waiting)
      .when(accept())
      .then({ reason: 'SIGN_OFF_NEEDED' })
    approved
      .given(...waiting)
      .when(accept(), sponsor)
      .then({ reason: 'NOT_YOUR_TURN' })
  })

  test('is signed by approvers of the body, where the directory names any, over their limit by two', () => {
    const waiting = [issuing, presented(1, ['INV-1', '100'])] as const
    const as = (person: string, limit: string) => accept(1, { signatories: [roleTerm(person, 'APPROVER', limit)] })
    const decided = (command: VoucherCommand) => approved.given(...waiting).when(command)
    const details = { person: 'p-73', role: 'APPROVER' }
    decided(as('p-1', '30')).then({ reason: 'SIGNER_WITHOUT_ROLE', kind: 'precondition', details })
    decided(as('p-73', '29.99')).then({
      reason: 'TWO_PERSONS_NEEDED',
      kind: 'precondition',
      details: { person: 'p-73', fen: '2999' },
    })
    // What is redeemed counts, not the bills.
    decided(as('p-73', '30')).then([redeemed(1, '100', '0', '30', '970')])
  })

  test('answers a presentation once', () => {
    const waiting = [issuing, presented(1, ['INV-1', '100'])] as const
    approved
      .given(...waiting)
      .when(accept(2))
      .then({ reason: 'PRESENTATION_NOT_FOUND' })
    approved
      .given(...waiting, refused(1))
      .when(accept())
      .then({ reason: 'PRESENTATION_ANSWERED' })
    approved
      .given(...waiting, redeemed(1, '100', '0', '30', '970'))
      .when(refuse())
      .then({ reason: 'PRESENTATION_ANSWERED' })
    approved
      .given(...waiting)
      .when(refuse())
      .then([refused(1)])
  })

  test('says that nothing comes of a bill that is too small', () => {
    approved
      .given(issuing, presented(1, ['INV-1', '0.03']))
      .when(accept())
      .then({ reason: 'NOTHING_TO_REDEEM' })
  })
})

describe('the end', () => {
  const afterwards = by('services/finance', [], new Date('2026-04-01T00:00:00Z'))
  const waiting = presented(1, ['INV-1', '100'])
  const part = redeemed(1, '100', '0', '30', '970')

  test('comes after the last day: what is left goes back, what is redeemed stays reserved', () => {
    expect(by('services/finance', [], new Date('2026-03-31T15:59:59Z')).elapsed(issuing)).toEqual([])
    expect(afterwards.elapsed(issuing)).toEqual([expired(heldBy(1, '1 000'))])
    expect(afterwards.elapsed(issuing, waiting, part)).toEqual([expired(heldBy(1, '1 000'), heldBy(2, '30'))])
    const over = expired(heldBy(1, '1 000'), heldBy(2, '30'))
    const state = afterwards.state(issuing, waiting, part, over) as Voucher
    expect([standing(state), leftFen(state), state.releasedFen]).toEqual(['EXPIRED', 0n, `${yuan('970')}`])
    for (const command of [accept(), refuse(), cancel])
      approved.given(issuing, waiting, over).when(command).then({ reason: 'VOUCHER_ENDED' })
  })

  test('waits for the answer to what was presented in time', () => {
    expect(afterwards.elapsed(issuing, waiting)).toEqual([])
    const late = by(handler, approving, new Date('2026-04-02T00:00:00Z'))
    late.given(issuing, waiting).when(accept()).then([part])
    expect(afterwards.elapsed(issuing, waiting, refused(1))).toEqual([expired(heldBy(1, '1 000'))])
  })

  test('comes by a cancellation, and what waits is refused with it', () => {
    const all = [issuing, waiting, part, presented(2, ['INV-2', '1'])]
    const fact = cancelled(heldBy(1, '1 000'), heldBy(2, '30'))
    const state = approved
      .given(...all)
      .when(cancel)
      .then([fact]) as Voucher
    expect([standing(state), state.presentations.map((one) => one.state)]).toEqual([
      'CANCELLED',
      ['ACCEPTED', 'REFUSED'],
    ])
    approved
      .given(...all)
      .when(cancel, sponsor)
      .then({ reason: 'NOT_YOUR_TURN' })
    approved
      .given(...all, fact)
      .when(cancel)
      .then({ reason: 'VOUCHER_ENDED' })
  })

  test('releases no more than is reserved where a part is paid', () => {
    const paid = transfer.PaymentBooked.create({
      ...{ voucher: voucherName, fen: yuan('30'), released: heldBy(1, '1 000'), paid: heldBy(0, '30') },
      reserved: heldBy(2, '970'),
    })
    expect(afterwards.elapsed(issuing, waiting, part, paid)).toEqual([expired(heldBy(2, '970'))])
  })
})
