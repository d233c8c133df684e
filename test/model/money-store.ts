/** Finance's deciders and folds, played as the store plays them: decide, evolve, fold within the batch, book. */
import { isLeft } from 'fp-ts/lib/Either.js'
import type { SignOff } from '#proto/qiantou/record/v1/record.ts'
import { applicationDecider } from '#services/finance/domain/application.ts'
import { apportionmentDecider } from '#services/finance/domain/apportionment.ts'
import { grantsView } from '#services/finance/domain/grants.ts'
import { entriesOf } from '#services/finance/domain/ledger.ts'
import { poolDecider } from '#services/finance/domain/pool.ts'
import { type AnyDecider, type AnyFold, type Fact, names, type Recorded, type StateOf } from '#shared/domain/decider.ts'
import type { Entry } from '#shared/domain/ledger.ts'
import { throughJson } from '#shared/testing/story.ts'

/** Payments are not finance's yet: a fact of the game moves their money as theirs will. */
export const paymentType = 'qiantou.test.PaymentConfirmed'

export type Said = {
  readonly stream: string
  readonly actor: string
  readonly at: Date
  readonly signOff?: readonly SignOff[]
}

export class MoneyStore {
  readonly records: Recorded[] = []
  readonly entries: (Entry & { readonly sequence: bigint })[] = []
  private readonly states = new Map<string, object>()

  readonly stateOf: StateOf = <State extends object>(stream: string) => this.states.get(stream) as State | undefined

  /** @returns `OK`, or the reason of a no */
  execute<Command>(decider: AnyDecider, command: Command, said: Said): string {
    const { stream, actor, at, signOff = [] } = said
    const ids = { ids: [], requestId: '0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3c', correlationId: stream }
    const decision = decider.decide(command, this.states.get(stream), { actor, at, signOff, ...ids })
    if (isLeft(decision)) return decision.left.reason
    for (const fact of decision.right) this.record(fact, said, decider)
    return 'OK'
  }

  /** Records a fact, and folds it into every stream that it touches. */
  record(fact: Fact, { stream, actor, at, signOff = [] }: Said, fold: AnyFold): void {
    const sequence = BigInt(this.records.length + 1)
    const recorded: Recorded = { fact, subject: stream, at, actor, source: '//qiantou/finance', sequence, signOff }
    this.records.push(recorded)
    this.fold(recorded, stream, fold)
    for (const within of [poolDecider, grantsView, applicationDecider, apportionmentDecider] as readonly AnyFold[])
      if (
        (fact.$type === paymentType && (within === poolDecider || within === grantsView)) ||
        names(within.folds, fact.$type)
      )
        for (const touched of within.touches(recorded)) this.fold(recorded, touched, within)
    this.entries.push(...entriesOf(recorded).map((entry) => ({ ...entry, sequence })))
  }

  private fold(recorded: Recorded, stream: string, fold: AnyFold): void {
    const state: object | undefined = fold.evolve(this.states.get(stream), recorded, stream)
    if (state) this.states.set(stream, throughJson(state))
  }
}
