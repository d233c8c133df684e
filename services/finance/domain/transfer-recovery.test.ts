/** What was paid wrongly out of a quota or for a voucher is claimed back, and paid back (docs/domain.md, Money 14). */
import { describe, expect, test } from 'vitest'
import { Bill } from '#proto/qiantou/application/v1/application.ts'
import { Instalment } from '#proto/qiantou/application/v1/application_events.ts'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { accountOf, kjt } from '#shared/testing/allocation-facts.ts'
import {
  approving,
  finance,
  handling,
  poolName,
  reason,
  roleTerm,
  signedBy,
  sponsor,
  yuan,
} from '#shared/testing/money-facts.ts'
import { application, by, decided, onItsWay, said, standing, subject } from '#shared/testing/paying.ts'
import {
  book,
  claim,
  comeBack,
  decide,
  document,
  elapsedOn,
  type Facts,
  following,
  paid,
  poolOf,
  received,
  stateOf,
  underWay,
} from '#shared/testing/recovering.ts'
import { decidedAfter, ofQuota, payeeOfSupplier, quotaAfter } from '#shared/testing/spending.ts'
import { recordedOf, type Told, told } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { Balances, differences, quotaDifferences } from './balance.ts'
import { entriesOf } from './ledger.ts'
import type { Pool } from './pool.ts'
import { lineLeftFen, type QuotaLine } from './quota-state.ts'
import type { TransferCommand } from './transfer.ts'
import type { TransferFact } from './transfer-state.ts'

const lineOf = (facts: Facts): QuotaLine => quotaAfter(facts).lines[0] as QuotaLine

describe('what was paid out of a quota is claimed back', () => {
  test('by the finance department or who requested it: so much, or all, and more with what is claimed already', () => {
    const first = transfer.RecoveryClaimed.create({
      ...{ fen: yuan('50'), document, text: reason, claimed: ofQuota(1, '50') },
    })
    decide(paid, claim('50')).then([first])
    decide(paid, claim('50'), kjt).then([first])
    decide([...paid, first], claim('0')).then([
      { ...first, fen: yuan('150'), unclaimed: ofQuota(1, '50'), claimed: ofQuota(2, '200') },
    ])
    decide(paid, claim('50'), sponsor).then({ reason: 'NOT_YOUR_TURN', kind: 'permission', details: { turn: kjt } })
  })

  test('never more than was paid, less what came back, was paid back, and is claimed', () => {
    const most = (fen: string) => ({ reason: 'MORE_THAN_PAID', kind: 'precondition', details: { fen } }) as const
    decide(underWay, claim('0')).then(most('0'))
    decide(paid, claim('200.01')).then(most('20000'))
    decide(following(paid, claim('50')), claim('150.01')).then(most('15000'))
    decide(following(paid, claim('50'), received('20')), claim('150.01')).then(most('15000'))
    decide(following(paid, comeBack('80')), claim('120.01')).then(most('12000'))
    decide(following(paid, claim('200')), claim('0')).then(most('0'))
  })

  test('signed as an approval is, by nobody who handled or paid', () => {
    decide(paid, claim('1'), finance, []).then({ reason: 'SIGN_OFF_NEEDED' })
    decide(paid, claim('1'), finance, handling).then({ reason: 'DUTIES_NOT_SEPARATE' })
    const limited = { signatories: [roleTerm('p-81', 'APPROVER', '40')] }
    const one = (amount: string) => decide(paid, claim(amount, limited), finance, signedBy('p-81'))
    expect(one('40').decision._tag).toBe('Right')
    one('40.01').then({ reason: 'TWO_PERSONS_NEEDED' })
    const claimed = told(
      transfer.RecoveryClaimed.create({ ...{ fen: 1n, document, text: reason, claimed: ofQuota(1, '0.01') } }),
      { actor: finance, signOff: approving },
    )
    // Who claimed it back does not order what comes back of the rest.
    const back = following([...paid, claimed], comeBack('200'))
    const order = { type: 'Order', payee: undefined, credit: { engine: 'file', problem: undefined } }
    decide(back, order).then({ reason: 'DUTIES_NOT_SEPARATE' })
  })

  test('and never what an award was paid: that is amended', () => {
    const whole: TransferCommand = { type: 'Book', ...said('300', 'b1'), application }
    by(finance, approving)
      .given(...onItsWay, decided(onItsWay, whole))
      .when({ ...claim('1'), application } as TransferCommand)
      .then({ reason: 'CLAIMED_BY_AMENDMENT' })
  })
})

