import { YearClosed } from '#proto/qiantou/pool/v1/pool_events.ts'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import {
  Creditor,
  PaymentBooked,
  PaymentRequested,
  PaymentReturned,
  PaymentWithdrawn,
} from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { czt, kjt, type Line, programme, reason } from './line.ts'

const subject = `${programme}/transfers/q1`
const pool = `${programme}/pools/vouchers`
const quota = `${pool}/quotas/hn-kjt`
const account = `${quota}/general-budget-2060499-50799`
const payee = `${programme}/payees/91430100ma4l0000x9`
const of = (number: number, fen: bigint) =>
  Reservation.create({ holder: subject, number, applicant: payee, pool, year: 2026, quota: account, fen })
const day = { year: 2026, month: 3, day: 2 }
const evidence = (bankReference: string) => ({ bankReference, fileSha256: Buffer.alloc(32, 7), number: 1 })
const bank = 'services/finance'

/** A payment out of a quota: requested, booked in part, come back, taken back; and a year that ends with what is left. */
export const quotaPayments: readonly Line[] = [
  {
    ...{ subject, actor: kjt, admits: [kjt, czt] },
    fact: PaymentRequested.fromPartial({
      ...{
        quota,
        fen: 20_000n,
        payee,
        finance: czt,
        pool,
        year: 2026,
        reserved: of(1, 20_000n),
        purpose: '算力服务费',
      },
      creditor: Creditor.create({ code: '91430100MA4L0000X9', name: '湘江智行有限公司' }),
      classification: { nature: 'FUND_NATURE_GENERAL_BUDGET', functionCode: '2060499', economicCode: '50799' },
    }),
  },
  {
    ...{ subject, actor: bank },
    fact: PaymentBooked.fromPartial({
      ...{ quota, fen: 15_000n, bookedOn: day, evidence: evidence('q-b1') },
      ...{ released: of(1, 20_000n), paid: of(0, 15_000n), reserved: of(2, 5_000n) },
    }),
  },
  {
    ...{ subject, actor: bank },
    fact: PaymentReturned.fromPartial({
      ...{ quota, fen: 15_000n, returnedOn: day, reasonCode: 'AC04', evidence: evidence('q-b2') },
      ...{ released: of(2, 5_000n), returned: of(0, 15_000n), reserved: of(3, 20_000n) },
    }),
  },
  {
    ...{ subject, actor: kjt },
    fact: PaymentWithdrawn.create({ quota, fen: 20_000n, text: reason(99), year: 2026, released: of(3, 20_000n) }),
  },
  {
    ...{ subject: pool, actor: czt },
    fact: YearClosed.fromPartial({ year: 2026, carriedFen: 1n, quotas: [{ account, carriedFen: 100_000n }] }),
  },
]
