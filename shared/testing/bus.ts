/** A real bus inside a test: PostgreSQL, mTLS, every service, on a free port. One server for a file, databases for each bus. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, vi } from 'vitest'
import { type Authority, type Credentials, issueCertificate } from '#infra/certificates/authority.ts'
import { DEVELOPMENT_TRUST_DOMAIN, type Identity } from '#infra/certificates/identity.ts'
import { startBroker } from '#infra/kafka/broker.ts'
import { ensureBusCertificates, startBus, tlsOf } from '#infra/start/bus.ts'
import { moneyPlaceIn } from '#infra/start/money.ts'
import { recording } from '#infra/start/services.ts'
import type { Clock } from '#shared/clock/clock.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import type { Tls } from '#shared/grpc/server.ts'
import { type Database, openDatabase } from '#shared/postgres/database.ts'
import { atEnd, testDirectory, testPostgres } from './postgres.ts'
import { makeStubs, type Stubs } from './stubs.ts'
import { Subscriber } from './subscriber.ts'
import { noon } from './task-facts.ts'

export type TestBus = {
  readonly address: string
  /** Stubs of every service for an organisation, such as `hn-kjt`. */
  readonly as: (code: string) => Stubs
  readonly asService: (name: string) => Stubs
  /** Stubs for whoever shows these. */
  readonly showing: (tls: Tls) => Stubs
  /** A certificate of the bus's own authority, for whomever a test needs. */
  readonly certify: (
    identity: Identity,
    validity?: { notBefore: Date; notAfter: Date },
    trustDomain?: string,
  ) => Promise<Tls>
  /** Follows the order as an organisation, from the first record unless told otherwise. */
  readonly subscribe: (code: string, after?: bigint | 'latest') => Subscriber
  /** The database of a service that has one. */
  readonly database: (service: string) => Database
  /** Waits until every service has taken in whatever any service has recorded. */
  readonly quiet: () => Promise<void>
  /** The day that it is, for every bus that has no clock of its own. */
  readonly today: () => Day
  /** Lets a day pass, of every bus that has no clock of its own. @returns that day, which is over */
  readonly passDay: () => Day
  /** Where payment orders leave, and what the bank says comes in (docs/bank.md). */
  readonly bankFolder: string
  readonly stop: () => Promise<void>
}

export type TestBusOptions = {
  /** What carries records; `QIANTOU_TEST_ENGINE` says it where a suite runs on both. */
  readonly engine?: 'postgres' | 'kafka'
  readonly clock?: Clock
  /** Organisations that read by role. */
  readonly auditors?: readonly string[]
  readonly admitsWorkSecrets?: boolean
  /** Is told every line that the bus logs, of every level. */
  readonly logged?: (line: string) => void
}

const dayMilliseconds = 24 * 3_600_000

/** Goes on from noon of the day on which tests play: deadlines of their tasks lie ahead, whenever they run. */
class TestClock implements Clock {
  private ahead = noon.getTime() - Date.now()
  private readonly listeners = new Set<() => void>()

  readonly now = (): Date => new Date(Date.now() + this.ahead)

  readonly onSet = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** @returns the day that is over */
  pass(): Day {
    const day = dayOf(this.now())
    this.ahead += dayMilliseconds
    for (const listener of this.listeners) listener()
    return day
  }
}
const testClock = new TestClock()

let buses = 0
let brokers: Promise<readonly string[]> | undefined

async function startKafka(): Promise<readonly string[]> {
  const broker = await startBroker({ home: join(await testDirectory(), 'kafka') })
  atEnd(() => broker.stop())
  return broker.brokers
}

export const tlsFrom = ({ authority, certificate, key }: Credentials): Tls => ({
  ca: authority,
  cert: certificate,
  key,
})

