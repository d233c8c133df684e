import pg from 'pg'
import type { PostgresServer } from '#infra/postgres/server.ts'

/** The role through which log engines read record tables, and nothing else. */
export const readerRole = 'qiantou_log_reader'

const databaseOf = (service: string, prefix: string): string => prefix + service.replaceAll('-', '_')

/** Where one service's own database is, and where its record table is read from. */
export type ServiceDatabase = { readonly own: string; readonly reader: string }

/**
 * Makes each service a database of its own, and the reader role that may see nothing in it before its record table is
 * opened to it. What is there already stays. `prefix` lets several buses share one server.
 */
export async function ensureDatabases(
  server: PostgresServer,
  services: readonly string[],
  prefix = '',
): Promise<ReadonlyMap<string, ServiceDatabase>> {
  const admin = new pg.Client({ connectionString: server.url('postgres') })
  await admin.connect()
  try {
    const roles = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [readerRole])
    if (roles.rowCount === 0) await admin.query(`CREATE ROLE ${readerRole}`)
    // One owner, one secret: the reader logs in with the server's own password, which lies in the data folder anyway.
    await admin.query(`ALTER ROLE ${readerRole} LOGIN PASSWORD '${server.connection.password.replaceAll("'", "''")}'`)
    const { rows } = await admin.query('SELECT datname FROM pg_database')
    const present = new Set(rows.map((row) => row.datname as string))
    for (const service of services) {
      const name = databaseOf(service, prefix)
      if (!present.has(name)) await admin.query(`CREATE DATABASE ${name}`)
    }
  } finally {
    await admin.end()
  }
  return new Map(services.map((service) => [service, urls(server, databaseOf(service, prefix))]))
}

function urls(server: PostgresServer, database: string): ServiceDatabase {
  const own = server.url(database)
  const reader = own.replace(`//${server.connection.user}:`, `//${readerRole}:`)
  return { own, reader }
}
