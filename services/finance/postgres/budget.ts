/** All that the budget view and its findings are worked out from, as of one moment. */
import type { ResourceName } from '#shared/domain/decider.ts'
import type { Connection } from '#shared/postgres/database.ts'
import type { Allocation } from '../domain/allocation-state.ts'
import type { Application } from '../domain/application-state.ts'
import {
  applicantOf,
  type Books,
  isAwaited,
  type Line,
  linesOf,
  type Payment,
  paymentOf,
  voucherLineOf,
} from '../domain/budget.ts'
import { type Billed, billedByPayment, billedByVoucher, billedOf, type Untaken } from '../domain/finding.ts'
import type { Grants } from '../domain/grants.ts'
import type { Measure } from '../domain/measure.ts'
import type { Payee } from '../domain/payee.ts'
import type { Pool } from '../domain/pool.ts'
import { heldLinesOf, planLinesOf, spentLineOf } from '../domain/quota-budget.ts'
import type { Quota } from '../domain/quota-state.ts'
import type { Named } from '../domain/supposed.ts'
import type { Transfer } from '../domain/transfer-state.ts'
import type { Voucher } from '../domain/voucher-state.ts'

type Row<State> = { readonly name: ResourceName; readonly state: State }

/** $1 what they are, $2 after which name, $3 before which, $4 how many */
const selectOfProgramme = `
  SELECT name, state FROM stream WHERE aggregate = $1 AND name > $2 AND name < $3 ORDER BY name LIMIT $4`

/** So many at a time: an application has up to 200 bills. */
const pageRows = 1_000

/** All of a programme's applications, transfers, pools…, by name, a page at a time. */
async function* pagesOf<State>(
  connection: Connection,
  aggregate: 'allocation' | 'application' | 'voucher' | 'transfer' | 'pool' | 'measure' | 'payee' | 'quota',
  parent: ResourceName,
): AsyncGenerator<readonly Row<State>[]> {
  const collection = aggregate === 'quota' ? 'pools' : `${aggregate}s`
  // `0` comes right after `/`.
  const before = `${parent}/${collection}0`
  let after = `${parent}/${collection}/`
  for (;;) {
    const values = [aggregate, after, before, pageRows]
    const { rows } = await connection.query<Row<State>>({
      name: 'select-of-programme',
      text: selectOfProgramme,
      values,
    })
    yield rows
    const last = rows.at(-1)
    if (rows.length < pageRows || !last) return
    after = last.name
  }
}

async function allOf<State>(
  connection: Connection,
  aggregate: 'pool' | 'measure' | 'quota',
  parent: ResourceName,
): Promise<ReadonlyMap<ResourceName, State>> {
  const all = new Map<ResourceName, State>()
  for await (const rows of pagesOf<State>(connection, aggregate, parent))
    for (const { name, state } of rows) all.set(name, state)
  return all
}

export const readPools = (connection: Connection, parent: ResourceName): Promise<ReadonlyMap<ResourceName, Pool>> =>
  allOf<Pool>(connection, 'pool', parent)

/** $1 applicants */
const selectGrants = `SELECT name, state FROM stream WHERE aggregate = 'grants' AND name = ANY($1)`

async function readGrants(
  connection: Connection,
  applicants: readonly ResourceName[],
): Promise<ReadonlyMap<ResourceName, Grants>> {
  const { rows } = await connection.query<Row<Grants>>(selectGrants, [applicants])
  return new Map(rows.map(({ name, state }) => [name, state]))
}

type BudgetGround = {
  readonly lines: readonly Line[]
  readonly payments: readonly Payment[]
  readonly awaited: readonly Named[]
  readonly books: Books
  readonly quotas: ReadonlyMap<ResourceName, Quota>
}

/** How every application, voucher, payment and quota of a programme stands, and what those that are still to come are judged by. */
export async function readBudgetGround(connection: Connection, parent: ResourceName): Promise<BudgetGround> {
  const [lines, awaited, payments]: [Line[], Named[], Payment[]] = [[], [], []]
  for await (const rows of pagesOf<Application>(connection, 'application', parent)) {
    lines.push(...rows.flatMap(({ name, state }) => linesOf(name, state)))
    awaited.push(...rows.filter(({ state }) => isAwaited(state)))
  }
  for await (const rows of pagesOf<Voucher>(connection, 'voucher', parent))
    lines.push(...rows.map(({ name, state }) => voucherLineOf(name, state)))
  for await (const rows of pagesOf<Transfer>(connection, 'transfer', parent))
    for (const { name, state } of rows) {
      payments.push(paymentOf(name, state))
      lines.push(...spentLineOf(name, state))
    }
  for await (const rows of pagesOf<Allocation>(connection, 'allocation', parent))
    lines.push(...rows.flatMap(({ name, state }) => planLinesOf(name, state)))
  const quotas = await allOf<Quota>(connection, 'quota', parent)
  lines.push(...[...quotas].flatMap(([name, quota]) => heldLinesOf(name, quota)))
  const books = {
    measures: await allOf<Measure>(connection, 'measure', parent),
    pools: await readPools(connection, parent),
    grants: await readGrants(connection, [...new Set(awaited.map(applicantOf))]),
  }
  return { lines, payments, awaited, books, quotas }
}

