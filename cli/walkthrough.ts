/** The command line of `qiantou walkthrough`. */
import { Command, Option } from 'commander'
import { example } from './help.ts'
import { acting } from './session.ts'

const actions = () => import('./action/walkthrough.ts')

const scenario = new Option(
  '--scenario <scenario>',
  'led: reviewed by its lead; joint: countersigned by all; dissent: ruled on; overdue: limits pass, and more time; reorganisation: bodies are merged; allocation: funds are allocated, passed on and adjusted',
)

/** `qiantou walkthrough`: plays a task from issue to close. Exits with 0 only when it is closed. */
export const walkthroughCommand = (): Command =>
  new Command('walkthrough')
    .description('play a clause from issue to close with its real bodies, each with its own certificate')
    .addOption(scenario.choices(['led', 'joint', 'dissent', 'overdue', 'reorganisation', 'allocation']).default('led'))
    .option('--task <task>', 'a task that nobody has begun (default: a fresh one; not for overdue and reorganisation)')
    .addHelpText('after', example('walkthrough --lang zh', 'walkthrough --scenario dissent'))
    .action(acting(actions, (module) => module.play))
