/** Random histories of plans, letters and budgets: what holds of pools, quotas and the ledger after every step. */

import fc from 'fast-check'
import { type Either, isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import type { Share } from '#proto/qiantou/allocation/v1/allocation.ts'
import { type AnyFold, type Fact, names, type Recorded } from '#shared/domain/decider.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { measure, programme } from '#shared/testing/allocation-commands.ts'
import { bureau, county, fgw, general, kjt, share } from '#shared/testing/allocation-facts.ts'
import {
  approving,
  budgetSet,
  finance,
  handling,
  measureNamed,
  opened,
  poolName,
  reason,
} from '#shared/testing/money-facts.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { type AllocationCommand, allocationDecider } from './allocation.ts'
import type { Allocation } from './allocation-state.ts'
import { Balances, differences, type NamedQuota, quotaDifferences } from './balance.ts'
import { entriesOf } from './ledger.ts'
import { leftFen, noBudget, type Pool, type PoolCommand, poolDecider } from './pool.ts'
import { lineLeftFen, type Quota, quotaView } from './quota.ts'

const other = { ...general, functionCode: '2060502' }
const bodies = { kjt, fgw, bureau, county }
const budget = 1_000n

type Ground = Pick<AllocationCommand, 'name' | 'poolNamed' | 'quotaNamed'>

/** One bus in small: the streams of the pool, of allocations and of quotas, and the ledger of what was recorded. */
class World {
  readonly streams = new Map<string, object>()
  readonly balances = new Balances()
  /** What went out of the pool into quotas by letters, in fen. */
  issuedFen = 0n
  private sequence = 0n

  constructor() {
    for (const fact of [opened, { ...budgetSet(2026, '0'), fen: budget }]) this.record(fact, poolName, finance)
  }

  /** Folds a fact into every stream that it touches, as the store does. */
  private record(fact: Fact, subject: string, actor: string, signOff: Recorded['signOff'] = []): void {
    this.sequence += 1n
    const recorded = { fact, subject, actor, at: noon, source: '//qiantou/finance', sequence: this.sequence, signOff }
    const within = [poolDecider, quotaView].filter(({ folds }) => names(folds, fact.$type))
    const own = subject === poolName ? poolDecider : allocationDecider
    this.fold(own, subject, recorded)
    for (const fold of within as AnyFold[]) for (const name of fold.touches(recorded)) this.fold(fold, name, recorded)
    for (const entry of entriesOf(recorded)) {
      this.balances.add(entry)
      if (entry.kind === 'POST') this.issuedFen += entry.fen
    }
  }

  private fold(fold: AnyFold, name: string, recorded: Recorded): void {
    this.streams.set(name, fold.evolve(this.streams.get(name), recorded, name))
  }

  decide(id: string, actor: string, make: (ground: Ground) => AllocationCommand, signOff = approving): void {
    const name = `programmes/hunan/allocations/${id}`
    const quotaNamed = (quota: string) => this.streams.get(quota) as Quota | undefined
    const command = make({ name, poolNamed: () => this.pool, quotaNamed })
    const state = this.streams.get(name) as Allocation | undefined
    this.settle(name, actor, signOff, allocationDecider.decide(command, state, context(actor, signOff)))
  }

  setBudget(fen: bigint): void {
    const command: PoolCommand = { type: 'SetBudget', year: 2026, fen, document: '湘财预〔2026〕13号' }
    this.settle(poolName, finance, [], poolDecider.decide(command, this.pool, context(finance, [])))
  }

  private settle(
    name: string,
    actor: string,
    signOff: Recorded['signOff'],
    decision: Either<Rejection, readonly Fact[]>,
  ): void {
    if (isRight(decision)) for (const fact of decision.right) this.record(fact, name, actor, signOff)
  }

  get pool(): Pool | undefined {
    return this.streams.get(poolName) as Pool | undefined
  }

  get quotas(): readonly NamedQuota[] {
    return [...this.streams].flatMap(([name, state]) =>
      name.includes('/quotas/') ? [{ name, state: state as Quota }] : [],
    )
  }

  get allocations(): readonly Allocation[] {
    return [...this.streams].flatMap(([name, state]) => (name.includes('/allocations/') ? [state as Allocation] : []))
  }
}

const context = (actor: string, signOff: Recorded['signOff']) => ({
  ...{ actor, at: noon, ids: [], requestId: '0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3c', correlationId: poolName, signOff },
})

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
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(id, shares).map(
    ([one, given]): Step =>
      (world) => {
        const said = {
          programme,
          measure,
          measureName: measureNamed('vouchers'),
          title: '方案',
          year: 2026,
          shares: given,
        }
        world.decide(one, kjt, (ground) => ({ type: 'Propose', ...said, ...ground }), handling)
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
)

// ---- What holds

function check(world: World): void {
  const { pool, quotas, balances, issuedFen } = world
  const year = pool?.years[2026] ?? noBudget
  const held = quotas.flatMap(({ state }) => state.lines.map(lineLeftFen))
  expect(leftFen(year)).toBeGreaterThanOrEqual(0n)
  for (const fen of held) expect(fen).toBeGreaterThanOrEqual(0n)
  // What was issued is held by somebody, whoever passed it on or lost it since.
  expect(held.reduce((all, fen) => all + fen, 0n)).toBe(issuedFen)
  expect(BigInt(year.paidFen)).toBe(issuedFen)
  expect(differences(poolName, pool?.years ?? {}, balances)).toEqual([])
  expect(quotaDifferences(quotas, balances)).toEqual([])
  const open = [...balances.all.values()].reduce((all, one) => all + one.debitsPosted - one.creditsPosted, 0n)
  expect(open).toBe(0n)
}

test('no history overdraws a pool or a quota, and every amount is where the ledger has it', () => {
  const reached = new Set<string>()
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 60 }), (steps) => {
      const world = new World()
      for (const take of steps) {
        take(world)
        check(world)
      }
      for (const { kind, stage } of world.allocations) reached.add(`${kind} ${stage}`)
    }),
    { numRuns: 300 },
  )
  // Chance has been everywhere: a property of what never happens holds of everything.
  expect([...reached].toSorted()).toEqual([
    ...['ADJUSTMENT ISSUED', 'PASSED_ON ISSUED', 'PLAN ISSUED'],
    ...['PLAN PROPOSED', 'PLAN REFUSED', 'PLAN WITHDRAWN'],
  ])
})
