import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { type Binaries, findBinaries } from './binaries.ts'
import { type Cluster, ensureCluster, SUPERUSER, serverEnvironment } from './cluster.ts'
import { ensureSocketDirectory, type Placement, placeCluster } from './placement.ts'
import { clusterArguments, readPostmasterFile, settleLeftover } from './postmaster.ts'

// Only the name of the socket: nothing listens on TCP, so no port can be busy.
const PORT = 5432
const POLL_MS = 10
const CRASHED_CHILDREN_PATIENCE_MS = 10_000

/** How a server ended: an exit code, or the signal that killed it. */
export type Exit = {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A running PostgreSQL, owned by this process. */
export type PostgresServer = {
  /** For `pg`: the directory of the unix socket as host, and the superuser. */
  readonly connection: {
    readonly host: string
    readonly port: number
    readonly user: string
    readonly password: string
  }
  /** A DATABASE_URL with the password, which `pg` and libpq accept. */
  url(database: string): string
  readonly pid: number
  /** Shuts down cleanly, closing open connections; resolves when the server is gone and the home free. */
  stop(): Promise<void>
  /** SIGKILL of the postmaster: a crash, for fault tests. */
  kill(): void
  /** Resolves when the server has ended, for whatever reason, and the home is free. */
  readonly exited: Promise<Exit>
}

/**
 * Starts the real PostgreSQL 18 on a cluster below `home`, initialising it the first time, and resolves when it
 * accepts connections. It listens on a unix socket only and asks everybody for the password; it is durable (fsync and
 * synchronous_commit on). `settings` override any of its parameters; `log` gets the server's lines and our own.
 *
 * One process owns a home: a second start throws DirectoryInUse, naming the owner's pid. A server that outlived an owner
 * killed by -9 is stopped first. Started by root, the server runs as nobody.
 */
export async function startPostgres(options: {
  home: string
  log?: (line: string) => void
  settings?: Readonly<Record<string, string>>
}): Promise<PostgresServer> {
  const log = options.log ?? (() => {})
  const placement = await placeCluster(options.home, log)
  try {
    const binaries = await findBinaries(placement.account)
    const cluster = await ensureCluster(placement, binaries, log)
    const socketDirectory = await ensureSocketDirectory(placement)
    await settleLeftover(cluster.directory, socketDirectory, log)
    const settings = { ...DEFAULTS, unix_socket_directories: socketDirectory, ...options.settings }
    const child = await launch({ placement, binaries, cluster, settings, log })
    return ownedServer(child, placement, cluster, socketDirectory)
  } catch (error) {
    await placement.lock.release()
    throw error
  }
}

// For a server that shares a small machine with everything else.
const DEFAULTS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  port: String(PORT),
  unix_socket_permissions: '0700',
  max_connections: '200',
  shared_buffers: '128MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // Our statements are short: compiling one costs more than running it.
  jit: 'off',
  // What is read fits into memory, and nothing is replicated: workers for either would take memory and do nothing.
  io_method: 'sync',
  max_logical_replication_workers: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '[%p] ',
  log_checkpoints: 'off',
}

type Launch = {
  readonly placement: Placement
  readonly binaries: Binaries
  readonly cluster: Cluster
  readonly settings: Readonly<Record<string, string>>
  readonly log: (line: string) => void
}

async function launch(plan: Launch): Promise<ChildProcess & { pid: number }> {
  for (let waitedMs = 0; ; waitedMs += 10 * POLL_MS) {
    const { child, lines } = spawnServer(plan)
    if (await becomesReady(child, plan.cluster)) return child
    const reason = lines.findLast((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1) ?? 'it says nothing'
    // A killed postmaster's children notice within moments; until they are gone their shared memory is in use.
    const isTransient = reason.includes('pre-existing shared memory block')
    if (!isTransient || waitedMs >= CRASHED_CHILDREN_PATIENCE_MS) throw new Error(`PostgreSQL did not start: ${reason}`)
    await delay(10 * POLL_MS)
  }
}

function spawnServer({ placement, binaries, cluster, settings, log }: Launch) {
  const parameters = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(binaries.postgres, [...clusterArguments(cluster.directory), ...parameters], {
    ...placement.account,
    cwd: '/',
    env: serverEnvironment(),
    // A process group of its own: Ctrl-C reaches the whole foreground group, but the owner decides who stops when.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  // The last resort of an owner that exits without stopping it: better a clean shutdown than an orphan.
  const stopOnExit = () => child.kill('SIGINT')
  process.on('exit', stopOnExit)
  child.once('exit', () => process.off('exit', stopOnExit))
  const lines: string[] = []
  const reader = createInterface({ input: child.stderr })
  reader.on('line', (line) => {
    log(line)
    lines.push(line)
    // Only the reason of a failed start is ever read from them.
    if (lines.length > 50) lines.shift()
  })
  return { child: child as typeof child & { pid: number }, lines }
}

/** Watches `postmaster.pid` as pg_ctl does. Crash recovery may take long, so only the server's end ends the wait. */
async function becomesReady(child: ChildProcess, cluster: Cluster): Promise<boolean> {
  const hasEnded = new Promise<true>((resolve, reject) => {
    child.once('close', () => resolve(true))
    child.once('error', reject)
  })
  for (;;) {
    const file = await readPostmasterFile(cluster.directory)
    if (file?.pid === child.pid && file?.isReady === true) return true
    if (await Promise.race([hasEnded, delay(POLL_MS, false)])) return false
  }
}

function ownedServer(
  child: ChildProcess & { pid: number },
  placement: Placement,
  cluster: Cluster,
  socketDirectory: string,
): PostgresServer {
  const exited = endOf(child).then(async (exit) => {
    await placement.lock.release()
    return exit
  })
  const connection = { host: socketDirectory, port: PORT, user: SUPERUSER, password: cluster.password }
  return {
    connection,
    url(database) {
      const query = new URLSearchParams({ host: connection.host, port: String(connection.port) })
      return `postgresql://${connection.user}:${connection.password}@/${encodeURIComponent(database)}?${query}`
    },
    pid: child.pid,
    async stop() {
      // Fast shutdown: open transactions are rolled back, everything is written, connections are closed.
      child.kill('SIGINT')
      await exited
    },
    kill() {
      child.kill('SIGKILL')
    },
    exited,
  }
}

async function endOf(child: ChildProcess): Promise<Exit> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return { code: child.exitCode, signal: child.signalCode }
}
