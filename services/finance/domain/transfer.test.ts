/** A payment, from request to the bank's receipt (docs/domain.md, Money). */
import { describe, expect, test } from 'vitest'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_events.ts'
import {
  applicationName,
  approving,
  finance,
  handler,
  handling,
  reason,
  reviewing,
  sponsor,
  until,
  yuan,
} from '#shared/testing/money-facts.ts'
import {
  account,
  application,
  applicationAfter,
  approve,
  approved,
  book,
  by,
  comeBack,
  decided,
  onItsWay,
  order,
  ordered,
  payee,
  reject,
  request,
  requested,
  standing,
  withdraw,
} from '#shared/testing/paying.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { applicationDecider } from './application.ts'
import { type Application, applicationState, reservedFor } from './application-state.ts'
import { type TransferFact, transferState } from './transfer-state.ts'

describe('a payment is requested', () => {
  test('of all that is reserved, or a part of it, by the handling body', () => {
    by(handler, handling)
      .given()
      .when(request())
      .then([(requested() as { fact: TransferFact }).fact])
    by(handler, handling)
      .given()
      .when(request(yuan('100')))
      .then([(requested('100') as { fact: TransferFact }).fact])
    by(finance, handling)
      .given()
      .when(request())
      .then({ reason: 'NOT_YOUR_TURN', details: { turn: handler } })
    by(handler, handling).given(requested()).when(request()).then({ reason: 'TRANSFER_EXISTS' })
  })

  test('no more than is reserved and not asked for yet, of what is approved', () => {
    const asked = applicationAfter(requested('250'))
    by(handler, handling)
      .given()
      .when(request(yuan('300.01')))
      .then({ reason: 'MORE_THAN_RESERVED' })
    by(handler, handling)
      .given()
      .when(request(yuan('50.01'), asked))
      .then({
        ...{ reason: 'MORE_THAN_RESERVED', details: { fen: `${yuan('50')}` } },
      })
    const { decision } = by(handler, handling).given().when(request(0n, asked))
    expect(decision).toMatchObject({ right: [{ fen: yuan('50') }] })
    const early = new Story(applicationDecider, { actor: handler, subject: applicationName, at: noon }).state(
      ...(until('approve') as never[]),
    ) as Application
    by(handler, handling).given().when(request(0n, early)).then({ reason: 'APPLICATION_NOT_APPROVED' })
  })

  test('signed by who handles, and by nobody who reviewed or approved the award', () => {
    by(handler, []).given().when(request()).then({ reason: 'SIGN_OFF_NEEDED' })
    for (const signOff of [reviewing, approving])
      by(handler, signOff).given().when(request()).then({ reason: 'DUTIES_NOT_SEPARATE' })
  })
})

