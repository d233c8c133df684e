import { expect, it } from 'vitest'
import type { Bus } from '../bus/bus.ts'
import { Failure } from '../failure.ts'
import type { Settings } from '../settings.ts'
import { explained } from './explained.ts'

const read = async (language: 'zh' | 'en', message: string, state: string): Promise<string> => {
  const failure = new Failure({ code: 'FAILED_PRECONDITION', reason: 'CASE_NOT_OPEN', message, details: { state } })
  const settings = { language, programme: 'hunan-2025-7' } as Settings
  // A sentence without bodies asks nobody what they are called.
  return (await explained(failure, undefined as unknown as Bus, settings)).report.message
}

it('says the state of a case in words', async () => {
  expect(await read('zh', '该件处于 OPEN,无须裁定', 'OPEN')).toBe('该件处于 征求中,无须裁定')
  expect(await read('en', 'In state RULED nothing more can be said', 'RULED')).toBe(
    'In state ruled on nothing more can be said',
  )
})

it('says the state of a task in words, and leaves what it has no word for', async () => {
  const open = 'In state TASK_STATE_CLOSED it cannot be'
  expect(await read('en', open, 'TASK_STATE_CLOSED')).toBe('In state closed it cannot be')
  expect(await read('en', 'In state ODD it cannot be', 'ODD')).toBe('In state ODD it cannot be')
})
