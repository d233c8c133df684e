/** The command line of `qiantou pool …`. */
import { Command } from 'commander'
import { example } from './help.ts'
import { yuan } from './input/amount.ts'
import { changing, creating, reading, wholeNumber } from './input/command.ts'
import { acting } from './session.ts'

const actions = () => import('./action/pool.ts')

const poolArgument = ['<pool>', 'a pool, such as vouchers'] as const

/** `qiantou pool …`: what measures pay out of, by budget year. */
export function poolCommand(): Command {
  const pool = new Command('pool')
    .description('what measures pay out of, by budget year')
    .addHelpText('after', example('pool list', 'pool show vouchers'))
  pool
    .command('list')
    .description('the pools of a programme that the caller may read')
    .addHelpText('after', example('pool list'))
    .action(acting(actions, (module) => module.list))
  reading(pool.command('show'))
    .description('one pool: what each year has, what is reserved and paid of it, what is left')
    .argument(...poolArgument)
    .addHelpText('after', example('pool show vouchers --as hn-czt'))
    .action(acting(actions, (module) => module.show))
  reading(pool.command('entries'))
    .description('the ledger of a pool, in the order in which it was booked')
    .argument(...poolArgument)
    .addHelpText('after', example('pool entries vouchers --as hn-czt'))
    .action(acting(actions, (module) => module.entries))
  reading(pool.command('balances'))
    .description('what the ledger of a pool comes to, by account and year')
    .argument(...poolArgument)
    .option('--year <year>', 'of this budget year alone', wholeNumber)
    .addHelpText('after', example('pool balances vouchers --year 2026 --as hn-czt'))
    .action(acting(actions, (module) => module.balances))
  addChanges(pool)
  return pool
}

function addChanges(pool: Command): void {
  creating(pool.command('open'))
    .description("open a pool; as the programme's office")
    .requiredOption('--id <id>', "id of the new pool; a measure pays out of its own name's, unless it says another")
    .requiredOption('--title <text>', 'what it is called')
    .requiredOption('--finance <code>', 'the finance department that sets its budget, reviews awards and pays')
    .option('--carries-over', 'what is left of a year goes on to the next one (default: it lapses)')
    .addHelpText('after', example('pool open --id vouchers --title 算力券资金池 --finance hn-czt'))
    .action(acting(actions, (module) => module.open))
  changing(pool.command('budget'))
    .description("say what a year has, never less than is reserved and paid; as the pool's finance department")
    .argument(...poolArgument)
    .requiredOption('--year <year>', 'the budget year', wholeNumber)
    .requiredOption('--yuan <amount>', 'all that the year has from then on', yuan)
    .requiredOption('--document <text>', 'the document that says so (预算指标文号)')
    .addHelpText(
      'after',
      example(
        'pool budget vouchers --year 2026 --yuan 100000000 --document 湘财预〔2026〕12号 --sign-off signed:p-3 --as hn-czt',
      ),
    )
    .action(acting(actions, (module) => module.budget))
  changing(pool.command('close-year'))
    .description("close a year that is over: what is left lapses or goes on; as the pool's finance department")
    .argument(...poolArgument)
    .requiredOption('--year <year>', 'the budget year', wholeNumber)
    .addHelpText('after', example('pool close-year vouchers --year 2025 --sign-off signed:p-3 --as hn-czt'))
    .action(acting(actions, (module) => module.closeYear))
}
