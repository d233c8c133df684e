/** Both ends of the file drop killed (SIGKILL) in the middle of their work, over and over. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openFileDrop } from '#services/finance/bank/file-drop.ts'
import { pain001Of } from '#services/finance/bank/pain001.ts'
import { notification, orderOf } from './orders.ts'

/** The moments of the kills: spread over the time that some dozen files take. */
const kills = 12

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qiantou-bank-'))
  await openFileDrop(folder)
})
afterEach(() => rm(folder, { recursive: true }))

const namesIn = (inner: string): Promise<string[]> => readdir(join(folder, inner))
const start = (name: string, ...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [join(import.meta.dirname, name), folder, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

it('an order leaves once and whole, whenever its sender is killed and whenever the bank takes it', {
  timeout: 90_000,
}, async () => {
  const count = 150
  const taken: string[] = []
  /** Takes everything that is there, as a bank does. */
  const take = async (): Promise<void> => {
    for (const name of (await namesIn('outbound')).filter((name) => !name.startsWith('.'))) {
      await rename(join(folder, 'outbound', name), join(folder, `taken-${taken.length}`))
      taken.push(name)
    }
  }
  for (let round = 0; round < kills; round += 1) {
    const before = (await namesIn('sent')).length
    const sender = start('killed-sender.ts', `${count}`)
    await vi.waitFor(async () => expect((await namesIn('sent')).length).toBeGreaterThan(Math.min(before, count - 1)), {
      timeout: 20_000,
      interval: 1,
    })
    await delay((round * 7) % 20)
    if (round % 2) await take()
    await kill(sender)
    await take()
  }
  const last = start('killed-sender.ts', `${count}`)
  await once(last.stdout as NodeJS.ReadableStream, 'data')
  await kill(last)
  await take()
  expect(taken.toSorted()).toEqual(Array.from({ length: count }, (_, number) => `M${number}.xml`).toSorted())
  for (const [index, name] of taken.entries())
    expect(await readFile(join(folder, `taken-${index}`), 'utf8')).toBe(pain001Of(orderOf(name.replace('.xml', ''))))
})

it('no report is lost, whenever its receiver is killed, and what was taken twice is the same', {
  timeout: 90_000,
}, async () => {
  const book = join(folder, 'book.txt')
  const files = 400
  await writeFile(book, '')
  for (let number = 0; number < files; number += 1)
    await writeFile(
      join(folder, 'inbound', `${number}.xml`),
      notification([
        [`E${number}`, `R${number}`, '1.00'],
        [`F${number}`, `S${number}`, '1.00'],
      ]),
    )
  const left = async (): Promise<number> => (await namesIn('inbound')).length
  for (let round = 0; round < kills; round += 1) {
    const before = await left()
    const receiver = start('killed-receiver.ts', book)
    await vi.waitFor(async () => expect(await left()).toBeLessThan(Math.max(before, 1)), {
      timeout: 20_000,
      interval: 1,
    })
    await delay((round * 7) % 20)
    await kill(receiver)
  }
  const last = start('killed-receiver.ts', book)
  await vi.waitFor(async () => expect(await left()).toBe(0), { timeout: 20_000 })
  await kill(last)
  const lines = (await readFile(book, 'utf8')).split('\n').filter(Boolean)
  const expected = Array.from({ length: files }, (_, number) => [
    `E${number} R${number}`,
    `F${number} S${number}`,
  ]).flat()
  expect([...new Set(lines)].sort()).toEqual(expected.sort())
  expect((await namesIn('done')).length).toBe(files)
  expect(await namesIn('refused')).toEqual([])
})
