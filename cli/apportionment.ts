/** The command line of `qiantou apportionment …`. */
import { Command } from 'commander'
import { example } from './help.ts'
import { changing, reading } from './input/command.ts'
import { acting } from './session.ts'

const actions = () => import('./action/apportionment.ts')

const callArgument = ['<call>', 'a measure and its call, such as vouchers/2026-1'] as const

/** `qiantou apportionment …`: pools that are shared out in proportion among the claims of a call. */
export function apportionmentCommand(): Command {
  const apportionment = new Command('apportionment')
    .description('pools that are shared out in proportion among the claims of a call (按比例分配)')
    .addHelpText('after', example('apportionment list', 'apportionment show vouchers/2026-1'))
  apportionment
    .command('list')
    .description('the calls of a programme under which a pool is shared, as far as the caller may read them')
    .addHelpText('after', example('apportionment list --as hn-czt'))
    .action(acting(actions, (module) => module.list))
  reading(apportionment.command('show'))
    .description('one of them: who applies, what each claims, and what each got')
    .argument(...callArgument)
    .addHelpText('after', example('apportionment show vouchers/2026-1 --as hn-czt'))
    .action(acting(actions, (module) => module.show))
  changing(apportionment.command('make'))
    .description(
      'share out what the pool has left, once the call is over and every claim is known; as the handling body',
    )
    .argument(...callArgument)
    .addHelpText('after', example('apportionment make vouchers/2026-1 --sign-off handled:p-1 --as hn-gxt'))
    .action(acting(actions, (module) => module.make))
  return apportionment
}
