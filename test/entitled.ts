import type { ReadRecord } from '#shared/record/record.ts'

type Placed = Pick<ReadRecord, 'subject' | 'admits' | 'releases'> & { readonly position: bigint }

/**
 * The positions of what a body is to be given of all records, by what they say themselves of who becomes and ceases to be
 * party: a second, simpler reading of docs/record.md.
 */
export function entitledTo(organisation: string, records: readonly Placed[]): bigint[] {
  const party = new Set<string>()
  return records.flatMap(({ subject, admits, releases, position }) => {
    if (admits?.includes(organisation)) party.add(subject)
    const above = subject.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'))
    // A task's bodies are not party to each other's supervision.
    const given = above.some((one) => party.has(one) && !subject.startsWith(`${one}/supervisions/`))
    // The record that releases a body is the last that it is given.
    if (releases?.includes(organisation)) party.delete(subject)
    return given ? [position] : []
  })
}
