/** The command line as a whole. Definitions are light; what a command does is loaded when it is called. */
import { Command, type CommanderError, Option } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { allocationCommand } from './allocation.ts'
import { applicationCommand } from './application.ts'
import { apportionmentCommand } from './apportionment.ts'
import { assignmentCommand } from './assignment.ts'
import { attachmentCommand } from './attachment.ts'
import { burdenCommand } from './burden.ts'
import { consultationCommand } from './consultation.ts'
import { directoryCommand } from './directory.ts'
import { eventCommand } from './event.ts'
import { exitCodes, type Failure, printedFailure, usage } from './failure.ts'
import { financeCommand } from './finance.ts'
import { example, helpCommand, helpConfiguration } from './help.ts'
import { measureCommand } from './measure.ts'
import { parkedCommand, rebuildCommand, statusCommand } from './operation.ts'
import { payeeCommand } from './payee.ts'
import { paymentCommand } from './payment.ts'
import { policyCommand } from './policy.ts'
import { poolCommand } from './pool.ts'
import { programmeCommand } from './programme.ts'
import { lightCommand, reportCommand } from './report.ts'
import { rosterCommand } from './roster.ts'
import { subassignmentCommand } from './subassignment.ts'
import { supervisionCommand } from './supervision.ts'
import { taskCommand } from './task.ts'
import { wrongCall } from './text/wrong-call.ts'
import { voucherCommand } from './voucher.ts'
import { walkthroughCommand } from './walkthrough.ts'

/** Commander ends every failure of its own with code 1; scripts want to tell a wrong call from a refusal. */
function exit(error: CommanderError): never {
  const isUsageError = error.code.startsWith('commander.') && error.exitCode !== 0
  process.exit(isUsageError ? exitCodes.usage : error.exitCode)
}

/** What commander says of a wrong call, without its own prefix, as a failure of ours. */
function complaint(text: string): Failure {
  const said = text.replace(/^error: /, '').trim()
  return usage({ zh: wrongCall(said), en: said })
}

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
    .addOption(
      new Option(
        '--lang <language>',
        'what is said in (default: zh where LC_ALL, LC_MESSAGES or LANG is Chinese, else en)',
      ).choices(['zh', 'en']),
    )
    .option('--json', 'print JSON; failures too, on stderr')
    .option(
      '--programme <id>',
      'the programme that short names are in (default: QIANTOU_PROGRAMME, or hunan-2025-7, the sample)',
    )
    .option('--address <host:port>', 'where the bus listens (default: QIANTOU_ADDRESS, or as found in the data folder)')
    .option('--ca <file>', 'certificate of the authority (default: QIANTOU_CA, or of the data folder)')
    .option('--cert <file>', "the caller's certificate (default: QIANTOU_CERT, or of --as)")
    .option('--key <file>', "the caller's key (default: QIANTOU_KEY, or of --as)")
    .version(manifest.version, '--version', 'print the version')
    .configureHelp(helpConfiguration)
    .helpCommand(false)
    .configureOutput({
      outputError: (text, write) => write(printedFailure(complaint(text), process.argv.includes('--json'))),
    })
    .showSuggestionAfterError()
    .exitOverride(exit)
    .addHelpText(
      'after',
      `${example('status', 'task list', 'walkthrough')}\n\nThe data folder is .qiantou in the checkout, or QIANTOU_HOME.`,
    )
  const groups = [
    taskCommand(),
    assignmentCommand(),
    subassignmentCommand(),
    attachmentCommand(),
    supervisionCommand(),
    consultationCommand(),
    eventCommand(),
    statusCommand(),
    parkedCommand(),
    rebuildCommand(),
    directoryCommand(),
    programmeCommand(),
    policyCommand(),
    reportCommand(),
    lightCommand(),
    burdenCommand(),
    measureCommand(),
    poolCommand(),
    applicationCommand(),
    apportionmentCommand(),
    rosterCommand(),
    payeeCommand(),
    paymentCommand(),
    voucherCommand(),
    allocationCommand(),
    financeCommand(),
    walkthroughCommand(),
    helpCommand(root),
  ]
  for (const group of groups) root.addCommand(inherit(root, group))
  return root
}
