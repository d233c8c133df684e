/** `npm start`: the whole bus on one machine with nothing installed. PostgreSQL, certificates, services, sample. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { startPostgres } from '#infra/postgres/server.ts'
import { busFilePath, dataFolder } from '#shared/lifecycle/data-folder.ts'
import { makeLogger } from '#shared/telemetry/logger.ts'
import { startTelemetry } from '#shared/telemetry/telemetry.ts'
import { ensureBusCertificates, startBus, tlsOf } from './bus.ts'
import { seed } from './seed.ts'

type Options = {
  readonly port: string
  readonly log: 'postgres' | 'kafka'
  readonly brokers?: string
  readonly sample: boolean
}

const options = new Command('npm start --')
  .description('Starts the bus on this machine: PostgreSQL, certificates, all services on one port, the sample.')
  .option('--port <port>', 'where to listen on 127.0.0.1', process.env.QIANTOU_PORT ?? '7443')
  .addOption(new Option('--log <engine>', 'what carries records').choices(['postgres', 'kafka']).default('postgres'))
  .option('--brokers <list>', 'host:port of Kafka brokers, separated by commas')
  .option('--no-sample', 'without the sample programme')
  .addHelpText('after', '\nExample:\n  npm start -- --log kafka --brokers 127.0.0.1:9092')
  .parse()
  .opts<Options>()

const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function main(): Promise<void> {
  if (options.log === 'kafka' && !options.brokers) throw new Error('--log kafka needs --brokers HOST:PORT')
  const begin = performance.now()
  const home = dataFolder()
  mkdirSync(home, { recursive: true })
  const logger = makeLogger('qiantou')
  const flush = await startTelemetry('bus')
  const [postgres, certificates] = await Promise.all([
    startPostgres({ home: join(home, 'postgres'), log: (line) => logger.debug(line) }),
    ensureBusCertificates(join(home, 'certificates')),
  ])
  const stopping: (() => Promise<unknown>)[] = [flush, () => postgres.stop()]
  const stop = async (): Promise<void> => {
    for (const step of stopping.splice(0).reverse()) await step()
  }
  try {
    const listen = `127.0.0.1:${options.port}`
    const brokers = options.log === 'kafka' ? options.brokers?.split(',') : undefined
    const bus = await startBus({ postgres, certificates, listen, brokers, logger })
    stopping.push(() => bus.stop())
    const address = `localhost:${bus.port}`
    const tasks = options.sample ? await seed(address, tlsOf(certificates, 'hn-office', 'organisation')) : 0
    writeFileSync(busFilePath(home), JSON.stringify({ address, pid: process.pid }))
    stopping.push(async () => rmSync(busFilePath(home), { force: true }))
    const seconds = ((performance.now() - begin) / 1000).toFixed(1)
    say(`Qiantou is ready after ${seconds} s: gRPC with mTLS on ${address}, data in ${home}`)
    if (tasks) say(`${tasks} tasks of the sample programme programmes/hunan-2025-7 are issued.`)
    say('Next, in another terminal:  npx qiantou walkthrough')
    say('Ctrl-C stops everything.')
  } catch (error) {
    await stop()
    throw error
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stopping.length) void stop().then(() => process.exit(0))
    })
}

main().catch((error: Error & { code?: string }) => {
  const busy = /EADDRINUSE|No address added/.test(error.message)
  const hint = busy ? `port ${options.port} is taken; choose another with: npm start -- --port 7444` : error.message
  process.stderr.write(`Qiantou cannot start: ${hint}\n`)
  process.exit(1)
})
