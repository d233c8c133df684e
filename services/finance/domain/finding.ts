/** What of a programme's money a person should look at. Nothing is decided by it, and nobody is refused. */
import { isRight } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { award, type Figures } from '#shared/domain/award.ts'
import { type Day, dayFrom } from '#shared/domain/calendar.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import { partsOf } from '#shared/domain/resource-name.ts'
import { type Application, contentOf } from './application-state.ts'
import { basisFen, figuresIn } from './assessment.ts'
import type { Measure } from './measure.ts'
import type { StatementEntry } from './statement.ts'
import { keptFen, openFen, paidBillsOf, type Transfer } from './transfer-state.ts'
import { applicantIn, type Voucher } from './voucher-state.ts'

/** In the order in which they are told. */
export const findingCodes = [
  ...(['SPLIT_BILLS', 'ONE_ACCOUNT_MANY_PAYEES', 'INVOICE_TWICE', 'PAID_BACK_TWICE'] as const),
  ...(['BANK_UNTAKEN', 'BANK_UNEXPLAINED'] as const),
] as const

export type Finding = {
  readonly code: (typeof findingCodes)[number]
  /** What it is about. */
  readonly resources: readonly ResourceName[]
  readonly zh: string
  readonly en: string
}

type Bill = { readonly invoice: string; readonly day: Day; readonly fen: bigint }

/** An application, voucher or payment out of a quota with bills, and what these come to before any ceiling. */
export type Billed = {
  readonly name: ResourceName
  readonly applicant: string
  readonly applicantTitle: string
  /** Of a payment its quota. */
  readonly measure: ResourceName
  readonly year: number
  /** Of an application that names none it is one of its own. */
  readonly project: string
  readonly bills: readonly Bill[]
  readonly ceilings: Figures['ceilings']
  readonly comesToFen: bigint
}

/** Undefined where there are no bills, or where it has ended: what nobody asks for any more is no finding. */
export function billedOf(name: ResourceName, state: Application, measure: Measure | undefined): Billed | undefined {
  const content = contentOf(state)
  if (state.ended || content.bills.length === 0) return undefined
  const basis = basisFen(content)
  const found = measure && figuresIn({ measure }, state, basis)
  const figures = found && isRight(found) ? found.right : undefined
  const claimed = { basisFen: basis, beforeFen: {}, othersFen: undefined, poolLeftFen: undefined }
  return {
    ...{ name, measure: content.measure, year: state.year, project: content.project || name },
    ...{ applicant: content.applicant?.code.toUpperCase() ?? '', applicantTitle: content.applicant?.name ?? '' },
    bills: content.bills.map(({ invoice, date, fen }) => ({ invoice, day: dayFrom(date as DateMessage), fen })),
    ceilings: figures?.ceilings ?? [],
    comesToFen: figures ? award({ ...figures, ceilings: [] }, claimed).fen : 0n,
  }
}

/** With what was presented and not refused; undefined where there is nothing of that. A voucher's own ceiling is its face value. */
export function billedByVoucher(name: ResourceName, state: Voucher): Billed | undefined {
  const bills = state.presentations.flatMap((one) => (one.state === 'REFUSED' ? [] : one.bills))
  const { code, name: applicantTitle } = applicantIn(state)
  if (bills.length === 0) return undefined
  return {
    ...{ name, measure: state.measure, year: state.year, project: name, applicant: code.toUpperCase(), applicantTitle },
    bills: bills.map(({ invoice, day, fen }) => ({ invoice, day, fen: BigInt(fen) })),
    ...{ ceilings: [], comesToFen: BigInt(state.redeemedFen) },
  }
}

/** What a payment out of a quota pays; undefined where there are no bills, or nothing of it is paid any more, nor to be. */
export function billedByPayment(name: ResourceName, state: Transfer): Billed | undefined {
  const bills = paidBillsOf(state)
  const { spent, quota = '', year } = state
  if (!spent || bills.length === 0) return undefined
  const { code, name: applicantTitle } = spent.creditor
  return {
    ...{ name, measure: quota, year, project: name, applicant: code.toUpperCase(), applicantTitle },
    bills: bills.map(({ invoice, day, fen }) => ({ invoice, day, fen: BigInt(fen) })),
    ...{ ceilings: [], comesToFen: 0n },
  }
}

const namesOf = (applications: readonly Billed[]): readonly ResourceName[] => [
  ...new Set(applications.map(({ name }) => name)),
]

