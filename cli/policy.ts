import { readFileSync } from 'node:fs'
import { Command, type CommanderError, Option } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { decodePolicy, readPolicy } from '#policy/reader.ts'
import { readingTable } from '#policy/table.ts'

/** Exit codes: a file that cannot be read, and a command line that cannot. */
const UNREADABLE = 1
const USAGE = 2

/**
 * `qiantou policy read FILE`: reads a policy document and shows what its responsibility phrases say. Exits with 1 and one
 * line on stderr where the file cannot be read, with 2 where the command line cannot.
 */
export function policyCommand(): Command {
  const policy = new Command('policy').description('read policy documents').exitOverride(exit)
  policy
    .command('read')
    .description('list the clauses of a policy document: who leads, who is responsible, what is unclear')
    .argument('<file>', 'the document as plain text in UTF-8')
    .addOption(new Option('--json', 'print { document, clauses } as JSON').conflicts('table'))
    .option('--table', 'print every phrase beside the names found in it (default)')
    .addHelpText('after', '\nExample:\n  $ qiantou policy read plan.txt --json > plan.json\n')
    .action((file: string, options: { readonly json?: true }, command: Command) => {
      process.stdout.write(readFile(file, options.json === true, command))
    })
  return policy
}

/** Commander ends every failure of its own with code 1; scripts want to tell a wrong call from a wrong file. */
function exit(error: CommanderError): never {
  const isUsageError = error.code.startsWith('commander.') && error.exitCode !== 0
  process.exit(isUsageError ? USAGE : error.exitCode)
}

function readFile(file: string, asJson: boolean, command: Command): string {
  const bytes = readBytes(file, command)
  const text = decodePolicy(bytes)
  const reading = readPolicy(bytes)
  if (E.isLeft(text) || E.isLeft(reading))
    return refuse(
      command,
      `${file} is not plain text in UTF-8: export it as text, or convert it, e.g. iconv -f GB18030 -t UTF-8`,
    )
  return asJson ? `${JSON.stringify(reading.right, null, 2)}\n` : readingTable(reading.right, text.right)
}

const ADVICE: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist: check the path',
  EISDIR: 'is a directory: name the file in it',
  EACCES: 'may not be read: ask for permission or copy it',
}

function readBytes(file: string, command: Command): Uint8Array {
  try {
    return readFileSync(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const advice = ADVICE[code]
    if (advice === undefined) throw error
    return refuse(command, `${file} ${advice}`)
  }
}

const refuse = (command: Command, message: string): never =>
  command.error(`qiantou: ${message}`, { exitCode: UNREADABLE, code: 'qiantou.unreadable' })
