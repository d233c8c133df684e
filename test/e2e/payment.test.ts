/** An award is paid: from the order that leaves as a file to the bank's receipt, and what happens where the bank says no. */
import { randomUUID } from 'node:crypto'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { ListFindingsRequest } from '#proto/qiantou/budget/v1/budget_service.ts'
import type { ReconcileResponse } from '#proto/qiantou/pool/v1/pool_service.ts'
import { EndOrderRequest } from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { readOrder } from '#services/finance/postgres/bank.ts'
import { programmeOf } from '#shared/domain/resource-name.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { enterprise, payers, shortest, signed } from '#shared/testing/money.ts'
import { reasonOf } from '#shared/testing/reason-of.ts'
import { paymentsOn } from './payments.ts'

let bus: TestBus
/** Whatever the bus has logged, of every level. */
let logged = ''
beforeAll(async () => {
  const add = (line: string) => {
    logged += line
  }
  bus = await startTestBus({ auditors: ['organisations/hn-sjj'], logged: add })
})
afterAll(async () => await bus.stop())

const { stopping, startBank, begin, ordered, until, year, reconciled, deliver } = paymentsOn(() => bus)
afterEach(async () => {
  for (const stop of stopping.splice(0)) await stop()
})

test('an award is paid to the fen, by a bank that books it in parts, twice told and out of order', async () => {
  startBank('--seed', '7', '--twice', '1', '--shuffle', '--partial', '1', '--late-ms', '200')
  const money = await begin(1_000_000_000n)
  const name = await ordered(money)
  const transfer = await until(money, name, 'TRANSFER_STATE_CONFIRMED')
  expect(transfer).toMatchObject({ fen: 370_370_367n, bookedFen: 370_370_367n, accountMasked: '****************3456' })
  expect(transfer.entries.length).toBeGreaterThan(1)
  expect(await year(money)).toMatchObject({ reservedFen: 0n, paidFen: 370_370_367n, leftFen: 629_629_633n })
  expect(await reconciled()).toMatchObject({ differingCount: 0n })
})

test('what the bank returns is reserved anew, and paid once more by another order', async () => {
  startBank('--seed', '1', '--return', '1')
  const money = await begin(1_000_000_000n)
  const name = await ordered(money)
  const returned = await until(money, name, 'TRANSFER_STATE_RETURNED')
  expect(returned).toMatchObject({ bookedFen: 0n })
  expect(await year(money)).toMatchObject({ reservedFen: 370_370_367n, paidFen: 0n, leftFen: 629_629_633n })
  await stopping.pop()?.()
  startBank('--seed', '2')
  await money.orderPayment(name)
  const paid = await until(money, name, 'TRANSFER_STATE_CONFIRMED')
  expect(paid.endToEndId).not.toBe(returned.endToEndId)
  expect(await year(money)).toMatchObject({ reservedFen: 0n, paidFen: 370_370_367n })
  expect(await reconciled()).toMatchObject({ differingCount: 0n })
})

test('who stands in the credit register is stopped at its check, and once more where the payment is ordered', async () => {
  const list = join(bus.bankFolder, '..', 'credit', 'list.csv')
  const write = (...lines: readonly string[]) => writeFile(list, ['code,reason,from,until', ...lines, ''].join('\n'))
  const listed = `${enterprise(1).code},失信被执行人,,`
  const money = await begin(1_000_000_000n, shortest.toSpliced(1, 0, 'PROCEDURE_STEP_CREDIT_CHECK'))
  await money.account(1)
  const name = await money.submit('a1', money.content(1), [])
  await money.admit(name)
  await write(listed)
  expect(await reasonOf(money.checkCredit(name))).toBe('CREDIT_NOT_GOOD')
  await write(`${enterprise(2).code},失信被执行人,,`)
  await money.checkCredit(name)
  await money.approve(name)
  const payment = await money.requestPayment('a1', 't1')
  await money.approvePayment(payment)
  await write(listed)
  expect(await reasonOf(money.orderPayment(payment))).toBe('CREDIT_NOT_GOOD')
  expect(await money.transfer(payment)).toMatchObject({ state: 'TRANSFER_STATE_APPROVED' })
  await write()
  await money.orderPayment(payment)
})

