/** What `qiantou voucher …` does. */
import * as voucher from '#proto/qiantou/voucher/v1/voucher_service.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { allItems } from '#shared/grpc/page.ts'
import { billsOf } from '../input/bills.ts'
import { type CommandOptions, commandFields, creatingFields, type LookingBack } from '../input/command.ts'
import { measureName, organisationName, programmeName, voucherName } from '../input/name.ts'
import { textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { voucherSheet, voucherTable } from '../text/voucher.ts'
import { answering, type Receipted } from './answered.ts'
import { noneOf } from './programme-office.ts'

const { VoucherServiceClient } = voucher

// ---- Reading

export async function list(session: Session, { after }: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const parent = programmeName(settings.programme)
  const fetch = (pageToken: string) => {
    const request = voucher.ListVouchersRequest.create({ parent, pageSize: 1_000, pageToken })
    return bus.call(VoucherServiceClient, (client) => client.listVouchers, request, after)
  }
  const vouchers = await allItems(fetch, (page) => page.vouchers).catch(noneOf(bus, parent))
  if (settings.json) return writeJson({ vouchers: jsonOf(vouchers) })
  await write(voucherTable(vouchers, settings.language))
}

export async function show(session: Session, name: string, { after }: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = voucher.GetVoucherRequest.create({ name: voucherName(name, settings) })
  const response = await bus.call(VoucherServiceClient, (client) => client.getVoucher, request, after)
  if (settings.json) return writeJson(jsonOf(response))
  const names = await loadNames(bus, settings)
  await write(voucherSheet(response.voucher as voucher.Voucher, names, settings.language))
}

// ---- Changing

const answered = answering(({ voucher }: Receipted & { readonly voucher: voucher.Voucher | undefined }) => voucher)

const fieldsOf = ({ settings }: Session, name: string, options: CommandOptions) => ({
  ...commandFields(options),
  name: voucherName(name, settings),
})

type IssueOptions = CommandOptions & {
  readonly id: string
  readonly measure: string
  readonly code: string
  readonly name: string
  readonly class?: string
  readonly title: string
  readonly sponsor: string
  readonly yuan: bigint
  readonly days: bigint
  readonly call?: string
}

export async function issue(session: Session, options: IssueOptions): Promise<void> {
  const { settings } = session
  const request = voucher.IssueVoucherRequest.fromPartial({
    ...creatingFields(options),
    ...{ parent: programmeName(settings.programme), voucherId: options.id, title: options.title },
    measure: measureName(options.measure, settings),
    applicant: { code: options.code, name: options.name, applicantClass: options.class ?? '' },
    ...{ sponsor: organisationName(options.sponsor), faceFen: options.yuan, validityDays: Number(options.days) },
    call: options.call ?? '',
  })
  const bus = await session.bus()
  const answer = await bus.call(VoucherServiceClient, (client) => client.issueVoucher, request, options.after)
  await answered(session, answer, ({ faceFen }) => ({
    zh: `发放面额 ${yuanOf(faceFen)} 元的券`,
    en: `issued a voucher of ${yuanOf(faceFen)} yuan`,
  }))
}

export async function present(
  session: Session,
  name: string,
  options: CommandOptions & { readonly bills: string },
): Promise<void> {
  const { bills: file } = options
  const bills = billsOf(await textOf(file === '-' ? file : `@${file}`), file)
  const request = voucher.PresentVoucherRequest.create({ ...fieldsOf(session, name, options), bills })
  const bus = await session.bus()
  const answer = await bus.call(VoucherServiceClient, (client) => client.presentVoucher, request, options.after)
  await answered(session, answer, ({ presentations }) => {
    const { number, billsFen } = presentations.at(-1) as voucher.Presentation
    return {
      zh: `第 ${number} 次申请兑付,票据合计 ${yuanOf(billsFen)} 元`,
      en: `presented bills of ${yuanOf(billsFen)} yuan: presentation ${number}`,
    }
  })
}

type Answering = CommandOptions & { readonly presentation: bigint }

export async function accept(session: Session, name: string, options: Answering): Promise<void> {
  const presentation = Number(options.presentation)
  const request = voucher.AcceptPresentationRequest.create({ ...fieldsOf(session, name, options), presentation })
  const bus = await session.bus()
  const answer = await bus.call(VoucherServiceClient, (client) => client.acceptPresentation, request, options.after)
  await answered(session, answer, ({ presentations, leftFen }) => {
    const fen = presentations[presentation - 1]?.redeemedFen ?? 0n
    return {
      zh: `兑付 ${yuanOf(fen)} 元,余额 ${yuanOf(leftFen)} 元`,
      en: `redeemed ${yuanOf(fen)} yuan: ${yuanOf(leftFen)} are left`,
    }
  })
}

export async function refuse(
  session: Session,
  name: string,
  options: Answering & { readonly reason: string },
): Promise<void> {
  const presentation = Number(options.presentation)
  const said = { ...fieldsOf(session, name, options), presentation, text: await textOf(options.reason) }
  const request = voucher.RefusePresentationRequest.create(said)
  const bus = await session.bus()
  const answer = await bus.call(VoucherServiceClient, (client) => client.refusePresentation, request, options.after)
  await answered(session, answer, () => ({
    zh: `退回第 ${presentation} 次兑付申请`,
    en: `refused presentation ${presentation}`,
  }))
}

export async function cancel(
  session: Session,
  name: string,
  options: CommandOptions & { readonly reason: string },
): Promise<void> {
  const said = { ...fieldsOf(session, name, options), text: await textOf(options.reason) }
  const request = voucher.CancelVoucherRequest.create(said)
  const bus = await session.bus()
  const answer = await bus.call(VoucherServiceClient, (client) => client.cancelVoucher, request, options.after)
  await answered(session, answer, ({ releasedFen }) => ({
    zh: `作废该券,退回资金池 ${yuanOf(releasedFen)} 元`,
    en: `cancelled it: ${yuanOf(releasedFen)} yuan went back into the pool`,
  }))
}
