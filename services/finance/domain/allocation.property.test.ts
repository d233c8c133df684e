/**
 * Random histories of plans, letters, budgets, payments out of quotas and ends of years: what holds of pools, quotas and the
 * ledger after every step.
 */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Share } from '#proto/qiantou/allocation/v1/allocation.ts'
import { SpendingPart } from '#proto/qiantou/application/v1/application.ts'
import { startOf, toDate } from '#shared/domain/calendar.ts'
import type { Recorded } from '#shared/domain/decider.ts'
import { measure, programme } from '#shared/testing/allocation-commands.ts'
import { bureau, county, fgw, general, kjt, ofBureau, quotaOf, share } from '#shared/testing/allocation-facts.ts'
import { approving, finance, handling, measureNamed, poolName, reason } from '#shared/testing/money-facts.ts'
import { account as accountNamed, credit, evidence, paying } from '#shared/testing/paying.ts'
import { World } from '#shared/testing/quota-world.ts'
import { payeeOfSupplier, spending, supplier } from '#shared/testing/spending.ts'
import { differences, quotaDifferences } from './balance.ts'
import type { Payee } from './payee.ts'
import { leftFen } from './pool.ts'
import { lineLeftFen, linePayableFen, type QuotaLine, quotaLine } from './quota-state.ts'
import { claimedOf } from './recovery.ts'
import { unproposedFen } from './spending-plan.ts'
import type { Transfer } from './transfer-state.ts'

const other = { ...general, functionCode: '2060502' }
const account: Payee = { accounts: [{ ...accountNamed, holderName: supplier.name, effectiveFrom: '2026-03-01' }] }
const bodies = { kjt, fgw, bureau, county }

// ---- Steps

const body = fc.constantFrom(...Object.values(bodies))
const shareOf = fc
  .record({ to: body, fen: fc.bigInt(1n, 400n), isOther: fc.boolean(), misheld: fc.integer({ min: 0, max: 9 }) })
  .map(({ to, fen, isOther, misheld }): Share => {
    const isBureau = (to === bureau || to === county) !== (misheld === 0)
    const holding = isBureau ? 'HOLDING_FINANCE_BUREAU' : 'HOLDING_DEPARTMENT'
    return { ...share(to, '1'), fen, holding, classification: isOther ? other : general }
  })
const shares = fc.uniqueArray(shareOf, {
  minLength: 1,
  maxLength: 3,
  selector: ({ recipient, classification }) => `${recipient} ${classification?.functionCode}`,
})
const id = fc.integer({ min: 1, max: 12 }).map((number) => `l${number}`)
const letter = { pool: poolName, year: 2026, document: '湘财预〔2026〕36号' }

type Step = (world: World) => void

const year = fc.constantFrom(2026, 2026, 2027)
const payment = fc.integer({ min: 1, max: 3 }).map((number) => `t${number}`)
const bank = fc.record({ fen: fc.bigInt(1n, 60n), reference: fc.integer({ min: 1, max: 30 }).map((one) => `b${one}`) })
const said = ({ fen, reference }: { readonly fen: bigint; readonly reference: string }, of: Transfer | undefined) => ({
  ...{ fen, on: '2026-03-02', evidence: evidence(reference), endToEndId: of?.order?.endToEndId ?? 'E0' },
})
const bankActor = 'services/finance'
type Signed = Recorded['signOff']
const financing =
  (signOff: Signed, type: 'Approve' | 'Order' | 'Withdraw') =>
  (one: string): Step =>
  (world) =>
    world.pay(one, finance, signOff, () => ({ type, text: reason, payee: account, credit }))
const byFinance = (...said: Parameters<typeof financing>): fc.Arbitrary<Step> => payment.map(financing(...said))

const bookingAll =
  (one: string, what: Parameters<typeof said>[0]): Step =>
  (world) =>
    world.pay(one, bankActor, [], (of) => ({
      ...{ type: 'Book', ...said({ ...what, fen: BigInt(of?.atBankFen ?? 0) || 1n }, of) },
    }))

