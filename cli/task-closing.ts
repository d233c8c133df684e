/** The command line of `qiantou task …` about how a task ends, and comments on it. */

import { Argument, type Command } from 'commander'
import { example } from './help.ts'
import { changing, repeated } from './input/command.ts'
import { secret } from './input/secrecy.ts'
import { taskArgument, textForm } from './input/task.ts'
import { acting } from './session.ts'

const actions = () => import('./action/task-closing.ts')

/** What a joint task needs beside: nobody leads it, all answer for it. */
export function addJointClosing(task: Command): void {
  changing(task.command('confirm-compiler'))
    .description('confirm, or change, who compiles a joint task; the first body is proposed; as the office')
    .argument(...taskArgument)
    .argument('<body>', 'who compiles, such as hn-gxt')
    .addHelpText('after', example('task confirm-compiler 2026-2-6 hn-gxt'))
    .action(acting(actions, (module) => module.confirmCompiler))
  changing(task.command('countersign'))
    .description('countersign that a joint task may be closed, once that is proposed; as each body but its compiler')
    .argument(...taskArgument)
    .addHelpText('after', example('task countersign 2026-2-6 --as hn-kjt'))
    .action(acting(actions, (module) => module.countersign))
  changing(task.command('dissent'))
    .description('dissent from closing a joint task, which is never lost; as for countersign')
    .argument(...taskArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('task dissent 2026-2-6 --reason 数据口径尚未统一 --as hn-fgw'))
    .action(acting(actions, (module) => module.dissent))
  changing(task.command('rule'))
    .description(
      'rule on dissent about closing a joint task, or on silence past the limit, citing the minutes (会议纪要); as the office',
    )
    .argument(...taskArgument)
    .addArgument(new Argument('<ruling>', 'whether it may be closed in spite of that').choices(['close', 'keep-open']))
    .requiredOption('--minutes <title>', "the minutes' number or title")
    .requiredOption('--text <text>', `the ruling: ${textForm}`)
    .addHelpText('after', example('task rule 2026-2-6 close --minutes 专题会议纪要〔2026〕12号 --text 同意销号'))
    .action(acting(actions, (module) => module.rule))
}

export function addEnds(task: Command): void {
  secret(changing(task.command('propose-close')))
    .description('propose closing once every part is accepted; as each lead, of a joint task as its compiler')
    .argument(...taskArgument)
    .requiredOption('--text <text>', `how the closing standard is met: ${textForm}`)
    .option('--evidence <file>', 'a file that shows it; hashed, not sent; repeatable', repeated)
    .option('--attach <file>', 'a file that shows it; uploaded to the task first; repeatable', repeated)
    .addHelpText('after', example('task propose-close 2026-2-1 --text 目录已印发 --evidence README.md --as hn-kjt'))
    .action(acting(actions, (module) => module.proposeClosing))
  changing(task.command('return-close'))
    .description('send a proposal to close back, to be proposed anew; as the office')
    .argument(...taskArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('task return-close 2026-2-1 --reason 佐证不足'))
    .action(acting(actions, (module) => module.returnClosing))
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
  changing(task.command('reopen'))
    .description('open a closed task again (重新启动): parts that were accepted go on; as the office')
    .argument(...taskArgument)
    .argument('<bodies...>', 'whose parts go on')
    .requiredOption('--due <date>', 'until when')
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('task reopen 2026-2-1 hn-jyt --due 2027-06-30 --reason 整改'))
    .action(acting(actions, (module) => module.reopen))
  changing(task.command('archive'))
    .description('archive a closed task (归档): from then on it is only read; as the office')
    .argument(...taskArgument)
    .addHelpText('after', example('task archive 2026-2-1'))
    .action(acting(actions, (module) => module.archive))
  secret(changing(task.command('comment')))
    .description('comment on a task, which changes nothing; as any party but who only reads')
    .argument(...taskArgument)
    .requiredOption('--text <text>', `what is said: ${textForm}`)
    .addHelpText('after', example('task comment 2026-2-1 --text 请先报送名单 --as hn-kjt'))
    .action(acting(actions, (module) => module.comment))
}
