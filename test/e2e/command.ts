/** A real bus and the real command, each a process of its own, in a data folder of their own. */
import { type ChildProcess, execFile, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterAll, expect, vi } from 'vitest'
import { type Broker, startBroker } from '#infra/kafka/broker.ts'
import { ensureDatabases } from '#infra/start/databases.ts'
import { compiled } from '#shared/lifecycle/compiled.ts'
import { testPostgres } from '#shared/testing/postgres.ts'
import { prepareCluster } from '#shared/testing/prepared-cluster.ts'
import type { Asked, Ended } from './command-host.ts'

const root = join(import.meta.dirname, '..', '..')
/** How long a condition may take to come true. */
export const patience = { timeout: 20_000 }
export const home = mkdtempSync(join(tmpdir(), 'qiantou-cli-'))
// PostgreSQL runs as another user where the tests run as root.
chmodSync(home, 0o711)
const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('QIANTOU_'))
const env = { ...Object.fromEntries(inherited), QIANTOU_HOME: home, LANG: 'C', LC_ALL: 'C' }
let bus: ChildProcess | undefined
/** What the bus was told of its clock: who types commands lives on the same day. */
let clock: Readonly<Record<string, string>> = {}

/** What a process has printed so far. */
function gather(...streams: readonly (Readable | null)[]): () => string {
  let text = ''
  for (const stream of streams)
    stream?.on('data', (chunk: Buffer) => {
      text += chunk
    })
  return () => text
}

let broker: Broker | undefined
const brokerHome = mkdtempSync(join(tmpdir(), 'qiantou-cli-kafka-'))
afterAll(async () => {
  await broker?.stop()
  rmSync(brokerHome, { recursive: true, force: true })
})

/** How the bus is told what carries its records: the suite runs on either engine. */
async function engine(): Promise<readonly string[]> {
  if (process.env.QIANTOU_TEST_ENGINE !== 'kafka') return []
  broker ??= await startBroker({ home: brokerHome })
  return ['--log', 'kafka', '--brokers', broker.brokers.join(',')]
}

/** What `npm start` runs, in the data folder or in another environment. */
export const beginStart = (words: readonly string[], variables: Readonly<Record<string, string>> = {}) =>
  launch([process.execPath, 'infra/start/main.ts', ...words], variables)

/** `npm start` itself. */
export const beginNpmStart = (words: readonly string[]) => launch(['npm', 'start', '--silent', '--', ...words])

function launch([command, ...words]: readonly [string, ...string[]], variables: Readonly<Record<string, string>> = {}) {
  const child = spawn(command, words, { cwd: root, env: { ...env, ...variables } })
  return { child, printed: gather(child.stdout, child.stderr), ended: once(child, 'exit') }
}

/**
 * Runs one service alone, on a free port and an empty database, with the certificates of the data folder; those that it
 * follows have not begun. Says where it listens.
 */
export async function startAlone(service: string): Promise<{ readonly address: string; readonly stop: () => unknown }> {
  const certificate = join(home, 'certificates', 'service', service)
  // Whom it follows need not run, but has a database.
  const followed = ['lead-agency', 'supporting-department'].filter((other) => other !== service)
  const databases = await ensureDatabases(await testPostgres(), [service, ...followed], 'alone_')
  const variables = {
    QIANTOU_LISTEN: '127.0.0.1:0',
    QIANTOU_DATABASE_URL: databases.get(service)?.own ?? '',
    QIANTOU_LOG_SOURCES: followed.map((source) => `${source}=${databases.get(source)?.reader}`).join(','),
    QIANTOU_CA: join(home, 'certificates', 'ca.crt'),
    QIANTOU_CERT: `${certificate}.crt`,
    QIANTOU_KEY: `${certificate}.key`,
    NODE_COMPILE_CACHE: compiled,
  }
  const child = spawn(process.execPath, [`services/${service}/main.ts`], { cwd: root, env: { ...env, ...variables } })
  const printed = gather(child.stdout, child.stderr)
  const port = await vi
    .waitFor(() => expect(printed()).toMatch(/"port":\d+/), patience)
    .then(() => printed().match(/"port":(\d+)/)?.[1])
  return { address: `localhost:${port}`, stop: () => child.kill('SIGKILL') }
}

/** Starts the bus, or in another environment; port 0 takes a free one. */
export async function startBus(port = 0, variables: Readonly<Record<string, string>> = {}): Promise<void> {
  if (!existsSync(join(home, 'postgres'))) await prepareCluster(join(home, 'postgres'))
  const { child, printed } = beginStart(['--port', `${port}`, ...(await engine())], variables)
  bus = child
  const { QIANTOU_CLOCK_FILE: file } = variables
  clock = file === undefined ? {} : { QIANTOU_CLOCK_FILE: file }
  // Seconds; several times that where a whole suite starts servers beside it.
  await vi.waitFor(() => expect(printed()).toContain('Qiantou is ready'), { timeout: 60_000 })
}

/** Ends the bus, if it runs. */
export async function stopBus(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (!bus || bus.exitCode !== null || bus.signalCode !== null) return
  const exit = once(bus, 'exit')
  bus.kill(signal)
  await exit
}

/** Runs a command to its end in a process of its own, in another data folder or with something to read. */
export const qiantouIn = (folder: string, words: readonly string[], input = ''): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { cwd: root, env: { ...env, ...clock, QIANTOU_HOME: folder }, maxBuffer: 2 ** 26 }
    const child = execFile(process.execPath, ['cli/qiantou.ts', ...words], options, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    )
    child.stdin?.end(input)
  })

/** Runs a command to its end in a process of its own. */
export const qiantouAlone = (...words: readonly string[]): Promise<Ended> => qiantouIn(home, words)

let host: Host | undefined
afterAll(() => host?.end())

type Host = { readonly run: (asked: Asked) => Promise<Ended>; readonly end: () => unknown }

/** A process that runs commands one after another; one that ends by itself fails all that were under way. */
function startHost(): Host {
  const child = fork(join(import.meta.dirname, 'command-host.ts'), {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const printed = gather(child.stdout, child.stderr)
  const waiting = new Map<number, PromiseWithResolvers<Ended>>()
  child.on('message', ({ id, ended }: { readonly id: number; readonly ended: Ended }) =>
    waiting.get(id)?.resolve(ended),
  )
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error(`the command line has ended: ${printed()}`))
  })
  const run = (asked: Asked): Promise<Ended> => {
    const id = waiting.size
    const answer = Promise.withResolvers<Ended>()
    waiting.set(id, answer)
    child.send({ id, asked })
    return answer.promise
  }
  return { run, end: () => child.kill() }
}

/** Runs a command to its end. */
export function qiantou(...words: readonly string[]): Promise<Ended> {
  host ??= startHost()
  return host.run({ words, folder: home, variables: clock })
}

/** Starts a command that goes on, and says what it has printed so far. */
export function begin(...words: readonly string[]) {
  const child = spawn(process.execPath, ['cli/qiantou.ts', ...words], { cwd: root, env: { ...env, ...clock } })
  const [printed, complained] = [gather(child.stdout), gather(child.stderr)]
  return { printed, complained, ended: once(child, 'exit'), end: () => child.kill('SIGINT') }
}

/** Lines that are not empty. */
export const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '')
/** What was printed as JSON lines. */
export const records = (text: string) => lines(text).map((line) => JSON.parse(line))
