/** The budget view by the command line, of the sample: of a year of which there is nothing, and of one pool with its budget. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { home, qiantou, startBus, stopBus } from './command.ts'
import { story } from './story.ts'

vi.setConfig({ testTimeout: 60_000 })
beforeAll(() => startBus(), 30_000)
afterAll(async () => {
  await stopBus()
  rmSync(home, { recursive: true, force: true })
}, 30_000)

it('a year is shown, printed for scripts, and written for a spreadsheet', async () => {
  const { run, refusal } = story()
  expect(await run('hn-office', 'finance', 'budget', '--year', '2031', '--by', 'sponsor')).toEqual({
    ...{ year: 2031, rows: [] },
  })
  expect(await run('hn-office', 'finance', 'findings')).toEqual({ findings: [] })
  const { stdout } = await qiantou('finance', 'budget', '--year', '2031', '--by', 'pool', '--lang', 'zh')
  expect(stdout).toMatch(/^2031 年度资金\(元\)\n +资金池 +额度 +已预留 .* 余额 +预计\n无\n$/)
  const file = join(home, 'budget.csv')
  const writing = ['finance', 'budget', '--year', '2031', '--csv', file, '--lang', 'en']
  expect((await qiantou(...writing)).stdout).toBe(`${file}\n`)
  expect(readFileSync(file, 'utf8')).toMatch(/^\ufeff"Money of 2031, in yuan"\r\n,measure,reserved,.*,forecast\r\n$/)
  const book = join(home, 'budget.xlsx')
  await qiantou('finance', 'budget', '--year', '2031', '--xlsx', book, '--lang', 'en')
  expect((await readSheet(book))[0]?.[0]).toBe('Money of 2031, in yuan')
  expect(await qiantou(...writing.slice(0, 2), '--csv', 'x.csv', '--json')).toMatchObject({ status: 2 })
  expect(await refusal('hn-wwj', 'finance', 'findings')).toBe('PROGRAMME_NOT_FOUND')
  await run('hn-office', 'pool', 'open', '--id', 'scenarios-2', '--title', '示范场景资金池', '--finance', 'hn-czt')
  const budget = ['--year', '2031', '--document', '湘财预〔2031〕12号', '--yuan', '5,000,000.01', '--etag', '1']
  await run('hn-czt', 'pool', 'budget', 'scenarios-2', ...budget, '--sign-off', 'signed:p-9')
  const ofPools = ['finance', 'budget', '--year', '2031', '--by', 'pool', '--lang', 'en', '--as', 'hn-czt']
  const [pools, poolsBook] = [join(home, 'pools.csv'), join(home, 'pools.xlsx')]
  expect(await qiantou(...ofPools, '--xlsx', poolsBook)).toMatchObject({ stderr: '', status: 0 })
  // Amounts are numbers: budget, seven that are nothing yet, what is left, forecast.
  expect((await readSheet(poolsBook)).at(-1)).toEqual([
    ...['scenarios-2', '示范场景资金池', 5_000_000.01, 0, 0, 0, 0, 0, 0, 0, 5_000_000.01, 0],
  ])
  await qiantou(...ofPools, '--csv', pools)
  expect(readFileSync(pools, 'utf8').split('\r\n').at(-2)).toBe(
    'scenarios-2,示范场景资金池,5000000.01,0.00,0.00,0.00,0.00,0.00,0.00,0.00,5000000.01,0.00',
  )
})
