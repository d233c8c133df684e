/** What `qiantou payment …` does. */
import { Classification, type FundNature } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { allItems } from '#shared/grpc/page.ts'
import { usage } from '../failure.ts'
import { billsOf } from '../input/bills.ts'
import { type CommandOptions, commandFields, creatingFields, type LookingBack } from '../input/command.ts'
import { applicationName, programmeName, quotaName, transferName, voucherName } from '../input/name.ts'
import { textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import type { Settings } from '../settings.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { transferSheet, transferTable } from '../text/payment.ts'
import { answering, type Receipted } from './answered.ts'
import { noneOf } from './programme-office.ts'

const { TransferServiceClient } = transfer

// ---- Reading

export async function list(session: Session): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = { parent: programmeName(settings.programme), pageSize: 1_000 }
  const fetch = (pageToken: string) =>
    bus.call(
      TransferServiceClient,
      (client) => client.listTransfers,
      transfer.ListTransfersRequest.create({ ...request, pageToken }),
    )
  const transfers = await allItems(fetch, (page) => page.transfers).catch(noneOf(bus, request.parent))
  if (settings.json) return writeJson({ transfers: jsonOf(transfers) })
  await write(transferTable(transfers, settings.language))
}

export async function show(session: Session, name: string, { after }: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = transfer.GetTransferRequest.create({ name: transferName(name, settings) })
  const response = await bus.call(TransferServiceClient, (client) => client.getTransfer, request, after)
  if (settings.json) return writeJson(jsonOf(response))
  const found = response.transfer as transfer.Transfer
  await write(transferSheet(found, await loadNames(bus, settings), settings.language))
}

// ---- Changing

export const answered = answering(
  ({ transfer }: Receipted & { readonly transfer: transfer.Transfer | undefined }) => transfer,
)

export const fieldsOf = ({ settings }: Session, name: string, options: CommandOptions) => ({
  ...commandFields(options),
  name: transferName(name, settings),
})

type RequestOptions = CommandOptions & {
  readonly id: string
  readonly application?: string
  readonly voucher?: string
  readonly quota?: string
  readonly code?: string
  readonly name?: string
  readonly purpose?: string
  readonly bills?: string
  readonly yuan?: bigint
  readonly year?: bigint
  readonly nature: string
  readonly functionCode: string
  readonly economicCode: string
}

/** What is spent of a quota. @throws Failure USAGE where it does not say of which year, to whom or what for */
function spentOf({ year, code, name, purpose }: RequestOptions, quota: string) {
  if (year !== undefined && code && name && purpose) return { quota, creditor: { code, name }, purpose }
  throw usage({
    zh: '--quota 须与 --year、--code、--name、--purpose 同用',
    en: '--quota needs --year, --code, --name and --purpose',
  })
}

/** What is paid. @throws Failure USAGE where nothing is named */
function paidBy(options: RequestOptions, settings: Settings) {
  const { application, voucher, quota } = options
  if (quota) return spentOf(options, quotaName(quota, settings))
  if (application) return { application: applicationName(application, settings) }
  if (voucher) return { voucher: voucherName(voucher, settings) }
  throw usage({
    zh: '须以 --application、--voucher 或 --quota 指明支付事项',
    en: '--application, --voucher or --quota must say what is paid',
  })
}

export async function requestPayment(session: Session, options: RequestOptions): Promise<void> {
  const { bills: file } = options
  const { functionCode, economicCode } = options
  const nature = `FUND_NATURE_${options.nature.toUpperCase()}` as FundNature
  const { settings } = session
  const request = transfer.RequestPaymentRequest.fromPartial({
    ...creatingFields(options),
    ...{ parent: programmeName(settings.programme), transferId: options.id, fen: options.yuan ?? 0n },
    ...paidBy(options, settings),
    year: Number(options.year ?? 0n),
    classification: Classification.create({ nature, functionCode, economicCode }),
    bills: file === undefined ? [] : billsOf(await textOf(file === '-' ? file : `@${file}`), file),
  })
  const bus = await session.bus()
  const answer = await bus.call(TransferServiceClient, (client) => client.requestPayment, request, options.after)
  await answered(session, answer, ({ fen }) => ({
    zh: `申请支付 ${yuanOf(fen)} 元`,
    en: `asked for ${yuanOf(fen)} yuan to be paid`,
  }))
}

export async function approve(session: Session, name: string, options: CommandOptions): Promise<void> {
  const request = transfer.ApprovePaymentRequest.create(fieldsOf(session, name, options))
  const bus = await session.bus()
  const answer = await bus.call(TransferServiceClient, (client) => client.approvePayment, request, options.after)
  await answered(session, answer, () => ({ zh: '同意支付', en: 'agreed to the payment' }))
}

export async function order(session: Session, name: string, options: CommandOptions): Promise<void> {
  const request = transfer.OrderPaymentRequest.create(fieldsOf(session, name, options))
  const bus = await session.bus()
  const answer = await bus.call(TransferServiceClient, (client) => client.orderPayment, request, options.after)
  await answered(session, answer, ({ fen, bookedFen, accountMasked }) => ({
    zh: `向 ${accountMasked} 支付 ${yuanOf(fen - bookedFen)} 元,指令已发出`,
    en: `ordered ${yuanOf(fen - bookedFen)} yuan to be paid to ${accountMasked}`,
  }))
}

export async function endOrder(
  session: Session,
  name: string,
  options: CommandOptions & { readonly reason: string },
): Promise<void> {
  const text = await textOf(options.reason)
  const request = transfer.EndOrderRequest.create({ ...fieldsOf(session, name, options), text })
  const bus = await session.bus()
  const answer = await bus.call(TransferServiceClient, (client) => client.endOrder, request, options.after)
  await answered(session, answer, ({ fen, bookedFen }) => ({
    zh: `登记银行不再支付余额 ${yuanOf(fen - bookedFen)} 元,可再次支付或撤回`,
    en: `the bank does not pay the other ${yuanOf(fen - bookedFen)} yuan: to be ordered again, or taken back`,
  }))
}

export async function withdraw(
  session: Session,
  name: string,
  options: CommandOptions & { readonly reason: string },
): Promise<void> {
  const text = await textOf(options.reason)
  const request = transfer.WithdrawPaymentRequest.create({ ...fieldsOf(session, name, options), text })
  const bus = await session.bus()
  const answer = await bus.call(TransferServiceClient, (client) => client.withdrawPayment, request, options.after)
  await answered(session, answer, () => ({ zh: '撤回支付申请', en: 'took the payment back' }))
}
