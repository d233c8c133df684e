/** Transfers: all their methods, and who may know of one. */
import { isLeft, right } from 'fp-ts/lib/Either.js'
import type { Classification, Creditor } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import {
  ApprovePaymentRequest,
  EndOrderRequest,
  GetTransferRequest,
  GetTransferTextRequest,
  ListTransfersRequest,
  OrderPaymentRequest,
  RequestPaymentRequest,
  Transfer as TransferResource,
  TransferServiceService,
  WithdrawPaymentRequest,
} from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { reject } from '#shared/domain/rejection.ts'
import { formatName, isUnder, partsOf } from '#shared/domain/resource-name.ts'
import { written } from '#shared/grpc/content.ts'
import type { Fields } from '#shared/grpc/fields.ts'
import { type Call, command, prepared, query } from '#shared/grpc/method.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import { checkText, textOf } from '#shared/grpc/text.ts'
import { billUsed, invoiceName } from '../domain/invoice.ts'
import { paidBodies, paidNamed, payableOf, type Spending } from '../domain/payable.ts'
import { payeeDecider, payeeFor } from '../domain/payee.ts'
import { poolDecider } from '../domain/pool.ts'
import { programmeView } from '../domain/programme.ts'
import { poolOfQuota } from '../domain/quota-state.ts'
import { type TransferCommand, transferDecider } from '../domain/transfer.ts'
import { type Transfer, transferParties } from '../domain/transfer-state.ts'
import type { Finance } from '../main.ts'
import { hasLeft } from '../postgres/bank.ts'
import { checkBills, checkParty } from './application-content.ts'
import { checkClassification } from './classification.ts'
import { creditOfTransfer } from './credit.ts'
import { readListed } from './listed.ts'
import { notFound } from './not-found.ts'
import { readable } from './readable.ts'
import { signable } from './signatories.ts'
import { answering, checkNamed, type Named, onTransfer, ready } from './transfer-command.ts'
import { recoveryMethods } from './transfer-recovery.ts'
import { toTransfer } from './transfer-resource.ts'

/** As many bills as a payment pays: a record holds 60 KiB, and each invoice is a stream. */
const mostBills = 50

/** What is to be paid. */
const askedOf = ({ application, voucher, quota }: RequestPaymentRequest) =>
  quota
    ? (['quota', quota] as const)
    : voucher
      ? (['voucher', voucher] as const)
      : (['application', application] as const)

const transferNamed = ({ parent, transferId }: RequestPaymentRequest): string =>
  formatName('transfer', { ...partsOf('programme', parent), transfer: transferId })

/** What is to be spent of a quota; undefined where something else is paid. */
function spendingOf(request: RequestPaymentRequest): Spending | undefined {
  const { quota, year, classification, creditor, purpose } = request
  if (!quota || !classification || !creditor) return undefined
  const said = { quota, year, classification, creditor, purpose }
  return { transfer: transferNamed(request), ...said, reservedFen: 0n, reservations: 0 }
}

/** Who is paid out of a quota, by a name that ISO 20022 takes, and what for. */
function checkCreditor(creditor: Creditor | undefined, purpose: string, fields: Fields): void {
  fields.text('purpose', purpose, 1, 140)
  if (!creditor) return fields.require('creditor', false, 'is required')
  checkParty('creditor', creditor, fields)
}

const requestPayment = command<Finance>()(RequestPaymentRequest, transferDecider, {
  check: (request, fields) => {
    const { parent, transferId, application, voucher, quota, fen, year, classification, creditor, purpose, bills } =
      request
    fields.name('parent', parent, 'programme')
    fields.id('transfer_id', transferId)
    const [kind, name] = askedOf(request)
    fields.name(kind, name, kind)
    fields.require(kind, isUnder(name, parent), 'must be of the programme')
    fields.require('voucher', !voucher || !application, 'must be empty where an application is paid')
    fields.require('quota', !quota || !(application || voucher), 'must be empty where something else is paid')
    fields.fen('fen', fen, 0n)
    fields.year('year', year, { orNone: !quota })
    checkClassification('classification', classification, fields)
    checkBills('bills', bills, [0, quota ? mostBills : 0], fields)
    if (quota) return checkCreditor(creditor, purpose, fields)
    fields.require('creditor', creditor === undefined, 'must be absent where no quota is spent')
    fields.require('purpose', purpose === '', 'must be empty where no quota is spent')
  },
  stream: transferNamed,
  beside: (request, { caller }) => {
    const [kind, name] = askedOf(request)
    const invoices = request.bills.map(({ invoice }) => invoiceName(request.parent, invoice))
    return [request.parent, name, caller.actor, ...(kind === 'quota' ? [poolOfQuota(name), ...invoices] : [])]
  },
  prepare: (request, { caller }) =>
    prepared<TransferCommand>((stateOf) => {
      const { parent, fen, year, bills } = request
      const [kind, name] = askedOf(request)
      const programme = stateOf(parent, programmeView)
      const paid = paidNamed(name, stateOf, spendingOf(request))
      if (!programme || !paid || !mayRead(caller, new Set([programme.office, ...paidBodies(paid)])))
        return notFound[kind]
      const payee = payeeFor(name, payableOf(paid).payee.code)
      const pool = kind === 'quota' ? stateOf(poolOfQuota(name), poolDecider) : undefined
      const said = { fen, year, classification: request.classification as Classification, payee, pool }
      const used = billUsed(transferNamed(request), bills, stateOf)
      return signable<TransferCommand>(right({ type: 'Request', name, ...said, bills, used, ...paid }), caller, stateOf)
    }),
  ...answering,
})