/** Payments out of quotas, and what the bank says of them. */
const payments: readonly fc.Arbitrary<Step>[] = [
  fc.tuple(payment, fc.constantFrom(kjt, fgw, kjt, county), fc.bigInt(0n, 150n), fc.boolean(), year).map(
    ([one, holder, fen, isOther, year]): Step =>
      (world) => {
        const classification = isOther ? other : general
        const quota = `${poolName}/quotas/${holder.slice('organisations/'.length)}`
        const asked = spending({ transfer: `programmes/hunan/transfers/${one}`, quota, year, classification })
        const requested = { type: 'Request', name: quota, fen, year, classification, payee: payeeOfSupplier }
        world.pay(one, holder, handling, () => ({ ...requested, pool: world.pool }), asked)
      },
  ),
  byFinance(approving, 'Approve'),
  byFinance(paying, 'Order'),
  byFinance(paying, 'Order'),
  byFinance([], 'Withdraw'),
  fc.tuple(payment, bank).map(
    ([one, what]): Step =>
      (world) =>
        world.pay(one, bankActor, [], (of) => ({ type: 'Book', ...said(what, of) })),
  ),
  // Mostly all that the bank has.
  fc.tuple(payment, bank).map((said) => bookingAll(...said)),
  fc.tuple(payment, bank).map(
    ([one, what]): Step =>
      (world) =>
        // Every other time all that was booked.
        world.pay(one, bankActor, [], (of) => ({
          ...{ type: 'Return', reasonCode: 'AC04' },
          ...said({ ...what, fen: what.fen % 2n === 0n ? what.fen : BigInt(of?.bookedFen ?? 0) || 1n }, of),
        })),
  ),
]
/** Plans of lines, mostly of what they have left, and days that come. */
const plans: readonly fc.Arbitrary<Step>[] = [
  fc.tuple(fc.constantFrom(kjt, kjt, fgw, county), fc.boolean(), year, fc.bigInt(1n, 90n), fc.boolean()).map(
    ([holder, isOther, year, fen, isLate]): Step =>
      (world) => {
        const classification = isOther ? other : general
        const quota = quotaOf(holder)
        const found = world.quotas.find(({ name }) => name === quota)
        const line = found && quotaLine(found.state, year, classification)
        const rest = line ? unproposedFen(line, lineLeftFen(line)) - fen : 0n
        const days = isLate ? ['2026-05-01', '2026-12-01'] : ['2026-05-01', '2026-04-01']
        const parts = [fen, rest]
          .filter((one) => one > 0n)
          .map((one, i) => SpendingPart.create({ fen: one, waitsFor: { $case: 'due', value: toDate(days[i] ?? '') } }))
        world.plan(quota, holder, { year, classification, parts })
      },
  ),
  fc.constantFrom('2026-04-15', '2026-06-01', '2027-01-05').map(
    (day): Step =>
      (world) =>
        world.elapse(startOf(day)),
  ),
]
const document = '湘财监〔2026〕8号'
const claiming =
  (one: string, actor: string, fen: bigint, type = 'ClaimRecovery'): Step =>
  (world) =>
    world.pay(one, actor, approving, () => ({ type, fen, document, text: reason }))
const receiving =
  (one: string, { fen, reference }: { readonly fen: bigint; readonly reference: string }): Step =>
  (world) =>
    world.pay(one, finance, approving, () => ({ type: 'Recover', fen, reference, receivedOn: '2026-03-02' }))
