/** Lights and reports by the command line, read off the log of the shipped sample. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { setFileClock } from '#shared/clock/file-clock.ts'
import type { Day } from '#shared/domain/calendar.ts'
import { home, qiantou, startBus, stopBus } from './command.ts'

vi.setConfig({ testTimeout: 60_000 })
const clock = join(home, 'clock')
const goTo = (day: Day): void => setFileClock(clock, new Date(`${day}T04:00:00Z`))
// The sample's tasks are due from March to December of this year.
beforeAll(() => {
  goTo('2026-03-02')
  return startBus(0, { QIANTOU_CLOCK_FILE: clock })
}, 30_000)
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
    readonly light: Shown
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

it('the office prints the ledger, the dispatch and the bulletin', async () => {
  const file = join(home, 'ledger.xlsx')
  expect((await qiantou('report', 'ledger', '--format', 'xlsx', '--output', file)).status).toBe(0)
  const ledger = JSON.parse((await qiantou('report', 'ledger', '--json')).stdout)
  // Thirty tasks, most of which go to every city too.
  expect(ledger.rows.length).toBeGreaterThan(100)
  expect(ledger.rows[0]).toEqual(expect.arrayContaining(['2026-2-1', '建立基础研究智能化平台目录', 0]))
  const sheet = await readSheet(readFileSync(file))
  // A cell that is empty is not written.
  const full = (row: readonly unknown[]) => ledger.head.map((_: string, column: number) => row[column] ?? '')
  expect(sheet[0]?.[0]).toBe(ledger.title)
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

/** What a list is filtered by, and what of the lights, as the log tells them, is to be in it. */
type Filter = { readonly option: '--light' | '--milestone-light'; readonly colour: 'red' | 'yellow' | 'green' }
type Part = Lit['assignments'][number]

const hasColour = ({ option, colour }: Filter, light: Shown, parts: readonly Part[]): boolean => {
  const shown = option === '--light' ? [light] : parts.flatMap(({ milestones }) => milestones.map((one) => one.light))
  return shown.some((one) => one.colour === `LIGHT_COLOUR_${colour.toUpperCase()}`)
}

/** Names of the tasks, or of the assignments, and whether each is to be in a list. */
const filtered = (kind: string, lit: readonly Lit[], filter: Filter) =>
  lit.flatMap(({ name, light, assignments }) =>
    kind === 'task'
      ? [{ name, isIn: hasColour(filter, light, assignments) }]
      : assignments.map((part) => ({
          name: `${name}/assignments/${part.organisation.replace('organisations/', '')}`,
          isIn: hasColour(filter, part.light, [part]),
        })),
  )

const filters: readonly Filter[] = [
  { option: '--light', colour: 'red' },
  { option: '--light', colour: 'yellow' },
  { option: '--milestone-light', colour: 'green' },
]

it('as the year goes by lists take a colour, and the lights of a day are told later as they were on it', async () => {
  const days: readonly Day[] = ['2026-04-01', '2026-05-20', '2026-07-08']
  const told = new Map<Day, readonly Lit[]>()
  for (const day of days) {
    goTo(day)
    const lit = await lightsOn()
    told.set(day, lit)
    for (const kind of ['task', 'assignment'])
      for (const filter of filters) {
        const all = filtered(kind, lit, filter)
        const within = all.filter(({ isIn }) => isIn).map(({ name }) => name)
        expect(within.length).toBeGreaterThan(0)
        expect(within.length).toBeLessThan(all.length)
        const { stdout } = await qiantou(kind, 'list', filter.option, filter.colour, '--json')
        const listed = (JSON.parse(stdout)[`${kind}s`] as readonly Lit[]).map(({ name }) => name)
        expect(listed.toSorted()).toEqual(within.toSorted())
      }
  }
  for (const day of days) expect(await lightsOn('--as-of', day)).toEqual(told.get(day))
  // So is one task, and one part.
  for (const day of days) {
    const [first] = told.get(day) as readonly Lit[]
    const [part] = first?.assignments ?? []
    // The last of these days is today.
    const etag = day === days.at(-1) ? expect.stringMatching(/^[1-9]/) : '0'
    const name = `${first?.name}/assignments/${part?.organisation.replace('organisations/', '')}`
    const [task, assignment] = await Promise.all([
      qiantou('task', 'show', first?.name ?? '', '--as-of', day, '--json'),
      qiantou('assignment', 'show', name, '--as-of', day, '--json'),
    ])
    expect(JSON.parse(task.stdout).task).toMatchObject({ etag, light: first?.light })
    expect(JSON.parse(assignment.stdout).assignment).toMatchObject({ etag, light: part?.light })
  }
  expect(new Set([...told.values()].map((lit) => JSON.stringify(lit))).size).toBe(days.length)
}, 180_000)