test('an order that the bank rejects moves nothing, and is ordered again', async () => {
  startBank('--seed', '3', '--reject', '1')
  const money = await begin(1_000_000_000n)
  const name = await ordered(money)
  const rejected = await until(money, name, 'TRANSFER_STATE_RETURNED')
  expect(rejected.entries[0]).toMatchObject({ fen: 0n, reasonCode: expect.stringMatching(/^[A-Z0-9]{4}$/) })
  expect(await year(money)).toMatchObject({ reservedFen: 370_370_367n, paidFen: 0n })
  await stopping.pop()?.()
  startBank('--seed', '5')
  await money.orderPayment(name)
  const paid = await until(money, name, 'TRANSFER_STATE_CONFIRMED')
  expect(paid.endToEndId).not.toBe(rejected.endToEndId)
  expect(await year(money)).toMatchObject({ reservedFen: 0n, paidFen: 370_370_367n })
})

test('an order that cannot leave holds up nothing, and is ended only once it has left', async () => {
  const money = await begin(1_000_000_000n)
  const other = await begin(1_000_000_000n)
  const debtor = join(bus.bankFolder, 'debtor.json')
  await rename(debtor, `${debtor}.away`)
  const [name, twin] = [await ordered(money), await ordered(other)]
  const findings = async () => {
    const request = ListFindingsRequest.create({ parent: money.parent })
    return (await call(bus.as('hn-sjj').budgets, (stub) => stub.listFindings, request, money.after)).findings
  }
  await vi.waitFor(
    async () =>
      expect(await findings()).toMatchObject([{ resources: [name], textEn: expect.stringContaining('has not left') }]),
    5_000,
  )
  // The bank names an order by its payment, by its message, or by both; what names two of them, or none, names none.
  const find = (endToEndId?: string, of?: string) =>
    readOrder(bus.database('finance'), {
      ...(endToEndId ? { endToEndId } : {}),
      ...(of ? { messageId: of.replace('E', 'M') } : {}),
    })
  const [first, second] = [(await money.transfer(name)).endToEndId, (await other.transfer(twin)).endToEndId]
  const found = { endToEndId: first, transfer: name }
  expect(await Promise.all([find(first), find('', first), find(first, first)])).toEqual([found, found, found])
  expect(await Promise.all([find(first, second), find('E0'), find()])).toEqual([undefined, undefined, undefined])
  const end = () => {
    const said = { requestId: randomUUID(), name, text: '银行函告不再支付', signOff: signed('check') }
    const { transfers } = money.stubs(payers.finance)
    return money.noted(call(transfers, (stub) => stub.endOrder, EndOrderRequest.create(said), money.after))
  }
  expect(await reasonOf(end())).toBe('ORDER_NOT_LEFT')
  // Of two orders of one id, such as there were before, the later one never leaves.
  const { endToEndId } = await other.transfer(twin)
  const take = 'UPDATE bank_order SET transfer = $1 WHERE end_to_end_id = $2'
  const taken = async () => (await bus.database('finance').query(take, [name, endToEndId])).rowCount
  await vi.waitFor(async () => expect(await taken()).toBe(1), 5_000)
  expect(await until(other, twin, 'TRANSFER_STATE_RETURNED')).toMatchObject({ entries: [{ reasonCode: 'DU01' }] })
  await rename(`${debtor}.away`, debtor)
  await vi.waitFor(async () => expect(await reasonOf(end())).toBe('OK'), 5_000)
  expect(await findings()).toEqual([])
  const sent = await readdir(join(bus.bankFolder, 'sent'))
  expect(sent).toContain(`M${(await money.transfer(name)).endToEndId.slice(1)}.xml`)
  expect(sent).not.toContain(`M${endToEndId.slice(1)}.xml`)
})