const changes = fc.constantFrom('ClaimRecovery', 'ReduceClaim')
/** What of them was wrong is claimed back, or less of it, and received: a receipt comes twice, at once, or says more than is claimed. */
const recoveries: readonly fc.Arbitrary<Step>[] = [
  fc.tuple(payment, fc.constantFrom(finance, kjt, fgw), fc.bigInt(0n, 90n), changes).map((said) => claiming(...said)),
  fc.tuple(payment, bank).map((said) => receiving(...said)),
  fc.tuple(payment, bank).map(
    ([one, received]): Step =>
      (world) => {
        // Whatever it waits for is done first.
        const paid = [financing(approving, 'Approve')(one), financing(paying, 'Order')(one), bookingAll(one, received)]
        for (const take of [...paid, claiming(one, finance, 0n), receiving(one, received)]) take(world)
      },
  ),
]
function propose(world: World, one: string, given: readonly Share[]): void {
  const said = { programme, measure, measureName: measureNamed('vouchers'), title: '方案', year: 2026, shares: given }
  world.decide(one, kjt, (ground) => ({ type: 'Propose', entryOf: () => undefined, ...said, ...ground }), handling)
}
const letters: readonly fc.Arbitrary<Step>[] = [
  fc.tuple(id, shares).map(
    ([one, given]): Step =>
      (world) => {
        propose(world, one, given)
      },
  ),
  id.map(
    (one): Step =>
      (world) => {
        world.decide(one, finance, (ground) => ({ type: 'Issue', document: letter.document, ...ground }))
      },
  ),
  id.map(
    (one): Step =>
      (world) =>
        world.decide(one, finance, (ground) => ({ type: 'Refuse', text: reason, ...ground })),
  ),
  id.map(
    (one): Step =>
      (world) =>
        world.decide(one, kjt, (ground) => ({ type: 'Withdraw', text: reason, ...ground })),
  ),
  fc.tuple(id, body, shares).map(
    ([one, actor, given]): Step =>
      (world) => {
        world.decide(`p-${one}`, actor, (ground) => ({ type: 'PassOn', shares: given, ...letter, ...ground }))
      },
  ),
  fc.tuple(id, body, shareOf).map(
    ([one, from, to]): Step =>
      (world) => {
        const said = { from, fromClassification: to.fen % 2n === 0n ? general : other, to, text: reason, ...letter }
        world.decide(`a-${one}`, finance, (ground) => ({ type: 'Adjust', ...said, ...ground }))
      },
  ),
  fc.bigInt(0n, 2_000n).map(
    (fen): Step =>
      (world) =>
        world.setBudget(fen),
  ),
]

/** A plan is issued to begin with: most of what follows needs quotas. */
const begun: Step = (world) => {
  const given = [
    { ...share(kjt, '2'), classification: general },
    { ...share(kjt, '1'), classification: other },
    { ...share(bureau, '2'), ...ofBureau },
  ]
  propose(world, 'l0', given)
  world.decide('l0', finance, (ground) => ({ type: 'Issue', document: letter.document, ...ground }))
}
const ending: fc.Arbitrary<Step> = year.map(
  (one): Step =>
    (world) =>
      world.closeYear(one),
)
const step = fc.oneof(
  { weight: 10, arbitrary: fc.oneof(...letters) },
  { weight: 26, arbitrary: fc.oneof(...payments) },
  { weight: 5, arbitrary: fc.oneof(...recoveries) },
  { weight: 3, arbitrary: fc.oneof(...plans) },
  { weight: 1, arbitrary: ending },
)

// ---- What holds

