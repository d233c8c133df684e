/** The command line of `qiantou task …`. */
import { Command } from 'commander'
import { example } from './help.ts'
import { changing, creating, reading, repeated, stateOption } from './input/command.ts'
import { acting } from './session.ts'

const actions = () => import('./action/task.ts')

const taskArgument = ['<task>', 'a task, such as 2026-2-1'] as const
const bodyArgument = ['<body>', 'a body, such as hn-jyt'] as const
const textForm = 'a text, @FILE, or - for standard input'

/** `qiantou task …`: the work as a whole, for the office and for leads. */
export function taskCommand(): Command {
  const task = new Command('task')
    .description('issue, review and close tasks')
    .addHelpText('after', example('task list', 'task show 2026-2-1'))
  task
    .command('list')
    .description('the tasks of a programme that the caller may read')
    .addOption(stateOption(['issued', 'close_proposed', 'closed', 'cancelled']))
    .addHelpText('after', example('task list --state issued'))
    .action(acting(actions, (module) => module.list))
  reading(task.command('show'))
    .description('one task with the part of every body')
    .argument(...taskArgument)
    .addHelpText('after', example('task show 2026-2-1'))
    .action(acting(actions, (module) => module.show))
  creating(task.command('issue'))
    .description('issue a task to the bodies that a clause names; as the office')
    .requiredOption('--clause <clause>', 'the clause that it implements')
    .requiredOption('--title <text>', `title: ${textForm}`)
    .requiredOption('--due <date>', 'due date, until 24:00 in Shanghai')
    .option('--deliverable <text>', 'deliverable')
    .option('--closing-standard <text>', 'closing standard')
    .option('--milestone <id:date:title>', 'an intermediate goal; repeatable', repeated)
    .option('--id <id>', 'id of the new task (default: the server makes one)')
    .addHelpText('after', example('task issue --clause 2-1 --title 编制平台目录 --due 2026-11-30'))
    .action(acting(actions, (module) => module.issue))
  addReviews(task)
  addRequests(task)
  addEnds(task)
  return task
}

function addReviews(task: Command): void {
  changing(task.command('accept'))
    .description("accept a body's submission; as a lead, for a lead's own as the office")
    .argument(...taskArgument)
    .argument(...bodyArgument)
    .addHelpText('after', example('task accept 2026-2-1 hn-jyt --as hn-kjt'))
    .action(acting(actions, (module) => module.accept))
  changing(task.command('return'))
    .description("return a body's submission to be done again; as for accept")
    .argument(...taskArgument)
    .argument(...bodyArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('task return 2026-2-1 hn-jyt --reason 缺少名单 --as hn-kjt'))
    .action(acting(actions, (module) => module.returnSubmission))
}

function addRequests(task: Command): void {
  changing(task.command('reassign'))
    .description('move the part of a body that asked to be released to another body; as the office')
    .argument(...taskArgument)
    .argument(...bodyArgument)
    .argument('<successor>', 'who takes over')
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('task reassign 2026-2-1 hn-xcb hn-wlt --reason 职责调整'))
    .action(acting(actions, (module) => module.reassign))
  changing(task.command('uphold'))
    .description('uphold the part of a body that asked to be released; as the office')
    .argument(...taskArgument)
    .argument(...bodyArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('task uphold 2026-2-1 hn-xcb --reason 属三定职责'))
    .action(acting(actions, (module) => module.uphold))
}

function addEnds(task: Command): void {
  changing(task.command('propose-close'))
    .description('propose closing once every part is accepted; as each lead')
    .argument(...taskArgument)
    .requiredOption('--text <text>', `how the closing standard is met: ${textForm}`)
    .requiredOption('--evidence <file>', 'a file that shows it; hashed, not sent; repeatable', repeated)
    .addHelpText('after', example('task propose-close 2026-2-1 --text 目录已印发 --evidence README.md --as hn-kjt'))
    .action(acting(actions, (module) => module.proposeClosing))
  changing(task.command('close'))
    .description('strike a task off once closing is proposed; as the office')
    .argument(...taskArgument)
    .addHelpText('after', example('task close 2026-2-1'))
    .action(acting(actions, (module) => module.close))
  changing(task.command('cancel'))
    .description('end an open task; as the office')
    .argument(...taskArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('task cancel 2026-2-1 --reason 政策调整'))
    .action(acting(actions, (module) => module.cancel))
}
