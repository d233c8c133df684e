/** The command line of `qiantou event …`. */
import { Command } from 'commander'
import { example } from './help.ts'
import { repeated, wholeNumber } from './input/command.ts'
import { acting } from './session.ts'

const actions = () => import('./action/event.ts')

/** `qiantou event …`: every record in one order, as far as the caller may read. */
export function eventCommand(): Command {
  const event = new Command('event')
    .description('follow and read the record of everything')
    .addHelpText('after', example('event tail', 'event history 2026-2-1'))
  event
    .command('tail')
    .description('follow events as they happen; takes up where it was when the bus restarts; Ctrl-C ends it')
    .option('--from <start>', 'earliest, latest, or the last position seen', 'latest')
    .option('--subject <resource>', 'only of this resource, named as for `event history`, and what lies under it')
    .option('--type <type>', 'only of this type, such as TaskIssued; repeatable', repeated)
    .option('--until-caught-up', 'end once everything that is there has been shown')
    .addHelpText('after', example('event tail --from earliest --subject 2026-2-1'))
    .action(acting(actions, (module) => module.tail))
  event
    .command('show')
    .description('one record with every attribute')
    .argument('<record>', 'its position, or its id')
    .addHelpText('after', example('event show 0'))
    .action(acting(actions, (module) => module.show))
  event
    .command('history')
    .description("all records of a resource and of what lies under it; what others do to a part is in its task's")
    .argument(
      '<resource>',
      '2026-2-1, 2026-2-1/hn-kjt, consultations/measures, reports/2026-03, applications/a-1, transfers/a-1, or a whole resource name',
    )
    .option('--texts', 'with what people wrote: reasons, opinions, reports, comments')
    .addHelpText('after', example('event history 2026-2-1 --as hn-kjt', 'event history 2026-2-1 --texts'))
    .action(acting(actions, (module) => module.history))
  event
    .command('source')
    .description('all that one service has recorded, in its sequence; as the operations team')
    .argument('<source>', 'such as lead-agency')
    .option('--from <sequence>', 'the first one to show (default: 1)', wholeNumber)
    .addHelpText('after', example('event source lead-agency', 'event source lead-agency --from 57'))
    .action(acting(actions, (module) => module.source))
  return event
}
