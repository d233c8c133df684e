/** `npm start` where something goes wrong: told to end early, without its PostgreSQL, set wrongly. */
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { beginNpmStart, beginStart, home, patience, qiantou, startBus, stopBus } from '../e2e/command.ts'

vi.setConfig({ testTimeout: 30_000 })
afterEach(async () => {
  await stopBus()
  rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
}, 30_000)

const postmasterFile = join(home, 'postgres', 'cluster', 'postmaster.pid')
const postmaster = (): number => Number.parseInt(readFileSync(postmasterFile, 'utf8'), 10)

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('a signal during the start', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('%s stops what has been started, PostgreSQL too', async (signal) => {
    const { child, printed, ended } = beginStart(['--port', '0'])
    await vi.waitFor(() => expect(postmaster()).toBeGreaterThan(1), { ...patience, interval: 5 })
    const pid = postmaster()
    child.kill(signal)
    expect(await ended).toEqual([0, null])
    expect({ isAlive: isAlive(pid), printed: printed() }).toEqual({ isAlive: false, printed: '' })
    expect(existsSync(join(home, 'bus.json'))).toBe(false)
  })
})

it('a supervisor that ends npm start ends the bus: nothing is left running without a parent', async () => {
  const { child, ended } = beginNpmStart(['--port', '0'])
  await vi.waitFor(() => expect(postmaster()).toBeGreaterThan(1), { ...patience, interval: 5 })
  const pid = postmaster()
  child.kill('SIGTERM')
  await ended
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), patience)
})

describe('a bus whose PostgreSQL is killed', () => {
  it('starts it again, goes on, and stops it in the end', async () => {
    await startBus()
    const before = postmaster()
    process.kill(before, 'SIGKILL')
    const issue = await qiantou(
      'task',
      'issue',
      '--clause',
      '2-1',
      '--title',
      '再起',
      '--due',
      '2099-12-31',
      '--json',
      '--despite-repeats',
    )
    expect({ status: issue.status, stderr: issue.stderr }).toEqual({ status: 0, stderr: '' })
    const after = postmaster()
    expect(after).not.toBe(before)
    await vi.waitFor(
      async () =>
        expect((await qiantou('event', 'history', JSON.parse(issue.stdout).task.name)).stdout).toContain('再起'),
      patience,
    )
    await stopBus()
    expect(isAlive(after)).toBe(false)
  })

  it('ends with one line and code 1 where it does not start again', async () => {
    const { printed, ended } = beginStart(['--port', '0'], { QIANTOU_LOG_LEVEL: 'silent' })
    await vi.waitFor(() => expect(printed()).toContain('Ctrl-C stops everything.'), patience)
    writeFileSync(join(home, 'postgres', 'cluster', 'PG_VERSION'), 'none')
    const before = printed()
    process.kill(postmaster(), 'SIGKILL')
    expect(await ended).toEqual([1, null])
    expect(printed().slice(before.length)).toMatch(
      /^Qiantou ends: PostgreSQL has died and cannot be started again: .+\n$/,
    )
    expect(existsSync(join(home, 'bus.json'))).toBe(false)
  })
})

describe('a start that is set wrongly says so in one line', () => {
  const refusal = async (words: readonly string[], variables: Readonly<Record<string, string>> = {}) => {
    const { printed, ended } = beginStart(words, variables)
    expect(await ended).toEqual([1, null])
    expect(printed()).toMatch(/^[^\n]+\n$/)
    return printed()
  }

  it.each(['abc', '-1', '70000', '7443.5'])('for the port %j', async (port) => {
    expect(await refusal([], { QIANTOU_PORT: port })).toContain("from env 'QIANTOU_PORT' is invalid. It must be a port")
    expect(await refusal([`--port=${port}`])).toContain('is invalid. It must be a port')
  })

  it('for a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    expect(await refusal(['--port', `${port}`])).toMatch(/port \d+ is taken; choose another with: npm start -- --port/)
    other.close()
  })

  it('for a data folder that is a file, and one that cannot be made', async () => {
    expect(await refusal([], { QIANTOU_HOME: import.meta.filename })).toContain('is a file, not a folder')
    expect(await refusal([], { QIANTOU_HOME: join(import.meta.filename, 'x') })).toContain('is a file, not a folder')
    expect(await refusal([], { QIANTOU_HOME: '/proc/x' })).toMatch(/the folder \/proc\S* cannot be made/)
    expect(await refusal([], { QIANTOU_HOME: '/proc' })).toMatch(/the folder \/proc\S* cannot be made/)
  })
})
