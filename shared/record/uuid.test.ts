import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { derivedUuid, formatUuid, isUuid, parseUuid, resourceId, uuidV7 } from './uuid.ts'

const time = fc.date({ min: new Date(0), max: new Date(2 ** 48 - 1), noInvalidDate: true })

describe('UUIDs of a time', () => {
  test('are of version 7, variant 10, and name their millisecond', () => {
    fc.assert(
      fc.property(time, (at) => {
        const id = uuidV7(at)
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(at.getTime())
      }),
    )
  })

  test('are in the order of their times, as texts', () => {
    fc.assert(
      fc.property(time, time, (one, other) => {
        fc.pre(one.getTime() !== other.getTime())
        expect(uuidV7(one) < uuidV7(other)).toBe(one < other)
      }),
    )
  })

  test('differ, also within one millisecond, and across refills of the randomness', () => {
    const at = new Date()
    expect(new Set(Array.from({ length: 5_000 }, () => uuidV7(at))).size).toBe(5_000)
  })
})

test('bytes and text are the same id', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      const text = formatUuid(bytes)
      expect(isUuid(text)).toBe(true)
      expect(Buffer.from(parseUuid(text))).toEqual(Buffer.from(bytes))
    }),
  )
})

test('a derived id follows from its digest alone, and is of version 8', () => {
  const digest = Buffer.alloc(32, 0xff)
  expect(derivedUuid(digest)).toBe('ffffffff-ffff-8fff-bfff-ffffffffffff')
  expect(derivedUuid(digest)).toBe(derivedUuid(digest))
  expect(digest).toEqual(Buffer.alloc(32, 0xff))
})

test('ids of resources are of 26 characters, in the order of their times, and can stand in a name', () => {
  fc.assert(
    fc.property(time, time, (one, other) => {
      fc.pre(one.getTime() !== other.getTime())
      expect(resourceId(one)).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/)
      expect(resourceId(one) < resourceId(other)).toBe(one < other)
    }),
  )
})

test('what is no UUID in lower case is none', () => {
  for (const text of ['', '0192F0C1-7C1E-7B0A-9C3F-2F1F5A1F2B3C', '{0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3c}'])
    expect(isUuid(text)).toBe(false)
})
