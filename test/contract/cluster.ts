import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type PostgresServer, startPostgres } from '#infra/postgres/server.ts'
import { storeMigrations } from '#shared/lifecycle/aggregates.ts'
import { migrate } from '#shared/postgres/migrate.ts'
import { prepareCluster } from '#shared/testing/prepared-cluster.ts'

const reader = { name: 'log_reader', password: 'reads records only' }

/** A PostgreSQL server for one test file: a migrated database for each test, and a role that may read records only. */
export class Cluster {
  readonly directory: string
  private server: PostgresServer

  private constructor(directory: string, server: PostgresServer) {
    this.directory = directory
    this.server = server
  }

  static async start(): Promise<Cluster> {
    const directory = await mkdtemp(join(await realpath(tmpdir()), 'qiantou-contract-'))
    // Started by root, the server runs as nobody, who must get through.
    await chmod(directory, 0o711)
    const home = join(directory, 'postgres')
    await prepareCluster(home)
    const cluster = new Cluster(directory, await startPostgres({ home }))
    await cluster.execute('postgres', `CREATE ROLE ${reader.name} LOGIN PASSWORD '${reader.password}'`)
    await cluster.execute('postgres', 'CREATE DATABASE template_store')
    await migrate(cluster.url('template_store'), { store: storeMigrations })
    await cluster.execute('template_store', `GRANT SELECT ON record TO ${reader.name}`)
    return cluster
  }

  /** Makes a database with the store's tables. */
  async createStore(name: string): Promise<void> {
    await this.execute('postgres', `CREATE DATABASE "${name}" TEMPLATE template_store`)
  }

  /** For its owner, who may do everything. */
  url(database: string): string {
    return this.server.url(database)
  }

  /** For the role that may read the record table and nothing else. */
  readerUrl(database: string): string {
    const { user, password } = this.server.connection
    const [name, secret] = [reader.name, encodeURIComponent(reader.password)]
    return this.url(database).replace(`${user}:${password}@`, `${name}:${secret}@`)
  }

  /** Runs statements on a connection of their own. @returns the rows of a single one. */
  async execute(database: string, text: string, url = this.url(database)): Promise<readonly Record<string, unknown>[]> {
    const client = new pg.Client(url)
    await client.connect()
    try {
      return (await client.query(text)).rows
    } finally {
      await client.end()
    }
  }

  /** SIGKILL; resolves when the server is gone. */
  async kill(): Promise<void> {
    this.server.kill()
    await this.server.exited
  }

  async restart(): Promise<void> {
    this.server = await startPostgres({ home: join(this.directory, 'postgres') })
  }

  async stop(): Promise<void> {
    await this.server.stop()
    await rm(this.directory, { recursive: true })
  }
}
