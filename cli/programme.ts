/** The command line of `qiantou programme …`. */
import { Command, Option } from 'commander'
import { example } from './help.ts'
import { changing, creating, lookingBack, repeated, wholeNumber } from './input/command.ts'
import { acting } from './session.ts'

const actions = () => import('./action/programme.ts')

const programmeArgument = ['[programme]', 'such as hunan-2025-7 (default: the one of --programme)'] as const

/** `qiantou programme …`: what was read from a policy document. */
export function programmeCommand(): Command {
  const programme = new Command('programme')
    .description('what was read from a policy document')
    .addHelpText('after', example('programme show'))
  lookingBack(programme.command('show'))
    .description('a programme and whom its clauses name')
    .argument(...programmeArgument)
    .addHelpText('after', example('programme show hunan-2025-7'))
    .action(acting(actions, (module) => module.show))
  lookingBack(programme.command('rules'))
    .description('the rules of a programme: limits in working days, closing, who may issue, its own calendar')
    .argument(...programmeArgument)
    .addHelpText('after', example('programme rules', 'programme rules hunan-2025-7 --json'))
    .action(acting(actions, (module) => module.rules))
  creating(programme.command('import'))
    .description('make a programme from a file in the form of `programme show --json`; as its office')
    .argument('<id>', 'id of the new programme, such as hunan-2027-1')
    .argument('<file>', 'what its document says, as JSON, or - for standard input')
    .addHelpText('after', example('programme import hunan-2027-1 programme.json'))
    .action(acting(actions, (module) => module.importOne))
  addSetRules(programme)
  return programme
}

function addSetRules(programme: Command): void {
  changing(programme.command('set-rules'))
    .description('change rules for tasks issued from now on, leaving the others as they are; as the office')
    .argument(...programmeArgument)
    .option('--acknowledge-days <days>', 'working days to acknowledge; 0 for the default', wholeNumber)
    .option('--reassignment-days <days>', 'working days to ask to be released; 0 for the default', wholeNumber)
    .option('--review-days <days>', 'working days to review a submission; 0 for the default', wholeNumber)
    .option('--warning-days <days>', 'from how many working days before it a due date is near', wholeNumber)
    .addOption(
      new Option('--closing <quorum>', 'how many of the leads must propose closing').choices([
        'all',
        'any',
        'majority',
      ]),
    )
    .option('--leads-issue', 'leads may issue tasks of the clauses that they lead')
    .option('--no-leads-issue', 'only the office issues')
    .option('--urge-days <days>', 'working days from one urging to the next; 0 for the default', wholeNumber)
    .option('--reply-days <days>', 'working days for the reply to a step; 0 for the default', wholeNumber)
    .option(
      '--propose-again-days <days>',
      'working days after which a step is proposed again while work is overdue; 0 for the default',
      wholeNumber,
    )
    .option(
      '--countersign-days <days>',
      'working days to countersign the closing of a joint task; 0 for the default',
      wholeNumber,
    )
    .option('--interview', 'the ladder ends with an interview')
    .option('--no-interview', 'the ladder ends with the bulletin')
    .option('--repeat-days <days>', 'days for which a task that was struck off is repeated by another', wholeNumber)
    .option('--alike-percent <percent>', 'from how many percent on titles are alike; 0 for the default', wholeNumber)
    .option('--working-day <date>', 'a day that is worked on all the same; repeatable', repeated)
    .option('--holiday <date>', 'a day that is not worked on; repeatable', repeated)
    .option('--usual-day <date>', "a day that is again as the State Council's calendar has it; repeatable", repeated)
    .addHelpText(
      'after',
      example(
        'programme set-rules hunan-2025-7 --acknowledge-days 3 --closing majority',
        'programme set-rules --leads-issue --holiday 2026-12-28 --working-day 2027-01-09',
      ),
    )
    .action(acting(actions, (module) => module.setRules))
}
