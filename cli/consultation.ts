/** The command line of `qiantou consultation …`. */

import { Argument, Command, Option } from 'commander'
import { example } from './help.ts'
import { changing, creating, lookingBack, oneOf, repeated, stateOption, wholeNumber } from './input/command.ts'
import { secret } from './input/secrecy.ts'
import { acting } from './session.ts'

const actions = () => import('./action/consultation.ts')
const changes = () => import('./action/consultation-change.ts')

const kinds = ['opinion', 'countersign', 'joint_review'] as const
const answers = ['agree', 'agree_with_comments', 'disagree'] as const
const rulings = ['approve', 'refuse'] as const
const states = ['standing', 'open', 'overdue', 'consensus', 'divided', 'referred', 'ruled', 'withdrawn'] as const

const consultationArgument = ['<consultation>', 'a consultation, such as measures'] as const
const bodyArgument = ['<body>', 'a body, such as hn-jyt'] as const
const textForm = 'a text, @FILE, or - for standard input'

/** One of some values, as an argument. */
const choice = (name: string, values: readonly string[]): Argument =>
  new Argument(`<${name}>`, values.join(', ')).argParser(oneOf(values))

/** Until when bodies answer: one of the two. */
const limited = (command: Command): Command =>
  command
    .addOption(
      new Option('--days <days>', 'working days that bodies have, 1 to 250').argParser(wholeNumber).conflicts('until'),
    )
    .option('--until <date>', 'or the last day, until 24:00 in Shanghai')

const ofCase = (command: Command): Command =>
  command.option('--case <number>', 'the case of a standing joint review', wholeNumber)

/** `qiantou consultation …`: a text goes to bodies, and each answers. */
export function consultationCommand(): Command {
  const consultation = new Command('consultation')
    .description('ask bodies for opinions, countersigning or joint review')
    .addHelpText('after', example('consultation list --as hn-kjt', 'consultation show measures --as hn-kjt'))
  addReading(consultation)
  addOpening(consultation)
  addAsking(consultation)
  addSigners(consultation)
  addEnds(consultation)
  return consultation
}

function addReading(consultation: Command): void {
  consultation
    .command('list')
    .description('the consultations of a programme that the caller may read')
    .addOption(stateOption(states))
    .option('--body <body>', 'only those that ask this body')
    .addHelpText('after', example('consultation list --state open --body hn-fgw --as hn-fgw'))
    .action(acting(actions, (module) => module.list))
  lookingBack(consultation.command('show'))
    .description('one consultation: its texts, who answered what, whose turn it is')
    .argument(...consultationArgument)
    .addHelpText('after', example('consultation show measures --as hn-kjt'))
    .action(acting(actions, (module) => module.show))
}

function addOpening(consultation: Command): void {
  secret(limited(creating(consultation.command('open'))))
    .description('send a text to bodies, or found a standing joint review')
    .addOption(new Option('--kind <kind>', kinds.join(', ')).argParser(oneOf(kinds)).makeOptionMandatory())
    .requiredOption('--title <text>', 'title')
    .requiredOption('--body <body>', 'whom it asks; repeatable', repeated)
    .option('--text <text>', `the text: ${textForm}`)
    .option('--silence-consents', 'whoever is silent at the limit agrees, as the letter says; of opinions only')
    .option('--standing', 'a standing joint review, which takes case after case; without text and limit')
    .option('--task <task>', 'the task that it serves')
    .option('--application <application>', 'the application that it is about (application review-jointly)')
    .option('--id <id>', 'id of the new consultation (default: the server makes one)')
    .addHelpText(
      'after',
      example(
        'consultation open --kind countersign --title 实施办法 --body hn-fgw --text @办法.txt --days 5 --as hn-kjt',
        'consultation open --kind joint_review --standing --title 备案联审 --body hn-fgw --as hn-kjt',
      ),
    )
    .action(acting(changes, (module) => module.open))
  secret(limited(changing(consultation.command('open-case'))))
    .description('give a standing joint review its next case; as its initiator')
    .argument(...consultationArgument)
    .requiredOption('--title <text>', 'title')
    .requiredOption('--text <text>', `the text: ${textForm}`)
    .addHelpText(
      'after',
      example('consultation open-case filings --title 第一件 --text @材料.txt --days 5 --as hn-kjt'),
    )
    .action(acting(changes, (module) => module.openCase))
}

