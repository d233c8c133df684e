import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { exists } from '#infra/file.ts'
import { BrokerUnavailable } from './broker-unavailable.ts'

const run = promisify(execFile)
const POM = fileURLToPath(new URL('./pom.xml', import.meta.url))
const OLDEST_JAVA = 17

/** What a broker is run with. */
export type KafkaRuntime = {
  /** The java program. */
  readonly java: string
  /** The folder of Kafka's jars. */
  readonly jars: string
  /** Where the classes lie ready to be mapped (Java's AppCDS), once a first broker has put them there: half of a start. */
  readonly archive: string
}

/**
 * Finds Java and Kafka's jars; the jars are fetched by Maven the first time, into `$QIANTOU_CACHE` (by default
 * `~/.cache/qiantou`). Two processes may do so at once. Throws BrokerUnavailable where something is missing.
 */
export async function findKafkaRuntime(log: (line: string) => void): Promise<KafkaRuntime> {
  const { java, version } = await findJava()
  // Named after the pom: a change of version there is another folder here.
  const fingerprint = createHash('sha256')
    .update(await readFile(POM))
    .digest('hex')
    .slice(0, 12)
  const cache = process.env.QIANTOU_CACHE ?? join(homedir(), '.cache', 'qiantou')
  const jars = join(cache, `kafka-${fingerprint}`)
  if (!(await exists(jars))) await fetchJars(cache, jars, log)
  // Another Java cannot read it.
  return { java, jars, archive: `${jars}-java-${version}.jsa` }
}

async function findJava(): Promise<{ java: string; version: string }> {
  const java = process.env.JAVA_HOME === undefined ? 'java' : join(process.env.JAVA_HOME, 'bin', 'java')
  const advice = `install it (Debian: apt-get install openjdk-${OLDEST_JAVA}-jre-headless) or set JAVA_HOME`
  let said: string
  try {
    said = (await run(java, ['-version'])).stderr
  } catch (cause) {
    throw new BrokerUnavailable(`Kafka needs Java ${OLDEST_JAVA} or newer: ${advice}`, { cause })
  }
  const version = /version "([\w.+-]+)"/.exec(said)?.[1] ?? 'unknown'
  if (Number.parseInt(version, 10) >= OLDEST_JAVA) return { java, version }
  throw new BrokerUnavailable(`Kafka needs Java ${OLDEST_JAVA} or newer, ${java} is ${said.split('\n')[0]}: ${advice}`)
}

async function fetchJars(cache: string, jars: string, log: (line: string) => void): Promise<void> {
  log('fetching Kafka by Maven, once')
  await mkdir(cache, { recursive: true })
  const draft = `${jars}.${randomBytes(4).toString('hex')}`
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${draft}`]
  try {
    await run('mvn', ['--batch-mode', '--quiet', '--file', POM, ...goal])
    await rename(draft, jars)
  } catch (cause) {
    await rm(draft, { recursive: true, force: true })
    // Another process was faster: its jars are the same.
    if (await exists(jars)) return
    throw new BrokerUnavailable(adviceOf(cause), { cause })
  }
}

function adviceOf(cause: unknown): string {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
    return "Kafka's jars are fetched by Maven: install it (Debian: apt-get install maven)"
  }
  const said = cause instanceof Error && 'stdout' in cause ? String(cause.stdout).split('\n')[0] : String(cause)
  return `Kafka's jars could not be fetched by Maven: ${said}`
}
