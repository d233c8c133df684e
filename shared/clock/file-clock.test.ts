import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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
  for (const text of ['', ' \n', 'abc', 'Infinity', '1e300']) {
    writeFileSync(join(directory, 'broken'), text)
    expect(() => new FileClock(join(directory, 'broken'))).toThrow(/does not hold a number of milliseconds/)
  }
})

test('time stays where it was while the file is empty, gone, or holds no number, and goes on with the next one', () => {
  const path = join(directory, 'written-by-hand')
  const day = (clock: FileClock) => clock.now().toISOString().slice(0, 10)
  setFileClock(path, new Date('2030-01-01T00:00:00Z'))
  const clock = new FileClock(path)
  setFileClock(path, new Date('2031-01-01T00:00:00Z'))
  expect(day(clock)).toBe('2031-01-01')
  for (const text of ['', '\n', 'abc', '31 days', 'Infinity', '1e300']) {
    writeFileSync(path, text)
    expect(day(clock)).toBe('2031-01-01')
  }
  rmSync(path)
  expect(day(clock)).toBe('2031-01-01')
  setFileClock(path, new Date('2032-01-01T00:00:00Z'))
  expect(day(clock)).toBe('2032-01-01')
})
