import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { type PolicyReading, readPolicy } from './reader.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

function read(bytes: Uint8Array, knownNames: readonly string[] = []): PolicyReading {
  const reading = readPolicy(bytes, knownNames)
  if (E.isLeft(reading)) throw new Error(reading.left.reason)
  return reading.right
}

/** Texts of the words that the reader looks for, so that random ones reach deep into it. */
const WORDS = [
  ...[
    '省甲厅',
    '省乙局',
    '各县政府',
    '工业和信息化厅',
    '公安',
    '、',
    ',',
    '\uFF0C',
    '。',
    ';',
    ' ',
    '\n',
    '\r\n',
    '等',
    '等部门',
  ],
  ...[
    '牵头',
    '负责',
    '按职责分工负责',
    '配合',
    '责任单位:',
    '以下均需',
    '落实',
    '不再列出',
    '(',
    ')',
    '\uFF08',
    '\uFF09',
  ],
  ...[
    '〔',
    '〕',
    '[',
    ']',
    '一、',
    '二、',
    '(一)',
    '1.',
    '2.',
    '附件1',
    '措施',
    '定期评选',
    '有效期3年',
    '有效期5年',
    '…',
  ],
  ...[
    'led by the ',
    'responsible',
    'The following must be implemented by ',
    ' and the ',
    'etc.',
    '1、 Aims',
    '\u{20000}',
  ],
]
const words = (maxLength: number) =>
  fc.array(fc.constantFrom(...WORDS), { maxLength, size: 'max' }).map((list) => list.join(''))
const numbered = fc.constantFrom('一、', '二、', '(一)', '(二)', '1.', '2.', '附件1', '')
const item = fc.tuple(
  numbered,
  words(4),
  fc.constantFrom('。(', '。〔', '('),
  words(12),
  fc.constantFrom(')', '〕', ''),
)
const line = fc.oneof(
  { weight: 3, arbitrary: item.map((parts) => `${parts.join('')}\n`) },
  { weight: 1, arbitrary: words(12) },
)
const policyLikeText = fc.array(line, { maxLength: 12, size: 'max' }).map((lines) => lines.join(''))
const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), policyLikeText)

const withoutBlanks = (text: string): string => text.replace(/\s+/g, '')

describe('any text at all', () => {
  it('is tried with texts that do have clauses', () => {
    const tried = fc.sample(policyLikeText, 200).filter((text) => read(encode(text)).clauses.length > 0)
    expect(tried.length).toBeGreaterThan(100)
  })

  it('is read without a throw, with spans that slice right, and ids that differ', () => {
    const holdsForAll = fc.property(anyText, (text) => {
      const { document, clauses } = read(encode(text), ['省甲厅'])
      expect(document.length).toBe(text.length)
      expect(new Set(clauses.map(({ id }) => id)).size).toBe(clauses.length)
      for (const clause of clauses) {
        expect(text.slice(clause.start, clause.end)).toBe(clause.phrase)
        expect(clause.clauseStart).toBeLessThanOrEqual(clause.start)
        expect(clause.clauseEnd).toBeGreaterThanOrEqual(clause.end)
        expect(clause.leads.length > 0).toBe(clause.mode === 'LED')
        const named = [...clause.leads, ...clause.supporters].map(withoutBlanks)
        for (const { code, start, end } of clause.findings) {
          if (code === 'UNKNOWN_BODY') expect(named).toContain(withoutBlanks(text.slice(start, end)))
          expect(start).toBeGreaterThanOrEqual(clause.clauseStart)
          expect(end).toBeGreaterThanOrEqual(start)
          expect(end).toBeLessThanOrEqual(clause.clauseEnd)
        }
        for (const name of named) {
          expect(name).not.toBe('')
          expect(withoutBlanks(clause.phrase)).toContain(name)
        }
      }
    })
    fc.assert(holdsForAll, { numRuns: 2_000 })
  })

  it('keeps its clauses apart and in order', () => {
    const holdsForAll = fc.property(policyLikeText, (text) => {
      const { clauses } = read(encode(text))
      clauses.slice(1).forEach((clause, index) => {
        expect(clause.clauseStart).toBeGreaterThanOrEqual(clauses[index]?.clauseEnd ?? 0)
      })
    })
    fc.assert(holdsForAll, { numRuns: 1_000 })
  })

  it('is read or refused, whatever its bytes', () => {
    const holdsForAll = fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const reading = readPolicy(bytes)
      expect(E.isLeft(reading) ? reading.left.reason : reading.right.document.sha256).toMatch(
        /^NOT_UTF8$|^[0-9a-f]{64}$/,
      )
    })
    fc.assert(holdsForAll)
  })

  /** A reader whose time grows with the square of the text would take minutes for any of these. */
  it.each([
    '(',
    '()',
    '(负责',
    '。(负责',
    '([〔【',
    '([)',
    '以下均',
    '定期',
    '一、\n',
    '1.a。(省甲厅负责)\n',
    '附件  ',
    '省甲厅、',
  ])(
    'of a million characters takes seconds: %j',
    (part) => {
      const bytes = encode(part.repeat(Math.ceil(1_000_000 / part.length)))
      const start = performance.now()
      read(bytes)
      expect(performance.now() - start).toBeLessThan(8_000)
    },
    30_000,
  )
})
