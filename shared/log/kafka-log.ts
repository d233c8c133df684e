import { KafkaClient, type KafkaOptions, readBounds } from './kafka-client.ts'
import { KafkaRelay } from './kafka-relay.ts'
import { KafkaTail } from './kafka-tail.ts'
import type { LagOfSource, Log, SourceStore, SubscribeOptions, Subscription } from './log.ts'

/** So long a broker may take to say how far a topic has grown. */
const askMilliseconds = 1_000

/**
 * The engine that scales: a relay publishes each source to one topic with one partition, subscribers read topics.
 * Both keep trying for as long as a broker or a database is away.
 */
export class KafkaLog implements Log {
  private readonly options: KafkaOptions
  private readonly running = new Set<KafkaRelay | KafkaTail>()

  constructor(options: KafkaOptions) {
    this.options = options
  }

  async attach(store: SourceStore): Promise<{ stop: () => Promise<void> }> {
    const relay = new KafkaRelay(store, this.options)
    this.running.add(relay)
    return { stop: () => this.stop([relay]) }
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    const tails = options.sources.map((source) => new KafkaTail(source, options, this.options))
    for (const tail of tails) this.running.add(tail)
    return {
      stop: () => this.stop(tails),
      lag: async () => {
        const lags = await Promise.all(tails.map((tail) => this.lagOf(tail, options)))
        return new Map(lags.map((lag, index) => [(tails[index] as KafkaTail).source, lag]))
      },
    }
  }

  async close(): Promise<void> {
    await this.stop([...this.running])
  }

  private async stop(running: readonly (KafkaRelay | KafkaTail)[]): Promise<void> {
    await Promise.all(running.map((one) => one.stop()))
    for (const one of running) this.running.delete(one)
  }

  /** What the group has not committed yet lies before it; a record that is there twice is counted twice until it is read. */
  private async lagOf(tail: KafkaTail, options: SubscribeOptions): Promise<LagOfSource> {
    const position = await options.from(tail.source)
    const unread = await this.unread(tail, position).catch(() => undefined)
    const latest = unread === undefined ? undefined : position + unread
    return tail.stopped === undefined ? { position, latest } : { position, latest, stopped: tail.stopped }
  }

  private async unread(tail: KafkaTail, position: bigint): Promise<bigint> {
    const client = new KafkaClient({ ...this.options, log: () => {} })
    const deadline = setTimeout(() => client.close(), askMilliseconds)
    try {
      return await client.ask(async (admin) => {
        const { low, high } = await readBounds(admin, tail.topic)
        const offsets = await admin.fetchOffsets({ groupId: tail.groupId, topics: [tail.topic] })
        const committed = BigInt(offsets[0]?.partitions[0]?.offset ?? -1)
        const [next = low] = [low, committed, position].sort((one, other) => Number(other - one))
        return high > next ? high - next : 0n
      })
    } finally {
      clearTimeout(deadline)
      client.close()
    }
  }
}
