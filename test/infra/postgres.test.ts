import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type PostgresServer, startPostgres } from '#infra/postgres/server.ts'

const run = promisify(execFile)
const OWNER = fileURLToPath(new URL('./postgres-owner.ts', import.meta.url))
const isRoot = process.getuid?.() === 0

// Each test initialises clusters, on whatever machine this is.
vi.setConfig({ testTimeout: 60_000 })

let directory: string
let home: string
const servers: PostgresServer[] = []
const owners: ChildProcess[] = []
const orphans: number[] = []

beforeEach(async () => {
  directory = await mkdtemp(join(await realpath(tmpdir()), 'qiantou-postgres-'))
  // Passable, so that root's server finds its cluster here and not in a place that outlives the test.
  await chmod(directory, 0o711)
  home = join(directory, 'home')
})

afterEach(async () => {
  for (const pid of orphans.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
  for (const owner of owners.splice(0)) owner.kill('SIGKILL')
  await Promise.all(servers.splice(0).map((server) => server.stop()))
  await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
})

async function start(options: Parameters<typeof startPostgres>[0]) {
  const server = await startPostgres(options)
  servers.push(server)
  return server
}

async function query(url: string, sql: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url })
  // A connection that breaks says so to its query and to the client: here the query's failure is enough.
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

/** Starts a server from a process of its own, as another uid where one is given. */
async function startOwner(home: string, uid?: number) {
  const owner = spawn(process.execPath, [OWNER, home], {
    ...(uid === undefined ? {} : { uid, gid: uid }),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  owners.push(owner)
  const [line] = await once(createInterface({ input: owner.stdout }), 'line')
  const server: { pid: number; url: string } = JSON.parse(line)
  orphans.push(server.pid)
  return { owner, ...server }
}

describe('a cluster', () => {
  test('is UTF-8, checksummed and durable, and asks for the password on a socket only', async () => {
    const server = await start({ home })
    const rows = await query(
      server.url('postgres'),
      `select current_setting('server_version_num')::int / 10000, current_setting('server_encoding'),
              current_setting('data_checksums'), current_setting('fsync'), current_setting('synchronous_commit'),
              current_setting('listen_addresses'), datlocprovider, datlocale
         from pg_database where datname = 'postgres'`,
    )
    expect(rows).toEqual([[18, 'UTF8', 'on', 'on', 'on', '', 'b', 'C.UTF-8']])
    const stranger = new pg.Client({ ...server.connection, database: 'postgres', password: 'guess' })
    await expect(stranger.connect()).rejects.toThrow('password authentication failed')
    expect((await stat(join(home, 'password'))).mode & 0o777).toBe(0o600)
  })

  test('keeps its data over a restart', async () => {
    const first = await start({ home })
    await query(first.url('postgres'), 'create table task as select 1 as id')
    await first.stop()
    const second = await start({ home, settings: { max_connections: '20' } })
    expect(await query(second.url('postgres'), 'select id from task')).toEqual([[1]])
    expect(await query(second.url('postgres'), 'show max_connections')).toEqual([['20']])
    expect(second.url('postgres')).toBe(first.url('postgres'))
  })

  test('stops while clients are connected', async () => {
    const server = await start({ home })
    const client = new pg.Client({ connectionString: server.url('postgres') })
    const losses: string[] = []
    client.on('error', (error) => losses.push(error.message))
    await client.connect()
    await server.stop()
    expect(await server.exited).toEqual({ code: 0, signal: null })
    await vi.waitFor(() => expect(losses).toContain('terminating connection due to administrator command'))
  })

  test('lies elsewhere than its socket where the path is too long for one', async () => {
    const server = await start({ home: join(directory, '湖南省'.repeat(12)) })
    expect(server.connection.host.startsWith(directory)).toBe(false)
    expect(await query(server.url('postgres'), 'select 1')).toEqual([[1]])
    await rm(server.connection.host, { recursive: true })
  })

  test('says in one line why it does not start', async () => {
    await expect(start({ home, settings: { shared_buffers: 'plenty' } })).rejects.toThrow(
      /^PostgreSQL did not start: .*FATAL: {2}invalid value for parameter "shared_buffers": "plenty"$/,
    )
    await start({ home })
  })

  test('is initialised anew where the first time was interrupted', async () => {
    const owner = spawn(process.execPath, [OWNER, home], { stdio: 'ignore' })
    owners.push(owner)
    await vi.waitFor(async () => expect((await readdir(home)).some(isUnfinished)).toBe(true), {
      interval: 5,
      timeout: 5000,
    })
    owner.kill('SIGKILL')
    await once(owner, 'exit')
    const server = await start({ home })
    expect(await query(server.url('postgres'), 'select 1')).toEqual([[1]])
    expect((await readdir(home)).filter(isUnfinished)).toEqual([])
  })
})

describe('after a crash', () => {
  test('of the server, committed data is there', async () => {
    const crashed = await start({ home })
    await query(crashed.url('postgres'), 'create table task as select 1 as id')
    const busy = query(crashed.url('postgres'), 'select pg_sleep(60)').catch(() => {})
    crashed.kill()
    expect(await crashed.exited).toEqual({ code: null, signal: 'SIGKILL' })
    const server = await start({ home })
    expect(await query(server.url('postgres'), 'select id from task')).toEqual([[1]])
    await busy
  })

  test('of the owner, the next one stops the orphan and starts its own', async () => {
    const { owner, pid, url } = await startOwner(home)
    await query(url, 'create table task as select 1 as id')
    owner.kill('SIGKILL')
    await once(owner, 'exit')
    expect(await query(url, 'select id from task')).toEqual([[1]])
    const lines: string[] = []
    const server = await start({ home, log: (line) => lines.push(line) })
    expect(lines).toContain(`stopping server ${pid}, whose owner died`)
    expect(server.pid).not.toBe(pid)
    expect(await query(server.url('postgres'), 'select id from task')).toEqual([[1]])
  })

  test('of both, a stranger that has got the pid is left alone', async () => {
    const crashed = await start({ home })
    crashed.kill()
    await crashed.exited
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    owners.push(stranger)
    for (const file of ['cluster/postmaster.pid', 'sockets/.s.PGSQL.5432.lock']) {
      const text = await readFile(join(home, file), 'utf8')
      await writeFile(join(home, file), text.replace(/^\d+/, String(stranger.pid)))
    }
    await writeFile(join(home, 'owner.lock'), JSON.stringify({ pid: stranger.pid, incarnation: 'of another boot' }))
    await start({ home })
    expect(stranger.exitCode).toBeNull()
    expect(stranger.signalCode).toBeNull()
  })

  test.each(['', '4711\n'])('a postmaster.pid cut short to %j does not matter', async (text) => {
    const first = await start({ home })
    await first.stop()
    await writeFile(join(home, 'cluster/postmaster.pid'), text)
    await writeFile(join(home, 'owner.lock'), text)
    await start({ home })
  })
})

describe('two owners', () => {
  test('of one home: the second is told the pid of the first, which goes on', async () => {
    const { owner, url } = await startOwner(home)
    await expect(start({ home })).rejects.toThrow(`${home} is in use by process ${owner.pid}`)
    expect(await query(url, 'select 1')).toEqual([[1]])
  })

  test('in one process: the same', async () => {
    const attempts = await Promise.allSettled([1, 2, 3, 4].map(() => start({ home })))
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const reasons = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [String(attempt.reason)] : []))
    expect(new Set(reasons)).toEqual(new Set([`DirectoryInUse: ${home} is in use by process ${process.pid}`]))
  })

  test('of two homes do not meet', async () => {
    const [here, there] = await Promise.all([start({ home }), start({ home: join(directory, 'other') })])
    await query(here.url('postgres'), 'create table task as select 1 as id')
    await expect(query(there.url('postgres'), 'select id from task')).rejects.toThrow('does not exist')
  })
})

