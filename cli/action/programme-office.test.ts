import { expect, it } from 'vitest'
import type { Bus } from '../bus/bus.ts'
import { Failure } from '../failure.ts'
import { noneOf, officeAlone } from './programme-office.ts'

const programme = 'programmes/hunan-2025-7'
const missing = new Failure({ code: 'NOT_FOUND', reason: 'PROGRAMME_NOT_FOUND', message: 'There is no such programme' })
const reading = (content: object): Bus =>
  ({ call: () => Promise.resolve({ programme: { content } }) }) as unknown as Bus
const reader = reading({ office: 'organisations/hn-office' })
const stranger = { call: () => Promise.reject(missing) } as unknown as Bus

it('has nothing of a kind for who reads the programme, and keeps the programme from strangers', async () => {
  expect(await noneOf(reader, programme)(missing)).toEqual([])
  await expect(noneOf(stranger, programme)(missing)).rejects.toBe(missing)
})

it('names the office to who reads the programme alone', async () => {
  await expect(officeAlone(reader, programme)(missing)).rejects.toMatchObject({
    report: { ...missing.report, message: expect.stringMatching(/hn-office/) },
  })
  await expect(officeAlone(stranger, programme)(missing)).rejects.toBe(missing)
})

it('leaves every other failure as it is', async () => {
  const other = new Failure({ code: 'UNAVAILABLE', reason: 'STARTING', message: 'The service is starting' })
  await expect(noneOf(reader, programme)(other)).rejects.toBe(other)
  await expect(officeAlone(reader, programme)(other)).rejects.toBe(other)
})
