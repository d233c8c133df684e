/** A source's records for stories: each names the hash of the one before. */

import { TaskClosed } from '#proto/qiantou/task/v1/task_events.ts'
import type { Fact, Source } from '#shared/domain/decider.ts'
import { type DeliveredRecord, type Envelope, hashRecord, noHash, writeRecord } from '#shared/record/record.ts'
import { parseUuid, uuidV7 } from '#shared/record/uuid.ts'

const dawn = new Date('2026-03-02T01:00:00.000Z')

/** What every record of a story says unless told otherwise. */
const usual = (source: Source, sequence: bigint) => ({
  id: uuidV7(dawn),
  source,
  sequence,
  subject: 'programmes/hunan/tasks/2026-1',
  time: dawn,
  actor: 'organisations/hn-office',
  requestid: parseUuid(uuidV7(dawn)),
  correlationid: 'programmes/hunan/tasks/2026-1',
  partitionkey: 'programmes/hunan/tasks/2026-1',
})

/** Makes the records of one source, one after the other. */
export class Chain {
  readonly source: Source
  private sequence = 0n
  private hash: Uint8Array = noHash

  constructor(source: Source) {
    this.source = source
  }

  /** The next record. `details` may also lie about its place. */
  next(details: Partial<Envelope> = {}, fact: Fact = TaskClosed.create()): DeliveredRecord {
    this.sequence += 1n
    const bytes = writeRecord({ ...usual(this.source, this.sequence), prevhash: this.hash, ...details }, fact)
    this.hash = hashRecord(bytes)
    return { source: this.source, sequence: this.sequence, bytes }
  }

  /** The next so many records. */
  several(count: number): DeliveredRecord[] {
    return Array.from({ length: count }, () => this.next())
  }
}
