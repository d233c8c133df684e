/** Applications for people: where one stands, whose turn it is, how its award was worked out. Amounts in yuan. */
import type { ApplicationContent, Bill } from '#proto/qiantou/application/v1/application.ts'
import type { Application, StepTaken } from '#proto/qiantou/application/v1/application_service.ts'
import type { ProcedureStep } from '#proto/qiantou/measure/v1/measure.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { partsOf } from '#shared/domain/resource-name.ts'
import type { Language } from '../settings.ts'
import { recomputed, stepTexts } from './assessment.ts'
import type { Names } from './names.ts'
import { signOffText } from './sign-off.ts'
import { planLines } from './spending-plan.ts'
import { sheet, table } from './table.ts'
import { dateText, timeText } from './time.ts'
import { type MoneyLabel, moneyLabel, moneyWord } from './words-money.ts'

type Line = readonly [string, string]

export const billText = ({ invoice, date, fen }: Bill): string => `${invoice}  ${dateText(date)}  ${yuanOf(fen)}`

/** One application a row. */
export function applicationTable(applications: readonly Application[], names: Names, language: Language): string {
  const head: readonly MoneyLabel[] = [
    'application',
    'measure',
    'state',
    'turn',
    'reserved',
    'paid',
    'applicant',
    'title',
  ]
  const rows = applications.map(({ name, content, state, turn, reserved, paidFen }) => [
    partsOf('application', name).application,
    content ? partsOf('measure', content.measure).measure : '',
    moneyWord(state, language),
    turn && names.list([turn]),
    reserved ? yuanOf(reserved.fen) : '',
    paidFen === 0n ? '' : yuanOf(paidFen),
    content?.applicant?.name ?? '',
    content?.title ?? '',
  ])
  return table(
    head.map((one) => moneyLabel(one, language)),
    rows,
  )
}

/** What is asked for. */
function contentLines(content: ApplicationContent, measureVersion: number, language: Language): readonly Line[] {
  const say = (name: MoneyLabel): string => moneyLabel(name, language)
  const { measure, applicant, title, project, bills, investmentFen, othersFen, call, builder } = content
  const { code = '', name = '', applicantClass = '' } = applicant ?? {}
  const version = { zh: `第 ${measureVersion} 版`, en: `version ${measureVersion}` }[language]
  const sum = bills.reduce((total, { fen }) => total + fen, 0n)
  return [
    [say('title'), title],
    [say('applicant'), [name, code, applicantClass].filter(Boolean).join(' · ')],
    [say('builder'), builder ? `${builder.name} · ${builder.code}` : ''],
    [say('measure'), `${partsOf('measure', measure).measure} · ${version}`],
    [say('call'), call],
    [say('project'), project],
    ...bills.map((bill): Line => [say('bills'), billText(bill)]),
    [say('bills'), bills.length > 1 ? `${{ zh: '合计', en: 'in all' }[language]} ${yuanOf(sum)}` : ''],
    [say('declared'), investmentFen === 0n ? '' : yuanOf(investmentFen)],
    [say('others'), othersFen === 0n ? '' : yuanOf(othersFen)],
  ]
}

const takenText = ({ step, organisation, time, signOff }: StepTaken, names: Names, language: Language): string =>
  `${timeText(time)} ${moneyWord(step, language)} · ${names.of(organisation)}${signOffText(signOff, language)}`

/** Steps that an application takes before its pool is shared out in proportion. */
const beforeSharing: readonly ProcedureStep[] = [
  ...(['PROCEDURE_STEP_RECOMMENDATION', 'PROCEDURE_STEP_ADMISSION'] as const),
  ...(['PROCEDURE_STEP_CREDIT_CHECK', 'PROCEDURE_STEP_EXPERT_REVIEW'] as const),
]

/** The call whose claims are to be shared out before it goes on, as `apportionment make` takes it; undefined where none is. */
function awaitedShare({ assessment, nextStep, content }: Application): string | undefined {
  if (!content?.call || !assessment?.shared || assessment.sharedClaimedFen > 0n) return undefined
  if (nextStep === 'PROCEDURE_STEP_UNSPECIFIED' || beforeSharing.includes(nextStep)) return undefined
  return `${partsOf('measure', content.measure).measure}/${content.call}`
}

