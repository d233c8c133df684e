/** The command line of `qiantou policy …`. */
import { Command, Option } from 'commander'

type ReadOptions = { readonly json?: true; readonly table?: true }

/**
 * `qiantou policy read FILE`: reads a policy document and shows what its responsibility phrases say. Exits with 1 and one
 * line on stderr where the file cannot be read or has no clause, with 2 where the command line is wrong. It needs no bus.
 */
export function policyCommand(): Command {
  const policy = new Command('policy').description('read policy documents')
  policy
    .command('read')
    .description('list the clauses of a policy document: who leads, who is responsible, what is unclear')
    .argument('<file>', 'the document as plain text in UTF-8')
    .addOption(new Option('--json', 'print { document, clauses } as JSON').conflicts('table'))
    .option('--table', 'print every phrase beside the names found in it (default)')
    .addHelpText('after', '\nExample:\n  $ qiantou policy read plan.txt --json > plan.json')
    .action(async (file: string, _: ReadOptions, command: Command) => {
      // `qiantou` takes --json for every command, and so before this one can.
      const { json, table } = command.optsWithGlobals<ReadOptions>()
      if (json && table) command.error("option '--json' cannot be used with option '--table'")
      const { readDocument } = await import('./action/policy.ts')
      await readDocument(file, json === true)
    })
  return policy
}
