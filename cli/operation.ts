/** The command lines of `qiantou status`, `qiantou parked …` and `qiantou rebuild`. */
import { Command } from 'commander'
import { example } from './help.ts'
import { acting } from './session.ts'

const actions = () => import('./action/operation.ts')

/** `qiantou status`: how the services are; exits with 1 while they are not ready. */
export const statusCommand = (): Command =>
  new Command('status')
    .description('how the services are: how far, how far behind, what stands still')
    .addHelpText('after', example('status --json'))
    .action(acting(actions, (module) => module.status))

/** `qiantou parked …`: records that a service could not fold. */
export function parkedCommand(): Command {
  const parked = new Command('parked')
    .description('records that a service could not fold')
    .addHelpText('after', example('parked list lead-agency'))
  parked
    .command('list')
    .description('the parked records of a service')
    .argument('<service>', 'such as lead-agency')
    .addHelpText('after', example('parked list lead-agency'))
    .action(acting(actions, (module) => module.listParked))
  parked
    .command('redrive')
    .description('try the parked records of one key again, in order; exits with 1 while some remain')
    .argument('<service>', 'such as lead-agency')
    .argument('<key>', 'as parked list shows it')
    .addHelpText('after', example('parked redrive lead-agency programmes/hunan-2025-7/tasks/2026-2-1'))
    .action(acting(actions, (module) => module.redrive))
  return parked
}

/** `qiantou rebuild --check`: whether stored states are what the records give. */
export const rebuildCommand = (): Command =>
  new Command('rebuild')
    .description('fold every state anew from the records')
    .requiredOption('--check', 'compare with what is stored, and change nothing; exits with 1 where something differs')
    .addHelpText('after', example('rebuild --check'))
    .action(acting(actions, (module) => module.checkStates))
