import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, constants, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { sendSignal } from '#infra/postgres/postmaster.ts'
import { incarnationOf } from '#infra/postgres/running-process.ts'
import { complaintIn } from './complaint.ts'
import type { KafkaRuntime } from './runtime.ts'

const POLL_MS = 20
const ORPHAN_PATIENCE_MS = 10_000

// Warnings and worse, and the one line that says that it is ready.
const LOGGING = [
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
]
// Ready soon on a small machine, rather than fast under load for days.
const JVM = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']

/** How a broker ended: an exit code (143 after SIGTERM), or the signal that killed it. */
export type Exit = {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** One run of a broker. */
export type RunningBroker = {
  readonly pid: number
  readonly exited: Promise<Exit>
  /** Does nothing once it has ended: its pid may be another's by then. */
  signal(signal: NodeJS.Signals): void
}

/** Runs a broker on `server.properties` in `home`; resolves when it takes clients. */
export async function launchBroker(
  home: string,
  runtime: KafkaRuntime,
  log: (line: string) => void,
): Promise<RunningBroker> {
  const command = ['-cp', join(runtime.jars, '*'), 'kafka.Kafka', join(home, 'server.properties')]
  const sharing = await classSharing(runtime.archive)
  const child = spawn(runtime.java, [...JVM, ...sharing.options, ...LOGGING, ...command], {
    // A process group of its own: Ctrl-C reaches the whole foreground group, but the owner decides who stops when.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = endOf(child).then(async (exit) => {
    await sharing.finish()
    return exit
  })
  const ready = becomesReady(child, log)
  await Promise.all([ready, recordPid(home, child.pid)])
  return { pid: child.pid as number, exited, signal: (signal) => child.kill(signal) }
}

/** Ends a broker that outlived an owner killed by -9, or whose start failed half-way. Another program is left alone. */
export async function stopOrphan(home: string, log: (line: string) => void): Promise<void> {
  const orphan = await readPid(home)
  if (orphan === undefined) return
  for (let waitedMs = 0; (await incarnationOf(orphan.pid)) === orphan.incarnation; waitedMs += POLL_MS) {
    if (waitedMs === 0) log(`stopping broker ${orphan.pid}, whose owner is gone`)
    sendSignal(orphan.pid, waitedMs < ORPHAN_PATIENCE_MS ? 'SIGTERM' : 'SIGKILL')
    await delay(POLL_MS)
  }
  await rm(join(home, 'broker.json'))
}

/** Maps the archive of classes; where there is none yet, has this run write one when it ends. */
async function classSharing(archive: string) {
  const nothingToFinish = async () => {}
  if (await isAccessible(archive, constants.R_OK)) {
    return { options: [`-XX:SharedArchiveFile=${archive}`], finish: nothingToFinish }
  }
  // A cache that somebody else provides may be read only, and Java would end in failure.
  if (!(await isAccessible(dirname(archive), constants.W_OK))) return { options: [], finish: nothingToFinish }
  const draft = `${archive}.${randomBytes(4).toString('hex')}`
  return {
    options: [`-XX:ArchiveClassesAtExit=${draft}`],
    // A killed broker leaves none; it will be another's turn.
    finish: () => rename(draft, archive).catch(() => {}),
  }
}

async function isAccessible(path: string, mode: number): Promise<boolean> {
  return await access(path, mode).then(
    () => true,
    () => false,
  )
}

async function becomesReady(child: ChildProcess, log: (line: string) => void): Promise<void> {
  const said: string[] = []
  await new Promise<void>((resolve, reject) => {
    const read = (line: string) => {
      log(line)
      if (line.includes('Kafka Server started')) resolve()
      if (/ERROR|Exception|Caused by/.test(line)) said.push(line)
    }
    for (const input of [child.stdout, child.stderr]) if (input !== null) createInterface({ input }).on('line', read)
    child.once('error', reject)
    child.once('close', () => reject(new Error(`Kafka did not start: ${complaintIn(said)}`)))
  })
}

async function endOf(child: ChildProcess): Promise<Exit> {
  // The last resort of an owner that exits without stopping it: better a clean shutdown than an orphan.
  const stopOnExit = () => child.kill('SIGTERM')
  process.on('exit', stopOnExit)
  return await new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      process.off('exit', stopOnExit)
      resolve({ code, signal })
    })
  })
}

type RecordedPid = {
  readonly pid: number
  readonly incarnation: string
}

async function recordPid(home: string, pid: number | undefined): Promise<void> {
  if (pid === undefined) return
  await writeFile(join(home, 'broker.json'), JSON.stringify({ pid, incarnation: await incarnationOf(pid) }))
}

async function readPid(home: string): Promise<RecordedPid | undefined> {
  try {
    const { pid, incarnation } = JSON.parse(await readFile(join(home, 'broker.json'), 'utf8'))
    return typeof pid === 'number' && typeof incarnation === 'string' ? { pid, incarnation } : undefined
  } catch {
    // None, or cut short: then nobody runs whom we could know.
    return undefined
  }
}
