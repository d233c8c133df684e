/** Timers: what time alone changes of a service's streams, each once, after downtime too. */
import { hash } from 'node:crypto'
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { Clock } from '#shared/clock/clock.ts'
import { type AnyDecider, type Context, dueOf, type StreamId } from '#shared/domain/decider.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { serviceOf, workflowOf } from '#shared/domain/resource-name.ts'
import { Loop } from '#shared/log/loop.ts'
import { derivedUuid } from '#shared/record/uuid.ts'
import type { Logger } from '#shared/telemetry/logger.ts'
import type { Database } from './database.ts'
import type { EventStore } from './event-store.ts'
import { StoreFault } from './store-fault.ts'

/** Deadlines are days: who is a second late is early enough. */
const pollMilliseconds = 1_000
/** As many are decided together; the store makes batches of them. */
const maxTogether = 1_000
/** A timer that can't be decided is a bug of its aggregate: others go on, it is tried again after that long. */
const retryMilliseconds = 60_000
/** What is logged of one: whoever plays with a bus listens for it. */
export const timerFailed = 'timer failed'

/** $1 now, $2 limit */
const selectDue = 'SELECT name, aggregate, due, version FROM stream WHERE due <= $1 ORDER BY due LIMIT $2'

type DueRow = { readonly name: StreamId; readonly aggregate: string; readonly due: Date; readonly version: bigint }

/**
 * Looks for streams that are due, and has the passing of time decided on each as if it were a command of the service
 * itself: two instances that look at once, and an instance that dies in between, record it once.
 */
export class Timers {
  private readonly store: EventStore
  private readonly database: Database
  private readonly clock: Clock
  private readonly deciders: readonly AnyDecider[]
  private readonly logger: Logger
  private readonly loop: Loop
  /** Streams whose timers could not be decided, and until when they are left alone. */
  private readonly failed = new Map<StreamId, number>()

  constructor(parts: {
    readonly store: EventStore
    readonly database: Database
    readonly clock: Clock
    readonly deciders: readonly AnyDecider[]
    readonly logger: Logger
  }) {
    this.store = parts.store
    this.database = parts.database
    this.clock = parts.clock
    this.deciders = parts.deciders
    this.logger = parts.logger
    this.loop = new Loop({
      pollMilliseconds,
      // The database is away: it is looked again.
      pass: () => this.fire().catch(() => 0),
      listen: (call) => this.clock.onSet?.(call),
    })
  }

  start(): void {
    if (this.deciders.some(({ due }) => due)) this.loop.start()
  }

  stop(): Promise<void> {
    return this.loop.stop()
  }

  /** Fires what is due now. @returns how many. */
  private async fire(): Promise<number> {
    const limit = maxTogether + this.failed.size
    const { rows } = await this.database.query({
      name: 'select-due',
      text: selectDue,
      values: [this.clock.now(), limit],
    })
    const due = (rows as readonly DueRow[]).filter(({ name }) => (this.failed.get(name) ?? 0) <= performance.now())
    for (const { name } of due) this.failed.delete(name)
    const fired = await Promise.all(due.map((row) => this.elapse(row)))
    return fired.filter(Boolean).length
  }

  /** @returns whether something was recorded. */
  private async elapse({ name, aggregate, due, version }: DueRow): Promise<boolean> {
    const decider = this.deciders.find((candidate) => candidate.aggregate === aggregate)
    if (!decider) return false
    // Of the stream as it was seen: what is due once more at the same moment, because a date has moved back to it, is another.
    const beside = decider.elapsesInto ? await this.streamsInto(name, decider) : []
    const digest = hash('sha256', `${name} ${due.toISOString()} ${version}`, 'buffer')
    const outcome = await this.store
      .execute({
        stream: name,
        decider: elapsing(decider, beside),
        beside,
        make: () => right(undefined),
        actor: serviceOf(this.store.source),
        requestId: derivedUuid(digest),
        requestHash: digest.subarray(0, 16),
        contents: [],
        correlationId: workflowOf(name),
      })
      .catch((error) =>
        // While the database is away nothing has failed: it is looked again.
        left(no(error instanceof StoreFault ? 'AWAY' : 'TIMER_FAILED', error)),
      )
    if (isLeft(outcome)) {
      if (outcome.left.reason === 'TIMER_FAILED') this.leave(name, due, outcome.left.details.error ?? '')
      return false
    }
    return !outcome.right.isRepeat
  }

  /** Which other streams it would fold into as it stands. */
  private async streamsInto(stream: StreamId, decider: AnyDecider): Promise<readonly StreamId[]> {
    const state = (await this.store.load(stream))?.state
    return (state && decider.elapsesInto?.(state)) ?? []
  }

  private leave(stream: StreamId, due: Date, error: string): void {
    this.failed.set(stream, performance.now() + retryMilliseconds)
    this.logger.error({ stream, due: due.toISOString(), error }, timerFailed)
  }
}

/** Why a timer did nothing: said to nobody outside. */
const no = (reason: 'NOT_DUE' | 'AWAY' | 'TIMER_FAILED', error: unknown = ''): Rejection => ({
  kind: 'precondition',
  reason,
  details: { error: `${error}` },
})

/**
 * A decider whose one command is the passing of time. What has moved on since it was looked at is left alone: also where it
 * would fold into other streams than `beside` by now.
 */
const elapsing = (decider: AnyDecider, beside: readonly StreamId[]): AnyDecider => ({
  ...decider,
  decide: (_: unknown, state: object | undefined, context: Context) => {
    const due = state && dueOf(decider, state)
    if (!state || !due || due > context.at || !decider.elapse) return left(no('NOT_DUE'))
    const into: readonly StreamId[] = decider.elapsesInto?.(state) ?? []
    if (into.some((stream) => !beside.includes(stream))) return left(no('NOT_DUE'))
    try {
      return right(decider.elapse(state, context))
    } catch (error) {
      // It is nobody's command: those that share its batch must not suffer.
      return left(no('TIMER_FAILED', error))
    }
  },
})
