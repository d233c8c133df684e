/** The command line of `qiantou voucher …`. */
import { Command } from 'commander'
import { example } from './help.ts'
import { yuan } from './input/amount.ts'
import { changing, creating, reading, wholeNumber } from './input/command.ts'
import { acting } from './session.ts'

const actions = () => import('./action/voucher.ts')

const voucherArgument = ['<voucher>', 'a voucher, such as v-1'] as const
const presentationOption = ['--presentation <number>', 'which presentation, from 1', wholeNumber] as const
const reasonOption = ['--reason <text>', 'why: a text, @FILE, or - for standard input'] as const

/** `qiantou voucher …`: what an enterprise may have paid of its bills, from issue to its end. */
export function voucherCommand(): Command {
  const voucher = new Command('voucher')
    .description('vouchers (算力券等): issued, presented with bills, redeemed in part, expired')
    .addHelpText('after', example('voucher list', 'voucher show v-1'))
  reading(voucher.command('list'))
    .description('the vouchers of a programme that the caller may read')
    .addHelpText('after', example('voucher list --as hn-gxt'))
    .action(acting(actions, (module) => module.list))
  reading(voucher.command('show'))
    .description('one voucher: what is left of it, and what was presented')
    .argument(...voucherArgument)
    .addHelpText('after', example('voucher show v-1'))
    .action(acting(actions, (module) => module.show))
  addIssue(voucher)
  addPresentations(voucher)
  changing(voucher.command('cancel'))
    .description('cancel it: what is left goes back into the pool, what is redeemed stays payable; as who issued it')
    .argument(...voucherArgument)
    .requiredOption(...reasonOption)
    .addHelpText('after', example('voucher cancel v-1 --reason 企业已注销 --as hn-gxt'))
    .action(acting(actions, (module) => module.cancel))
  return voucher
}

function addIssue(voucher: Command): void {
  creating(voucher.command('issue'))
    .description('issue a voucher, which is reserved in the pool; as the body that the measure names first')
    .requiredOption('--id <id>', 'id of the new voucher')
    .requiredOption('--measure <measure>', 'the measure, such as vouchers')
    .requiredOption('--code <code>', "the enterprise's unified social credit code (统一社会信用代码)")
    .requiredOption('--name <name>', 'what the enterprise is called')
    .option('--class <class>', "the enterprise's class, as the measure has them")
    .requiredOption('--title <text>', 'what it is called: the bank tells the payee so')
    .requiredOption('--sponsor <code>', 'the body that holds it for the enterprise, such as hn-changsha')
    .requiredOption('--yuan <amount>', 'its face value', yuan)
    .requiredOption('--days <number>', 'for how many days it is valid, today included', wholeNumber)
    .option('--call <call>', 'the yearly call (申报通知) that has set its figures')
    .addHelpText(
      'after',
      example(
        'voucher issue --id v-1 --measure vouchers --code 91430100MA4L0000X9 --name 湘江智行有限公司 --title 算力券 --sponsor hn-changsha --yuan 100000 --days 180 --sign-off handled:p-1 --as hn-gxt',
      ),
    )
    .action(acting(actions, (module) => module.issue))
}

function addPresentations(voucher: Command): void {
  changing(voucher.command('present'))
    .description('present bills with it, until its last day; as its sponsor')
    .argument(...voucherArgument)
    .requiredOption('--bills <file>', 'the bills as CSV: invoice,date,yuan; or - for standard input')
    .addHelpText('after', example('voucher present v-1 --bills bills.csv --as hn-changsha'))
    .action(acting(actions, (module) => module.present))
  changing(voucher.command('accept'))
    .description('accept what was presented, signed by others than issued it; as who issued it')
    .argument(...voucherArgument)
    .requiredOption(...presentationOption)
    .addHelpText('after', example('voucher accept v-1 --presentation 1 --sign-off signed:p-3 --as hn-gxt'))
    .action(acting(actions, (module) => module.accept))
  changing(voucher.command('refuse'))
    .description('refuse what was presented: its invoices may be presented again; as who issued it')
    .argument(...voucherArgument)
    .requiredOption(...presentationOption)
    .requiredOption(...reasonOption)
    .addHelpText('after', example('voucher refuse v-1 --presentation 1 --reason 票据与用途不符 --as hn-gxt'))
    .action(acting(actions, (module) => module.refuse))
}
