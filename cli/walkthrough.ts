/** The command line of `qiantou walkthrough`. */
import { Command, Option } from 'commander'
import { example } from './help.ts'
import { acting } from './session.ts'

const actions = () => import('./action/walkthrough.ts')

const scenario = new Option(
  '--scenario <scenario>',
  'led: reviewed by its lead; joint: countersigned by all; dissent: ruled on; overdue: limits pass, and more time; reorganisation: bodies are merged; scenario-grant: an application up to its payment; return: a payment that the bank sends back; allocation: funds are allocated; voucher: a voucher is redeemed in part and paid',
)

/** `qiantou walkthrough`: plays a task from issue to close, or an award until it is paid. Exits with 0 only when it is over. */
export const walkthroughCommand = (): Command =>
  new Command('walkthrough')
    .description(
      'play a clause from issue to close, or an award until it is paid, with real bodies, each with its own certificate',
    )
    .addOption(
      scenario
        .choices([
          ...[
            'led',
            'joint',
            'dissent',
            'overdue',
            'reorganisation',
            'scenario-grant',
            'return',
            'allocation',
            'voucher',
          ],
        ])
        .default('led'),
    )
    .option('--task <task>', 'a task that nobody has begun (default: a fresh one; only for led, joint and dissent)')
    .addHelpText(
      'after',
      example('walkthrough --lang zh', 'walkthrough --scenario dissent', 'walkthrough --scenario scenario-grant'),
    )
    .action(acting(actions, (module) => module.play))