test('an owner that exits without a word takes its server along', async () => {
  const script = `
    const { startPostgres } = await import(${JSON.stringify(import.meta.resolve('#infra/postgres/server.ts'))})
    const server = await startPostgres({ home: ${JSON.stringify(home)} })
    console.log(server.pid)
    process.exit(3)`
  const failed = await run(process.execPath, ['--input-type=module', '-e', script]).catch((error) => error)
  expect(failed.code).toBe(3)
  await vi.waitFor(() => expect(isAlive(Number(failed.stdout))).toBe(false), { timeout: 10_000 })
})

test('Ctrl-C in the terminal is for the owner to act on', async () => {
  const server = await start({ home })
  // It leads a process group of its own, which the terminal's signal does not reach.
  expect(isAlive(-server.pid)).toBe(true)
})

describe.skipIf(!isRoot)('with two accounts', () => {
  test('an ordinary user runs a server as itself', async ({ skip }) => {
    const read = run(process.execPath, ['--check', OWNER], { uid: 65534, gid: 65534, cwd: '/' })
    const canRead = (await read.catch(() => undefined)) !== undefined
    skip(!canRead, 'the checkout lies where only root can read it')
    const userHome = join(directory, 'user')
    await mkdir(userHome)
    await chown(userHome, 65534, 65534)
    const { url } = await startOwner(userHome, 65534)
    expect(await query(url, 'select 1')).toEqual([[1]])
    expect((await stat(join(userHome, 'cluster'))).uid).toBe(65534)
  })

  test("a cluster below root's closed directories lies where its server reaches it, and follows its home", async () => {
    const closed = join(directory, 'closed')
    await mkdir(closed, { mode: 0o700 })
    const first = await start({ home: join(closed, 'home') })
    await query(first.url('postgres'), 'create table task as select 1 as id')
    expect(first.connection.host.startsWith(closed)).toBe(false)
    await first.stop()

    await rename(join(closed, 'home'), join(closed, 'moved'))
    const moved = await start({ home: join(closed, 'moved') })
    expect(await query(moved.url('postgres'), 'select id from task')).toEqual([[1]])
    await cp(join(closed, 'moved'), join(closed, 'copy'), { recursive: true, verbatimSymlinks: true })
    await expect(start({ home: join(closed, 'copy') })).rejects.toThrow(`is in use by process ${process.pid}`)

    const anew = await start({ home: join(closed, 'another') })
    for (const server of [moved, anew]) {
      await server.stop()
      await rm(join(server.connection.host, '..'), { recursive: true })
    }
  })

  test('a home that was deleted and made again begins with an empty cluster', async () => {
    const closed = join(directory, 'closed')
    await mkdir(closed, { mode: 0o700 })
    const first = await start({ home: join(closed, 'home') })
    await query(first.url('postgres'), 'create table task as select 1 as id')
    await first.stop()
    await rm(join(closed, 'home'), { recursive: true })
    const second = await start({ home: join(closed, 'home') })
    await expect(query(second.url('postgres'), 'select id from task')).rejects.toThrow('does not exist')
    await second.stop()
    const place = join(second.connection.host, '..')
    expect(await readdir(`${place}.abandoned`)).toContain('cluster')
    for (const path of [place, `${place}.abandoned`]) await rm(path, { recursive: true })
  })
})

function isUnfinished(name: string): boolean {
  return name.startsWith('cluster.unfinished-')
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
