/** The command line as a whole. Definitions are light; what a command does is loaded when it is called. */
import { Command, type CommanderError, Option } from 'commander'
import { assignmentCommand } from './assignment.ts'
import { organisationCommand } from './directory.ts'
import { eventCommand } from './event.ts'
import { exitCodes, printedFailure, usage } from './failure.ts'
import { parkedCommand, rebuildCommand, statusCommand } from './operation.ts'
import { policyCommand } from './policy.ts'
import { programmeCommand } from './programme.ts'
import { taskCommand } from './task.ts'
import { walkthroughCommand } from './walkthrough.ts'

/** Commander ends every failure of its own with code 1; scripts want to tell a wrong call from a refusal. */
function exit(error: CommanderError): never {
  const isUsageError = error.code.startsWith('commander.') && error.exitCode !== 0
  process.exit(isUsageError ? exitCodes.usage : error.exitCode)
}

/** What commander says of a wrong call, without its own prefix. */
const said = (text: string): string => text.replace(/^error: /, '').trim()

/** Hands on what commander does not: how a group ends, helps and complains. */
function inherit(parent: Command, command: Command): Command {
  command.copyInheritedSettings(parent)
  for (const child of command.commands) inherit(command, child)
  return command
}

/** `qiantou`. */
export function program(): Command {
  const root = new Command('qiantou')
    .description('Qiantou (牵头): lead agencies and supporting departments on one auditable bus.')
    .option('--as <code>', 'the organisation that calls (default: hn-office, or whom --cert names)')
    .addOption(new Option('--lang <language>', 'what is said in (default: zh where LANG is)').choices(['zh', 'en']))
    .option('--json', 'print JSON; failures too, on stderr')
    .option('--programme <id>', 'the programme that short names are in', 'hunan-2025-7')
    .option('--address <host:port>', 'where the bus listens (default: QIANTOU_ADDRESS, or as found in the data folder)')
    .option('--ca <file>', 'certificate of the authority (default: QIANTOU_CA, or of the data folder)')
    .option('--cert <file>', "the caller's certificate (default: QIANTOU_CERT, or of --as)")
    .option('--key <file>', "the caller's key (default: QIANTOU_KEY, or of --as)")
    .configureHelp({ showGlobalOptions: true, sortSubcommands: true })
    .configureOutput({
      outputError: (text, write) =>
        write(process.argv.includes('--json') ? printedFailure(usage(said(text)), true) : `qiantou: ${said(text)}\n`),
    })
    .showSuggestionAfterError()
    .exitOverride(exit)
    .addHelpText(
      'after',
      '\nExample:\n  $ qiantou walkthrough\n\nThe data folder is .qiantou in the checkout, or QIANTOU_HOME.',
    )
  const groups = [
    taskCommand(),
    assignmentCommand(),
    eventCommand(),
    statusCommand(),
    parkedCommand(),
    rebuildCommand(),
    organisationCommand(),
    programmeCommand(),
    policyCommand(),
    walkthroughCommand(),
  ]
  for (const group of groups) root.addCommand(inherit(root, group))
  return root
}
