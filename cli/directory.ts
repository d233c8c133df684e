/** The command line of `qiantou organisation …`. */
import { Command } from 'commander'
import { example } from './help.ts'
import { acting } from './session.ts'

const actions = () => import('./action/directory.ts')

/** `qiantou organisation …`: the bodies that can be named in a task. */
export function organisationCommand(): Command {
  const organisation = new Command('organisation')
    .description('the directory of bodies')
    .addHelpText('after', example('organisation list'))
  organisation
    .command('list')
    .description('all bodies')
    .addHelpText('after', example('organisation list'))
    .action(acting(actions, (module) => module.list))
  organisation
    .command('show')
    .description('one body and the names that documents use for it')
    .argument('<code>', 'such as hn-kjt')
    .addHelpText('after', example('organisation show hn-kjt'))
    .action(acting(actions, (module) => module.show))
  return organisation
}
