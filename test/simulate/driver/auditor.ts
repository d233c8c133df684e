/** A subscriber who reads everything by role, from the first record on and through every kill: all that is compared with. */
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import { mutualTls } from '#shared/grpc/client.ts'
import { hashRecord, type ReadRecord, readRecord } from '#shared/record/record.ts'
import type { Deployment } from '../../faults/deployment.ts'
import { Follower } from '../../faults/follower.ts'
import { type Event, eventOf } from '../../reference-fold/reference-event.ts'
import { tlsIn } from './connect.ts'

/** Code of the organisation that the services know as one that reads by role. */
export const auditorCode = 'hn-audit'

const keyOf = (source: string, sequence: bigint, hash: Uint8Array): string =>
  `${source} ${sequence} ${Buffer.from(hash).toString('hex')}`

export class Auditor {
  readonly records: ReadRecord[] = []
  /** Of each record, in hex. */
  readonly hashes: string[] = []
  /** What must not be: holes, and what came twice. */
  readonly wrongs: string[] = []
  private readonly follower: Follower
  private readonly found = new Set<string>()
  private readonly last = new Map<string, bigint>()
  private readonly ofTasks = new Map<string, Event[]>()
  /** So many records have been taken into the histories of tasks. */
  private known = 0

  constructor(deployment: Deployment) {
    const credentials = mutualTls(tlsIn(deployment, `organisation/${auditorCode}`))
    this.follower = new Follower(deployment.address('event-log'), credentials, (position, bytes) =>
      this.see(position, bytes),
    )
  }

  async has(count: number): Promise<void> {
    for (const end = Date.now() + 60_000; this.records.length < count; ) {
      if (Date.now() > end) throw new Error(`the subscription stands at ${this.records.length} of ${count} records`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  /** The records of each task, and of all that lies under it but supervision, which is no business of the task's. */
  get histories(): ReadonlyMap<string, readonly Event[]> {
    for (const record of this.records.slice(this.known)) {
      const { subject, type } = record
      if (!subject.includes('/tasks/') || !/^qiantou\.(task|assignment)\./.test(type)) continue
      const name = subject.split('/').slice(0, 4).join('/')
      const history = this.ofTasks.get(name) ?? []
      history.push(eventOf(record))
      this.ofTasks.set(name, history)
    }
    this.known = this.records.length
    return this.ofTasks
  }

  /** Receipts that are not in the log as clients got them. */
  missing(receipts: readonly Receipt[]): readonly string[] {
    return receipts
      .map(({ source, sequence, hash }) => keyOf(source, sequence, hash))
      .filter((key) => !this.found.has(key))
  }

  stop(): void {
    this.follower.stop()
  }

  private see(position: bigint, bytes: Uint8Array): void {
    const record = readRecord(bytes)
    const { source, sequence } = record
    const hash = hashRecord(bytes)
    const key = keyOf(source, sequence, hash)
    if (this.found.has(key)) this.wrongs.push(`${key} came twice`)
    if (position !== BigInt(this.records.length))
      this.wrongs.push(`position ${position} came as ${this.records.length}`)
    const before = this.last.get(source) ?? 0n
    if (sequence !== before + 1n) this.wrongs.push(`${source} ${sequence} came after ${before}`)
    this.found.add(key)
    this.last.set(source, sequence)
    this.records.push(record)
    this.hashes.push(Buffer.from(hash).toString('hex'))
  }
}
