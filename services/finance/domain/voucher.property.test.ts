/** Random histories of vouchers, their payments and time: what holds of pools, vouchers and the ledger after every step. */
import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { Applicant } from '#proto/qiantou/application/v1/application.ts'
import type { AnyDecider, AnyFold, Fact, Recorded } from '#shared/domain/decider.ts'
import { dueOf, names } from '#shared/domain/decider.ts'
import {
  applicantOf,
  approving,
  bill,
  budgetSet,
  codeOf,
  entered,
  finance,
  handler,
  handling,
  measureNamed,
  office,
  opened,
  poolName,
  reason,
  signedBy,
  sponsor,
  vouchers,
} from '#shared/testing/money-facts.ts'
import { Story } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { Balances, differences } from './balance.ts'
import { type Grants, grantsView } from './grants.ts'
import { entriesOf } from './ledger.ts'
import { type Measure, measureDecider } from './measure.ts'
import { paidAs } from './payable.ts'
import { leftFen as leftOf, noBudget, type Pool, poolDecider } from './pool.ts'
import { type TransferCommand, transferDecider } from './transfer.ts'
import { openFen, paidBy, type Transfer } from './transfer-state.ts'
import { type VoucherCommand, voucherDecider } from './voucher.ts'
import { leftFen, owedFen, reservedFor, standing, type Voucher } from './voucher-state.ts'

/** Ceilings and pool are small, so that histories meet them. */
const [budget, ceiling] = [2_000n, 900n]
const content = vouchers()
const terms = content.terms.map((one) => ({
  ...one,
  ceilings: one.ceilings.map((most) => ({ ...most, fen: ceiling })),
}))
const measure = new Story(measureDecider, { actor: office, subject: measureNamed('vouchers'), at: noon }).state(
  entered({ ...content, terms }),
) as Measure
const credit = { engine: 'file', problem: undefined }
const persons = { handle: handling, approve: approving, pay: signedBy('p-74'), none: [] } as const
const nameOf = (kind: 'vouchers' | 'transfers', id: number): string => `programmes/hunan/${kind}/x${id}`

/** One bus in small: every stream, and the ledger of what was recorded. */
class World {
  readonly streams = new Map<string, object>()
  readonly balances = new Balances()
  readonly recorded: Recorded[] = []
  at = noon

  constructor() {
    for (const fact of [opened, { ...budgetSet(2026, '0'), fen: budget }])
      this.record(poolDecider, { fact, subject: poolName, actor: finance, signOff: [] })
  }

  private record(own: AnyDecider, { fact, ...said }: Pick<Recorded, 'fact' | 'subject' | 'actor' | 'signOff'>): void {
    const recorded = { fact, ...said, at: this.at, source: '//qiantou/finance', sequence: BigInt(this.recorded.length) }
    this.recorded.push(recorded)
    this.fold(own, said.subject, recorded)
    const within: readonly AnyFold[] = [poolDecider, grantsView, voucherDecider]
    for (const fold of within.filter(({ folds }) => names(folds, fact.$type)))
      for (const name of fold.touches(recorded)) this.fold(fold, name, recorded)
    for (const entry of entriesOf(recorded)) this.balances.add(entry)
  }

  private fold(fold: AnyFold, name: string, recorded: Recorded): void {
    this.streams.set(name, fold.evolve(this.streams.get(name), recorded, name))
  }

  private context(actor: string, subject: string, signOff: Recorded['signOff']) {
    const requestId = `0192f0c1-7c1e-7b0a-9c3f-${`${this.recorded.length}`.padStart(12, '0')}`
    return { actor, at: this.at, ids: [requestId], requestId, correlationId: subject, signOff }
  }

  private settle(own: AnyDecider, subject: string, command: object, actor: string, person: keyof typeof persons): void {
    const signOff = persons[person]
    const decision = own.decide(command, this.streams.get(subject), this.context(actor, subject, signOff))
    if (isRight(decision))
      for (const fact of decision.right as readonly Fact[]) this.record(own, { fact, subject, actor, signOff })
  }

  voucher(
    id: number,
    command: VoucherCommand,
    actor: string = handler,
    person: keyof typeof persons = 'approve',
  ): void {
    this.settle(voucherDecider, nameOf('vouchers', id), command, actor, person)
  }

  /** A command on a payment: of the voucher that it is of, where it is there, or of one that it asks for. */
  pay(id: number, make: (name: string) => object, actor: string, person: keyof typeof persons, of?: number): void {
    const transfer = this.streams.get(nameOf('transfers', id)) as Transfer | undefined
    const name = transfer ? paidBy(transfer) : nameOf('vouchers', of ?? 0)
    const paid = paidAs(name, this.streams.get(name), undefined)
    if (paid)
      this.settle(
        transferDecider,
        nameOf('transfers', id),
        { ...make(name), ...paid } as TransferCommand,
        actor,
        person,
      )
  }

