/** A voucher as it is answered. */
import type {
  Presentation as PresentationMessage,
  Voucher as VoucherResource,
} from '#proto/qiantou/voucher/v1/voucher_service.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { ContentRef } from '#shared/domain/content.ts'
import { type Texts, toText } from '#shared/grpc/text.ts'
import { toBill } from '../domain/bill.ts'
import { applicantIn, leftFen, type Presented, standing, type Voucher } from '../domain/voucher-state.ts'

/** Texts of a voucher: why presentations were refused, and why it was cancelled. */
export const textsOf = ({ text, presentations }: Voucher): readonly ContentRef[] =>
  [text, ...presentations.map((one) => one.text)].filter((one) => one !== undefined)

const toPresentation = (
  { state, bills, redeemedFen, text }: Presented,
  i: number,
  texts: Texts,
): PresentationMessage => ({
  $type: 'qiantou.voucher.v1.Presentation',
  ...{ number: i + 1, state: `PRESENTATION_STATE_${state}`, redeemedFen: BigInt(redeemedFen) },
  bills: bills.map(toBill),
  billsFen: bills.reduce((sum, { fen }) => sum + BigInt(fen), 0n),
  text: text && toText(text, texts),
})

export function toVoucher(name: string, state: Voucher, etag: bigint, texts: Texts = new Map()): VoucherResource {
  const { title, measure, measureVersion, call, sponsor, handler, finance, pool, year, basisPoints, text } = state
  return {
    $type: 'qiantou.voucher.v1.Voucher',
    ...{
      name,
      etag,
      state: `VOUCHER_STATE_${standing(state)}`,
      title,
      measure,
      measureVersion,
      call,
      sponsor,
      handler,
    },
    ...{ finance, pool, year, basisPoints, applicant: applicantIn(state), lastDay: toDate(state.lastDay) },
    ...{ faceFen: BigInt(state.faceFen), redeemedFen: BigInt(state.redeemedFen), leftFen: leftFen(state) },
    ...{ releasedFen: BigInt(state.releasedFen), paidFen: BigInt(state.paidFen) },
    presentations: state.presentations.map((one, i) => toPresentation(one, i, texts)),
    text: text && toText(text, texts),
  }
}
