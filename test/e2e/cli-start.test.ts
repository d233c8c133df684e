/** What `npm start` says: the first time, again, without the sample, beside another, without its brokers. */
import { rmSync } from 'node:fs'
import { afterAll, expect, it, vi } from 'vitest'
import { beginStart, home, lines, patience } from './command.ts'

vi.setConfig({ testTimeout: 60_000 })
afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))

/** Starts a bus, lets something happen beside it, stops it. @returns what it said to people */
async function started(words: readonly string[], beside: () => Promise<void> = async () => {}): Promise<string[]> {
  const { child, printed, ended } = beginStart(['--port', '0', ...words], { QIANTOU_LOG_LEVEL: 'silent' })
  await vi.waitFor(() => expect(printed()).toContain('Ctrl-C stops everything.'), patience)
  await beside()
  child.kill('SIGTERM')
  await ended
  return lines(printed())
}

const ready = /^Qiantou is ready after \d+\.\d s: gRPC with mTLS on (localhost:\d+), data in \S+$/
const last = 'Ctrl-C stops everything.'

it('says that the sample was loaded when it was, and leads to the walkthrough where there is one', async () => {
  expect(await started(['--no-sample'])).toEqual([
    expect.stringMatching(ready),
    'Next, in another terminal:  npx qiantou status',
    last,
  ])
  const next = 'Next, in another terminal:  npx qiantou walkthrough'
  const issued = '30 tasks of the sample programme programmes/hunan-2025-7 are issued.'
  expect(await started([])).toEqual([expect.stringMatching(ready), issued, next, last])
  expect(await started([])).toEqual([expect.stringMatching(ready), next, last])
})

it('says where a bus runs already in its data folder', async () => {
  let complaint = ''
  const [first] = await started([], async () => {
    const second = beginStart(['--port', '0'])
    expect(await second.ended).toEqual([1, null])
    complaint = second.printed()
  })
  const address = first?.match(ready)?.[1]
  expect(complaint).toMatch(/^Qiantou cannot start: a bus with its data in \S+ already runs on [^\n]+\n$/)
  expect(complaint).toContain(` on ${address} (process `)
  expect(complaint).toContain('stop it, or set QIANTOU_HOME')
})

it('says that its brokers do not answer', async () => {
  const said = await started(['--no-sample', '--log', 'kafka', '--brokers', '127.0.0.1:1,localhost:1'])
  expect(said[1]).toMatch(/^Nobody answers at 127\.0\.0\.1:1, localhost:1 yet: /)
})
