import { expect, test } from 'vitest'
import type { Settings } from '../settings.ts'
import { spendingPartFrom } from './spending-part.ts'

const settings = { programme: 'programmes/hunan' } as Settings

test('a part of a spending plan waits for a day, or for a part of a task', () => {
  expect(spendingPartFrom('100000:2026-12-01', settings)).toMatchObject({
    ...{ fen: 10_000_000n, waitsFor: { $case: 'due', value: { year: 2026, month: 12, day: 1 } } },
  })
  const whole = spendingPartFrom('0.50:programmes/hunan/tasks/2026-2-1/hn-gxt', settings)
  const value = { task: 'programmes/hunan/tasks/2026-2-1', organisation: 'organisations/hn-gxt', milestone: '' }
  expect(whole).toMatchObject({ fen: 50n, waitsFor: { $case: 'milestone', value } })
  for (const text of ['', '100000', 'x:2026-12-01', '1:2026-2-1', '1:a/b/c/d'])
    expect(() => spendingPartFrom(text, settings)).toThrow(/part|用款计划/)
})
