import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type Admin, type ISocketFactoryArgs, Kafka, logLevel } from 'kafkajs'
import './kafka-repairs.ts'
import type { Source } from '#shared/domain/decider.ts'

export type KafkaOptions = {
  /** `host:port` of some brokers of the cluster; the others are found through them. */
  readonly brokers: readonly string[]
  /** PEM texts; without them the connection is not encrypted. */
  readonly ssl?: { readonly ca: string; readonly cert: string; readonly key: string }
  /** What the brokers call this process in their logs and quotas. */
  readonly clientId: string
  /** Gets one line for each complaint, not for each time it is so again. */
  readonly log?: (line: string) => void
}

/**
 * For ever, and at least once a second: kafkajs's defaults give a broker up after five tries, and its consumer then comes
 * back as a new member, for which the group waits until the old one's session has timed out.
 */
export const retry = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 1e6 }

/** `//qiantou/lead-agency/s2` lies in the topic `qiantou.lead-agency.s2`. */
export function topicOf(source: Source): string {
  const path = source.match(/^\/\/([a-z0-9-]+(?:\/[a-z0-9-]+)*)$/)?.[1]
  if (!path) throw new Error(`${source} is no source`)
  return path.replaceAll('/', '.')
}

/** Connections of one attachment or subscription: what shares them can be cut off at once, whatever it waits for. */
export class KafkaClient {
  readonly kafka: Kafka
  private readonly sockets = new Set<Socket>()
  private readonly cutOff = Promise.withResolvers<never>()
  private open = true

  constructor(options: KafkaOptions) {
    // Whoever waits for it says so by `whileOpen`.
    this.cutOff.promise.catch(() => {})
    this.kafka = new Kafka({
      clientId: options.clientId,
      // Ends kafkajs's retries, which nothing else does: no broker to try is the one error it does not retry.
      brokers: () => (this.open ? [...options.brokers] : []),
      ...(options.ssl ? { ssl: { ...options.ssl } } : {}),
      socketFactory: (where) => this.connect(where),
      retry,
      logLevel: logLevel.ERROR,
      logCreator:
        () =>
        ({ namespace, log }) => {
          if (!this.open || log.error === 'This server does not host this topic-partition') return
          options.log?.(`kafkajs: ${namespace}: ${log.message}${log.error ? `: ${log.error}` : ''}`)
        },
    })
  }

  get isOpen(): boolean {
    return this.open
  }

  /** Waits for what may wait for a broker; rejects as soon as the client is closed. */
  whileOpen<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.cutOff.promise])
  }

  /** Cuts every connection; what still waits on them fails, for that reason. */
  close(reason = 'the client is closed'): void {
    if (!this.open) return
    this.open = false
    const error = new Error(reason)
    this.cutOff.reject(error)
    for (const socket of this.sockets) socket.destroy(error)
  }

  /** Asks something of the cluster on a connection of its own. */
  async ask<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin()
    try {
      await this.whileOpen(admin.connect())
      return await this.whileOpen(question(admin))
    } finally {
      // What remains of a connection that does not close goes with the client.
      admin.disconnect().catch(() => {})
    }
  }

  private connect({ host, port, ssl, onConnect }: ISocketFactoryArgs): Socket {
    const socket = ssl
      ? connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...ssl }, onConnect)
      : connectTcp({ host, port }, onConnect)
    socket.setKeepAlive(true, 60_000)
    socket.setNoDelay(true)
    this.sockets.add(socket)
    socket.once('close', () => this.sockets.delete(socket))
    if (!this.open) socket.destroy(new Error('the client is closed'))
    return socket
  }
}

/** Whether kafkajs was told that there is no such topic (yet). */
export const isUnknownTopic = (error: unknown): boolean =>
  (error as { type?: string }).type === 'UNKNOWN_TOPIC_OR_PARTITION'

/** Offsets of a topic's one partition: `low` is the first that is still kept, `high` the one the next message will get. */
export async function readBounds(admin: Admin, topic: string): Promise<{ low: bigint; high: bigint }> {
  const partitions = await admin.fetchTopicOffsets(topic)
  const [only, ...more] = partitions
  if (!only || more.length) throw new Error(`topic ${topic} has ${partitions.length} partitions instead of one`)
  return { low: BigInt(only.low), high: BigInt(only.high) }
}
