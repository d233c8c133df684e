/** Lights and reports by the command line, read off the log of the shipped sample. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { readWorkbook } from '#shared/testing/workbook.ts'
import { home, qiantou, startBus, stopBus } from './command.ts'

vi.setConfig({ testTimeout: 60_000 })
beforeAll(() => startBus(), 30_000)
afterAll(async () => {
  await stopBus()
  rmSync(home, { recursive: true, force: true })
}, 30_000)

type Shown = { readonly colour: string; readonly reason: string; readonly turn: readonly string[] }
type Lit = {
  readonly name: string
  readonly light: Shown
  readonly assignments: readonly {
    readonly organisation: string
    readonly milestones: readonly { readonly id: string; readonly due: string; readonly light: Shown }[]
  }[]
}
const lightsOn = async (...words: readonly string[]): Promise<readonly Lit[]> =>
  JSON.parse((await qiantou('light', ...words, '--json')).stdout).tasks

it('the log tells the lights of any day: before anything was issued, and today', async () => {
  await vi.waitFor(async () => expect(await lightsOn()).toHaveLength(30), { timeout: 20_000, interval: 500 })
  expect(await lightsOn('--as-of', '2020-01-01')).toEqual([])
  const parts = (await lightsOn()).flatMap(({ assignments }) => assignments)
  expect(parts.some(({ milestones }) => milestones.length)).toBe(true)
})

it.each(['light', 'report monthly', 'report ledger', 'report burden', 'burden list', 'burden show'])(
  'qiantou %s knows nothing of a day to come',
  async (words) => {
    const { status, stderr } = await qiantou(...words.split(' '), '--as-of', '2099-01-01')
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('2099-01-01 is yet to come') })
  },
)

it('a body sees the lights of its own tasks only', async () => {
  const own = await lightsOn('--as', 'hn-wwj')
  expect(own.length).toBeGreaterThan(0)
  expect(own.length).toBeLessThan(30)
})

it('lists take a colour of milestones', async () => {
  const due = (await lightsOn()).filter(({ assignments }) =>
    assignments.some(({ milestones }) => milestones.some(({ light }) => light.colour === 'LIGHT_COLOUR_GREEN')),
  )
  for (const kind of ['task', 'assignment']) {
    const { stdout } = await qiantou(kind, 'list', '--milestone-light', 'green', '--json')
    const names = (JSON.parse(stdout)[`${kind}s`] as Lit[]).map(({ name }) => name.replace(/\/assignments\/.*/, ''))
    expect([...new Set(names)].sort()).toEqual(due.map(({ name }) => name).sort())
  }
})

it('lists take a colour', async () => {
  const red = JSON.parse((await qiantou('task', 'list', '--light', 'red', '--json')).stdout).tasks
  const listed = JSON.parse((await qiantou('task', 'list', '--json')).stdout).tasks as Lit[]
  expect(red.map(({ name }: Lit) => name)).toEqual(
    listed.filter(({ light }) => light.colour === 'LIGHT_COLOUR_RED').map(({ name }) => name),
  )
})

it('the office prints the ledger, the dispatch and the bulletin', async () => {
  const file = join(home, 'ledger.xlsx')
  expect((await qiantou('report', 'ledger', '--format', 'xlsx', '--output', file)).status).toBe(0)
  const ledger = JSON.parse((await qiantou('report', 'ledger', '--json')).stdout)
  // Thirty tasks, most of which go to every city too.
  expect(ledger.rows.length).toBeGreaterThan(100)
  expect(ledger.rows[0]).toEqual(expect.arrayContaining(['2026-2-1', '建立基础研究智能化平台目录', 0]))
  const sheet = readWorkbook(readFileSync(file))
  // Cells at the end of a row that are empty are not written.
  const full = (row: readonly (string | number)[]) => ledger.head.map((_: string, column: number) => row[column] ?? '')
  expect(sheet[0]).toEqual([ledger.title])
  expect(sheet.slice(1).map(full)).toEqual([ledger.head, ...ledger.rows])
  const { stdout } = await qiantou('report', 'monthly', '--lang', 'zh')
  const [title, head, ...rows] = stdout.trimEnd().split('\r\n')
  expect(title).toMatch(/^\ufeff"月调度\(截至 \d{4}-\d\d-\d\d,未审定\)"$/)
  expect(head).toBe('编号,任务,牵头或汇总单位,时限,灯,原因,应由何单位办理')
  expect(rows).toHaveLength(30)
  const page = (await qiantou('report', 'quarterly', '--format', 'html', '--lang', 'zh')).stdout
  expect(page).toContain('<th>单位</th><th>交办件</th>')
  expect(page).toContain('省科技厅')
})

it('tells what each body was asked, as a table, as a file, and request by request to the body itself', async () => {
  const { stdout } = await qiantou('burden', 'list', '--lang', 'zh')
  expect(stdout).toMatch(/^\d{4}-\d\d-\d\d 至 \d{4}-\d\d-\d\d,方案 hunan-2025-7\n单位 +交办件 +报送 +填报项 /)
  expect(stdout).toMatch(/^省科技厅 +25 /m)
  const own = JSON.parse((await qiantou('burden', 'show', '--as', 'hn-jyt', '--json')).stdout)
  expect(own.burden).toMatchObject({ organisation: 'organisations/hn-jyt', assignments: 8 })
  expect(own.items.filter(({ kind }: { kind: string }) => kind === 'BURDEN_KIND_ASSIGNMENT')).toHaveLength(8)
  const printed = (await qiantou('report', 'burden', '--lang', 'zh')).stdout
  expect(printed).toMatch(
    /^\ufeff负担\([^)]*\)\r\n单位,交办件,报送,填报项,月报,阶段目标,办结,征求意见,督办,催办,分办\r\n/,
  )
  const before = JSON.parse((await qiantou('burden', 'list', '--as-of', '2020-01-01', '--json')).stdout)
  expect(before).toMatchObject({ burdens: [], from: { year: 2019, month: 12, day: 3 } })
  const refused = await qiantou('burden', 'list', '--as', 'hn-jyt')
  const alone = 'only hn-office, the office of the programme, may do this [PROGRAMME_NOT_FOUND]'
  expect(refused).toMatchObject({ status: 1, stderr: `qiantou: ${alone}\n` })
  const inChinese = await qiantou('burden', 'list', '--as', 'hn-jyt', '--lang', 'zh')
  expect(inChinese.stderr).toBe('qiantou: 仅方案主管机构 hn-office 可执行此操作 [PROGRAMME_NOT_FOUND]\n')
  const unknown = await qiantou('burden', 'list', '--as', 'hn-jyt', '--programme', 'foo')
  expect(unknown.stderr).toMatch(/There is no such programme: .*\[PROGRAMME_NOT_FOUND\]\n$/)
  expect((await qiantou('burden', 'show', '--as', 'hn-jyt')).stdout).toMatch(/^scope +all programmes$/m)
  expect((await qiantou('burden', 'show', 'hn-jyt', '--lang', 'zh')).stdout).toMatch(/^范围 +查询单位主管的全部方案$/m)
  expect((await qiantou('burden', 'show', 'hn-none')).stderr).toMatch(/organisation: hn-none; .* directory list/)
})
