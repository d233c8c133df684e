/** The command line of `qiantou subassignment …`. */
import { Command } from 'commander'
import { example } from './help.ts'
import { changing, repeated, wholeNumber } from './input/command.ts'
import { secret } from './input/secrecy.ts'
import { textForm } from './input/task.ts'
import { acting } from './session.ts'

const actions = () => import('./action/subassignment.ts')

const assignmentArgument = ['<assignment>', 'the assignment that it is a piece of, such as 2026-2-1/hn-kjt'] as const
const organisationArgument = ['<organisation>', 'the body that has the piece, such as hn-changsha'] as const

/** `qiantou subassignment …`: pieces of an assignment that bodies below have. */
export function subassignmentCommand(): Command {
  const piece = new Command('subassignment')
    .description('do and accept pieces of an assignment that were given to bodies below (分办)')
    .addHelpText('after', example('subassignment acknowledge 2026-2-1/hn-kjt --as hn-changsha'))
  addDoing(piece)
  changing(piece.command('accept'))
    .description('accept a piece that is done; as the body of the assignment')
    .argument(...assignmentArgument)
    .argument(...organisationArgument)
    .addHelpText('after', example('subassignment accept 2026-2-1 hn-changsha --as hn-kjt'))
    .action(acting(actions, (module) => module.accept))
  changing(piece.command('return'))
    .description('return a piece to be done again; as the body of the assignment')
    .argument(...assignmentArgument)
    .argument(...organisationArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('subassignment return 2026-2-1 hn-changsha --reason 口径不符 --as hn-kjt'))
    .action(acting(actions, (module) => module.giveBack))
  changing(piece.command('withdraw'))
    .description('take a piece back: whoever had it sees no more of it; as the body of the assignment')
    .argument(...assignmentArgument)
    .argument(...organisationArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('subassignment withdraw 2026-2-1 hn-changsha --reason 由本厅直接办理 --as hn-kjt'))
    .action(acting(actions, (module) => module.withdraw))
  return piece
}

function addDoing(piece: Command): void {
  changing(piece.command('acknowledge'))
    .description('acknowledge a piece; as the body that has it')
    .argument(...assignmentArgument)
    .addHelpText('after', example('subassignment acknowledge 2026-2-1/hn-kjt --as hn-changsha'))
    .action(acting(actions, (module) => module.acknowledge))
  secret(changing(piece.command('report')))
    .description('report on a piece; as the body that has it')
    .argument(...assignmentArgument)
    .requiredOption('--percent <percent>', 'done so far, 0 to 100', wholeNumber)
    .requiredOption('--text <text>', `what was done: ${textForm}`)
    .addHelpText('after', example('subassignment report 2026-2-1/hn-kjt --percent 60 --text 摸底过半 --as hn-changsha'))
    .action(acting(actions, (module) => module.report))
  secret(changing(piece.command('submit')))
    .description('say that a piece is done; as the body that has it')
    .argument(...assignmentArgument)
    .requiredOption('--text <text>', `what was done: ${textForm}`)
    .option('--evidence <file>', 'a file that shows it; hashed, not sent; repeatable', repeated)
    .option('--attach <file>', 'a file that shows it; uploaded to the task first; repeatable', repeated)
    .addHelpText('after', example('subassignment submit 2026-2-1/hn-kjt --text 已报送清单 --as hn-changsha'))
    .action(acting(actions, (module) => module.submit))
}
