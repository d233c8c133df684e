/** What the office sees while a task is played: its events, live. */
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import { workflowOf } from '#shared/domain/decider.ts'
import type { Bus } from '../bus/bus.ts'
import { type Positioned, tail } from '../bus/tail.ts'
import { Failure } from '../failure.ts'
import type { Lines } from './lines.ts'

/** A step whose event has not been seen for so long has gone wrong. */
const patienceMilliseconds = 15_000

type Waiting = { readonly receipt: Receipt; readonly seen: () => void }

/** A live subscription that shows the events of one task, and tells when a receipt's own event has come. */
export class Stage {
  private readonly lines: Lines
  private readonly office: Bus
  private readonly show: (record: Positioned) => Promise<void>
  private readonly stopping = new AbortController()
  private readonly signal: AbortSignal
  private readonly unseen = new Set<Waiting>()
  /** Records that came before it was known which task is played. */
  private early: Positioned[] = []
  private task: string | undefined
  /** How far each source has been seen. */
  private readonly reached = new Map<string, bigint>()

  constructor(office: Bus, show: (record: Positioned) => Promise<void>, signal: AbortSignal, lines: Lines) {
    this.lines = lines
    this.office = office
    this.show = show
    this.signal = AbortSignal.any([signal, this.stopping.signal])
  }

  /** Subscribes, then lets something happen, and shows what arrives of it until it is over. */
  async watch<T>(subject: string, happen: () => Promise<T>): Promise<T> {
    const ready = Promise.withResolvers<void>()
    const watching = this.follow(subject, ready.resolve)
    // Whichever ends first: a subscription that fails ends the play.
    const failing = watching.then(() => {
      throw new Failure({ code: 'CANCELLED', reason: 'INTERRUPTED', message: this.lines.interrupted })
    })
    failing.catch(() => {})
    try {
      await Promise.race([ready.promise, failing])
      return await Promise.race([happen(), failing])
    } finally {
      this.stopping.abort()
      await watching.catch(() => {})
    }
  }

  /** From now on the events of this task are shown, those included that have come already. */
  async focus(task: string): Promise<void> {
    this.task = task
    for (const record of this.early.splice(0)) await this.see(record)
  }

  /** Waits until the event of a receipt has been shown. @throws Failure where it does not come in time */
  async shown(receipt: Receipt | undefined): Promise<void> {
    if (!receipt || (this.reached.get(receipt.source) ?? 0n) >= receipt.sequence) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const waiting: Waiting = { receipt, seen: resolve }
    this.unseen.add(waiting)
    const timer = setTimeout(() => reject(this.notDelivered(receipt)), patienceMilliseconds)
    try {
      await promise
    } finally {
      clearTimeout(timer)
      this.unseen.delete(waiting)
    }
  }

  private async follow(subject: string, ready: () => void): Promise<void> {
    const wanted = { from: 'SUBSCRIBE_START_LATEST', subject, types: [] } as const
    for await (const frame of tail(this.office, wanted, this.signal))
      if (frame.kind === 'caughtUp') ready()
      else if (this.task === undefined) this.early.push(frame)
      else await this.see(frame)
  }

  private notDelivered({ source, sequence }: Receipt): Failure {
    const message = this.lines.notDelivered(source, sequence)
    return new Failure({ code: 'DEADLINE_EXCEEDED', reason: 'NOT_DELIVERED', message })
  }

  private async see(positioned: Positioned): Promise<void> {
    const { record } = positioned
    if (workflowOf(record.subject) !== this.task) return
    await this.show(positioned)
    this.reached.set(record.source, record.sequence)
    for (const { receipt, seen } of this.unseen)
      if (receipt.source === record.source && receipt.sequence <= record.sequence) seen()
  }
}
