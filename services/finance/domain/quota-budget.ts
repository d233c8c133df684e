/** What quotas are in the budget view: what bodies hold, and what they spend of it. */
import type { ResourceName } from '#shared/domain/decider.ts'
import { type Allocation, sharesOf, sumOf } from './allocation-state.ts'
import type { Line } from './budget.ts'
import { cameInFen, lineLeftFen, poolOfQuota, type Quota, wentOutFen } from './quota-state.ts'
import { openFen, type Transfer } from './transfer-state.ts'

export type Budget = { readonly budgetFen: bigint; readonly leftFen: bigint }

const sum = (fen: readonly bigint[]): bigint => fen.reduce((all, one) => all + one, 0n)

/** What each body holds of a year and may spend, spent or not, over all its lines; those that hold something of it. */
export const heldIn = (quotas: ReadonlyMap<ResourceName, Quota>, year: number): ReadonlyMap<ResourceName, Budget> =>
  new Map(
    [...quotas].flatMap(([name, { lines }]) => {
      const own = lines.filter((line) => line.year === year)
      const budgetFen = sum(own.map((line) => cameInFen(line) - wentOutFen(line)))
      return own.length > 0 ? [[name, { budgetFen, leftFen: sum(own.map(lineLeftFen)) }]] : []
    }),
  )

/** A payment out of a quota; none of what pays something else, which has its own line. */
export function spentLineOf(name: ResourceName, state: Transfer): readonly Line[] {
  const { spent, quota, pool, payee, handler, year, bookedFen } = state
  if (!spent || !quota) return []
  const same = { holder: name, quota, pool, sponsor: handler, payee, payeeTitle: spent.creditor.name, year }
  return [{ ...same, reservedFen: openFen(state), paidFen: BigInt(bookedFen) }]
}

/** What a body holds of a year and has neither requested nor paid. */
export const heldLinesOf = (quota: ResourceName, { organisation, lines }: Quota): readonly Line[] =>
  lines.map((line) => ({
    ...{ holder: quota, quota, pool: poolOfQuota(quota), sponsor: organisation },
    ...{ year: line.year, heldFen: lineLeftFen(line) },
  }))

/** What a plan of allocation has reserved, or under its measure was issued; nothing of what quotas pass on. */
export function planLinesOf(name: ResourceName, state: Allocation): readonly Line[] {
  const { kind, stage, measure, pool, proposer, year } = state
  const same = { holder: name, measure, pool, sponsor: proposer, year }
  if (kind !== 'PLAN') return []
  if (stage === 'PROPOSED') return [{ ...same, reservedFen: sumOf(sharesOf(state)) }]
  return stage === 'ISSUED' ? [{ ...same, heldFen: sumOf(sharesOf(state)), only: 'measure' }] : []
}
