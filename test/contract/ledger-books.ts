/** A busy story of two pools, for tests of the ledger: budgets, awards, refusals, withdrawals, closed years. */
import { randomUUID } from 'node:crypto'
import * as application from '#proto/qiantou/application/v1/application_service.ts'
import { CheckStatesRequest } from '#proto/qiantou/operation/v1/operation_service.ts'
import * as pool from '#proto/qiantou/pool/v1/pool_service.ts'
import { call } from '#shared/grpc/client.ts'
import { allItems } from '#shared/grpc/page.ts'
import { type Money, payers, signed, thisYear } from '#shared/testing/money.ts'
import type { Stubs } from '#shared/testing/stubs.ts'

export type As = (code: string) => Stubs

const saying = (name: string) => ({ requestId: randomUUID(), name, text: '材料不实,可补充后再报' })

export async function refuse(as: As, name: string): Promise<void> {
  const request = application.RefuseApplicationRequest.create(saying(name))
  await call(as(payers.handler).applications, (stub) => stub.refuseApplication, request)
}

export async function withdraw(as: As, name: string): Promise<void> {
  const request = application.WithdrawApplicationRequest.create(saying(name))
  await call(as(payers.sponsor).applications, (stub) => stub.withdrawApplication, request)
}

async function closeYear(as: As, name: string, year: number): Promise<void> {
  const request = pool.CloseYearRequest.create({ requestId: randomUUID(), name, year, signOff: signed('approve') })
  await call(as(payers.finance).pools, (stub) => stub.closeYear, request)
}

/** Vouchers, of which some are awarded, refused, taken back; and a pool that carries over. @returns the pool of vouchers */
export async function busyStory(as: As, money: Money): Promise<string> {
  await money.ready(1_000_000_000n)
  const names = await Promise.all([1, 2, 3].map((number) => money.submit(`a${number}`, money.content(number))))
  for (const name of names) await money.until('checkCredit', name)
  const [approved = '', refused = '', withdrawn = ''] = names
  await refuse(as, refused)
  await withdraw(as, withdrawn)
  await money.checkCredit(approved)
  await money.reviewFinance(approved)
  await money.setBudget(2_000_000_000n)
  await money.setBudget(1_500_000_000n)
  const carrying = await money.openPool('carrying', true)
  for (const year of [thisYear() - 2, thisYear() - 1]) await money.setBudget(700n, 'carrying', year)
  await closeYear(as, carrying, thisYear() - 2)
  await closeYear(as, carrying, thisYear() - 1)
  const vouchers = money.name('pools', 'vouchers')
  await money.setBudget(300n, 'vouchers', thisYear() - 1)
  await closeYear(as, vouchers, thisYear() - 1)
  return vouchers
}

export const reconciled = ({ pools }: Stubs): Promise<pool.ReconcileResponse> =>
  call(pools, (stub) => stub.reconcile, pool.ReconcileRequest.create())

/** Streams of finance whose state is not what its records give. */
export const differingStates = async ({ operations }: Stubs): Promise<readonly string[]> =>
  (await call(operations, (stub) => stub.checkStates, CheckStatesRequest.create({ service: 'finance' }))).differing

export async function poolNamed(as: As, name: string): Promise<pool.Pool | undefined> {
  const { pools } = as(payers.finance)
  return (await call(pools, (stub) => stub.getPool, pool.GetPoolRequest.create({ name }))).pool
}

/** The ledger of a pool, page by page. */
export function entriesOf(as: As, parent: string, pageSize: number): Promise<readonly pool.Entry[]> {
  const { pools } = as(payers.finance)
  const fetch = (pageToken: string) =>
    call(pools, (stub) => stub.listEntries, pool.ListEntriesRequest.create({ parent, pageSize, pageToken }))
  return allItems(fetch, (page) => page.entries)
}

/** What it comes to, page by page. */
export function balancesOf(as: As, parent: string, pageSize: number, year = 0): Promise<readonly pool.Balance[]> {
  const { pools } = as(payers.finance)
  const fetch = (pageToken: string) =>
    call(pools, (stub) => stub.listBalances, pool.ListBalancesRequest.create({ parent, pageSize, pageToken, year }))
  return allItems(fetch, (page) => page.balances)
}
