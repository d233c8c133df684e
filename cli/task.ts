/** The command line of `qiantou task …`. */

import { Command } from 'commander'
import { example } from './help.ts'
import { creating, lit, lookingBack, stateOption } from './input/command.ts'
import { secret } from './input/secrecy.ts'
import { content, taskArgument } from './input/task.ts'
import { acting } from './session.ts'
import { addEnds, addJointClosing } from './task-closing.ts'
import { addDrafts } from './task-draft.ts'
import { addClock, addExtensions, addReviews, addSuccessions } from './task-part.ts'

const actions = () => import('./action/task.ts')

/** `qiantou task …`: the work as a whole, for the office and for leads. */
export function taskCommand(): Command {
  const task = new Command('task')
    .description('issue, review and close tasks')
    .addHelpText('after', example('task list', 'task show 2026-2-1'))
  lit(task.command('list'))
    .description('the tasks of a programme that the caller may read')
    .addOption(stateOption(['issued', 'close_proposed', 'closed', 'cancelled', 'archived', 'draft']))
    .addHelpText(
      'after',
      example('task list --state issued', 'task list --light red', 'task list --milestone-light yellow'),
    )
    .action(acting(actions, (module) => module.list))
  lookingBack(task.command('show'))
    .description('one task with the part of every body')
    .argument(...taskArgument)
    .addHelpText('after', example('task show 2026-2-1'))
    .action(acting(actions, (module) => module.show))
  content(secret(creating(task.command('issue'))))
    .description(
      'issue a task to the bodies that a clause names; as the office, or as a lead where the rules let leads',
    )
    .option('--id <id>', 'id of the new task (default: the server makes one)')
    .option('--despite-repeats', 'also where bodies are asked the same already, or were lately')
    .addHelpText(
      'after',
      example(
        'task issue --clause 2-1 --title 编制平台目录 --due 2027-11-30 --despite-repeats',
        'task issue --clause 2-1 --title 编制平台目录 --due 2027-11-30 --copy hn-czt --report-day 25 --despite-repeats',
        'task issue --clause 2-1 --due 2027-11-30 --offline --despite-repeats',
      ),
    )
    .action(acting(actions, (module) => module.issue))
  addDrafts(task)
  addReviews(task)
  addSuccessions(task)
  addClock(task)
  addExtensions(task)
  addJointClosing(task)
  addEnds(task)
  return task
}
