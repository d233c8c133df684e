/** Arguments and options that commands about tasks have in common. */
import type { Command } from 'commander'
import { repeated, wholeNumber } from './command.ts'

export const taskArgument = ['<task>', 'a task, such as 2026-2-1'] as const
export const bodyArgument = ['<body>', 'a body, such as hn-jyt'] as const
export const textForm = 'a text, @FILE, or - for standard input'

/** What a task asks for, and who gets a copy. */
export const content = (command: Command): Command =>
  changes(command)
    .option('--clause <clause>', 'the clause that it implements; of one that goes on, its clause')
    .option(
      '--continue <task>',
      'the task of a former year that it goes on with (长期坚持): what is not said here is taken from it, a year later',
    )

/** The same, where the clause stands already. */
export const changes = (command: Command): Command =>
  command
    .option('--title <text>', `title, of every task that is not handled offline: ${textForm}`)
    .option('--due <date>', 'due date, until 24:00 in Shanghai')
    .option('--deliverable <text>', 'deliverable')
    .option('--closing-standard <text>', 'closing standard')
    .option('--milestone <id:date:title>', 'an intermediate goal; repeatable', repeated)
    .option('--copy <code>', 'a body, or a group, that gets a copy: it reads and does nothing; repeatable', repeated)
    .option('--report-day <day>', 'by which day of each month every body reports, 1 to 31', wholeNumber)
    .option('--reminder-days <days>', 'how many days before each is reminded of that, 0 to 20', wholeNumber)
    .option('--offline', 'the work is handled offline (线下办理): clause, due date and bodies, and nothing else')
