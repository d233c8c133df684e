/** One bus in small: a pool, its allocations, quotas and what is paid out of them, and the ledger of it all, for random histories. */
import { type Either, isRight } from 'fp-ts/lib/Either.js'
import type { QuotaPaymentProposed } from '#proto/qiantou/allocation/v1/allocation_events.ts'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import type { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { type AllocationCommand, allocationDecider } from '#services/finance/domain/allocation.ts'
import type { Allocation } from '#services/finance/domain/allocation-state.ts'
import { Balances } from '#services/finance/domain/balance.ts'
import { budgetAccount, entriesOf } from '#services/finance/domain/ledger.ts'
import { paidAs, paidByTransfer, type Spending } from '#services/finance/domain/payable.ts'
import { type Pool, type PoolCommand, poolDecider } from '#services/finance/domain/pool.ts'
import { type QuotaCommand, quotaDecider } from '#services/finance/domain/quota.ts'
import { lineAccount, type NamedQuota, type Quota } from '#services/finance/domain/quota-state.ts'
import { type TransferCommand, transferDecider } from '#services/finance/domain/transfer.ts'
import { type PaymentFact, paidBy, settledFen, type Transfer } from '#services/finance/domain/transfer-state.ts'
import { type AnyFold, type Fact, names, type Recorded } from '#shared/domain/decider.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import type { Of } from './allocation-commands.ts'
import { approving, budgetSet, finance, handling, opened, openedCarrying, poolName } from './money-facts.ts'
import { noon } from './task-facts.ts'

const budget = 1_000n

type Ground = Pick<Of<'Issue'>, 'name' | 'poolNamed' | 'quotaNamed'>
type PlanCommand = Extract<QuotaCommand, { readonly type: 'PlanSpending' }>

/** One bus in small: the streams of the pool, of allocations and of quotas, and the ledger of what was recorded. */
export class World {
  readonly streams = new Map<string, object>()
  readonly balances = new Balances()
  /** What went out of the pool into quotas by letters, in fen. */
  issuedFen = 0n
  /** What quotas had left of a year that was closed, and gave back. */
  lapsedFen = 0n
  /** What was decided of payments, by where they stood. */
  readonly paid = new Set<string>()
  /** Of each line with a plan, what was proposed, and requested less what was taken back since it first had one. */
  readonly planned = new Map<string, { proposedFen: bigint; requestedFen: bigint }>()
  private sequence = 0n

  constructor(carries: boolean) {
    for (const fact of [carries ? openedCarrying : opened, { ...budgetSet(2026, '0'), fen: budget }])
      this.record(fact, poolName, finance)
  }

  /** Folds a fact into every stream that it touches, as the store does. */
  private record(fact: Fact, subject: string, actor: string, signOff: Recorded['signOff'] = []): void {
    this.sequence += 1n
    const recorded = { fact, subject, actor, at: noon, source: '//qiantou/finance', sequence: this.sequence, signOff }
    const within = [poolDecider, quotaDecider].filter(({ folds }) => names(folds, fact.$type))
    const own = [poolDecider, transferDecider, allocationDecider, quotaDecider].find(({ owns }) =>
      names(owns, fact.$type),
    ) as AnyFold
    this.fold(own, subject, recorded)
    for (const fold of within as AnyFold[]) for (const name of fold.touches(recorded)) this.fold(fold, name, recorded)
    this.count(recorded)
    for (const entry of entriesOf(recorded)) {
      this.balances.add(entry)
      if (entry.kind === 'POSTED' && entry.debit.includes('/quotas/') && entry.credit === budgetAccount(poolName))
        this.lapsedFen += entry.fen
      if (entry.kind === 'POST' && entry.debit === poolName) this.issuedFen += entry.fen
    }
  }

  /** What is said of plans, told apart from the folds. */
  private count({ fact, subject }: Recorded): void {
    const said = fact as Partial<QuotaPaymentProposed> & Partial<Record<'reserved' | 'released', Reservation>>
    const { classification, year, reserved, released, fen = 0n } = said
    const type = fact.$type.split('.').at(-1)
    const isOfPlan = type === 'QuotaSpendingPlanned' || type === 'QuotaPaymentProposed'
    const moved = reserved ?? released
    const line = isOfPlan
      ? `${lineAccount(subject, { classification: classification as Classification })} ${year}`
      : `${moved?.quota} ${moved?.year}`
    const counted = this.planned.get(line)
    if (type === 'QuotaSpendingPlanned') this.planned.set(line, counted ?? { proposedFen: 0n, requestedFen: 0n })
    if (!counted) return
    if (type === 'QuotaPaymentProposed') counted.proposedFen += fen
    if (type === 'PaymentRequested') counted.requestedFen += fen
    if (type === 'PaymentWithdrawn') counted.requestedFen -= fen
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
    this.settle(poolName, finance, approving, poolDecider.decide(command, this.pool, context(finance, approving)))
  }

  /** Closes a year, and looks from then on at what the next one has. */
  closeYear(year: number): void {
    const command: PoolCommand = { type: 'CloseYear', year, quotas: this.quotas }
    const at = new Date(`${year + 1}-01-10T04:00:00Z`)
    const decided = poolDecider.decide(command, this.pool, { ...context(finance, approving), at })
    this.settle(poolName, finance, approving, decided)
  }

  /** A command on a payment out of the quota that it is of, or of one that it asks for. */
  pay(
    id: string,
    actor: string,
    signOff: Recorded['signOff'],
    make: (of: Transfer | undefined) => object,
    asked?: Spending,
  ): void {
    const name = `programmes/hunan/transfers/${id}`
    const state = this.streams.get(name) as Transfer | undefined
    const quota = this.streams.get(state ? paidBy(state) : (asked?.quota ?? ''))
    const paid = state ? paidByTransfer(name, state, quota) : paidAs(asked?.quota ?? '', quota, asked)
    if (!paid) return
    const command = { ...make(state), ...paid } as TransferCommand
    const decision = transferDecider.decide(command, state, {
      ...context(actor, signOff),
      ...{ at: new Date('2027-02-01T04:00:00Z'), correlationId: name },
    })
    this.settle(name, actor, signOff, decision)
    if (isRight(decision)) this.paid.add(`${(state as Transfer | undefined)?.stage ?? 'NONE'} ${command.type}`)
    if (isRight(decision) && settledFen(decision.right[0] as PaymentFact) > 0n) this.paid.add('a claim settled')
  }

  /** What is planned of a line, on a day of the next year's beginning. */
  plan(quota: string, actor: string, command: Omit<PlanCommand, 'type' | 'pool' | 'tasks'>): void {
    const state = this.streams.get(quota) as Quota | undefined
    const said: PlanCommand = { type: 'PlanSpending', pool: this.pool, tasks: new Map(), ...command }
    this.settle(quota, actor, handling, quotaDecider.decide(said, state, context(actor, handling)))
  }

  /** What days have brought about by one: everything is proposed that is due, once. */
  elapse(at: Date): void {
    for (const { name, state } of this.quotas) {
      const due = quotaDecider.due?.(state)
      if (!due || due > at.toISOString()) continue
      const facts = quotaDecider.elapse?.(state, { ...context('services/finance', []), at }) ?? []
      for (const fact of facts) this.record(fact, name, 'services/finance')
    }
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

  get transfers(): readonly Transfer[] {
    return [...this.streams].flatMap(([name, state]) => (name.includes('/transfers/') ? [state as Transfer] : []))
  }

  get allocations(): readonly Allocation[] {
    return [...this.streams].flatMap(([name, state]) => (name.includes('/allocations/') ? [state as Allocation] : []))
  }
}

const context = (actor: string, signOff: Recorded['signOff']) => ({
  ...{
    actor,
    at: noon,
    ids: ['0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3c'],
    requestId: '0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3c',
    correlationId: poolName,
    signOff,
  },
})
