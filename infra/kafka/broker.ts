import { mkdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { acquireOwnerLock } from '#infra/postgres/owner-lock.ts'
import { type BrokerTls, grantAccess, prepareAccess } from './access.ts'
import { BrokerUnavailable } from './broker-unavailable.ts'
import { type Exit, launchBroker, type RunningBroker, stopOrphan } from './launch.ts'
import { findKafkaRuntime } from './runtime.ts'
import { ensurePorts, ensureStorage, serverProperties, writeProperties } from './storage.ts'

/** An Apache Kafka broker, owned by this process. */
export type Broker = {
  /** Bootstrap addresses, `127.0.0.1:<port>`; the same after every restart. */
  readonly brokers: string[]
  /** Of the running process; another one after a restart. */
  readonly pid: number
  /** Resolves when the process that `pid` names has ended. */
  readonly exited: Promise<Exit>
  /** Shuts down cleanly and frees the home. Also after `kill`. */
  stop(): Promise<void>
  /** SIGKILL: a crash, for fault tests. The home stays ours until `stop`. */
  kill(): void
  /** Starts again on the same data and ports, after a clean shutdown where it still runs. */
  restart(): Promise<void>
}

/**
 * Starts a broker on the data below `home`, formatting it the first time, and resolves when it takes clients. With
 * `tls` it takes only clients with a certificate, for what `grants` allow. `settings` are further entries of
 * server.properties. Throws BrokerUnavailable on a machine without Java or Maven, DirectoryInUse where another process
 * owns the home.
 */
export async function startBroker(options: {
  home: string
  tls?: BrokerTls
  settings?: Readonly<Record<string, string>>
  log?: (line: string) => void
}): Promise<Broker> {
  const log = options.log ?? (() => {})
  const runtime = await findKafkaRuntime(log)
  await mkdir(options.home, { recursive: true })
  const home = await realpath(options.home)
  const lock = await acquireOwnerLock(home)
  try {
    await stopOrphan(home, log)
    const ports = await ensurePorts(home)
    const access = options.tls === undefined ? undefined : await prepareAccess(home, options.tls.certificates)
    const properties = serverProperties(home, ports, { ...access?.properties, ...options.settings })
    await ensureStorage(home, runtime, properties)
    await writeProperties(join(home, 'server.properties'), properties)
    const brokers = [`127.0.0.1:${ports.clients}`]
    const first = await launchBroker(home, runtime, log)
    if (access !== undefined) await grantAccess(brokers, access.admin, options.tls?.grants ?? [])
    return ownedBroker({ brokers, first, lock, launchAgain: () => launchBroker(home, runtime, log) })
  } catch (error) {
    await stopOrphan(home, log)
    await lock.release()
    throw error
  }
}

/** Why no broker can run here, or undefined. With CI=true in the environment that is an error: there nothing is skipped. */
export async function brokerUnavailability(): Promise<string | undefined> {
  try {
    await findKafkaRuntime(() => {})
    return undefined
  } catch (error) {
    if (!(error instanceof BrokerUnavailable) || process.env.CI === 'true') throw error
    return error.message
  }
}

function ownedBroker(parts: {
  brokers: string[]
  first: RunningBroker
  lock: { release(): Promise<void> }
  launchAgain: () => Promise<RunningBroker>
}): Broker {
  let running = parts.first
  const end = async () => {
    running.signal('SIGTERM')
    await running.exited
  }
  return {
    brokers: parts.brokers,
    get pid() {
      return running.pid
    },
    get exited() {
      return running.exited
    },
    async stop() {
      await end()
      await parts.lock.release()
    },
    kill() {
      running.signal('SIGKILL')
    },
    async restart() {
      await end()
      running = await parts.launchAgain()
    },
  }
}
