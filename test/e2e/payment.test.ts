/** An award is paid: from the order that leaves as a file to the bank's receipt, and what happens where the bank says no. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { PoolServiceClient } from '#proto/qiantou/pool/v1/pool_service.ts'
import { ReconcileRequest } from '#proto/qiantou/pool/v1/pool_service.ts'
import type { Transfer } from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { Money, shortest, thisYear } from '#shared/testing/money.ts'
import { Workflow } from '#shared/testing/workflow.ts'

let bus: TestBus
beforeAll(async () => {
  bus = await startTestBus()
})
afterAll(async () => await bus.stop())

const stopping: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stopping.splice(0)) await stop()
})

/** The test bank at work on the bus's folder. */
function startBank(...options: readonly string[]): void {
  const child = spawn(process.execPath, ['infra/bank/main.ts', '--folder', bus.bankFolder, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  stopping.push(async () => {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  })
}

let programmes = 0

/** A programme with a measure that has the shortest procedure, and a pool of so much. */
async function begin(fen: bigint): Promise<Money> {
  programmes += 1
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme(`paid-${programmes}`)
  const money = new Money(bus, parent, workflow.after)
  await money.ready(fen, { procedure: shortest })
  return money
}

/** An approved application of the first enterprise for 3 703 703.67 yuan, of which a payment is ordered. */
async function ordered(money: Money): Promise<string> {
  await money.account(1)
  await money.approved('a1', money.content(1, 1_234_567_891n))
  const name = await money.requestPayment('a1', 't1')
  await money.approvePayment(name)
  await money.orderPayment(name)
  return name
}

const until = (money: Money, name: string, state: Transfer['state']): Promise<Transfer> =>
  vi.waitFor(
    async () => {
      const transfer = await money.transfer(name)
      expect(transfer.state).toBe(state)
      return transfer
    },
    { timeout: 20_000, interval: 100 },
  )

const year = async (money: Money) => (await money.pool()).years.find((one) => one.year === thisYear())

const reconciled = (): Promise<unknown> => {
  const { pools } = bus.asService('operations')
  return call(pools as PoolServiceClient, (stub) => stub.reconcile, ReconcileRequest.create())
}

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

test('an order that the bank rejects moves nothing, and is ordered again', async () => {
  startBank('--seed', '3', '--reject', '1')
  const money = await begin(1_000_000_000n)
  const name = await ordered(money)
  const rejected = await until(money, name, 'TRANSFER_STATE_RETURNED')
  expect(rejected.entries[0]).toMatchObject({ fen: 0n, reasonCode: expect.stringMatching(/^[A-Z0-9]{4}$/) })
  expect(await year(money)).toMatchObject({ reservedFen: 370_370_367n, paidFen: 0n })
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
})
