/** The command line of `qiantou application …`. */
import { Command, Option } from 'commander'
import { example } from './help.ts'
import { yuan } from './input/amount.ts'
import { changing, creating, oneOf, reading, repeated, stateOption, wholeNumber } from './input/command.ts'
import { addRecoveries } from './recovery.ts'
import { acting } from './session.ts'

const actions = () => import('./action/application.ts')
const changes = () => import('./action/application-step.ts')
const awards = () => import('./action/application-award.ts')
const recoveries = () => import('./action/application-recovery.ts')

const applicationArgument = ['<application>', 'an application, such as a-1'] as const
const textForm = 'a text, @FILE, or - for standard input'
const states = [
  ...[
    'submitted',
    'recommended',
    'supplement',
    'admitted',
    'credit_checked',
    'investment_approved',
    'jointly_reviewed',
  ],
  ...['finance_reviewed', 'decided', 'public_notice', 'objection', 'approved', 'allocated', 'paid', 'evaluated'],
  ...['revoked', 'not_admitted', 'refused', 'withdrawn'],
]
const ratings = ['excellent', 'good', 'fair', 'poor']

/** `qiantou application …`: who asks for what by which measure, from handing in to approval. */
export function applicationCommand(): Command {
  const application = new Command('application')
    .description('apply for what a measure pays, and decide on it, step by step')
    .addHelpText('after', example('application list --turn hn-gxt', 'application show a-1'))
  application
    .command('list')
    .description('the applications of a programme that the caller may read')
    .addOption(stateOption(states))
    .option('--measure <measure>', 'only those for this measure')
    .option('--turn <code>', 'only those that wait for this body')
    .addHelpText('after', example('application list --turn hn-gxt'))
    .action(acting(actions, (module) => module.list))
  reading(application.command('show'))
    .description('one application: whose turn it is, the steps taken, and how its award was worked out')
    .argument(...applicationArgument)
    .addHelpText('after', example('application show a-1'))
    .action(acting(actions, (module) => module.show))
  addSubmission(application)
  addSteps(application)
  addNotice(application)
  addEnds(application)
  addAwards(application)
  return application
}

/** What is asked for, which a supplement may change. */
const content = (command: Command): Command =>
  command
    .option('--bills <file>', "a year's spending as CSV: invoice,date,yuan; or - for standard input")
    .addOption(new Option('--investment <yuan>', 'the investment that is declared').argParser(yuan).conflicts('bills'))
    .option('--others <yuan>', 'what the applicant declares that others grant for the same', yuan)
    .option('--project <id>', "the project, by an id of the applicant's own")
    .option(
      '--builder-code <code>',
      "who builds the project and is paid, where it isn't the applicant: its credit code",
    )
    .option('--builder-name <name>', 'what the builder is called')

function addSubmission(application: Command): void {
  content(creating(application.command('submit')))
    .description('hand in an application for an enterprise; as its sponsor')
    .requiredOption('--id <id>', 'id of the new application')
    .requiredOption('--measure <measure>', 'the measure, such as vouchers')
    .requiredOption('--code <code>', "the applicant's unified social credit code (统一社会信用代码)")
    .requiredOption('--name <name>', 'what the applicant is called')
    .option('--class <class>', "the applicant's class, as the measure has them")
    .requiredOption('--title <text>', 'what it is for')
    .option('--call <call>', 'the call (申报通知) that it answers, where the measure needs one')
    .option('--recommender <code>', 'who recommends it, level by level, in order; repeatable', repeated)
    .addHelpText(
      'after',
      example(
        'application submit --id a-1 --measure vouchers --call 2026-1 --code 91430100MA4L0000X9 --name 湘江智算有限公司 --title 算力支出 --bills bills.csv --recommender hn-changsha --as hn-changsha',
      ),
    )
    .action(acting(actions, (module) => module.submit))
  changing(application.command('request-supplement'))
    .description('ask for what is missing (补正), before it is admitted; as the handling body')
    .argument(...applicationArgument)
    .requiredOption('--text <text>', `what is missing: ${textForm}`)
    .option('--days <days>', 'how many working days there are to bring it, 1 to 60 (default: 5)', wholeNumber)
    .addHelpText('after', example('application request-supplement a-1 --text 缺合同 --as hn-gxt'))
    .action(acting(actions, (module) => module.requestSupplement))
  content(changing(application.command('supplement')))
    .description('bring what is missing; what no option says stays; as the sponsor')
    .argument(...applicationArgument)
    .option('--title <text>', 'what it is for')
    .addHelpText('after', example('application supplement a-1 --bills bills.csv --as hn-changsha'))
    .action(acting(actions, (module) => module.supplement))
}

