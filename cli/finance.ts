/** The command line of `qiantou finance …`. */
import { Command } from 'commander'
import { addBudget } from './budget.ts'
import { example } from './help.ts'
import { reading, repeated } from './input/command.ts'
import { acting } from './session.ts'
import { settingsOf } from './settings.ts'

type TryOptions = { readonly pool?: readonly string[] }

/** `qiantou finance …`: money. */
export function financeCommand(): Command {
  const finance = new Command('finance')
    .description(
      'money: what a measure would pay, why an award is what it is, whether the books are right, how a programme stands',
    )
    .addHelpText('after', example('finance try vouchers.json claims.csv', 'finance explain a-1'))
  finance
    .command('try')
    .description('what a measure would pay to a list of claims, with every step; nothing is entered, no bus is asked')
    .argument('<measure>', 'the measure as JSON (docs/trying-measures.md), or - for standard input')
    .argument('<claims>', 'the claims as CSV (docs/trying-measures.md), or - for standard input')
    .option('--pool <year:yuan>', 'what a year has, in place of what the measure says; repeatable', repeated)
    .addHelpText(
      'after',
      example('finance try vouchers.json claims.csv', 'finance try vouchers.json claims.csv --pool 2026:50000000'),
    )
    .action(async (measure: string, claims: string, options: TryOptions, command: Command) => {
      const { tryMeasure } = await import('./action/finance.ts')
      await tryMeasure(measure, claims, options, settingsOf(command))
    })
  reading(finance.command('explain'))
    .description('why an award or a voucher is what it is, worked out anew from the log; exits with 1 where it differs')
    .argument('<name>', 'an application, such as a-1, or a voucher, such as vouchers/v-1')
    .addHelpText('after', example('finance explain a-1', 'finance explain vouchers/v-1 --lang zh'))
    .action(
      acting(
        () => import('./action/finance-explain.ts'),
        (module) => module.explain,
      ),
    )
  finance
    .command('reconcile')
    .description('rebuild the ledger from the log and compare; as the operations team; exits with 1 where it differs')
    .addHelpText('after', example('finance reconcile'))
    .action(
      acting(
        () => import('./action/finance-reconcile.ts'),
        (module) => module.reconcile,
      ),
    )
  addBudget(finance)
  return finance
}
