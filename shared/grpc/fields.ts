import type { DateMessage } from '#proto/google/type/date.ts'
import type { Evidence, SignOff } from '#proto/qiantou/record/v1/record.ts'
import { forms, idPattern, type Kind, patterns as namePatterns } from '#shared/domain/resource-name.ts'
import { isUuid } from '#shared/record/uuid.ts'
import { parsePageToken } from './page.ts'

export type Violation = { readonly field: string; readonly description: string }

/** Names with `-` for any (AIP-159). */
type Wildcard = 'anyTask' | 'anyTaskAnywhere'

const patterns: Readonly<Record<Kind | Wildcard | 'resource' | 'source', { form: string; pattern: RegExp }>> = {
  ...(Object.fromEntries(
    Object.entries(forms).map(([kind, form]) => [kind, { form, pattern: namePatterns[kind as Kind] }]),
  ) as Record<Kind, { form: string; pattern: RegExp }>),
  anyTask: {
    form: 'programmes/{programme}/tasks/{task or -}',
    pattern: new RegExp(`^programmes/${idPattern}/tasks/(${idPattern}|-)$`),
  },
  anyTaskAnywhere: {
    form: 'programmes/{programme}/tasks/{task or -}, or programmes/-/tasks/-',
    pattern: new RegExp(`^programmes/(${idPattern}/tasks/(${idPattern}|-)|-/tasks/-)$`),
  },
  resource: {
    form: 'a resource name such as programmes/{programme}',
    pattern: new RegExp(`^[a-z]+/${idPattern}(/[a-zA-Z]+/${idPattern}){0,3}$`),
  },
  source: { form: '//qiantou/{service}', pattern: /^\/\/qiantou\/[a-z0-9-]{1,63}(\/[a-z0-9-]{1,63})?$/ },
}

/** The limits that proto comments state, in one place. */
export const limits = {
  text: 20_000,
  title: 200,
  /** Who is paid, and whose account it is: as a bank takes it (ISO 20022, Max140Text). */
  payeeName: 140,
  evidence: 50,
  location: 1_000,
  mediaType: 100,
  pageSize: 1_000,
  fen: 2n ** 53n,
} as const

/** C0 and C1 controls but tab and line breaks, and what turns the direction of the text around it (UAX #9 §2.1 to §2.5). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for; PostgreSQL refuses U+0000 in text
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/
/** Those, and marks that have a direction and are not seen (§2.6), for which a title has no use. */
const controlOrMark = new RegExp(`${control.source}|\\p{Bidi_Control}`, 'u')
const visible = /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}\p{P}\p{S}]/u

const token = "[A-Za-z0-9!#$%&'*+.^_`|~-]+"
const mediaType = new RegExp(
  `^[A-Za-z0-9][\\w!#$&^.+-]*/[A-Za-z0-9][\\w!#$&^.+-]*( *; *${token}=(${token}|"[\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]*"))*$`,
)

/** Collects what is wrong with a request's fields, each by its path (google.rpc.BadRequest). */
export class Fields {
  readonly violations: Violation[] = []
  /** Free text of the request, what is empty left out. */
  readonly written: string[] = []
  hasEvidence = false

  require(field: string, holds: boolean, description: string): void {
    if (!holds) this.violations.push({ field, description })
  }

  requestId(value: string): void {
    this.require(
      'request_id',
      isUuid(value.toLowerCase()),
      'must be a UUID, such as 0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3c',
    )
  }

  name(field: string, value: string, kind: keyof typeof patterns): void {
    this.require(field, patterns[kind].pattern.test(value), `must be ${patterns[kind].form}`)
  }

  /** Names of organisations, each at most once. */
  organisations(field: string, values: readonly string[], max: number): void {
    this.count(field, values.length, 0, max)
    for (const value of values.slice(0, max)) this.name(field, value, 'organisation')
    this.require(field, new Set(values).size === values.length, 'must name each organisation once')
  }

  id(field: string, value: string): void {
    this.require(
      field,
      new RegExp(`^${idPattern}$`).test(value),
      'must be 1 to 63 lower case letters, digits and hyphens, not starting with a hyphen',
    )
  }

  /** Whole fen of less than 90 trillion yuan, so that whoever reads them as numbers gets them right. */
  fen(field: string, value: bigint, least: 0n | 1n): void {
    this.require(field, value >= least && value < limits.fen, `must be an amount in fen, from ${least}`)
  }

  /** Amounts that are added up: their sum is one too, so that sums of sums fit into 64 bits. */
  sum(field: string, values: readonly bigint[]): void {
    const sum = values.reduce((all, value) => all + value, 0n)
    this.require(field, sum < limits.fen, `must come to less than ${limits.fen} fen together`)
  }

  /** A calendar year, or with `orNone` 0 for none. */
  year(field: string, value: number, { orNone = false }: { readonly orNone?: boolean } = {}): void {
    const isYear = (orNone && value === 0) || (value >= 1949 && value <= 9999)
    this.require(field, isYear, orNone ? 'must be a year, or 0' : 'must be a year')
  }

  /** A full protobuf name; that nobody here knows it does not make it wrong. */
  messageType(field: string, value: string): void {
    this.require(
      field,
      /^[a-z][A-Za-z0-9_.]{0,199}$/.test(value),
      'must be a full name, such as qiantou.task.v1.TaskIssued',
    )
  }

  /**
   * A title, a name: text of so many characters (Unicode code points), without control characters other than line breaks
   * and tabs.
   */
  text(field: string, value: string, min: number, max: number): void {
    this.characters(field, value, [min, max], controlOrMark)
  }

