import { createHash } from 'node:crypto'
import { chmod, chown, lstat, mkdir, readlink, realpath, rename, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { isSystemError } from '#infra/system-error.ts'
import { acquireOwnerLock, type OwnerLock } from './owner-lock.ts'

/** Where a server that root starts may keep what its own account must reach. */
export const SYSTEM_DIRECTORY = '/var/lib/qiantou'

/** Whom the server runs as, where that is not whoever starts it. */
export type Account = {
  readonly uid: number
  readonly gid: number
}

/** Where a cluster lies and whom it belongs to, locked for this process. */
export type Placement = {
  /** Holds `cluster` and `password`: the home itself, or what its symbolic link `location` names. */
  readonly directory: string
  readonly account: Account | undefined
  readonly lock: OwnerLock
}

// PostgreSQL refuses to run as root; this is `nobody` on every Linux.
const NOBODY: Account = { uid: 65534, gid: 65534 }
const LOCATION = 'location'
// sun_path holds 104 bytes on macOS, 108 on Linux, with the closing zero.
const SOCKET_PATH_MAX_BYTES = 103

/**
 * Settles where the cluster of `home` lies. An ordinary user's lies in home. Root's server runs as nobody, who cannot
 * pass a 0700 directory such as root's home: then it lies in SYSTEM_DIRECTORY, and `location` in home points there.
 * Throws DirectoryInUse where another process has either.
 */
export async function placeCluster(path: string, log: (line: string) => void): Promise<Placement> {
  await mkdir(path, { recursive: true, mode: 0o711 })
  const home = await realpath(path)
  const account = process.getuid?.() === 0 ? NOBODY : undefined
  const lock = await acquireOwnerLock(home)
  try {
    const directory = await locate(home, account, log)
    if (directory === home) return { directory, account, lock }
    // A copied home points to the same place: only one of the two may run.
    const second = await acquireOwnerLock(directory)
    return { directory, account, lock: bothLocks(second, lock) }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** A directory that only the server's account may enter; what is there must already be so. */
export async function ensurePrivateDirectory(path: string, account: Account | undefined): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
    if (account !== undefined) await chown(path, account.uid, account.gid)
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error
  }
  const found = await lstat(path)
  const uid = account?.uid ?? process.getuid?.()
  // An interrupted start may have left it to root, who is trusted; anybody else may have put it there to listen in.
  if (account !== undefined && found.uid === 0) await chown(path, account.uid, account.gid)
  else if (found.uid !== uid) throw new Error(`${path} belongs to another user`)
  if (!found.isDirectory() || (found.mode & 0o077) !== 0) throw new Error(`${path} is not a private directory`)
}

/** The directory of the server's unix socket: beside the cluster, or in the system's where that path is too long. */
export async function ensureSocketDirectory(placement: Placement): Promise<string> {
  const beside = join(placement.directory, 'sockets')
  const isShort = Buffer.byteLength(join(beside, '.s.PGSQL.65535')) <= SOCKET_PATH_MAX_BYTES
  const path = isShort ? beside : join(await realpath(tmpdir()), `qiantou-${shortHash(placement.directory)}-sockets`)
  await ensurePrivateDirectory(path, placement.account)
  return path
}

async function locate(home: string, account: Account | undefined, log: (line: string) => void): Promise<string> {
  const recorded = await readLocation(home)
  if (recorded !== undefined) {
    await makePassable(recorded)
    return recorded
  }
  if (account === undefined || (await isReachable(dirname(home)))) {
    // The home is ours to open; what lies above is not.
    if (account !== undefined) await chmod(home, (await stat(home)).mode | 0o011)
    return home
  }
  const elsewhere = await elsewhereFor(home)
  await setAside(elsewhere, log)
  // The link comes first: with it, an interrupted start is completed rather than begun anew.
  await symlink(elsewhere, join(home, LOCATION))
  await makePassable(elsewhere)
  log(`cluster lies in ${elsewhere}, because the server's account cannot reach ${home}`)
  return elsewhere
}

async function elsewhereFor(home: string): Promise<string> {
  const temporary = await realpath(tmpdir())
  // What is temporary stays temporary.
  if (home.startsWith(temporary + sep)) return join(temporary, `qiantou-${shortHash(home)}`)
  return join(SYSTEM_DIRECTORY, shortHash(home))
}

/** A home that was deleted has left its cluster: who deleted it wants a new one. One such is kept, in case not. */
async function setAside(directory: string, log: (line: string) => void): Promise<void> {
  const aside = `${directory}.abandoned`
  if (!(await exists(directory))) return
  await rm(aside, { recursive: true, force: true })
  await rename(directory, aside)
  log(`the cluster of a deleted home was set aside as ${aside}`)
}

/** A directory that others may pass through but not list, whatever the umask. */
async function makePassable(path: string): Promise<void> {
  await mkdir(path, { recursive: true })
  await chmod(path, 0o711)
  if (dirname(path) === SYSTEM_DIRECTORY) await chmod(SYSTEM_DIRECTORY, 0o711)
}

async function isReachable(directory: string): Promise<boolean> {
  for (let path = directory; ; path = dirname(path)) {
    if (((await stat(path)).mode & 0o001) === 0) return false
    if (path === dirname(path)) return true
  }
}

async function readLocation(home: string): Promise<string | undefined> {
  try {
    return await readlink(join(home, LOCATION))
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined
    throw error
  }
}

async function exists(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  )
}

function bothLocks(first: OwnerLock, second: OwnerLock): OwnerLock {
  return {
    async release() {
      await first.release()
      await second.release()
    },
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
