/** The command line of `qiantou roster …`. */
import { Command } from 'commander'
import { example } from './help.ts'
import { changing, creating, reading, repeated } from './input/command.ts'
import { acting } from './session.ts'

const actions = () => import('./action/roster.ts')

const rosterArgument = ['<roster>', 'a roster, such as 2026-champions'] as const

/** `qiantou roster …`: lists that are matched, so that nobody has to apply (免申即享). */
export function rosterCommand(): Command {
  const roster = new Command('roster')
    .description('lists out of registers that are matched, so that nobody has to apply (免申即享)')
    .addHelpText('after', example('roster list', 'roster show 2026-champions'))
  reading(roster.command('list'))
    .description('the rosters of a programme that the caller may read')
    .addHelpText('after', example('roster list'))
    .action(acting(actions, (module) => module.list))
  reading(roster.command('show'))
    .description('one roster: what it is out of, its rows, and the applications that they were matched to')
    .argument(...rosterArgument)
    .addHelpText('after', example('roster show 2026-champions'))
    .action(acting(actions, (module) => module.show))
  creating(roster.command('import'))
    .description('import a list whole, for a measure that nobody applies for; as the handling body')
    .argument('<file>', 'whom it lists, as CSV (docs/money.md), or - for standard input')
    .requiredOption('--id <id>', 'id of the new roster, such as 2026-champions')
    .requiredOption('--measure <measure>', 'the measure, such as champions')
    .requiredOption('--source <code>', 'who keeps the register, such as hn-gxt')
    .requiredOption('--register <name>', 'what the register is called')
    .requiredOption('--as-of <day>', 'the day as of which the list was taken from there')
    .option('--call <call>', 'the call (申报通知) that it answers, where the measure needs one')
    .addHelpText(
      'after',
      example(
        'roster import champions.csv --id 2026-champions --measure champions --source hn-gxt --register 国家制造业单项冠军企业名单 --as-of 2026-11-20 --as hn-gxt',
      ),
    )
    .action(acting(actions, (module) => module.importRoster))
  creating(roster.command('match'))
    .description('open the applications of its rows, admitted by that, one after the other; as the handling body')
    .argument(...rosterArgument)
    .option('--row <number>', 'this row alone, from 1; repeatable (default: all that are not matched)', repeated)
    .addHelpText('after', example('roster match 2026-champions --sign-off handled:p-1 --as hn-gxt'))
    .action(acting(actions, (module) => module.match))
  changing(roster.command('withdraw'))
    .description('match no more of its rows; what was matched goes on; as the handling body')
    .argument(...rosterArgument)
    .addHelpText('after', example('roster withdraw 2026-champions --as hn-gxt'))
    .action(acting(actions, (module) => module.withdraw))
  return roster
}