/** Their ids; of vouchers and payments with their collection, as they stand among applications. */
const ids = (names: readonly ResourceName[]): string => {
  const shown = names.slice(0, 10).map((name) => {
    const parts = name.split('/')
    return ['vouchers', 'transfers'].includes(parts.at(-2) ?? '') ? parts.slice(-2).join('/') : parts.at(-1)
  })
  return `${shown.join(', ')}${names.length > 10 ? ' …' : ''}`
}

const sumFen = (applications: readonly Billed[]): bigint =>
  applications.reduce((sum, { comesToFen }) => sum + comesToFen, 0n)

const scopes = {
  APPLICATION: { zh: '单件申请', en: 'application', partOf: ({ name }: Billed) => name },
  PROJECT: { zh: '单个项目', en: 'project', partOf: ({ project }: Billed) => project },
} as const

/** Parts that each stay within a ceiling of one part, and together pass it. */
function pastCeiling(applications: readonly Billed[], scope: keyof typeof scopes): readonly Finding[] {
  const ceilingOf = ({ ceilings }: Billed) => ceilings.find((one) => one.scope === scope)?.fen
  const { zh, en, partOf } = scopes[scope]
  return [...Map.groupBy(applications, ceilingOf)].flatMap(([ceiling, own]) => {
    if (ceiling === undefined) return []
    const parts = [...Map.groupBy(own, partOf).values()].map(sumFen).filter((fen) => fen > 0n)
    const all = sumFen(own)
    if (parts.length < 2 || parts.some((fen) => fen > ceiling) || all <= ceiling) return []
    const { applicantTitle = '', measure = '', year } = own[0] ?? {}
    const [names, sum, most] = [namesOf(own), yuanOf(all), yuanOf(ceiling)]
    const id = partsOf('measure', measure).measure
    return {
      ...{ code: 'SPLIT_BILLS', resources: names },
      zh: `${applicantTitle} ${year} 年就措施 ${id} 的申请 ${ids(names)} 按票据合计应补 ${sum} 元,超过${zh}上限 ${most} 元,而每一${zh}均未超过`,
      en: `The bills of ${applicantTitle} under ${id} in ${year}, in ${ids(names)}, come to ${sum} yuan: each ${en} stays within the ceiling of ${most}, together they pass it`,
    } as const
  })
}

/** Bills of one day and amount, with different numbers, in several applications. */
function alike(applications: readonly Billed[]): readonly Finding[] {
  const bills = applications.flatMap((application) => application.bills.map((bill) => ({ ...bill, application })))
  return [...Map.groupBy(bills, ({ day, fen }) => `${day} ${fen}`).values()].flatMap((same) => {
    const names = namesOf(same.map(({ application }) => application))
    const invoices = new Set(same.map(({ invoice }) => invoice.toUpperCase()))
    const [first] = same
    if (!first || names.length < 2 || invoices.size < 2) return []
    const { day, fen, application } = first
    const [title, amount] = [application.applicantTitle, yuanOf(fen)]
    return {
      ...{ code: 'SPLIT_BILLS', resources: names },
      zh: `${title} 的${usesText(names).zh} ${ids(names)} 中有 ${invoices.size} 张 ${day} 开具、金额同为 ${amount} 元的票据`,
      en: `In ${ids(names)} of ${title} there are ${invoices.size} bills of ${day} over the same ${amount} yuan`,
    } as const
  })
}

/** Of one applicant's applications under one measure and year, or payments out of one quota's. */
export function splitBills(applications: readonly Billed[]): readonly Finding[] {
  const groups = Map.groupBy(applications, ({ applicant, measure, year }) => `${applicant} ${measure} ${year}`)
  return [...groups.values()].flatMap((own) => [
    ...pastCeiling(own, 'APPLICATION'),
    ...pastCeiling(own, 'PROJECT'),
    ...alike(own),
  ])
}

/** What invoices stand in, by the collections of what they stand in. */
function usesText(names: readonly ResourceName[]): { readonly zh: string; readonly en: string } {
  const isIn = (collection: string): boolean => names.some((name) => name.includes(`/${collection}/`))
  const found = [
    ...(isIn('applications') || !isIn('transfers') ? [{ zh: '申请', en: 'applications' }] : []),
    ...(isIn('vouchers') ? [{ zh: '券', en: 'vouchers' }] : []),
    ...(isIn('transfers') ? [{ zh: '支付', en: 'payments' }] : []),
  ]
  return { zh: found.map(({ zh }) => zh).join('或'), en: found.map(({ en }) => en).join(' or ') }
}

