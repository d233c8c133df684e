/** What is claimed back of a payment is claimed wrongly, or too high, or further (docs/domain.md, Money 14). */
import { describe, expect, test } from 'vitest'
import { Instalment } from '#proto/qiantou/application/v1/application_events.ts'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { kjt } from '#shared/testing/allocation-facts.ts'
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
import { application, by, decided, onItsWay, paying, said, standing, subject } from '#shared/testing/paying.ts'
import {
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
  reduce,
  stateOf,
} from '#shared/testing/recovering.ts'
import { ofQuota, payeeOfSupplier } from '#shared/testing/spending.ts'
import { recordedOf, told } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { entriesOf } from './ledger.ts'
import type { TransferCommand } from './transfer.ts'

const claimed = following(paid, claim('150'))
const claimedFen = (facts: Facts) => poolOf(facts).years[2026]?.claimedFen

describe('less is claimed back', () => {
  test('by the finance department or who requested the payment: so much less, or nothing any more', () => {
    const part = transfer.ClaimReduced.create({
      ...{ fen: yuan('50'), document, text: reason, unclaimed: ofQuota(1, '150'), claimed: ofQuota(2, '100') },
    })
    decide(claimed, reduce('50')).then([part])
    decide(claimed, reduce('50'), kjt).then([part])
    decide([...claimed, part], reduce('0')).then([
      { ...part, fen: yuan('100'), unclaimed: ofQuota(2, '100'), claimed: undefined },
    ])
    decide(claimed, reduce('1'), sponsor).then({ reason: 'NOT_YOUR_TURN', kind: 'permission', details: { turn: kjt } })
  })

  test('never more than still is', () => {
    const most = (fen: string) => ({ reason: 'MORE_THAN_CLAIMED', kind: 'precondition', details: { fen } }) as const
    decide(claimed, reduce('150.01')).then(most('15000'))
    decide(following(claimed, received('20')), reduce('130.01')).then(most('13000'))
    decide(following(claimed, comeBack('30')), reduce('120.01')).then(most('12000'))
    decide(paid, reduce('0')).then({ reason: 'NOTHING_CLAIMED' })
    decide(following(claimed, reduce('0')), reduce('1')).then({ reason: 'NOTHING_CLAIMED' })
    decide(following(claimed, received('150')), reduce('0')).then({ reason: 'NOTHING_CLAIMED' })
  })

  test('signed as the claim is, also by who signed that; by nobody who handled or paid', () => {
    decide(claimed, reduce('1'), finance, []).then({ reason: 'SIGN_OFF_NEEDED' })
    decide(claimed, reduce('1'), finance, handling).then({ reason: 'DUTIES_NOT_SEPARATE' })
    decide(claimed, reduce('1'), finance, paying).then({ reason: 'DUTIES_NOT_SEPARATE' })
    expect(decide(claimed, reduce('1'), finance, approving).decision._tag).toBe('Right')
    // Who took it back does not order what comes back.
    const other = signedBy('p-79')
    const fact = following(claimed, reduce('0')).at(-1) as { readonly fact: transfer.ClaimReduced }
    const back = following([...claimed, told(fact.fact, { actor: finance, signOff: other })], comeBack('200'))
    const order = { type: 'Order', payee: undefined, credit: { engine: 'file', problem: undefined } }
    decide(back, order, finance, other).then({ reason: 'DUTIES_NOT_SEPARATE' })
  })

  test('alone up to the limit of who signs, by the amount that is taken off', () => {
    const signatories = ['p-81', 'p-82'].map((person) => roleTerm(person, 'APPROVER', '100'))
    const signed = (amount: string, ...persons: readonly string[]) =>
      decide(claimed, { ...reduce(amount), signatories }, finance, signedBy(...persons))
    expect(signed('100', 'p-81').decision._tag).toBe('Right')
    signed('100.01', 'p-81').then({ reason: 'TWO_PERSONS_NEEDED' })
    signed('0', 'p-81').then({ reason: 'TWO_PERSONS_NEEDED' })
    expect(signed('0', 'p-81', 'p-82').decision._tag).toBe('Right')
    signed('1', 'p-80').then({ reason: 'SIGNER_WITHOUT_ROLE' })
  })

  test('and never of what an award was paid: that is amended', () => {
    const whole: TransferCommand = { type: 'Book', ...said('300', 'b1'), application }
    by(finance, approving)
      .given(...onItsWay, decided(onItsWay, whole))
      .when({ ...reduce('1'), application } as TransferCommand)
      .then({ reason: 'CLAIMED_BY_AMENDMENT' })
  })
})

