/** The command line of `qiantou measure …`. */
import { Command } from 'commander'
import { example } from './help.ts'
import { changing, creating, reading, repeated, wholeNumber } from './input/command.ts'
import { acting } from './session.ts'

const actions = () => import('./action/measure.ts')

const measureArgument = ['<measure>', 'a measure, such as vouchers'] as const
const fileArgument = ['<file>', 'the measure as JSON (docs/trying-measures.md), or - for standard input'] as const

/** `qiantou measure …`: what policy documents pay. */
export function measureCommand(): Command {
  const measure = new Command('measure')
    .description('what policy documents pay, as data')
    .addHelpText('after', example('measure list', 'measure show vouchers'))
  measure
    .command('list')
    .description('the measures of a programme that the caller may read, as they are in their newest versions')
    .addHelpText('after', example('measure list'))
    .action(acting(actions, (module) => module.list))
  reading(measure.command('show'))
    .description('one measure with all its versions and calls')
    .argument(...measureArgument)
    .addHelpText('after', example('measure show vouchers'))
    .action(acting(actions, (module) => module.show))
  addChanges(measure)
  addCall(measure)
  return measure
}

function addChanges(measure: Command): void {
  creating(measure.command('enter'))
    .description(
      "enter a measure, as `finance try` reads one or `measure show --json` prints one; as the programme's office",
    )
    .argument(...fileArgument)
    .requiredOption('--id <id>', 'id of the new measure, such as vouchers')
    .addHelpText('after', example('measure enter vouchers.json --id vouchers-2'))
    .action(acting(actions, (module) => module.enter))
  changing(measure.command('amend'))
    .description("give a measure another version from a day on; as the programme's office")
    .argument(...measureArgument)
    .argument(...fileArgument)
    .requiredOption('--from <date>', 'the first day of this version, today at the earliest')
    .addHelpText('after', example('measure amend vouchers vouchers.json --from 2027-01-01'))
    .action(acting(actions, (module) => module.amend))
}

function addCall(measure: Command): void {
  changing(measure.command('call'))
    .description("open a year's call for applications; as the programme's office, or the body responsible first")
    .argument(...measureArgument)
    .requiredOption('--id <id>', 'id of the call in the measure, such as 2027-1')
    .requiredOption('--year <year>', 'the budget year that pays', wholeNumber)
    .requiredOption('--first-day <date>', 'the first day on which applications are taken')
    .requiredOption('--last-day <date>', 'the last day')
    .option(
      '--pays <[class=]figure>',
      'what is paid, 25% or so many yuan, to a class of applicants or everybody else; repeatable',
      repeated,
    )
    .option(
      '--at-most <[class=]scope:yuan>',
      'the most, where less than the measure says: of an application, a project, an applicant-year, an applicant; repeatable',
      repeated,
    )
    .addHelpText(
      'after',
      example(
        'measure call vouchers --id 2027-1 --year 2027 --first-day 2027-03-01 --last-day 2027-04-30 --pays 25% --at-most applicant-year:8000000',
      ),
    )
    .action(acting(actions, (module) => module.call))
}
