/**
 * What the test bank does with a payment, and when and how often it says so. All chance comes from the seed and the
 * payment's end-to-end id: the same payment has the same fate in whatever order payments come and however often it restarts.
 */
import { createHash } from 'node:crypto'
import type { Payment, PaymentOrder, Reason } from '#services/finance/bank/bank.ts'
import { addDays, type Day } from '#shared/domain/calendar.ts'

/** How likely things are, each from 0 to 1, and how late an answer may be, in milliseconds. */
export type Habits = {
  readonly seed: number
  readonly lateMs: number
  readonly twice: number
  readonly shuffle: boolean
  readonly partial: number
  readonly return: number
  readonly reject: number
}

/** Whole fen; days are Asia/Shanghai's; `reference` is the bank's. */
export type Deed =
  | { readonly kind: 'ACCEPTED' }
  | { readonly kind: 'REJECTED'; readonly reason: Reason }
  | { readonly kind: 'BOOKED'; readonly fen: bigint; readonly day: Day; readonly reference: string }
  | {
      readonly kind: 'RETURNED'
      readonly fen: bigint
      readonly day: Day
      readonly reference: string
      readonly reason: Reason
    }

/** A file to be delivered: of which deed, under which name, how long after the payment was taken. */
export type Answer = {
  readonly name: string
  readonly deed: Deed
  readonly isRepeat: boolean
  readonly afterMs: number
}

/** ExternalStatusReason1Code. */
const rejections: readonly Reason[] = [
  { code: 'AC01', text: '账号不存在' },
  { code: 'AC04', text: '账户已销户' },
  { code: 'BE01', text: '户名与账号不符' },
]
/** ExternalReturnReason1Code. */
const returns: readonly Reason[] = [
  { code: 'AC04', text: '收款账户已销户' },
  { code: 'AC06', text: '收款账户已冻结' },
  { code: 'BE01', text: '收款人户名不符' },
]

/** 48 bits that depend on the seed and on what they are for. */
const drawn = (seed: number, ...what: readonly (string | number)[]): number =>
  createHash('sha256')
    .update(JSON.stringify([seed, ...what]))
    .digest()
    .readUIntBE(0, 6)

/** From 0 up to and without 1. */
const chance = (seed: number, ...what: readonly (string | number)[]): number => drawn(seed, ...what) / 2 ** 48

const oneOf = (reasons: readonly Reason[], draw: number): Reason =>
  reasons[draw % reasons.length] ?? { code: 'NARR', text: '' }

const hex = (draw: number): string => draw.toString(16).padStart(12, '0')

/** The amounts in which a payment is booked: one, or two that add up. */
function partsOf(habits: Habits, { endToEndId, fen }: Payment): readonly bigint[] {
  const isPartial = fen > 1n && chance(habits.seed, endToEndId, 'partial') < habits.partial
  if (!isPartial) return [fen]
  const first = 1n + (BigInt(drawn(habits.seed, endToEndId, 'first part')) * (fen - 1n)) / 2n ** 48n
  return [first, fen - first]
}

/** Everything that comes of a payment: a rejection, or an acceptance, bookings that add up to it, and their returns. */
export function deedsOf(habits: Habits, { on }: PaymentOrder, payment: Payment): readonly Deed[] {
  const { seed } = habits
  const { endToEndId } = payment
  const draw = (what: string): number => drawn(seed, endToEndId, what)
  if (chance(seed, endToEndId, 'reject') < habits.reject)
    return [{ kind: 'REJECTED', reason: oneOf(rejections, draw('rejection')) }]
  const reference = (what: string): string => `TB-${hex(draw(what))}`
  const booked = partsOf(habits, payment).map((fen, index) => ({
    kind: 'BOOKED' as const,
    fen,
    day: addDays(on, index),
    reference: reference(`booking ${index}`),
  }))
  const isReturned = chance(seed, endToEndId, 'return') < habits.return
  const returned = booked.map(({ fen, day }, index) => ({
    kind: 'RETURNED' as const,
    fen,
    day: addDays(day, 2),
    reference: reference(`return ${index}`),
    reason: oneOf(returns, draw('returned for')),
  }))
  return [{ kind: 'ACCEPTED' }, ...booked, ...(isReturned ? returned : [])]
}

/**
 * The files that tell of a payment's deeds. They come in the deeds' order, by time and by name, unless the habit is to
 * shuffle; some come twice, as another message that tells the same.
 */
export function answersTo(habits: Habits, endToEndId: string, deeds: readonly Deed[]): readonly Answer[] {
  const { seed, lateMs, shuffle } = habits
  return deeds.flatMap((deed, index) => {
    const late = chance(seed, endToEndId, 'late', index)
    const afterMs = Math.floor(lateMs * (shuffle ? late : (index + late) / deeds.length))
    const order = shuffle ? `${hex(drawn(seed, endToEndId, 'name', index))}-` : ''
    const stem = `${order}${endToEndId}-${index + 1}-${deed.kind.toLowerCase()}`
    const first: Answer = { name: `${stem}.xml`, deed, isRepeat: false, afterMs }
    if (chance(seed, endToEndId, 'twice', index) >= habits.twice) return [first]
    const laterMs = Math.floor(lateMs * chance(seed, endToEndId, 'late again', index))
    // An underscore sorts behind the full stop: by name, too, the repeat comes later.
    return [first, { name: `${stem}_again.xml`, deed, isRepeat: true, afterMs: afterMs + laterMs }]
  })
}
