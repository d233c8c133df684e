/** A deployment as operations run it: every service a process of its own, beside PostgreSQL and a broker. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { ensureCertificates } from '#infra/certificates/authority.ts'
import { freePort } from '#infra/free-port.ts'
import { type Broker, startBroker } from '#infra/kafka/broker.ts'
import { type PostgresServer, startPostgres } from '#infra/postgres/server.ts'
import { ensureBusCertificates } from '#infra/start/bus.ts'
import { ensureDatabases, type ServiceDatabase } from '#infra/start/databases.ts'
import { beginMoney, moneyPlaceIn } from '#infra/start/money.ts'
import { recording, services, storing } from '#infra/start/services.ts'
import { compiled } from '#shared/lifecycle/compiled.ts'
import { openDatabase } from '#shared/postgres/database.ts'
import { prepareCluster } from '#shared/testing/prepared-cluster.ts'

/** Services of which there may be a second instance on the same database. */
export type Doubled = 'lead-agency' | 'coordination-office' | 'supporting-department' | 'finance'

/** What can be killed. `lead-agency-2` is the second instance, where there is one. */
export type Victim =
  | 'coordination-office'
  | 'finance'
  | 'lead-agency'
  | `${Doubled}-2`
  | 'supporting-department'
  | 'event-log'
  | 'postgres'
  | 'broker'

const namesOf = (all: readonly { readonly name: string }[]): string[] => all.map(({ name }) => name)

/** All that run: whatever ends this process ends them. */
const running = new Set<Supervised>()
process.once('exit', () => {
  for (const one of running) one.kill()
})

/** A process that is started again whenever it ends, as a supervisor does. */
class Supervised {
  private child: ChildProcess | undefined
  private stopping = false
  private readonly running: Promise<void>
  private readonly start: () => ChildProcess

  constructor(start: () => ChildProcess) {
    this.start = start
    running.add(this)
    this.running = this.run()
  }

  kill(): void {
    this.child?.kill('SIGKILL')
  }

  async stop(): Promise<void> {
    this.stopping = true
    this.child?.kill('SIGTERM')
    await this.running
    running.delete(this)
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      this.child = this.start()
      await once(this.child, 'exit')
    }
  }
}

export class Deployment {
  readonly home: string
  readonly ports: ReadonlyMap<string, number>
  private readonly broker: Broker | undefined
  private readonly databases: ReadonlyMap<string, ServiceDatabase>
  private readonly processes = new Map<string, Supervised>()
  private postgres: PostgresServer
  private readonly renewed: string | undefined
  private restarting: Promise<unknown> = Promise.resolve()
  private readonly settings: Readonly<Record<string, string>>
  private readonly logged: ((line: string) => void) | undefined

  private constructor(parts: {
    home: string
    ports: ReadonlyMap<string, number>
    broker: Broker | undefined
    databases: ReadonlyMap<string, ServiceDatabase>
    postgres: PostgresServer
    renewed: string | undefined
    settings: Readonly<Record<string, string>>
    logged: ((line: string) => void) | undefined
  }) {
    this.settings = parts.settings
    this.logged = parts.logged
    this.home = parts.home
    this.ports = parts.ports
    this.broker = parts.broker
    this.databases = parts.databases
    this.postgres = parts.postgres
    this.renewed = parts.renewed
  }

  /**
   * `second`: of which service there are two instances; `renewed`: the second one is of a newer version. `settingsIn`: further variables of the services'
   * environment, which may name files of the deployment's home. `logged`: is told every line that a service writes on stderr,
   * errors among them; otherwise they log nothing, and what they die of is seen as it is.
   */
  static async start(options: {
    engine: 'postgres' | 'kafka'
    second?: Doubled | undefined
    renewed?: boolean
    settingsIn?: (home: string) => Readonly<Record<string, string>>
    logged?: (line: string) => void
  }): Promise<Deployment> {
    const home = await mkdtemp(join(tmpdir(), 'qiantou-faults-'))
    await chmod(home, 0o711)
    await ensureBusCertificates(join(home, 'certificates'))
    await prepareCluster(join(home, 'postgres'))
    await beginMoney(moneyPlaceIn(join(home, 'money')))
    const postgres = await startPostgres({ home: join(home, 'postgres') })
    const databases = await ensureDatabases(postgres, namesOf(storing))
    const broker = options.engine === 'kafka' ? await startBroker({ home: join(home, 'kafka') }) : undefined
    const names = [...namesOf(services), ...(options.second ? [`${options.second}-2`] : [])]
    const ports = new Map<string, number>()
    for (const name of names) ports.set(name, await freePort())
    const renewed = options.renewed ? options.second : undefined
    const settings = options.settingsIn?.(home) ?? {}
    const { logged } = options
    const deployment = new Deployment({ home, ports, broker, databases, postgres, renewed, settings, logged })
    for (const name of names) deployment.processes.set(name, new Supervised(() => deployment.spawn(name)))
    return deployment
  }

