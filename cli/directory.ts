/** The command line of `qiantou directory …`. */
import { Command, Option } from 'commander'
import { example } from './help.ts'
import { yuan } from './input/amount.ts'
import { changing, creating, oneOf, reading, repeated, stateOption } from './input/command.ts'
import { acting } from './session.ts'

const actions = () => import('./action/directory.ts')
const changes = () => import('./action/directory-change.ts')

const codeArgument = ['<code>', 'such as hn-kjt'] as const
const groupArgument = ['<group>', 'a group, such as hn-cities'] as const
const memberArgument = ['<member>', 'such as hn-changsha'] as const
const kinds = ['organisation', 'group', 'mechanism'] as const
const levels = ['party_organ', 'province', 'city', 'county', 'park', 'central_agency'] as const
const roles = ['leader_in_charge', 'head_of_division', 'officer', 'liaison'] as const
const moneyRoles = ['handler', 'reviewer', 'approver', 'payer'] as const

const kindOption = (): Option => new Option('--kind <kind>', kinds.join(', ')).argParser(oneOf(kinds))
const levelOption = (): Option => new Option('--level <level>', levels.join(', ')).argParser(oneOf(levels))
const roleOf = (all: readonly string[]): Option =>
  new Option('--role <role>', all.join(', ')).argParser(oneOf(all)).makeOptionMandatory()
/** What a person is for a part of a task. */
export const roleOption = (): Option => roleOf(roles)
const anyRoleOption = (): Option => roleOf([...roles, ...moneyRoles])

const asOf = (command: Command): Command => command.option('--as-of <date>', 'as of that day (default: today)')

const titled = (command: Command): Command =>
  command
    .requiredOption('--title-zh <text>', 'full name in Chinese')
    .requiredOption('--title-en <text>', 'full name in English')
    .option('--alias <name>', 'a name that documents use for it; repeatable', repeated)

const ending = (command: Command): Command =>
  command
    .requiredOption('--on <date>', 'the first day on which it is no longer there')
    .requiredOption('--basis <text>', 'the document that orders it, by number or title')

/** `qiantou directory …`: the bodies that can be named in a task, and what becomes of them. */
export function directoryCommand(): Command {
  const directory = new Command('directory')
    .alias('organisation')
    .description('the directory of bodies, and its changes')
    .addHelpText('after', example('directory list --kind group', 'directory show hn-cities'))
  addReading(directory)
  addNames(directory)
  addEnds(directory)
  addMembers(directory)
  addTerms(directory)
  return directory
}

function addReading(directory: Command): void {
  asOf(reading(directory.command('list')))
    .description('all bodies')
    .addOption(kindOption())
    .addOption(levelOption())
    .addOption(stateOption(['planned', 'active', 'ended']))
    .option('--called <name>', 'what a document calls it, at any time; exactly')
    .addHelpText('after', example('directory list --level city', 'directory list --called 省科技厅'))
    .action(acting(actions, (module) => module.list))
  asOf(reading(directory.command('show')))
    .description('one body: its names, members, people, and how it ended')
    .argument(...codeArgument)
    .addHelpText('after', example('directory show hn-kjt', 'directory show hn-kjt --as-of 2026-01-01'))
    .action(acting(actions, (module) => module.show))
  asOf(reading(directory.command('members')))
    .description('the bodies that a group stands for')
    .argument(...groupArgument)
    .addHelpText('after', example('directory members hn-cities'))
    .action(acting(actions, (module) => module.members))
}

function addNames(directory: Command): void {
  titled(creating(directory.command('register')))
    .description('enter a body; as the registrar')
    .argument('<code>', 'its code from then on, such as hn-ai')
    .addOption(kindOption().default('organisation'))
    .addOption(levelOption().makeOptionMandatory())
    .option('--superior <code>', 'the body above it')
    .option('--from <date>', 'the first day on which it is there (default: since before the directory began)')
    .addHelpText(
      'after',
      example("directory register hn-ai --title-zh 湖南省人工智能局 --title-en 'Hunan AI Bureau' --level province"),
    )
    .action(acting(changes, (module) => module.register))
  titled(changing(directory.command('rename')))
    .description('give a body other names from a day on; as its registrar')
    .argument(...codeArgument)
    .requiredOption('--from <date>', 'the first day of the names')
    .addHelpText(
      'after',
      example("directory rename hn-gdj --title-zh 湖南省视听局 --title-en 'Hunan Media Bureau' --from 2027-01-01"),
    )
    .action(acting(changes, (module) => module.rename))
}

