/** The command line of `qiantou task …` about drafts for the annual task list. */
import type { Command } from 'commander'
import { example } from './help.ts'
import { changing, creating } from './input/command.ts'
import { secret } from './input/secrecy.ts'
import { changes, content, taskArgument, textForm } from './input/task.ts'
import { acting } from './session.ts'

const actions = () => import('./action/task-draft.ts')

export function addDrafts(task: Command): void {
  content(secret(creating(task.command('draft'))))
    .description(
      'draft a task for the annual task list (年度任务分解); as a lead of its clause, without one as a body, or as the office',
    )
    .option('--id <id>', 'id of the new task (default: the server makes one)')
    .addHelpText(
      'after',
      example(
        'task draft --clause 2-1 --title 编制平台目录 --due 2026-11-30 --id 2026-2-1 --as hn-kjt',
        'task draft --continue 2026-2-1 --id 2027-2-1 --as hn-kjt',
      ),
    )
    .action(acting(actions, (module) => module.draft))
  changes(secret(changing(task.command('revise-draft'))))
    .description(
      'change a draft, and hand it in again where it was returned; as who may draft it; what is not said stays',
    )
    .argument(...taskArgument)
    .addHelpText('after', example('task revise-draft 2026-2-1 --deliverable 平台目录一册 --as hn-kjt'))
    .action(acting(actions, (module) => module.revise))
  changing(task.command('return-draft'))
    .description('send a draft back to be revised; as the office')
    .argument(...taskArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('task return-draft 2026-2-1 --reason 成果形式不明确'))
    .action(acting(actions, (module) => module.giveBack))
  creating(task.command('confirm'))
    .description('confirm drafts: each is issued; as the office')
    .argument('[tasks...]', 'drafts, such as 2026-2-1')
    .option('--all', 'every draft of the programme that waits for it')
    .option('--despite-repeats', 'also where bodies are asked the same already, or were lately')
    .addHelpText('after', example('task confirm 2026-2-1', 'task confirm --all --programme hunan-2025-7'))
    .action(acting(actions, (module) => module.confirm))
}
