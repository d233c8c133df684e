import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Fields, limits, parseFilter } from './fields.ts'
import { pageToken, parsePageToken } from './page.ts'

/** The fields that a check finds wrong. */
const wrong = (check: (fields: Fields) => void): string[] => {
  const fields = new Fields()
  check(fields)
  return fields.violations.map(({ field }) => field)
}

describe('names', () => {
  test.each([
    ['programme', 'programmes/hunan-2025-7'],
    ['clause', 'programmes/p/clauses/a5-10'],
    ['task', 'programmes/p/tasks/2026-2-1'],
    ['anyTask', 'programmes/p/tasks/-'],
    ['anyTaskAnywhere', 'programmes/p/tasks/t'],
    ['anyTaskAnywhere', 'programmes/p/tasks/-'],
    ['anyTaskAnywhere', 'programmes/-/tasks/-'],
    ['assignment', 'programmes/p/tasks/t/assignments/hn-kjt'],
    ['organisation', `organisations/${'a'.repeat(63)}`],
    ['source', '//qiantou/lead-agency/s2'],
    ['resource', 'programmes/p/tasks/t/assignments/hn-kjt'],
  ] as const)('%s: %s', (kind, name) => {
    expect(wrong((fields) => fields.name('name', name, kind))).toEqual([])
  })

  test.each([
    ['programme', 'programmes/'],
    ['programme', 'programmes/-a'],
    ['programme', 'programmes/A'],
    ['programme', 'programmes/p/'],
    ['programme', 'programmes/p\n'],
    ['programme', `programmes/${'a'.repeat(64)}`],
    ['programme', 'programmes/湖南'],
    ['task', 'programmes/p/tasks/-'],
    ['anyTask', 'programmes/-/tasks/-'],
    ['anyTaskAnywhere', 'programmes/-/tasks/t'],
    ['task', 'programmes/p/tasks/t/assignments/x'],
    ['assignment', 'programmes/p/tasks/t/assignments/organisations/hn-kjt'],
    ['organisation', 'organisations/hn_kjt'],
    ['source', 'qiantou/lead-agency'],
    ['resource', 'programmes'],
    ['resource', 'programmes/p/tasks'],
  ] as const)('not %s: %j', (kind, name) => {
    expect(wrong((fields) => fields.name('name', name, kind))).toEqual(['name'])
  })
})

describe('texts', () => {
  const text = (value: string, min = 1, max = 5) => wrong((fields) => fields.text('text', value, min, max))

  test('are counted in characters, whatever plane they come from', () => {
    expect(text('𠮷𠮷𠮷𠮷𠮷')).toEqual([])
    expect(text('𠮷𠮷𠮷𠮷𠮷𠮷')).toEqual(['text'])
  })

  test('may have line breaks and tabs, and no other control character', () => {
    expect(text('a\n\t\r')).toEqual([])
    for (const character of ['\u0000', '\u0007', '\u001b', '\u007f']) expect(text(character)).toContain('text')
  })

  test('may have no mark of direction that nobody sees, and prose only those that turn nothing around them', () => {
    const prose = (value: string) => wrong((fields) => fields.prose('text', value))
    for (const mark of ['\u061c', '\u200e', '\u200f'])
      expect([text(`a${mark}`), prose(`a${mark}`)]).toEqual([['text'], []])
    for (const turning of ['\u202a', '\u202e', '\u2066', '\u2069'])
      expect([text(`a${turning}`), prose(`a${turning}`)]).toEqual([['text'], ['text']])
    // Not all that is not seen is one: this joins the parts of an emoji.
    expect(text('👩‍💻')).toEqual([])
  })

  test('are not blank where something is to be said', () => {
    expect(text(' \n')).toEqual(['text'])
    // A letter by its class (Hangul filler), of which nothing is seen.
    expect(text('\u3164')).toEqual(['text'])
    expect(text('')).toEqual(['text'])
    expect(text('', 0)).toEqual([])
    expect(text('  ', 0)).toEqual([])
  })
})

