/** Supervision and reports by the command line, as people type them. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { setFileClock } from '#shared/clock/file-clock.ts'
import { addDays, dayOf } from '#shared/domain/calendar.ts'
import { home, lines, patience, qiantou, startBus, stopBus } from './command.ts'

vi.setConfig({ testTimeout: 30_000 })
const clock = join(home, 'clock')
/** By then the sample's measures have expired: a bus starts all the same. */
const now = new Date('2029-03-05T04:00:00Z')
beforeAll(() => {
  setFileClock(clock, now)
  return startBus(0, { QIANTOU_CLOCK_FILE: clock })
}, 30_000)
afterAll(async () => {
  await stopBus()
  rmSync(home, { recursive: true, force: true })
}, 30_000)

/** What a command says. @throws where it fails */
async function said(...words: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await qiantou(...words)
  if (status !== 0) throw new Error(stderr)
  return stdout
}

/** A task of its own: those of the sample become overdue as the years go by. */
const part = 'own/hn-jyt'
const zh = ['--lang', 'zh'] as const

describe('qiantou supervision', () => {
  it('urges once a day, as a lead', async () => {
    const issue = ['task', 'issue', '--clause', '2-1', '--title', '目录', '--due', '2099-11-30']
    await said(...issue, '--id', 'own', '--despite-repeats')
    const urge = ['supervision', 'urge', part, '--text', '请抓紧办理', '--as', 'hn-kjt']
    await vi.waitFor(async () => {
      expect(await said(...urge)).toMatch(/^own\/hn-jyt: urged \(receipt coordination-office:\d+\)\n$/)
    }, patience)
    const { status, stderr } = await qiantou(...urge, ...zh)
    expect(status).toBe(1)
    expect(stderr).toMatch(/省教育厅\(hn-jyt\) 已于 .* 被催办,每个工作日至多一次 \[URGED_ALREADY\]\n$/)
  })

  it('issues a step, says which one comes first, and gets it replied to and closed', async () => {
    const issue = (step: string) => ['supervision', 'issue', part, '--step', step, '--text', '请书面回复']
    const { stderr } = await qiantou(...issue('bulletin'))
    expect(stderr).toContain('bulletin is not the next step, that is reminder letter;')
    expect(await said(...issue('bulletin'), '--instruction', '省领导批示', '--validate-only')).toMatch(
      /^own\/hn-jyt: allowed, but nothing was recorded: issued the bulletin, reply by \d{4}-\d\d-\d\d\n$/,
    )
    expect(await said(...issue('reminder_letter'), '--reply-days', '3', ...zh)).toMatch(
      /^own\/hn-jyt:已发出提醒函,\d{4}-\d\d-\d\d 前回复\(回执/,
    )
    expect(await said('supervision', 'list', '--state', 'open', ...zh)).toMatch(/own\/hn-jyt +省教育厅 +待回复 +提醒函/)
    expect(await said('supervision', 'list', '--state', 'replied')).not.toContain('own/hn-jyt')
    const reply = ['supervision', 'reply', 'own', '--text', '本周内办结', '--evidence', 'README.md', '--as', 'hn-jyt']
    await said(...reply)
    await said('supervision', 'return', part, '--reason', '未说明时限')
    expect(await said('supervision', 'show', part)).toMatch(
      /\nreply .* 本周内办结 \[README\.md\]\nreason +未说明时限\n/,
    )
    await said(...reply)
    expect(await said('supervision', 'accept', part)).toMatch(/^own\/hn-jyt: accepted the reply; it is settled \(/)
    const shown = await said('supervision', 'show', part, '--as', 'hn-jyt')
    expect(shown).toMatch(
      /\nurged .* Science and Technology 请抓紧办理\nstep +1\. .* reminder letter \(accepted\) 请书面回复\n/,
    )
    expect(shown).not.toContain('未说明时限')
    await said(...issue('reminder_letter'))
    expect(await said('supervision', 'withdraw', part, '--reason', '误发', ...zh)).toMatch(/^own\/hn-jyt:已撤回督办\(/)
    await vi.waitFor(async () => {
      const name = 'programmes/hunan-2025-7/tasks/own/supervisions/hn-jyt'
      const history = await said('event', 'history', name, ...zh)
      expect(lines(history)).toHaveLength(8)
      expect(history).toMatch(/发出提醒函\(第 1 步\),\S+ 前回复 /)
      const texts = lines(await said('event', 'history', name, '--texts', '--json')).flatMap(
        (line) => JSON.parse(line).texts,
      )
      expect(texts).toEqual([
        ...['请抓紧办理', '请书面回复', '本周内办结', '未说明时限', '本周内办结', '请书面回复', '误发'],
      ])
    }, patience)
  })
})

describe('qiantou report', () => {
  it('confirms the lights of a day that is over, once, and takes them back', async () => {
    const [today, yesterday] = [dayOf(now), addDays(dayOf(now), -1)]
    const before = await qiantou('report', 'confirm', yesterday.slice(0, 7), '--as-of', yesterday, ...zh)
    expect(before.stderr).toContain(`截至 ${yesterday} 本方案尚未交办任务`)
    expect(before.stderr).toContain('[NO_TASK_TO_REPORT]')
    setFileClock(clock, new Date(now.getTime() + 24 * 3_600_000))
    const id = today.slice(0, 7)
    const confirm = ['report', 'confirm', id, '--as-of', today, '--sign-off', 'signed:p-1']
    await vi.waitFor(async () => {
      expect(await said(...confirm, ...zh)).toMatch(
        new RegExp(`^${id} 已审定:截至 ${today}(,本月未完)?,交办件 [1-9]\\d* 件\\(回执`),
      )
    }, patience)
    expect((await qiantou(...confirm)).stderr).toContain('[REPORT_CONFIRMED]')
    const wrong = await qiantou(...confirm, '--adjust', 'yellow')
    expect(wrong).toMatchObject({ status: 2, stderr: expect.stringContaining('"yellow" is no adjustment') })
    expect(await said('report', 'list')).toMatch(
      new RegExp(`^report .*\\n${id} +monthly dispatch +confirmed +${today}`),
    )
    const shown = await said('report', 'show', id)
    expect(shown).toMatch(/\nSHA-256 +[0-9a-f]{64}\n/)
    expect(shown).toMatch(/\nconfirmed +\d{4}-.* \{signed p-1\}\n/)
    const sheet = JSON.parse(await said('report', 'monthly', '--report', id, '--json'))
    const isOver = addDays(today, 1).slice(0, 7) !== id
    const how = isOver ? 'confirmed' : 'month not over, confirmed'
    expect(sheet).toMatchObject({ asOf: today, title: `Monthly dispatch ${id} as of ${today}, ${how}` })
    const other = await qiantou('report', 'quarterly', '--report', id)
    expect(other).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(`${id} is no period of such a report; write it as 2026-q4`),
    })
    const inChinese = await qiantou('report', 'monthly', '--report', '2026-q4', ...zh)
    expect(inChinese).toMatchObject({ status: 2, stderr: 'qiantou: 2026-q4 不是此类报告的期次,写法如 2026-11\n' })
    expect(await said('report', 'withdraw', id, '--reason', '口径有误')).toMatch(new RegExp(`^${id} is withdrawn`))
    const { report } = JSON.parse(await said('report', 'show', id, '--json'))
    await vi.waitFor(async () => {
      const history = lines(await said('event', 'history', report.name, '--texts', '--json'))
      expect(history.flatMap((line) => JSON.parse(line).texts)).toEqual(['口径有误'])
    }, patience)
    expect(report).toMatchObject({ state: 'REPORT_STATE_WITHDRAWN', reason: { value: '口径有误' } })
    expect((await qiantou('report', 'monthly', '--report', id)).stderr).toContain('[REPORT_WITHDRAWN]')
  })
})
