/** The command line of `qiantou supervision …`. */

import { Command, Option } from 'commander'
import { example } from './help.ts'
import { changing, lookingBack, oneOf, repeated, stateOption, wholeNumber } from './input/command.ts'
import { secret } from './input/secrecy.ts'
import { acting } from './session.ts'

const actions = () => import('./action/supervision.ts')

const partArgument = ['<part>', "2026-2-1/hn-kjt, or 2026-2-1 for the caller's own"] as const
const states = ['settled', 'proposed', 'open', 'replied', 'returned', 'lapsed', 'ended']
const steps = ['reminder_letter', 'supervision_order', 'bulletin', 'interview'] as const
const textForm = 'a text, @FILE, or - for standard input'

/** `qiantou supervision …`: reminders and the ladder, about one body's part of a task. */
export function supervisionCommand(): Command {
  const supervision = new Command('supervision')
    .description('urge a body, and go up the ladder from reminder letter to interview')
    .addHelpText('after', example('supervision list --state proposed', 'supervision show 2026-2-1/hn-jyt'))
  supervision
    .command('list')
    .description('what is supervised, as far as the caller may read it')
    .option('--task <task>', 'only of this task')
    .option('--organisation <body>', 'only of this body')
    .addOption(stateOption(states))
    .addHelpText('after', example('supervision list --state open'))
    .action(acting(actions, (module) => module.list))
  lookingBack(supervision.command('show'))
    .description('the supervision of one part: reminders, steps, replies')
    .argument(...partArgument)
    .addHelpText('after', example('supervision show 2026-2-1/hn-jyt'))
    .action(acting(actions, (module) => module.show))
  changing(supervision.command('urge'))
    .description('remind a body whose turn it is, or that is late; as the office or a lead, once a working day')
    .argument(...partArgument)
    .option('--text <text>', `what to say: ${textForm}`)
    .addHelpText('after', example('supervision urge 2026-2-1/hn-jyt --text 请抓紧办理 --as hn-kjt'))
    .action(acting(actions, (module) => module.urge))
  addSteps(supervision)
  return supervision
}

function addSteps(supervision: Command): void {
  secret(changing(supervision.command('issue')))
    .description('issue a step of the ladder; as the office')
    .argument(...partArgument)
    .addOption(new Option('--step <step>', `which: ${steps.join(', ')}`).argParser(oneOf(steps)).makeOptionMandatory())
    .requiredOption('--text <text>', `what it says: ${textForm}`)
    .option(
      '--reply-days <days>',
      "working days for the reply, 1 to 60 (default: what the programme's rules say)",
      wholeNumber,
    )
    .option('--instruction <text>', "the leader's instruction (批示) that it follows: then any step may be issued")
    .addHelpText(
      'after',
      example(
        'supervision issue 2026-2-1/hn-jyt --step reminder_letter --text 请书面说明进展 --sign-off handled:p-17,signed:p-1',
      ),
    )
    .action(acting(actions, (module) => module.issue))
  secret(changing(supervision.command('reply')))
    .description('reply to the step that is open; as the body')
    .argument(...partArgument)
    .requiredOption('--text <text>', `what to answer: ${textForm}`)
    .option('--evidence <file>', 'a file that shows it; hashed, not sent; repeatable', repeated)
    .option('--attach <file>', 'a file that shows it; uploaded to the task first; repeatable', repeated)
    .addHelpText('after', example('supervision reply 2026-2-1 --text 本周内办结 --as hn-jyt'))
    .action(acting(actions, (module) => module.replyTo))
  changing(supervision.command('accept'))
    .description('accept the reply: the step is closed; as the office')
    .argument(...partArgument)
    .addHelpText('after', example('supervision accept 2026-2-1/hn-jyt'))
    .action(acting(actions, (module) => module.accept))
  changing(supervision.command('return'))
    .description('return the reply; as the office')
    .argument(...partArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('supervision return 2026-2-1/hn-jyt --reason 未说明时限'))
    .action(acting(actions, (module) => module.giveBack))
  changing(supervision.command('withdraw'))
    .description('take back the step that is open; as the office')
    .argument(...partArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('supervision withdraw 2026-2-1/hn-jyt --reason 误发'))
    .action(acting(actions, (module) => module.withdraw))
}
