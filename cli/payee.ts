/** The command line of `qiantou payee …`. */
import { Command } from 'commander'
import { example } from './help.ts'
import { changing, reading } from './input/command.ts'
import { acting } from './session.ts'

const actions = () => import('./action/payee.ts')

const payeeArgument = ['<payee>', "the applicant's unified social credit code (统一社会信用代码)"] as const
const code = '91430100MA4L0000X9'

/** `qiantou payee …`: to which account an applicant is paid. */
export function payeeCommand(): Command {
  const payee = new Command('payee')
    .description('to which account an applicant is paid; nobody is shown its number')
    .addHelpText('after', example(`payee show ${code} --as hn-czt`))
  reading(payee.command('show'))
    .description('the accounts of an applicant: which one counts, and from when')
    .argument(...payeeArgument)
    .addHelpText('after', example(`payee show ${code} --as hn-czt`))
    .action(acting(actions, (module) => module.show))
  changing(payee.command('propose-account'))
    .description('name an account, which another person confirms; as a finance department, or the office')
    .argument(...payeeArgument)
    .option('--number <source>', 'its number: @FILE, or - for standard input (default: it is asked for)')
    .requiredOption('--bank-code <code>', "the bank's code (联行号), 12 digits")
    .requiredOption('--holder <name>', "whose account it is: the applicant's own name")
    .addHelpText(
      'after',
      example(
        `payee propose-account ${code} --bank-code 011551000018 --holder 湘江智算有限公司 --sign-off signed:p-4 --as hn-czt`,
      ),
    )
    .action(acting(actions, (module) => module.proposeAccount))
  changing(payee.command('confirm-account'))
    .description('confirm the account that was named last; signed by another person than named it')
    .argument(...payeeArgument)
    .addHelpText('after', example(`payee confirm-account ${code} --sign-off signed:p-5 --as hn-czt`))
    .action(acting(actions, (module) => module.confirmAccount))
  changing(payee.command('refuse-account'))
    .description('do not confirm the account that was named last')
    .argument(...payeeArgument)
    .addHelpText('after', example(`payee refuse-account ${code} --sign-off signed:p-5 --as hn-czt`))
    .action(acting(actions, (module) => module.refuseAccount))
  return payee
}
