import { rm } from 'node:fs/promises'
import { familyOf } from '#infra/usage.ts'
import { newHome, startBus } from './bus.ts'
import { bar, progress, type Report } from './report.ts'
import { median } from './statistics.ts'

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
    const before = sum(familyOf(pid).map(({ cpuSeconds }) => cpuSeconds))
    await new Promise((resolve) => setTimeout(resolve, options.seconds * 1_000))
    const members = familyOf(pid)
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