test('the number of an account stands in the order alone', async () => {
  const money = await begin(1_000_000_000n)
  const transfer = await until(money, await ordered(money), 'TRANSFER_STATE_ORDERED')
  const file = join(bus.bankFolder, 'sent', `M${transfer.endToEndId.slice(1)}.xml`)
  await vi.waitFor(async () => expect(await readFile(file, 'utf8')).toContain('43001234567890123456'), {
    timeout: 5_000,
  })
  const { rows } = await bus
    .database('finance')
    .query(`SELECT count(*) AS found FROM record WHERE position('43001234567890123456'::bytea IN bytes) > 0`)
  expect(rows[0].found).toBe(0n)
  const contents = await bus
    .database('finance')
    .query(`SELECT count(*) AS found FROM content WHERE position('43001234567890123456'::bytea IN bytes) > 0`)
  expect(contents.rows[0].found).toBe(0n)
  // What is logged of a file of the bank that can't be read has it neither.
  const inbound = join(bus.bankFolder, 'inbound')
  await writeFile(join(inbound, '.broken'), (await readFile(file, 'utf8')).replace('</Document>', ''))
  await rename(join(inbound, '.broken'), join(inbound, 'broken.xml'))
  await vi.waitFor(() => expect(logged).toContain('broken.xml'), { timeout: 10_000 })
  expect(logged).not.toContain('43001234567890123456')
})

/** The statement that the bank has made of the day on which it has booked an order. */
const statementOf = (endToEndId: string): Promise<string> =>
  vi.waitFor(
    async () => {
      const done = join(bus.bankFolder, 'done')
      const names = (await readdir(done)).filter((name) => name.startsWith('statement-'))
      const texts = await Promise.all(names.map((name) => readFile(join(done, name), 'utf8')))
      const found = texts.find((text) => text.includes(`<EndToEndId>${endToEndId}<`))
      expect(found).toBeDefined()
      return found as string
    },
    { timeout: 10_000, interval: 100 },
  )

