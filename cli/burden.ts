/** The command line of `qiantou burden …`. */
import { Command } from 'commander'
import { example } from './help.ts'
import { countUpTo } from './input/command.ts'
import { acting } from './session.ts'

const actions = () => import('./action/burden.ts')

/** As long as the bus counts (ListBurdensRequest.days). */
const mostDays = 366

/** The days that a burden is of. */
export const ofPeriod = (command: Command): Command =>
  command
    .option('--as-of <date>', 'the last day of the period (default: today)')
    .option('--days <days>', `how many days it has, up to ${mostDays} (default: 30)`, countUpTo(mostDays))

/** `qiantou burden …`: what bodies were asked. */
export function burdenCommand(): Command {
  const burden = new Command('burden')
    .description('what bodies were asked in a period (负担): assignments, reports, fields')
    .addHelpText('after', example('burden list', 'burden show hn-jyt --days 90'))
  ofPeriod(burden.command('list'))
    .description('what each body was asked in the programme; as the office')
    .addHelpText('after', example('burden list --days 90'))
    .action(acting(actions, (module) => module.list))
  ofPeriod(burden.command('show'))
    .description('what one body was asked, request by request; as the body, or an office')
    .argument('[body]', 'such as hn-jyt (default: the caller)')
    .addHelpText('after', example('burden show hn-jyt', 'burden show --as hn-jyt'))
    .action(acting(actions, (module) => module.show))
  return burden
}