  address(name: string): string {
    return `localhost:${this.ports.get(name)}`
  }

  /** The database of a service, as its own role. */
  database(service: string): string {
    return this.databases.get(service)?.own ?? ''
  }

  /** Makes an organisation a certificate, where it has none. */
  async certify(code: string): Promise<void> {
    await ensureCertificates(join(this.home, 'certificates'), [{ kind: 'organisation', code }])
  }

  /** SIGKILL; whoever was killed is started again at once. */
  async kill(victim: Victim): Promise<void> {
    if (victim === 'broker') {
      this.broker?.kill()
      await this.broker?.restart()
    } else if (victim === 'postgres') {
      this.postgres.kill()
      await this.postgres.exited
      this.restarting = startPostgres({ home: join(this.home, 'postgres') }).then((server) => {
        this.postgres = server
      })
      await this.restarting
    } else this.processes.get(victim)?.kill()
  }

  /** How many versions of a service have states of their own. */
  async versions(service: string): Promise<number> {
    const database = openDatabase(this.database(service), { name: 'test' })
    const { rowCount } = await database.query('SELECT FROM generation')
    await database.end()
    return rowCount ?? 0
  }

  async stop(): Promise<void> {
    await Promise.all([...this.processes.values()].map((one) => one.stop()))
    await this.broker?.stop()
    await this.restarting
    await this.postgres.stop()
    await rm(this.home, { recursive: true, force: true })
  }

  private spawn(name: string): ChildProcess {
    const peers = ['coordination-office', 'event-log', 'finance', 'lead-agency', 'supporting-department']
    const service = name.replace(/-2$/, '')
    const sources = namesOf(recording)
    const money = moneyPlaceIn(join(this.home, 'money'))
    const certificate = (file: string): string => join(this.home, 'certificates', file)
    const env = {
      ...process.env,
      // Who is started again begins at once.
      NODE_COMPILE_CACHE: compiled,
      QIANTOU_LISTEN: `127.0.0.1:${this.ports.get(name)}`,
      QIANTOU_CA: certificate('ca.crt'),
      QIANTOU_CERT: certificate(`service/${service}.crt`),
      QIANTOU_KEY: certificate(`service/${service}.key`),
      QIANTOU_DATABASE_URL: this.databases.get(service)?.own ?? '',
      QIANTOU_OBJECTS: pathToFileURL(join(this.home, 'objects')).href,
      QIANTOU_EXCHANGE: money.exchange,
      QIANTOU_ACCOUNT_KEY: money.accountKey,
      QIANTOU_LOG: this.broker ? 'kafka' : 'postgres',
      QIANTOU_LOG_SOURCES: sources.map((source) => `${source}=${this.databases.get(source)?.reader}`).join(','),
      QIANTOU_KAFKA_BROKERS: this.broker?.brokers.join(',') ?? '',
      QIANTOU_PEERS: peers.map((peer) => `${peer}=${this.address(peer)}`).join(','),
      QIANTOU_LOG_LEVEL: process.env.QIANTOU_LOG_LEVEL ?? (this.logged ? 'error' : 'silent'),
      ...this.settings,
    }
    const isRenewed = name === `${this.renewed}-2`
    const main = isRenewed ? `test/faults/renewed-${service}.ts` : `services/${service}/main.ts`
    if (!this.logged) return spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'inherit'] })
    const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    createInterface({ input: child.stderr }).on('line', this.logged)
    return child
  }
}