  /** What may be long: a reason, an opinion, a ruling. It may hold marks for words that are written from right to left. */
  prose(field: string, value: string, min = 1, max: number = limits.text): void {
    this.characters(field, value, [min, max], control)
  }

  private characters(field: string, value: string, [min, max]: readonly [number, number], refused: RegExp): void {
    const length = value.length <= max ? value.length : [...value].length
    this.require(field, length >= min && length <= max, `must have ${min} to ${max} characters, has ${length}`)
    this.require(field, !refused.test(value), 'must not contain control characters')
    if (length > 0) this.written.push(value)
    if (min > 0 && length > 0) this.require(field, visible.test(value), 'must not be blank')
  }

  /** Neither unspecified nor a value that this version does not know. */
  known(field: string, value: string): void {
    this.require(
      field,
      value !== 'UNRECOGNIZED' && !value.endsWith('_UNSPECIFIED'),
      'must be one of the values this version knows',
    )
  }

  date(field: string, value: DateMessage | undefined): void {
    if (!value) return this.require(field, false, 'is required')
    const { year, month, day } = value
    const date = new Date(Date.UTC(year, month - 1, day))
    const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    const isWhole = real && year >= 1949 && year <= 2999
    this.require(field, isWhole, 'must be a whole calendar date (google.type.Date) from 1949 to 2999')
  }

  hash(field: string, value: Uint8Array): void {
    this.require(field, value.length === 32, `must be a SHA-256 of 32 bytes, has ${value.length}`)
  }

  /** RFC 6838 §4.2, with parameters (RFC 9110 §8.3.1) of tokens or quoted strings. */
  mediaType(field: string, value: string): void {
    this.require(field, value.length <= limits.mediaType, `must have at most ${limits.mediaType} characters`)
    const isOne = value.length <= limits.mediaType && mediaType.test(value)
    this.require(field, isOne, 'must be a media type, such as application/pdf')
  }

  count(field: string, length: number, min: number, max: number): void {
    const wanted = max === 0 ? 'does not belong here: must have no entries' : `must have ${min} to ${max} entries`
    this.require(field, length >= min && length <= max, `${wanted}, has ${length}`)
  }

  page(request: { readonly pageSize: number; readonly pageToken: string }): void {
    this.require('page_size', request.pageSize <= limits.pageSize, `must be at most ${limits.pageSize}`)
    this.require('page_token', parsePageToken(request.pageToken) !== undefined, 'must come from an earlier answer')
  }

  /** Of a key the values that it may have, or what they are names of. */
  filter(
    value: string,
    keys: readonly string[],
    values: Readonly<Record<string, readonly string[] | Kind>> = {},
  ): void {
    const terms = parseFilter(value, keys)
    const form = keys.map((key) => `${key} = VALUE`).join(' AND ')
    this.require('filter', terms !== undefined, `must be terms of the form ${form}`)
    for (const [key, allowed] of Object.entries(values)) {
      const asked = terms?.get(key)
      if (asked === undefined) continue
      if (typeof allowed === 'string') this.name('filter', asked, allowed)
      else this.require('filter', allowed.includes(asked), `${key} must be one of ${allowed.join(', ')}`)
    }
  }

  /** A sign-off chain: at most ten steps, each by a pseudonym. */
  signOff(field: string, chain: readonly Pick<SignOff, 'step' | 'person'>[]): void {
    this.count(field, chain.length, 0, 10)
    for (const [i, { step, person }] of chain.slice(0, 10).entries()) {
      this.known(`${field}[${i}].step`, step)
      this.id(`${field}[${i}].person`, person)
      const former = chain[i - 1]?.step ?? step
      this.require(`${field}[${i}].step`, step >= former, 'must not come before the step that stands before it')
    }
  }

  evidence(field: string, pieces: readonly Evidence[]): void {
    this.count(field, pieces.length, 0, limits.evidence)
    this.hasEvidence ||= pieces.length > 0
    for (const [i, piece] of pieces.slice(0, limits.evidence).entries()) {
      this.text(`${field}[${i}].title`, piece.title, 1, limits.title)
      this.hash(`${field}[${i}].sha256`, piece.sha256)
      this.require(`${field}[${i}].size_bytes`, piece.sizeBytes >= 0n && piece.sizeBytes < 2n ** 53n, 'must be a size')
      this.text(`${field}[${i}].media_type`, piece.mediaType, 0, limits.mediaType)
      this.text(`${field}[${i}].location`, piece.location, 0, limits.location)
    }
  }
}

/** The values of an enum as filters name them: without their prefix, those only that say something. */
export const valuesIn = (values: object, prefix: string): readonly string[] =>
  Object.keys(values)
    .filter((name) => !/UNSPECIFIED|UNRECOGNIZED/.test(name))
    .map((name) => name.replace(prefix, ''))

/**
 * `key = value` terms joined by ` AND `, of the given keys, each at most once (a part of AIP-160).
 * @returns undefined where the filter is not of that form.
 */
export function parseFilter(filter: string, keys: readonly string[]): ReadonlyMap<string, string> | undefined {
  const terms = new Map<string, string>()
  if (filter === '') return terms
  for (const term of filter.split(' AND ')) {
    const [, key = '', value = ''] = term.match(/^([a-z_]+) = ([A-Za-z0-9_/-]{1,200})$/) ?? []
    if (!keys.includes(key) || terms.has(key)) return undefined
    terms.set(key, value)
  }
  return terms
}
