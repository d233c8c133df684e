/** What `qiantou payee …` does. */
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import * as payee from '#proto/qiantou/transfer/v1/payee_service.ts'
import { accountNumberOf } from '../input/account-number.ts'
import { type CommandOptions, commandFields, type LookingBack } from '../input/command.ts'
import { payeeName } from '../input/name.ts'
import type { Session } from '../session.ts'
import type { Bilingual } from '../settings.ts'
import { jsonOf } from '../text/json.ts'
import { write, writeJson } from '../text/output.ts'
import { payeeSheets } from '../text/payment.ts'
import { told } from '../text/receipt.ts'
import { dateText } from '../text/time.ts'

const { PayeeServiceClient } = payee

export async function show(session: Session, name: string, { after }: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = payee.GetPayeeRequest.create({ name: payeeName(name, settings) })
  const response = await bus.call(PayeeServiceClient, (client) => client.getPayee, request, after)
  if (settings.json) return writeJson(jsonOf(response))
  await write(payeeSheets(response.payee as payee.Payee, settings))
}

type Answer = { readonly payee: payee.Payee | undefined; readonly receipt: Receipt | undefined }

async function answered(
  { settings }: Session,
  answer: Answer,
  deed: (account: payee.Account | undefined) => Bilingual,
): Promise<void> {
  if (settings.json) return writeJson(jsonOf(answer))
  const said = deed(answer.payee?.accounts.at(-1))[settings.language]
  await write(told(answer.payee?.name ?? '', said, answer.receipt, settings))
}

const fieldsOf = ({ settings }: Session, name: string, options: CommandOptions) => ({
  ...commandFields(options),
  name: payeeName(name, settings),
})

type ProposeOptions = CommandOptions & {
  readonly number?: string
  readonly bankCode: string
  readonly holder: string
}

export async function proposeAccount(session: Session, name: string, options: ProposeOptions): Promise<void> {
  const { bankCode, holder: holderName } = options
  const fields = fieldsOf(session, name, options)
  const number = await accountNumberOf(options.number)
  const request = payee.ProposeAccountRequest.create({ ...fields, number, bankCode, holderName })
  const bus = await session.bus()
  const answer = await bus.call(PayeeServiceClient, (client) => client.proposeAccount, request, options.after)
  await answered(session, answer, (account) => ({
    zh: `录入账户 ${account?.masked ?? ''},待他人复核`,
    en: `named the account ${account?.masked ?? ''}, which another person confirms`,
  }))
}

export async function confirmAccount(session: Session, name: string, options: CommandOptions): Promise<void> {
  const request = payee.ConfirmAccountRequest.create(fieldsOf(session, name, options))
  const bus = await session.bus()
  const answer = await bus.call(PayeeServiceClient, (client) => client.confirmAccount, request, options.after)
  await answered(session, answer, (account) => ({
    zh: `复核账户 ${account?.masked ?? ''},自 ${dateText(account?.effectiveFrom)} 起生效`,
    en: `confirmed the account ${account?.masked ?? ''}, which counts from ${dateText(account?.effectiveFrom)}`,
  }))
}

export async function refuseAccount(session: Session, name: string, options: CommandOptions): Promise<void> {
  const request = payee.RefuseAccountRequest.create(fieldsOf(session, name, options))
  const bus = await session.bus()
  const answer = await bus.call(PayeeServiceClient, (client) => client.refuseAccount, request, options.after)
  await answered(session, answer, (account) => ({
    zh: `退回账户 ${account?.masked ?? ''}`,
    en: `did not confirm the account ${account?.masked ?? ''}`,
  }))
}