/** What is to be done next: the next step, unless something is to be done before it. */
export function nextText(application: Application, language: Language): string {
  const { state, nextStep, until } = application
  if (state === 'APPLICATION_STATE_SUPPLEMENT') return { zh: '补正', en: 'what is missing' }[language]
  if (state === 'APPLICATION_STATE_OBJECTION') return { zh: '处理异议', en: 'settling the objection' }[language]
  const call = awaitedShare(application)
  if (call)
    return {
      zh: `按比例分配(apportionment make ${call})`,
      en: `sharing out the pool (apportionment make ${call})`,
    }[language]
  const step = moneyWord(nextStep, language)
  const last = until && dateText(until)
  if (last && nextStep === 'PROCEDURE_STEP_ADMISSION')
    return { zh: `${step}(至 ${last})`, en: `${step} (until ${last})` }[language]
  if (state !== 'APPLICATION_STATE_PUBLIC_NOTICE') return step
  return { zh: `${step}(公示至 ${last})`, en: `${step} (shown until ${last})` }[language]
}

/** Whose turn it is, for which step. */
const turnText = (application: Application, names: Names, language: Language): string =>
  application.turn && `${names.of(application.turn)} · ${nextText(application, language)}`

/** How the award was worked out, by what the service says that it was; `finance explain` takes it out of the log. */
function awardLines({ assessment }: Application, language: Language): readonly Line[] {
  if (!assessment) return []
  const label = moneyLabel('award', language)
  return stepTexts(recomputed(assessment), language).map((text): Line => [label, text])
}

/** What later years pay of an award over years: as far as it was drawn, what is reserved of it and what is paid. */
function laterYearLines({ awardYears, year, laterYears }: Application, language: Language): readonly Line[] {
  if (awardYears < 2) return []
  const until = year + awardYears - 1
  const all = { zh: `分 ${awardYears} 年支付,至 ${until} 年`, en: `${awardYears} years running, to ${until}` }
  const drawn = laterYears.map(({ year: one, reserved, paidFen }) => {
    const [open, paid] = [yuanOf(reserved?.fen ?? 0n), yuanOf(paidFen)]
    return { zh: `${one}  预留 ${open}  已付 ${paid}`, en: `${one}  reserved ${open}  paid ${paid}` }
  })
  return [all, ...drawn].map((text): Line => [moneyLabel('year', language), text[language]])
}

/** What bodies have said in parallel; why, their consultation has. */
function jointLines({ jointReview }: Application, names: Names, language: Language): readonly Line[] {
  if (!jointReview) return []
  const { consultation, agreed, dissented, silent, minutes } = jointReview
  return [
    [moneyLabel('jointReview', language), [names.resource(consultation), minutes].filter(Boolean).join(' · ')],
    [moneyLabel('agreed', language), names.full(agreed)],
    [moneyLabel('dissented', language), names.full(dissented)],
    [moneyLabel('silent', language), names.full(silent)],
  ]
}

/** All of one application. */
export function applicationSheets(application: Application, names: Names, language: Language): string {
  const say = (name: MoneyLabel): string => moneyLabel(name, language)
  const { name, content, state, sponsor, recommenders, handler, finance, pool, year, steps, reserved, texts } =
    application
  return sheet([
    [say('application'), names.resource(name)],
    ...(content ? contentLines(content, application.measureVersion, language) : []),
    [say('state'), moneyWord(state, language)],
    [say('turn'), turnText(application, names, language)],
    [say('until'), dateText(application.until)],
    [say('roster'), application.roster && `${names.resource(application.roster)} · ${application.row}`],
    [say('sponsor'), names.of(sponsor)],
    [say('recommenders'), names.full(recommenders)],
    [say('handler'), names.of(handler)],
    [say('finance'), names.of(finance)],
    ...steps.map((step): Line => [say('step'), takenText(step, names, language)]),
    ...jointLines(application, names, language),
    ...awardLines(application, language),
    [say('pool'), `${names.resource(pool)}  ${year}`],
    [say('reserved'), reserved ? yuanOf(reserved.fen) : ''],
    ...laterYearLines(application, language),
    ...planLines(application.spendingPlan, names, language),
    [say('paid'), application.paidFen === 0n ? '' : yuanOf(application.paidFen)],
    ...texts.map(({ value }): Line => [say('written'), value]),
    [say('etag'), `${application.etag}`],
  ])
}
