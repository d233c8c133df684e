/**
 * What becomes of payments, told from rules 7, 12 to 14 and 27 of docs/domain.md (Money) apart from it: what the bank has said
 * of each is kept as it said it, and every amount is summed anew. Each answer is all the reasons there are to say no.
 */
import { type Claim, noClaim } from './claim-model.ts'
import { type Duty, type Signed, unfitDuty, type Who } from './duty-model.ts'
import type { Case } from './money-model.ts'

/** What the bank says; more than once, late, or before something else that it said earlier. */
export type BankMessage = {
  readonly kind: 'book' | 'return' | 'reject'
  readonly payment: string
  readonly fen: bigint
  readonly reference: string
  /** When the bank has booked it: told again, it is of the same day. */
  readonly on: string
  /** The order that it names, by its number from 1; 0 one that is not the payment's. */
  readonly order: number
}

/** `isEnded`: a person has recorded that the bank pays no more of it. */
type Order = { readonly fen: bigint; isRejected: boolean; isEnded: boolean }

export type Payment = {
  /** The award or the voucher that it pays, and what that has in the year that pays. */
  readonly of: string
  readonly paid: Case
  /** What is claimed back of an award is so of its year. */
  readonly isOfAward: boolean
  readonly claim: Claim
  readonly fen: bigint
  readonly signed: Signed[]
  readonly orders: Order[]
  readonly said: BankMessage[]
  isApproved: boolean
  /** Asked for no longer: taken back, or come back and kept for what was claimed of the award. */
  withdrawn: bigint
  /** Taken back, and nothing has come back since that is to be paid. */
  isWithdrawn: boolean
}

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n)
const saidOf = ({ said }: Pick<Payment, 'said'>, kind: BankMessage['kind']): bigint =>
  total(said.filter((one) => one.kind === kind).map(({ fen }) => fen))

/** Whatever came back of it. */
export const everBookedOf = (one: Payment): bigint => saidOf(one, 'book')
export const bookedOf = (one: Payment): bigint => saidOf(one, 'book') - saidOf(one, 'return')
/** What may still be claimed back of a payment that is of no award. */
export function claimable(one: Payment): bigint {
  const fen = bookedOf(one) - one.claim.recovered - one.claim.fen
  return fen > 0n ? fen : 0n
}
/** All that it paid was paid back. */
export const isRecovered = (one: Payment): boolean =>
  one.claim.recovered > 0n && bookedOf(one) === one.claim.recovered && openOf(one) === 0n
/** What of an order was booked, and has not come back. */
export const bookedOfOrder = ({ said }: Payment, order: number): bigint =>
  saidOf({ said: said.filter((one) => one.order === order) }, 'book') -
  saidOf({ said: said.filter((one) => one.order === order) }, 'return')
/** What it still asks for. */
export const openOf = (one: Payment): bigint => one.fen - one.withdrawn - bookedOf(one)
/** What the bank was told to pay, and has neither booked nor refused, nor let fall. */
export const atBank = ({ orders, said }: Payment): bigint =>
  total(
    orders.map(({ fen, isRejected, isEnded }, i) =>
      isRejected || isEnded ? 0n : fen - saidOf({ said: said.filter(({ order }) => order === i + 1) }, 'book'),
    ),
  )

export function stageOf(one: Payment): 'REQUESTED' | 'APPROVED' | 'ORDERED' | 'CONFIRMED' | 'RETURNED' | 'WITHDRAWN' {
  if (one.isWithdrawn) return 'WITHDRAWN'
  if (atBank(one) > 0n) return 'ORDERED'
  if (one.orders.length > 0) return openOf(one) > 0n ? 'RETURNED' : 'CONFIRMED'
  return one.isApproved ? 'APPROVED' : 'REQUESTED'
}

/** What a request is of: `payable` may be asked for, and `tooMuch` says why no more. */
export type Asking = {
  readonly of: string
  readonly paid: Case
  readonly payable: bigint
  readonly fen: bigint
  readonly tooMuch: string
  readonly who: Who
  readonly before: readonly Signed[]
}

export class PaymentModel {
  readonly payments: Map<string, Payment> = new Map()

  of(name: string): readonly Payment[] {
    return [...this.payments.values()].filter((one) => one.of === name)
  }

  /** What payments ask for of what a year has, and have not been booked. */
  askedOf(paid: Case): bigint {
    return total([...this.payments.values()].filter((one) => one.paid === paid).map(openOf))
  }

  /** What a return settled of a year: nothing of it is paid again. */
  settledOf(paid: Case): bigint {
    return total([...this.payments.values()].filter((one) => one.paid === paid).map(({ claim }) => claim.settled))
  }

  request(name: string, { of, paid, payable, fen, tooMuch, who, before }: Asking): readonly string[] {
    const asked = fen || payable
    const no = [
      ...(this.payments.has(name) ? ['TRANSFER_EXISTS'] : []),
      ...(asked === 0n || asked > payable ? [tooMuch] : []),
      ...unfitDuty('HANDLE', who, before, asked),
    ]
    if (no.length > 0) return no
    const isOfAward = of.includes('/applications/')
    const nothingYet = {
      isOfAward,
      claim: noClaim(),
      orders: [],
      said: [],
      isApproved: false,
      withdrawn: 0n,
      isWithdrawn: false,
    }
    this.payments.set(name, { of, paid, fen: asked, signed: [{ duty: 'HANDLE', persons: who.persons }], ...nothingYet })
    return []
  }

  approve(name: string, who: Who, before: readonly Signed[]): readonly string[] {
    return this.step(name, ['REQUESTED'], 'APPROVE', who, before, (one) => {
      one.isApproved = true
    })
  }

