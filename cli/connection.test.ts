/** The command where there is no bus to speak to. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureCertificates } from '#infra/certificates/authority.ts'

let home = ''
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'qiantou-connection-'))
  const identity = { kind: 'organisation', code: 'hn-office' } as const
  await ensureCertificates(join(home, 'certificates'), [identity])
})
afterAll(() => rmSync(home, { recursive: true }))

const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('QIANTOU_'))

type Ended = { readonly status: number; readonly stdout: string; readonly stderr: string }

const qiantou = (...words: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { ...Object.fromEntries(inherited), QIANTOU_HOME: home, LC_ALL: 'C' }
    const options = { cwd: join(import.meta.dirname, '..'), env }
    execFile(process.execPath, ['cli/qiantou.ts', ...words], options, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })

describe('a call of the command that cannot be meant', () => {
  const cases = [
    ...['garbage', 'localhost', 'localhost:0', 'localhost:99999', ':7443', '::1:7443', 'https://localhost:7443'].map(
      (address) => ['--address', address, /is no address; write it as HOST:PORT/] as const,
    ),
    ...['../service/operations', '', 'HN-KJT', 'organisations/../x'].map(
      (code) => ['--as', code, /is no organisation; write it as hn-kjt/] as const,
    ),
  ]
  it.each(cases)('%s %j', async (option, value, message) => {
    const { status, stdout, stderr } = await qiantou('status', option, value)
    expect({ status, stdout, lines: stderr.split('\n').length }).toEqual({ status: 2, stdout: '', lines: 2 })
    expect(stderr).toMatch(message)
  })
})

describe('a data folder whose bus.json is none', () => {
  it.each(['', '{"address":"local', '{"address":5}', 'null', '[]'])('%j', async (text) => {
    writeFileSync(join(home, 'bus.json'), text)
    const { status, stderr } = await qiantou('status')
    expect(status).toBe(1)
    expect(stderr).toMatch(/^qiantou: no bus is running in .*; start it with: npm start \[NO_BUS\]\n$/)
    rmSync(join(home, 'bus.json'))
  })

  it('is a folder', async () => {
    mkdirSync(join(home, 'bus.json'))
    expect((await qiantou('status')).stderr).toMatch(/\[NO_BUS\]\n$/)
    rmSync(join(home, 'bus.json'), { recursive: true })
  })
})

describe('a server that accepts connections and says nothing', () => {
  it('is given ten seconds by calls and by subscriptions', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const address = `127.0.0.1:${(silent.address() as { port: number }).port}`
    const begin = performance.now()
    const words = [['status'], ['event', 'tail', '--json']]
    const ended = await Promise.all(words.map((line) => qiantou(...line, '--address', address)))
    expect(performance.now() - begin).toBeLessThan(15_000)
    for (const { status, stderr } of ended) {
      expect(status).toBe(1)
      expect(stderr).toContain(`cannot reach ${address} (it does not answer)`)
      expect(stderr).toMatch(/^[^\n]*UNREACHABLE[^\n]*\n$/)
    }
    silent.close()
  })
})