function addSteps(application: Command): void {
  changing(application.command('recommend'))
    .description('recommend it to the next level; as the recommender whose turn it is')
    .argument(...applicationArgument)
    .requiredOption('--text <text>', `why: ${textForm}`)
    .addHelpText('after', example('application recommend a-1 --text 情况属实 --as hn-changsha'))
    .action(acting(changes, (module) => module.recommend))
  changing(application.command('admit'))
    .description('admit it (受理), and reserve what it comes to, where that is known; as the handling body')
    .argument(...applicationArgument)
    .addHelpText('after', example('application admit a-1 --sign-off handled:p-1 --as hn-gxt'))
    .action(acting(changes, (module) => module.admit))
  changing(application.command('check-credit'))
    .description("look up the applicant's credit (信用核查); as the handling body")
    .argument(...applicationArgument)
    .addHelpText('after', example('application check-credit a-1 --sign-off handled:p-1 --as hn-gxt'))
    .action(acting(changes, (module) => module.checkCredit))
  changing(application.command('approve-investment'))
    .description('say which investment experts have approved (核定投资额); reserves what it comes to')
    .argument(...applicationArgument)
    .requiredOption('--yuan <amount>', 'the investment', yuan)
    .requiredOption('--expert <person>', 'who, by a pseudonym; repeatable', repeated)
    .requiredOption('--text <text>', `what they wrote: ${textForm}`)
    .addHelpText(
      'after',
      example(
        'application approve-investment a-1 --yuan 8000000 --expert e-1 --expert e-2 --text 核减 --sign-off handled:p-1 --as hn-fgw',
      ),
    )
    .action(acting(changes, (module) => module.approveInvestment))
  changing(application.command('review-jointly'))
    .description('take in what bodies said in a joint review (联审) about it; as the handling body')
    .argument(...applicationArgument)
    .requiredOption('--consultation <consultation>', 'the joint review, such as joint-a-1')
    .option('--text <text>', `why it goes on in spite of dissent: ${textForm}`)
    .addHelpText('after', example('application review-jointly a-1 --consultation joint-a-1 --as hn-gxt'))
    .action(acting(changes, (module) => module.reviewJointly))
  changing(application.command('review-finance'))
    .description('agree to the award; as the finance department')
    .argument(...applicationArgument)
    .option('--text <text>', `the opinion: ${textForm}`)
    .addHelpText('after', example('application review-finance a-1 --sign-off reviewed:p-2 --as hn-czt'))
    .action(acting(changes, (module) => module.reviewFinance))
  changing(application.command('decide'))
    .description('say that a meeting decided in favour (集体决策); as the handling body')
    .argument(...applicationArgument)
    .requiredOption('--minutes <title>', 'its minutes')
    .option('--yuan <amount>', 'what it awards, where the measure leaves that to it (一事一议); this is signed', yuan)
    .addHelpText('after', example('application decide a-1 --minutes 党组会议纪要〔2026〕3号 --as hn-gxt'))
    .action(acting(changes, (module) => module.decide))
}

function addNotice(application: Command): void {
  changing(application.command('open-notice'))
    .description('show it publicly (公示), for 5 working days; as the handling body')
    .argument(...applicationArgument)
    .addHelpText('after', example('application open-notice a-1 --as hn-gxt'))
    .action(acting(changes, (module) => module.openNotice))
  changing(application.command('object'))
    .description('note an objection while it is shown; as the handling body, the finance department or the office')
    .argument(...applicationArgument)
    .requiredOption('--text <text>', `what is objected: ${textForm}`)
    .addHelpText('after', example('application object a-1 --text 票据存疑 --as hn-czt'))
    .action(acting(changes, (module) => module.object))
  changing(application.command('settle-objection'))
    .description('say that the objection does not hold; where it does, refuse the application; as the handling body')
    .argument(...applicationArgument)
    .requiredOption('--text <text>', `why: ${textForm}`)
    .addHelpText('after', example('application settle-objection a-1 --text 票据经核属实 --as hn-gxt'))
    .action(acting(changes, (module) => module.settleObjection))
}

