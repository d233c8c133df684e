import type { Producer } from 'kafkajs'
import { isUnknownTopic, KafkaClient, type KafkaOptions, topicOf } from './kafka-client.ts'
import { Complaints } from './kafka-complaints.ts'
import { readLastRecord } from './kafka-last-record.ts'
import { holdLock } from './lock.ts'
import type { SourceStore } from './log.ts'
import { markPublished } from './published.ts'
import { pause, Wake } from './wake.ts'

type Row = { readonly sequence: bigint; readonly bytes: Uint8Array }

/** Behind the wake-up stands a slow poll: another instance of the service may have appended. */
const pollMilliseconds = 1_000
const retryMilliseconds = 500
const maxRecords = 500
/** Below the broker's default limit of a request, 1 MiB. */
const maxBatchBytes = 900_000
const retentionMilliseconds = 7 * 24 * 60 * 60 * 1_000
/** What is under way may end by itself for so long; then its connections are cut. */
const graceMilliseconds = 500

/** The topic holds what the store does not: the store lost records that others have seen, or the topic is another's. */
class TopicAhead extends Error {
  override readonly name = 'TopicAhead'
}

/**
 * Publishes a source's records to its topic, in sequence, after the last one that is there. After any fault it begins
 * again by reading that one: then a record may be there twice, but none is missing and none comes first before its
 * predecessor.
 */
export class KafkaRelay {
  private readonly store: SourceStore
  private readonly options: KafkaOptions
  private readonly topic: string
  private readonly wake = new Wake()
  private readonly stopping = new AbortController()
  private readonly complaints: Complaints
  private readonly off: () => void
  private readonly running: Promise<void>
  private client: KafkaClient | undefined

  constructor(store: SourceStore, options: KafkaOptions) {
    this.store = store
    this.options = options
    this.topic = topicOf(store.source)
    this.complaints = new Complaints(`relay of ${store.source}`, options.log)
    this.off = store.onAppend(() => this.wake.call())
    this.running = this.run()
  }

  async stop(): Promise<void> {
    this.off()
    this.stopping.abort()
    const cut = setTimeout(() => this.client?.close(), graceMilliseconds)
    await this.running
    clearTimeout(cut)
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping
    while (!signal.aborted) {
      try {
        await this.whileLocked(() => this.relay())
      } catch (error) {
        if (signal.aborted) return
        this.complaints.say(`${error}`)
        await pause(retryMilliseconds, signal)
      }
    }
  }

  /** Of several instances one relays: the lock ends with the connection of its holder, and then so do its connections. */
  private async whileLocked(work: () => Promise<void>): Promise<void> {
    const connection = await this.store.database.connect()
    const client = new KafkaClient({ ...this.options, log: (line) => this.complaints.say(line) })
    this.client = client
    connection.on('error', (error) => client.close(`the database is away: ${error.message}`))
    try {
      const { signal } = this.stopping
      if (await holdLock(connection, `relay ${this.store.source}`, { retryMilliseconds, signal }))
        await client.whileOpen(work())
    } finally {
      client.close()
      connection.release(true)
    }
  }

  private async relay(): Promise<void> {
    const client = this.client as KafkaClient
    await this.ensureTopic(client)
    const last = await this.lastPublished(client)
    const producer = client.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: () => () => 0,
    })
    await producer.connect()
    try {
      await this.publishAfter(last, producer)
    } finally {
      await producer.disconnect()
    }
  }

  private async publishAfter(last: bigint, producer: Producer): Promise<void> {
    const { signal } = this.stopping
    let published = last
    while (!signal.aborted) {
      const rows = await this.store.read(published, maxRecords)
      for (const batch of batches(rows)) {
        if (signal.aborted) return
        const messages = batch.map(({ sequence, bytes }) => ({ key: `${sequence}`, value: Buffer.from(bytes) }))
        await producer.send({ topic: this.topic, acks: -1, messages })
        this.complaints.clear()
        markPublished(batch.map((row) => ({ source: this.store.source, ...row })))
        published = batch.at(-1)?.sequence ?? published
      }
      if (rows.length < maxRecords) await this.wake.wait(pollMilliseconds, signal)
    }
  }

  /** What the topic ends with, once it is certain that the store has the same record. */
  private async lastPublished(client: KafkaClient): Promise<bigint> {
    // A topic whose records have all passed their retention begins again: consumers drop what they know.
    const last = await readLastRecord(client, this.topic)
    if (!last) return 0n
    const [own] = await this.store.read(last.sequence - 1n, 1)
    if (own?.sequence === last.sequence && Buffer.compare(own.bytes, last.bytes) === 0) return last.sequence
    const found = own?.sequence === last.sequence ? 'has another record of that sequence' : 'has no such record'
    throw new TopicAhead(`topic ${this.topic} ends with record ${last.sequence}, but the store ${found}: not relaying`)
  }

  /** Makes the topic where nobody has: whoever runs the brokers may have, and allow us none of our own. */
  private async ensureTopic(client: KafkaClient): Promise<void> {
    const { topic } = this
    const configEntries = [{ name: 'retention.ms', value: `${retentionMilliseconds}` }]
    await client.ask(async (admin) => {
      try {
        await admin.fetchTopicMetadata({ topics: [topic] })
      } catch (error) {
        if (!isUnknownTopic(error)) throw error
        await admin.createTopics({ topics: [{ topic, numPartitions: 1, replicationFactor: -1, configEntries }] })
      }
    })
  }
}

/** Splits rows into what fits one request. */
function batches(rows: readonly Row[]): Row[][] {
  const all: Row[][] = []
  let bytes = maxBatchBytes
  for (const row of rows) {
    bytes += row.bytes.length
    if (bytes > maxBatchBytes) {
      all.push([])
      bytes = row.bytes.length
    }
    all.at(-1)?.push(row)
  }
  return all
}
