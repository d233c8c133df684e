import { afterEach, expect, it, vi } from 'vitest'
import { program } from './program.ts'
import { settingsOf } from './settings.ts'

afterEach(() => vi.unstubAllEnvs())

/** The programme that a command is in, called with these words. */
const programmeOf = (...words: readonly string[]): string => {
  const root = program()
  root.parseOptions([...words])
  return settingsOf(root).programme
}

it('is in the programme that an option says, or the environment, or in the sample', () => {
  vi.stubEnv('QIANTOU_PROGRAMME', '')
  expect(programmeOf()).toBe('hunan-2025-7')
  vi.stubEnv('QIANTOU_PROGRAMME', 'changsha-2026')
  expect(programmeOf()).toBe('changsha-2026')
  expect(programmeOf('--programme', 'zhuzhou-2026')).toBe('zhuzhou-2026')
})
