/** How a transfer comes to stand as it does. */
import type { DateMessage } from '#proto/google/type/date.ts'
import type { BankEvidence, PaymentRequested } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { dayFrom, dayOf } from '#shared/domain/calendar.ts'
import type { Recorded } from '#shared/domain/decider.ts'
import { signedOff } from '#shared/domain/sign-off.ts'
import type { BankEntry, PaymentStep, Transfer, TransferFact } from './transfer-state.ts'

const stepOf: Readonly<Partial<Record<TransferFact['$type'], PaymentStep>>> = {
  'qiantou.transfer.v1.PaymentApproved': 'APPROVE',
  'qiantou.transfer.v1.PaymentOrdered': 'ORDER',
}

function requested(recorded: Recorded<TransferFact>, fact: PaymentRequested): Transfer {
  const { application, voucher, fen, classification, payee, finance, pool, year } = fact
  return {
    ...{
      application,
      ...(voucher ? { voucher } : {}),
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
    ...{ orders: 0, bookedFen: '0', entries: [] },
  }
}

const entryOf = (fen: bigint, date: string, reasonCode: string, evidence: BankEvidence | undefined): BankEntry => ({
  ...{ fen: `${fen}`, date, reasonCode },
  bankReference: evidence?.bankReference ?? '',
  fileSha256: Buffer.from(evidence?.fileSha256 ?? new Uint8Array()).toString('hex'),
  number: evidence?.number ?? 0,
})

function booked(state: Transfer, fen: bigint, entry: BankEntry): Transfer {
  return { ...state, bookedFen: `${BigInt(state.bookedFen) + fen}`, entries: [...state.entries, entry] }
}

function changed(state: Transfer, { fact, at }: Recorded<TransferFact>): Transfer {
  switch (fact.$type) {
    case 'qiantou.transfer.v1.PaymentApproved':
      return { ...state, stage: 'APPROVED' }
    case 'qiantou.transfer.v1.PaymentOrdered': {
      const { messageId, endToEndId, accountMasked } = fact
      const order = { messageId, endToEndId, accountMasked, at: at.toISOString() }
      return { ...state, stage: 'ORDERED', order, orders: state.orders + 1 }
    }
    case 'qiantou.transfer.v1.PaymentBooked': {
      const { fen, evidence, bookedOn } = fact
      return booked(state, fen, entryOf(fen, dayFrom(bookedOn as DateMessage), '', evidence))
    }
    case 'qiantou.transfer.v1.PaymentReturned': {
      const { fen, evidence, returnedOn, reasonCode } = fact
      const entry = entryOf(-fen, dayFrom(returnedOn as DateMessage), reasonCode, evidence)
      return { ...booked(state, -fen, entry), stage: 'RETURNED' }
    }
    case 'qiantou.transfer.v1.PaymentRejected': {
      const entry = entryOf(0n, dayOf(at), fact.reasonCode, fact.evidence)
      return { ...booked(state, 0n, entry), stage: 'RETURNED' }
    }
    case 'qiantou.transfer.v1.PaymentWithdrawn':
      return { ...state, stage: 'WITHDRAWN' }
    default:
      return state
  }
}

export function evolve(state: Transfer | undefined, recorded: Recorded<TransferFact>): Transfer | undefined {
  const { fact } = recorded
  if (fact.$type === 'qiantou.transfer.v1.PaymentRequested') return state ?? requested(recorded, fact)
  if (!state) return undefined
  const step = stepOf[fact.$type]
  const next = changed(state, recorded)
  return step ? { ...next, signed: [...next.signed, { step, ...signedOff(recorded) }] } : next
}
