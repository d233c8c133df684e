/** Measures by the command line: what the sample has, one that is entered, amended, and called for. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { setFileClock } from '#shared/clock/file-clock.ts'
import { home, qiantou, startBus, stopBus } from './command.ts'
import { story } from './story.ts'

vi.setConfig({ testTimeout: 60_000 })
const clock = join(home, 'clock')
beforeAll(() => {
  // A day before the versions and calls that are entered here, and while the sample's measures are in force.
  setFileClock(clock, new Date('2026-03-02T04:00:00Z'))
  return startBus(0, { QIANTOU_CLOCK_FILE: clock })
}, 30_000)
afterAll(async () => {
  await stopBus()
  rmSync(home, { recursive: true, force: true })
}, 30_000)

const example = join(import.meta.dirname, '..', '..', 'docs', 'examples', 'money', 'scenarios.json')
/** To the measure's last day. */
const calling = ['--year', '2026', '--first-day', '2026-03-01', '--last-day', '2028-10-26']

it('the sample has the ten measures of the plan, and shows what they pay in words', async () => {
  const { run } = story()
  const { measures } = await run('hn-office', 'measure', 'list')
  expect(measures).toHaveLength(10)
  // Who is responsible for some of them reads those; who is for none has an empty list.
  const led = await run('hn-wxb', 'measure', 'list')
  expect(led.measures.map(({ name }: { name: string }) => name.split('/').at(-1))).toEqual([
    'safety',
    'vertical-models',
  ])
  expect(await run('hn-changsha', 'measure', 'list')).toEqual({ measures: [] })
  const { stdout: listed } = await qiantou('measure', 'list', '--lang', 'zh')
  expect(listed).toMatch(/^政策措施 +条目 +有效期至 +标题 +标准\n/)
  expect(listed).toMatch(/\nplatforms +a5-3 +2028-10-26 +\S+ +5,000,000.00;每年支付,连续 3 年;每单位仅一次\n/)
  expect(listed).toMatch(/\ntalent +a5-8 +2028-10-26 +优秀人才引育 +一事一议,由会议决定,没有公式\n/)
  const { stdout: shown } = await qiantou('measure', 'show', 'vouchers', '--lang', 'en', '--as', 'hn-gxt')
  expect(shown).toMatch(/\npays +up to 30%; at most 10,000,000.00 an applicant and year\n/)
  expect(shown).toMatch(/\npool +2026 100,000,000.00 first come, first served\n/)
  const { stdout: told } = await qiantou('event', 'history', 'measures/vouchers', '--lang', 'zh')
  expect(told).toContain('录入政策措施“算力券”')
})

it('a measure is entered as `finance try` reads it, and amended in a copy of what `show` prints', async () => {
  const { run, refusal } = story()
  const entered = await run('hn-office', 'measure', 'enter', example, '--id', 'more-scenarios')
  expect(entered.receipt.source).toBe('//qiantou/finance')
  const shown = await run('hn-office', 'measure', 'show', 'more-scenarios')
  expect(shown.measure).toEqual(entered.measure)
  const file = join(home, 'shown.json')
  writeFileSync(file, JSON.stringify(shown))
  const amending = ['measure', 'amend', 'more-scenarios', file, '--from', '2027-01-01']
  expect(await refusal('hn-office', ...amending)).toBe('MEASURE_UNCHANGED')
  writeFileSync(file, readFileSync(join(dirname(example), 'vouchers.json'), 'utf8'))
  expect(await refusal('hn-office', ...amending)).toBe('MEASURE_OF_OTHER_CLAUSE')
  writeFileSync(file, readFileSync(example, 'utf8').replace('200000000', '150000000'))
  const only = await run('hn-office', ...amending, '--validate-only')
  expect(only).toMatchObject({ receipt: null, measure: { versions: [{ number: 1 }, { number: 2 }] } })
  expect(await refusal('hn-gxt', ...amending)).toBe('NOT_PROGRAMME_OFFICE')
  const { measure } = await run('hn-office', ...amending, '--etag', '1', '--sign-off', 'handled:p-17,signed:p-1')
  expect(measure.versions[1]).toMatchObject({ number: 2, effectiveFrom: { year: 2027, month: 1, day: 1 } })
  expect(await refusal('hn-office', ...amending, '--etag', '1')).toBe('ETAG_MISMATCH')
  expect(await refusal('hn-office', 'measure', 'enter', example, '--id', 'more-scenarios')).toBe('MEASURE_EXISTS')
  expect(await refusal('hn-fgw', 'measure', 'show', 'more-scenarios')).toBe('MEASURE_NOT_FOUND')
})

it('what is wrong with a measure is said field by field, beside the option that set it', async () => {
  const file = join(home, 'over.json')
  writeFileSync(file, readFileSync(example, 'utf8').replace('2000', '20000'))
  const { status, stderr } = await qiantou('measure', 'enter', file, '--id', 'Over', '--json')
  expect(status).toBe(1)
  const { reason, violations } = JSON.parse(stderr).error
  expect(reason).toBe('INVALID_FIELDS')
  expect(violations).toEqual([
    expect.objectContaining({ field: 'measure_id', option: '--id' }),
    expect.objectContaining({ field: 'content.terms[0].rate.basis_points' }),
  ])
})

it("a year's call sets what is paid within the measure, and is shown with it", async () => {
  const { run, refusal } = story()
  const call = ['measure', 'call', 'vouchers', '--id', '2026-1', ...calling]
  const lower = ['--pays', '25%', '--at-most', 'applicant-year:8000000']
  const { measure } = await run('hn-gxt', ...call, ...lower)
  expect(measure.calls).toMatchObject([
    { callId: '2026-1', content: { terms: [{ basisPoints: 2_500, ceilings: [{ fen: '800000000' }] }] } },
  ])
  expect(await refusal('hn-gxt', ...call, ...lower)).toBe('CALL_EXISTS')
  const another = ['measure', 'call', 'vouchers', '--id', '2026-2', ...calling, '--pays']
  expect(await refusal('hn-office', ...another, '25%')).toBe('CALL_OVERLAPS')
  expect(await refusal('hn-office', ...another, '35%')).toBe('CALL_ABOVE_CEILING')
  expect(await refusal('hn-fgw', ...another, '25%')).toBe('NOT_FIRST_RESPONSIBLE')
  const { stderr } = await qiantou(...another, '25%', '--at-most', 'project:1', '--lang', 'zh')
  expect(stderr).toContain('对“其他申报单位”没有此类上限(每个项目)')
  const { stdout } = await qiantou('measure', 'show', 'vouchers', '--lang', 'zh')
  expect(stdout).toMatch(
    /\n申报通知 +2026-1\n年度 +2026\n受理日期 +2026-03-01 至 2028-10-26\n标准 +25%;每单位每年最高 8,000,000.00\n/,
  )
  const { stdout: told } = await qiantou('event', 'history', 'measures/vouchers', '--lang', 'en')
  expect(told).toContain('opened the call 2026-1 for 2026, applications from 2026-03-01 to 2028-10-26')
})
