import { expect, it } from 'vitest'
import type { Session } from '../session.ts'
import { redrive } from './operation.ts'

it.each([true, false])('says that nothing is parked under a key (--json: %j)', async (json) => {
  const bus = { call: () => Promise.resolve({ redriven: 0n, remaining: 0n }) }
  const session = { settings: { json, language: 'en' }, bus: () => Promise.resolve(bus) } as unknown as Session
  await expect(redrive(session, 'lead-agency', 'programmes/p/tasks/t')).rejects.toMatchObject({
    report: { code: 'NOT_FOUND', reason: 'NOTHING_PARKED', message: expect.stringContaining('programmes/p/tasks/t') },
  })
})
