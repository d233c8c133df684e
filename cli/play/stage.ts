/** What the office sees while tasks are played: their events, live. */
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import { workflowOf } from '#shared/domain/resource-name.ts'
import type { ReadRecord } from '#shared/record/record.ts'
import type { Bus } from '../bus/bus.ts'
import { type Positioned, tail } from '../bus/tail.ts'
import { Failure } from '../failure.ts'
import type { Aside } from './aside.ts'
import type { Lines } from './lines.ts'

/** A step whose event has not been seen for so long has gone wrong. */
const patienceMilliseconds = 15_000

/** Who tells the play to whoever reads. */
export type Narrator = {
  readonly event: (record: Positioned) => Promise<void>
  readonly aside: (aside: Aside) => Promise<void>
}

type Waiting = { readonly isMet: () => boolean; readonly met: () => void }

/** A live subscription that shows the events of the tasks that are played, and tells when something has come. */
export class Stage {
  private readonly lines: Lines
  private readonly office: Bus
  private readonly narrator: Narrator
  private readonly stopping = new AbortController()
  private readonly signal: AbortSignal
  private readonly waiting = new Set<Waiting>()
  private readonly tasks = new Set<string>()
  /** Records that came of what is not played, or not known yet to be. */
  private early: Positioned[] = []
  /** One record is shown after the other, whoever has them shown. */
  private showing: Promise<void> = Promise.resolve()
  private readonly shownRecords: ReadRecord[] = []
  /** How far each source has been seen. */
  private readonly reached = new Map<string, bigint>()

  constructor(office: Bus, narrator: Narrator, signal: AbortSignal, lines: Lines) {
    this.lines = lines
    this.office = office
    this.narrator = narrator
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
    this.tasks.add(task)
    await this.showFocused()
  }

  /** Tells something between the events. */
  aside(aside: Aside): Promise<void> {
    return this.narrator.aside(aside)
  }

  /** Waits until the event of a receipt has been shown. @throws Failure where it does not come in time */
  async shown(receipt: Receipt | undefined): Promise<void> {
    if (!receipt) return
    const { source, sequence } = receipt
    const isMet = (): boolean => (this.reached.get(source) ?? 0n) >= sequence
    await this.until(isMet, () => this.lines.notDelivered(source, sequence))
  }

  /** Waits until the records that have been shown are as they should be. @throws Failure where they do not come in time */
  async told(isThere: (records: readonly ReadRecord[]) => boolean): Promise<void> {
    await this.until(
      () => isThere(this.shownRecords),
      () => this.lines.notTold,
    )
  }

  private async until(isMet: () => boolean, complaint: () => string): Promise<void> {
    if (isMet()) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const waiting: Waiting = { isMet, met: resolve }
    this.waiting.add(waiting)
    const late = () => new Failure({ code: 'DEADLINE_EXCEEDED', reason: 'NOT_DELIVERED', message: complaint() })
    const timer = setTimeout(() => reject(late()), patienceMilliseconds)
    try {
      await promise
    } finally {
      clearTimeout(timer)
      this.waiting.delete(waiting)
    }
  }

  private async follow(subject: string, ready: () => void): Promise<void> {
    const wanted = { from: 'SUBSCRIBE_START_LATEST', subject, types: [] } as const
    for await (const frame of tail(this.office, wanted, this.signal)) {
      if (frame.kind === 'caughtUp') ready()
      else {
        this.early.push(frame)
        await this.showFocused()
      }
    }
  }

  /** Shows what has come of the tasks that are played, in its order. */
  private showFocused(): Promise<void> {
    this.showing = this.showing.then(async () => {
      const isFocused = ({ record }: Positioned): boolean => this.tasks.has(workflowOf(record.subject) ?? '')
      const arrived = this.early.filter(isFocused)
      this.early = this.early.filter((one) => !isFocused(one))
      for (const positioned of arrived) await this.see(positioned)
    })
    return this.showing
  }

  private async see(positioned: Positioned): Promise<void> {
    const { record } = positioned
    await this.narrator.event(positioned)
    this.shownRecords.push(record)
    this.reached.set(record.source, record.sequence)
    for (const { isMet, met } of this.waiting) if (isMet()) met()
  }
}
