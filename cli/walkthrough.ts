/** The command line of `qiantou walkthrough`. */
import { Command } from 'commander'
import { example } from './help.ts'
import { acting } from './session.ts'

const actions = () => import('./action/walkthrough.ts')

/** `qiantou walkthrough`: plays one task from issue to close. Exits with 0 only when it is closed. */
export const walkthroughCommand = (): Command =>
  new Command('walkthrough')
    .description('play one led clause from issue to close with its real bodies, each with its own certificate')
    .option('--task <task>', 'a task that nobody has begun (default: a fresh one of clause 2-1)')
    .addHelpText('after', example('walkthrough --lang zh'))
    .action(acting(actions, (module) => module.play))
