/** What processes take, as Linux says it (proc(5)). */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export type Usage = {
  readonly pid: number
  readonly parent: number
  readonly rssMb: number
  readonly cpuSeconds: number
}

const setting = (name: string): number => Number(execFileSync('getconf', [name], { encoding: 'utf8' }))

/** Undefined for a process that has ended. */
function usageOf(pid: number, ticksPerSecond: number, pageBytes: number): Usage | undefined {
  try {
    // After the command in brackets: state, parent, … 14 and 15 user and system ticks, 24 resident pages.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    const [parent, user, system, pages] = [1, 11, 12, 21].map((i) => Number(fields[i])) as [
      number,
      number,
      number,
      number,
    ]
    return { pid, parent, rssMb: (pages * pageBytes) / 2 ** 20, cpuSeconds: (user + system) / ticksPerSecond }
  } catch {
    return undefined
  }
}

/** A process and everything that it started, and so on. */
export function familyOf(root: number): readonly Usage[] {
  const [ticksPerSecond, pageBytes] = [setting('CLK_TCK'), setting('PAGESIZE')]
  const pids = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))
  const all = pids.flatMap((pid) => usageOf(Number(pid), ticksPerSecond, pageBytes) ?? [])
  const members = new Set([root])
  for (let before = 0; before < members.size; ) {
    before = members.size
    for (const { pid, parent } of all) if (members.has(parent)) members.add(pid)
  }
  return all.filter(({ pid }) => members.has(pid))
}
