/** Finance's deciders and folds, played as the store plays them: decide, evolve, fold within the batch, book. */
import { isLeft } from 'fp-ts/lib/Either.js'
import type { SignOff } from '#proto/qiantou/record/v1/record.ts'
import { applicationDecider } from '#services/finance/domain/application.ts'
import { apportionmentDecider } from '#services/finance/domain/apportionment.ts'
import { awaitedTaskDecider } from '#services/finance/domain/awaited-task.ts'
import { grantsView } from '#services/finance/domain/grants.ts'
import { entriesOf } from '#services/finance/domain/ledger.ts'
import { poolDecider } from '#services/finance/domain/pool.ts'
import { rosterDecider } from '#services/finance/domain/roster.ts'
import { voucherDecider } from '#services/finance/domain/voucher.ts'
import {
  type AnyDecider,
  type AnyFold,
  dueOf,
  type Fact,
  names,
  type Recorded,
  type StateOf,
} from '#shared/domain/decider.ts'
import type { Entry } from '#shared/domain/ledger.ts'
import { throughJson } from '#shared/testing/story.ts'

const within: readonly AnyFold[] = [
  ...[poolDecider, grantsView, applicationDecider, apportionmentDecider, rosterDecider, voucherDecider],
  awaitedTaskDecider,
]

export type Said = {
  readonly stream: string
  readonly actor: string
  readonly at: Date
  readonly signOff?: readonly SignOff[]
}

/** As often as time may have something to tell of one stream at once. */
const mostTold = 60

export class MoneyStore {
  readonly records: Recorded[] = []
  readonly entries: (Entry & { readonly sequence: bigint })[] = []
  readonly states: Map<string, object> = new Map()
  /** What each record was folded by in its own stream. */
  private readonly folds: AnyFold[] = []

  readonly stateOf: StateOf = <State extends object>(stream: string) => this.states.get(stream) as State | undefined

  /** @returns `OK`, or the reason of a no */
  execute<Command>(decider: AnyDecider, command: Command, said: Said): string {
    const decision = decider.decide(command, this.states.get(said.stream), this.contextOf(said))
    if (isLeft(decision)) return decision.left.reason
    for (const fact of decision.right) this.record(fact, said, decider)
    return 'OK'
  }

  /** What time alone has to tell of a stream by then is recorded. @throws where it never ends */
  elapse(decider: AnyDecider, stream: string, at: Date): void {
    for (let told = 0; told < mostTold; told++) {
      const state = this.states.get(stream)
      const due = state && dueOf(decider, state)
      if (!due || due > at) return
      const said = { stream, actor: 'services/finance', at }
      for (const fact of decider.elapse?.(state, this.contextOf(said)) ?? []) this.record(fact, said, decider)
    }
    throw new Error(`time never ends to tell of ${stream}`)
  }

  /** Records a fact, and folds it into every stream that it touches. */
  record(fact: Fact, { stream, actor, at, signOff = [] }: Said, fold: AnyFold): void {
    const sequence = BigInt(this.records.length + 1)
    const recorded: Recorded = { fact, subject: stream, at, actor, source: '//qiantou/finance', sequence, signOff }
    this.append(recorded, fold)
  }

  /** Every state, folded anew of its records alone. */
  refolded(): ReadonlyMap<string, object> {
    const anew = new MoneyStore()
    for (const [i, recorded] of this.records.entries()) anew.append(recorded, this.folds[i] as AnyFold)
    return anew.states
  }

  private append(recorded: Recorded, fold: AnyFold): void {
    const { fact, subject, sequence } = recorded
    this.records.push(recorded)
    this.folds.push(fold)
    this.fold(recorded, subject, fold)
    for (const one of within)
      if (names(one.folds, fact.$type)) for (const touched of one.touches(recorded)) this.fold(recorded, touched, one)
    this.entries.push(...entriesOf(recorded).map((entry) => ({ ...entry, sequence })))
  }

  private contextOf({ stream, actor, at, signOff = [] }: Said) {
    // Another one for each command: orders are told apart by it.
    const requestId = `0192f0c1-7c1e-7b0a-9c3f-${`${this.records.length}`.padStart(12, '0')}`
    return { actor, at, signOff, ids: [requestId], requestId, correlationId: stream }
  }

  private fold(recorded: Recorded, stream: string, fold: AnyFold): void {
    const state: object | undefined = fold.evolve(this.states.get(stream), recorded, stream)
    if (state) this.states.set(stream, throughJson(state))
  }
}
