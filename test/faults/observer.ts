/** Counts from outside: what clients were told against what subscriptions deliver. */
import type { ChannelCredentials } from '@grpc/grpc-js'
import { TimeLimitPassed } from '#proto/qiantou/consultation/v1/consultation_events.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import { hashRecord, type ReadRecord, readRecord } from '#shared/record/record.ts'
import { entitledTo } from '../entitled.ts'
import { Follower } from './follower.ts'

export type Count = { acknowledged: number; found: number; twice: number; missing: number; gaps: number }

type Placed = Pick<ReadRecord, 'subject' | 'admits' | 'releases'> & { readonly position: bigint }

/** Follows the order as the office, who is given everything, and as bodies, who are given what they are party to. */
export class Observer {
  private readonly office: Follower
  private readonly bodies: readonly { readonly code: string; readonly follower: Follower; readonly given: bigint[] }[]
  private readonly hashes = new Map<string, string>()
  /** By command, what it has recorded: the last sequence, and each fact. */
  private readonly commands = new Map<string, { last: bigint; readonly facts: Set<string> }>()
  private readonly lastSequence = new Map<string, bigint>()
  private readonly order: Placed[] = []
  /** Of each consultation, how often it was told that its limit has passed: here nobody moves one. */
  readonly limitsPassed = new Map<string, number>()
  private twice = 0
  private gaps = 0

  constructor(address: string, credentialsOf: (code: string) => ChannelCredentials, bodies: readonly string[]) {
    this.office = new Follower(address, credentialsOf('hn-office'), (position, bytes) => this.see(position, bytes))
    this.bodies = bodies.map((code) => {
      const given: bigint[] = []
      return { code, given, follower: new Follower(address, credentialsOf(code), (position) => given.push(position)) }
    })
  }

  /** Whether a command has been carried out before: its records stand side by side, and no two say the same. */
  private isAgain({ actor, requestid, sequence, type, data }: ReadRecord): boolean {
    const command = `${actor} ${Buffer.from(requestid).toString('hex')}`
    const fact = `${type} ${Buffer.from(data).toString('hex')}`
    const before = this.commands.get(command)
    const isAgain = before !== undefined && (before.last + 1n !== sequence || before.facts.has(fact))
    this.commands.set(command, { last: sequence, facts: new Set([...(before?.facts ?? []), fact]) })
    return isAgain
  }

  private see(position: bigint, bytes: Uint8Array): void {
    const record = readRecord(bytes)
    const key = `${record.source} ${record.sequence}`
    if (this.hashes.has(key) || this.isAgain(record) || position <= this.office.position) this.twice += 1
    // The office sees everything: positions and sequences have no holes for it.
    if (position !== this.office.position + 1n) this.gaps += 1
    if (record.sequence !== (this.lastSequence.get(record.source) ?? 0n) + 1n) this.gaps += 1
    if (record.type === TimeLimitPassed.$type)
      this.limitsPassed.set(record.subject, (this.limitsPassed.get(record.subject) ?? 0) + 1)
    this.hashes.set(key, Buffer.from(hashRecord(bytes)).toString('hex'))
    this.lastSequence.set(record.source, record.sequence)
    const { subject, admits, releases } = record
    this.order.push({ position, subject, admits, releases })
  }

  /** Compares with what clients were told; waits for what is still on its way. */
  async count(receipts: readonly Receipt[], patienceMilliseconds: number): Promise<Count> {
    const found = (): number =>
      receipts.filter(
        ({ source, sequence, hash }) => this.hashes.get(`${source} ${sequence}`) === Buffer.from(hash).toString('hex'),
      ).length
    const behind = (): boolean => this.bodies.some(({ code, given }) => given.length < this.due(code).length)
    for (const end = Date.now() + patienceMilliseconds; Date.now() < end; ) {
      if (found() === receipts.length && !behind()) break
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    let { twice, gaps } = this
    for (const { code, given } of this.bodies) {
      const due = new Set(this.due(code))
      const got = new Set(given)
      gaps += [...due].filter((position) => !got.has(position)).length
      // What was not its business counts as what came twice does: neither was to come.
      twice += given.length - got.size + [...got].filter((position) => !due.has(position)).length
    }
    return { acknowledged: receipts.length, found: found(), twice, missing: receipts.length - found(), gaps }
  }

  stop(): void {
    for (const follower of [this.office, ...this.bodies.map((body) => body.follower)]) follower.stop()
  }

  private due(code: string): bigint[] {
    return entitledTo(`organisations/${code}`, this.order)
  }
}
