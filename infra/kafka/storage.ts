import { execFile } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { exists } from '#infra/file.ts'
import { complaintIn } from './complaint.ts'
import type { KafkaRuntime } from './runtime.ts'

const run = promisify(execFile)

// Below every system's ephemeral range: while the broker is down between a kill and a restart, no outgoing connection
// takes its port.
const FIRST_PORT = 20_000
const LAST_PORT = 32_000

/** The ports of a home, chosen once: clients find the broker again after a restart. */
export type Ports = {
  readonly clients: number
  readonly controller: number
}

/** The ports of `home`, chosen among the free ones the first time. */
export async function ensurePorts(home: string): Promise<Ports> {
  const path = join(home, 'ports.json')
  if (await exists(path)) return JSON.parse(await readFile(path, 'utf8'))
  const clients = await freePort()
  let controller = await freePort()
  while (controller === clients) controller = await freePort()
  const ports = { clients, controller }
  await writeFile(`${path}.draft`, JSON.stringify(ports))
  await rename(`${path}.draft`, path)
  return ports
}

/** One KRaft node that is broker and controller, with every internal topic on itself. */
export function serverProperties(
  home: string,
  ports: Ports,
  more: Readonly<Record<string, string>>,
): Record<string, string> {
  const clients = `CLIENTS://127.0.0.1:${ports.clients}`
  const controller = `CONTROLLER://127.0.0.1:${ports.controller}`
  const protocol = 'ssl.client.auth' in more ? 'SSL' : 'PLAINTEXT'
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.bootstrap.servers': `127.0.0.1:${ports.controller}`,
    listeners: `${clients},${controller}`,
    'advertised.listeners': `${clients},${controller}`,
    'listener.security.protocol.map': `CLIENTS:${protocol},CONTROLLER:${protocol}`,
    'inter.broker.listener.name': 'CLIENTS',
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': join(home, 'data'),
    // After a crash the node waits until its own former self is given up for dead.
    'broker.session.timeout.ms': '2000',
    'broker.heartbeat.interval.ms': '500',
    'auto.create.topics.enable': 'false',
    // Tests and people wait for it.
    'group.initial.rebalance.delay.ms': '0',
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.num.partitions': '1',
    'transaction.state.log.min.isr': '1',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.num.partitions': '1',
    'share.coordinator.state.topic.min.isr': '1',
    ...more,
  }
}

/** Writes a server.properties. Backslash is the one character that the format would take as something else. */
export async function writeProperties(path: string, properties: Readonly<Record<string, string>>): Promise<void> {
  const lines = Object.entries(properties).map(([name, value]) => `${name}=${value.replaceAll('\\', '\\\\')}\n`)
  await writeFile(path, lines.join(''), { mode: 0o600 })
}

/** Formats `data` in `home` under a cluster id of its own, unless it is. An interrupted format is begun anew. */
export async function ensureStorage(
  home: string,
  runtime: KafkaRuntime,
  properties: Readonly<Record<string, string>>,
): Promise<void> {
  const storage = join(home, 'data')
  if (await exists(storage)) return
  for (const name of await readdir(home)) {
    if (name.startsWith('data.unfinished-')) await rm(join(home, name), { recursive: true, force: true })
  }
  const draft = join(home, `data.unfinished-${randomBytes(4).toString('hex')}`)
  const draftProperties = `${draft}.properties`
  await writeProperties(draftProperties, { ...properties, 'log.dirs': draft })
  const tool = ['kafka.tools.StorageTool', 'format', '--standalone', '-t', clusterId(), '-c', draftProperties]
  // Nothing in the formatted folder names it, so it can take its place whole.
  await run(runtime.java, ['-XX:TieredStopAtLevel=1', '-cp', join(runtime.jars, '*'), ...tool]).catch((cause) => {
    throw new Error(`Kafka did not format ${storage}: ${complaintIn(String(cause.stderr).split('\n'))}`, { cause })
  })
  await rename(draft, storage)
  await rm(draftProperties)
}

/** 16 random bytes in base64url, as Kafka's own; one that begins with a hyphen would be taken for an option. */
function clusterId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url')
    if (!id.startsWith('-')) return id
  }
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_PORT, LAST_PORT)
    if (await isFree(port)) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return await new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
