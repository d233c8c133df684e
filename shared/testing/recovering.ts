/** What was paid wrongly out of the quota of allocation-facts.ts: commands of claiming it back, and what follows from them. */
import { type Pool, poolDecider } from '#services/finance/domain/pool.ts'
import { type TransferCommand, transferDecider } from '#services/finance/domain/transfer.ts'
import { type TransferFact, transferState } from '#services/finance/domain/transfer-state.ts'
import { approving, budgetSet, finance, opened, poolName, reason, yuan } from './money-facts.ts'
import { approved, by, ordered, said, standing, subject } from './paying.ts'
import { decidedAfter, spentAfter, spentRequested } from './spending.ts'
import { Story, type Told, told } from './story.ts'
import { noon } from './task-facts.ts'

export type Facts = readonly Told<TransferFact>[]
export const document = '湘财监〔2026〕8号'
export const claim = (amount: string, rest: object = {}) => ({
  ...{ type: 'ClaimRecovery', fen: yuan(amount), document, text: reason, ...rest },
})
export const reduce = (amount: string) => ({ ...claim(amount), type: 'ReduceClaim' })
export const received = (amount: string, reference = 'R-1', receivedOn = '2026-03-02') => ({
  ...{ type: 'Recover', fen: yuan(amount), receivedOn, reference },
})
export const book = (amount: string, reference = 'b1') => ({
  ...{ type: 'Book', ...said(amount, reference) },
})
export const comeBack = (amount: string, reference = 'r1') => ({
  ...{ type: 'Return', ...said(amount, reference), reasonCode: 'AC04' },
})

export const underWay: Facts = [spentRequested('200'), approved, ordered('1', '200')]
/** 200 yuan of the department's 300, paid. */
export const paid: Facts = [...underWay, decidedAfter(underWay, book('200'))]

/** What is decided of a payment out of the quota, signed as an approval is unless said otherwise. */
export const decide = (facts: Facts, command: object, actor: string = finance, signOff = approving) =>
  by(actor, signOff)
    .given(...facts)
    .when({ ...command, ...spentAfter(facts) } as TransferCommand)
/** The same, once it is recorded. */
export function following(facts: Facts, ...commands: readonly object[]): Facts {
  const [next, ...rest] = commands
  if (!next) return facts
  const { decision } = decide(facts, next)
  if (decision._tag === 'Left') throw new Error(decision.left.reason)
  return following([...facts, told(decision.right[0] as TransferFact, { actor: finance, signOff: approving })], ...rest)
}
export const stateOf = (facts: Facts) => transferState(standing(...facts)).replace('TRANSFER_STATE_', '')
export const poolOf = (facts: Facts): Pool =>
  new Story(poolDecider, { actor: finance, subject: poolName, at: noon }).state(
    ...([opened, budgetSet(2026, '1 000'), ...facts] as never[]),
  ) as Pool
/** What time tells once a day is over. */
export const elapsedOn = (day: string, facts: Facts): readonly TransferFact[] =>
  new Story(transferDecider, { actor: finance, subject, at: new Date(`${day}T16:00:00Z`) }).elapsed(
    ...(facts as never[]),
  )
