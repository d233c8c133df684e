/** What `qiantou payee …` does. */
import * as payee from '#proto/qiantou/transfer/v1/payee_service.ts'
import { accountNumberOf } from '../input/account-number.ts'
import { type CommandOptions, commandFields, type LookingBack } from '../input/command.ts'
import { payeeName } from '../input/name.ts'
import type { Session } from '../session.ts'
import { jsonOf } from '../text/json.ts'
import { write, writeJson } from '../text/output.ts'
import { payeeSheets } from '../text/payment.ts'
import { dateText } from '../text/time.ts'
import { answering, type Receipted } from './answered.ts'

const { PayeeServiceClient } = payee

export async function show(session: Session, name: string, { after }: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = payee.GetPayeeRequest.create({ name: payeeName(name, settings) })
  const response = await bus.call(PayeeServiceClient, (client) => client.getPayee, request, after)
  if (settings.json) return writeJson(jsonOf(response))
  await write(payeeSheets(response.payee as payee.Payee, settings))
}

/** Says what was done with the account that was named last. */
const answered = answering(
  ({ payee: changed }: Receipted & { readonly payee: payee.Payee | undefined }) =>
    changed && { ...(changed.accounts.at(-1) as payee.Account), name: changed.name },
)

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
  await answered(session, answer, ({ masked }) => ({
    zh: `录入账户 ${masked},待他人复核`,
    en: `named the account ${masked}, which another person confirms`,
  }))
}

export async function confirmAccount(session: Session, name: string, options: CommandOptions): Promise<void> {
  const request = payee.ConfirmAccountRequest.create(fieldsOf(session, name, options))
  const bus = await session.bus()
  const answer = await bus.call(PayeeServiceClient, (client) => client.confirmAccount, request, options.after)
  await answered(session, answer, ({ masked, effectiveFrom }) => ({
    zh: `复核账户 ${masked},自 ${dateText(effectiveFrom)} 起生效`,
    en: `confirmed the account ${masked}, which counts from ${dateText(effectiveFrom)}`,
  }))
}

export async function refuseAccount(session: Session, name: string, options: CommandOptions): Promise<void> {
  const request = payee.RefuseAccountRequest.create(fieldsOf(session, name, options))
  const bus = await session.bus()
  const answer = await bus.call(PayeeServiceClient, (client) => client.refuseAccount, request, options.after)
  await answered(session, answer, ({ masked }) => ({
    zh: `退回账户 ${masked}`,
    en: `did not confirm the account ${masked}`,
  }))
}
