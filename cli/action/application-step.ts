/** What `qiantou application …` does: the steps to a decision, and how an application ends. */
import * as application from '#proto/qiantou/application/v1/application_service.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { type CommandOptions, commandFields } from '../input/command.ts'
import { applicationName, consultationName } from '../input/name.ts'
import { spendingPartFrom } from '../input/spending-part.ts'
import { textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import type { Bilingual } from '../settings.ts'
import { plannedDeed } from '../text/spending-plan.ts'
import { dateText } from '../text/time.ts'
import { answered } from './application-answer.ts'

const { ApplicationServiceClient } = application

export const fieldsOf = ({ settings }: Session, name: string, options: CommandOptions) => ({
  ...commandFields(options),
  name: applicationName(name, settings),
})

type Written = CommandOptions & { readonly text: string }
type Because = CommandOptions & { readonly reason: string }

/** What is reserved after a step, where something is. */
const reservedText = ({ reserved }: Pick<application.Application, 'reserved'>): Bilingual =>
  reserved
    ? { zh: `,预留 ${yuanOf(reserved.fen)} 元`, en: `, ${yuanOf(reserved.fen)} yuan reserved` }
    : { zh: '', en: '' }

// ---- Steps

export async function recommend(session: Session, name: string, options: Written): Promise<void> {
  const text = await textOf(options.text)
  const request = application.RecommendApplicationRequest.create({ ...fieldsOf(session, name, options), text })
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.recommendApplication, request, options.after)
  await answered(session, answer, () => ({ zh: '已推荐', en: 'recommended it' }))
}

export async function admit(session: Session, name: string, options: CommandOptions): Promise<void> {
  const request = application.AdmitApplicationRequest.create(fieldsOf(session, name, options))
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.admitApplication, request, options.after)
  await answered(session, answer, (changed) => {
    const said = reservedText(changed)
    return { zh: `已受理${said.zh}`, en: `admitted it${said.en}` }
  })
}

export async function checkCredit(session: Session, name: string, options: CommandOptions): Promise<void> {
  const request = application.CheckCreditRequest.create(fieldsOf(session, name, options))
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.checkCredit, request, options.after)
  await answered(session, answer, () => ({ zh: '信用核查通过', en: 'found its credit in good standing' }))
}

type InvestmentOptions = Written & { readonly yuan: bigint; readonly expert: readonly string[] }

export async function approveInvestment(session: Session, name: string, options: InvestmentOptions): Promise<void> {
  const { yuan: investmentFen, expert } = options
  const request = application.ApproveInvestmentRequest.create({
    ...fieldsOf(session, name, options),
    ...{ investmentFen, experts: [...expert], text: await textOf(options.text) },
  })
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.approveInvestment, request, options.after)
  await answered(session, answer, (changed) => {
    const said = reservedText(changed)
    return {
      zh: `核定投资额 ${yuanOf(investmentFen)} 元${said.zh}`,
      en: `an investment of ${yuanOf(investmentFen)} yuan is approved${said.en}`,
    }
  })
}

export async function reviewJointly(
  session: Session,
  name: string,
  options: CommandOptions & { readonly consultation: string; readonly text?: string },
): Promise<void> {
  const text = options.text === undefined ? '' : await textOf(options.text)
  const consultation = consultationName(options.consultation, session.settings)
  const request = application.ReviewJointlyRequest.create({ ...fieldsOf(session, name, options), consultation, text })
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.reviewJointly, request, options.after)
  await answered(session, answer, ({ jointReview }) => {
    const [agreed, dissented] = [jointReview?.agreed.length ?? 0, jointReview?.dissented.length ?? 0]
    return {
      zh: `联审办结:${agreed} 个单位同意,${dissented} 个单位不同意`,
      en: `took in the joint review: ${agreed} agree, ${dissented} disagree`,
    }
  })
}

export async function reviewFinance(
  session: Session,
  name: string,
  options: CommandOptions & { readonly text?: string },
): Promise<void> {
  const text = options.text === undefined ? '' : await textOf(options.text)
  const request = application.ReviewFinanceRequest.create({ ...fieldsOf(session, name, options), text })
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.reviewFinance, request, options.after)
  await answered(session, answer, () => ({ zh: '财政审核通过', en: 'agreed to the award' }))
}

