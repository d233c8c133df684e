/** Ledger, log, pools and the bank's statements, compared record by record, as of one moment. */
import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Day } from '#shared/domain/calendar.ts'
import type { Recorded, Source } from '#shared/domain/decider.ts'
import { type CopiedRecord, copyRecords } from '#shared/postgres/copied-records.ts'
import type { Connection } from '#shared/postgres/database.ts'
import { readHead } from '#shared/postgres/head.ts'
import type { Archive } from '#shared/postgres/rebuild.ts'
import { exportSnapshot, inSnapshot } from '#shared/postgres/snapshot.ts'
import { StoreFault } from '#shared/postgres/store-fault.ts'
import { readOwn } from '#shared/record/own-record.ts'
import { noHash, typeOf } from '#shared/record/record.ts'
import { Balances, differences, quotaDifferences } from '../domain/balance.ts'
import { bookingTypes, entriesOf } from '../domain/ledger.ts'
import type { Pool } from '../domain/pool.ts'
import type { NamedQuota } from '../domain/quota-state.ts'
import { BankRecords, bankTypes } from '../domain/statement.ts'
import { unassembled } from '../domain/statement-page.ts'
import type { Finance } from '../main.ts'
import { blockOf, digestsOf, digestText, entriesIn, type Numbered, recordsOf } from './entry.ts'
import { readPages, readStatements } from './statement.ts'

type Reconciled = {
  readonly records: bigint
  readonly entries: bigint
  readonly balances: bigint
  readonly differing: readonly string[]
  /** Of the bank's statements, which were compared. */
  readonly bankEntries: bigint
  /** The last day for which one speaks; undefined where there is none. */
  readonly statementUntil: Day | undefined
  /** Entries of statements that name no order of ours. */
  readonly unexplained: readonly string[]
}

const selectPools = `SELECT name, state FROM stream WHERE aggregate = 'pool' ORDER BY name`
const selectQuotas = `SELECT name, state FROM stream WHERE aggregate = 'quota' ORDER BY name`

/** What records are compared with: the digests of the ledger, and what pools and quotas say. */
async function readKept(connection: Connection) {
  const digests = await digestsOf(connection)
  const pools = (await connection.query(selectPools)).rows as { name: string; state: Pool }[]
  const quotas = (await connection.query(selectQuotas)).rows as NamedQuota[]
  return { digests, pools, quotas }
}

/** The record of a source that the event log has. @throws StoreFault where it does not come to have it */
async function archived(archive: Archive, source: Source, sequence: bigint): Promise<Uint8Array> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const [found] = await archive(source, sequence - 1n, 1)
    if (found) return found.bytes
    // It may be a moment behind what this service has recorded.
    await sleep(100)
  }
  throw new StoreFault(`the event log has not got to record ${sequence} of ${source}`)
}

/** What a record says, where it is of one of some types. */
const readOf = (types: ReadonlySet<string>, { bytes }: CopiedRecord): Recorded | undefined =>
  types.has(typeOf(bytes)) ? readOwn(bytes) : undefined

/** What a record books. */
const numbered = (recorded: Recorded | undefined, sequence: bigint): readonly Numbered[] =>
  recorded ? entriesOf(recorded).map((entry, i) => ({ ...entry, sequence, number: i + 1, book_time: recorded.at })) : []

/**
 * Records in turn: their chain, and what they book, which is compared with the ledger's digest of each block. Balances are
 * added up on the way; no more than a block is kept.
 */
class Told {
  readonly balances = new Balances()
  readonly differing: string[] = []
  records = 0n
  entries = 0n
  /** Of each block in which something is booked. */
  private readonly digests = new Map<bigint, string>()
  private block: Numbered[] = []
  private former: Uint8Array = noHash
  private next = 1n
  /** What records say of the bank, where there are statements to compare it with. */
  private readonly bank: BankRecords | undefined
  private readonly types: ReadonlySet<string>

  constructor(bank: BankRecords | undefined) {
    this.bank = bank
    this.types = bank ? new Set([...bookingTypes, ...bankTypes]) : bookingTypes
  }

  /** A record says the hash of the one before it: it stands in its bytes. */
  add(row: CopiedRecord): void {
    const { sequence, hash, bytes } = row
    if (sequence !== this.next) this.differing.push(`record ${sequence} comes where record ${this.next} should`)
    if (bytes.indexOf(this.former) < 0) this.differing.push(`record ${sequence} does not follow the one before it`)
    this.former = hash
    this.next = sequence + 1n
    this.records += 1n
    const recorded = readOf(this.types, row)
    if (recorded) this.bank?.add(recorded)
    const booked = numbered(recorded, sequence)
    const [first] = this.block
    if (booked.length && first && blockOf(first.sequence) !== blockOf(sequence)) this.closeBlock()
    for (const entry of booked) this.balances.add(entry)
    this.block.push(...booked)
    this.entries += BigInt(booked.length)
  }

