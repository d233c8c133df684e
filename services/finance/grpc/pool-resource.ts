/** A pool as it is answered. */
import type { BudgetYear as BudgetYearMessage, Pool as PoolResource } from '#proto/qiantou/pool/v1/pool_service.ts'
import { type BudgetYear, isClosed, leftFen, type Pool } from '../domain/pool.ts'

export type Standing = { readonly state: Pool; readonly version: bigint }

const toYear = ([year, one]: readonly [string, BudgetYear]): BudgetYearMessage => ({
  $type: 'qiantou.pool.v1.BudgetYear',
  year: Number(year),
  budgetFen: BigInt(one.budgetFen),
  carriedInFen: BigInt(one.carriedInFen),
  reservedFen: BigInt(one.reservedFen),
  paidFen: BigInt(one.paidFen),
  leftFen: leftFen(one),
  closed: isClosed(one),
})

export const toPool = (name: string, { state, version }: Standing): PoolResource => ({
  $type: 'qiantou.pool.v1.Pool',
  name,
  etag: version,
  title: state.title,
  finance: state.finance,
  carriesOver: state.carriesOver,
  years: Object.entries(state.years).map(toYear),
})
