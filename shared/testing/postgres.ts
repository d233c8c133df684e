/** One real PostgreSQL for a test file: started when it is first asked for, gone when the file has ended. */
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type PostgresServer, startPostgres } from '#infra/postgres/server.ts'
import { prepareCluster } from './prepared-cluster.ts'

const ending: (() => Promise<unknown>)[] = []
let server: Promise<PostgresServer> | undefined
let directory: Promise<string> | undefined

/** A directory for the file's servers and certificates. */
export function testDirectory(): Promise<string> {
  directory ??= makeDirectory()
  return directory
}

/** The file's server. */
export function testPostgres(): Promise<PostgresServer> {
  server ??= start()
  return server
}

/** Ends something when the file has ended, before what was started earlier. */
export const atEnd = (end: () => Promise<unknown>): void => void ending.push(end)

async function makeDirectory(): Promise<string> {
  const path = await mkdtemp(join(await realpath(tmpdir()), 'qiantou-test-'))
  // Started by root, the server runs as nobody, who must get through.
  await chmod(path, 0o711)
  atEnd(() => rm(path, { recursive: true, force: true }))
  return path
}

async function start(): Promise<PostgresServer> {
  const home = join(await testDirectory(), 'postgres')
  await prepareCluster(home)
  const started = await startPostgres({ home })
  atEnd(() => started.stop())
  return started
}

afterAll(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})
