import { hash } from 'node:crypto'
import { expect, it } from 'vitest'
import { Failure } from '../failure.ts'
import type { Session } from '../session.ts'
import { checkLights, printBurden, printLedger } from './print.ts'

const asked = new Error('the bus was asked')
const session = (json: boolean) =>
  ({ settings: { json, language: 'en' }, bus: () => Promise.reject(asked) }) as unknown as Session

it.each([{ format: 'xlsx' }, { output: '/no/such/ledger.csv' }] as const)('refuses --json with %j', async (options) => {
  for (const print of [printLedger, printBurden]) {
    await expect(print(session(true), options)).rejects.toThrow(/--json/)
    await expect(print(session(false), options)).rejects.toBe(asked)
  }
})

it('prints nothing as confirmed whose lights are others today', () => {
  const report = (lines: string) => {
    const lightsSha256 = Buffer.from(hash('sha256', lines, 'hex'), 'hex')
    return { id: '2026-03', day: '2026-03-31', colours: new Map(), lightsSha256 }
  }
  expect(() => checkLights([], report(''))).not.toThrow()
  const other = report('programmes/p/tasks/t/assignments/hn-kjt LIGHT_COLOUR_GREEN LIGHT_REASON_ON_TRACK\n')
  expect(() => checkLights([], other)).toThrow(Failure)
  expect(() => checkLights([], other)).toThrow(/^2026-03 .*SHA-256/)
})
