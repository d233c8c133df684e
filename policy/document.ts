import * as O from 'fp-ts/lib/Option.js'
import type { Finding } from './finding.ts'
import { ARABIC_NUMERAL, CHINESE_NUMERAL, parseNumeral } from './numeral.ts'
import type { Line } from './outline.ts'
import {
  CLOSE_ROUND,
  CLOSE_SQUARE,
  CLOSE_TORTOISE,
  COLON,
  OPEN_ROUND,
  OPEN_SQUARE,
  OPEN_TORTOISE,
} from './punctuation.ts'

/** What a policy document says of itself. `length` counts UTF-16 units of the decoded text. */
export type PolicyDocument = {
  /** The plan's own title; for a notice that issues a plan (关于印发《…》的通知) that of the plan. */
  readonly title: string
  /** 发文字号, such as 湘政发〔2025〕7号; null where the document does not state its own. */
  readonly documentNumber: string | null
  /** SHA-256 of the exact bytes, in lower-case hexadecimal. */
  readonly sha256: string
  readonly length: number
  readonly findings: readonly Finding[]
}

const TITLE_LENGTH = 200
const OPENING = `[${OPEN_TORTOISE}${OPEN_SQUARE}${OPEN_ROUND}]`
const CLOSING = `[${CLOSE_TORTOISE}${CLOSE_SQUARE}${CLOSE_ROUND}]`
const NUMBER = `[\\p{Script=Han}]{2,10}${OPENING}\\d{4}${CLOSING}\\d{1,4}号`
const NUMBER_IN_METADATA = new RegExp(`(?<![\\p{Script=Han}])文号[${COLON}]\\s{0,4}(${NUMBER})`, 'u')
const NUMBER_ON_A_LINE = new RegExp(`^${NUMBER}$`, 'u')

/** The title of the plan: of what a notice issues, or else the first line. Empty for an empty text. */
export function readTitle(lines: readonly Line[]): string {
  const firstLine = (lines[0]?.text ?? '').replace(/^\uFEFF/, '').slice(0, TITLE_LENGTH)
  return /关于印发《(.+)》的通知$/.exec(firstLine)?.[1] ?? firstLine
}

/** The number that the document gives itself, in its metadata or on a line of its own; numbers it cites do not count. */
export function readDocumentNumber(lines: readonly Line[]): string | null {
  for (const line of lines) {
    const head = line.text.slice(0, TITLE_LENGTH)
    const number = NUMBER_IN_METADATA.exec(head)?.[1] ?? NUMBER_ON_A_LINE.exec(head)?.[0]
    if (number !== undefined) return number
  }
  return null
}

/** One place that says how long the document is in force; `years` where it can be told. */
type Validity = {
  readonly start: number
  readonly end: number
  readonly years: number
}

/**
 * VALIDITY_CONFLICT where the document says more than one thing of how long it is in force: its text (有效期5年), its
 * metadata (信息时效期:2028-10-26, counted from 发文日期) or its annexes. Which one holds is for a person to say.
 */
export function findValidityConflict(text: string): readonly Finding[] {
  const terms = readTerms(text)
  const stated = [...terms, ...readExpiry(text)].sort((one, other) => one.start - other.start)
  const place = terms[0] ?? stated[0]
  if (place === undefined || new Set(stated.map((validity) => validity.years)).size < 2) return []
  const candidates = stated.map((validity) => text.slice(validity.start, validity.end))
  return [{ code: 'VALIDITY_CONFLICT', start: place.start, end: place.end, candidates }]
}

function readTerms(text: string): readonly Validity[] {
  const pattern = new RegExp(`有效期(?:限)?[为是${COLON}]?\\s?(${ARABIC_NUMERAL}|${CHINESE_NUMERAL})年`, 'g')
  return [...text.matchAll(pattern)].flatMap((match) => {
    const years = parseNumeral(match[1] ?? '')
    return O.isSome(years) ? [{ start: match.index, end: match.index + match[0].length, years: years.value }] : []
  })
}

const DATE = '(\\d{4})-(\\d{1,2})-(\\d{1,2})'

function readExpiry(text: string): readonly Validity[] {
  const expiry = new RegExp(`信息时效期[${COLON}]\\s{0,4}${DATE}`).exec(text)
  const issued = new RegExp(`(?:发文|成文|签署)日期[${COLON}]\\s{0,4}${DATE}`).exec(text)
  if (expiry === null || issued === null) return []
  const days = (dateOf(expiry) - dateOf(issued)) / 86_400_000
  return [{ start: expiry.index, end: expiry.index + expiry[0].length, years: Math.round((days / 365.25) * 10) / 10 }]
}

const dateOf = ([, year, month, day]: RegExpExecArray): number => Date.UTC(Number(year), Number(month) - 1, Number(day))
