import type { Consumer, EachBatchPayload } from 'kafkajs'
import type { Source } from '#shared/domain/decider.ts'
import type { DeliveredRecord } from '#shared/record/record.ts'
import { isUnknownTopic, KafkaClient, type KafkaOptions, readBounds, retry, topicOf } from './kafka-client.ts'
import { Complaints } from './kafka-complaints.ts'
import { readMessage } from './kafka-last-record.ts'
import type { SubscribeOptions } from './log.ts'
import { pause } from './wake.ts'

const retryMilliseconds = 200
/** Whether a gap was filled some other way, from the event log's archive, is looked up so often. */
const gapMilliseconds = 1_000
const maxRecords = 500
/** A long fetch costs no latency, but whoever stops waits for it. */
const fetchMilliseconds = 300
const heartbeatMilliseconds = 500
/** The least that brokers allow by default: so long after its death an instance's sources go to another. */
const sessionMilliseconds = 6_000
const graceMilliseconds = 500

/** Records that the consumer needs are no longer in the topic; the event log's archive has them. */
export class LogGap extends Error {
  override readonly name = 'LogGap'
  readonly source: Source
  readonly expected: bigint
  readonly found: bigint

  constructor(source: Source, expected: bigint, found: bigint) {
    super(`${source} continues with ${found} where ${expected} was expected: what lies between has left the topic`)
    this.source = source
    this.expected = expected
    this.found = found
  }
}

/**
 * Follows one source for one group, while the group's coordinator assigns it to this instance. A consumer and a group
 * for each source: inside one consumer kafkajs fetches again only when all that it fetched has been taken in, so one slow
 * source would stop the others.
 */
export class KafkaTail {
  readonly source: Source
  readonly topic: string
  readonly groupId: string
  /** Why nothing is taken in at present. */
  stopped: string | undefined
  private readonly subscription: SubscribeOptions
  private readonly options: KafkaOptions
  private readonly complaints: Complaints
  private readonly stopping = new AbortController()
  private readonly running: Promise<void>
  private client: KafkaClient | undefined
  private delivering: Promise<void> | undefined
  private position = 0n
  /** Of the present assignment: done when the consumer reads from where its database stands. */
  private settled: Promise<void> | undefined

  constructor(source: Source, subscription: SubscribeOptions, options: KafkaOptions) {
    this.source = source
    this.topic = topicOf(source)
    this.groupId = `qiantou.${subscription.group}.${this.topic.replace(/^qiantou\./, '')}`
    this.subscription = subscription
    this.options = options
    this.complaints = new Complaints(`${subscription.group} follows ${source}`, options.log)
    this.running = this.run()
  }

  /** Resolves when what is being delivered has been, or has been given up by the consumer. */
  async stop(): Promise<void> {
    this.stopping.abort()
    await this.delivering?.catch(() => {})
    const cut = setTimeout(() => this.client?.close(), graceMilliseconds)
    await this.running
    clearTimeout(cut)
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping
    while (!signal.aborted) {
      const client = new KafkaClient({ ...this.options, log: (line) => this.complaints.say(line) })
      this.client = client
      try {
        await client.whileOpen(this.follow(client))
      } catch (error) {
        if (!signal.aborted) await this.pause(error as Error, retryMilliseconds)
      } finally {
        client.close()
        // One delivery at a time, also where kafkajs left one behind.
        await this.delivering?.catch(() => {})
      }
    }
  }

