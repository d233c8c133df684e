import { YearClosed } from '#proto/qiantou/pool/v1/pool_events.ts'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import {
  ClaimReduced,
  Creditor,
  FundsRecovered,
  PaymentBooked,
  PaymentRequested,
  PaymentReturned,
  PaymentWithdrawn,
  RecoveryAgreed,
  RecoveryClaimed,
  RecoveryOverdue,
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

/** What is said of what was paid wrongly: claimed back, agreed on, overdue, received in part; and the bank sends some of it back. */
export const recoveries: readonly Line[] = (
  [
    [
      bank,
      PaymentBooked.fromPartial({
        ...{ quota, fen: 20_000n, bookedOn: day, evidence: evidence('q-b3'), paid: of(0, 20_000n) },
      }),
    ],
    [
      kjt,
      RecoveryClaimed.create({
        ...{ fen: 12_000n, document: '湘财监〔2026〕8号', text: reason(100), claimed: of(1, 12_000n) },
      }),
    ],
    [
      czt,
      RecoveryAgreed.create({ instalments: [{ $type: 'qiantou.application.v1.Instalment', due: day, fen: 12_000n }] }),
    ],
    [bank, RecoveryOverdue.create({ due: day, fen: 12_000n })],
    [
      czt,
      FundsRecovered.create({
        ...{ fen: 5_000n, receivedOn: day, reference: '湘缴 8' },
        ...{ unclaimed: of(1, 12_000n), recovered: of(0, 5_000n), claimed: of(2, 7_000n) },
      }),
    ],
    [
      bank,
      PaymentReturned.fromPartial({
        ...{ quota, fen: 4_000n, returnedOn: day, reasonCode: 'AC04', evidence: evidence('q-b4') },
        ...{ returned: of(0, 4_000n), unclaimed: of(2, 7_000n), claimed: of(3, 3_000n) },
      }),
    ],
  ] as const
).map(([actor, fact]) => ({ subject, actor, fact }))

/** The same of what was paid for a voucher: its applicant was granted less. */
const ofVoucher = Reservation.create({
  ...{ holder: `${programme}/transfers/v1`, number: 1, applicant: `${programme}/applicants/91430100ma4l0000x9`, pool },
  ...{ measure: `${programme}/measures/vouchers`, year: 2026, fen: 1_000n },
})
export const voucherRecoveries: readonly Line[] = [
  RecoveryClaimed.create({ fen: 1_000n, document: '湘财监〔2026〕9号', text: reason(101), claimed: ofVoucher }),
  FundsRecovered.create({ fen: 1_000n, receivedOn: day, reference: '湘缴 9', recovered: ofVoucher }),
].map((fact) => ({ subject: `${programme}/transfers/v1`, actor: czt, fact }))

/** All that was paid is claimed back, and comes back: what it was paid for may be paid by another payment. */
const q3 = `${programme}/transfers/q3`
export const recoveredInvoices: readonly Line[] = [
  {
    ...{ subject: q3, actor: bank },
    fact: PaymentReturned.fromPartial({
      ...{ quota, fen: 9_000n, returnedOn: day, reasonCode: 'AC04', evidence: evidence('q-b5'), endToEndId: 'E7' },
      ...{
        returned: { ...of(0, 9_000n), holder: q3 },
        unclaimed: { ...of(1, 9_000n), holder: q3 },
        invoices: ['INV-7'],
      },
    }),
  },
]

export const undoneInvoices: readonly Line[] = [
  {
    ...{ subject: q3, actor: czt },
    fact: FundsRecovered.fromPartial({
      ...{ fen: 9_000n, receivedOn: day, reference: 'R-9', invoices: ['INV-7'] },
      recovered: { ...of(1, 9_000n), holder: q3 },
    }),
  },
]

/** Less of both is claimed than was: a part, and nothing any more. */
const wrongly = { ...ofVoucher, number: 2 }
export const reducedClaims: readonly Line[] = [
  {
    ...{ subject, actor: kjt },
    fact: ClaimReduced.create({
      ...{ fen: 1_000n, document: '湘财监〔2026〕10号', text: reason(102) },
      ...{ unclaimed: of(3, 3_000n), claimed: of(4, 2_000n) },
    }),
  },
  ...[
    RecoveryClaimed.create({ fen: 1_000n, document: '湘财监〔2026〕11号', text: reason(103), claimed: wrongly }),
    ClaimReduced.create({ fen: 1_000n, document: '湘财监〔2026〕12号', text: reason(104), unclaimed: wrongly }),
  ].map((fact) => ({ subject: `${programme}/transfers/v1`, actor: czt, fact })),
]
