import type { Fact, Recorded, Source } from '#shared/domain/decider.ts'
import { type Rejection, rejection } from '#shared/domain/rejection.ts'
import { workflowOf } from '#shared/domain/resource-name.ts'
import { hashRecord, maxRecordBytes, writeRecord } from '#shared/record/record.ts'
import { parseUuid, uuidV7 } from '#shared/record/uuid.ts'
import type { Command, Head, Position, StreamRow } from './work.ts'

/** What records are made on. */
type Base = {
  readonly at: Date
  readonly row: StreamRow
  readonly head: Head
  readonly source: Source
  /** How far every other source was taken in. */
  readonly positions: ReadonlyMap<Source, Position>
}

/** What was taken in of other sources since the last own record. */
const news = ({ seen }: Head, positions: ReadonlyMap<Source, Position>): Map<Source, bigint> =>
  new Map(
    [...positions].flatMap(([source, { sequence }]): [Source, bigint][] =>
      sequence > (seen.get(source) ?? 0n) ? [[source, sequence]] : [],
    ),
  )

/** What a decision comes to: its records, and the head and the stream after them. */
export type Composed = StreamRow & {
  readonly state: object
  readonly head: Head
  readonly records: readonly { readonly sequence: bigint; readonly bytes: Uint8Array }[]
  readonly recorded: readonly Recorded[]
}

/** Makes the records of a decision and the state after them, without touching anything. */
export function compose(work: Command, facts: readonly Fact[], base: Base): Composed | Rejection {
  const { at, source, positions } = base
  let { head } = base
  let { version, state } = base.row
  const records: { sequence: bigint; bytes: Uint8Array }[] = []
  const all: Recorded[] = []
  for (const fact of facts) {
    const sequence = head.sequence + 1n
    const { stream: subject, actor, signOff = [] } = work
    const recorded = { fact, subject, at, actor, source, sequence, signOff }
    state = work.decider.evolve(state, recorded, work.stream) as object | undefined
    if (state === undefined) throw new Error(`${fact.$type} leaves ${work.stream} without a state`)
    version += 1n
    const seen = news(head, positions)
    const bytes = writeRecord(
      {
        id: uuidV7(at),
        source,
        subject,
        time: at,
        sequence,
        prevhash: head.hash,
        actor,
        requestid: parseUuid(work.requestId),
        correlationid: work.correlationId,
        seen,
        ...work.decider.parties(fact, state),
        partitionkey: workflowOf(work.stream),
        signoff: signOff,
        traceparent: work.traceparent,
      },
      fact,
    )
    if (bytes.length > maxRecordBytes)
      return rejection('invalid', 'RECORD_TOO_LARGE', { bytes: `${bytes.length}`, limit: `${maxRecordBytes}` })
    records.push({ sequence, bytes })
    all.push(recorded)
    const allSeen = seen.size ? new Map([...head.seen, ...seen]) : head.seen
    head = { tick: head.tick, sequence, hash: hashRecord(bytes), time: at, seen: allSeen }
  }
  return { records, recorded: all, head, state: state as object, version }
}
