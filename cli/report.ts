/** The command line of `qiantou report …`. */
import { Command } from 'commander'
import { example } from './help.ts'
import { changing, creating, reading, repeated } from './input/command.ts'
import { acting } from './session.ts'

const actions = () => import('./action/report.ts')

const reportArgument = ['<report>', '2026-03 for a monthly dispatch, 2026-q1 for a quarterly bulletin'] as const

/** `qiantou report …`: the lights of a programme as its office confirms them. */
export function reportCommand(): Command {
  const report = new Command('report')
    .description('confirm the lights of a programme before they go out')
    .addHelpText('after', example('report list', 'report show 2026-03'))
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
  return report
}