describe('what is claimed back of a payment is paid back', () => {
  const claimed = following(paid, claim('150'))

  test('whole, or in parts, each receipt once, to the treasury: the line has nothing of it again', () => {
    const parts = following(claimed, received('50'))
    expect(parts.at(-1)).toMatchObject({
      fact: { unclaimed: ofQuota(1, '150'), recovered: ofQuota(0, '50'), claimed: ofQuota(2, '100') },
    })
    decide(parts, received('1')).then({ reason: 'RECOVERY_KNOWN' })
    decide(parts, received('100.01', 'R-2')).then({ reason: 'MORE_THAN_CLAIMED' })
    decide(parts, received('1', 'R-2'), kjt).then({ reason: 'NOT_FINANCE_DEPARTMENT' })
    decide(parts, received('1', 'R-2', '2099-01-01')).then({ reason: 'DAY_NOT_YET' })
    decide(paid, received('1')).then({ reason: 'NOTHING_CLAIMED' })
    expect([lineLeftFen(lineOf(parts)), lineOf(parts).paidFen]).toEqual([yuan('100'), `${yuan('200')}`])
    expect(poolOf(parts).years[2026]).toMatchObject({
      ...{ claimedFen: `${yuan('100')}`, recoveredFen: `${yuan('50')}`, paidFen: '0', reservedFen: '0' },
    })
  })

  test('it is recovered once all that was paid was claimed and received, and nothing is open', () => {
    expect(stateOf(following(claimed, received('150')))).toBe('CONFIRMED')
    const rest = following(claimed, received('150'), claim('0'))
    expect(stateOf(rest)).toBe('CONFIRMED')
    expect(stateOf(following(rest, received('50', 'R-2')))).toBe('RECOVERED')
    const half: Facts = [...underWay, decidedAfter(underWay, book('50'))]
    expect(stateOf(following(half, claim('0'), received('50')))).toBe('ORDERED')
  })

  test('in instalments, of which time tells that one is overdue, once', () => {
    const instalments = [
      Instalment.create({ due: toDate('2026-06-30'), fen: yuan('100') }),
      Instalment.create({ due: toDate('2026-12-31'), fen: yuan('50') }),
    ]
    const agreeing = { type: 'AgreeRecovery', instalments }
    decide(claimed, agreeing, kjt).then({ reason: 'NOT_FINANCE_DEPARTMENT' })
    decide(paid, agreeing).then({ reason: 'NOTHING_CLAIMED' })
    decide(claimed, agreeing, finance, []).then({ reason: 'SIGN_OFF_NEEDED' })
    decide(claimed, agreeing, finance, handling).then({ reason: 'DUTIES_NOT_SEPARATE' })
    decide(claimed, { ...agreeing, instalments: instalments.slice(1) }).then({ reason: 'INSTALMENTS_MISFIT' })
    decide(claimed, agreeing).then([transfer.RecoveryAgreed.create({ instalments })])
    const agreed = following(claimed, agreeing, received('60'))
    expect(elapsedOn('2026-06-29', agreed)).toEqual([])
    const overdue = transfer.RecoveryOverdue.create({ due: toDate('2026-06-30'), fen: yuan('40') })
    expect(elapsedOn('2026-06-30', agreed)).toEqual([overdue])
    expect(elapsedOn('2026-07-31', [...agreed, overdue])).toEqual([])
    expect(elapsedOn('2026-12-31', [...agreed, overdue])).toMatchObject([
      { due: toDate('2026-12-31'), fen: yuan('90') },
    ])
    // What the bank sends back counts as paid back of the first.
    expect(elapsedOn('2026-06-30', following(agreed, comeBack('10')))).toEqual([{ ...overdue, fen: yuan('30') }])
  })
})