function addEnds(application: Command): void {
  addRecoveries(application, applicationArgument, 'a-1', recoveries)
  changing(application.command('approve'))
    .description('approve it: what is reserved may be paid; as the handling body')
    .argument(...applicationArgument)
    .addHelpText('after', example('application approve a-1 --sign-off signed:p-3 --as hn-gxt'))
    .action(acting(changes, (module) => module.approve))
  changing(application.command('draw-instalment'))
    .description(
      'reserve what a later year pays of an award over years (续拨), once that year has come; as the handling body',
    )
    .argument(...applicationArgument)
    .requiredOption('--year <year>', 'the budget year that pays', wholeNumber)
    .addHelpText('after', example('application draw-instalment a-1 --year 2027 --sign-off handled:p-1 --as hn-gxt'))
    .action(acting(changes, (module) => module.drawInstalment))
  changing(application.command('plan-spending'))
    .description(
      'plan in which parts what is reserved is asked for (用款计划), and what each waits for; as the handling body',
    )
    .argument(...applicationArgument)
    .requiredOption(
      '--part <yuan:when>',
      'an amount in yuan, and the day or the milestone TASK/BODY[/MILESTONE] that it waits for; repeatable',
      repeated,
    )
    .option(
      '--year <year>',
      'the budget year that pays; the first that has something to plan unless given',
      wholeNumber,
    )
    .addHelpText(
      'after',
      example(
        'application plan-spending a-1 --part 100000:2026-12-01 --part 50000:2026-2-1/hn-gxt/m1 --sign-off handled:p-1 --as hn-gxt',
      ),
    )
    .action(acting(changes, (module) => module.planSpending))
  changing(application.command('refuse'))
    .description('refuse it; nothing is reserved for it any more; as whose turn it is')
    .argument(...applicationArgument)
    .requiredOption('--reason <text>', `why, and what can be done about it: ${textForm}`)
    .addHelpText('after', example('application refuse a-1 --reason 不属支持范围 --as hn-gxt'))
    .action(acting(changes, (module) => module.refuse))
  changing(application.command('withdraw'))
    .description('take it back, until it is approved; as the sponsor')
    .argument(...applicationArgument)
    .requiredOption('--reason <text>', `why: ${textForm}`)
    .addHelpText('after', example('application withdraw a-1 --reason 企业放弃 --as hn-changsha'))
    .action(acting(changes, (module) => module.withdraw))
}

/** What becomes of an award after it was approved. */
function addAwards(application: Command): void {
  changing(application.command('amend'))
    .description(
      'change an award by a new basis: more is reserved, or what was paid too much claimed back; as the handling body',
    )
    .argument(...applicationArgument)
    .requiredOption(
      '--yuan <amount>',
      'the investment, the sum of the bills, what the meeting awards, or what is left of a fixed sum; 0 revokes',
      yuan,
    )
    .requiredOption('--minutes <title>', 'the minutes of the meeting')
    .requiredOption('--text <text>', `why: ${textForm}`)
    .addHelpText(
      'after',
      example(
        'application amend a-1 --yuan 3000000 --minutes 党组会议纪要〔2026〕9号 --text 审计核减 --sign-off signed:p-3 --as hn-gxt',
      ),
    )
    .action(acting(awards, (module) => module.amend))
  changing(application.command('evaluate'))
    .description('say how it has done (绩效评价), once it is paid; as the handling body')
    .argument(...applicationArgument)
    .addOption(
      new Option('--rating <rating>', `one of ${ratings.join(', ')}`).argParser(oneOf(ratings)).makeOptionMandatory(),
    )
    .requiredOption('--text <text>', `why: ${textForm}`)
    .addHelpText('after', example('application evaluate a-1 --rating good --text 绩效目标完成 --as hn-gxt'))
    .action(acting(awards, (module) => module.evaluate))
}
