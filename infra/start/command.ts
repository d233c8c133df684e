/** What `npm start` does: PostgreSQL, certificates, services, sample, and all of them stopped in the end. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { DirectoryInUse } from '#infra/postgres/owner-lock.ts'
import type { PostgresServer } from '#infra/postgres/server.ts'
import { admitsWorkSecrets } from '#shared/lifecycle/config.ts'
import { dataFolder, makeFolder, readBusFile, removeBusFile, writeBusFile } from '#shared/lifecycle/data-folder.ts'
import { type Logger, makeLogger } from '#shared/telemetry/logger.ts'
import { startTelemetry } from '#shared/telemetry/telemetry.ts'
import { someBrokerAnswers } from './brokers.ts'
import { ensureBusCertificates, startBus, tlsOf } from './bus.ts'
import { startLastingPostgres } from './lasting-postgres.ts'
import { seed } from './seed.ts'

type Options = {
  readonly port: number
  readonly log: 'postgres' | 'kafka'
  readonly brokers?: string
  readonly sample: boolean
}

const defaultPort = 7443

/** A variable that is empty is one that is not set. */
function portOf(text: string): number {
  if (text === '') return defaultPort
  if (!/^[0-9]{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('It must be a port: 1 to 65535, or 0 for a free one.')
  return Number(text)
}

const options = new Command('npm start --')
  .description('Starts the bus on this machine: PostgreSQL, certificates, all services on one port, the sample.')
  .addOption(
    new Option('--port <port>', 'where to listen on 127.0.0.1')
      .env('QIANTOU_PORT')
      .default(defaultPort)
      .argParser(portOf),
  )
  .addOption(new Option('--log <engine>', 'what carries records').choices(['postgres', 'kafka']).default('postgres'))
  .option('--brokers <list>', 'host:port of Kafka brokers, separated by commas')
  .option('--no-sample', 'without the sample programme')
  .addHelpText('after', '\nExample:\n  npm start -- --log kafka --brokers 127.0.0.1:9092')
  .parse()
  .opts<Options>()

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Told to end, by Ctrl-C or by whoever runs it. */
const told = 'told to end'
const ending = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => ending.abort(told))

/** What has been started, to be stopped in the opposite order. */
const stopping: (() => Promise<unknown>)[] = []
let isReady = false

/** @throws Error EADDRINUSE where the port is taken: gRPC would write lines of its own about it. */
async function probe(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  server.close()
  await once(server, 'close')
}

/** It is stopped also where something beside it fails before it has been started. */
async function startDatabase(home: string, logger: Logger): Promise<PostgresServer> {
  const starting = startLastingPostgres(home, logger, (reason) => ending.abort(reason))
  stopping.push(() =>
    starting.then(
      ({ stop }) => stop(),
      () => {},
    ),
  )
  return (await starting).server
}

/** Starts one thing after the other. @throws what `ending` says, as soon as what is under way has been started */
async function start(): Promise<void> {
  if (options.log === 'kafka' && !options.brokers) throw new Error('--log kafka needs --brokers HOST:PORT')
  const begin = performance.now()
  const home = dataFolder()
  makeFolder(join(home, 'certificates'))
  const logger = makeLogger('qiantou')
  stopping.push(await startTelemetry('bus'))
  const [postgres, certificates] = await Promise.all([
    startDatabase(join(home, 'postgres'), logger),
    ensureBusCertificates(join(home, 'certificates')),
  ])
  ending.signal.throwIfAborted()
  await probe(options.port)
  const listen = `127.0.0.1:${options.port}`
  const brokers = options.log === 'kafka' ? options.brokers?.split(',') : undefined
  const answered = brokers ? someBrokerAnswers(brokers) : Promise.resolve(true)
  const objects = join(home, 'objects')
  const bus = await startBus({
    ...{ postgres, certificates, listen, objects, brokers, logger, money: join(home, 'money') },
    admitsWorkSecrets: admitsWorkSecrets(process.env),
  })
  stopping.push(() => bus.stop())
  ending.signal.throwIfAborted()
  const address = `localhost:${bus.port}`
  const tasks = options.sample ? await seed(address, tlsOf(certificates, 'hn-office', 'organisation')) : 0
  ending.signal.throwIfAborted()
  writeBusFile(home, { address, pid: process.pid })
  stopping.push(async () => removeBusFile(home))
  isReady = true
  const seconds = ((performance.now() - begin) / 1000).toFixed(1)
  say(`Qiantou is ready after ${seconds} s: gRPC with mTLS on ${address}, data in ${home}`)
  if (tasks) say(`${tasks} tasks of the sample programme programmes/hunan-2025-7 are issued.`)
  if (!(await answered))
    say(
      `Nobody answers at ${brokers?.join(', ')} yet: until a broker does, services record, and hear nothing of each other.`,
    )
  say(`Next, in another terminal:  npx qiantou ${options.sample ? 'walkthrough' : 'status'}`)
  say('Ctrl-C stops everything.')
}

async function run(): Promise<void> {
  try {
    await start()
    await once(ending.signal, 'abort')
    ending.signal.throwIfAborted()
  } catch (reason) {
    if (reason !== told) throw reason
  } finally {
    for (const step of stopping.splice(0).reverse()) await step()
  }
}

/** What is in the way, and what to do about it. */
function hint(error: Error): string {
  if (error instanceof DirectoryInUse) {
    const home = dataFolder()
    const running = readBusFile(home)
    const where = running?.pid === error.pid ? ` on ${running.address}` : ''
    return `a bus with its data in ${home} already runs${where} (process ${error.pid}); stop it, or set QIANTOU_HOME to another folder`
  }
  const isBusy = /EADDRINUSE|No address added/.test(error.message)
  return isBusy ? `port ${options.port} is taken; choose another with: npm start -- --port 7444` : error.message
}

/** Runs the bus until it is told to end, and ends this process. */
export async function main(): Promise<void> {
  try {
    await run()
    process.exit(0)
  } catch (error) {
    process.stderr.write(`Qiantou ${isReady ? 'ends' : 'cannot start'}: ${hint(error as Error)}\n`)
    process.exit(1)
  }
}
