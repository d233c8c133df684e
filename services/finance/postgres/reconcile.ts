/** Ledger, log and pools, compared record by record. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Entry } from '#shared/domain/ledger.ts'
import { readHead } from '#shared/postgres/head.ts'
import type { Archive } from '#shared/postgres/rebuild.ts'
import { StoreFault } from '#shared/postgres/store-fault.ts'
import { readFact, readRecord } from '#shared/record/record.ts'
import { Balances, differences, type NamedQuota, quotaDifferences } from '../domain/balance.ts'
import { bookingTypes, entriesOf } from '../domain/ledger.ts'
import type { Pool } from '../domain/pool.ts'
import type { Finance } from '../main.ts'
import { allEntries } from './entry.ts'

type Reconciled = {
  readonly records: bigint
  readonly entries: bigint
  readonly balances: bigint
  readonly differing: readonly string[]
}

type Numbered = Entry & { readonly sequence: bigint; readonly number: number; readonly book_time: Date }

const selectPools = `SELECT name, state FROM stream WHERE aggregate = 'pool' ORDER BY name`
const selectQuotas = `SELECT name, state FROM stream WHERE aggregate = 'quota' ORDER BY name`

/** What the log's records of a source book, up to one of them, in order. */
async function* bookedByLog(
  archive: Archive,
  source: string,
  until: bigint,
  counts: { records: bigint },
): AsyncGenerator<Numbered> {
  for (let after = 0n, empty = 0; after < until; ) {
    const page = await archive(source, after, 1_000)
    // The log may be a moment behind what this service has recorded.
    if (page.length === 0 && ++empty > 100)
      throw new StoreFault(`the event log has not got to record ${until} of ${source}`)
    if (page.length === 0) await sleep(100)
    for (const { sequence, bytes } of page) {
      if (sequence > until) return
      after = sequence
      counts.records += 1n
      const record = readRecord(bytes)
      if (!bookingTypes.has(record.type)) continue
      const recorded = readFact(record)
      for (const [i, entry] of entriesOf(recorded).entries())
        yield { ...entry, sequence, number: i + 1, book_time: recorded.at }
    }
  }
}

const fields = ['kind', 'reservation', 'pool', 'debit', 'credit', 'year', 'fen'] as const

const isSame = (one: Numbered, other: Numbered): boolean =>
  one.sequence === other.sequence &&
  one.number === other.number &&
  one.book_time.getTime() === other.book_time.getTime() &&
  fields.every((field) => (one[field] ?? null) === (other[field] ?? null))

const nameOf = ({ sequence, number }: Numbered): string => `entry ${number} of record ${sequence}`

const isBefore = (one: Numbered, other: Numbered): boolean =>
  one.sequence < other.sequence || (one.sequence === other.sequence && one.number < other.number)

/**
 * Rebuilds every entry from the log's records and every balance from these, and compares them with the ledger and with what
 * pools and quotas say, as of one moment. @throws StoreFault where the log does not come to have what this service has recorded.
 */
export async function reconcile({ database, store, archive }: Finance): Promise<Reconciled> {
  const connection = await database.connect()
  try {
    await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const until = await readHead(connection)
    const pools = (await connection.query(selectPools)).rows as { name: string; state: Pool }[]
    const quotas = (await connection.query(selectQuotas)).rows as NamedQuota[]
    const differing: string[] = []
    const balances = new Balances()
    const counts = { records: 0n, entries: 0n }
    const booked = bookedByLog(archive, store.source, until, counts)
    let next = (await booked.next()).value as Numbered | undefined
    const take = async (): Promise<void> => {
      if (next) balances.add(next)
      counts.entries += 1n
      next = (await booked.next()).value as Numbered | undefined
    }
    for await (const rows of allEntries(connection, until))
      for (const row of rows as readonly Numbered[]) {
        for (; next && isBefore(next, row); await take()) differing.push(`${nameOf(next)} is not in the ledger`)
        if (!next || isBefore(row, next)) differing.push(`${nameOf(row)} is not in the log`)
        else {
          if (!isSame(next, row)) differing.push(`${nameOf(row)} is not what the log says`)
          await take()
        }
      }
    for (; next; await take()) differing.push(`${nameOf(next)} is not in the ledger`)
    for (const { name, state } of pools) differing.push(...differences(name, state.years, balances))
    differing.push(...quotaDifferences(quotas, balances))
    const known = new Set(pools.map(({ name }) => name))
    for (const name of balances.years.keys())
      if (!known.has(name)) differing.push(`${name} is in the ledger and is no pool`)
    return { ...counts, balances: BigInt(balances.all.size), differing }
  } finally {
    await connection.query('ROLLBACK').catch(() => {})
    connection.release()
  }
}
