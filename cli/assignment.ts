/** The command line of `qiantou assignment …`. */
import { Command } from 'commander'
import { example } from './help.ts'
import { changing, reading, repeated, stateOption, wholeNumber } from './input/command.ts'
import { acting } from './session.ts'

const actions = () => import('./action/assignment.ts')

const assignmentArgument = ['<assignment>', "2026-2-1/hn-kjt, or 2026-2-1 for the caller's own"] as const
const states = [
  'issued',
  'acknowledged',
  'in_progress',
  'submitted',
  'accepted',
  'reassignment_requested',
  'reassigned',
  'cancelled',
]
const textForm = 'a text, @FILE, or - for standard input'

/** `qiantou assignment …`: one body's part of a task, for departments. */
export function assignmentCommand(): Command {
  const assignment = new Command('assignment')
    .description("acknowledge, report and submit a body's part of a task")
    .addHelpText('after', example('assignment list --as hn-kjt', 'assignment show 2026-2-1/hn-kjt'))
  assignment
    .command('list')
    .description('the assignments that the caller may read')
    .option('--task <task>', 'only of this task')
    .option('--organisation <body>', 'only of this body')
    .addOption(stateOption(states))
    .addHelpText('after', example('assignment list --organisation hn-kjt --as hn-kjt'))
    .action(acting(actions, (module) => module.list))
  reading(assignment.command('show'))
    .description('one assignment with what the body reported and submitted')
    .argument(...assignmentArgument)
    .addHelpText('after', example('assignment show 2026-2-1/hn-kjt'))
    .action(acting(actions, (module) => module.show))
  changing(assignment.command('acknowledge'))
    .description('acknowledge: the clock starts')
    .argument(...assignmentArgument)
    .addHelpText('after', example('assignment acknowledge 2026-2-1 --as hn-kjt'))
    .action(acting(actions, (module) => module.acknowledge))
  addWork(assignment)
  changing(assignment.command('request-reassignment'))
    .description('ask to be released, citing duties')
    .argument(...assignmentArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('assignment request-reassignment 2026-2-1 --reason 不属三定职责 --as hn-xcb'))
    .action(acting(actions, (module) => module.requestReassignment))
  return assignment
}

function addWork(assignment: Command): void {
  changing(assignment.command('report'))
    .description('report progress')
    .argument(...assignmentArgument)
    .requiredOption('--percent <percent>', 'done so far, 0 to 100', wholeNumber)
    .requiredOption('--text <text>', `what was done: ${textForm}`)
    .option('--milestone <id>', 'the milestone that it is about')
    .option('--evidence <file>', 'a file that shows it; hashed, not sent; repeatable', repeated)
    .option('--attach <file>', 'a file that shows it; uploaded to the task first; repeatable', repeated)
    .addHelpText('after', example('assignment report 2026-2-1 --percent 60 --text 已完成摸底 --as hn-kjt'))
    .action(acting(actions, (module) => module.report))
  changing(assignment.command('submit'))
    .description('submit the part for review')
    .argument(...assignmentArgument)
    .requiredOption('--text <text>', `what was done: ${textForm}`)
    .option('--evidence <file>', 'a file that shows it; hashed, not sent; repeatable', repeated)
    .option('--attach <file>', 'a file that shows it; uploaded to the task first; repeatable', repeated)
    .addHelpText('after', example('assignment submit 2026-2-1 --text 目录已编成 --evidence README.md --as hn-kjt'))
    .action(acting(actions, (module) => module.submit))
}