const approvePayment = command<Finance>()(ApprovePaymentRequest, transferDecider, {
  check: checkNamed,
  prepare: ({ name }, call) => ready(name, call, ({ paid }) => right({ type: 'Approve', ...paid })),
  ...onTransfer,
})

const orderPayment = command<Finance>()(OrderPaymentRequest, transferDecider, {
  check: checkNamed,
  prepare: async ({ name }, call) => {
    const known = (await call.services.store.glance(name, transferDecider))?.state
    const credit = await creditOfTransfer(name, known, call)
    return ready(name, call, ({ paid, stateOf }) => {
      if ('fault' in credit) return reject('precondition', 'CREDIT_REGISTER_UNREADABLE', { problem: credit.fault })
      const payee = stateOf(known?.payee ?? '', payeeDecider)
      return right({ type: 'Order', payee, credit, ...paid })
    })
  },
  ...onTransfer,
})

/** A command with a reason; `add` is what it is decided on besides. */
const withText = (add: (name: string, call: Call<Finance>) => Promise<Ended | { readonly type: 'Withdraw' }>) => ({
  check: (request: Named & { readonly text: string }, fields: Fields) => {
    checkNamed(request, fields)
    fields.prose('text', request.text)
  },
  prepare: async ({ name, text: said }: Named & { readonly text: string }, call: Call<Finance>) => {
    const added = await add(name, call)
    return written(said, {}, (text, contents) =>
      ready(name, call, ({ paid }) => right({ ...added, text, ...paid }), contents),
    )
  },
  ...onTransfer,
})

type Ended = { readonly type: 'EndOrder'; readonly orderLeft: string | undefined }

/** The end-to-end id of its last order, where that has left for the bank: which it never takes back. */
async function orderLeft(name: string, { services }: Call<Finance>): Promise<string | undefined> {
  const order = (await services.store.glance(name, transferDecider))?.state?.order?.endToEndId
  return order && (await hasLeft(services.database, order, name)) ? order : undefined
}

const endOrder = command<Finance>()(
  EndOrderRequest,
  transferDecider,
  withText(async (name, call) => ({ type: 'EndOrder', orderLeft: await orderLeft(name, call) })),
)
const withdrawPayment = command<Finance>()(
  WithdrawPaymentRequest,
  transferDecider,
  withText(async () => ({ type: 'Withdraw' })),
)

const getTransfer = query<Finance>()(GetTransferRequest, {
  check: checkNamed,
  answer: async ({ name }, call) => {
    const found = await readable(name, transferDecider, transferParties, call)
    return found ? right({ transfer: toTransfer(name, found.state, found.version) }) : notFound.transfer
  },
})

const getTransferText = query<Finance>()(GetTransferTextRequest, {
  check: checkText('transfer'),
  answer: async (request, call) =>
    (await readable(request.name, transferDecider, transferParties, call))
      ? textOf(request, call.services.database)
      : notFound.transfer,
})

const listTransfers = query<Finance>()(ListTransfersRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'programme')
    fields.page(request)
  },
  answer: async (request, call) => {
    const listed = await readListed<Transfer, TransferResource>('transfer', request, call, {
      toMessage: ({ name, state, version }) => toTransfer(name, state, version),
      message: TransferResource,
    })
    return isLeft(listed) ? listed : right({ transfers: listed.right.page, nextPageToken: listed.right.nextPageToken })
  },
})

export const transferService: GrpcService<Finance> = {
  definition: TransferServiceService,
  methods: {
    ...{ requestPayment, approvePayment, orderPayment, endOrder, withdrawPayment, ...recoveryMethods },
    ...{ getTransfer, listTransfers, getTransferText },
  },
}
