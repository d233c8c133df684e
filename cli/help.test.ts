/** What the command says of itself, and of a call that is wrong, in both languages. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { program } from './program.ts'

const qiantou = (...words: readonly string[]) =>
  spawnSync(process.execPath, ['cli/qiantou.ts', ...words], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, LC_ALL: 'C' },
    encoding: 'utf8',
  })

describe('help', () => {
  it('of a command is the same however it is asked for', () => {
    const { status, stdout } = qiantou('help', 'task', 'accept')
    expect({ status, stdout }).toEqual({ status: 0, stdout: qiantou('task', 'accept', '--help').stdout })
    expect(stdout).toContain('$ npx qiantou task accept 2026-2-1 hn-jyt --as hn-kjt')
    expect(qiantou('help', 'task', 'foo')).toMatchObject({
      status: 2,
      stderr: 'qiantou: there is no command task foo\n',
    })
  })

  it('marks what is required, and shows an example for every command and group', () => {
    expect(qiantou('task', 'close', '--help').stdout).not.toContain('(required)')
    expect(qiantou('task', 'cancel', '--help').stdout).toMatch(/--reason <text>.*\(required\).*Global Options/s)
    const commands = program().commands.flatMap((group) => [group, ...group.commands])
    expect(commands.length).toBeGreaterThan(30)
    for (const command of commands) {
      const shown: string[] = []
      command.configureOutput({ writeOut: (text) => shown.push(text) }).outputHelp()
      expect(shown.join('')).toMatch(/\nExamples?:\n {2}\$ .*npx qiantou /)
    }
  })

  it('says its version', () => {
    expect(qiantou('--version').stdout).toBe(`${manifest.version}\n`)
  })
})

describe('a wrong call', () => {
  const cases = [
    [['task', 'show'], '缺少参数 <task>'],
    [['task', 'shw'], '没有命令 shw (是否为 show?)'],
    [['task', 'cancel', '2026-2-1'], '缺少必填选项 --reason <text>'],
    [['task', 'list', '--state', 'foo'], '选项 --state <state> 的取值“foo”无效:可取 issued, close_proposed'],
    [['task', 'list', '--jsn'], '没有选项 --jsn (是否为 --json?)'],
    [['task', 'show', '1', '2'], '参数过多:应为 1 个,实为 2 个'],
    [['task', 'issue', '--clause', '2-1', '--title', 'x', '--due', 'x'], '"x" 不是日期,写法如 2026-11-30'],
    [['task', 'issue', '--clause', 'A', '--title', 'x', '--due', 'x'], '"A" 不是条目,写法如 2-1'],
    [['status', '--address', 'x'], '"x" 不是地址'],
    [['assignment', 'report', 'x', '--percent', '1.5', '--text', 'x'], '的取值“1.5”无效:须为整数。'],
    [['assignment', 'submit', 'x', '--text', 'x', '--sign-off', 'p-1'], '"p-1" 不是签批环节'],
    [
      ['task', 'opinion', 'x', 'hn-jyt', 'maybe', '--text', 'x'],
      '参数 <opinion> 的取值“maybe”无效,可取 support, oppose',
    ],
    [['task', 'rule', 'x', 'close', '--text', 'x'], '缺少必填选项 --minutes <title>'],
    [['task', 'extend', 'x', 'hn-jyt', '--due', 'soon'], '"soon" 不是日期'],
    [['programme', 'set-rules'], '未指明要改的规则,写法如 --acknowledge-days 3'],
    [['programme', 'set-rules', '--sign-off', 'signed:p-1'], '未指明要改的规则'],
    [['programme', 'set-rules', '--closing', 'most'], '取值“most”无效,可取 all, any, majority'],
    [
      ['task', 'issue', '--clause', '2-1', '--title', 'x', '--due', '2027-01-01', '--reminder-days', '3'],
      '--reminder-days 须与 --report-day 同用',
    ],
    [['event', 'tail', '--from', 'now'], '--from 须为 earliest、latest 或位置'],
    [['help', 'foo'], '没有命令 foo'],
  ] as const
  it.each(cases)('%j is explained in Chinese', (words, message) => {
    const { status, stderr } = qiantou(...words, '--lang', 'zh')
    expect(status).toBe(2)
    expect(stderr).toMatch(/^qiantou: [^\n]+\n$/)
    expect(stderr).toContain(message)
  })
})
