/**
 * Transfer: a payment of an award, of what a voucher is redeemed for, or out of a quota, from request to the bank's receipt. One
 * order is paid once, whatever is repeated.
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Bill } from '#proto/qiantou/application/v1/application.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import type { BankEvidence, Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { type Day, dayOf, endOf } from '#shared/domain/calendar.ts'
import type { Context, Decider, ResourceName } from '#shared/domain/decider.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { yearOf } from '#shared/domain/trial.ts'
import { unfitBills } from './bill.ts'
import { type Signatories, signing, unfitPayers } from './duty.ts'
import { unfitInvoice } from './invoice.ts'
import { type Paid, type Payable, payableOf, reservationOf, unfitAmountOf } from './payable.ts'
import type { Payee } from './payee.ts'
import { type Pool, unfitClosed } from './pool.ts'
import { type Agreeing, overdueNext, type Receiving } from './recovery.ts'
import { type SucceedCommand, succeed, successionParties } from './succession.ts'
import { book, comeBack, refuse } from './transfer-bank.ts'
import { evolve } from './transfer-fold.ts'
import { order } from './transfer-order.ts'
import { agree, claim, recover, reduce, tellOverdue } from './transfer-recovery.ts'
import {
  freedInvoices,
  keptFen,
  namesPaid,
  notReady,
  openFen,
  type PaymentStep,
  type Transfer,
  type TransferFact,
  transferBodies,
  transferFacts,
} from './transfer-state.ts'

// ---- Commands

/** What the bank says of an order, which its `endToEndId` names. `reference` tells its entries apart. */
export type BankSaid = { readonly evidence: BankEvidence; readonly on: Day; readonly endToEndId: string }

/** Each on what is paid, as it stands in the batch. */
type PaymentCommand = Paid &
  (
    | {
        readonly type: 'Request'
        readonly name: ResourceName
        readonly fen: bigint
        /** The budget year that pays; 0 for the first that has something free. */
        readonly year: number
        readonly classification: Classification
        readonly payee: ResourceName
        /** That a quota is of; not asked for otherwise. */
        readonly pool?: Pool | undefined
        /** What is paid out of a quota, and the first of it that stands in another payment. */
        readonly bills?: readonly Bill[]
        readonly used?: Bill | undefined
      }
    | { readonly type: 'Approve' }
    | {
        readonly type: 'Order'
        readonly payee: Payee | undefined
        readonly credit: { readonly engine: string; readonly problem: string | undefined }
      }
    | { readonly type: 'Withdraw'; readonly text: ContentReference }
    /** `orderLeft`: the end-to-end id of its order, once that has left for the bank. */
    | { readonly type: 'EndOrder'; readonly text: ContentReference; readonly orderLeft: string | undefined }
    | {
        readonly type: 'ClaimRecovery'
        /** 0 for all that was paid and is not claimed. */
        readonly fen: bigint
        readonly document: string
        readonly text: ContentReference
      }
    | {
        readonly type: 'ReduceClaim'
        /** 0 for all that is still claimed. */
        readonly fen: bigint
        readonly document: string
        readonly text: ContentReference
      }
    | ({ readonly type: 'AgreeRecovery' } & Agreeing)
    | ({ readonly type: 'Recover' } & Receiving)
    | ({ readonly type: 'Book'; readonly fen: bigint } & BankSaid)
    | ({ readonly type: 'Return'; readonly fen: bigint; readonly reasonCode: string } & BankSaid)
    | ({ readonly type: 'Reject'; readonly reasonCode: string } & BankSaid)
  )

export type TransferCommand = Signatories & (PaymentCommand | SucceedCommand)

type Decision = Either<Rejection, readonly [TransferFact]>
export type Of<Type extends TransferCommand['type']> = Extract<TransferCommand, { readonly type: Type }>

// ---- What several decisions ask

const kindOf = (paid: Paid, name: ResourceName) => ({
  ...{ application: '', voucher: '', quota: '' },
  ...('quota' in paid ? { quota: name } : 'voucher' in paid ? { voucher: name } : { application: name }),
})

// ---- Decisions of persons

/** No year pays before it has begun: a call may take applications for the next one. */
const unfitYear = ({ year }: Payable, today: Day): Rejection | undefined =>
  year > yearOf(today) ? rejection('precondition', 'YEAR_NOT_BEGUN', { year: `${year}` }) : undefined

/** Why a quota is not spent: who passes on spends nothing, and what a closed year has left is no longer there. */
function unfitQuota(command: Of<'Request'>, { year }: Payable, today: Day): Rejection | undefined {
  if (!('quota' in command)) return undefined
  const { organisation, holding } = command.quota
  if (holding !== 'HOLDING_DEPARTMENT')
    return rejection('precondition', 'HELD_OTHERWISE', { organisation, holding: holding.replace('HOLDING_', '') })
  return unfitClosed(command.pool, year) ?? unfitBills(command.bills ?? [], today) ?? unfitInvoice(command.used)
}

