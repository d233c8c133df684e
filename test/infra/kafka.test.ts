import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import kafkajs, { type Kafka, type KafkaConfig } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  type Credentials,
  createAuthority,
  ensureCertificates,
  issueCertificate,
} from '#infra/certificates/authority.ts'
import { type Broker, brokerUnavailability, startBroker } from '#infra/kafka/broker.ts'

const run = promisify(execFile)
const OWNER = fileURLToPath(new URL('./kafka-owner.ts', import.meta.url))
const MAIN = fileURLToPath(import.meta.resolve('#infra/kafka/main.ts'))
const unavailability = await brokerUnavailability()

// A JVM on a small machine under other load takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'qiantou-kafka-'))
})

afterAll(async () => {
  await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
})

function client(broker: Broker, more: Partial<KafkaConfig> = {}): Kafka {
  return new kafkajs.Kafka({
    clientId: 'test',
    brokers: broker.brokers,
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 60 },
    logLevel: kafkajs.logLevel.NOTHING,
    ...more,
  })
}

function secureClient(broker: Broker, credentials: Credentials): Kafka {
  return client(broker, {
    ssl: { cert: credentials.certificate, key: credentials.key, ca: credentials.authority },
    retry: { initialRetryTime: 50, maxRetryTime: 100, retries: 3 },
  })
}

async function createTopic(kafka: Kafka, topic: string): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true })
  await admin.disconnect()
}

async function produce(kafka: Kafka, topic: string, value: string): Promise<void> {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  try {
    await producer.send({ topic, acks: -1, messages: [{ value }] })
  } finally {
    await producer.disconnect()
  }
}

/** The first `count` records of a topic. */
async function consume(kafka: Kafka, topic: string, groupId: string, count: number): Promise<string[]> {
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 200 })
  await consumer.connect()
  try {
    await consumer.subscribe({ topic, fromBeginning: true })
    const values: string[] = []
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        if (!payload.restart) reject(payload.error)
      })
      consumer
        .run({
          eachMessage: async ({ message }) => {
            values.push(String(message.value))
            if (values.length === count) resolve()
          },
        })
        .catch(reject)
    })
    return values
  } finally {
    await consumer.disconnect()
  }
}

describe.skipIf(unavailability !== undefined)('a broker', () => {
  let broker: Broker

  beforeAll(async () => {
    broker = await startBroker({ home: join(directory, 'plain') })
    await createTopic(client(broker), 'qiantou.lead-agency')
  })

  afterAll(async () => {
    await broker?.stop()
  })

  test('hands on a record', async () => {
    await produce(client(broker), 'qiantou.lead-agency', 'issued')
    expect(await consume(client(broker), 'qiantou.lead-agency', 'reads-one', 1)).toEqual(['issued'])
  })

  test('has no topic that nobody created', async () => {
    const hasty = client(broker, { retry: { initialRetryTime: 50, retries: 1 } })
    await expect(produce(hasty, 'qiantou.misspelt', 'lost')).rejects.toThrow('does not host this topic-partition')
  })

  test('keeps records and address over a crash', async () => {
    const { pid, brokers } = broker
    broker.kill()
    expect(await broker.exited).toEqual({ code: null, signal: 'SIGKILL' })
    await broker.restart()
    expect(broker.pid).not.toBe(pid)
    expect(broker.brokers).toEqual(brokers)
    await produce(client(broker), 'qiantou.lead-agency', 'acknowledged')
    expect(await consume(client(broker), 'qiantou.lead-agency', 'reads-both', 2)).toEqual(['issued', 'acknowledged'])
  })

  test('has one owner', async () => {
    await expect(startBroker({ home: join(directory, 'plain') })).rejects.toThrow(`is in use by process ${process.pid}`)
  })

  test('says in one line why it does not start', async () => {
    await broker.stop()
    const settings = { 'log.retention.ms': 'plenty' }
    const reason = /^Kafka did not (start|format .*): .*ConfigException: Invalid value plenty for .*log.retention.ms.*$/
    for (const name of ['plain', 'never-started']) {
      await expect(startBroker({ home: join(directory, name), settings })).rejects.toThrow(reason)
    }
    const [host, port] = (broker.brokers[0] ?? '').split(':')
    const stranger = createServer().listen(Number(port), host)
    await once(stranger, 'listening')
    await expect(startBroker({ home: join(directory, 'plain') })).rejects.toThrow(`${port}: Address already in use`)
    stranger.close()
    broker = await startBroker({ home: join(directory, 'plain') })
  })

  test('stops cleanly, and starts again at the same address', async () => {
    const { brokers } = broker
    await broker.stop()
    expect(await broker.exited).toEqual({ code: 143, signal: null })
    broker = await startBroker({ home: join(directory, 'plain') })
    expect(broker.brokers).toEqual(brokers)
  })
})

