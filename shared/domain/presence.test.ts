import { describe, expect, test } from 'vitest'
import type { Organisation } from './organisation-state.ts'
import { absence } from './presence.ts'

const named = (code: string): string => `organisations/${code}`
const entry = (code: string, from: string, end?: Partial<Organisation['end']>): [string, Organisation] => [
  named(code),
  { name: named(code), titles: [{ from }], ...(end ? { end } : {}) } as unknown as Organisation,
]
const entries = new Map([
  entry('there', ''),
  entry('merged', '', { date: '2026-04-01', successors: [named('there'), named('other')] }),
  entry('dissolved', '', { date: '2026-04-01', successors: [] }),
  entry('planned', '2026-06-01'),
])
const on = (day: string, ...codes: readonly string[]) => absence(day, codes.map(named), (name) => entries.get(name))

describe('somebody', () => {
  test('is there up to the day before its end, and from its first day on', () => {
    expect(on('2026-03-31', 'there', 'merged', 'dissolved')).toBeUndefined()
    expect(on('2026-06-01', 'planned')).toBeUndefined()
    expect(on('2026-06-01')).toBeUndefined()
  })

  test('has ended: since when, and who succeeds it, where somebody does', () => {
    expect(on('2026-04-01', 'there', 'merged')).toMatchObject({
      reason: 'ORGANISATION_ENDED',
      details: {
        organisation: named('merged'),
        date: '2026-04-01',
        successors: `${named('there')}, ${named('other')}`,
      },
    })
    expect(on('2026-04-01', 'dissolved')?.details).toEqual({ organisation: named('dissolved'), date: '2026-04-01' })
  })

  test('has not begun: from when on it will be there', () => {
    const details = { organisation: named('planned'), date: '2026-06-01' }
    expect(on('2026-05-31', 'planned')).toMatchObject({ reason: 'ORGANISATION_NOT_YET_THERE', details })
  })

  test('is not known, of several all that are not, before anything else is said', () => {
    expect(on('2026-04-01', 'merged', 'x', 'there', 'y')).toMatchObject({
      ...{ reason: 'ORGANISATION_UNKNOWN', kind: 'precondition' },
      details: { organisations: `${named('x')}, ${named('y')}` },
    })
  })
})