function request(command: Of<'Request'>, state: Transfer | undefined, context: Context): Decision {
  const { name, classification, payee, bills = [] } = command
  const { actor } = context
  const paid = payableOf(command, command.year)
  if (actor !== paid.handler) return reject('permission', 'NOT_YOUR_TURN', { turn: paid.handler })
  if (state) return reject('exists', 'TRANSFER_EXISTS')
  const { freeFen: free } = paid
  if (free === undefined) return reject('precondition', 'APPLICATION_NOT_APPROVED')
  const fen = command.fen || free
  const unfit =
    unfitYear(paid, dayOf(context.at)) ??
    unfitQuota(command, paid, dayOf(context.at)) ??
    unfitAmountOf(command, paid, fen) ??
    unfitPayers('REQUEST', signing(command, context, fen), paid.taken, [])
  if (unfit) return left(unfit)
  const { finance, pool, year } = paid
  const said = { ...kindOf(command, name), fen, classification, payee, finance, pool, year }
  const { creditor, purpose } = 'quota' in command ? command.spending : { creditor: undefined, purpose: '' }
  const reserved = 'quota' in command ? reservationOf(paid, 1, fen) : undefined
  return right([
    { $type: 'qiantou.transfer.v1.PaymentRequested', ...said, creditor, purpose, reserved, bills: [...bills] },
  ])
}

const stages: Readonly<Record<'Approve' | 'Order', { step: PaymentStep; from: readonly Transfer['stage'][] }>> = {
  Approve: { step: 'APPROVE', from: ['REQUESTED'] },
  Order: { step: 'ORDER', from: ['APPROVED', 'RETURNED'] },
}

/** Why the finance department may not take a step. */
function unfitStep(command: Of<'Approve' | 'Order'>, state: Transfer, context: Context): Rejection | undefined {
  const { step, from } = stages[command.type]
  if (context.actor !== state.finance)
    return rejection('permission', 'NOT_FINANCE_DEPARTMENT', { finance: state.finance })
  if (!from.includes(state.stage)) return notReady(state)
  return unfitPayers(step, signing(command, context, openFen(state)), payableOf(command).taken, state.signed)
}

/**
 * Of an order that the bank let fall, another person than ordered it says so: what is open may be ordered once more by that.
 * Of one that has not left the bank can say nothing: it leaves yet.
 */
function endOrder({ text, orderLeft }: Of<'EndOrder'>, state: Transfer, { actor, signOff }: Context): Decision {
  const { finance, order: last, atBankFen, signed } = state
  if (actor !== finance) return reject('permission', 'NOT_FINANCE_DEPARTMENT', { finance })
  if (state.stage !== 'ORDERED' || !last || atBankFen === '0') return left(notReady(state))
  if (orderLeft !== last.endToEndId) return reject('precondition', 'ORDER_NOT_LEFT')
  if (signOff.length === 0) return reject('precondition', 'SIGN_OFF_NEEDED')
  const orderers = new Set(signed.findLast(({ step }) => step === 'ORDER')?.signOff?.map(({ person }) => person))
  const same = signOff.find(({ person }) => orderers.has(person))?.person
  if (same) return reject('precondition', 'SECOND_PERSON_NEEDED', { person: same })
  const said = { ...namesPaid(state), endToEndId: last.endToEndId, fen: BigInt(atBankFen), text }
  return right([{ $type: 'qiantou.transfer.v1.OrderEnded', ...said }])
}

function withdraw(command: Of<'Withdraw'>, state: Transfer, { actor }: Context): Decision {
  const { text } = command
  if (!transferBodies(state).includes(actor)) return reject('permission', 'NOT_YOUR_TURN', { turn: state.handler })
  if (state.stage === 'ORDERED' || state.stage === 'WITHDRAWN') return left(notReady(state))
  const said = { ...namesPaid(state), fen: openFen(state), text, year: state.year }
  const released = 'quota' in command ? payableOf(command).reserved : undefined
  const invoices = freedInvoices(state, { openFen: 0n, keptFen: keptFen(state) })
  return right([{ $type: 'qiantou.transfer.v1.PaymentWithdrawn', ...said, released, invoices }])
}

// ---- Decisions

function decide(command: TransferCommand, state: Transfer | undefined, context: Context): Decision {
  if (command.type === 'Request') return request(command, state, context)
  if (!state) return reject('notFound', 'TRANSFER_NOT_FOUND')
  switch (command.type) {
    case 'Succeed':
      return succeed('qiantou.transfer.v1.TransferBodySucceeded', command, transferBodies(state))
    case 'Withdraw':
      return withdraw(command, state, context)
    case 'EndOrder':
      return endOrder(command, state, context)
    case 'Book':
      return book(command, state)
    case 'Return':
      return comeBack(command, state)
    case 'Reject':
      return refuse(command, state)
    case 'ClaimRecovery':
      return claim(command, state, context)
    case 'ReduceClaim':
      return reduce(command, state, context)
    case 'AgreeRecovery':
      return agree(command, state, context)
    case 'Recover':
      return recover(command, state, context)
    default: {
      const unfit = unfitStep(command, state, context)
      if (unfit) return left(unfit)
      if (command.type === 'Order') return order(command, state, context)
      return right([{ $type: 'qiantou.transfer.v1.PaymentApproved', application: state.application }])
    }
  }
}

const due = (state: Transfer): string | undefined => {
  const next = overdueNext(state)
  return next && endOf(next.due).toISOString()
}

export const transferDecider: Decider<TransferCommand, Transfer, TransferFact> = {
  aggregate: 'transfer',
  foldVersion: 6,
  owns: transferFacts,
  folds: [],
  touches: () => [],
  readers: transferBodies,
  due,
  decide,
  evolve,
  elapse: (state) => [tellOverdue(state)],
  parties: (fact, state) => {
    if (fact.$type === 'qiantou.transfer.v1.TransferBodySucceeded') return successionParties(fact)
    const isBeginning = fact.$type === 'qiantou.transfer.v1.PaymentRequested'
    return { admits: isBeginning ? transferBodies(state) : [], releases: [] }
  },
}
