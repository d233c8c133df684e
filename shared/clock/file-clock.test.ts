import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { FileClock, setFileClock } from './file-clock.ts'

const directory = mkdtempSync(join(tmpdir(), 'qiantou-clock-'))
afterAll(() => rmSync(directory, { recursive: true }))

test('a clock of a file is where the file was last set to, and tells whoever waits', async () => {
  const path = join(directory, 'clock')
  setFileClock(path, new Date('2030-01-01T00:00:00Z'))
  const clock = new FileClock(path)
  expect(clock.now().toISOString().slice(0, 10)).toBe('2030-01-01')
  const told = vi.fn()
  const off = clock.onSet(told)
  setFileClock(path, new Date('2031-01-01T00:00:00Z'))
  expect(clock.now().toISOString().slice(0, 10)).toBe('2031-01-01')
  await vi.waitFor(() => expect(told).toHaveBeenCalled())
  off()
})

test('a file that is not there, or holds no number, is refused', () => {
  expect(() => new FileClock(join(directory, 'missing'))).toThrow(/ENOENT/)
})