test('a fault of ours while a file is taken in is a finding, and is tried again until it is gone', async () => {
  const database = bus.database('finance')
  const [day, account] = ['2001-01-01', '<Acct><Id><Othr><Id>9</Id></Othr></Id></Acct>']
  const balance = (code: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>` +
    `<Dt><Dt>${day}</Dt></Dt></Bal>`
  const statement =
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>F1</MsgId></GrpHdr>' +
    `<Stmt><Id>F1</Id><CreDtTm>${day}T23:00:00Z</CreDtTm>${account}${balance('OPBD')}${balance('CLBD')}</Stmt>` +
    '</BkToCstmrStmt></Document>'
  await database.query('ALTER TABLE statement ADD CONSTRAINT away CHECK (account <> $$9$$)')
  await deliver('fault.xml', statement)
  const findings = async () => (await database.query('SELECT reason FROM bank_finding')).rows
  expect(await findings()).toEqual([{ reason: expect.stringMatching(/^FAULT: .*violates check constraint "away"/) }])
  await database.query('ALTER TABLE statement DROP CONSTRAINT away')
  await vi.waitFor(async () => expect(await findings()).toEqual([]), 5_000)
  expect((await database.query('SELECT id FROM statement WHERE account = $1', ['9'])).rows).toEqual([{ id: 'F1' }])
})

let corrections = 0

/** Has the bank say of the same days something else, some seconds later. */
async function correct(statement: string, from: string, to: string): Promise<ReconcileResponse> {
  corrections += 1
  const made = new Date(Date.now() + corrections * 60_000).toISOString()
  const text = statement.replace(from, to).replaceAll(/<CreDtTm>[^<]+/g, `<CreDtTm>${made}`)
  await deliver(`corrected-${corrections}.xml`, text)
  return reconciled()
}

const entryOf = (reference: string, fen: string, direction: string, more = ''): string =>
  `<Ntry><Amt Ccy="CNY">${fen}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>` +
  `<BookgDt><Dt>DAY</Dt></BookgDt><AcctSvcrRef>${reference}</AcctSvcrRef>${more}</Ntry>`

test('the bank’s statements say what was recorded; what is altered, left out or added in one is told', async () => {
  const writeStatements = startBank('--seed', '4', '--statements')
  const money = await begin(1_000_000_000n)
  const name = await ordered(money)
  const { endToEndId } = await until(money, name, 'TRANSFER_STATE_CONFIRMED')
  writeStatements()
  const statement = await statementOf(endToEndId)
  // What earlier orders came to may be on its way.
  const clean = await vi.waitFor(
    async () => {
      const answer = await reconciled()
      expect(answer).toMatchObject({ differing: [], unexplainedCount: 0n })
      return answer
    },
    { timeout: 10_000, interval: 200 },
  )
  expect(clean.bankEntries).toBeGreaterThan(0n)
  expect(clean.statementUntil).toBeDefined()

  const all = statement.match(/<Ntry>[\s\S]*?<\/Ntry>/g) ?? []
  const own = all.find((entry) => entry.includes(endToEndId)) ?? ''
  const [day = ''] = own.match(/(?<=<BookgDt>\s*<Dt>)[^<]+/) ?? []
  const [bankReference] = own.match(/TB-[0-9a-f]+/) ?? []
  // Something that names no order makes up for each, so that the balances are right.
  const fee = (fen: string, direction = 'DBIT'): string => entryOf('FEE-1', fen, direction).replace('DAY', day)
  const altered = await correct(statement, own, own.replaceAll('3703703.67', '3703703.66') + fee('0.01'))
  const line = `bank entry ${bankReference} in statement `
  expect(altered).toMatchObject({ differing: [expect.stringContaining(line)], unexplainedCount: 1n })
  expect(altered.differing[0]).toMatch(/a debit of 3,703,703.66 on .*, is in record \d+ a debit of 3,703,703.67 on /)

  const leftOut = await correct(statement, own, fee('3703703.67'))
  expect(leftOut.differing).toEqual([
    expect.stringMatching(/^record \d+, a debit of 3,703,703.67 .* is in no statement/),
  ])
  expect(leftOut.differing[0]).toContain(`(${bankReference})`)
  expect(leftOut.unexplained).toEqual([expect.stringMatching(/^bank entry FEE-1 .* a debit of 3,703,703.67 on /)])

  const request = ListFindingsRequest.create({ parent: programmeOf(name) })
  const find = async (as = 'hn-sjj') =>
    (await call(bus.as(as).budgets, (stub) => stub.listFindings, request, money.after)).findings
  expect(await find()).toMatchObject([
    { code: 'FINDING_CODE_BANK_UNEXPLAINED', textEn: expect.stringContaining(' a debit of 3,703,703.67 yuan on ') },
  ])
  expect(await find(payers.finance)).toEqual([])

  const names = `<NtryDtls><TxDtls><Refs><EndToEndId>${endToEndId}</EndToEndId></Refs></TxDtls></NtryDtls>`
  const more = entryOf('MORE-1', '9.00', 'DBIT', names).replace('DAY', day)
  const added = await correct(statement, own, own + more + fee('9.00', 'CRDT'))
  expect(added).toMatchObject({
    differing: [expect.stringMatching(/^bank entry MORE-1 in statement .* a debit of 9.00 on .*, has no record$/)],
  })

  // The same, in another file and message, is no other statement.
  const kept = async () => (await bus.database('finance').query('SELECT digest FROM statement')).rows.length
  const before = await kept()
  await deliver('again.xml', statement.replace(/(?<=<MsgId>)[^<]+/, 'AGAIN').replaceAll('\n', '\n '))
  expect(await kept()).toBe(before)

  // The bank takes all of it back: the statement that it makes last counts.
  expect(await correct(statement, own, own)).toMatchObject({ differing: [], unexplainedCount: 0n })
  expect(await find()).toEqual([])

  // It says so once more in two pages, of which the last comes first.
  const made = new Date(Date.now() + 3_600_000).toISOString()
  const page = (number: number, isLast: boolean, without: readonly string[]): string =>
    without
      .reduce((text, entry) => text.replace(entry, ''), statement.replace(/<TxsSummry>[\s\S]*?<\/TxsSummry>/, ''))
      .replace(
        /<CreDtTm>[^<]+(?=<\/CreDtTm>\s*<FrToDt>)/,
        `<StmtPgntn><PgNb>${number}</PgNb><LastPgInd>${isLast}</LastPgInd></StmtPgntn><CreDtTm>${made}`,
      )
  const held = await kept()
  await deliver('page-2.xml', page(2, true, [own]))
  expect((await reconciled()).differing).toEqual([
    expect.stringMatching(/^statement \S+ of account \S+ is not compared: page 1 has not come$/),
  ])
  expect(await kept()).toBe(held)
  await deliver(
    'page-1.xml',
    page(
      1,
      false,
      all.filter((entry) => entry !== own),
    ),
  )
  expect(await reconciled()).toMatchObject({ differing: [], unexplainedCount: 0n })
  expect(await kept()).toBe(held + 1)
})
