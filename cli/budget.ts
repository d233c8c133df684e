/** The command line of `qiantou finance budget` and `qiantou finance findings`. */
import type { Command } from 'commander'
import { Option } from 'commander'
import { example } from './help.ts'
import { oneOf, wholeNumber } from './input/command.ts'
import { acting } from './session.ts'

const actions = () => import('./action/budget.ts')

const groups = ['measure', 'pool', 'sponsor', 'payee', 'quota']

/** How a programme's money stands, and what of it a person should look at. */
export function addBudget(finance: Command): void {
  finance
    .command('budget')
    .description("how a programme's money stands in a year; as its office, or the finance department of a pool")
    .option('--year <year>', 'the budget year (default: this year)', wholeNumber)
    .addOption(
      new Option('--by <group>', `what a row is of: ${groups.join(', ')}`).argParser(oneOf(groups)).default('measure'),
    )
    .addOption(new Option('--csv <file>', 'write it to a new file for a spreadsheet').conflicts('xlsx'))
    .option('--xlsx <file>', 'write it to a new spreadsheet (Excel)')
    .addHelpText('after', example('finance budget', 'finance budget --year 2026 --by pool --csv budget.csv'))
    .action(acting(actions, (module) => module.budget))
  finance
    .command('findings')
    .description("what of a programme's money a person should look at; as of `finance budget`")
    .addHelpText('after', example('finance findings'))
    .action(acting(actions, (module) => module.findings))
}
