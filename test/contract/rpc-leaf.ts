/** The fields of a request, each with its path, so that a test can put something else into every one of them. */

export type Leaf = {
  readonly path: readonly string[]
  readonly value: string
  readonly kind: 'text' | 'enum' | 'hash'
  /** The enum's value of no meaning. */
  readonly unspecified: string
  readonly isName: boolean
  /** Whether it may be empty. */
  readonly isOptional: boolean
}

const names = new Set([
  'name',
  'parent',
  'organisation',
  'successor',
  'resource',
  'source',
  'subject',
  'clause',
  'office',
  'superior',
  'into',
  'member',
  'task',
  'referee',
])
const optional = new Set([
  ...['subject', 'taskId', 'consultationId', 'milestone', 'superior', 'task', 'DissolveOrganisationRequest.successor'],
])
const enumValue =
  /^(CLAUSE_KIND|RESPONSIBILITY_MODE|SUBSCRIBE_START|ORGANISATION_KIND|ORGANISATION_LEVEL|TERM_ROLE|CONSULTATION_KIND|ANSWER_KIND)_/

function leaf(path: readonly string[], value: string, owner: string): Leaf {
  const [field = ''] = path.slice(-1)
  const [prefix] = value.match(enumValue) ?? []
  return {
    path,
    value,
    kind: prefix ? 'enum' : 'text',
    unspecified: `${prefix}UNSPECIFIED`,
    // What an enterprise is called is a text.
    isName: names.has(field) && !prefix && !(owner === 'Applicant' && field === 'name'),
    isOptional: optional.has(field) || optional.has(`${owner}.${field}`),
  }
}

/** Every field of a request that holds a text, an enum or a hash, empty ones too, at any depth. */
export function leavesOf(value: unknown, path: readonly string[] = [], owner = ''): Leaf[] {
  if (typeof value === 'string') return [leaf(path, value, owner)]
  // Every hash of the API has this name; other bytes are contents.
  if (value instanceof Uint8Array && path.at(-1) !== 'sha256') return []
  if (value instanceof Uint8Array) return [{ ...leaf(path, '', owner), kind: 'hash', isName: false }]
  if (typeof value !== 'object' || value === null) return []
  // The message that a field is of, without its package.
  const type = '$type' in value ? `${value.$type}`.split('.').at(-1) : owner
  return Object.entries(value)
    .filter(([key]) => !key.startsWith('$'))
    .flatMap(([key, inner]) => leavesOf(inner, [...path, key], type))
}

/** The request with something else in one of its fields. */
export function substituted(value: unknown, path: readonly string[], replacement: string | Uint8Array): object {
  const [key, ...rest] = path
  if (key === undefined) return replacement as unknown as object
  if (Array.isArray(value))
    return value.map((inner, i) => (`${i}` === key ? substituted(inner, rest, replacement) : inner))
  return { ...(value as object), [key]: substituted((value as Record<string, unknown>)[key], rest, replacement) }
}
