/** Bodies that follow the order themselves, each with its own certificate: what they are given is compared with what they may read. */
import { setTimeout as sleep } from 'node:timers/promises'
import { mutualTls } from '#shared/grpc/client.ts'
import { hashRecord } from '#shared/record/record.ts'
import type { Deployment } from '../../faults/deployment.ts'
import { Follower } from '../../faults/follower.ts'
import { Readership } from '../../reference-fold/entitled.ts'
import type { Auditor } from './auditor.ts'
import { tlsIn } from './connect.ts'

/** Why somebody is followed: it ends, is given copies, takes another's place, or is one body of many. */
export type WatchedAs = 'ended' | 'copied' | 'successor' | 'supporter' | 'lead' | 'city'

/** What was given, and under which hash. */
export type Given = { readonly position: bigint; readonly hash: string }

const hashOf = (bytes: Uint8Array): string => Buffer.from(hashRecord(bytes)).toString('hex')

class Watcher {
  readonly given: Given[] = []
  readonly roles = new Set<WatchedAs>()
  private readonly follower: Follower

  constructor(deployment: Deployment, code: string) {
    const credentials = mutualTls(tlsIn(deployment, `organisation/${code}`))
    this.follower = new Follower(deployment.address('event-log'), credentials, (position, bytes) => {
      this.given.push({ position, hash: hashOf(bytes) })
    })
  }

  stop(): void {
    this.follower.stop()
  }
}

/** As long is waited for what has to come; what has not by then is missing. */
const patienceMilliseconds = 20_000

export class Watchers {
  readonly watched = new Map<string, Watcher>()
  readonly readership = new Readership()
  private readonly deployment: Deployment
  private readonly auditor: Auditor
  /** For each record in order, whether a body is given it. */
  private readonly isGiven: ((body: string) => boolean)[] = []

  constructor(deployment: Deployment, auditor: Auditor) {
    this.deployment = deployment
    this.auditor = auditor
  }

  watch(code: string, as: WatchedAs): void {
    const watcher = this.watched.get(code) ?? new Watcher(this.deployment, code)
    watcher.roles.add(as)
    this.watched.set(code, watcher)
  }

  /** Takes in what the auditor has. */
  catchUp(): void {
    for (const record of this.auditor.records.slice(this.isGiven.length))
      this.isGiven.push(this.readership.take(record))
  }

  /** Waits until all there is has been taken in: so many records. */
  async takeIn(entries: number): Promise<void> {
    await this.auditor.has(entries)
    this.catchUp()
  }

  /** The positions of what a body is to be given of the records so far. */
  meantFor(code: string): readonly bigint[] {
    this.catchUp()
    return this.isGiven.flatMap((isGiven, position) => (isGiven(`organisations/${code}`) ? [BigInt(position)] : []))
  }

  /** Waits until somebody was given what it is to be given by now, of so many records in all. */
  async settle(codes: readonly string[], entries: number): Promise<void> {
    await this.takeIn(entries)
    for (const code of codes) {
      const watcher = this.watched.get(code)
      const last = this.meantFor(code).at(-1) ?? -1n
      for (const end = Date.now() + patienceMilliseconds; watcher && Date.now() < end; await sleep(5))
        if ((watcher.given.at(-1)?.position ?? -1n) >= last) break
    }
  }

  /** Whoever has ended long ago asks no more. */
  dismiss(code: string): void {
    this.watched.get(code)?.stop()
  }

  stop(): void {
    for (const watcher of this.watched.values()) watcher.stop()
  }
}
