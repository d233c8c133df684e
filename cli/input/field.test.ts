import type { Command } from 'commander'
import { expect, it } from 'vitest'
import { Failure, printedFailure } from '../failure.ts'
import { program } from '../program.ts'
import { optionOf, otherwise, withOptions } from './field.ts'

const commandsOf = (command: Command): Command[] => [command, ...command.commands.flatMap(commandsOf)]
const called = (path: string): Command =>
  path.split(' ').reduce((at, word) => at.commands.find((one) => one.name() === word) as Command, program())

it.each([
  ['task issue', 'content.due', '--due'],
  ['task issue', 'content.closing_standard', '--closing-standard'],
  ['task issue', 'content.milestones[1].due', '--milestone'],
  ['task issue', 'copied[0]', '--copy'],
  ['task issue', 'content.monthly_report.day', '--report-day'],
  ['task issue', 'content.monthly_report.reminder_days', '--reminder-days'],
  ['task issue', 'request_id', '--request-id'],
  ['assignment submit', 'evidence[0].title', '--evidence'],
  ['report confirm', 'adjustments[0].reason', '--adjust'],
  ['supervision issue', 'reply_working_days', '--reply-days'],
  ['consultation open', 'limit', '--days'],
  ['directory merge', 'effective_date', '--on'],
  ['application submit', 'content.builder.code', '--builder-code'],
  ['application submit', 'content.builder.name', '--builder-name'],
  ['application submit', 'content.applicant.code', '--code'],
  ['attachment upload', 'media_type', '--media-type'],
])('of qiantou %s, %s was set by %s', (path, field, option) => {
  expect(optionOf(field, called(path))).toBe(option)
})

it('of two options that set the same it is the one that was given', () => {
  const command = called('assignment submit')
  command.setOptionValueWithSource('attach', ['a.pdf'], 'cli')
  expect(optionOf('evidence[0].title', command)).toBe('--attach')
})

it('knows no option for what no option sets', () => {
  expect(optionOf('parent', called('task issue'))).toBeUndefined()
})

it('calls nothing by an option that no command has', () => {
  const options = new Set(commandsOf(program()).flatMap(({ options: own }) => own.map(({ long }) => long)))
  for (const name of Object.values(otherwise).flat()) expect([...options]).toContain(`--${name}`)
})

it('says the option beside the field', () => {
  const violations = [{ field: 'content.due', description: 'must be a date' }]
  const failure = new Failure({
    code: 'INVALID_ARGUMENT',
    reason: 'INVALID_FIELDS',
    message: '部分字段无效',
    violations,
  })
  const named = withOptions(failure, called('task issue')) as Failure
  expect(printedFailure(named, false)).toContain('\n  content.due (--due): must be a date\n')
  expect(JSON.parse(printedFailure(named, true)).error.violations).toEqual([{ ...violations[0], option: '--due' }])
})
