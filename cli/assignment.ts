/** The command line of `qiantou assignment …`. */

import { Command } from 'commander'
import { roleOption } from './directory.ts'
import { example } from './help.ts'
import { changing, lit, lookingBack, repeated, stateOption, wholeNumber } from './input/command.ts'
import { secret } from './input/secrecy.ts'
import { textForm } from './input/task.ts'
import { acting } from './session.ts'

const actions = () => import('./action/assignment.ts')
const pieces = () => import('./action/subassignment.ts')

const assignmentArgument = ['<assignment>', "2026-2-1/hn-kjt, or 2026-2-1 for the caller's own"] as const
const states = [
  'issued',
  'acknowledged',
  'in_progress',
  'submitted',
  'accepted',
  'reassignment_requested',
  'reassigned',
  'transferred',
  'suspended',
  'waived',
  'cancelled',
]
const delegateArgument = ['<delegate>', 'the body that acts, such as hn-wlt'] as const

/** `qiantou assignment …`: one body's part of a task, for departments. */
export function assignmentCommand(): Command {
  const assignment = new Command('assignment')
    .description("acknowledge, report and submit a body's part of a task")
    .addHelpText('after', example('assignment list --as hn-kjt', 'assignment show 2026-2-1/hn-kjt'))
  lit(assignment.command('list'))
    .description('the assignments that the caller may read')
    .option('--task <task>', 'only of this task')
    .option('--organisation <body>', 'only of this body')
    .addOption(stateOption(states))
    .addHelpText('after', example('assignment list --organisation hn-kjt --as hn-kjt'))
    .action(acting(actions, (module) => module.list))
  lookingBack(assignment.command('show'))
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
  changing(assignment.command('request-extension'))
    .description('ask for more time (延期), before the due date has passed')
    .argument(...assignmentArgument)
    .requiredOption('--due <date>', 'until when')
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .option('--milestone <id>', 'the milestone that it is about (default: the part as a whole)')
    .addHelpText(
      'after',
      example('assignment request-extension 2026-2-1 --due 2027-01-29 --reason 数据核对未完成 --as hn-jyt'),
    )
    .action(acting(actions, (module) => module.requestExtension))
  addDelegations(assignment)
  addPerson(assignment)
  addSubassign(assignment)
  return assignment
}

function addDelegations(assignment: Command): void {
  changing(assignment.command('delegate'))
    .description('let another body act in this assignment (委托); the responsibility stays')
    .argument(...assignmentArgument)
    .argument(...delegateArgument)
    .requiredOption('--until <date>', 'last day, at most a year later')
    .option('--from <date>', 'first day (default: today)')
    .addHelpText(
      'after',
      `${example('assignment delegate 2026-2-1 hn-wlt --until 2027-06-30 --as hn-jyt')}

The other body then names the assignment in full:
  $ npx qiantou assignment acknowledge 2026-2-1/hn-jyt --as hn-wlt`,
    )
    .action(acting(actions, (module) => module.delegate))
  changing(assignment.command('revoke-delegation'))
    .description('end a delegation before its last day')
    .argument(...assignmentArgument)
    .argument(...delegateArgument)
    .addHelpText('after', example('assignment revoke-delegation 2026-2-1 hn-wlt --as hn-jyt'))
    .action(acting(actions, (module) => module.revokeDelegation))
}

function addPerson(assignment: Command): void {
  changing(assignment.command('name-person'))
    .description('say which of its people does what for the part: 分管领导, 责任处室, 责任人, 联络员')
    .argument(...assignmentArgument)
    .addOption(roleOption())
    .option(
      '--person <uuid>',
      'by a term that runs in the directory: `qiantou directory show` (default: nobody any longer)',
    )
    .option('--from <date>', 'from that day on (default: today)')
    .addHelpText(
      'after',
      example(
        'assignment name-person 2026-2-1 --role officer --person 0b9f5a52-6f0c-4c50-9f0e-2d1c9a7f3e11 --as hn-jyt',
      ),
    )
    .action(acting(actions, (module) => module.namePerson))
}

function addSubassign(assignment: Command): void {
  secret(changing(assignment.command('subassign')))
    .description('give a piece of the work to a body below (分办); the responsibility stays')
    .argument(...assignmentArgument)
    .argument('<organisation>', 'the body that is to do it, such as hn-changsha')
    .requiredOption('--what <text>', `what is to be done: ${textForm}`)
    .option('--due <date>', 'by when (default: no more is said than when the part is due)')
    .option('--despite-repeats', 'also where the body is asked the same already, or was lately')
    .addHelpText(
      'after',
      `${example('assignment subassign 2026-2-1 hn-changsha --what 报送本市资源清单 --due 2026-12-31 --as hn-kjt')}

The other body then names the assignment in full:
  $ npx qiantou subassignment acknowledge 2026-2-1/hn-kjt --as hn-changsha`,
    )
    .action(acting(pieces, (module) => module.subassign))
}

function addWork(assignment: Command): void {
  secret(changing(assignment.command('report')))
    .description('report progress')
    .argument(...assignmentArgument)
    .requiredOption('--percent <percent>', 'done so far, 0 to 100', wholeNumber)
    .requiredOption('--text <text>', `what was done: ${textForm}`)
    .option('--milestone <id>', 'the milestone that it is about')
    .option('--evidence <file>', 'a file that shows it; hashed, not sent; repeatable', repeated)
    .option('--attach <file>', 'a file that shows it; uploaded to the task first; repeatable', repeated)
    .option('--corrects <number>', 'the number of the report that this one corrects', wholeNumber)
    .addHelpText(
      'after',
      example(
        'assignment report 2026-2-1 --percent 60 --text 已完成摸底 --as hn-kjt',
        'assignment report 2026-2-1 --percent 55 --text 更正数据 --corrects 1 --sign-off handled:p-17,signed:p-1 --as hn-kjt',
      ),
    )
    .action(acting(actions, (module) => module.report))
  secret(changing(assignment.command('submit')))
    .description('submit the part for review')
    .argument(...assignmentArgument)
    .requiredOption('--text <text>', `what was done: ${textForm}`)
    .option('--evidence <file>', 'a file that shows it; hashed, not sent; repeatable', repeated)
    .option('--attach <file>', 'a file that shows it; uploaded to the task first; repeatable', repeated)
    .addHelpText(
      'after',
      example(
        'assignment submit 2026-2-1 --text 目录已编成 --sign-off handled:p-17,reviewed:p-3,signed:p-1 --as hn-kjt',
      ),
    )
    .action(acting(actions, (module) => module.submit))
}
