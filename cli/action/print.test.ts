import { expect, it } from 'vitest'
import type { Session } from '../session.ts'
import { printBurden, printLedger } from './print.ts'

const asked = new Error('the bus was asked')
const session = (json: boolean) =>
  ({ settings: { json, language: 'en' }, bus: () => Promise.reject(asked) }) as unknown as Session

it.each([{ format: 'xlsx' }, { output: '/no/such/ledger.csv' }] as const)('refuses --json with %j', async (options) => {
  for (const print of [printLedger, printBurden]) {
    await expect(print(session(true), options)).rejects.toThrow(/--json/)
    await expect(print(session(false), options)).rejects.toBe(asked)
  }
})
