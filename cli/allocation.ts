/** The command line of `qiantou allocation …`. */
import { Command } from 'commander'
import { example } from './help.ts'
import { changing, creating, reading, repeated, wholeNumber } from './input/command.ts'
import { acting } from './session.ts'

const actions = () => import('./action/allocation.ts')

const allocationArgument = ['<allocation>', 'a plan or a quota letter, such as 2026-vouchers-1'] as const
const quotaArgument = ['<quota>', 'the quota: pool/body, such as vouchers/hn-kjt'] as const
const fileArgument = ['<file>', 'who gets what, as JSON (docs/money.md), or - for standard input'] as const
const documentOption = ['--document <number>', 'the number of the letter, such as 湘财预〔2026〕36号'] as const
const yearOption = ['--year <year>', 'the budget year', wholeNumber] as const
const poolOption = ['--pool <pool>', 'the pool that it came from, such as vouchers'] as const
const idOption = ['--id <id>', 'id of the new allocation, such as 2026-vouchers-1'] as const
const reasonOption = ['--reason <text>', 'why; @FILE or - reads it'] as const
const classified = 'nature:function:economic, such as general-budget:2060499:50799'

/** `qiantou allocation …`: plans that allocate funds, quota letters, and what bodies hold by them. */
export function allocationCommand(): Command {
  const allocation = new Command('allocation')
    .description('plans that allocate funds, quota letters that follow from them, and what bodies hold')
    .addHelpText('after', example('allocation list', 'allocation show 2026-vouchers-1'))
  reading(allocation.command('list'))
    .description('the allocations of a programme that the caller may read; with --quotas what bodies hold')
    .option('--quotas', 'what each body holds by year and classification')
    .addHelpText('after', example('allocation list', 'allocation list --quotas --as hn-czt'))
    .action(acting(actions, (module) => module.list))
  reading(allocation.command('show'))
    .description('one allocation: who gets what, for which targets')
    .argument(...allocationArgument)
    .addHelpText('after', example('allocation show 2026-vouchers-1'))
    .action(acting(actions, (module) => module.show))
  addPlans(allocation)
  addLetters(allocation)
  addQuotas(allocation)
  return allocation
}

function addPlans(allocation: Command): void {
  creating(allocation.command('propose'))
    .description('propose how money of a measure is allocated, and reserve it; as the office, or a body responsible')
    .argument(...fileArgument)
    .requiredOption(...idOption)
    .requiredOption('--measure <measure>', 'the measure, such as vouchers')
    .requiredOption(...yearOption)
    .requiredOption('--title <title>', 'what the plan is called')
    .addHelpText(
      'after',
      example(
        'allocation propose plan.json --id 2026-vouchers-1 --measure vouchers --year 2026 --title 算力券分配方案 --sign-off handled:p-17 --as hn-gxt',
      ),
    )
    .action(acting(actions, (module) => module.propose))
  changing(allocation.command('issue'))
    .description('issue a plan as a quota letter, signed by others than proposed it; as the finance department')
    .argument(...allocationArgument)
    .requiredOption(...documentOption)
    .addHelpText(
      'after',
      example('allocation issue 2026-vouchers-1 --document 湘财预〔2026〕36号 --sign-off signed:p-3 --as hn-czt'),
    )
    .action(acting(actions, (module) => module.issue))
  changing(allocation.command('refuse'))
    .description('refuse a plan; as the finance department')
    .argument(...allocationArgument)
    .requiredOption(...reasonOption)
    .addHelpText('after', example('allocation refuse 2026-vouchers-1 --reason 绩效目标不明确 --as hn-czt'))
    .action(acting(actions, (module) => module.refuse))
  changing(allocation.command('withdraw'))
    .description('take a plan back that is not issued; as who proposed it')
    .argument(...allocationArgument)
    .requiredOption(...reasonOption)
    .addHelpText('after', example('allocation withdraw 2026-vouchers-1 --reason 另行报送 --as hn-gxt'))
    .action(acting(actions, (module) => module.withdraw))
}

function addQuotas(allocation: Command): void {
  reading(allocation.command('show-quota'))
    .description('one quota, line by line: what is left, what may be requested, and its spending plans')
    .argument(...quotaArgument)
    .addHelpText('after', example('allocation show-quota vouchers/hn-kjt --as hn-kjt'))
    .action(acting(actions, (module) => module.showQuota))
  changing(allocation.command('plan-spending'))
    .description(
      'plan in which parts what a line of a quota has left is asked for (用款计划), and what each waits for; as the department that holds it',
    )
    .argument(...quotaArgument)
    .requiredOption(
      '--part <yuan:when>',
      'an amount in yuan, and the day or the milestone TASK/BODY[/MILESTONE] that it waits for; repeatable',
      repeated,
    )
    .requiredOption(...yearOption)
    .requiredOption('--classification <classification>', `what the line counts as: ${classified}`)
    .addHelpText(
      'after',
      example(
        'allocation plan-spending vouchers/hn-kjt --year 2026 --classification general-budget:2060499:50799 --part 100000:2026-12-01 --part 50000:2026-2-1/hn-gxt/m1 --sign-off handled:p-1 --as hn-kjt',
      ),
    )
    .action(acting(actions, (module) => module.planSpending))
}

function addLetters(allocation: Command): void {
  creating(allocation.command('pass-on'))
    .description('pass on what is left of a quota, under a letter of its own; as the finance bureau that holds it')
    .argument(...fileArgument)
    .requiredOption(...idOption)
    .requiredOption(...poolOption)
    .requiredOption(...yearOption)
    .requiredOption(...documentOption)
    .option('--from <code>', 'after whom the quota is named, where that is a body that you succeed, such as hn-zhuzhou')
    .addHelpText(
      'after',
      example(
        'allocation pass-on shares.json --id 2026-cs-1 --pool vouchers --year 2026 --document 长财预〔2026〕8号 --sign-off signed:p-9 --as hn-changsha',
      ),
    )
    .action(acting(actions, (module) => module.passOn))
  creating(allocation.command('adjust'))
    .description("move what is left of a department's quota to another department; as the finance department")
    .argument('<from>', 'whose quota is lowered, such as hn-kjt')
    .argument('<to>', 'who gets it, such as hn-fgw')
    .argument('<yuan>', 'how much, such as 500000')
    .requiredOption(...idOption)
    .requiredOption(...poolOption)
    .requiredOption(...yearOption)
    .requiredOption(...documentOption)
    .requiredOption('--classification <classification>', `what it counts as: ${classified}`)
    .option('--to-classification <classification>', 'what it counts as from then on, where that is another')
    .requiredOption(
      '--target <target>',
      'what it is to reach: kind:indicator, >=, <= or =, value, unit, such as output:新增智能算力>=500PFLOPS; repeatable',
      repeated,
    )
    .requiredOption(...reasonOption)
    .addHelpText(
      'after',
      example(
        'allocation adjust hn-kjt hn-fgw 500000 --id 2026-adjust-1 --pool vouchers --year 2026 --document 湘财预〔2026〕51号 --classification general-budget:2060499:50799 --target "output:新增智能算力>=500PFLOPS" --reason 项目进度调整 --sign-off signed:p-3 --as hn-czt',
      ),
    )
    .action(acting(actions, (module) => module.adjust))
}
