/** The test bank as a process beside the file drop: what it books, says, repeats and keeps over a restart. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answersTo, deedsOf } from '#infra/bank/deeds.ts'
import { TestBank } from '#infra/bank/test-bank.ts'
import type { Bank, BankReport } from '#services/finance/bank/bank.ts'
import { openFileDrop } from '#services/finance/bank/file-drop.ts'
import { pain001Of } from '#services/finance/bank/pain001.ts'
import { orderOf } from './orders.ts'

const program = join(import.meta.dirname, '..', '..', 'infra', 'bank', 'main.ts')
const habits = { lateMs: 400, twice: 0.3, shuffle: true, partial: 0.4, return: 0.3, reject: 0.2 }
const options = Object.entries(habits).flatMap(([name, value]) =>
  value === true ? [`--${name}`] : [`--${name === 'lateMs' ? 'late-ms' : name}`, `${value}`],
)
const patience = { timeout: 20_000, interval: 10 }

let folder: string
let bank: Bank
let reports: BankReport[]
const running = new Set<ChildProcess>()
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qiantou-bank-'))
  bank = await openFileDrop(folder)
  reports = []
})
afterEach(async () => {
  for (const child of running) await end(child, 'SIGKILL')
  await rm(folder, { recursive: true })
})

async function start(...args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, '--folder', folder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const [line] = await once(child.stderr, 'data')
  expect(`${line}`).toContain('the test bank is at work')
  return child
}

/** What it printed. */
async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<string> {
  running.delete(child)
  if (child.exitCode !== null || child.signalCode !== null || !child.stdout) return ''
  const printed = text(child.stdout)
  const exited = once(child, 'exit')
  child.kill(signal)
  const [code] = await exited
  if (signal !== 'SIGKILL') expect(code).toBe(0)
  return printed
}

/** Ends it in order; what it says of itself. */
const summaryOf = async (child: ChildProcess): Promise<Record<string, unknown>> =>
  JSON.parse(await end(child, 'SIGTERM'))

const namesIn = async (inner: string): Promise<string[]> =>
  (await readdir(join(folder, inner))).filter((name) => !name.startsWith('.')).sort()
const taken = (count: number) =>
  vi.waitFor(async () => expect(await namesIn('bank/taken')).toHaveLength(count), patience)
const receive = async (): Promise<void> => {
  const { refused } = await bank.receive(async (report) => {
    reports.push(report)
  })
  expect(refused).toEqual([])
}

/** `id fen day kind` of everything that the bank says it has moved. */
async function statement(): Promise<string[]> {
  const [head, ...lines] = (await readFile(join(folder, 'bank', 'statement.csv'), 'utf8')).trimEnd().split('\n')
  expect(head).toBe('endToEndId,fen,day,kind')
  return lines.map((line) => line.replaceAll(',', ' ')).sort()
}

/** The same of what it has told, whatever it told twice told once. */
function movements(): string[] {
  const once = new Map(reports.flatMap((report) => ('bankReference' in report ? [[report.bankReference, report]] : [])))
  return [...once.values()].map(({ endToEndId, fen, day, kind }) => `${endToEndId} ${fen} ${day} ${kind}`).sort()
}

/** Every answer to forty orders, by name, once all of them have come. */
async function answers(seed: number): Promise<readonly (readonly [string, string])[]> {
  const orders = Array.from({ length: 40 }, (_, number) => orderOf(`M${number}`))
  for (const order of orders) await bank.send(order)
  const expected = orders.flatMap((order) => {
    const [payment] = order.payments
    return answersTo({ ...habits, seed }, payment.endToEndId, deedsOf({ ...habits, seed }, order, payment))
  })
  const child = await start('--seed', `${seed}`, ...options)
  const names = expected.map(({ name }) => name).sort()
  await vi.waitFor(async () => expect(await namesIn('inbound')).toEqual(names), patience)
  expect(await summaryOf(child)).toMatchObject({ payments: 40, answers: names.length, pending: 0, repeated: 0 })
  return Promise.all(names.map(async (name) => [name, await readFile(join(folder, 'inbound', name), 'utf8')] as const))
}

