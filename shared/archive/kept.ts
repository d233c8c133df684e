/** What a former party keeps: the records that were its to read while it was party, and what they refer to (docs/domain.md, rule 12). */
import { status } from '@grpc/grpc-js'
// Facts are opened by their type's name: these modules make known what is recorded under a task, whoever records it.
import '#proto/qiantou/assignment/v1/assignment_events.ts'
import '#proto/qiantou/supervision/v1/supervision_events.ts'
import '#proto/qiantou/task/v1/task_events.ts'
import { messageTypeRegistry } from '#proto/typeRegistry.ts'
import type { OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import type { Reader } from '#shared/domain/entitlement.ts'
import { afterChange, type Membership, mayReadRecord, membershipChanges } from '#shared/domain/membership.ts'
import { workflowOf } from '#shared/domain/resource-name.ts'
import { type ReadRecord, readFact } from '#shared/record/record.ts'
import type { RecordsUnder } from './records-under.ts'

/** What an organisation keeps of a workflow, and until when it was party to the whole of it. */
export type Kept = {
  readonly records: readonly ReadRecord[]
  /** Whether it could see what has lain with the whole workflow since then. */
  readonly sawAllSince: (time: Date) => boolean
}

const membershipsOf = (records: readonly ReadRecord[], organisation: OrganisationName): readonly Membership[] =>
  afterChange([], membershipChanges(records, 0n)).filter((membership) => membership.organisation === organisation)

/**
 * Asked of the event log, where the same function says who is delivered what. Whoever never was a party, and who reads by
 * role, is asked nothing of: undefined.
 */
export async function keptOf(reader: Reader, resource: ResourceName, log: RecordsUnder): Promise<Kept | undefined> {
  if (reader.role !== 'organisation') return undefined
  const workflow = workflowOf(resource)
  // Of what the log knows nothing, or nothing yet, nobody has anything.
  const all = await log.of(workflow).catch((error) => {
    if ((error as { readonly code?: number }).code === status.NOT_FOUND) return []
    throw error
  })
  const memberships = membershipsOf(all, reader.actor)
  if (memberships.length === 0) return undefined
  const of = (name: ResourceName) => memberships.filter((membership) => membership.resource === name)
  const timeOf = (position: bigint): Date => (all[Number(position)] as ReadRecord).time
  return {
    records: all.filter(({ subject }, i) => mayReadRecord(reader, { subject, position: BigInt(i) }, of, 'history')),
    sawAllSince: (time) => of(workflow).some(({ released }) => released === undefined || time <= timeOf(released)),
  }
}

/** Every message inside a message, itself included. */
function* messagesIn(value: unknown): Generator<{ readonly $type: string } & Readonly<Record<string, unknown>>> {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return
  if ('$type' in value) yield value as { readonly $type: string } & Readonly<Record<string, unknown>>
  for (const inner of Object.values(value)) yield* messagesIn(inner)
}

/** The messages in a record's fact; none of a fact that only a later version knows. */
const messagesOf = (record: ReadRecord) =>
  messageTypeRegistry.has(record.type) ? [...messagesIn(readFact(record).fact)] : []

/** Whether somebody keeps a text of a resource: a record of it that is its to read refers to the text. */
export async function keepsText(
  reader: Reader,
  resource: ResourceName,
  sha256: Uint8Array,
  log: RecordsUnder,
): Promise<boolean> {
  const kept = await keptOf(reader, resource, log)
  const refers = (record: ReadRecord): boolean =>
    messagesOf(record).some(
      (message) =>
        message.$type === 'qiantou.record.v1.ContentReference' &&
        Buffer.from(message.sha256 as Uint8Array).equals(sha256),
    )
  return kept?.records.some((record) => record.subject === resource && refers(record)) ?? false
}

/** Where the evidence lies that records name. */
export const locationsIn = (records: readonly ReadRecord[]): ReadonlySet<string> =>
  new Set(
    records.flatMap((record) =>
      messagesOf(record)
        .filter(({ $type }) => $type === 'qiantou.record.v1.Evidence')
        .map(({ location }) => location as string),
    ),
  )