function check(world: World): void {
  const { pool, quotas, transfers, balances, issuedFen, lapsedFen } = world
  const years = Object.values(pool?.years ?? {})
  const lines = quotas.flatMap(({ state }) => state.lines)
  expect(years.filter((one) => leftFen(one) < 0n)).toEqual([])
  const isOverdrawn = (line: QuotaLine): boolean =>
    [lineLeftFen(line), BigInt(line.reservedFen), BigInt(line.paidFen)].some((fen) => fen < 0n)
  expect(lines.filter(isOverdrawn)).toEqual([])
  // What was issued is held by somebody, whoever passed it on or lost it since, asked for, paid, or has lapsed.
  const held = lines.reduce(
    (all, line) => all + lineLeftFen(line) + BigInt(line.reservedFen) + BigInt(line.paidFen),
    0n,
  )
  expect(held).toBe(issuedFen - lapsedFen)
  expect(years.reduce((all, one) => all + BigInt(one.paidFen), 0n)).toBe(issuedFen - lapsedFen)
  // Of no payment more is claimed back than was paid and neither came back nor was received, nor more received than was paid.
  const claims = transfers.map((one) => [claimedOf(one)?.fen ?? 0n, BigInt(one.recoveredFen)] as const)
  const isOver = ([claimed, recovered]: readonly [bigint, bigint], i: number): boolean => {
    const { bookedFen = '0', entries = [] } = transfers[i] ?? {}
    const paidFen = entries.reduce((all, { fen }) => (BigInt(fen) > 0n ? all + BigInt(fen) : all), 0n)
    return (claimed > 0n && claimed + recovered > BigInt(bookedFen)) || recovered > paidFen
  }
  expect(claims.filter(isOver)).toEqual([])
  const inPool = (amount: 'claimedFen' | 'recoveredFen') =>
    years.reduce((all, one) => all + BigInt(one[amount] ?? 0), 0n)
  expect([inPool('claimedFen'), inPool('recoveredFen')]).toEqual([
    claims.reduce((all, [claimed]) => all + claimed, 0n),
    claims.reduce((all, [, recovered]) => all + recovered, 0n),
  ])
  // Of a line with a plan no more is requested than was proposed, nor can be.
  for (const [line, { proposedFen, requestedFen }] of world.planned)
    expect([line, requestedFen <= proposedFen]).toEqual([line, true])
  expect(lines.filter((line) => linePayableFen(line) < 0n || linePayableFen(line) > lineLeftFen(line))).toEqual([])
  expect(differences(poolName, pool?.years ?? {}, balances)).toEqual([])
  expect(quotaDifferences(quotas, balances)).toEqual([])
  const open = [...balances.all.values()].reduce((all, one) => all + one.debitsPosted - one.creditsPosted, 0n)
  expect(open).toBe(0n)
}

test('no history overdraws a pool or a quota, and every amount is where the ledger has it', () => {
  const reached = new Set<string>()
  fc.assert(
    fc.property(fc.array(step, { minLength: 40, maxLength: 120 }), fc.boolean(), (steps, carries) => {
      const world = new World(carries)
      for (const take of [begun, ...steps]) {
        take(world)
        check(world)
      }
      for (const { kind, stage } of world.allocations) reached.add(`${kind} ${stage}`)
      for (const decided of world.paid) reached.add(decided.replace(/^\w+ (ClaimRecovery|ReduceClaim|Recover)$/, '$1'))
      for (const { proposedFen, requestedFen } of world.planned.values())
        reached.add(requestedFen > 0n ? 'proposed and requested' : proposedFen > 0n ? 'proposed' : 'planned')
      for (const line of world.quotas.flatMap(({ state }) => state.lines)) {
        if (line.goneFen !== '0') reached.add(`closed, ${carries ? 'carried' : 'lapsed'}`)
        if (line.year === 2027 && line.paidFen !== '0') reached.add('carried and paid')
      }
    }),
    { numRuns: 200 },
  )
  // Chance has been everywhere: a property of what never happens holds of everything.
  const sought = [
    ...['ADJUSTMENT ISSUED', 'APPROVED Order', 'APPROVED Withdraw', 'NONE Request', 'ORDERED Book', 'ORDERED Return'],
    ...['PASSED_ON ISSUED', 'PLAN ISSUED', 'PLAN PROPOSED', 'PLAN REFUSED', 'PLAN WITHDRAWN'],
    ...[
      'REQUESTED Approve',
      'REQUESTED Withdraw',
      'RETURNED Order',
      'ClaimRecovery',
      'ReduceClaim',
      'Recover',
      'a claim settled',
    ],
    ...['carried and paid', 'closed, carried', 'closed, lapsed', 'planned', 'proposed', 'proposed and requested'],
  ]
  expect(sought.filter((one) => !reached.has(one))).toEqual([])
})