function addEnds(directory: Command): void {
  ending(changing(directory.command('merge')))
    .description('let a body go into another; as its registrar')
    .argument(...codeArgument)
    .argument('<into>', 'who takes over')
    .addHelpText('after', example('directory merge hn-nyj hn-fgw --on 2027-01-01 --basis 湘编〔2026〕9号'))
    .action(acting(changes, (module) => module.merge))
  ending(changing(directory.command('split')))
    .description('let a body become several, of which the first takes over open work; as its registrar')
    .argument(...codeArgument)
    .argument('<into...>', 'those, in order')
    .addHelpText('after', example('directory split hn-wwj hn-wlt hn-gdj --on 2027-01-01 --basis 湘编〔2026〕9号'))
    .action(acting(changes, (module) => module.split))
  ending(changing(directory.command('dissolve')))
    .description('end a body; as its registrar')
    .argument(...codeArgument)
    .option('--successor <code>', 'who takes over open work')
    .addHelpText(
      'after',
      example('directory dissolve hn-jyzx --successor hn-czt --on 2027-01-01 --basis 湘编〔2026〕9号'),
    )
    .action(acting(changes, (module) => module.dissolve))
  changing(directory.command('succeed'))
    .description('say who succeeds a body that has ended without a successor; as its registrar')
    .argument(...codeArgument)
    .argument('<successor>', 'who takes over what it has left')
    .requiredOption('--basis <text>', 'the document that orders it')
    .addHelpText('after', example('directory succeed hn-jyzx hn-czt --basis 湘编〔2027〕2号'))
    .action(acting(changes, (module) => module.succeed))
}

function addMembers(directory: Command): void {
  const member = directory
    .command('member')
    .description('who makes up a group')
    .addHelpText('after', example('directory member remove hn-cities hn-loudi --on 2027-01-01'))
  changing(member.command('add'))
    .description("make a body a member; as the group's registrar")
    .argument(...groupArgument)
    .argument(...memberArgument)
    .option('--from <date>', 'the first day (default: since before the directory began)')
    .addHelpText('after', example('directory member add hn-cities hn-sjj --from 2027-01-01'))
    .action(acting(changes, (module) => module.addMember))
  changing(member.command('remove'))
    .description("end a membership; as the group's registrar")
    .argument(...groupArgument)
    .argument(...memberArgument)
    .requiredOption('--on <date>', 'the first day on which it is no member any more')
    .addHelpText('after', example('directory member remove hn-cities hn-loudi --on 2027-01-01'))
    .action(acting(changes, (module) => module.removeMember))
}

function addTerms(directory: Command): void {
  const begin = 'directory term begin hn-kjt --called 张三 --role liaison --from 2026-03-01'
  const term = directory
    .command('term')
    .description('who does what in a body, from when to when')
    .addHelpText('after', example(begin))
  changing(term.command('begin'))
    .description("enter that a person takes up a role; as the body's registrar")
    .argument(...codeArgument)
    .requiredOption('--called <name>', 'what the person is called; it does not get into the record')
    .addOption(anyRoleOption())
    .requiredOption('--from <date>', 'first day')
    .option('--to <date>', 'last day, where it is known')
    .option(
      '--limit <yuan>',
      'up to how much a handler, reviewer, approver or payer signs for alone (default: any)',
      yuan,
    )
    .option('--person <uuid>', 'the person, where there were terms before (default: somebody new)')
    .addHelpText('after', example(begin))
    .action(acting(changes, (module) => module.beginTerm))
  changing(term.command('end'))
    .description("enter when a person's time in a role ends; as the body's registrar")
    .argument(...codeArgument)
    .argument('<person>', 'the UUID that show gives')
    .addOption(anyRoleOption())
    .requiredOption('--to <date>', 'last day')
    .addHelpText(
      'after',
      example('directory term end hn-kjt 0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3c --role liaison --to 2026-12-31'),
    )
    .action(acting(changes, (module) => module.endTerm))
}
