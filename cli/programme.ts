/** The command line of `qiantou programme …`. */
import { Command } from 'commander'
import { example } from './help.ts'
import { acting } from './session.ts'

const actions = () => import('./action/programme.ts')

/** `qiantou programme …`: what was read from a policy document. */
export function programmeCommand(): Command {
  const programme = new Command('programme')
    .description('what was read from a policy document')
    .addHelpText('after', example('programme show'))
  programme
    .command('show')
    .description('a programme and whom its clauses name')
    .argument('[programme]', 'such as hunan-2025-7 (default: the one of --programme)')
    .addHelpText('after', example('programme show hunan-2025-7'))
    .action(acting(actions, (module) => module.show))
  return programme
}