export async function decide(
  session: Session,
  name: string,
  options: CommandOptions & { readonly minutes: string; readonly yuan?: bigint },
): Promise<void> {
  const { minutes, yuan: fen = 0n } = options
  const request = application.DecideApplicationRequest.create({ ...fieldsOf(session, name, options), minutes, fen })
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.decideApplication, request, options.after)
  const awarded = fen > 0n ? { zh: `,${yuanOf(fen)} 元`, en: `, of ${yuanOf(fen)} yuan` } : { zh: '', en: '' }
  await answered(session, answer, () => ({
    zh: `集体决策通过(${minutes})${awarded.zh}`,
    en: `a meeting decided in favour (${minutes})${awarded.en}`,
  }))
}

export async function openNotice(session: Session, name: string, options: CommandOptions): Promise<void> {
  const request = application.OpenNoticeRequest.create(fieldsOf(session, name, options))
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.openNotice, request, options.after)
  await answered(session, answer, ({ until }) => ({
    zh: `公示至 ${dateText(until)}`,
    en: `it is shown publicly until ${dateText(until)}`,
  }))
}

export async function object(session: Session, name: string, options: Written): Promise<void> {
  const text = await textOf(options.text)
  const request = application.RaiseObjectionRequest.create({ ...fieldsOf(session, name, options), text })
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.raiseObjection, request, options.after)
  await answered(session, answer, () => ({ zh: '已记录异议', en: 'noted the objection' }))
}

export async function settleObjection(session: Session, name: string, options: Written): Promise<void> {
  const text = await textOf(options.text)
  const request = application.SettleObjectionRequest.create({ ...fieldsOf(session, name, options), text })
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.settleObjection, request, options.after)
  await answered(session, answer, () => ({ zh: '异议不成立', en: 'the objection does not hold' }))
}

// ---- Ends

export async function approve(session: Session, name: string, options: CommandOptions): Promise<void> {
  const request = application.ApproveApplicationRequest.create(fieldsOf(session, name, options))
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.approveApplication, request, options.after)
  await answered(session, answer, ({ reserved }) => ({
    zh: `已批准 ${yuanOf(reserved?.fen ?? 0n)} 元`,
    en: `approved ${yuanOf(reserved?.fen ?? 0n)} yuan`,
  }))
}

export async function drawInstalment(
  session: Session,
  name: string,
  options: CommandOptions & { readonly year: bigint },
): Promise<void> {
  const year = Number(options.year)
  const request = application.DrawInstalmentRequest.create({ ...fieldsOf(session, name, options), year })
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.drawInstalment, request, options.after)
  await answered(session, answer, ({ laterYears }) => {
    const said = reservedText(laterYears.find((one) => one.year === year) ?? { reserved: undefined })
    return { zh: `续拨 ${year} 年度${said.zh}`, en: `drew what ${year} pays${said.en}` }
  })
}

type PlanOptions = CommandOptions & { readonly part: readonly string[]; readonly year?: bigint }

export async function planSpending(session: Session, name: string, options: PlanOptions): Promise<void> {
  const parts = options.part.map((text) => spendingPartFrom(text, session.settings))
  const said = { ...fieldsOf(session, name, options), parts, year: Number(options.year ?? 0n) }
  const request = application.PlanSpendingRequest.create(said)
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.planSpending, request, options.after)
  await answered(session, answer, () => plannedDeed(parts.length))
}

export async function refuse(session: Session, name: string, options: Because): Promise<void> {
  const text = await textOf(options.reason)
  const request = application.RefuseApplicationRequest.create({ ...fieldsOf(session, name, options), text })
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.refuseApplication, request, options.after)
  await answered(session, answer, () => ({ zh: '不予通过', en: 'refused it' }))
}

export async function withdraw(session: Session, name: string, options: Because): Promise<void> {
  const text = await textOf(options.reason)
  const request = application.WithdrawApplicationRequest.create({ ...fieldsOf(session, name, options), text })
  const bus = await session.bus()
  const answer = await bus.call(ApplicationServiceClient, (it) => it.withdrawApplication, request, options.after)
  await answered(session, answer, () => ({ zh: '已撤回申报', en: 'took it back' }))
}
