import { join } from 'node:path'
import { Kafka, logLevel } from 'kafkajs'
import { type Broker, brokerUnavailability, startBroker } from '#infra/kafka/broker.ts'
import type { Source } from '#shared/domain/decider.ts'
import { KafkaLog } from '#shared/log/kafka-log.ts'
import type { Log } from '#shared/log/log.ts'
import { PostgresLog } from '#shared/log/postgres-log.ts'

/** An engine of the log as the contract suite drives it. */
export type Engine = {
  readonly name: string
  /** Why it can't run on this machine. */
  readonly unavailable: string | undefined
  readonly start: (directory: string) => Promise<void>
  readonly stop: () => Promise<void>
  /** A log of its own, as another process has. `urls` are the sources' databases for the role that reads records. */
  readonly open: (urls: ReadonlyMap<Source, string>, say?: (line: string) => void) => Log
}

export const postgresEngine: Engine = {
  name: 'PostgreSQL',
  unavailable: undefined,
  start: async () => {},
  stop: async () => {},
  open: (urls) => new PostgresLog(urls),
}

let started: Broker | undefined

/** The broker behind the Kafka engine, for tests that take it away. */
export function broker(): Broker {
  if (!started) throw new Error('no broker was started')
  return started
}

export const kafkaEngine: Engine = {
  name: 'Kafka',
  unavailable: await brokerUnavailability(),
  start: async (directory) => {
    started = await startBroker({ home: join(directory, 'kafka') })
  },
  stop: async () => await started?.stop(),
  open: (_urls, say = () => {}) => new KafkaLog({ brokers: broker().brokers, clientId: 'contract', log: say }),
}

/** Deletes the records of a topic before an offset, as its retention does. */
export async function deleteRecordsBefore(topic: string, offset: number): Promise<void> {
  const admin = new Kafka({ clientId: 'contract', brokers: broker().brokers, logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  // kafkajs deletes nothing from a topic that it has not asked about before.
  await admin.fetchTopicOffsets(topic)
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: `${offset}` }] })
  await admin.disconnect()
}
