import { randomUUID } from 'node:crypto'
import type { KafkaMessage } from 'kafkajs'
import { type KafkaClient, readBounds } from './kafka-client.ts'

/** A record as a topic holds it; its key is the sequence in decimal. */
export type PublishedRecord = { readonly sequence: bigint; readonly bytes: Uint8Array; readonly offset: bigint }

/** Reads a message of ours. @throws where it is somebody else's. */
export function readMessage(topic: string, message: KafkaMessage): PublishedRecord {
  const key = message.key?.toString() ?? ''
  if (!message.value || !/^[1-9][0-9]{0,18}$/.test(key))
    throw new Error(`topic ${topic} holds something else than a record at offset ${message.offset}`)
  return { sequence: BigInt(key), bytes: message.value, offset: BigInt(message.offset) }
}

/** The last record of a topic, or undefined where it holds none. */
export async function readLastRecord(client: KafkaClient, topic: string): Promise<PublishedRecord | undefined> {
  const { low, high } = await client.ask((admin) => readBounds(admin, topic))
  if (low === high) return undefined
  // kafkajs reads in groups only. One that commits nothing vanishes with its member; a name used before could still have
  // a dead member, for which the broker would wait.
  const consumer = client.kafka.consumer({
    groupId: `qiantou.relay.${topic}.${randomUUID()}`,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 100,
    retry: { restartOnFailure: async () => false },
  })
  const found = Promise.withResolvers<PublishedRecord>()
  // It may fail before anybody waits for it.
  found.promise.catch(() => {})
  consumer.on(consumer.events.GROUP_JOIN, () => consumer.seek({ topic, partition: 0, offset: `${high - 1n}` }))
  consumer.on(consumer.events.CRASH, ({ payload }) => found.reject(payload.error))
  try {
    await client.whileOpen(consumer.connect())
    await client.whileOpen(consumer.subscribe({ topic }))
    await client.whileOpen(
      consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: async ({ batch }) => {
          const message = batch.messages.at(-1)
          if (message) found.resolve(readMessage(topic, message))
        },
      }),
    )
    return await client.whileOpen(found.promise)
  } finally {
    consumer.disconnect().catch(() => {})
  }
}
