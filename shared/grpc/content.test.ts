import { expect, test } from 'vitest'
import { hashesForAnswer, maxTextBytes } from './content.ts'

const ref = (sha256: string, sizeBytes: number) => ({ sha256, sizeBytes })

test('an answer carries texts in the order given, as far as 1 MiB goes', () => {
  const half = maxTextBytes / 2
  expect(hashesForAnswer([])).toEqual([])
  expect(hashesForAnswer([ref('a', half), ref('b', half)])).toEqual(['a', 'b'])
  expect(hashesForAnswer([ref('a', half), ref('b', half + 1), ref('c', 1)])).toEqual(['a'])
})
