import { expect, test } from 'vitest'
import { instalmentFrom } from './instalment.ts'

test('a part of what is claimed back is an amount and its last day', () => {
  expect(instalmentFrom('0.50:2026-12-31')).toMatchObject({ fen: 50n, due: { year: 2026, month: 12, day: 31 } })
  for (const text of ['', '30', 'x:2026-12-31', '30:2026-12', '30:2026-12-31:1'])
    expect(() => instalmentFrom(text)).toThrow(/instalment|分期/)
})
