import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { readIfThere } from '#infra/file.ts'
import { isSystemError } from '#infra/system-error.ts'
import { commandLineOf } from './running-process.ts'

const POLL_MS = 10
// Escalation of an orphan's end: it may be writing its last checkpoint to a slow disk.
const FAST_SHUTDOWN_MS = 60_000
const IMMEDIATE_SHUTDOWN_MS = 10_000
// Above every system's largest pid: no process ever has it.
const NOBODYS_PID = 2 ** 31 - 1

/** What a server writes about itself into `postmaster.pid` (PostgreSQL's miscadmin.h names the lines). */
export type PostmasterFile = {
  readonly pid: number
  readonly isReady: boolean
}

/** The cluster's `postmaster.pid`, or undefined where no server left one. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const lines = (await readIfThere(join(cluster, 'postmaster.pid')))?.split('\n')
  if (lines === undefined) return undefined
  return { pid: Number(lines[0]), isReady: lines[7]?.startsWith('ready') === true }
}

/** The arguments that name the cluster; by them a server of this cluster is told from any other process. */
export function clusterArguments(cluster: string): readonly string[] {
  return ['-D', cluster]
}

/**
 * Clears what an owner that died has left: a server that outlived it is shut down cleanly, so that the next one runs
 * with our settings and as our child. A pid that belongs to some other process by now is left alone.
 */
export async function settleLeftover(
  cluster: string,
  socketDirectory: string,
  log: (line: string) => void,
): Promise<void> {
  const leftover = await readPostmasterFile(cluster)
  if (leftover !== undefined && (await isPostmaster(leftover.pid, cluster))) {
    log(`stopping server ${leftover.pid}, whose owner died`)
    await shutDown(leftover.pid, cluster)
  }
  await disownPostmasterFile(cluster)
  // The socket directory is private to this cluster, whose servers are all gone.
  await rm(join(socketDirectory, '.s.PGSQL.5432'), { force: true })
  await rm(join(socketDirectory, '.s.PGSQL.5432.lock'), { force: true })
}

async function isPostmaster(pid: number, cluster: string): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 1) return false
  const commandLine = await commandLineOf(pid)
  return commandLine?.includes(`postgres ${clusterArguments(cluster).join(' ')} `) === true
}

async function shutDown(pid: number, cluster: string): Promise<void> {
  const escalation = [
    ['SIGINT', FAST_SHUTDOWN_MS],
    ['SIGQUIT', IMMEDIATE_SHUTDOWN_MS],
    ['SIGKILL', IMMEDIATE_SHUTDOWN_MS],
  ] as const
  for (const [signal, patienceMs] of escalation) {
    sendSignal(pid, signal)
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += POLL_MS) {
      if (!(await isPostmaster(pid, cluster))) return
      await delay(POLL_MS)
    }
  }
  throw new Error(`server ${pid} of ${cluster} does not end`)
}

/** Sends a signal to a process that may have ended meanwhile. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!isSystemError(error, 'ESRCH')) throw error
  }
}

/**
 * After a crash the file stays, and PostgreSQL refuses to start where its pid is alive, whoever that is by now. We know
 * that it is not a server. The file must stay all the same: by its last lines the next server recognises the crashed
 * one's children that are still at work.
 */
async function disownPostmasterFile(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid')
  const text = await readIfThere(path)
  if (text === undefined) return
  const [, ...rest] = text.split('\n')
  // A file cut short by a power failure says nothing, and PostgreSQL would stumble over it.
  if (rest.length < 6) await rm(path)
  else await writeFile(path, [NOBODYS_PID, ...rest].join('\n'))
}
