/** Payees: all their methods, and who may know of one. */
import { right } from 'fp-ts/lib/Either.js'
import {
  type Account as AccountMessage,
  ConfirmAccountRequest,
  GetPayeeRequest,
  type Payee as PayeeResource,
  PayeeServiceService,
  ProposeAccountRequest,
  RefuseAccountRequest,
} from '#proto/qiantou/transfer/v1/payee_service.ts'
import { toDateOrNone } from '#shared/domain/calendar.ts'
import { isCreditCode } from '#shared/domain/credit-code.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { partsOf, programmeOf } from '#shared/domain/resource-name.ts'
import { calendarOf } from '#shared/domain/rules.ts'
import { sealedContent } from '#shared/grpc/content.ts'
import type { Fields } from '#shared/grpc/fields.ts'
import { type Call, command, prepared, query } from '#shared/grpc/method.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import type { Content, Decided } from '#shared/postgres/work.ts'
import { masked } from '../bank/vault.ts'
import { type Account, type Payee, type PayeeCommand, payeeDecider, payeeParties } from '../domain/payee.ts'
import { type ProgrammeView, programmeView } from '../domain/programme.ts'
import type { Finance } from '../main.ts'
import { checkPayeeName } from './application-content.ts'
import { notFound } from './not-found.ts'

type Named = { readonly name: string }

const toAccount = (account: Account, i: number): AccountMessage => ({
  $type: 'qiantou.transfer.v1.Account',
  ...{ version: i + 1, masked: account.masked, bankCode: account.bankCode, holderName: account.holderName },
  effectiveFrom: toDateOrNone(account.effectiveFrom),
  refused: account.refused ?? false,
})

const toPayee = (name: string, { accounts }: Payee, etag: bigint): PayeeResource => ({
  $type: 'qiantou.transfer.v1.Payee',
  ...{ name, etag, accounts: accounts.map(toAccount) },
})

function checkNamed({ name }: Named, fields: Fields): void {
  fields.name('name', name, 'payee')
  if (fields.violations.length > 0) return
  fields.require('name', isCreditCode(partsOf('payee', name).payee.toUpperCase()), 'must end with a true credit code')
}

const programmeFor = async (name: string, { services }: Call<Finance>): Promise<ProgrammeView | undefined> =>
  (await services.store.glance(programmeOf(name), programmeView))?.state

const onPayee = {
  stream: ({ name }: Named) => name,
  beside: ({ name }: Named) => [programmeOf(name)],
  parties: async ({ stream }: Decided<Payee>, call: Call<Finance>) => {
    const programme = await programmeFor(stream, call)
    return programme ? payeeParties(programme) : new Set<string>()
  },
  reply: ({ stream, state, version, receipt }: Decided<Payee>) => ({
    payee: toPayee(stream, state, version),
    receipt: toReceipt(receipt),
  }),
}

type Said<Command> = Command extends unknown ? Omit<Command, 'programme' | 'calendar'> : never

/** A command with the programme as it stands; to who keeps no accounts of it, nobody is paid by it. */
const ready = (name: string, said: Said<PayeeCommand>, { caller }: Call<Finance>, contents: readonly Content[] = []) =>
  prepared<PayeeCommand>((stateOf) => {
    const programme = stateOf(programmeOf(name), programmeView)
    if (!programme || !mayRead(caller, payeeParties(programme))) return notFound.payee
    return right({ ...said, programme, calendar: calendarOf(programme) })
  }, contents)

const proposeAccount = command<Finance>()(ProposeAccountRequest, payeeDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    const { number, bankCode, holderName } = request
    // Not said back: it would stand in logs.
    fields.require('number', /^[0-9A-Z]{6,34}$/.test(number), 'must be 6 to 34 digits and capital letters')
    fields.require('bank_code', /^[0-9]{12}$/.test(bankCode), 'must be 12 digits')
    checkPayeeName('holder_name', holderName, fields)
  },
  prepare: ({ name, number, bankCode, holderName }, call) => {
    const { reference, content } = sealedContent(call.services.vault.seal(number, name))
    const said = { type: 'Propose' as const, number: reference, masked: masked(number), bankCode, holderName }
    return ready(name, said, call, [content])
  },
  ...onPayee,
})

const confirmAccount = command<Finance>()(ConfirmAccountRequest, payeeDecider, {
  check: checkNamed,
  prepare: ({ name }, call) => ready(name, { type: 'Confirm' }, call),
  ...onPayee,
})

const refuseAccount = command<Finance>()(RefuseAccountRequest, payeeDecider, {
  check: checkNamed,
  prepare: ({ name }, call) => ready(name, { type: 'Refuse' }, call),
  ...onPayee,
})

const getPayee = query<Finance>()(GetPayeeRequest, {
  check: checkNamed,
  answer: async ({ name }, { caller, services }) => {
    const programme = (await services.store.load(programmeOf(name), programmeView))?.state
    const row = await services.store.load(name, payeeDecider)
    const { state, version = 0n } = row ?? {}
    if (!state || !programme || !mayRead(caller, payeeParties(programme))) return notFound.payee
    return right({ payee: toPayee(name, state, version) })
  },
})

export const payeeService: GrpcService<Finance> = {
  definition: PayeeServiceService,
  methods: { proposeAccount, confirmAccount, refuseAccount, getPayee },
}
