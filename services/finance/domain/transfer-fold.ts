/** How a transfer comes to stand as it does. */
import type { DateMessage } from '#proto/google/type/date.ts'
import type { BankEvidence, PaymentRequested } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { dayFrom, dayOf } from '#shared/domain/calendar.ts'
import type { Recorded } from '#shared/domain/decider.ts'
import { signedOff } from '#shared/domain/sign-off.ts'
import { keptBill } from './bill.ts'
import { movementsOf, quotaMovementsOf } from './movement.ts'
import {
  nothingClaimed,
  stillAgreed,
  withAgreement,
  withClaim,
  withOverdue,
  withReceipt,
  withSettled,
} from './recovery.ts'
import { succeeded } from './succession.ts'
import {
  type BankEntry,
  openFen,
  type PaymentStep,
  settledFen,
  type Transfer,
  type TransferFact,
} from './transfer-state.ts'

const stepOf: Readonly<Partial<Record<TransferFact['$type'], PaymentStep>>> = {
  'qiantou.transfer.v1.PaymentApproved': 'APPROVE',
  'qiantou.transfer.v1.PaymentOrdered': 'ORDER',
  'qiantou.transfer.v1.RecoveryClaimed': 'CLAIM',
  'qiantou.transfer.v1.ClaimReduced': 'CLAIM',
}

function requested(recorded: Recorded<TransferFact>, fact: PaymentRequested): Transfer {
  const { application, voucher, quota, creditor, purpose, bills, fen, classification, payee, finance, pool, year } =
    fact
  return {
    ...{
      application,
      ...(voucher ? { voucher } : {}),
      ...(creditor
        ? {
            quota,
            spent: {
              ...{ creditor: { code: creditor.code, name: creditor.name }, purpose, reservations: 0 },
              ...(bills.length > 0 ? { bills: bills.map(keptBill) } : {}),
            },
          }
        : {}),
      fen: `${fen}`,
      payee,
      finance,
      pool,
      year,
      handler: recorded.actor,
      stage: 'REQUESTED',
    },
    classification: classification as NonNullable<typeof classification>,
    signed: [{ step: 'REQUEST', ...signedOff(recorded) }],
    ...{ orders: 0, atBankFen: '0', bookedFen: '0', withdrawnFen: '0', entries: [] },
    ...nothingClaimed,
  }
}

type Told = { readonly evidence: BankEvidence | undefined; readonly endToEndId: string }

const entryOf = (fen: bigint, date: string, reasonCode: string, { evidence, endToEndId }: Told): BankEntry => ({
  ...{ fen: `${fen}`, date, reasonCode, ...(endToEndId ? { endToEndId } : {}) },
  bankReference: evidence?.bankReference ?? '',
  fileSha256: Buffer.from(evidence?.fileSha256 ?? new Uint8Array()).toString('hex'),
  number: evidence?.number ?? 0,
})

function booked(state: Transfer, fen: bigint, entry: BankEntry): Transfer {
  return { ...state, bookedFen: `${BigInt(state.bookedFen) + fen}`, entries: [...state.entries, entry] }
}

/**
 * After the bank has said something: what is open and no longer with the bank is ordered once more. Where nothing is open and
 * nothing paid, what came back has settled what was claimed.
 */
function answered(state: Transfer): Transfer {
  if (state.atBankFen !== '0') return state
  if (openFen(state) > 0n) return { ...state, stage: 'RETURNED' }
  return state.bookedFen === '0' ? { ...state, stage: 'WITHDRAWN' } : state
}

/** What of a payment is claimed back; of an award that is kept with the application. */
const reclaimed = (state: Transfer, fact: TransferFact): Transfer =>
  state.application ? state : movementsOf(fact).reduce(withClaim, state)

/** What is reserved of a quota for it has a number of its own each time. */
function reservedAnew(state: Transfer, fact: TransferFact): Transfer {
  const number = quotaMovementsOf(fact).find(({ kind }) => kind === 'reserved')?.reservation.number
  return state.spent && number ? { ...state, spent: { ...state.spent, reservations: number } } : state
}

function changed(state: Transfer, { fact, at }: Recorded<TransferFact>): Transfer {
  switch (fact.$type) {
    case 'qiantou.transfer.v1.TransferBodySucceeded':
      return succeeded(state, fact, ['handler', 'finance'])
    case 'qiantou.transfer.v1.PaymentApproved':
      return { ...state, stage: 'APPROVED' }
    case 'qiantou.transfer.v1.PaymentOrdered': {
      const { messageId, endToEndId, accountMasked, fen } = fact
      const order = { messageId, endToEndId, accountMasked, at: at.toISOString(), fen: `${fen}` }
      const atBankFen = `${BigInt(state.atBankFen) + fen}`
      return { ...state, stage: 'ORDERED', order, orders: state.orders + 1, atBankFen }
    }
    case 'qiantou.transfer.v1.PaymentBooked': {
      const { fen, bookedOn } = fact
      const entry = entryOf(fen, dayFrom(bookedOn as DateMessage), '', fact)
      const { atBankFen } = state
      // What the bank books of an order all the same that it has let fall is not with it any more.
      if (atBankFen === '0') return answered({ ...booked(state, fen, entry), stage: 'ORDERED' })
      return answered({ ...booked(state, fen, entry), atBankFen: `${BigInt(atBankFen) - fen}` })
    }
    case 'qiantou.transfer.v1.PaymentReturned': {
      const { fen, returnedOn, reasonCode } = fact
      const entry = entryOf(-fen, dayFrom(returnedOn as DateMessage), reasonCode, fact)
      const settled = settledFen(fact)
      const withdrawnFen = `${BigInt(state.withdrawnFen) + settled}`
      return answered({ ...withSettled(booked(state, -fen, entry), settled), withdrawnFen })
    }
    case 'qiantou.transfer.v1.PaymentRejected': {
      const entry = entryOf(0n, dayOf(at), fact.reasonCode, fact)
      return answered({ ...booked(state, 0n, entry), atBankFen: '0' })
    }
    case 'qiantou.transfer.v1.OrderEnded':
      return answered({ ...state, atBankFen: '0', endedOrders: [...(state.endedOrders ?? []), fact.endToEndId] })
    case 'qiantou.transfer.v1.PaymentWithdrawn':
      return { ...state, stage: 'WITHDRAWN', withdrawnFen: `${BigInt(state.withdrawnFen) + fact.fen}` }
    case 'qiantou.transfer.v1.RecoveryClaimed':
    case 'qiantou.transfer.v1.ClaimReduced':
      return stillAgreed(state, fact.claimed)
    case 'qiantou.transfer.v1.RecoveryAgreed':
      return withAgreement(state, fact.instalments)
    case 'qiantou.transfer.v1.RecoveryOverdue':
      return withOverdue(state, fact.due)
    case 'qiantou.transfer.v1.FundsRecovered':
      return withReceipt(state, fact.reference)
    default:
      return state
  }
}

export function evolve(state: Transfer | undefined, recorded: Recorded<TransferFact>): Transfer | undefined {
  const { fact } = recorded
  if (fact.$type === 'qiantou.transfer.v1.PaymentRequested')
    return state ?? reservedAnew(requested(recorded, fact), fact)
  if (!state) return undefined
  const step = stepOf[fact.$type]
  const next = reclaimed(reservedAnew(changed(state, recorded), fact), fact)
  return step ? { ...next, signed: [...next.signed, { step, ...signedOff(recorded) }] } : next
}