function addAsking(consultation: Command): void {
  secret(ofCase(changing(consultation.command('answer'))))
    .description('answer a text; until the limit another answer may replace it')
    .argument(...consultationArgument)
    .addArgument(choice('answer', answers))
    .requiredOption('--text-version <number>', 'the version of the text that is answered', wholeNumber)
    .option('--text <text>', `comments, or why not: ${textForm}`)
    .addHelpText(
      'after',
      example(
        'consultation answer measures disagree --text-version 1 --text 第三条超出权限 --as hn-fgw',
        'consultation answer measures agree --text-version 1 --sign-off handled:p-17,signed:p-1 --as hn-fgw',
      ),
    )
    .action(acting(changes, (module) => module.answer))
  secret(limited(ofCase(changing(consultation.command('revise')))))
    .description('change the text, and ask again those whom that affects; as the initiator')
    .argument(...consultationArgument)
    .requiredOption('--text <text>', `the new text: ${textForm}`)
    .requiredOption('--reason <text>', `what was changed, and why: ${textForm}`)
    .option('--affected <body>', 'who is asked again; repeatable', repeated)
    .addHelpText(
      'after',
      example('consultation revise measures --text @二稿.txt --reason 采纳意见 --affected hn-fgw --as hn-kjt'),
    )
    .action(acting(changes, (module) => module.revise))
  limited(ofCase(changing(consultation.command('renew'))))
    .description('give bodies more time, also after the limit; as the initiator')
    .argument(...consultationArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('consultation renew measures --until 2026-12-31 --reason 须再论证 --as hn-kjt'))
    .action(acting(changes, (module) => module.renew))
}

function addSigners(consultation: Command): void {
  ofCase(changing(consultation.command('add')))
    .description('ask one more body; as the initiator')
    .argument(...consultationArgument)
    .argument(...bodyArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('consultation add measures hn-czt --reason 涉及经费 --as hn-kjt'))
    .action(acting(changes, (module) => module.add))
  ofCase(changing(consultation.command('remove')))
    .description('ask a body no longer, unless it dissents; as the initiator')
    .argument(...consultationArgument)
    .argument(...bodyArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('consultation remove measures hn-czt --reason 不涉及其职责 --as hn-kjt'))
    .action(acting(changes, (module) => module.remove))
}

function addEnds(consultation: Command): void {
  ofCase(changing(consultation.command('refer')))
    .description('refer what bodies are divided on; as the initiator or the office')
    .argument(...consultationArgument)
    .argument('<referee>', 'who rules')
    .requiredOption('--statement <text>', `what is in dispute: ${textForm}`)
    .addHelpText('after', example('consultation refer measures hn-office --statement 对第三条意见不一 --as hn-kjt'))
    .action(acting(changes, (module) => module.refer))
  ofCase(changing(consultation.command('rule')))
    .description('rule on what was referred; as the referee, or as the office for a meeting')
    .argument(...consultationArgument)
    .addArgument(choice('ruling', rulings))
    .requiredOption('--text <text>', `the ruling: ${textForm}`)
    .requiredOption('--minutes <minutes>', 'the minutes that it cites, by number or title')
    .addHelpText('after', example('consultation rule measures approve --text 按原稿执行 --minutes 〔2026〕8号会议纪要'))
    .action(acting(changes, (module) => module.rule))
  ofCase(changing(consultation.command('withdraw')))
    .description('take it back before there is an outcome; as the initiator')
    .argument(...consultationArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('consultation withdraw measures --reason 另行研究 --as hn-kjt'))
    .action(acting(changes, (module) => module.withdraw))
}