  /** Blocks whose entries are not those of the ledger, by its digests, once every record was added. */
  differingBlocks(kept: ReadonlyMap<bigint, string>): readonly bigint[] {
    this.closeBlock()
    const blocks = new Set([...this.digests.keys(), ...kept.keys()])
    return [...blocks].filter((block) => this.digests.get(block) !== kept.get(block))
  }

  private closeBlock(): void {
    const [first] = this.block
    if (first) this.digests.set(blockOf(first.sequence), hash('md5', digestText(this.block)))
    this.block = []
  }
}

const nameOf = ({ sequence, number }: Numbered): string => `entry ${number} of record ${sequence}`
const keyOf = ({ sequence, number }: Numbered): string => `${sequence} ${number}`

/** What differs between the entries that records book and those of the ledger, one by one. */
function differingIn(told: readonly Numbered[], kept: readonly Numbered[]): readonly string[] {
  const [byLog, byLedger] = [told, kept].map((all) => new Map(all.map((entry) => [keyOf(entry), entry])))
  return [
    ...told.filter((entry) => !byLedger?.has(keyOf(entry))).map((entry) => `${nameOf(entry)} is not in the ledger`),
    ...kept.filter((entry) => !byLog?.has(keyOf(entry))).map((entry) => `${nameOf(entry)} is not in the log`),
    ...kept
      .filter((entry) => {
        const other = byLog?.get(keyOf(entry))
        return other && digestText([other]) !== digestText([entry])
      })
      .map((entry) => `${nameOf(entry)} is not what the log says`),
  ]
}

/** What differs in a block, entry by entry. */
async function compareBlock(block: bigint, connection: Connection): Promise<readonly string[]> {
  const { first, last } = recordsOf(block)
  const booked: Numbered[] = []
  for await (const records of copyRecords(connection, first - 1n, last))
    for (const record of records) booked.push(...numbered(readOf(bookingTypes, record), record.sequence))
  return differingIn(booked, await entriesIn(connection, block))
}

/** All records up to one, told in turn, with the bytes of the last. */
async function tell(
  connection: Connection,
  until: bigint,
  bank: BankRecords | undefined,
): Promise<{ told: Told; last: Uint8Array | undefined }> {
  const told = new Told(bank)
  let last: Uint8Array | undefined
  for await (const records of copyRecords(connection, 0n, until)) {
    for (const record of records) told.add(record)
    last = records.at(-1)?.bytes ?? last
  }
  return { told, last }
}

/**
 * Rebuilds every entry from the log's records and every balance from these, and compares them with the ledger and with what
 * pools and quotas say, and what records say of the bank with its statements, as of one moment. The log's records are read
 * where this service keeps them; that these are the log's is known by their chain, whose end the event log has.
 * @throws StoreFault where the event log does not come to have it
 */
export const reconcile = ({ database, store, archive }: Finance): Promise<Reconciled> =>
  inSnapshot(database, async (connection) => {
    const until = await readHead(connection)
    const statements = await readStatements(connection)
    const pages = await readPages(connection)
    const bank = new BankRecords()
    // PostgreSQL hashes the ledger while the records are read.
    const snapshot = await exportSnapshot(connection)
    const [{ told, last }, { digests, pools, quotas }] = await Promise.all([
      tell(connection, until, statements.length > 0 ? bank : undefined),
      inSnapshot(database, readKept, snapshot),
    ])
    const differing = [...told.differing]
    for (const block of told.differingBlocks(digests)) differing.push(...(await compareBlock(block, connection)))
    if (last && Buffer.compare(last, await archived(archive, store.source, until)) !== 0)
      differing.push(`the event log has another record ${until}`)
    for (const { name, state } of pools) differing.push(...differences(name, state.years, told.balances))
    differing.push(...quotaDifferences(quotas, told.balances))
    const known = new Set(pools.map(({ name }) => name))
    for (const name of told.balances.years.keys())
      if (!known.has(name)) differing.push(`${name} is in the ledger and is no pool`)
    const compared = bank.compare(statements)
    differing.push(...unassembled(pages))
    const { records, entries, balances } = told
    return {
      ...{ records, entries, balances: BigInt(balances.all.size), differing: [...differing, ...compared.differing] },
      ...{ bankEntries: BigInt(compared.entries), statementUntil: compared.until, unexplained: compared.unexplained },
    }
  })
