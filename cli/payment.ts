/** The command line of `qiantou payment …`. */
import { Command, Option } from 'commander'
import { example } from './help.ts'
import { yuan } from './input/amount.ts'
import { changing, creating, oneOf, reading, wholeNumber } from './input/command.ts'
import { addRecoveries } from './recovery.ts'
import { acting } from './session.ts'

const actions = () => import('./action/payment.ts')
const recoveries = () => import('./action/payment-recovery.ts')

const paymentArgument = ['<payment>', 'a payment, such as t-1'] as const
const natures = ['general_budget', 'government_fund', 'state_capital'] as const

/** `qiantou payment …`: what is approved is paid, from the request to the bank's receipt. */
export function paymentCommand(): Command {
  const payment = new Command('payment')
    .description(
      "awards, vouchers and quotas are paid: from the request to the bank's receipt (回单), or return (退票)",
    )
    .addHelpText('after', example('payment list', 'payment show t-1 --as hn-czt'))
  payment
    .command('list')
    .description('the payments of a programme that the caller may read')
    .addHelpText('after', example('payment list --as hn-czt'))
    .action(acting(actions, (module) => module.list))
  reading(payment.command('show'))
    .description('one payment, with all that the bank said of it')
    .argument(...paymentArgument)
    .addHelpText('after', example('payment show t-1 --as hn-czt'))
    .action(acting(actions, (module) => module.show))
  creating(payment.command('request'))
    .description(
      'request a payment of what is reserved for an approved application, or redeemed of a voucher, as its handling body; or out of a quota, as the department that holds it',
    )
    .requiredOption('--id <id>', 'id of the new payment')
    .addOption(new Option('--application <application>', 'what is paid, such as a-1').conflicts(['voucher', 'quota']))
    .addOption(
      new Option('--voucher <voucher>', 'what is redeemed of it is paid, such as v-1').conflicts([
        'application',
        'quota',
      ]),
    )
    .addOption(
      new Option('--quota <quota>', 'the quota that it is paid out of: pool/body, such as vouchers/hn-kjt').conflicts([
        ...['application', 'voucher'],
      ]),
    )
    .option('--code <code>', 'out of a quota: who is paid, by the unified social credit code')
    .option('--name <name>', 'out of a quota: what who is paid is called, up to 140 characters')
    .option('--purpose <text>', 'out of a quota: what for (用途), up to 140 characters')
    .option(
      '--bills <file>',
      'out of a quota: the invoices that it pays, as CSV: invoice,date,yuan; or - for standard input',
    )
    .option(
      '--yuan <amount>',
      'so much (default: all that is reserved, or redeemed, and not requested yet, or left of the line)',
      yuan,
    )
    .option(
      '--year <year>',
      'of an award over years: the budget year that pays (default: the first with something left); of a quota: the year of its line',
      wholeNumber,
    )
    .addOption(
      new Option('--nature <nature>', `fund nature (资金性质): ${natures.join(', ')}`)
        .argParser(oneOf(natures))
        .default('general_budget'),
    )
    .requiredOption('--function-code <code>', 'functional classification (支出功能分类), such as 2060499')
    .requiredOption('--economic-code <code>', 'economic classification (政府预算支出经济分类), such as 50799')
    .addHelpText(
      'after',
      example(
        'payment request --id t-1 --application a-1 --function-code 2060499 --economic-code 50799 --sign-off handled:p-1 --as hn-gxt',
        'payment request --id t-2 --quota vouchers/hn-kjt --year 2026 --code 91430100MA4L0000X9 --name 湘江智行有限公司 --purpose 算力服务费 --yuan 200 --function-code 2060499 --economic-code 50799 --sign-off handled:p-1 --as hn-kjt',
      ),
    )
    .action(acting(actions, (module) => module.requestPayment))
  addChanges(payment)
  return payment
}

function addChanges(payment: Command): void {
  changing(payment.command('approve'))
    .description('agree to it; as the finance department')
    .argument(...paymentArgument)
    .addHelpText('after', example('payment approve t-1 --sign-off signed:p-3 --as hn-czt'))
    .action(acting(actions, (module) => module.approve))
  changing(payment.command('order'))
    .description('order it of the bank, once more after it was rejected or came back; as the finance department')
    .argument(...paymentArgument)
    .addHelpText('after', example('payment order t-1 --sign-off signed:p-4 --as hn-czt'))
    .action(acting(actions, (module) => module.order))
  changing(payment.command('end-order'))
    .description(
      'record that the bank does not pay any more what it has not booked of an order; as the finance department, signed by another person than ordered it',
    )
    .argument(...paymentArgument)
    .requiredOption('--reason <text>', 'by which word of the bank: a text, @FILE, or - for standard input')
    .addHelpText(
      'after',
      example('payment end-order t-1 --reason 银行函告余额不再支付 --sign-off signed:p-3 --as hn-czt'),
    )
    .action(acting(actions, (module) => module.endOrder))
  changing(payment.command('withdraw'))
    .description('take it back, unless an order is under way; as the handling body or the finance department')
    .argument(...paymentArgument)
    .requiredOption('--reason <text>', 'why: a text, @FILE, or - for standard input')
    .addHelpText('after', example('payment withdraw t-1 --reason 金额有误 --as hn-gxt'))
    .action(acting(actions, (module) => module.withdraw))
  addRecovery(payment)
}

function addRecovery(payment: Command): void {
  changing(payment.command('claim'))
    .description(
      'claim back what was paid wrongly for a voucher or out of a quota (应收回); as who requested it or the finance department',
    )
    .argument(...paymentArgument)
    .option('--yuan <amount>', 'so much (default: all that was paid and is not claimed back)', yuan)
    .requiredOption('--document <title>', 'the document that says so')
    .requiredOption('--reason <text>', 'why: a text, @FILE, or - for standard input')
    .addHelpText(
      'after',
      example(
        'payment claim t-2 --yuan 50 --document 湘财监〔2026〕8号 --reason 重复计费 --sign-off signed:p-3 --as hn-czt',
      ),
    )
    .action(acting(recoveries, (module) => module.claim))
  changing(payment.command('reduce-claim'))
    .description(
      'claim back less, where a claim was wrong or too high (核减应收回); as who requested it or the finance department',
    )
    .argument(...paymentArgument)
    .option('--yuan <amount>', 'so much less (default: all that is still claimed back)', yuan)
    .requiredOption('--document <title>', 'the document that says so')
    .requiredOption('--reason <text>', 'why: a text, @FILE, or - for standard input')
    .addHelpText(
      'after',
      example(
        'payment reduce-claim t-2 --yuan 20 --document 湘财监〔2026〕9号 --reason 部分核实无误 --sign-off signed:p-3 --as hn-czt',
      ),
    )
    .action(acting(recoveries, (module) => module.reduce))
  addRecoveries(payment, paymentArgument, 't-2', recoveries)
}