  /** Days pass, and timers say what they brought about. */
  pass(days: number): void {
    this.at = new Date(this.at.getTime() + days * 86_400_000)
    this.tick()
  }

  tick(): void {
    for (const [subject, state] of this.of<Voucher>('/vouchers/')) {
      const due = dueOf(voucherDecider, state)
      if (!due || due > this.at) continue
      const actor = 'services/finance'
      for (const fact of voucherDecider.elapse?.(state, this.context(actor, subject, [])) ?? [])
        this.record(voucherDecider, { fact, subject, actor, signOff: [] })
    }
  }

  of<State>(part: string): readonly (readonly [string, State])[] {
    return [...this.streams].filter(([name]) => name.includes(part)) as unknown as [string, State][]
  }

  get pool(): Pool {
    return this.streams.get(poolName) as Pool
  }
}

// ---- Steps

type Step = (world: World) => void
const id = fc.integer({ min: 1, max: 4 })
const number = fc.integer({ min: 1, max: 3 })

const issuing = fc.tuple(id, fc.integer({ min: 1, max: 2 }), fc.bigInt(1n, 800n), fc.integer({ min: 1, max: 20 })).map(
  ([one, whose, faceFen, validityDays]): Step =>
    (world) => {
      const applicant = Applicant.create({ code: codeOf(whose), name: '湘江智算' })
      const grants = (world.streams.get(applicantOf(whose)) as Grants | undefined) ?? { grants: [] }
      const said = { name: nameOf('vouchers', one), title: '算力券', measureName: measureNamed('vouchers'), call: '' }
      const poolNamed = () => world.pool
      const command = {
        type: 'Issue',
        entryOf: () => undefined,
        ...said,
        measure,
        poolNamed,
        grants,
        applicant,
        sponsor,
        faceFen,
      } as const
      world.voucher(one, { ...command, validityDays, credit }, handler, 'handle')
    },
)
const presenting = fc.tuple(id, fc.integer({ min: 1, max: 30 }), fc.bigInt(1n, 1_500n)).map(
  ([one, invoice, fen]): Step =>
    (world) =>
      world.voucher(one, { type: 'Present', bills: [{ ...bill(`INV-${invoice}`, '1'), fen }] }, sponsor, 'none'),
)
const answering = fc.tuple(id, number, fc.integer({ min: 0, max: 9 })).map(
  ([one, presentation, how]): Step =>
    (world) =>
      world.voucher(one, how < 2 ? { type: 'Refuse', presentation, text: reason } : { type: 'Accept', presentation }),
)
const paying = fc.tuple(id, id, fc.bigInt(0n, 300n)).map(
  ([one, of, fen]): Step =>
    (world) => {
      const classification = { nature: 'FUND_NATURE_GENERAL_BUDGET', functionCode: '206', economicCode: '507' }
      const said = { fen, classification, payee: 'programmes/hunan/payees/x' }
      // Of one of which something is owed, where there is one: otherwise it is refused nearly always.
      const owed = [1, 2, 3, 4].filter((voucher) => {
        const state = world.streams.get(nameOf('vouchers', voucher)) as Voucher | undefined
        return state && owedFen(state) > 0n
      })
      const paid = owed[of % owed.length] ?? of
      world.pay(one, (name) => ({ type: 'Request', name, ...said }), handler, 'handle', paid)
      world.pay(one, () => ({ type: 'Approve' }), finance, 'approve')
    },
)
const account = {
  number: { sha256: '', sizeBytes: 1 },
  masked: '**1',
  bankCode: '011551000018',
  holderName: '湘江智算',
}
const ordering = id.map(
  (one): Step =>
    (world) => {
      const payee = { accounts: [{ ...account, effectiveFrom: '2026-01-01' }] }
      world.pay(one, () => ({ type: 'Order', payee, credit }), finance, 'pay')
    },
)
const banking = fc.tuple(id, fc.bigInt(1n, 300n), fc.integer({ min: 0, max: 9 })).map(
  ([one, some, how]): Step =>
    (world) => {
      const transfer = world.streams.get(nameOf('transfers', one)) as Transfer | undefined
      const evidence = { bankReference: `b${world.recorded.length}`, fileSha256: Buffer.alloc(32), number: 1 }
      const fen = how < 5 && transfer ? openFen(transfer) || 1n : some
      const said = { fen, on: '2026-03-02', evidence, endToEndId: transfer?.order?.endToEndId ?? 'E0' }
      const back = { type: 'Return', reasonCode: 'AC04', ...said, fen: BigInt(transfer?.bookedFen ?? 0) || some }
      world.pay(one, () => (how > 6 ? back : { type: 'Book', ...said }), 'services/finance', 'none')
    },
)
const withdrawing = id.map(
  (one): Step =>
    (world) =>
      world.pay(one, () => ({ type: 'Withdraw', text: reason }), handler, 'none'),
)
const cancelling = id.map(
  (one): Step =>
    (world) =>
      world.voucher(one, { type: 'Cancel', text: reason }),
)
const passing = fc.integer({ min: 1, max: 4 }).map(
  (days): Step =>
    (world) =>
      world.pass(days),
)
const step = fc.oneof(
  { arbitrary: issuing, weight: 4 },
  { arbitrary: presenting, weight: 6 },
  { arbitrary: answering, weight: 8 },
  { arbitrary: paying, weight: 4 },
  { arbitrary: ordering, weight: 6 },
  { arbitrary: banking, weight: 8 },
  { arbitrary: withdrawing, weight: 2 },
  ...[cancelling, passing].map((arbitrary) => ({ arbitrary, weight: 1 })),
)

