/** The command line of `qiantou policy …`. */
import { Command, Option } from 'commander'
import { settingsOf } from './settings.ts'

// No document lies in the checkout: one sentence of one shows what is read out of it.
const stated = "\nExample:\n  $ echo '1.编制平台目录。(省科技厅牵头,省教育厅负责)' | npx qiantou policy read -"

type ReadOptions = { readonly json?: true; readonly table?: true }

/**
 * `qiantou policy read FILE`: reads a policy document and shows what its responsibility phrases say. Exits with 1 and one
 * line on stderr where the file cannot be read or has no clause, with 2 where the command line is wrong. It needs no bus.
 */
export function policyCommand(): Command {
  const policy = new Command('policy').description('read policy documents').addHelpText('after', stated)
  policy
    .command('read')
    .description('list the clauses of a policy document: who leads, who is responsible, what is unclear')
    .argument('<file>', 'the document as plain text in UTF-8, or - for standard input')
    .addOption(new Option('--json', 'print { document, clauses } as JSON').conflicts('table'))
    .option('--table', 'print every phrase beside the names found in it (default)')
    .addHelpText('after', stated)
    .action(async (file: string, _: ReadOptions, command: Command) => {
      // `qiantou` takes --json for every command, and so before this one can.
      const { json, table } = command.optsWithGlobals<ReadOptions>()
      if (json && table) command.error("error: option '--json' cannot be used with option '--table'")
      const { readDocument } = await import('./action/policy.ts')
      await readDocument(file, settingsOf(command))
    })
  return policy
}
