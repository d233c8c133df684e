/** The ledger on a real bus: written with the records, never changed, and whatever is done to it is found. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '#shared/postgres/database.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { enterprise, Money, payers, thisYear } from '#shared/testing/money.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { balancesOf, busyStory, differingStates, entriesOf, poolNamed, reconciled } from './ledger-books.ts'

let bus: TestBus
let pool: string
let database: Database
beforeAll(async () => {
  bus = await startTestBus()
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme('ledger')
  pool = await busyStory(bus.as, new Money(bus, parent, workflow.after))
  database = bus.database('finance')
})
afterAll(async () => await bus.stop())

/** As superuser, past every trigger and constraint of foreign keys, in one transaction. */
async function tampering(tampered: Database, ...statements: readonly string[]): Promise<void> {
  const connection = await tampered.connect()
  try {
    await connection.query('BEGIN')
    await connection.query('SET LOCAL session_replication_role = replica')
    for (const statement of statements) await connection.query(statement)
    await connection.query('COMMIT')
  } finally {
    connection.release(true)
  }
}

describe('entries', () => {
  test('are written with the records that book them, in their order', async () => {
    const award = 370_370_367n
    const applicant = (number: number) =>
      `${pool.split('/pools/')[0]}/applicants/${enterprise(number).code.toLowerCase()}`
    const [budget, year, before] = [`${pool}/budget`, thisYear(), thisYear() - 1]
    const entries = await entriesOf(bus.as, pool, 2)
    const lines = entries.map((one) => [one.kind.replace('ENTRY_KIND_', ''), one.debit, one.credit, one.year, one.fen])
    expect(lines.filter(([kind]) => kind === 'POSTED')).toEqual([
      ['POSTED', budget, pool, year, 1_000_000_000n],
      ['POSTED', budget, pool, year, 1_000_000_000n],
      ['POSTED', pool, budget, year, 500_000_000n],
      ['POSTED', budget, pool, before, 300n],
      ['POSTED', pool, budget, before, 300n],
    ])
    // Two awards take 740 740 734 of it; the third gets what is left.
    const pending = lines.filter(([kind]) => kind === 'PENDING')
    expect(pending).toEqual([
      ['PENDING', pool, applicant(1), year, award],
      ['PENDING', pool, applicant(2), year, award],
      ['PENDING', pool, applicant(3), year, 1_000_000_000n - 2n * award],
    ])
    expect(lines.filter(([kind]) => kind === 'VOID').map(([, debit, credit]) => [debit, credit])).toEqual([
      [pool, applicant(2)],
      [pool, applicant(3)],
    ])
    const order = entries.map(({ sequence, number }) => `${`${sequence}`.padStart(9, '0')} ${number}`)
    expect(order).toEqual(order.toSorted())
    expect(await entriesOf(bus.as, pool, 1_000)).toEqual(entries)
    const { rows } = await database.query(
      'SELECT count(*) AS booked FROM entry LEFT JOIN record USING (sequence) WHERE record.sequence IS NULL',
    )
    expect(rows).toEqual([{ booked: 0n }])
  })

  test('come to balances by account and year', async () => {
    const award = 370_370_367n
    const applicant = (number: number) =>
      `${pool.split('/pools/')[0]}/applicants/${enterprise(number).code.toLowerCase()}`
    const [year, before] = [thisYear(), thisYear() - 1]
    const balances = await balancesOf(bus.as, pool, 2)
    const rows = balances.map((one) => [
      ...[one.account, one.year, one.debitsPostedFen, one.debitsPendingFen],
      ...[one.creditsPostedFen, one.creditsPendingFen],
    ])
    expect(rows).toEqual([
      // What was refused or taken back is neither pending nor booked.
      [applicant(1), year, 0n, 0n, 0n, award],
      [applicant(2), year, 0n, 0n, 0n, 0n],
      [applicant(3), year, 0n, 0n, 0n, 0n],
      [pool, before, 300n, 0n, 300n, 0n],
      [pool, year, 500_000_000n, award, 2_000_000_000n, 0n],
      [`${pool}/budget`, before, 300n, 0n, 300n, 0n],
      [`${pool}/budget`, year, 2_000_000_000n, 0n, 500_000_000n, 0n],
    ])
    expect(await balancesOf(bus.as, pool, 1_000, before)).toEqual(balances.filter((one) => one.year === before))
  })

  test('come to what the pool says', async () => {
    const state = await poolNamed(bus.as, pool)
    expect(state?.years).toMatchObject([
      { year: thisYear() - 1, budgetFen: 300n, reservedFen: 0n, leftFen: 0n, closed: true },
      {
        year: thisYear(),
        budgetFen: 1_500_000_000n,
        reservedFen: 370_370_367n,
        leftFen: 1_129_629_633n,
        closed: false,
      },
    ])
    const carrying = await poolNamed(bus.as, pool.replace('vouchers', 'carrying'))
    expect(carrying?.years).toMatchObject([
      { year: thisYear() - 2, budgetFen: 700n, leftFen: 0n, closed: true },
      { year: thisYear() - 1, budgetFen: 700n, carriedInFen: 700n, leftFen: 0n, closed: true },
      { year: thisYear(), budgetFen: 0n, carriedInFen: 1_400n, leftFen: 1_400n, closed: false },
    ])
  })

  test.each([
    ['changed', 'UPDATE entry SET fen = 1', 'the ledger is never changed'],
    ['changed where there are none', 'UPDATE entry SET fen = 1 WHERE false', 'the ledger is never changed'],
    ['deleted', 'DELETE FROM entry', 'the ledger is never changed'],
    ['emptied', 'TRUNCATE entry', 'the ledger is never changed'],
    [
      'set aside twice',
      `INSERT INTO entry (sequence, number, kind, reservation, pool, debit, credit, year, fen, book_time)
       SELECT sequence, 9, kind, reservation, pool, debit, credit, year, fen, book_time FROM entry WHERE kind = 'PENDING'`,
      'entry_pending',
    ],
    [
      'resolved twice',
      `INSERT INTO entry (sequence, number, kind, reservation, pool, debit, credit, year, fen, book_time)
       SELECT sequence, 9, 'POST', reservation, pool, debit, credit, year, fen, book_time FROM entry WHERE kind = 'VOID'`,
      'entry_resolved',
    ],
    [
      'of nothing',
      `INSERT INTO entry (sequence, number, kind, pool, debit, credit, year, fen, book_time)
       VALUES (1, 9, 'POSTED', 'p', 'a', 'b', 2026, 0, now())`,
      'entry_fen_check',
    ],
  ])('are not %s', async (_, statement, said) => {
    await expect(database.query(statement)).rejects.toThrow(said)
  })
})