describe('once less is claimed', () => {
  test('the payment stands as paid, and what is not claimed any more may be claimed again', () => {
    const none = following(claimed, reduce('0'))
    expect([stateOf(none), claimedFen(none)]).toEqual(['CONFIRMED', '0'])
    expect(standing(...none)).not.toHaveProperty('claimed')
    decide(none, claim('0')).then([
      transfer.RecoveryClaimed.create({ fen: yuan('200'), document, text: reason, claimed: ofQuota(2, '200') }),
    ])
    decide(none, received('1')).then({ reason: 'NOTHING_CLAIMED' })
  })

  test('it is recovered by what was received alone', () => {
    const all = following(paid, claim('0'), received('150'))
    expect(stateOf(following(all, reduce('0')))).toBe('CONFIRMED')
    expect(stateOf(following(all, received('50', 'R-2')))).toBe('RECOVERED')
  })

  test('what the bank sends back settles what is still claimed, and the rest is to be paid again', () => {
    expect(following(claimed, reduce('120'), comeBack('40')).at(-1)).toMatchObject({
      fact: { unclaimed: ofQuota(2, '30'), claimed: undefined, reserved: ofQuota(2, '10') },
    })
    const none = following(claimed, reduce('0'), comeBack('40'))
    expect(none.at(-1)).toMatchObject({ fact: { unclaimed: undefined, reserved: ofQuota(2, '40') } })
    expect(stateOf(none)).toBe('RETURNED')
  })

  test('ledger and pool have so much less', () => {
    const facts = following(claimed, reduce('40'), reduce('0'))
    const recorded = facts.map((one) => recordedOf(one as never, { actor: finance, subject, at: noon }))
    const back = { pool: poolName, debit: payeeOfSupplier, credit: `${poolName}/recovered`, year: 2026 }
    const [first, rest] = [`${subject}#claim-1`, `${subject}#claim-2`]
    expect(recorded.slice(5).flatMap(entriesOf)).toEqual([
      { kind: 'VOID', reservation: first, ...back, fen: yuan('150') },
      { kind: 'PENDING', reservation: rest, ...back, fen: yuan('110') },
      { kind: 'VOID', reservation: rest, ...back, fen: yuan('110') },
    ])
    expect(claimedFen(following(claimed, reduce('40')))).toBe(`${yuan('110')}`)
  })
})

describe('what was agreed on', () => {
  const agreeing = (...parts: readonly (readonly [string, string])[]) => ({
    type: 'AgreeRecovery',
    instalments: parts.map(([day, amount]) => Instalment.create({ due: toDate(day), fen: yuan(amount) })),
  })
  const overdue = (day: string, amount: string) =>
    transfer.RecoveryOverdue.create({ due: toDate(day), fen: yuan(amount) })
  const agreed = following(claimed, agreeing(['2026-06-30', '100'], ['2026-12-31', '50']))

  test('has so much less of its first instalments, where less is claimed', () => {
    const less = following(agreed, reduce('60'))
    expect(elapsedOn('2026-06-30', less)).toEqual([overdue('2026-06-30', '40')])
    expect(elapsedOn('2026-06-30', following(less, received('30')))).toEqual([overdue('2026-06-30', '10')])
    expect(elapsedOn('2026-06-30', following(agreed, reduce('100')))).toEqual([])
    expect(elapsedOn('2026-12-31', following(agreed, reduce('110')))).toEqual([overdue('2026-12-31', '40')])
    const none = following(agreed, reduce('0'))
    expect(elapsedOn('2026-12-31', none)).toEqual([])
    // Nor is what is claimed later due by then.
    expect(elapsedOn('2026-12-31', following(none, claim('150')))).toEqual([])
    expect(standing(...none)).not.toHaveProperty('agreed')
  })

  test('stays so where more is claimed, which is outside of it until all is agreed on anew', () => {
    const more = following(agreed, received('20'), claim('40'))
    const first = overdue('2026-06-30', '80')
    expect(elapsedOn('2026-06-30', more)).toEqual([first])
    const late = [...more, first]
    expect(elapsedOn('2026-12-31', late)).toEqual([overdue('2026-12-31', '130')])
    expect(elapsedOn('2026-07-31', following(late, claim('0')))).toEqual([])
    // What lies outside of it is taken off first.
    expect(elapsedOn('2026-06-30', following(more, reduce('40')))).toEqual([first])
    expect(elapsedOn('2026-06-30', following(more, reduce('60')))).toEqual([overdue('2026-06-30', '60')])
    const days = [['2026-06-30', '140'] as const, ['2027-06-30', '30'] as const]
    decide(late, agreeing(...days.slice(1))).then({ reason: 'INSTALMENTS_MISFIT' })
    const anew = following(late, agreeing(...days))
    expect(elapsedOn('2026-06-30', anew)).toEqual([overdue('2026-06-30', '140')])
    expect(elapsedOn('2027-06-30', following(anew, received('140', 'R-2')))).toEqual([overdue('2027-06-30', '30')])
  })

  test('is over once it is paid: what is claimed then is agreed on by itself', () => {
    const more = following(agreed, received('150'), claim('10'))
    expect(elapsedOn('2026-12-31', more)).toEqual([])
    expect(standing(...more)).not.toHaveProperty('agreed')
  })
})
