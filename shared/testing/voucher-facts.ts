/** Facts of one voucher, for stories: of 1 000 yuan, 30% of bills, until the end of March. */
import { Applicant } from '#proto/qiantou/application/v1/application.ts'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import * as voucher from '#proto/qiantou/voucher/v1/voucher_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { applicantOf, bill, codeOf, finance, measureNamed, reason, reservation, sponsor, yuan } from './money-facts.ts'

export const voucherName = 'programmes/hunan/vouchers/v1'
export const enterprise = Applicant.create({ code: codeOf(1), name: '湘江智算' })

/** What is reserved for the voucher, by its number. */
export const heldBy = (number: number, amount: string, changes: Partial<Reservation> = {}): Reservation =>
  reservation({ holder: voucherName, number, fen: yuan(amount), applicant: applicantOf(1), ...changes })

export const issued = voucher.VoucherIssued.create({
  ...{ title: '算力券', measure: measureNamed('vouchers'), measureVersion: 1, applicant: enterprise, sponsor, finance },
  ...{ year: 2026, basisPoints: 3_000, roundingFen: 1n, lastDay: toDate('2026-03-31'), creditEngine: 'file' },
  reserved: heldBy(1, '1 000'),
})

/** Bills that are presented: each its invoice, and how much. */
export const presented = (presentation: number, ...bills: readonly (readonly [string, string])[]) =>
  voucher.VoucherPresented.create({ presentation, bills: bills.map(([invoice, amount]) => bill(invoice, amount)) })

export const refused = (presentation: number) => voucher.PresentationRefused.create({ presentation, text: reason })

/** Redeemed: of so much accepted in all, after so much before. */
export const redeemed = (presentation: number, basis: string, before: string, amount: string, left: string) =>
  voucher.VoucherRedeemed.create({
    ...{ presentation, basisFen: yuan(basis), beforeFen: yuan(before), fen: yuan(amount), leftFen: yuan(left) },
  })

export const expired = (released: Reservation, reserved?: Reservation) =>
  voucher.VoucherExpired.create({ released, reserved })
export const cancelled = (released: Reservation, reserved?: Reservation) =>
  voucher.VoucherCancelled.create({ text: reason, released, reserved })
