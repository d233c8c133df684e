import { fileURLToPath } from 'node:url'
import { runner } from 'node-pg-migrate'
import pg from 'pg'

/**
 * Brings a database to the state that the migrations in these folders describe, each folder under a name of its own.
 * Several instances may start at once: one migrates, the others wait.
 */
export async function migrate(url: string, folders: Readonly<Record<string, URL>>): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'migrations' })
  await client.connect()
  try {
    // node-pg-migrate refuses a second runner at once; waiting for the lock is what a start wants.
    await client.query("SELECT pg_advisory_lock(hashtextextended('qiantou migrations', 0))")
    for (const [name, folder] of Object.entries(folders))
      await runner({
        dbClient: client,
        // Not its pathname: a checkout's path may have a space, Chinese characters or a `#` in it.
        dir: fileURLToPath(folder),
        migrationsTable: `migration_${name.replaceAll('-', '_')}`,
        direction: 'up',
        noLock: true,
        logger: { debug() {}, info() {}, warn() {}, error: console.error },
      })
  } finally {
    await client.end()
  }
}
