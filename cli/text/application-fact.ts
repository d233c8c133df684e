/** How facts about applications are said. */
import type * as events from '#proto/qiantou/application/v1/application_events.ts'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { parseName } from '#shared/domain/resource-name.ts'
import type { Bilingual } from '../settings.ts'
import { bodySucceeded } from './body-fact.ts'
import { fundsRecovered, recoveryAgreed, recoveryOverdue } from './recovery-fact.ts'
import { plannedText, proposedText } from './spending-plan.ts'
import type { Tales, Telling } from './tale.ts'
import { dateText } from './time.ts'

type ApplicationFact =
  | events.ApplicationSubmitted
  | events.ApplicationMatched
  | events.ApplicationJointlyReviewed
  | events.ApplicationRecommended
  | events.ApplicationAdmitted
  | events.SupplementRequested
  | events.ApplicationSupplemented
  | events.AdmissionOverdue
  | events.CreditChecked
  | events.InvestmentApproved
  | events.FinanceReviewed
  | events.ApplicationDecided
  | events.NoticeOpened
  | events.ObjectionRaised
  | events.ObjectionSettled
  | events.ApplicationApproved
  | events.ApplicationRefused
  | events.ApplicationWithdrawn
  | events.ApplicationLapsed
  | events.InstalmentReserved
  | events.AwardAmended
  | events.RecoveryAgreed
  | events.RecoveryOverdue
  | events.FundsRecovered
  | events.ApplicationEvaluated
  | events.SpendingPlanned
  | events.AwaitedMilestoneAccepted
  | events.PaymentProposed
  | events.ApplicationBodySucceeded

const ratings: Readonly<Record<string, Bilingual>> = {
  RATING_EXCELLENT: { zh: '优', en: 'excellent' },
  RATING_GOOD: { zh: '良', en: 'good' },
  RATING_FAIR: { zh: '中', en: 'fair' },
  RATING_POOR: { zh: '差', en: 'poor' },
}

export const ratingText = (rating: events.Rating): Bilingual => ({
  zh: `绩效评价:${ratings[rating]?.zh ?? rating}`,
  en: `evaluated it as ${ratings[rating]?.en ?? rating}`,
})

/** What an award is changed to, and what is claimed back by that, in fen. */
export function amendedText(minutes: string, awardFen = 0n, claimedFen = 0n): Bilingual {
  const [fen, claimed] = [yuanOf(awardFen), yuanOf(claimedFen)]
  const back =
    claimedFen > 0n ? { zh: `,应收回 ${claimed} 元`, en: `, ${claimed} yuan are claimed back` } : { zh: '', en: '' }
  return {
    zh: `核定金额改为 ${fen} 元(${minutes})${back.zh}`,
    en: `changed the award to ${fen} yuan (${minutes})${back.en}`,
  }
}

const reservedText = (reserved: Reservation | undefined): Bilingual =>
  reserved
    ? { zh: `,预留 ${yuanOf(reserved.fen)} 元`, en: `, ${yuanOf(reserved.fen)} yuan reserved` }
    : { zh: '', en: '' }

const releasedText = (released: Reservation | undefined): Bilingual =>
  released
    ? { zh: `,退回预留 ${yuanOf(released.fen)} 元`, en: `, ${yuanOf(released.fen)} yuan no longer reserved` }
    : { zh: '', en: '' }

type Opinions = Readonly<Record<'agreed' | 'dissented' | 'silent', readonly string[]>>

const opinionWords = {
  agreed: { zh: '同意', en: 'agreed' },
  dissented: { zh: '不同意', en: 'disagreed' },
  silent: { zh: '未答复', en: 'silent' },
} as const

/** Who said what, as far as somebody did. */
const said = (language: 'zh' | 'en', opinions: Opinions, names: Telling['names']): readonly string[] =>
  (['agreed', 'dissented', 'silent'] as const).flatMap((kind) =>
    opinions[kind].length ? [`${opinionWords[kind][language]}:${names(opinions[kind])}`] : [],
  )

