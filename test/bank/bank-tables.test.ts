/** What finance keeps of orders that leave and of what the bank says, on a real PostgreSQL: each once, and by whose it is. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { BankReport } from '#services/finance/bank/bank.ts'
import { retryFindings, takeReport } from '#services/finance/bank/intake.ts'
import type { Pool } from '#services/finance/domain/pool.ts'
import type { Statement } from '#services/finance/domain/statement.ts'
import type { StatementPage } from '#services/finance/domain/statement-page.ts'
import type { Finance } from '#services/finance/main.ts'
import * as bank from '#services/finance/postgres/bank.ts'
import { readUntaken } from '#services/finance/postgres/budget.ts'
import {
  keepPage,
  keepStatement,
  readPages,
  readStatements,
  readUnexplained,
} from '#services/finance/postgres/statement.ts'
import { systemClock } from '#shared/clock/clock.ts'
import { storeMigrations } from '#shared/lifecycle/aggregates.ts'
import { type Connection, type Database, openDatabase } from '#shared/postgres/database.ts'
import { migrate } from '#shared/postgres/migrate.ts'
import { testPostgres } from '#shared/testing/postgres.ts'

let database: Database
let connection: Connection
beforeAll(async () => {
  const url = (await testPostgres()).url('postgres')
  const own = new URL('../../services/finance/postgres/migrations/', import.meta.url)
  await migrate(url, { store: storeMigrations, finance: own })
  database = openDatabase(url, { name: 'test', max: 3 })
  connection = await database.connect()
})
afterAll(async () => {
  connection.release()
  await database.end()
})
beforeEach(async () => {
  await database.query('TRUNCATE bank_order, bank_finding, statement, statement_entry, statement_page, stream')
})

const now = new Date('2026-03-02T04:00:00Z')
const later = new Date('2026-03-03T04:00:00Z')
const ai = 'programmes/hunan/pools/ai'
const [t1, t2] = ['programmes/hunan/transfers/t1', 'programmes/hunan/transfers/t2'] as const
const order = (number: number, transfer: string = t1, id = `E${number}`): bank.NotedOrder => ({
  ...{ endToEndId: id, messageId: `M${number}`, transfer, sequence: BigInt(number) },
})

describe('an order', () => {
  test('is noted once, and is nobody else’s by its payment or by its message', async () => {
    expect([await bank.noteOrder(database, order(1)), await bank.noteOrder(database, order(1))]).toEqual([true, true])
    expect(await bank.noteOrder(database, order(2, t2, 'E1'))).toBe(false)
    expect(await bank.noteOrder(database, order(1, t2, 'E3'))).toBe(false)
    expect(await bank.readOrder(database, { endToEndId: 'E1' })).toEqual({ endToEndId: 'E1', transfer: t1 })
    expect(await bank.readOrder(database, { endToEndId: 'E3' })).toBeUndefined()
  })

  test('has left once that is noted, which tells nothing of another', async () => {
    const left = async () =>
      Promise.all([t1, t2].flatMap((transfer) => ['E1', 'E2'].map((one) => bank.hasLeft(database, one, transfer))))
    for (const one of [order(1), order(2)]) await bank.noteOrder(database, one)
    expect(await left()).toEqual([false, false, false, false])
    await bank.noteLeft(database, order(1, t2), now)
    expect(await left()).toEqual([false, false, false, false])
    await bank.noteLeft(database, order(1), now)
    expect(await left()).toEqual([true, false, false, false])
    // The first time counts.
    await bank.noteLeft(database, order(1), later)
    const { rows } = await database.query('SELECT leave_time FROM bank_order ORDER BY end_to_end_id')
    expect(rows).toEqual([{ leave_time: now }, { leave_time: null }])
  })

  test('is tried again while something stands in its way, which is news once, and never after it has left', async () => {
    for (const one of [order(2), order(1), order(3)]) await bank.noteOrder(database, one)
    const note = (sequence: bigint, problem?: string) => bank.noteProblem(database, sequence, problem)
    expect([await note(1n), await note(1n, 'no debtor'), await note(1n, 'no debtor')]).toEqual([false, true, false])
    expect([await note(1n, 'no account'), await note(2n, 'no debtor')]).toEqual([true, true])
    expect(await bank.readLate(database)).toEqual([1n, 2n])
    await bank.noteLeft(database, order(1), now)
    expect([await note(1n, 'no debtor'), await note(2n)]).toEqual([false, true])
    expect(await bank.readLate(database)).toEqual([])
    const { rows } = await database.query('SELECT problem FROM bank_order')
    expect(rows).toEqual([{ problem: null }, { problem: null }, { problem: null }])
  })
})

test('one at a time sees to the bank, and the next one may once that is over, or has failed', async () => {
  const inner = () => bank.holdingBank(database, async () => 'inner')
  expect(await bank.holdingBank(database, async () => [await inner()])).toEqual([undefined])
  expect(await inner()).toBe('inner')
  const failing = bank.holdingBank(database, () => Promise.reject(new Error('the disk is full')))
  await expect(failing).rejects.toThrow('the disk is full')
  expect(await inner()).toBe('inner')
})

describe('what nobody can take in', () => {
  const file = { name: 'a.xml', sha256: 'ab'.repeat(32) }
  const other = (bankReference: string, text: string): BankReport => ({
    ...{ kind: 'OTHER', direction: 'DEBIT', fen: 500n, day: '2026-03-02', bankReference, text, file, number: 1 },
  })
  const services = () => ({ database, clock: systemClock }) as unknown as Finance
  const take = (report: BankReport) => takeReport(report, services(), '2026-03-02')
  const found = async () => (await bank.readFindings(database)).map(({ key, reason }) => [key, reason])

  test('is one finding, however often it is told, and says why it is not taken in as of last', async () => {
    for (const report of [other('F1', 'fee'), other('F1', 'fee'), other('F1', 'account fee'), other('F2', 'fee')])
      await take(report)
    const key = (reference: string) => `OTHER ${reference} 500 2026-03-02 `
    expect(await found()).toEqual([
      [key('F1'), 'OTHER: account fee'],
      [key('F2'), 'OTHER: fee'],
    ])
    expect(await retryFindings(services(), '2026-03-02')).toBe(0)
    expect(await found()).toHaveLength(2)
  })

  test('is what names no order; an order that the bank has accepted is nothing to look at', async () => {
    const status = { messageId: 'M1', file, number: 1 }
    await take({ kind: 'ACCEPTED', ...status })
    expect(await found()).toEqual([])
    const reason = { code: 'AC04', text: '账户已销户' }
    await take({ kind: 'REJECTED', ...status, reason })
    await take({ kind: 'REJECTED', ...status, endToEndId: 'E1', reason })
    expect(await found()).toEqual([
      ['REJECTED M1 ', 'ORDER_UNKNOWN'],
      ['REJECTED M1 E1', 'ORDER_UNKNOWN'],
    ])
  })

  test('is told to whom the pool is that pays the order, and what is of no order to whoever sees all', async () => {
    const add = `INSERT INTO stream (version, tick, fold_version, aggregate, name, state) VALUES (1, 1, 1, 'transfer', $1, $2)`
    for (const [name, pool] of [
      [t1, ai],
      [t2, 'programmes/hunan/pools/other'],
    ])
      await database.query(add, [name, { pool }])
    for (const one of [order(1), order(2, t2), order(3)]) await bank.noteOrder(database, one)
    for (const sequence of [1n, 2n, 3n]) await bank.noteProblem(database, sequence, 'no debtor')
    await bank.noteLeft(database, order(3), now)
    const reason = { code: 'AC04', text: '账户已销户' }
    const said = { file, number: 1 }
    // What names an order is of that one, whatever message it names besides.
    const reports: readonly BankReport[] = [
      { kind: 'REJECTED', messageId: 'M2', endToEndId: 'E1', reason, ...said },
      { kind: 'REJECTED', messageId: 'M1', reason, ...said },
      { kind: 'BOOKED', fen: 7n, day: '2026-03-02', bankReference: 'R2', endToEndId: 'E2', ...said },
      other('F1', 'fee'),
    ]
    for (const [i, report] of reports.entries()) {
      const kept = JSON.parse(JSON.stringify(report, (_, value) => (typeof value === 'bigint' ? `${value}` : value)))
      await bank.noteFinding(database, { key: `${i}`, report: kept, reason: 'X' }, now)
    }
    const own = [
      { kind: 'REJECTED', reason: 'X', reference: 'M1', fen: undefined, transfer: t1 },
      { kind: 'REJECTED', reason: 'X', reference: 'M2', fen: undefined, transfer: t1 },
      { kind: 'ORDER', reason: 'no debtor', reference: 'M1', fen: undefined, transfer: t1 },
    ]
    const pools = new Map([[ai, {} as Pool]])
    expect(await readUntaken(connection, pools, false)).toEqual(own)
    const fee = { kind: 'OTHER', reason: 'X', reference: 'F1', fen: 500n, transfer: undefined }
    expect(await readUntaken(connection, pools, true)).toEqual([fee, ...own])
  })
})

const statement: Statement = {
  ...{ account: '43', id: 'S1', createTime: now, firstDay: '2026-03-01', lastDay: '2026-03-02' },
  ...{ openingFen: -100n, closingFen: 200n },
  entries: [
    { direction: 'DEBIT', fen: 200n, day: '2026-03-01', bankReference: 'R2', endToEndId: 'E1', text: '拨付' },
    { direction: 'CREDIT', fen: 500n, day: '2026-03-02', bankReference: 'R1', text: '' },
  ],
}

describe('a statement', () => {
  test('is kept once, as it was told, and so is a correction beside it', async () => {
    await keepStatement(database, statement)
    await keepStatement(database, { ...statement })
    expect(await readStatements(connection)).toEqual([statement])
    const corrected = { ...statement, createTime: later, closingFen: -300n, entries: statement.entries.slice(0, 1) }
    const former = { ...statement, account: '42' }
    for (const one of [corrected, former]) await keepStatement(database, one)
    expect(await readStatements(connection)).toEqual([former, statement, corrected])
  })

  test('is there once all of its pages are, each of which is kept once, in whatever order they come', async () => {
    const { account, id, createTime, entries } = statement
    const pages = entries.map((entry, i): StatementPage => {
      const balance = i === 0 ? { opening: { fen: -100n, day: '2026-03-01' as const } } : {}
      const closing = i === 1 ? { closing: { fen: 200n, day: '2026-03-02' as const } } : {}
      return { account, id, createTime, number: i + 1, isLast: i === 1, ...balance, ...closing, entries: [entry] }
    })
    const [first, last] = pages as [StatementPage, StatementPage]
    // Of another id, account or time: of another statement.
    await keepPage(database, { ...first, id: 'S2' })
    await keepPage(database, { ...first, account: '44' })
    await keepPage(database, { ...first, createTime: later })
    for (const page of [last, last]) await keepPage(database, page)
    expect(await readStatements(connection)).toEqual([])
    for (const page of [first, first]) await keepPage(database, page)
    expect(await readStatements(connection)).toEqual([statement])
    const kept = await readPages(connection)
    expect(kept).toHaveLength(5)
    expect(kept.filter((page) => page.id === 'S1' && page.account === '43').slice(0, 2)).toEqual(pages)
  })

  test('leaves unexplained what names no order of ours and is no other finding, where it is the last one of its days', async () => {
    const unexplained = async () => (await readUnexplained(connection)).map(({ bankReference }) => bankReference)
    await keepStatement(database, statement)
    expect(await unexplained()).toEqual(['R2', 'R1'])
    await bank.noteOrder(database, order(1))
    expect(await unexplained()).toEqual(['R1'])
    const said = { bankReference: 'R1', fen: '500', day: '2026-03-02' }
    for (const differs of [{ bankReference: 'R9' }, { fen: '501' }, { day: '2026-03-01' }])
      await bank.noteFinding(
        database,
        { key: JSON.stringify(differs), report: { ...said, ...differs }, reason: 'x' },
        now,
      )
    expect(await unexplained()).toEqual(['R1'])
    await bank.noteFinding(database, { key: 'R1', report: said, reason: 'OTHER: x' }, now)
    expect(await unexplained()).toEqual([])
    await bank.dropFinding(database, 'R1')
    expect(await unexplained()).toEqual(['R1'])
    await keepStatement(database, { ...statement, createTime: later, entries: [] })
    expect(await unexplained()).toEqual([])
  })
})
