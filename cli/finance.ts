/** The command line of `qiantou finance …`. */
import { Command } from 'commander'
import { addBudget } from './budget.ts'
import { example } from './help.ts'
import { repeated } from './input/command.ts'
import { settingsOf } from './settings.ts'

type TryOptions = { readonly pool?: readonly string[] }

/** `qiantou finance …`: money. */
export function financeCommand(): Command {
  const finance = new Command('finance')
    .description('money: what a measure would pay, how a programme stands')
    .addHelpText('after', example('finance try vouchers.json claims.csv'))
  finance
    .command('try')
    .description('what a measure would pay to a list of claims, with every step; nothing is entered, no bus is asked')
    .argument('<measure>', 'the measure as JSON (docs/money.md), or - for standard input')
    .argument('<claims>', 'the claims as CSV (docs/money.md), or - for standard input')
    .option('--pool <year:yuan>', 'what a year has, in place of what the measure says; repeatable', repeated)
    .addHelpText(
      'after',
      example('finance try vouchers.json claims.csv', 'finance try vouchers.json claims.csv --pool 2026:50000000'),
    )
    .action(async (measure: string, claims: string, options: TryOptions, command: Command) => {
      const { tryMeasure } = await import('./action/finance.ts')
      await tryMeasure(measure, claims, options, settingsOf(command))
    })
  addBudget(finance)
  return finance
}
