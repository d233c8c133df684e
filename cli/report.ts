/** The command line of `qiantou report …` and `qiantou light`. */
import { Command, Option } from 'commander'
import { example } from './help.ts'
import { acting } from './session.ts'

const prints = () => import('./action/print.ts')
const boards = () => import('./action/board.ts')

const asOf = ['--as-of <date>', 'as of the end of which day (default: today)'] as const

/** A report that is written from the log alone. */
const printed = (command: Command): Command =>
  command
    .option(...asOf)
    .addOption(new Option('--format <format>', 'what to write').choices(['xlsx', 'csv', 'html']).default('csv'))
    .option('--output <file>', 'where to write (default: stdout)')

/** `qiantou report …`: what the office sends out. */
export function reportCommand(): Command {
  const report = new Command('report')
    .description('the ledger, the monthly dispatch and the quarterly bulletin, from the log as of any day')
    .addHelpText(
      'after',
      example('report ledger --format xlsx --output ledger.xlsx', 'report monthly --as-of 2026-11-30'),
    )
  printed(report.command('ledger'))
    .description('the ledger (台账): every part of every task')
    .addHelpText('after', example('report ledger --format xlsx --output ledger.xlsx'))
    .action(acting(prints, (module) => module.printLedger))
  printed(report.command('monthly'))
    .description('the monthly dispatch (月调度): every task with its light and whose turn it is')
    .addHelpText('after', example('report monthly --as-of 2026-11-30 --format html --output dispatch.html'))
    .action(acting(prints, (module) => module.printMonthly))
  printed(report.command('quarterly'))
    .description('the quarterly bulletin (季通报): how the parts of each body stand')
    .addHelpText('after', example('report quarterly --as-of 2026-12-31'))
    .action(acting(prints, (module) => module.printQuarterly))
  return report
}

/** `qiantou light`. */
export const lightCommand = (): Command =>
  new Command('light')
    .description('the lights of every task and part, from the log, as of any day')
    .option(...asOf)
    .addHelpText('after', example('light', 'light --as-of 2026-11-30'))
    .action(acting(boards, (module) => module.lights))
