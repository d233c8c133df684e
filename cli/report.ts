/** The command line of `qiantou report …` and `qiantou light`. */
import { Command, Option } from 'commander'
import { ofPeriod } from './burden.ts'
import { example } from './help.ts'
import { changing, creating, reading, repeated } from './input/command.ts'
import { acting } from './session.ts'

const actions = () => import('./action/report.ts')
const prints = () => import('./action/print.ts')
const boards = () => import('./action/board.ts')

const asOf = ['--as-of <date>', 'as of the end of which day, none that is to come (default: today)'] as const

/** A report that is written from the log alone. */
const printed = (command: Command): Command => written(command.option(...asOf))

/** As the office has confirmed it, or as it is on a day. */
const confirmable = (command: Command, period: string): Command =>
  command.addOption(new Option('--report <report>', `as the office has confirmed it for ${period}`).conflicts('asOf'))

/** What is written as a file. */
const written = (command: Command): Command =>
  command
    .addOption(
      new Option('--format <format>', 'what to write (default: as the file is called, or csv)').choices([
        'xlsx',
        'csv',
        'html',
      ]),
    )
    .option('--output <file>', 'where to write (default: stdout)')

const reportArgument = ['<report>', '2026-03 for a monthly dispatch, 2026-q1 for a quarterly bulletin'] as const

/** The lights of a programme as its office confirms them before they go out. */
function addConfirming(report: Command): void {
  report
    .command('list')
    .description('the reports of the programme')
    .addHelpText('after', example('report list'))
    .action(acting(actions, (module) => module.list))
  reading(report.command('show'))
    .description('one report: as of which day, the hash of its lights, what was adjusted')
    .argument(...reportArgument)
    .addHelpText('after', example('report show 2026-03'))
    .action(acting(actions, (module) => module.show))
  creating(report.command('confirm'))
    .description('confirm the lights as of a day that is over; as the office')
    .argument(...reportArgument)
    .requiredOption('--as-of <date>', 'as of the end of that day')
    .option('--adjust <part:colour:reason>', 'a light that goes out otherwise; repeatable', repeated)
    .addHelpText(
      'after',
      example('report confirm 2026-03 --as-of 2026-03-31 --adjust 2026-2-1/hn-jyt:yellow:材料已补齐'),
    )
    .action(acting(actions, (module) => module.confirm))
  changing(report.command('withdraw'))
    .description('take a report back: it may be confirmed anew; as the office')
    .argument(...reportArgument)
    .requiredOption('--reason <text>', 'why: a text, @FILE, or - for standard input')
    .addHelpText('after', example('report withdraw 2026-03 --reason 口径有误'))
    .action(acting(actions, (module) => module.withdraw))
}

/** `qiantou report …`: what the office sends out. */
export function reportCommand(): Command {
  const report = new Command('report')
    .description(
      'the ledger, the monthly dispatch and the quarterly bulletin as of any day, and what the office confirms of them',
    )
    .addHelpText(
      'after',
      example('report ledger --format xlsx --output ledger.xlsx', 'report monthly --as-of 2026-06-30'),
    )
  printed(report.command('ledger'))
    .description('the ledger (台账): every part of every task')
    .addHelpText('after', example('report ledger --format xlsx --output ledger.xlsx'))
    .action(acting(prints, (module) => module.printLedger))
  confirmable(printed(report.command('monthly')), 'a month, such as 2026-03')
    .description('the monthly dispatch (月调度): every task with its light and whose turn it is')
    .addHelpText('after', example('report monthly --as-of 2026-06-30 --format html --output dispatch.html'))
    .action(acting(prints, (module) => module.printMonthly))
  confirmable(printed(report.command('quarterly')), 'a quarter, such as 2026-q1')
    .description('the quarterly bulletin (季通报): how the parts of each body stand')
    .addHelpText('after', example('report quarterly --as-of 2026-06-30'))
    .action(acting(prints, (module) => module.printQuarterly))
  written(ofPeriod(report.command('burden')))
    .description('what each body was asked in a period (负担): assignments, reports, fields')
    .addHelpText('after', example('report burden --days 90 --format xlsx --output burden.xlsx'))
    .action(acting(prints, (module) => module.printBurden))
  addConfirming(report)
  return report
}

/** `qiantou light`. */
export const lightCommand = (): Command =>
  new Command('light')
    .description('the lights of every task and part, from the log, as of any day')
    .option(...asOf)
    .addHelpText('after', example('light', 'light --as-of 2026-06-30'))
    .action(acting(boards, (module) => module.lights))
