import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, lstat, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isSystemError } from '#infra/system-error.ts'
import type { Binaries } from './binaries.ts'
import { type Account, ensurePrivateDirectory, type Placement } from './placement.ts'

const run = promisify(execFile)

/** The name of the cluster's superuser, whom every connection uses. */
export const SUPERUSER = 'qiantou'

/** An initialised cluster. */
export type Cluster = {
  readonly directory: string
  readonly password: string
}

/**
 * The cluster of a placement; initialised on the first call, with checksums, UTF-8, the locale that sorts alike on
 * every machine, and a password of its own. The caller holds the placement's lock.
 */
export async function ensureCluster(
  placement: Placement,
  binaries: Binaries,
  log: (line: string) => void,
): Promise<Cluster> {
  const directory = join(placement.directory, 'cluster')
  if (await isInitialised(directory)) return { directory, password: await readPassword(placement.directory) }
  await removeUnfinished(placement.directory)
  const password = randomBytes(24).toString('hex')
  // Both names come into being whole: with a cluster there is always its password.
  await replaceFile(join(placement.directory, 'password'), password)
  const draft = join(placement.directory, `cluster.unfinished-${randomBytes(4).toString('hex')}`)
  await initialise(draft, placement, binaries, password)
  await rename(draft, directory)
  await syncDirectory(placement.directory)
  log(`initialised a cluster in ${directory}`)
  return { directory, password }
}

async function initialise(draft: string, placement: Placement, binaries: Binaries, password: string): Promise<void> {
  await ensurePrivateDirectory(draft, placement.account)
  // initdb runs as the server's account, which cannot read our password file.
  const passwordFile = `${draft}-password`
  await replaceFile(passwordFile, password, placement.account)
  const options = [
    ['--pgdata', draft],
    ['--username', SUPERUSER],
    ['--pwfile', passwordFile],
    ['--auth-local', 'scram-sha-256'],
    ['--auth-host', 'scram-sha-256'],
    ['--encoding', 'UTF8'],
    // Not the machine's locale: an index built here must mean the same after a move to another system.
    ['--locale', 'C'],
    ['--locale-provider', 'builtin'],
    ['--builtin-locale', 'C.UTF-8'],
    ['--data-checksums'],
    ['--no-instructions'],
  ].flat()
  try {
    await run(binaries.initdb, options, { ...placement.account, cwd: '/', env: serverEnvironment() })
  } catch (error) {
    const { stderr } = error as { stderr?: string }
    throw new Error(`initdb failed: ${stderr?.trim().split('\n').at(-1) ?? String(error)}`, { cause: error })
  } finally {
    await rm(passwordFile)
  }
}

/** What PostgreSQL's programs see of our environment: nothing that could change how they behave. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }
}

async function isInitialised(directory: string): Promise<boolean> {
  try {
    return (await lstat(directory)).isDirectory()
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return false
    throw error
  }
}

async function readPassword(directory: string): Promise<string> {
  return (await readFile(join(directory, 'password'), 'utf8')).trim()
}

async function removeUnfinished(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith('cluster.unfinished-')) continue
    // Its initdb may still be running: whatever it writes meanwhile goes on the next try.
    await rm(join(directory, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
}

async function replaceFile(path: string, text: string, owner?: Account): Promise<void> {
  const draft = `${path}.draft`
  await rm(draft, { force: true })
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  if (owner !== undefined) await chown(draft, owner.uid, owner.gid)
  await rename(draft, path)
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
