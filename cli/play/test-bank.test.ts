/** The bank of a play opens and closes, and never where orders might reach a real one. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Settings } from '../settings.ts'
import { PlayedBank } from './test-bank.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'qiantou-played-bank-'))
})
afterEach(() => rmSync(home, { recursive: true }))

const settings = (): Settings => ({ home }) as Settings

/** The folder of a bus, which pays from an account. */
function connected(account: string): string {
  const folder = join(home, 'money', 'finance', 'exchange', 'bank')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'debtor.json'), JSON.stringify({ name: '国库', account, bankCode: '011551000018' }))
  return folder
}

it('is not there where the bus does not run', () => {
  expect(() => new PlayedBank(settings())).toThrow(
    expect.objectContaining({ report: expect.objectContaining({ reason: 'NO_BANK' }) }),
  )
})

it('is not there where somebody has connected an account', () => {
  connected('43001000000000000002')
  expect(() => new PlayedBank(settings())).toThrow(
    expect.objectContaining({ report: expect.objectContaining({ reason: 'BANK_CONNECTED' }) }),
  )
})

it('opens, opens anew with another habit, and closes', async () => {
  const folder = connected('43001000000000000001')
  const bank = new PlayedBank(settings())
  await bank.open('returns')
  await bank.open('books')
  writeFileSync(join(folder, 'outbound', 'M1.xml'), 'no order')
  await vi.waitFor(() => expect(existsSync(join(folder, 'bank', 'taken', 'M1.xml'))).toBe(true), { timeout: 10_000 })
  await bank.close()
  writeFileSync(join(folder, 'outbound', 'M2.xml'), 'no order')
  await bank.close()
  expect(existsSync(join(folder, 'outbound', 'M2.xml'))).toBe(true)
})

it('says where it could not open', async () => {
  const folder = connected('43001000000000000001')
  writeFileSync(join(folder, 'outbound'), 'a file where a folder is to be')
  await expect(new PlayedBank(settings()).open('books')).rejects.toMatchObject({ report: { reason: 'NO_BANK' } })
})