describe('the bank sends back what is claimed back', () => {
  const claimed = following(paid, claim('50'))

  test('that settles the claim first, and what is more is reserved anew', () => {
    const some = following(claimed, comeBack('30'))
    expect(some.at(-1)).toMatchObject({
      fact: { unclaimed: ofQuota(1, '50'), claimed: ofQuota(2, '20'), released: undefined, reserved: undefined },
    })
    expect(stateOf(some)).toBe('CONFIRMED')
    expect([lineLeftFen(lineOf(some)), lineOf(some).reservedFen]).toEqual([yuan('130'), '0'])
    const more = following(some, comeBack('60', 'r2'))
    expect(more.at(-1)).toMatchObject({ fact: { unclaimed: ofQuota(2, '20'), reserved: ofQuota(2, '40') } })
    expect(stateOf(more)).toBe('RETURNED')
    expect([lineLeftFen(lineOf(more)), lineOf(more).reservedFen]).toEqual([yuan('150'), `${yuan('40')}`])
    expect(standing(...more)).toMatchObject({ bookedFen: `${yuan('110')}`, withdrawnFen: `${yuan('50')}` })
  })

  test('where it was all, nothing was paid in the end', () => {
    const back = following(paid, claim('0'), comeBack('200'))
    expect(stateOf(back)).toBe('WITHDRAWN')
    expect(lineLeftFen(lineOf(back))).toBe(yuan('300'))
    const order = { type: 'Order', payee: undefined, credit: { engine: 'file', problem: undefined } }
    decide(back, order).then({ reason: 'TRANSFER_NOT_READY' })
  })

  test('what was paid back before is paid once more: the treasury has that', () => {
    const back = following(claimed, received('50'), comeBack('200'))
    expect(back.at(-1)).toMatchObject({ fact: { unclaimed: undefined, reserved: ofQuota(2, '200') } })
    decide(back, claim('0')).then({ reason: 'MORE_THAN_PAID', details: { fen: '0' } } as never)
    decide(following(claimed, received('50')), comeBack('200.01')).then({ reason: 'RETURNED_TOO_MUCH' })
  })

  test('an invoice of it may be paid by another payment once nothing was paid in the end', () => {
    const bills = [Bill.create({ invoice: 'INV-7', date: toDate('2026-03-01'), fen: yuan('200') })]
    const [requested, ...rest] = paid as [{ readonly fact: TransferFact }, ...Facts]
    const named = [{ ...requested, fact: { ...requested.fact, bills } } as Told<TransferFact>, ...rest]
    const freed = (...commands: readonly object[]) => following(named, ...commands).at(-1)
    expect(freed(comeBack('200'))).toMatchObject({ fact: { invoices: [] } })
    expect(freed(claim('50'), comeBack('50'))).toMatchObject({ fact: { invoices: [] } })
    expect(freed(claim('0'), comeBack('200'))).toMatchObject({ fact: { invoices: ['INV-7'] } })
    expect(freed(claim('0'), received('150'))).toMatchObject({ fact: { invoices: [] } })
    // What is still to be paid of it is of the invoice as well.
    const half = [...named.slice(0, -1), decidedAfter(underWay, book('50'))]
    expect(following(half, claim('0'), received('50')).at(-1)).toMatchObject({ fact: { invoices: [] } })
    // In whatever order.
    for (const last of [received('50', 'R-2'), comeBack('50')])
      expect(freed(claim('0'), received('150'), last)).toMatchObject({ fact: { invoices: ['INV-7'] } })
    // Also where the treasury has received what the bank sends back as well, and that is not paid again.
    const twice = following(named, claim('0'), received('200'), comeBack('200'))
    expect(following(twice, { type: 'Withdraw', text: reason }).at(-1)).toMatchObject({
      fact: { invoices: ['INV-7'] },
    })
  })
})

test('all of it is booked between who was paid and the treasury, and agrees with pool and quota', () => {
  const facts = following(paid, claim('150'), received('50'), comeBack('120'))
  const recorded = facts.map((one) => recordedOf(one as never, { actor: finance, subject, at: noon }))
  const entries = recorded.slice(4).flatMap(entriesOf)
  const treasury = { pool: poolName, debit: payeeOfSupplier, credit: `${poolName}/recovered`, year: 2026 }
  const back = { ...treasury, credit: accountOf(kjt) }
  expect(entries).toEqual([
    { kind: 'PENDING', reservation: `${subject}#claim-1`, ...treasury, fen: yuan('150') },
    { kind: 'VOID', reservation: `${subject}#claim-1`, ...treasury, fen: yuan('150') },
    { kind: 'POSTED', reservation: undefined, ...treasury, fen: yuan('50') },
    { kind: 'PENDING', reservation: `${subject}#claim-2`, ...treasury, fen: yuan('100') },
    { kind: 'POSTED', reservation: undefined, ...back, fen: yuan('120') },
    {
      kind: 'PENDING',
      reservation: `${subject}#2`,
      ...back,
      debit: accountOf(kjt),
      credit: payeeOfSupplier,
      fen: yuan('20'),
    },
    { kind: 'VOID', reservation: `${subject}#claim-2`, ...treasury, fen: yuan('100') },
  ])
  const balances = new Balances()
  for (const entry of recorded.flatMap(entriesOf)) balances.add(entry)
  const { claimedFen, recoveredFen } = poolOf(facts).years[2026] as Pool['years'][string]
  expect([claimedFen, recoveredFen]).toEqual(['0', `${yuan('50')}`])
  const kept = { budgetFen: '0', carriedInFen: '0', reservedFen: '0', paidFen: '0', claimedFen: '0', recoveredFen: '0' }
  expect(differences(poolName, { 2026: { ...kept, recoveredFen: '5000' } }, balances)).toEqual([])
  expect(differences(poolName, { 2026: { ...kept, claimedFen: '1' } }, balances)).toEqual([
    `${poolName} 2026: 1 claimed back, 0 by its ledger`,
    `${poolName} 2026: 0 recovered, 5000 by its ledger`,
  ])
  const name = accountOf(kjt).slice(0, accountOf(kjt).lastIndexOf('/'))
  const booked = quotaDifferences([{ name, state: quotaAfter(facts) }], balances)
  // Nothing is said of what a letter brought: that is another record.
  expect(booked).toEqual([expect.stringContaining('came in')])
})