/** Starts a bus of its own. `stop` ends it; its server ends with the file. */
export async function startTestBus(options: TestBusOptions = {}): Promise<TestBus> {
  const engine = options.engine ?? (process.env.QIANTOU_TEST_ENGINE === 'kafka' ? 'kafka' : 'postgres')
  const directory = join(await testDirectory(), 'certificates')
  if (engine === 'kafka') {
    // Topics are named after sources: a second bus would find the records of the first.
    if (brokers) throw new Error('a test file has one bus on Kafka')
    brokers = startKafka()
  }
  const [postgres, certificates] = await Promise.all([testPostgres(), ensureBusCertificates(directory)])
  buses += 1
  const clock = options.clock ?? testClock
  const money = join(await testDirectory(), `money${buses}`)
  const bus = await startBus({
    postgres,
    certificates,
    listen: '127.0.0.1:0',
    objects: join(await testDirectory(), `objects${buses}`),
    money,
    brokers: engine === 'kafka' ? await brokers : undefined,
    auditors: options.auditors ?? [],
    admitsWorkSecrets: options.admitsWorkSecrets ?? false,
    prefix: `bus${buses}_`,
    logger: options.logged
      ? pino({ level: 'trace' }, { write: options.logged })
      : pino({ level: process.env.QIANTOU_LOG_LEVEL ?? 'silent' }),
    clock,
  })
  const address = `localhost:${bus.port}`
  const opened = new Map<string, Stubs>()
  const databases = new Map<string, Database>()
  const subscribers: Subscriber[] = []
  const showing = (tls: Tls): Stubs => {
    const stubs = opened.get(tls.cert) ?? makeStubs(address, tls)
    opened.set(tls.cert, stubs)
    return stubs
  }
  const as = (code: string): Stubs => showing(tlsOf(certificates, code, 'organisation'))
  const database = (service: string): Database => {
    const found =
      databases.get(service) ?? openDatabase(bus.databases.get(service)?.own ?? '', { name: 'test', max: 2 })
    databases.set(service, found)
    return found
  }
  // What is shipped has been recorded and admitted: what a test sees begins after it.
  await quiet(database, clock)
  return {
    address,
    as,
    asService: (name) => showing(tlsOf(certificates, name, 'service')),
    showing,
    certify: async (identity, validity, trustDomain = DEVELOPMENT_TRUST_DOMAIN) => {
      const authority: Authority = {
        certificate: await readFile(join(directory, 'ca.crt'), 'utf8'),
        key: await readFile(join(directory, 'ca.key'), 'utf8'),
        trustDomain: DEVELOPMENT_TRUST_DOMAIN,
      }
      return tlsFrom(await issueCertificate({ authority, identity, trustDomain, ...validity }))
    },
    subscribe: (code, after) => {
      const subscriber = new Subscriber(as(code).events, after)
      subscribers.push(subscriber)
      return subscriber
    },
    database,
    quiet: () => quiet(database, clock),
    today: () => dayOf(testClock.now()),
    passDay: () => testClock.pass(),
    bankFolder: join(moneyPlaceIn(join(money, 'finance')).exchange, 'bank'),
    stop: async () => {
      for (const subscriber of subscribers) subscriber.stop()
      for (const stubs of opened.values()) stubs.close()
      await bus.stop()
      await Promise.all([...databases.values()].map((pool) => pool.end()))
    },
  }
}

/**
 * Once all have taken in all, and no stream waits for a time that has come, nothing more comes: what others recorded has
 * consequences only by making a stream due. What was recorded while this was looked at is waited for in its turn.
 */
async function quiet(database: (service: string) => Database, clock: Clock): Promise<void> {
  await vi.waitFor(
    async () => {
      const [standings, kept] = await Promise.all([standingsOf(database, clock), keptOf(database('event-log'))])
      const heads = new Map(standings.map(({ source, recorded }) => [source, recorded]))
      for (const { takenIn, due } of standings) {
        // It does not follow every source.
        for (const [source, recorded] of heads)
          expect([source, takenIn.get(source) ?? recorded]).toEqual([source, recorded])
        expect(due).toEqual([])
      }
      for (const [source, recorded] of heads) expect([source, kept.get(source)]).toEqual([source, recorded])
      const later = await standingsOf(database, clock)
      expect(new Map(later.map(({ source, recorded }) => [source, recorded]))).toEqual(heads)
    },
    { timeout: 20_000, interval: 10 },
  )
}

type Standing = {
  readonly source: string
  /** How much it has recorded itself, and taken in of others. */
  readonly recorded: bigint
  readonly takenIn: ReadonlyMap<string, bigint>
  /** Streams that wait for a time that has come. */
  readonly due: readonly string[]
}

/** How each recording service stands: of each in one look, so that what it took in and what that made due agree. */
function standingsOf(database: (service: string) => Database, clock: Clock): Promise<readonly Standing[]> {
  const standings = recording.map(async ({ name }): Promise<Standing> => {
    const { rows } = await database(name).query(
      `SELECT head.sequence AS recorded, ARRAY(SELECT name FROM stream WHERE due <= $1) AS due,
         ARRAY(SELECT source FROM source_position ORDER BY source) AS sources,
         ARRAY(SELECT sequence FROM source_position ORDER BY source) AS sequences
       FROM head`,
      [clock.now()],
    )
    const { recorded, due, sources, sequences } = rows[0]
    const takenIn = new Map<string, bigint>(sources.map((source: string, i: number) => [source, BigInt(sequences[i])]))
    return { source: `//qiantou/${name}`, recorded, takenIn, due }
  })
  return Promise.all(standings)
}

/** How much of each source is in the event log. */
async function keptOf(eventLog: Database): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await eventLog.query('SELECT source, sequence FROM source')
  return new Map(rows.map(({ source, sequence }) => [source, sequence]))
}
