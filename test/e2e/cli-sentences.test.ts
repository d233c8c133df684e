/** What people read of a command, in both languages: acts, refusals, what is not there. */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { home, patience, qiantou, startBus, stopBus } from './command.ts'

vi.setConfig({ testTimeout: 30_000 })
beforeAll(() => startBus(), 30_000)
afterAll(async () => {
  await stopBus()
  rmSync(home, { recursive: true, force: true })
}, 30_000)

const zh = ['--lang', 'zh'] as const

describe('a command', () => {
  it('says what it did, and with what receipt', async () => {
    const issue = ['task', 'issue', '--clause', '2-1', '--title', '目录', '--due', '2099-11-30', '--despite-repeats']
    const { stdout: issued } = await qiantou(...issue, '--id', 'one')
    expect(issued).toMatch(/^one: issued to hn-kjt, hn-jyt, hn-xcb, hn-cities \(14\) \(receipt lead-agency:\d+\)\n$/)
    const { stdout: chinese } = await qiantou(...issue, '--id', 'two', ...zh)
    expect(chinese).toMatch(/^two:已交办 省科技厅、省教育厅、省委宣传部、各市州政府 14 个\(回执 lead-agency:\d+\)\n$/)
    const release = ['assignment', 'request-reassignment', 'one', '--reason', '非职责', '--as', 'hn-xcb']
    const asked = await vi.waitFor(async () => {
      const ended = await qiantou(...release)
      expect(ended.status).toBe(0)
      return ended
    }, patience)
    expect(asked.stdout).toMatch(/^one\/hn-xcb is asking to be released \(receipt/)
    const reassign = ['task', 'reassign', 'one', 'hn-xcb', 'hn-wlt', '--reason', '职责调整']
    const after = ['--after', asked.stdout.match(/receipt ([^)]+)/)?.[1] ?? '']
    const { stdout: tried } = await qiantou(...reassign, ...after, '--validate-only')
    expect(tried).toBe('one: allowed, but nothing was recorded: reassigned the part of hn-xcb to hn-wlt\n')
    const { stdout: done } = await qiantou(...reassign, ...zh)
    expect(done).toMatch(/^one:已将 省委宣传部 的交办件改派 省文化和旅游厅\(回执/)
  })

  it('says what a task would repeat, and does not issue it unless that is wanted', async () => {
    const words = ['task', 'issue', '--clause', '2-9', '--title', '建立基础研究智能化平台清单', '--due', '2099-12-31']
    const { status, stderr } = await qiantou(...words, '--lang', 'zh')
    expect(status).toBe(1)
    expect(stderr).toMatch(/^qiantou: 部分单位已被要求办理相同或相近事项.* \[REPEATS_REQUESTS\]\n/)
    expect(stderr).toContain('\n  2026-2-9: 编制低空航道年度方案:省发展改革委、')
    expect(stderr).toMatch(
      /\n {2}2026-2-1: 建立基础研究智能化平台目录:省科技厅、长沙市政府、株洲市政府、湘潭市政府等 15 个单位\(标题相似 \d\d%\)\n/,
    )
    const { violations } = JSON.parse((await qiantou(...words, '--json')).stderr).error
    expect(violations[0]).toMatchObject({ field: 'programmes/hunan-2025-7/tasks/2026-2-9' })
    expect((await qiantou(...words, '--despite-repeats', '--validate-only')).status).toBe(0)
  })

  it('says of a joint task that its compiler is to be confirmed first, when it is issued and when it is closed', async () => {
    const issue = ['task', 'issue', '--clause', 'a5-5', '--title', '评选', '--due', '2099-11-30', '--despite-repeats']
    const { stdout: issued } = await qiantou(...issue, '--id', 'j1')
    const call = (id: string) => `npx qiantou task confirm-compiler ${id} hn-gxt`
    expect(issued).toMatch(new RegExp(`\\)\\nnext, confirm who compiles: ${call('j1')}\\n$`))
    expect((await qiantou(...issue, '--id', 'j2', ...zh)).stdout).toContain(`\n下一步,确认汇总单位:${call('j2')}\n`)
    expect((await qiantou('task', 'close', 'j1')).stderr).toBe(
      `qiantou: first confirm the compiler, who then proposes closing: ${call('j1')} [CLOSING_NOT_PROPOSED]\n`,
    )
    expect((await qiantou('task', 'close', 'j1', ...zh)).stderr).toContain('须先确认汇总单位')
    await qiantou('task', 'confirm-compiler', 'j1', 'hn-gxt')
    expect((await qiantou('task', 'close', 'j1')).stderr).toMatch(/still to be proposed by hn-gxt/)
  })

  it('of the history of a part says where what others did to it is found', async () => {
    const issue = ['task', 'issue', '--clause', 'a5-5', '--title', '评选', '--due', '2099-11-30', '--despite-repeats']
    await qiantou(...issue, '--id', 'j3')
    const history = ['event', 'history', 'j3/hn-gxt']
    const hint = 'qiantou: what others did to it: npx qiantou event history j3\n'
    // It has no records of its own before its body has acted.
    await vi.waitFor(
      async () => expect(await qiantou(...history)).toEqual({ status: 0, stdout: '', stderr: hint }),
      patience,
    )
    expect((await qiantou(...history, ...zh)).stderr).toMatch(/^qiantou: 其他单位.* event history j3\n$/)
    const none = await qiantou('event', 'history', '2026-2-1/hn-none')
    expect(none).toMatchObject({ status: 1, stderr: expect.stringContaining('[RECORD_NOT_FOUND]') })
  })

  it('does what it is asked with a due date that has passed, and says so', async () => {
    const issue = ['task', 'issue', '--clause', '2-1', '--title', '补录', '--due', '2020-01-01', '--despite-repeats']
    const { status, stdout, stderr } = await qiantou(...issue, '--id', 'past', '--json')
    expect({ status, name: JSON.parse(stdout).task.name }).toMatchObject({ status: 0, name: /past$/ })
    expect(stderr).toBe('qiantou: note: the due date, 2020-01-01, has passed already\n')
  })
})

describe('a list of nothing', () => {
  it('says that there is none', async () => {
    expect((await qiantou('task', 'list', '--state', 'closed')).stdout).toMatch(/^task .*\nnone\n$/)
    expect((await qiantou('parked', 'list', 'lead-agency', ...zh)).stdout).toMatch(/^来源 .*\n无\n$/)
  })

  it('is refused where there is no such programme', async () => {
    const { status, stderr } = await qiantou('task', 'list', '--programme', 'foo')
    expect(status).toBe(1)
    expect(stderr).toMatch(/^qiantou: There is no such programme: programmes\/foo .*\[PROGRAMME_NOT_FOUND\]\n$/)
  })
})

describe('a refusal', () => {
  it('says which name was asked for, and as whom', async () => {
    const { stderr } = await qiantou('assignment', 'acknowledge', '2026-2-1')
    expect(stderr).toBe(
      'qiantou: There is no such assignment: 2026-2-1/hn-office (asked as hn-office; another may see it: --as CODE); ' +
        "2026-2-1 alone is its own part, and another body's is 2026-2-1/CODE [ASSIGNMENT_NOT_FOUND]\n",
    )
    const { stderr: directory } = await qiantou('organisation', 'show', 'hn-none')
    expect(directory).toBe('qiantou: There is no such organisation: hn-none [ORGANISATION_NOT_FOUND]\n')
  })

  it('names states and bodies in words to people, and as they are to scripts', async () => {
    const accept = ['task', 'accept', '2026-2-1', 'hn-jyt', '--as', 'hn-kjt']
    const said = async (...words: readonly string[]) => (await qiantou(...accept, ...words)).stderr
    expect(await said()).toBe('qiantou: The assignment of hn-jyt does not wait for review (issued) [NOT_SUBMITTED]\n')
    expect(await said(...zh)).toBe('qiantou: 省教育厅(hn-jyt) 的交办件未处于待审状态(已交办) [NOT_SUBMITTED]\n')
    const { reason, message, details } = JSON.parse(await said(...zh, '--json')).error
    expect(reason).toBe('NOT_SUBMITTED')
    expect(details).toEqual({ organisation: 'organisations/hn-jyt', state: 'ASSIGNMENT_STATE_ISSUED' })
    expect(message).toBe('organisations/hn-jyt 的交办件未处于待审状态(ASSIGNMENT_STATE_ISSUED)')
    const { stderr: close } = await qiantou(
      'task',
      'propose-close',
      '2026-2-1',
      '--text',
      '已办',
      '--evidence',
      'README.md',
      '--as',
      'hn-kjt',
      ...zh,
    )
    expect(close).toContain('省科技厅(hn-kjt)、省教育厅(hn-jyt)、')
  })

  it('of a bus that is not at the address given asks for the address', async () => {
    const { stderr } = await qiantou('status', '--address', 'localhost:1')
    expect(stderr).toBe('qiantou: no bus is running on localhost:1; check --address (or QIANTOU_ADDRESS) [NO_BUS]\n')
  })
})
