/** How vouchers are shown to people. Amounts in yuan. */
import type { Presentation, Voucher } from '#proto/qiantou/voucher/v1/voucher_service.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { partsOf } from '#shared/domain/resource-name.ts'
import type { Bilingual, Language } from '../settings.ts'
import type { Names } from './names.ts'
import { sheet, table } from './table.ts'
import { dateText } from './time.ts'
import { moneyWord } from './words-money.ts'

const labels = {
  applicant: { zh: '企业', en: 'enterprise' },
  bills: { zh: '票据合计', en: 'bills' },
  etag: { zh: '版本', en: 'etag' },
  face: { zh: '面额', en: 'face value' },
  finance: { zh: '财政部门', en: 'finance' },
  handler: { zh: '发放单位', en: 'issued by' },
  invoices: { zh: '票据', en: 'invoices' },
  left: { zh: '余额', en: 'left' },
  measure: { zh: '政策措施', en: 'measure' },
  paid: { zh: '已支付', en: 'paid' },
  pool: { zh: '资金池', en: 'pool' },
  presentation: { zh: '兑付申请', en: 'presentation' },
  reason: { zh: '理由', en: 'why' },
  redeemed: { zh: '已兑付', en: 'redeemed' },
  released: { zh: '已退回资金池', en: 'went back' },
  share: { zh: '补贴比例', en: 'share of bills' },
  sponsor: { zh: '持券代办单位', en: 'held by' },
  state: { zh: '状态', en: 'state' },
  title: { zh: '名称', en: 'title' },
  until: { zh: '有效期至', en: 'valid until' },
  voucher: { zh: '券', en: 'voucher' },
} as const satisfies Readonly<Record<string, Bilingual>>

const shareText = (basisPoints: number): string => `${basisPoints / 100}%`

export function voucherTable(vouchers: readonly Voucher[], language: Language): string {
  const say = (label: keyof typeof labels): string => labels[label][language]
  const rows = vouchers.map(({ name, state, applicant, faceFen, redeemedFen, leftFen, lastDay }) => [
    partsOf('voucher', name).voucher,
    moneyWord(state, language),
    applicant?.name ?? '',
    ...[yuanOf(faceFen), yuanOf(redeemedFen), yuanOf(leftFen), dateText(lastDay)],
  ])
  const head = ['voucher', 'state', 'applicant', 'face', 'redeemed', 'left', 'until'] as const
  return table(head.map(say), rows)
}

/** `1  accepted  1,000.00  300.00  INV-1, INV-2`. */
const presentationRow = ({ number, state, bills, billsFen, redeemedFen }: Presentation, language: Language) => [
  `${number}`,
  moneyWord(state, language),
  ...[yuanOf(billsFen), yuanOf(redeemedFen), bills.map(({ invoice }) => invoice).join(', ')],
]

/** All of one voucher. */
export function voucherSheet(voucher: Voucher, names: Names, language: Language): string {
  const say = (label: keyof typeof labels): string => labels[label][language]
  const { name, etag, state, title, applicant, presentations, text } = voucher
  const facts = sheet([
    [say('voucher'), names.resource(name)],
    [say('state'), moneyWord(state, language)],
    [say('title'), title],
    [say('measure'), names.resource(voucher.measure)],
    [say('applicant'), `${applicant?.name ?? ''}  ${applicant?.code ?? ''}`],
    [say('sponsor'), names.of(voucher.sponsor)],
    [say('handler'), names.of(voucher.handler)],
    [say('finance'), names.of(voucher.finance)],
    [say('pool'), `${names.resource(voucher.pool)}  ${voucher.year}`],
    [say('share'), shareText(voucher.basisPoints)],
    [say('until'), dateText(voucher.lastDay)],
    [say('face'), yuanOf(voucher.faceFen)],
    [say('redeemed'), yuanOf(voucher.redeemedFen)],
    [say('left'), yuanOf(voucher.leftFen)],
    [say('released'), yuanOf(voucher.releasedFen)],
    [say('paid'), yuanOf(voucher.paidFen)],
    ...presentations.map((one): [string, string] => [`${say('reason')} ${one.number}`, one.text?.value ?? '']),
    [say('reason'), text?.value ?? ''],
    [say('etag'), `${etag}`],
  ])
  if (presentations.length === 0) return facts
  const head = ['presentation', 'state', 'bills', 'redeemed', 'invoices'] as const
  const rows = presentations.map((one) => presentationRow(one, language))
  return `${facts}\n${table(head.map(say), rows)}`
}
