/** What `--json` prints: proto3 JSON with every field present, so that keys are stable. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Which field of a `oneof` is set: in JSON it stands in its message by its own name. */
type Choice = { readonly $case: string; readonly value: unknown }

const isChoice = (entry: unknown): entry is Choice => typeof entry === 'object' && entry !== null && '$case' in entry

/**
 * A protobuf message as JSON: lower camel case, 64-bit integers as strings, times in RFC 3339, enums by name. Two
 * things differ from the canonical form: fields with default values are written (an absent message is null), and bytes,
 * which in this API are hashes, salts and records, are hex.
 */
export function jsonOf(value: unknown): Json {
  if (value === undefined || value === null) return null
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(jsonOf)
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, entry]) => [String(key), jsonOf(entry)]))
  if (typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== '$type')
        .map(([key, entry]) => (isChoice(entry) ? [entry.$case, jsonOf(entry.value)] : [key, jsonOf(entry)])),
    )
  return value as string | number | boolean
}