describe('dates', () => {
  const date = (year: number, month: number, day: number) =>
    wrong((fields) => fields.date('due', { $type: 'google.type.Date', year, month, day }))

  test('are days of the calendar', () => {
    for (const [year, month, day] of [
      [2026, 12, 31],
      [2028, 2, 29],
      [1949, 10, 1],
    ] as const)
      expect(date(year, month, day)).toEqual([])
    for (const [year, month, day] of [
      [2026, 2, 29],
      [2026, 13, 1],
      [2026, 0, 1],
      [2026, 4, 31],
      [2026, 1, 0],
      [0, 1, 1],
      [10_000, 1, 1],
      [26, 1, 1],
    ] as const)
      expect(date(year, month, day)).toEqual(['due'])
    expect(wrong((fields) => fields.date('due', undefined))).toEqual(['due'])
  })

  test('every day since 1949 is one, and no other triple is', () => {
    const day = fc.date({ min: new Date('1949-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(day, (at) => {
        expect(date(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate())).toEqual([])
      }),
    )
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.integer(), (year, month, of) => {
        const real = new Date(Date.UTC(year, month - 1, of))
        const exists = real.getUTCMonth() + 1 === month && real.getUTCDate() === of && year >= 1949 && year <= 2999
        expect(date(year, month, of)).toEqual(exists ? [] : ['due'])
      }),
    )
  })
})

test('request ids are UUIDs, in whatever case', () => {
  expect(wrong((fields) => fields.requestId('0192F0C1-7c1e-7b0a-9c3f-2f1f5a1f2b3c'))).toEqual([])
  for (const id of ['', '0192f0c17c1e7b0a9c3f2f1f5a1f2b3c', '0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3c ', 'x'])
    expect(wrong((fields) => fields.requestId(id))).toEqual(['request_id'])
})

test('evidence is checked piece by piece, and no more of it than is allowed', () => {
  const piece = {
    $type: 'qiantou.record.v1.Evidence' as const,
    title: '',
    sha256: Buffer.alloc(32),
    sizeBytes: 1n,
    mediaType: '',
    location: '',
  }
  expect(wrong((fields) => fields.evidence('evidence', [{ ...piece, title: 'a' }, piece]))).toEqual([
    'evidence[1].title',
  ])
  const many = Array.from({ length: 10_000 }, () => piece)
  expect(wrong((fields) => fields.evidence('evidence', many))).toHaveLength(1 + limits.evidence)
})

describe('page tokens', () => {
  test('come back as they went', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (last) => {
        expect(parsePageToken(pageToken(last))).toBe(last)
      }),
    )
  })

  test('are refused where no answer of ours held them', () => {
    for (const token of [
      '!',
      'a',
      'YQ==',
      Buffer.from('\u0000').toString('base64url'),
      Buffer.from('算').toString('base64url'),
    ])
      expect(parsePageToken(token)).toBeUndefined()
  })
})

describe('filters', () => {
  const keys = ['state', 'organisation']

  test('are terms joined by AND', () => {
    expect(parseFilter('', keys)).toEqual(new Map())
    expect(parseFilter('state = ISSUED AND organisation = organisations/hn-kjt', keys)).toEqual(
      new Map([
        ['state', 'ISSUED'],
        ['organisation', 'organisations/hn-kjt'],
      ]),
    )
  })

  test.each([
    'state=ISSUED',
    'state = ',
    'state = A AND state = B',
    'colour = RED',
    'state = A OR state = B',
    "state = 'A'",
    'state = A AND ',
  ])('are nothing else: %j', (filter) => {
    expect(parseFilter(filter, keys)).toBeUndefined()
  })

  test('ask a key for one of the values that it has, or for a name of its kind', () => {
    const asked = (filter: string) =>
      wrong((fields) => fields.filter(filter, keys, { state: ['ISSUED'], organisation: 'organisation' }))
    expect(asked('state = ISSUED AND organisation = organisations/hn-kjt')).toEqual([])
    for (const filter of ['state = issued', 'organisation = services/hn-kjt', 'organisation = hn-kjt'])
      expect(asked(filter), filter).toEqual(['filter'])
  })
})