  /** Consumes until it is stopped or kafkajs gives up. */
  private async follow(client: KafkaClient): Promise<void> {
    const consumer = client.kafka.consumer({
      groupId: this.groupId,
      sessionTimeout: sessionMilliseconds,
      heartbeatInterval: heartbeatMilliseconds,
      rebalanceTimeout: 30_000,
      minBytes: 1,
      maxWaitTimeInMs: fetchMilliseconds,
      allowAutoTopicCreation: false,
      retry: { ...retry, restartOnFailure: async () => false },
    })
    const crash = Promise.withResolvers<never>()
    // It may be over before anybody waits for it.
    crash.promise.catch(() => {})
    consumer.on(consumer.events.CRASH, ({ payload }) => crash.reject(payload.error))
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      const assigned = payload.memberAssignment[this.topic] !== undefined
      this.settled = assigned ? this.settle(client, consumer) : undefined
    })
    await consumer.connect()
    if (!(await this.topicAppears(consumer))) return
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (batch) => this.takeIn(batch, client),
    })
    await this.untilStopped(crash.promise)
    // Leaves the group: another instance takes over at once.
    await consumer.disconnect()
  }

  private async untilStopped(crashed: Promise<never>): Promise<void> {
    const { signal } = this.stopping
    const stopped = Promise.withResolvers<void>()
    const stop = () => stopped.resolve()
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
    await Promise.race([crashed, stopped.promise]).finally(() => signal.removeEventListener('abort', stop))
  }

  /** Waits for the topic, which its source's owner creates. @returns false where stopped before. */
  private async topicAppears(consumer: Consumer): Promise<boolean> {
    const { signal } = this.stopping
    while (!signal.aborted) {
      try {
        await consumer.subscribe({ topic: this.topic, fromBeginning: true })
        return true
      } catch (error) {
        if (!isUnknownTopic(error)) throw error
        await pause(retryMilliseconds, signal)
      }
    }
    return false
  }

  /**
   * Reads on from where the consumer's own database stands; the group's committed offset is for operators to look at.
   * A topic begins with record 1 at offset 0 and may hold a record twice: record n+1 has offset n at least.
   */
  private async settle(client: KafkaClient, consumer: Consumer): Promise<void> {
    while (client.isOpen && !this.stopping.signal.aborted) {
      try {
        this.position = await this.subscription.from(this.source)
        const { low, high } = await client.ask((admin) => readBounds(admin, this.topic))
        consumer.seek({ topic: this.topic, partition: 0, offset: `${clamp(this.position, low, high)}` })
        this.stopped = undefined
        return
      } catch (error) {
        if (client.isOpen) await this.pause(error as Error, retryMilliseconds)
      }
    }
  }

  /** Takes in what was fetched; the group's offset is committed behind it. Returning without is fetched again. */
  private async takeIn(fetched: EachBatchPayload, client: KafkaClient): Promise<void> {
    const { batch, heartbeat, resolveOffset, commitOffsetsIfNecessary, isStale } = fetched
    let evicted: Error | undefined
    const beat = setInterval(() => heartbeat().catch((error) => (evicted = error)), heartbeatMilliseconds)
    try {
      const settled = this.settled
      await settled
      if (isStale() || settled !== this.settled) return
      const records = batch.messages.map((message) => readMessage(this.topic, message))
      for (let start = 0; start < records.length; start += maxRecords) {
        const slice = records.slice(start, start + maxRecords)
        while (!(await this.delivered(slice))) {
          if (this.stopping.signal.aborted || !client.isOpen) return
          if (evicted) throw evicted
        }
        const last = slice.at(-1)?.offset as bigint
        resolveOffset(`${last}`)
        const partitions = [{ partition: 0, offset: `${last + 1n}` }]
        await commitOffsetsIfNecessary({ topics: [{ topic: this.topic, partitions }] })
      }
    } finally {
      clearInterval(beat)
    }
  }

  /** Delivers what is above the consumer's position. @returns false where it is to be tried again, after a pause. */
  private async delivered(records: readonly { sequence: bigint; bytes: Uint8Array }[]): Promise<boolean> {
    const { signal } = this.stopping
    if (signal.aborted) return false
    const next: DeliveredRecord[] = []
    let position = this.position
    let gap: LogGap | undefined
    for (const { sequence, bytes } of records) {
      if (sequence > position + 1n) gap = new LogGap(this.source, position + 1n, sequence)
      if (gap) break
      if (sequence <= position) continue
      next.push({ source: this.source, sequence, bytes })
      position = sequence
    }
    try {
      if (next.length) {
        this.delivering = this.subscription.deliver(next, signal)
        await this.delivering
        this.stopped = undefined
        this.complaints.clear()
        this.position = position
      }
      if (!gap) return true
    } catch (error) {
      await this.pause(error as Error, retryMilliseconds)
      await this.lookUpPosition()
      return false
    }
    await this.pause(gap, gapMilliseconds)
    await this.lookUpPosition()
    return false
  }

  /** What failed may have been taken in after all, or more. */
  private async lookUpPosition(): Promise<void> {
    if (this.stopping.signal.aborted) return
    this.position = await this.subscription.from(this.source).catch(() => this.position)
  }

  private async pause(reason: Error, milliseconds: number): Promise<void> {
    this.stopped = `${reason.name}: ${reason.message}`
    this.complaints.say(this.stopped)
    await pause(milliseconds, this.stopping.signal)
  }
}

function clamp(value: bigint, low: bigint, high: bigint): bigint {
  if (value < low) return low
  if (value > high) return high
  return value
}