export const applicationTales: Tales<ApplicationFact> = {
  'qiantou.application.v1.ApplicationBodySucceeded': bodySucceeded,
  'qiantou.application.v1.ApplicationSubmitted': ({ content }) => ({
    zh: `为 ${content?.applicant?.name ?? ''} 申报“${content?.title ?? ''}”`,
    en: `applied for ${content?.applicant?.name ?? ''}: “${content?.title ?? ''}”`,
  }),
  'qiantou.application.v1.ApplicationMatched': ({ content, roster, row, reserved }) => {
    const [name, said] = [content?.applicant?.name ?? '', reservedText(reserved)]
    const list = parseName('roster', roster)?.roster ?? roster
    return {
      zh: `据名单 ${list} 第 ${row} 行为 ${name} 立项“${content?.title ?? ''}”${said.zh}`,
      en: `matched row ${row} of the roster ${list} for ${name}: “${content?.title ?? ''}”${said.en}`,
    }
  },
  'qiantou.application.v1.ApplicationRecommended': () => ({ zh: '推荐', en: 'recommended it' }),
  'qiantou.application.v1.ApplicationAdmitted': ({ reserved }) => {
    const said = reservedText(reserved)
    return { zh: `受理${said.zh}`, en: `admitted it${said.en}` }
  },
  'qiantou.application.v1.SupplementRequested': ({ until }) => ({
    zh: `要求于 ${dateText(until)} 前补正`,
    en: `asked for what is missing, by ${dateText(until)}`,
  }),
  'qiantou.application.v1.ApplicationSupplemented': () => ({ zh: '补正', en: 'brought what was missing' }),
  'qiantou.application.v1.AdmissionOverdue': ({ until }) => ({
    zh: `受理期限 ${dateText(until)} 已过,尚未决定是否受理`,
    en: `nothing was decided of its admission by ${dateText(until)}, the last day`,
  }),
  'qiantou.application.v1.CreditChecked': () => ({ zh: '信用核查通过', en: 'found its credit in good standing' }),
  'qiantou.application.v1.InvestmentApproved': ({ investmentFen, experts, reserved }) => {
    const said = reservedText(reserved)
    return {
      zh: `专家 ${experts.length} 人评审,核定投资额 ${yuanOf(investmentFen)} 元${said.zh}`,
      en: `${experts.length} experts approved an investment of ${yuanOf(investmentFen)} yuan${said.en}`,
    }
  },
  'qiantou.application.v1.ApplicationJointlyReviewed': ({ agreed, dissented, silent }, { names }) => ({
    zh: ['联审', ...said('zh', { agreed, dissented, silent }, names)].join(','),
    en: ['took in a joint review', ...said('en', { agreed, dissented, silent }, names)].join('; '),
  }),
  'qiantou.application.v1.FinanceReviewed': () => ({ zh: '财政审核通过', en: 'agreed to the award' }),
  'qiantou.application.v1.ApplicationDecided': ({ minutes, reserved }) => {
    const said = reservedText(reserved)
    return { zh: `集体决策通过(${minutes})${said.zh}`, en: `a meeting decided in favour (${minutes})${said.en}` }
  },
  'qiantou.application.v1.NoticeOpened': ({ until }) => ({
    zh: `公示至 ${dateText(until)}`,
    en: `showed it publicly until ${dateText(until)}`,
  }),
  'qiantou.application.v1.ObjectionRaised': () => ({ zh: '收到异议', en: 'noted an objection' }),
  'qiantou.application.v1.ObjectionSettled': () => ({ zh: '异议不成立', en: 'found that the objection does not hold' }),
  'qiantou.application.v1.ApplicationApproved': ({ fen }) => ({
    zh: `批准 ${yuanOf(fen)} 元`,
    en: `approved ${yuanOf(fen)} yuan`,
  }),
  'qiantou.application.v1.ApplicationRefused': ({ released }) => {
    const said = releasedText(released)
    return { zh: `不予通过${said.zh}`, en: `refused it${said.en}` }
  },
  'qiantou.application.v1.ApplicationWithdrawn': ({ released }) => {
    const said = releasedText(released)
    return { zh: `撤回申报${said.zh}`, en: `took it back${said.en}` }
  },
  'qiantou.application.v1.ApplicationLapsed': () => ({
    zh: '逾期未补正,视为撤回',
    en: 'what was missing was not brought in time: it counts as taken back',
  }),
  'qiantou.application.v1.InstalmentReserved': ({ number, reserved }) => {
    const said = reservedText(reserved)
    return {
      zh: `续拨第 ${number} 期(${reserved?.year ?? ''} 年度)${said.zh}`,
      en: `drew instalment ${number}, which ${reserved?.year ?? ''} pays${said.en}`,
    }
  },
  'qiantou.application.v1.AwardAmended': ({ minutes, assessment, claimed }) =>
    amendedText(minutes, assessment?.fen, claimed?.fen),
  'qiantou.application.v1.RecoveryAgreed': recoveryAgreed,
  'qiantou.application.v1.RecoveryOverdue': recoveryOverdue,
  'qiantou.application.v1.FundsRecovered': fundsRecovered,
  'qiantou.application.v1.SpendingPlanned': ({ year, parts }) => plannedText(parts, `${year}`),
  'qiantou.application.v1.AwaitedMilestoneAccepted': ({ application, account, numbers }) => {
    const id = parseName('application', application)?.application ?? application
    const of = account
      ? { zh: `指标 ${account.split('/').slice(-2).join('/')} `, en: account.split('/').slice(-2).join('/') }
      : { zh: `申报 ${id} `, en: id }
    return {
      zh: `${of.zh}用款计划第 ${numbers.join('、')} 笔所待任务已验收`,
      en: `what part ${numbers.join(', ')} of the spending plan of ${of.en} waits for was accepted`,
    }
  },
  'qiantou.application.v1.PaymentProposed': ({ year, ...part }) => proposedText(part, `${year}`),
  'qiantou.application.v1.ApplicationEvaluated': ({ rating }) => ratingText(rating),
}