/** Applications, vouchers and payments out of quotas with bills that are paid out of some pools. */
export async function readBilled(
  connection: Connection,
  parent: ResourceName,
  pools: ReadonlyMap<ResourceName, Pool>,
): Promise<readonly Billed[]> {
  const measures = await allOf<Measure>(connection, 'measure', parent)
  const billed: Billed[] = []
  for await (const rows of pagesOf<Application>(connection, 'application', parent))
    for (const { name, state } of rows) {
      if (!pools.has(state.pool)) continue
      const one = billedOf(name, state, measures.get((state.content as { measure: ResourceName }).measure))
      if (one) billed.push(one)
    }
  for await (const rows of pagesOf<Voucher>(connection, 'voucher', parent))
    for (const { name, state } of rows) {
      const one = pools.has(state.pool) ? billedByVoucher(name, state) : undefined
      if (one) billed.push(one)
    }
  for await (const rows of pagesOf<Transfer>(connection, 'transfer', parent))
    for (const { name, state } of rows) {
      const one = pools.has(state.pool) ? billedByPayment(name, state) : undefined
      if (one) billed.push(one)
    }
  return billed
}

/** $1 after which name, $2 before which */
const selectRecovered = `
  SELECT name, state FROM stream
  WHERE aggregate = 'transfer' AND name > $1 AND name < $2 AND state ->> 'recoveredFen' <> '0' ORDER BY name`

/** Payments out of some pools of which something was received back. */
export async function readRecovered(
  connection: Connection,
  parent: ResourceName,
  pools: ReadonlyMap<ResourceName, Pool>,
): Promise<readonly Row<Transfer>[]> {
  const { rows } = await connection.query<Row<Transfer>>(selectRecovered, [
    `${parent}/transfers/`,
    `${parent}/transfers0`,
  ])
  return rows.filter(({ state }) => pools.has(state.pool))
}

/** An account whose number is sealed. */
type SealedAccount = {
  readonly payee: ResourceName
  readonly sealed: Uint8Array
  readonly masked: string
  readonly bankCode: string
}

/** $1 hashes, $2 whose */
const selectSealed = `
  SELECT sha256, bytes FROM content
  WHERE (sha256, stream) IN (SELECT * FROM unnest($1::bytea[], $2::text[]))`

/** Accounts that were not refused; those whose number was erased are left out. */
export async function readAccounts(connection: Connection, parent: ResourceName): Promise<readonly SealedAccount[]> {
  const accounts: SealedAccount[] = []
  for await (const rows of pagesOf<Payee>(connection, 'payee', parent)) {
    const named = rows.flatMap(({ name, state }) =>
      state.accounts.filter(({ refused }) => !refused).map((account) => ({ payee: name, ...account })),
    )
    const hashes = named.map(({ number }) => Buffer.from(number.sha256, 'hex'))
    const found = await connection.query(selectSealed, [hashes, named.map(({ payee }) => payee)])
    const sealedBy = new Map(found.rows.map(({ sha256, bytes }) => [sha256.toString('hex'), bytes as Uint8Array]))
    for (const { payee, number, masked, bankCode } of named) {
      const sealed = sealedBy.get(number.sha256)
      if (sealed) accounts.push({ payee, sealed, masked, bankCode })
    }
  }
  return accounts
}

/**
 * What the bank said and nobody could take in, and orders that could not leave, with the payment that each is of, and the pool
 * that pays that. What names an order is of that one, whatever message it names besides.
 */
const selectUntaken = `
  WITH untaken AS (
    SELECT reason, report ->> 'kind' AS kind, report ->> 'fen' AS fen,
      coalesce(
        report ->> 'bankReference', report ->> 'messageId', report -> 'statement' ->> 'id', report -> 'page' ->> 'id'
      ) AS reference,
      bank_order.transfer, find_time
    FROM bank_finding
    LEFT JOIN bank_order ON end_to_end_id = report ->> 'endToEndId'
      OR (report ->> 'endToEndId' IS NULL AND message_id = report ->> 'messageId')
    UNION ALL
    SELECT problem, 'ORDER', NULL, message_id, transfer, NULL FROM bank_order WHERE problem IS NOT NULL AND leave_time IS NULL)
  SELECT untaken.reason, kind, fen, reference, transfer, stream.state ->> 'pool' AS pool
  FROM untaken LEFT JOIN stream ON stream.name = transfer
  ORDER BY find_time, reference`

type UntakenRow = {
  readonly kind: string
  readonly reason: string
  readonly reference: string | null
  readonly fen: string | null
  readonly transfer: ResourceName | null
  readonly pool: ResourceName | null
}

/**
 * What the bank said of payments out of some pools, and, where `withUnknown`, of no payment that is known: nobody can tell
 * whose that is.
 */
export async function readUntaken(
  connection: Connection,
  pools: ReadonlyMap<ResourceName, Pool>,
  withUnknown: boolean,
): Promise<readonly Untaken[]> {
  const { rows } = await connection.query<UntakenRow>(selectUntaken)
  return rows
    .filter(({ pool }) => (pool === null ? withUnknown : pools.has(pool)))
    .map(({ kind, reason, reference, fen, transfer }) => ({
      ...{ kind, reason, reference: reference ?? '', fen: fen === null ? undefined : BigInt(fen) },
      transfer: transfer ?? undefined,
    }))
}
