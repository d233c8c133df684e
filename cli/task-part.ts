/** The command line of `qiantou task …` about one body's part. */
import { Argument, type Command } from 'commander'
import { example } from './help.ts'
import { changing } from './input/command.ts'
import { bodyArgument, taskArgument, textForm } from './input/task.ts'
import { acting } from './session.ts'

const actions = () => import('./action/task-part.ts')

export function addReviews(task: Command): void {
  changing(task.command('accept'))
    .description("accept a body's submission; as a lead, for a lead's own and for joint tasks as the office")
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

export function addSuccessions(task: Command): void {
  changing(task.command('reassign'))
    .description('move the part of a body that asked to be released to another body; as the office')
    .argument(...taskArgument)
    .argument(...bodyArgument)
    .argument('<successor>', 'who takes over')
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .option('--due <date>', 'until when, where whoever takes over gets more time: 2027-03-31')
    .addHelpText('after', example('task reassign 2026-2-1 hn-xcb hn-wlt --reason 职责调整'))
    .action(acting(actions, (module) => module.reassign))
  changing(task.command('uphold'))
    .description('uphold the part of a body that asked to be released; as the office')
    .argument(...taskArgument)
    .argument(...bodyArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('task uphold 2026-2-1 hn-xcb --reason 属三定职责'))
    .action(acting(actions, (module) => module.uphold))
  changing(task.command('transfer'))
    .description('move the open part of a body to another body without being asked (转办); as the office')
    .argument(...taskArgument)
    .argument(...bodyArgument)
    .argument('<successor>', 'who takes over')
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .option('--due <date>', 'until when, where whoever takes over gets more time: 2027-03-31')
    .addHelpText('after', example('task transfer 2026-2-1 hn-xcb hn-wlt --reason 职责划转'))
    .action(acting(actions, (module) => module.transfer))
}

export function addClock(task: Command): void {
  changing(task.command('suspend'))
    .description('stop the clock of an open part (中止); as the office')
    .argument(...taskArgument)
    .argument(...bodyArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('task suspend 2026-2-1 hn-jyt --reason 等待上位文件'))
    .action(acting(actions, (module) => module.suspend))
  changing(task.command('resume'))
    .description(
      'let the clock of a suspended part go on (恢复): its dates move by the working days lost; as the office',
    )
    .argument(...taskArgument)
    .argument(...bodyArgument)
    .addHelpText('after', example('task resume 2026-2-1 hn-jyt'))
    .action(acting(actions, (module) => module.resume))
  changing(task.command('waive'))
    .description('do without an open part (免办), which is final; as the office')
    .argument(...taskArgument)
    .argument(...bodyArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('task waive 2026-2-1 hn-xcb --reason 成果已由他处提供'))
    .action(acting(actions, (module) => module.waive))
}

export function addExtensions(task: Command): void {
  changing(task.command('opinion'))
    .description('give an opinion on a request for more time; as a lead')
    .argument(...taskArgument)
    .argument(...bodyArgument)
    .addArgument(new Argument('<opinion>', 'whether the lead supports it').choices(['support', 'oppose']))
    .requiredOption('--text <text>', `why: ${textForm}`)
    .addHelpText('after', example('task opinion 2026-2-1 hn-jyt support --text 理由充分 --as hn-kjt'))
    .action(acting(actions, (module) => module.giveOpinion))
  changing(task.command('extend'))
    .description("grant a request for more time (延期), on a lead's opinion where another body leads; as the office")
    .argument(...taskArgument)
    .argument(...bodyArgument)
    .option('--due <date>', 'until when (default: what was asked for)')
    .addHelpText('after', example('task extend 2026-2-1 hn-jyt', 'task extend 2026-2-1 hn-jyt --due 2026-12-18'))
    .action(acting(actions, (module) => module.grantExtension))
  changing(task.command('refuse-extension'))
    .description('refuse a request for more time; as the office')
    .argument(...taskArgument)
    .argument(...bodyArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('task refuse-extension 2026-2-1 hn-jyt --reason 不影响按期完成'))
    .action(acting(actions, (module) => module.refuseExtension))
}