describe('the test bank', () => {
  it('books every payment once and tells all of it, late, twice, in any order, killed and started again', {
    timeout: 90_000,
  }, async () => {
    const count = 60
    for (let number = 0; number < count; number += 1)
      await bank.send(orderOf(`M${number}`, { fen: BigInt(number + 2) }))
    for (const isTaken of [5, 30, 60]) {
      const child = await start('--seed', '7', ...options)
      await vi.waitFor(async () => {
        await receive()
        expect((await namesIn('bank/taken')).length).toBeGreaterThanOrEqual(isTaken)
      }, patience)
      await end(child, 'SIGKILL')
    }
    const child = await start('--seed', '7', ...options)
    const kinds = (): Set<string> => new Set(reports.map(({ kind }) => kind))
    await vi.waitFor(async () => {
      await receive()
      child.kill('SIGUSR2')
      expect(movements()).toEqual(await statement())
      expect(new Set(reports.map((report) => 'endToEndId' in report && report.endToEndId)).size).toBe(count)
    }, patience)
    expect(await summaryOf(child)).toMatchObject({ payments: count, unreadable: 0 })
    expect(kinds()).toEqual(new Set(['ACCEPTED', 'REJECTED', 'BOOKED', 'RETURNED']))
    // Some were told twice.
    expect(reports.filter((report) => 'bankReference' in report).length).toBeGreaterThan(movements().length)
    const rejected = new Set(reports.flatMap((report) => (report.kind === 'REJECTED' ? [report.endToEndId] : [])))
    const booked = (await statement()).filter((line) => line.endsWith('BOOKED')).map((line) => line.split(' '))
    for (let number = 0; number < count; number += 1) {
      const parts = booked.filter(([id]) => id === `M${number}`).map(([, fen]) => BigInt(fen ?? ''))
      expect(parts.reduce((sum, fen) => sum + fen, 0n)).toBe(rejected.has(`M${number}`) ? 0n : BigInt(number + 2))
    }
  })

  it('gives the same answers to the same orders and the same seed', async () => {
    const first = await answers(3)
    await rm(folder, { recursive: true })
    bank = await openFileDrop(folder)
    expect(await answers(3)).toEqual(first)
    expect(first.length).toBeGreaterThan(100)
  })

  it('does not pay again what comes again, under whatever name', async () => {
    await bank.send(orderOf('M1'))
    const child = await start()
    await taken(1)
    await writeFile(join(folder, 'outbound', 'again.xml'), pain001Of(orderOf('M1')))
    await taken(2)
    expect(await summaryOf(child)).toMatchObject({ messages: 2, payments: 1, repeated: 1, bookedFen: '123456' })
    await receive()
    expect(reports.map(({ kind }) => kind)).toEqual(['ACCEPTED', 'BOOKED'])
    expect(movements()).toEqual(await statement())
  })

  it('goes on after a restart, past a line that it was killed in, and tells nothing again that it has told', async () => {
    await bank.send(orderOf('M1'))
    const first = await start()
    await taken(1)
    expect(await summaryOf(first)).toMatchObject({ answers: 2, pending: 0 })
    await appendFile(join(folder, 'bank', 'ledger.jsonl'), '{"kind":"TAKEN","endToEndId":"M')
    await bank.send(orderOf('M2'))
    const second = await start()
    await taken(2)
    expect(await summaryOf(second)).toMatchObject({ answers: 2, pending: 0, payments: 2, bookedFen: '246912' })
    expect(await summaryOf(await start())).toMatchObject({ answers: 0, payments: 2, bookedFen: '246912' })
  })

  it('answers each order once where several banks are at work on one folder', async () => {
    const books = { ...habits, shuffle: false, lateMs: 0, twice: 0, partial: 0, return: 0, reject: 0, seed: 1 }
    const banks = [await TestBank.open(folder, { ...books, statements: false })]
    banks.push(await TestBank.open(folder, { ...books, statements: false }))
    for (let number = 0; number < 20; number += 1) await bank.send(orderOf(`M${number}`))
    await Promise.all(banks.map((one) => one.round(Date.now())))
    await Promise.all(banks.map((one) => one.close(Date.now())))
    const summaries = banks.map((one) => one.summary())
    expect(summaries.reduce((sum, { messages }) => sum + messages, 0)).toBe(20)
    expect(summaries.reduce((sum, { answers }) => sum + answers, 0)).toBe(40)
    expect(summaries).toMatchObject([
      { payments: 20, pending: 0 },
      { payments: 20, pending: 0 },
    ])
    expect(await namesIn('bank/taken')).toHaveLength(20)
  })

  it('leaves to another bank what that one has taken, as long as it lives', async () => {
    await bank.send(orderOf('M1'))
    const first = await start('--late-ms', '600000')
    await taken(1)
    expect(await summaryOf(await start())).toMatchObject({ answers: 0, payments: 1, pending: 0 })
    await end(first, 'SIGKILL')
    expect(await summaryOf(await start())).toMatchObject({ answers: 2, payments: 1, pending: 0 })
  })

  it('rejects as a whole a message that it can’t read', async () => {
    await writeFile(join(folder, 'outbound', 'M1.xml'), pain001Of(orderOf('M1')).replace('CNY', 'USD'))
    const child = await start()
    await taken(1)
    expect(await summaryOf(child)).toMatchObject({ unreadable: 1, payments: 0 })
    await receive()
    expect(reports).toMatchObject([{ kind: 'REJECTED', messageId: 'M1', reason: { code: 'FF01' } }])
  })

  it('says how it is used where a share is none', async () => {
    const child = spawn(process.execPath, [program, '--folder', folder, '--twice', '2'])
    const complaint = text(child.stderr)
    expect(await once(child, 'exit')).toEqual([1, null])
    expect(await complaint).toContain('a number from 0 to 1 is wanted')
  })
})