  /** `unfit`: what else stands in the way of an order, such as the account. */
  order(name: string, who: Who, before: readonly Signed[], unfit: readonly string[]): readonly string[] {
    if (unfit.length > 0 && this.payments.has(name))
      return [...unfit, ...this.step(name, ['APPROVED', 'RETURNED'], 'PAY', who, before)]
    return this.step(name, ['APPROVED', 'RETURNED'], 'PAY', who, before, (one) => {
      one.orders.push({ fen: openOf(one), isRejected: false, isEnded: false })
    })
  }

  withdraw(name: string): readonly string[] {
    const one = this.payments.get(name)
    if (!one) return ['TRANSFER_NOT_FOUND']
    if (['ORDERED', 'CONFIRMED', 'WITHDRAWN'].includes(stageOf(one))) return ['TRANSFER_NOT_READY']
    one.withdrawn += openOf(one)
    one.isWithdrawn = true
    return []
  }

  hear(message: BankMessage): readonly string[] {
    const { kind, payment, fen, reference, order } = message
    const one = this.payments.get(payment)
    if (!one) return ['TRANSFER_NOT_FOUND']
    const isSame = (said: BankMessage) =>
      said.reference === reference &&
      said.kind === kind &&
      said.order === order &&
      (kind === 'reject' || said.fen === fen)
    const no = one.said.some(isSame) ? ['BANK_ENTRY_HEARD'] : []
    const last = one.orders.at(-1)
    const isOut = stageOf(one) === 'ORDERED'
    const isLast = last !== undefined && order === one.orders.length
    const isEnded = one.orders[order - 1]?.isEnded ?? false
    const booked = bookedOfOrder(one, order)
    if (kind === 'book') no.push(...this.unfitBooking(one, { fen, isLast, isEnded }))
    if (kind === 'return' && !isLast && booked === 0n) no.push('ORDER_ENDED')
    if (kind === 'reject' && isEnded) no.push('ORDER_ENDED')
    if (kind === 'return' && fen > booked) no.push('RETURNED_TOO_MUCH')
    // An order is refused whole, or was not.
    if (kind === 'reject' && !(isOut && isLast && atBank(one) === last?.fen)) no.push('TRANSFER_NOT_READY')
    if (no.length > 0) return no
    one.said.push({ ...message, fen: kind === 'reject' ? 0n : fen })
    const moved = kind === 'book' ? fen : kind === 'return' ? -fen : 0n
    one.paid.paid += moved
    one.paid.reserved -= moved
    if (kind === 'reject' && last) last.isRejected = true
    if (kind === 'return') this.settle(one, fen)
    return []
  }

  /** What was let fall is booked all the same, as far as it is not ordered again. */
  private unfitBooking(
    one: Payment,
    { fen, isLast, isEnded }: { readonly fen: bigint; readonly isLast: boolean; readonly isEnded: boolean },
  ): readonly string[] {
    const stage = stageOf(one)
    if (isEnded && stage === 'RETURNED') return fen > openOf(one) ? ['BOOKED_TOO_MUCH'] : []
    return [
      ...(isEnded || !isLast ? ['ORDER_ENDED'] : []),
      ...(stage === 'ORDERED' || stage === 'CONFIRMED' ? [] : ['TRANSFER_NOT_READY']),
      ...(fen > atBank(one) ? ['BOOKED_TOO_MUCH'] : []),
    ]
  }

  /** By another person than ordered it, once it has left. */
  endOrder(name: string, { persons }: Who, hasLeft: boolean): readonly string[] {
    const one = this.payments.get(name)
    if (!one) return ['TRANSFER_NOT_FOUND']
    const last = one.orders.at(-1)
    const payers = one.signed.findLast(({ duty }) => duty === 'PAY')?.persons ?? []
    const no = [
      ...(stageOf(one) === 'ORDERED' ? [] : ['TRANSFER_NOT_READY']),
      ...(hasLeft ? [] : ['ORDER_NOT_LEFT']),
      ...(persons.length > 0 ? [] : ['SIGN_OFF_NEEDED']),
      ...(persons.some((person) => payers.includes(person)) ? ['SECOND_PERSON_NEEDED'] : []),
    ]
    if (no.length === 0 && last) last.isEnded = true
    return no
  }

  /** What comes back is first what is claimed back of the award, or of the payment; only the rest is to be paid once more. */
  private settle(one: Payment, fen: bigint): void {
    const { claim, isOfAward } = one
    const claimed = isOfAward ? one.paid.claimed : claim.fen
    const settled = fen < claimed ? fen : claimed
    one.paid.claimed -= settled
    one.paid.reserved -= settled
    one.withdrawn += settled
    if (!isOfAward) {
      claim.fen -= settled
      claim.settled += settled
      if (claim.agreed) claim.agreed.received += settled
    }
    if (openOf(one) > 0n) one.isWithdrawn = false
    else if (bookedOf(one) === 0n) one.isWithdrawn = true
  }

  private step(
    name: string,
    stages: readonly string[],
    duty: Duty,
    who: Who,
    before: readonly Signed[],
    take?: (one: Payment) => void,
  ): readonly string[] {
    const one = this.payments.get(name)
    if (!one) return ['TRANSFER_NOT_FOUND']
    const no = [
      ...(stages.includes(stageOf(one)) ? [] : ['TRANSFER_NOT_READY']),
      ...unfitDuty(duty, who, [...before, ...one.signed], openOf(one)),
    ]
    if (no.length > 0 || !take) return no
    take(one)
    one.signed.push({ duty, persons: who.persons })
    return []
  }
}