/** Invoices that stand in several applications, vouchers or payments, whoever's and under whatever measures. */
export function invoiceTwice(applications: readonly Billed[]): readonly Finding[] {
  const uses = applications.flatMap((application) =>
    application.bills.map(({ invoice }) => ({ invoice: invoice.toUpperCase(), application })),
  )
  return [...Map.groupBy(uses, ({ invoice }) => invoice)].flatMap(([invoice, used]) => {
    const names = namesOf(used.map(({ application }) => application))
    if (names.length < 2) return []
    const what = usesText(names)
    return {
      ...{ code: 'INVOICE_TWICE', resources: names },
      zh: `发票 ${invoice} 用于 ${names.length} 件${what.zh}:${ids(names)}`,
      en: `Invoice ${invoice} stands in ${names.length} ${what.en}: ${ids(names)}`,
    } as const
  })
}

/** An account as it was opened; its number is said to nobody. */
export type OpenAccount = {
  readonly payee: ResourceName
  readonly number: string
  readonly masked: string
  readonly bankCode: string
}

/** Accounts that several payees name. The first three digits of a CNAPS code are the bank: branches share its accounts. */
export function oneAccount(accounts: readonly OpenAccount[]): readonly Finding[] {
  const same = Map.groupBy(accounts, ({ number, bankCode }) => `${bankCode.slice(0, 3)} ${number}`)
  return [...same.values()].flatMap((own) => {
    const payees = [...new Set(own.map(({ payee }) => payee))].toSorted()
    if (payees.length < 2) return []
    const { masked = '' } = own[0] ?? {}
    // A payee's id is its unified social credit code.
    const codes = ids(payees).toUpperCase()
    return {
      ...{ code: 'ONE_ACCOUNT_MANY_PAYEES', resources: payees },
      zh: `${payees.length} 个收款单位使用同一账户 ${masked}:${codes}`,
      en: `${payees.length} payees name one account, ${masked}: ${codes}`,
    } as const
  })
}

/** A payment of which more came back than it paid and is still to pay: the treasury received what the bank sent back as well. */
export function paidBackTwice(name: ResourceName, state: Transfer): readonly Finding[] {
  const fen = -(keptFen(state) + openFen(state))
  if (fen <= 0n) return []
  const amount = yuanOf(fen)
  return [
    {
      ...{ code: 'PAID_BACK_TWICE', resources: [name] },
      zh: `支付 ${ids([name])} 有 ${amount} 元既由国库收回,又由银行退回`,
      en: `Of ${ids([name])} the treasury has received ${amount} yuan that came back from the bank as well`,
    },
  ]
}

/** What the bank said of a payment, or of none that is known, and why it is not taken in; or why an order has not left. */
export type Untaken = {
  readonly transfer: ResourceName | undefined
  readonly kind: string
  readonly reference: string
  readonly fen: bigint | undefined
  readonly reason: string
}

const kinds: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  BOOKED: { zh: '已付', en: 'a payment' },
  RETURNED: { zh: '退票', en: 'a return' },
  REJECTED: { zh: '拒付', en: 'a refusal' },
  OTHER: { zh: '其他变动', en: 'another movement' },
  STATEMENT: { zh: '对账单', en: 'a statement' },
  STATEMENT_PAGE: { zh: '对账单分页', en: 'a page of a statement' },
}

export function bankUntaken({ transfer, kind, reference, fen, reason }: Untaken): Finding {
  if (kind === 'ORDER')
    return {
      ...{ code: 'BANK_UNTAKEN', resources: transfer ? [transfer] : [] },
      zh: `支付指令(${reference})尚未送交银行:${reason}`,
      en: `The order ${reference} has not left for the bank: ${reason}`,
    }
  const { zh = kind, en = kind } = kinds[kind] ?? {}
  const [amountZh, amountEn] = fen === undefined ? ['', ''] : [` ${yuanOf(fen)} 元`, ` of ${yuanOf(fen)} yuan`]
  return {
    ...{ code: 'BANK_UNTAKEN', resources: transfer ? [transfer] : [] },
    zh: `银行所报${zh}${amountZh}(${reference})未能登记:${reason}`,
    en: `The bank told of ${en}${amountEn} (${reference}), which could not be taken in: ${reason}`,
  }
}

/** What stands in a statement of the bank, names no order, and was told in no other way. */
export function bankUnexplained({ direction, fen, day, bankReference, text }: StatementEntry): Finding {
  const [zh, en] = direction === 'DEBIT' ? ['支出', 'a debit'] : ['收入', 'a credit']
  return {
    ...{ code: 'BANK_UNEXPLAINED', resources: [] },
    zh: `银行对账单 ${day} ${zh} ${yuanOf(fen)} 元(${bankReference})不属于任何支付指令${text && `:${text}`}`,
    en: `The bank's statement has ${en} of ${yuanOf(fen)} yuan on ${day} (${bankReference}), which names no order${text && `: ${text}`}`,
  }
}
