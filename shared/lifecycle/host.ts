/** One host for every service, alone in a process or all together: config → database → wire → serve → drain → stop. */

import { type Clock, systemClock } from '#shared/clock/clock.ts'
import { FileClock } from '#shared/clock/file-clock.ts'
import type { Source } from '#shared/domain/decider.ts'
import { clientOptions, mutualTls } from '#shared/grpc/client.ts'
import { operationService, type Running } from '#shared/grpc/operation.ts'
import { GrpcServer } from '#shared/grpc/server.ts'
import { onRefusedHandshake } from '#shared/identity/handshakes.ts'
import type { Log, Subscription } from '#shared/log/log.ts'
import { PostgresLog } from '#shared/log/postgres-log.ts'
import { pause } from '#shared/log/wake.ts'
import { openDatabase } from '#shared/postgres/database.ts'
import { migrate } from '#shared/postgres/migrate.ts'
import { type Logger, makeLogger } from '#shared/telemetry/logger.ts'
import { refusedHandshakes } from '#shared/telemetry/metric.ts'
import { startTelemetry } from '#shared/telemetry/telemetry.ts'
import { type Config, readConfig } from './config.ts'
import { type Ground, type Service, sourceOf } from './service.ts'

// biome-ignore lint/suspicious/noExplicitAny: services of all kinds stand beside each other in one process
type AnyService = Service<any>

/** Timers wait that long at most for a service to take in what was recorded while it was down. */
const catchUpMilliseconds = 60_000
/** Calls under way get that long to end when a process stops. */
const drainMilliseconds = 5_000

export type Host = { readonly port: number; readonly stop: () => Promise<void> }

async function openLog({ log }: Config, logger: Logger): Promise<Log> {
  if (log.engine === 'postgres') return new PostgresLog(log.sources)
  // Only who runs on Kafka pays for loading its client.
  const { KafkaLog } = await import('#shared/log/kafka-log.ts')
  return new KafkaLog({
    clientId: 'qiantou',
    log: (line) => logger.warn(line),
    brokers: [...log.brokers],
    ...(log.ssl ? { ssl: log.ssl } : {}),
  })
}

/** Starts services in this process, in order, on one port. Resolves when all of them serve. */
export async function startHost(
  services: readonly AnyService[],
  config: Config,
  options: { readonly clock?: Clock; readonly logger?: Logger } = {},
): Promise<Host> {
  const logger = options.logger ?? makeLogger(services.map(({ name }) => name).join('+'))
  const off = onRefusedHandshake((reason, peer) => {
    refusedHandshakes().add(1)
    logger.warn({ reason, peer }, 'handshake refused')
  })
  const clock = options.clock ?? clockOf(process.env.QIANTOU_CLOCK_FILE, logger)
  const log = await openLog(config, logger)
  const running: Running[] = services.map(({ name }) => ({ name, opened: undefined, subscription: undefined }))
  const server = new GrpcServer({ auditors: config.auditors, admitsWorkSecrets: config.admitsWorkSecrets, logger })
  for (const [i, service] of services.entries())
    for (const grpc of service.grpc) server.add(grpc, () => running[i]?.opened?.services)
  server.add(operationService, () => ({ running }))
  const port = await server.listen(config.listen, config.tls)
  const closing: (() => Promise<unknown>)[] = []
  const stop = async (): Promise<void> => {
    await server.close(drainMilliseconds)
    // What was opened last is closed first: folds and relays before the stores that they stand on.
    for (const close of closing.reverse()) await close()
    await log.close()
    off()
  }
  try {
    for (const [i, service] of services.entries()) {
      const ground = groundOf(service, config, { log, port, clock, logger })
      closing.push(() => ground.database.end())
      await wire(service, ground, running[i] as Running, config, closing)
    }
  } catch (error) {
    await stop()
    throw error
  }
  return { port, stop }
}

/** The machine's clock, unless a rehearsal moves time by a file. */
function clockOf(file: string | undefined, logger: Logger): Clock {
  if (!file) return systemClock
  logger.warn({ file }, 'time comes from a file: a rehearsal')
  return new FileClock(file)
}

function groundOf(
  { name }: AnyService,
  config: Config,
  shared: { readonly log: Log; readonly port: number; readonly clock: Clock; readonly logger: Logger },
): Ground {
  const credentials = mutualTls(config.identity(name))
  return {
    name,
    source: sourceOf(name),
    database: openDatabase(config.database(name), { name }),
    log: shared.log,
    clock: shared.clock,
    objects: config.objects(name),
    money: config.money(name),
    logger: shared.logger.child({ service: name }),
    peer: (service) => ({
      address: config.peer(service) ?? `localhost:${shared.port}`,
      credentials,
      options: clientOptions,
    }),
  }
}

const stores = ({ migrations }: AnyService): boolean => Object.keys(migrations).length > 0

/** Migrates, opens, attaches and subscribes one service. */
async function wire(
  service: AnyService,
  ground: Ground,
  running: Running,
  config: Config,
  closing: (() => Promise<unknown>)[],
): Promise<void> {
  if (stores(service)) await migrate(config.database(service.name), service.migrations)
  const opened = await service.open(ground)
  closing.push(async () => opened.close?.())
  if (opened.owns) {
    const attachment = await ground.log.attach(opened.owns)
    closing.push(() => attachment.stop())
  }
  if (opened.follows) {
    running.subscription = await ground.log.subscribe({ group: service.name, ...opened.follows })
    closing.push(() => running.subscription?.stop() ?? Promise.resolve())
  }
  if (opened.timers) {
    const { timers } = opened
    const leaving = new AbortController()
    const starting = caughtUp(running.subscription, leaving.signal).then(() => timers.start())
    closing.push(async () => {
      leaving.abort()
      await starting
      await timers.stop()
    })
  }
  running.opened = opened
}

/**
 * Waits until what had been recorded elsewhere by now is taken in, so that a deadline that was met while this service was
 * down does not count as missed; a source that can't be reached is not waited for.
 */
async function caughtUp(subscription: Subscription | undefined, signal: AbortSignal): Promise<void> {
  if (!subscription) return
  // A database that is away says nothing; it is asked again.
  const lag = () => subscription.lag().catch(() => undefined)
  const deadline = performance.now() + catchUpMilliseconds
  let aims: ReadonlyMap<Source, bigint> | undefined
  while (performance.now() < deadline && !signal.aborted) {
    const now = await lag()
    aims ??= now && new Map([...now].map(([source, { latest }]) => [source, latest ?? 0n]))
    if (now && [...now].every(([source, { position }]) => position >= (aims?.get(source) ?? 0n))) return
    await pause(50, signal)
  }
}

/** Runs a service alone, where its file is the program: configured by the environment, until it is told to stop. */
export async function runWhenMain(meta: ImportMeta, service: AnyService): Promise<void> {
  if (!meta.main) return
  const logger = makeLogger(service.name)
  const flush = await startTelemetry(service.name)
  const own = {
    name: service.name,
    needsDatabase: stores(service),
    keepsObjects: service.keepsObjects === true,
    movesMoney: service.movesMoney === true,
  }
  const start = async (): Promise<Host> => startHost([service], readConfig(process.env, own), { logger })
  const host = await start().catch((error: Error) => {
    process.stderr.write(`${service.name} cannot start: ${error.message}\n`)
    process.exit(1)
  })
  logger.info({ port: host.port }, 'serving')
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(
      signal,
      () =>
        void host
          .stop()
          .then(flush)
          .then(() => process.exit(0)),
    )
}
