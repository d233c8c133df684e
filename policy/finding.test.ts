import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const codesIn = (file: string, pattern: RegExp): readonly string[] =>
  [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(pattern)].map(([, code]) => code as string).sort()

it('is explained in the README for every code', () => {
  const codes = codesIn('finding.ts', /^ {2}\| '([A-Z_]+)'$/gm)
  expect(codes.length).toBeGreaterThan(5)
  expect(codesIn('README.md', /^\| `([A-Z]+_[A-Z_]+|TRUNCATED)` +\|/gm)).toEqual(codes)
})
