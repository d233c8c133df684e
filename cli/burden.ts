/** The command line of `qiantou burden …`. */
import { Command } from 'commander'
import { example } from './help.ts'
import { wholeNumber } from './input/command.ts'
import { acting } from './session.ts'

const actions = () => import('./action/burden.ts')

/** The days that a burden is of. */
export const ofPeriod = (command: Command): Command =>
  command
    .option('--as-of <date>', 'the last day of the period (default: today)')
    .option('--days <days>', 'how many days it has, up to 366 (default: 30)', wholeNumber)

/** `qiantou burden …`: what bodies were asked. */
export function burdenCommand(): Command {
  const burden = new Command('burden')
    .description('what bodies were asked in a period (负担): assignments, reports, fields')
    .addHelpText('after', example('burden list', 'burden show hn-jyt --as-of 2026-11-30'))
  ofPeriod(burden.command('list'))
    .description('what each body was asked in the programme; as the office')
    .addHelpText('after', example('burden list --as-of 2026-11-30 --days 90'))
    .action(acting(actions, (module) => module.list))
  ofPeriod(burden.command('show'))
    .description('what one body was asked, request by request; as the body, or an office')
    .argument('[body]', 'such as hn-jyt (default: the caller)')
    .addHelpText('after', example('burden show hn-jyt', 'burden show --as hn-jyt'))
    .action(acting(actions, (module) => module.show))
  return burden
}
