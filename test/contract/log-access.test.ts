import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Certificates, ensureCertificates } from '#infra/certificates/authority.ts'
import { type Broker, startBroker } from '#infra/kafka/broker.ts'
import { topicOf } from '#shared/log/kafka-client.ts'
import { KafkaLog } from '#shared/log/kafka-log.ts'
import type { Log } from '#shared/log/log.ts'
import { kafkaEngine } from './engines.ts'
import { Inbox } from './inbox.ts'
import { eventually, Stage, took } from './stage.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const service = (code: string) => ({ kind: 'service', code, commonName: code }) as const
const names = ['lead-agency', 'event-log', 'finance']
const source = '//qiantou/lead-agency'

describe.skipIf(kafkaEngine.unavailable !== undefined)('a broker that asks for certificates and grants', () => {
  let stage: Stage
  let broker: Broker
  let certificates: Certificates

  beforeAll(async () => {
    stage = await Stage.set()
    const directory = join(stage.cluster.directory, 'certificates')
    certificates = await ensureCertificates(directory, names.map(service))
    const topic = { resource: 'topic', name: topicOf(source) } as const
    const relay = { resource: 'group', name: `qiantou.relay.${topicOf(source)}.`, prefixed: true } as const
    const group = { resource: 'group', name: 'qiantou.event-log.', prefixed: true } as const
    broker = await startBroker({
      home: join(stage.cluster.directory, 'kafka'),
      tls: {
        certificates: directory,
        grants: [
          { principal: 'lead-agency', ...topic, operations: ['read', 'write', 'create'] },
          { principal: 'lead-agency', ...relay, operations: ['read'] },
          { principal: 'event-log', ...topic, operations: ['read'] },
          { principal: 'event-log', ...group, operations: ['read'] },
        ],
      },
    })
  })
  const logs: Log[] = []
  afterEach(async () => {
    await Promise.all(logs.splice(0).map((log) => log.close()))
    await stage.clear()
  })
  afterAll(async () => {
    await broker.stop()
    await stage.cluster.stop()
  })

  /** The log as a service has it, with the service's own certificate. */
  function open(name: string, complaints: string[] = []): Log {
    const { certificate, key } = certificates.of(service(name))
    const ssl = { ca: certificates.authority, cert: certificate, key }
    const log = new KafkaLog({ brokers: broker.brokers, ssl, clientId: name, log: (line) => complaints.push(line) })
    logs.push(log)
    return log
  }

  test('carries the records of the owner to those who may read them, and to nobody else', async () => {
    const owner = await stage.own(source)
    await open('lead-agency').attach(owner.store)
    const [granted, stranger] = [new Inbox('event-log'), new Inbox('finance')]
    const complaints: string[] = []
    await granted.subscribe(open('event-log'), [source])
    await stranger.subscribe(open('finance', complaints), [source])
    for (const count of [1, 40]) await owner.record(count)
    await took(granted, owner)
    await eventually(() => expect(complaints.join('\n')).toMatch(/authoriz/i))
    expect(stranger.taken).toEqual([])
  })

  test('takes no records of a source from anybody but its owner', async () => {
    const owner = await stage.own(source)
    const before = (await owner.recorded()).length
    const complaints: string[] = []
    await open('event-log', complaints).attach(owner.store)
    await owner.record(3)
    await eventually(() => expect(complaints.join('\n')).toMatch(/authoriz/i))
    const reader = new Inbox('event-log')
    await reader.subscribe(open('event-log'), [source])
    await eventually(() => expect(reader.taken.length).toBe(before))
    // The owner catches up with what nobody else could publish.
    await open('lead-agency').attach(owner.store)
    await took(reader, owner)
  })
})
