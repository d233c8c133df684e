import { Applicant } from '#proto/qiantou/application/v1/application.ts'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_events.ts'
import * as voucher from '#proto/qiantou/voucher/v1/voucher_events.ts'
import { czt, fgw, gxt, type Line, programme, reason } from './line.ts'

const pool = `${programme}/pools/vouchers`
const measure = `${programme}/measures/vouchers`
const code = '91430100MA4L0000X9'
const day = (month: number, date: number) => ({ year: 2026, month, day: date })
const nameOf = (id: string): string => `${programme}/vouchers/${id}`

const held = (holder: string, number: number, fen: bigint): Reservation =>
  Reservation.fromPartial({
    ...{ holder, number, applicant: `${programme}/applicants/${code.toLowerCase()}`, measure, pool, year: 2026, fen },
  })

const issued = (id: string): Line => ({
  ...{ subject: nameOf(id), actor: gxt, admits: [fgw, gxt, czt] },
  fact: voucher.VoucherIssued.create({
    ...{ title: '2026年算力券', measure, measureVersion: 1, call: '2026-1', sponsor: fgw, finance: czt, year: 2026 },
    applicant: Applicant.create({ code, name: '湘江智行有限公司' }),
    ...{ basisPoints: 3_000, roundingFen: 1n, lastDay: day(12, 31), creditEngine: 'file' },
    reserved: held(nameOf(id), 1, 100_000n),
  }),
})

const presented = (id: string, presentation: number, invoice: string, fen: bigint): Line => ({
  ...{ subject: nameOf(id), actor: fgw },
  fact: voucher.VoucherPresented.create({
    presentation,
    bills: [{ $type: 'qiantou.application.v1.Bill', invoice, date: day(2, 1), fen }],
  }),
})

const evidence = (number: number) =>
  transfer.BankEvidence.create({ bankReference: `B-${number}`, fileSha256: Buffer.alloc(32, 7), number })
const transferName = `${programme}/transfers/v1`

/** A voucher that is redeemed in part and paid, of which some comes back, and that expires; one that is cancelled. */
export const vouchers: readonly Line[] = [
  issued('v1'),
  presented('v1', 1, '24432000000000000001', 1_000n),
  {
    ...{ subject: nameOf('v1'), actor: gxt },
    fact: voucher.PresentationRefused.create({ presentation: 1, text: reason(96) }),
  },
  presented('v1', 2, '24432000000000000002', 200_000n),
  {
    ...{ subject: nameOf('v1'), actor: gxt },
    fact: voucher.VoucherRedeemed.create({
      ...{ presentation: 2, basisFen: 200_000n, beforeFen: 0n, fen: 60_000n, leftFen: 40_000n },
    }),
  },
  {
    ...{ subject: transferName, actor: gxt, admits: [gxt, czt] },
    fact: transfer.PaymentRequested.create({
      ...{
        voucher: nameOf('v1'),
        fen: 60_000n,
        payee: `${programme}/payees/${code.toLowerCase()}`,
        finance: czt,
        pool,
      },
      year: 2026,
      classification: {
        $type: 'qiantou.transfer.v1.Classification',
        ...{ nature: 'FUND_NATURE_GENERAL_BUDGET', functionCode: '2060499', economicCode: '50799' },
      },
    }),
  },
  {
    ...{ subject: transferName, actor: 'services/finance' },
    fact: transfer.PaymentBooked.create({
      ...{ voucher: nameOf('v1'), fen: 60_000n, bookedOn: day(3, 2), evidence: evidence(1) },
      ...{ released: held(nameOf('v1'), 1, 100_000n), paid: held(nameOf('v1'), 0, 60_000n) },
      reserved: held(nameOf('v1'), 2, 40_000n),
    }),
  },
  {
    ...{ subject: transferName, actor: 'services/finance' },
    fact: transfer.PaymentReturned.create({
      ...{ voucher: nameOf('v1'), fen: 10_000n, returnedOn: day(3, 3), reasonCode: 'AC04', evidence: evidence(2) },
      ...{ released: held(nameOf('v1'), 2, 40_000n), returned: held(nameOf('v1'), 0, 10_000n) },
      reserved: held(nameOf('v1'), 3, 50_000n),
    }),
  },
  {
    ...{ subject: transferName, actor: gxt },
    fact: transfer.PaymentWithdrawn.create({ voucher: nameOf('v1'), fen: 10_000n, text: reason(98) }),
  },
  {
    ...{ subject: nameOf('v1'), actor: 'services/finance' },
    fact: voucher.VoucherExpired.create({
      released: held(nameOf('v1'), 3, 50_000n),
      reserved: held(nameOf('v1'), 4, 10_000n),
    }),
  },
  issued('v2'),
  {
    ...{ subject: nameOf('v2'), actor: gxt },
    fact: voucher.VoucherCancelled.create({ text: reason(97), released: held(nameOf('v2'), 1, 100_000n) }),
  },
]
