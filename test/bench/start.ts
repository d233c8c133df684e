import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { newHome, startBus } from './bus.ts'
import { bar, progress, type Report } from './report.ts'
import { median } from './statistics.ts'

type Process = { readonly pid: number; readonly parent: number; readonly rssMb: number; readonly cpuSeconds: number }

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

function processes(): Process[] {
  const pids = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' }).trim().split('\n')
  return pids.flatMap((line) => {
    const [pid = 0, parent = 0, rss = 0] = line.trim().split(/\s+/).map(Number)
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')
      const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
      return [{ pid, parent, rssMb: rss / 1024, cpuSeconds }]
    } catch {
      return []
    }
  })
}

/** A process and everything that it started. */
function family(root: number): Process[] {
  const all = processes()
  const members = new Set([root])
  for (let before = 0; before < members.size; ) {
    before = members.size
    for (const { pid, parent } of all) if (members.has(parent)) members.add(pid)
  }
  return all.filter(({ pid }) => members.has(pid))
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0)

/** First start and warm start, and what an idle bus takes: every process, PostgreSQL's included. */
export async function start(options: { seconds: number; rounds: number }): Promise<Report> {
  const first: number[] = []
  const warm: number[] = []
  const idleRss: number[] = []
  const idleCpu: number[] = []
  for (let round = 1; round <= options.rounds; round += 1) {
    progress(`round ${round} of ${options.rounds}`)
    const home = await newHome()
    const fresh = await startBus({ home })
    first.push(fresh.readyAfterMs / 1_000)
    await fresh.stop()
    const again = await startBus({ home })
    warm.push(again.readyAfterMs / 1_000)
    const pid = again.child.process.pid as number
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    const before = sum(family(pid).map(({ cpuSeconds }) => cpuSeconds))
    await new Promise((resolve) => setTimeout(resolve, options.seconds * 1_000))
    const members = family(pid)
    idleCpu.push(((sum(members.map(({ cpuSeconds }) => cpuSeconds)) - before) / options.seconds) * 100)
    idleRss.push(sum(members.map(({ rssMb }) => rssMb)))
    await again.stop()
    await rm(home, { recursive: true, force: true })
  }
  const figures = {
    'first start s': median(first),
    'warm start s': median(warm),
    'idle RSS MB, all processes': median(idleRss),
    'idle % of a core': median(idleCpu),
  }
  const bars = [
    bar('first start s', median(first), '<=', 10),
    bar('warm start s', median(warm), '<=', 5),
    bar('idle RSS MB', median(idleRss), '<=', 600),
    bar('idle % of a core', median(idleCpu), '<=', 3),
  ]
  return { name: 'start', figures, references: {}, bars }
}
