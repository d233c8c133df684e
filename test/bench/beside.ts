/** This tree beside another one, such as the last release: lifecycles in short bursts, in turn, so that both meet the same weather. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Burst } from './bursts.ts'
import { bar, progress, type Report } from './report.ts'
import { median } from './statistics.ts'

const levels = [8, 32]
const starts = 3
/** Not slower by more than a tenth. */
const least = 0.9

type Tree = { readonly burst: (tasks: number, seconds: number) => Promise<Burst>; readonly stop: () => Promise<void> }

/** The bus of a tree, in its folder, by its own Node. @throws where it ends before it is ready */
async function startTree(folder: string): Promise<Tree> {
  const child = spawn(resolve(folder, 'node_modules', 'node', 'bin', 'node'), ['test/bench/bursts.ts'], {
    ...{ cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] },
  })
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`the tree in ${folder} ended with ${(await exited)[0]}`)
    return value
  }
  if ((await next()) !== 'ready') throw new Error(`the tree in ${folder} does not know bursts`)
  return {
    burst: async (tasks, seconds) => {
      child.stdin.write(`${tasks} ${seconds}\n`)
      return JSON.parse(await next())
    },
    stop: async () => {
      child.stdin.end()
      await exited
    },
  }
}

type Pair = { readonly ours: Burst; readonly theirs: Burst }

/** Both, each first in every other round. */
async function pairOf(ours: Tree, theirs: Tree, tasks: number, seconds: number, round: number): Promise<Pair> {
  if (round % 2) return { ours: await ours.burst(tasks, seconds), theirs: await theirs.burst(tasks, seconds) }
  const first = await theirs.burst(tasks, seconds)
  return { ours: await ours.burst(tasks, seconds), theirs: first }
}

/**
 * Processes of one tree differ among themselves, by how their code came to be compiled: both are started several times, and so
 * many rounds of bursts are played in each.
 */
export async function beside(options: {
  seconds: number
  rounds: number
  other?: string | undefined
}): Promise<Report> {
  const { seconds, rounds, other } = options
  if (!other) throw new Error('--other FOLDER is missing: a clone of the project, ready to start')
  const pairs = new Map<number, Pair[]>(levels.map((tasks) => [tasks, []]))
  for (let start = 1; start <= starts; start += 1) {
    const [ours, theirs] = [await startTree('.'), await startTree(other)]
    for (let round = 1; round <= rounds; round += 1)
      for (const [tasks, all] of pairs) {
        progress(`start ${start} of ${starts}, round ${round} of ${rounds}, ${tasks} tasks at once`)
        all.push(await pairOf(ours, theirs, tasks, seconds, round))
      }
    await Promise.all([ours.stop(), theirs.stop()])
  }
  const figures: Record<string, number> = {}
  const references: Record<string, number> = {}
  const bars = [...pairs].map(([tasks, all]) => {
    for (const name of ['perSecond', 'p50', 'servicesMs', 'postgresMs'] as const) {
      figures[`${tasks} ${name}`] = median(all.map(({ ours }) => ours[name]))
      references[`other ${tasks} ${name}`] = median(all.map(({ theirs }) => theirs[name]))
    }
    const ratio = median(all.map(({ ours, theirs }) => ours.perSecond / theirs.perSecond))
    return bar(`calls/s at ${tasks}, ours to the other's`, ratio, '>=', least)
  })
  return { name: 'beside', figures, references, bars }
}