describe('it is agreed to and ordered', () => {
  test('by the finance department, in that order, by different persons', () => {
    by(finance, approving)
      .given(requested())
      .when(approve)
      .then([transfer.PaymentApproved.create({ application: applicationName })])
    by(handler, approving).given(requested()).when(approve).then({ reason: 'NOT_FINANCE_DEPARTMENT' })
    by(finance, handling).given(requested()).when(approve).then({ reason: 'DUTIES_NOT_SEPARATE' })
    by(finance).given(requested()).when(order()).then({ reason: 'TRANSFER_NOT_READY' })
    by(finance, approving).given(requested(), approved).when(order()).then({ reason: 'DUTIES_NOT_SEPARATE' })
    by(finance, approving).given(requested(), approved).when(approve).then({ reason: 'TRANSFER_NOT_READY' })
    const takenBack = transfer.PaymentWithdrawn.create({
      ...{ application: applicationName, fen: yuan('300'), text: reason, year: 2026 },
    })
    for (const actor of [handler, finance]) by(actor).given(requested(), approved).when(withdraw).then([takenBack])
  })

  test('to the account that counts today, of the applicant, in good standing, and not while it is being changed', () => {
    const at = by(finance).given(requested(), approved)
    expect(at.when(order()).decision).toMatchObject({
      right: [{ fen: yuan('300'), accountVersion: 1, accountMasked: '**3456', creditEngine: 'file' }],
    })
    // A request id is unique for its caller only: it names no order.
    expect(at.when(order()).decision).toMatchObject({
      right: [{ messageId: expect.stringMatching(/^M[0-9A-F]{32}$/), endToEndId: 'E0192F0C17C1E7B0A9C3F000000000000' }],
    })
    at.when(order({ payee: undefined })).then({ reason: 'NO_ACCOUNT' })
    at.when(order({ payee: { accounts: [account] } })).then({ reason: 'NO_ACCOUNT' })
    at.when(order({ payee: { accounts: [...payee.accounts, account] } })).then({ reason: 'ACCOUNT_CHANGES' })
    const other = { accounts: [{ ...account, holderName: '另一公司', effectiveFrom: '2026-03-01' }] }
    at.when(order({ payee: other })).then({ reason: 'ACCOUNT_OF_ANOTHER' })
    const content = { applicant: { code: '1', name: '湘江智算' }, builder: { code: '2', name: '另一公司' } }
    const built = { ...application, content }
    expect(at.when(order({ payee: other, application: built })).decision).toMatchObject({ right: [{}] })
    const details = { holder: '湘江智算', name: '另一公司' }
    at.when(order({ application: built })).then({ reason: 'ACCOUNT_OF_ANOTHER', details })
    at.when(order({ credit: { engine: 'file', problem: '失信' } })).then({
      ...{ reason: 'CREDIT_NOT_GOOD', details: { problem: '失信' } },
    })
  })

  test('its application is allocated from then on, until it is taken back', () => {
    const stateAfter = (...payments: readonly Told<TransferFact>[]) => applicationState(applicationAfter(...payments))
    expect(stateAfter(requested())).toBe('APPLICATION_STATE_APPROVED')
    expect(stateAfter(requested(), approved)).toBe('APPLICATION_STATE_ALLOCATED')
    const takenBack = transfer.PaymentWithdrawn.create({
      ...{ application: applicationName, fen: yuan('300'), text: reason },
    })
    expect(stateAfter(requested(), approved, told(takenBack, { actor: finance }))).toBe('APPLICATION_STATE_APPROVED')
  })

  test('once at a time: an order that is under way is not given again, nor taken back', () => {
    by(finance)
      .given(...onItsWay)
      .when(order())
      .then({ reason: 'TRANSFER_NOT_READY', details: { state: 'ORDERED' } })
    by(handler)
      .given(...onItsWay)
      .when(withdraw)
      .then({ reason: 'TRANSFER_NOT_READY' })
    by(sponsor).given(requested()).when(withdraw).then({ reason: 'NOT_YOUR_TURN' })
  })

  test('what is paid whole is neither taken back nor ordered again, and is said to be paid', () => {
    const paid = by(finance).given(...onItsWay, decided(onItsWay, book('300')))
    for (const late of [withdraw, order(), approve])
      paid.when(late).then({ reason: 'TRANSFER_NOT_READY', details: { state: 'CONFIRMED' } })
  })
})