describe('reconciling', () => {
  const ask = () => reconciled(bus.asService('operations'))

  test('finds nothing after a busy story, and says how much it looked at', async () => {
    const { rows } = await database.query(
      'SELECT (SELECT count(*) FROM record) AS records, (SELECT count(*) FROM entry) AS entries',
    )
    expect(await ask()).toMatchObject({ ...rows[0], differingCount: 0n, differing: [] })
    expect(rows[0].entries).toBe(10n + 6n)
    expect(await differingStates(bus.asService('operations'))).toEqual([])
  })

  test('is for services alone', async () => {
    await expect(reconciled(bus.as(payers.finance))).rejects.toThrow()
  })

  /** What is found once something was done to tables, which stand afterwards as they did. */
  async function foundAfter(tampered: Database, tables: readonly string[], statement: string) {
    const keep = tables.map((table) => `CREATE TABLE kept_${table} AS SELECT * FROM ${table}`)
    await tampering(tampered, ...keep, statement)
    const found = await ask()
    const restore = (table: string) => [
      ...[`DELETE FROM ${table}`, `INSERT INTO ${table} SELECT * FROM kept_${table}`, `DROP TABLE kept_${table}`],
    ]
    await tampering(tampered, ...tables.flatMap(restore))
    return found
  }

  const ofFinance = `
    SELECT source_id, max(entry.sequence) FROM entry JOIN source ON source.id = source_id
    WHERE source.source = '//qiantou/finance' GROUP BY source_id`
  const some = "(SELECT min(sequence) FROM entry WHERE kind = 'PENDING')"
  const add = (sequence: string, number: number) => `
    INSERT INTO entry (sequence, number, kind, reservation, pool, debit, credit, year, fen, book_time)
    SELECT ${sequence}, ${number}, 'POSTED', NULL, pool, debit, credit, year, 1, book_time FROM entry WHERE sequence = ${some}`
  const setYear = (path: string, value: string) => `
    UPDATE stream SET state = jsonb_set(state::jsonb, '{years,${thisYear()},${path}}', '${value}')::json
    WHERE name = 'programmes/ledger/pools/vouchers'`
  const state = (change: string) =>
    `UPDATE stream SET state = (${change})::json WHERE name = 'programmes/ledger/pools/vouchers'`

  test.each([
    [
      'an entry of another amount',
      `UPDATE entry SET fen = fen + 1 WHERE sequence = ${some}`,
      'is not what the log says',
    ],
    [
      'an entry of another account',
      `UPDATE entry SET credit = debit WHERE sequence = ${some}`,
      'is not what the log says',
    ],
    ['an entry of another kind', `UPDATE entry SET kind = 'POST' WHERE kind = 'VOID'`, 'is not what the log says'],
    [
      'an entry of another reservation',
      `UPDATE entry SET reservation = 'x' WHERE sequence = ${some}`,
      'is not what the log',
    ],
    [
      'an entry of another year',
      `UPDATE entry SET year = year - 1 WHERE sequence = ${some}`,
      'is not what the log says',
    ],
    ['an entry of another pool', `UPDATE entry SET pool = 'x' WHERE sequence = ${some}`, 'is not what the log says'],
    [
      'an entry of another time',
      `UPDATE entry SET book_time = now() WHERE sequence = ${some}`,
      'is not what the log says',
    ],
    ['an entry that is gone', `DELETE FROM entry WHERE sequence = ${some}`, 'is not in the ledger'],
    [
      'the last entry, gone',
      'DELETE FROM entry WHERE sequence = (SELECT max(sequence) FROM entry)',
      'is not in the ledger',
    ],
    ['all of it gone', 'DELETE FROM entry', 'is not in the ledger'],
    ['one more of a record', add(some, 2), 'is not in the log'],
    ['one of a record that books nothing', add('1', 1), 'is not in the log'],
    ['one of a record that is not there yet', add('999999', 1), 'is not in the log'],
    ['a pool with more budget', setYear('budgetFen', '"1500000001"'), 'left'],
    ['a pool with less reserved', setYear('reservedFen', '"0"'), 'reserved'],
    ['a pool that has paid', setYear('paidFen', '"1"'), 'left'],
    ['a pool that was carried something', setYear('carriedInFen', '"1"'), 'carried in'],
    ['a pool without a year', state(`state::jsonb #- '{years,${thisYear()}}'`), 'left'],
    ['a pool without any', state(`jsonb_set(state::jsonb, '{years}', '{}')`), 'left'],
    ['a pool that is not there', "DELETE FROM stream WHERE name = 'programmes/ledger/pools/vouchers'", 'is no pool'],
  ])('finds %s', async (_, statement, said) => {
    const found = await foundAfter(database, ['entry', 'stream'], statement)
    expect(found.differingCount).toBeGreaterThan(0n)
    expect(found.differing.join('\n')).toContain(said)
    expect((await ask()).differing).toEqual([])
  })

  const alter = (table: string, where: string) =>
    `UPDATE ${table} SET bytes = set_byte(bytes, length(bytes) - 1, 255 - get_byte(bytes, length(bytes) - 1)) WHERE ${where}`
  // None of these books anything: ledger and pools stand as they did.
  test.each([
    [
      'a record of other bytes',
      ...(['finance', 'record', alter('record', 'sequence = 1')] as const),
      () => ['record 2 does not follow the one before it'],
    ],
    [
      'a record that is gone',
      ...(['finance', 'record', 'DELETE FROM record WHERE sequence = 2'] as const),
      () => ['record 3 comes where record 2 should', 'record 3 does not follow the one before it'],
    ],
    [
      'a first record that is gone',
      ...(['finance', 'record', 'DELETE FROM record WHERE sequence = 1'] as const),
      () => ['record 2 comes where record 1 should', 'record 2 does not follow the one before it'],
    ],
    [
      'a last record that is not the one of the event log',
      ...(['event-log', 'entry', alter('entry', `(source_id, sequence) = (${ofFinance})`)] as const),
      (last: bigint) => [`the event log has another record ${last}`],
    ],
  ])('finds %s', async (_, service, table, statement, said) => {
    const { rows } = await database.query('SELECT sequence FROM head')
    expect((await foundAfter(bus.database(service), [table], statement)).differing).toEqual(said(rows[0].sequence))
    expect((await ask()).differing).toEqual([])
  })
})
