/** The command line of `qiantou attachment …`. */

import { Command } from 'commander'
import { example } from './help.ts'
import { reading } from './input/command.ts'
import { secret } from './input/secrecy.ts'
import { acting } from './session.ts'

const actions = () => import('./action/attachment.ts')

/** `qiantou attachment …`: files that show what was done. */
export function attachmentCommand(): Command {
  const attachment = new Command('attachment')
    .description('upload, list and download the files of a task')
    .addHelpText('after', example('attachment list --task 2026-2-1', 'attachment upload plan.pdf --task 2026-2-1'))
  secret(reading(attachment.command('upload')))
    .description('upload a file to a task; called again after an interruption, it goes on where it was')
    .argument('<file>', 'the file')
    .requiredOption('--task <task>', 'the task, as 2026-2-1')
    .option('--title <title>', "what it is (default: the file's name)")
    .option('--media-type <type>', "its media type (default: by the file's name)")
    .addHelpText('after', example('attachment upload README.md --task 2026-2-1 --as hn-kjt'))
    .action(acting(actions, (module) => module.uploadOne))
  reading(attachment.command('show'))
    .description('one attachment: what it is, who uploaded it when, its size and hash')
    .argument('<attachment>', 'its name, or 2026-2-1/SHA256')
    .addHelpText('after', example(`attachment show 2026-2-1/${'0'.repeat(64)}`))
    .action(acting(actions, (module) => module.show))
  reading(attachment.command('download'))
    .description('download an attachment and compare its hash; called again after an interruption, it goes on')
    .argument('<attachment>', 'its name, or 2026-2-1/SHA256')
    .requiredOption('--output <file>', 'where to write it')
    .addHelpText('after', example(`attachment download 2026-2-1/${'0'.repeat(64)} --output plan.pdf`))
    .action(acting(actions, (module) => module.downloadOne))
  reading(attachment.command('list'))
    .description('the attachments of a task')
    .requiredOption('--task <task>', 'the task, as 2026-2-1')
    .addHelpText('after', example('attachment list --task 2026-2-1 --as hn-kjt'))
    .action(acting(actions, (module) => module.list))
  return attachment
}