describe.skipIf(unavailability !== undefined)('a broker over mTLS', () => {
  let broker: Broker
  let certificates: Awaited<ReturnType<typeof ensureCertificates>>

  const leadAgency = { kind: 'service', code: 'lead-agency' } as const
  const finance = { kind: 'service', code: 'finance' } as const
  const financeDepartment = { kind: 'organisation', code: 'finance' } as const

  beforeAll(async () => {
    certificates = await ensureCertificates(join(directory, 'certificates'), [leadAgency, finance, financeDepartment])
    const topic = { resource: 'topic', name: 'qiantou.lead-agency' } as const
    broker = await startBroker({
      home: join(directory, 'secure'),
      tls: {
        certificates: join(directory, 'certificates'),
        grants: [
          { ...topic, principal: 'lead-agency', operations: ['create', 'write'] },
          { ...topic, principal: 'finance', operations: ['read'] },
          { principal: 'finance', resource: 'group', name: 'finance', prefixed: true, operations: ['read'] },
        ],
      },
    })
    await createTopic(secureClient(broker, certificates.of(leadAgency)), 'qiantou.lead-agency')
  })

  afterAll(async () => {
    await broker?.stop()
  })

  test('hands on a record between those whom it was granted to', async () => {
    await produce(secureClient(broker, certificates.of(leadAgency)), 'qiantou.lead-agency', 'issued')
    const kafka = secureClient(broker, certificates.of(finance))
    expect(await consume(kafka, 'qiantou.lead-agency', 'finance.inbox', 1)).toEqual(['issued'])
  })

  test('takes no record from who may only read', async () => {
    const kafka = secureClient(broker, certificates.of(finance))
    await expect(produce(kafka, 'qiantou.lead-agency', 'forged')).rejects.toThrow('authorization failed')
  })

  test('does not take an organisation for a service that is called like it', async () => {
    const kafka = secureClient(broker, certificates.of(financeDepartment))
    await expect(consume(kafka, 'qiantou.lead-agency', 'finance.inbox', 1)).rejects.toThrow('Not authorized')
  })

  test('takes no client without a certificate of its authority', async () => {
    const stranger = await issueCertificate({ authority: await createAuthority(), identity: leadAgency })
    const kafka = secureClient(broker, { ...stranger, authority: certificates.authority })
    await expect(produce(kafka, 'qiantou.lead-agency', 'forged')).rejects.toThrow(/alert|disconnected/)
    const bare = client(broker, { ssl: { ca: certificates.authority }, retry: { retries: 1 } })
    await expect(produce(bare, 'qiantou.lead-agency', 'forged')).rejects.toThrow(/alert|disconnected/)
  })

  test('keeps its grants over a restart', async () => {
    await broker.restart()
    await produce(secureClient(broker, certificates.of(leadAgency)), 'qiantou.lead-agency', 'reviewed')
  })
})

describe.skipIf(unavailability !== undefined)('an owner', () => {
  test('that was killed leaves a broker which the next one replaces', async () => {
    const home = join(directory, 'orphan')
    const owner = spawn(process.execPath, [OWNER, home], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [pid] = await once(createInterface({ input: owner.stdout }), 'line')
    owner.kill('SIGKILL')
    await once(owner, 'exit')
    const lines: string[] = []
    const broker = await startBroker({ home, log: (line) => lines.push(line) })
    await broker.stop()
    expect(lines).toContain(`stopping broker ${pid}, whose owner is gone`)
  })

  test('in the foreground says where the broker is, and ends with it on SIGINT', async () => {
    const main = spawn(process.execPath, [MAIN, '--home', join(directory, 'foreground')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = await once(createInterface({ input: main.stdout }), 'line')
    expect(line).toMatch(/^brokers 127\.0\.0\.1:\d+$/)
    main.kill('SIGINT')
    expect(await once(main, 'exit')).toEqual([0, null])
  })
})

test('a machine without Java is told what to install, in one line', async () => {
  const failed = await run(process.execPath, [MAIN, '--home', join(directory, 'without-java')], {
    env: { ...process.env, PATH: '', JAVA_HOME: '/nowhere' },
  }).catch((error) => error)
  expect(failed.code).toBe(1)
  expect(failed.stderr).toMatch(/^Kafka needs Java 17 or newer: install it .*\n$/)
})
