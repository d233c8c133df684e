import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * What tells this run of a process from any other that had or will have its pid: boot and start time.
 * Undefined where no such process runs; a zombie does not run.
 */
export async function incarnationOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return await askPs(pid, 'lstart')
  const stat = await readProc(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  // proc_pid_stat(5): the name in parentheses may hold anything, so count from the last one: state is field 3,
  // starttime (clock ticks since boot) field 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined
  const boot = await readProc('/proc/sys/kernel/random/boot_id')
  return `${boot?.trim()} ${fields[19]}`
}

/** The command line of a running process, arguments joined by spaces; undefined where it does not run. */
export async function commandLineOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return await askPs(pid, 'args')
  const text = await readProc(`/proc/${pid}/cmdline`)
  return text === undefined || text === '' ? undefined : text.replaceAll('\0', ' ')
}

// Slim images have no ps; other systems have no /proc.
async function askPs(pid: number, column: string): Promise<string | undefined> {
  try {
    const { stdout } = await run('ps', ['-ww', '-o', `${column}=`, '-p', String(pid)], { env: { LC_ALL: 'C' } })
    return stdout.trim() || undefined
  } catch {
    // ps exits with 1 where there is no such process.
    return undefined
  }
}

async function readProc(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    // ENOENT, or ESRCH when it ends between open and read: it does not run.
    return undefined
  }
}