// ---- What holds

function holdsOfVoucher(world: World, name: string, state: Voucher): void {
  const [face, redeemed, released, paid] = [state.faceFen, state.redeemedFen, state.releasedFen, state.paidFen].map(
    BigInt,
  ) as [bigint, bigint, bigint, bigint]
  expect(redeemed + leftFen(state) + released).toBe(face)
  expect(reservedFor(state)?.fen ?? 0n).toBe(face - released - paid)
  const accepted = state.presentations.filter((one) => one.state === 'ACCEPTED')
  const bills = accepted.flatMap((one) => one.bills).reduce((sum, { fen }) => sum + BigInt(fen), 0n)
  expect(redeemed).toBe(bills * 3n > face * 10n ? face : (bills * 3n) / 10n)
  const invoices = state.presentations.filter((one) => one.state !== 'REFUSED').flatMap((one) => one.bills)
  expect(new Set(invoices.map(({ invoice }) => invoice)).size).toBe(invoices.length)
  expect(BigInt(state.requestedFen) >= 0n && BigInt(state.requestedFen) <= owedFen(state)).toBe(true)
  const own = world.recorded.filter(({ subject }) => subject === name).map(({ fact }) => fact.$type)
  const end = own.findIndex((type) => type.endsWith('.VoucherExpired') || type.endsWith('.VoucherCancelled'))
  // After its end nothing more is said of it, least of all that it is redeemed.
  expect(end === -1 || end === own.length - 1).toBe(true)
}

function check(world: World): void {
  const year = world.pool.years[2026] ?? noBudget
  expect(leftOf(year)).toBeGreaterThanOrEqual(0n)
  for (const [name, state] of world.of<Voucher>('/vouchers/')) holdsOfVoucher(world, name, state)
  for (const [, { grants }] of world.of<Grants>('/applicants/'))
    expect(grants.reduce((sum, { fen }) => sum + BigInt(fen), 0n)).toBeLessThanOrEqual(ceiling)
  expect(differences(poolName, world.pool.years, world.balances)).toEqual([])
}

test('no history overdraws a pool or a ceiling; redeemed, left and released are the face value, and nothing ended is redeemed', () => {
  const reached = new Set<string>()
  fc.assert(
    fc.property(fc.array(step, { minLength: 60, maxLength: 90 }), (steps) => {
      const world = new World()
      for (const take of steps) {
        take(world)
        world.tick()
        check(world)
      }
      for (const { fact } of world.recorded) reached.add(fact.$type.split('.').at(-1) ?? '')
      for (const [, state] of world.of<Voucher>('/vouchers/')) reached.add(standing(state))
    }),
    { numRuns: 60 },
  )
  // Chance has been everywhere: a property of what never happens holds of everything.
  expect([...reached].toSorted()).toEqual([
    ...['BudgetSet', 'CANCELLED', 'EXPIRED', 'HELD', 'PaymentApproved', 'PaymentBooked', 'PaymentOrdered'],
    ...['PaymentRequested', 'PaymentReturned', 'PaymentWithdrawn', 'PoolOpened', 'PresentationRefused', 'REDEEMED'],
    ...['VoucherCancelled', 'VoucherExpired', 'VoucherIssued', 'VoucherPresented', 'VoucherRedeemed'],
  ])
})
