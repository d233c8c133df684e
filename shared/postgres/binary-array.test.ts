import { describe, expect, test } from 'vitest'
import { binaryArray } from './binary-array.ts'

/** What the header says: dimensions, whether there are NULLs, the element's type, how many, numbered from. */
const header = (array: Buffer): number[] => [0, 4, 8, 12, 16].map((at) => array.readInt32BE(at))

describe('an array', () => {
  test('says what it is before its elements', () => {
    expect(header(binaryArray('text', ['a', 'b', 'c']))).toEqual([1, 0, 25, 3, 1])
  })

  test('marks NULLs, whose length is -1', () => {
    const array = binaryArray('bigint', [null, 2n, undefined])
    expect(header(array)).toEqual([1, 1, 20, 3, 1])
    expect([array.readInt32BE(20), array.readInt32BE(24), array.readBigInt64BE(28), array.readInt32BE(36)]).toEqual([
      -1,
      8,
      2n,
      -1,
    ])
  })

  test('is as long as its elements in UTF-8', () => {
    expect(binaryArray('text', ['牵头', ''])).toHaveLength(20 + 4 + 6 + 4)
  })

  test('refuses a number that does not fit its type', () => {
    expect(() => binaryArray('smallint', [40_000])).toThrow(RangeError)
    expect(() => binaryArray('bigint', [2n ** 63n])).toThrow(RangeError)
  })
})
