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