describe('the bank says', () => {
  test('that all of it is booked: what was reserved is paid', () => {
    const fact = decided(onItsWay, book('300'))
    expect(fact).toMatchObject({ paid: { number: 1, fen: yuan('300') }, released: undefined, reserved: undefined })
    expect(transferState(standing(...onItsWay, fact))).toBe('TRANSFER_STATE_CONFIRMED')
    expect(applicationAfter(requested(), fact)).toMatchObject({ paidFen: `${yuan('300')}`, requestedFen: '0' })
  })

  test('that a part of it is: the rest stays reserved, under another number', () => {
    const first = decided(onItsWay, book('100'))
    expect(first).toMatchObject({
      ...{ released: { number: 1, fen: yuan('300') }, paid: { number: 0, fen: yuan('100') } },
      reserved: { number: 2, fen: yuan('200') },
    })
    const after = applicationAfter(requested(), first)
    expect(transferState(standing(...onItsWay, first))).toBe('TRANSFER_STATE_ORDERED')
    const second = decided([...onItsWay, first], book('200', 'b2', after))
    expect(second).toMatchObject({ paid: { number: 2, fen: yuan('200') } })
    by(finance)
      .given(...onItsWay, first)
      .when(book('200.01', 'b2', after))
      .then({ reason: 'BOOKED_TOO_MUCH' })
    by(finance)
      .given(...onItsWay, first)
      .when(book('100', 'b1', after))
      .then({ reason: 'BANK_ENTRY_HEARD' })
  })

  test('that it came back: it is reserved anew, and ordered again for all that is not booked', () => {
    const booked = decided(onItsWay, book('300'))
    const returned = decided([...onItsWay, booked], comeBack('300', applicationAfter(requested(), booked)))
    expect(returned).toMatchObject({
      returned: { number: 0, fen: yuan('300') },
      reserved: { number: 2, fen: yuan('300') },
    })
    const back = standing(...onItsWay, booked, returned)
    expect(transferState(back)).toBe('TRANSFER_STATE_RETURNED')
    const after = applicationAfter(requested(), booked, returned)
    expect([after.paidFen, after.requestedFen, reservedFor(after)?.fen]).toEqual(['0', `${yuan('300')}`, yuan('300')])
    const again = by(finance)
      .given(...onItsWay, booked, returned)
      .when(order())
    expect(again.decision).toMatchObject({ right: [{ fen: yuan('300') }] })
    by(handler)
      .given(...onItsWay, booked, returned)
      .when(withdraw)
      .then([
        transfer.PaymentWithdrawn.create({ application: applicationName, fen: yuan('300'), text: reason, year: 2026 }),
      ])
  })

  test('that under one reference more was booked, or that it came back: another entry, unless all of it is the same', () => {
    const part = decided(onItsWay, book('100', 'b1'))
    const after = applicationAfter(requested(), part)
    const heard = [...onItsWay, part]
    expect(decided(heard, book('200', 'b1', after))).toMatchObject({ fen: yuan('200') })
    expect(decided(heard, comeBack('100', after, 'b1'))).toMatchObject({ fen: yuan('100') })
    by(finance)
      .given(...heard)
      .when(book('100', 'b1', after))
      .then({ reason: 'BANK_ENTRY_HEARD' })
  })

  test('that something came back before it was booked: not yet', () => {
    by(finance)
      .given(...onItsWay)
      .when(comeBack('1', application))
      .then({ reason: 'RETURNED_TOO_MUCH' })
    by(finance).given(requested()).when(book('300')).then({ reason: 'ORDER_ENDED' })
    by(finance)
      .given(...onItsWay, decided(onItsWay, reject('E1')))
      .when(book('300'))
      .then({ reason: 'TRANSFER_NOT_READY' })
  })

  test('that it refuses the order, unless something of it was booked, or it was another order', () => {
    const refused = decided(onItsWay, reject('E1'))
    expect(transferState(standing(...onItsWay, refused))).toBe('TRANSFER_STATE_RETURNED')
    by(finance)
      .given(...onItsWay)
      .when(reject('E0'))
      .then({ reason: 'TRANSFER_NOT_READY' })
    const part = decided(onItsWay, book('100'))
    by(finance)
      .given(...onItsWay, part)
      .when(reject('E1'))
      .then({ reason: 'TRANSFER_NOT_READY' })
    by(finance)
      .given(...onItsWay, refused)
      .when(reject('E1'))
      .then({ reason: 'BANK_ENTRY_HEARD' })
    expect(standing(...onItsWay, refused, ordered('2')).entries).toEqual([
      ...[
        {
          fen: '0',
          date: '2026-03-02',
          reasonCode: 'AC01',
          bankReference: 'j1',
          fileSha256: '0'.repeat(64),
          number: 1,
          endToEndId: 'E1',
        },
      ],
    ])
  })
})
