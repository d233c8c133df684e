/**
 * What becomes of payments, told from rules 7 and 12 of docs/domain.md (Money) apart from the service: what the bank has said
 * of each is kept as it said it, and every amount is summed anew. Each answer is all the reasons there are to say no.
 */
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
  /** The order that it names, by its number from 1; 0 where it names none. */
  readonly order: number
}

/** `fallen`: what of it the bank has refused, or let fall without a word. */
type Order = { readonly fen: bigint; fallen: bigint; isEnded: boolean }

export type Payment = {
  /** The award or the voucher that it pays, and what that has in the year that pays. */
  readonly of: string
  readonly paid: Case
  readonly fen: bigint
  readonly signed: Signed[]
  readonly orders: Order[]
  readonly said: BankMessage[]
  isApproved: boolean
  withdrawn: bigint
  /** Taken back, and nothing has come back since. */
  isWithdrawn: boolean
}

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n)
const saidOf = ({ said }: Payment, kind: BankMessage['kind']): bigint =>
  total(said.filter((one) => one.kind === kind).map(({ fen }) => fen))

export const bookedOf = (one: Payment): bigint => saidOf(one, 'book') - saidOf(one, 'return')
/** What it still asks for. */
export const openOf = (one: Payment): bigint => one.fen - one.withdrawn - bookedOf(one)
/** What the bank was told to pay, and has neither booked nor refused nor let fall. */
export const atBank = (one: Payment): bigint =>
  total(one.orders.map(({ fen, fallen }) => fen - fallen)) - saidOf(one, 'book')

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

  request(name: string, { of, paid, payable, fen, tooMuch, who, before }: Asking): readonly string[] {
    const asked = fen || payable
    const no = [
      ...(this.payments.has(name) ? ['TRANSFER_EXISTS'] : []),
      ...(asked === 0n || asked > payable ? [tooMuch] : []),
      ...unfitDuty('HANDLE', who, before, asked),
    ]
    if (no.length > 0) return no
    const nothingYet = { orders: [], said: [], isApproved: false, withdrawn: 0n, isWithdrawn: false }
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
      one.orders.push({ fen: openOf(one), fallen: 0n, isEnded: false })
    })
  }

  /** Another person than ordered it says that the bank lets fall what is open. `hasLeft`: the order has gone to the bank. */
  endOrder(name: string, { persons }: Who, hasLeft: boolean): readonly string[] {
    const one = this.payments.get(name)
    if (!one) return ['TRANSFER_NOT_FOUND']
    const ordered = one.signed.findLast(({ duty }) => duty === 'PAY')?.persons ?? []
    const last = one.orders.at(-1)
    const no = [
      ...(stageOf(one) === 'ORDERED' ? [] : ['TRANSFER_NOT_READY']),
      ...(hasLeft ? [] : ['ORDER_NOT_LEFT']),
      ...(persons.length === 0 ? ['SIGN_OFF_NEEDED'] : []),
      ...(persons.some((person) => ordered.includes(person)) ? ['SECOND_PERSON_NEEDED'] : []),
    ]
    if (no.length > 0 || !last) return no
    last.fallen += atBank(one)
    last.isEnded = true
    return []
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
      said.reference === reference && said.kind === kind && (kind === 'reject' || said.fen === fen)
    const no = one.said.some(isSame) ? ['BANK_ENTRY_HEARD'] : []
    const last = one.orders.at(-1)
    const named = one.orders[order - 1]
    const isOut = stageOf(one) === 'ORDERED'
    if (kind === 'book') no.push(...this.unbooked(one, fen, order))
    if (kind === 'return' && fen > bookedOf(one)) no.push('RETURNED_TOO_MUCH')
    if (kind === 'reject' && named?.isEnded) no.push('ORDER_ENDED')
    // An order is refused whole, or was not.
    if (kind === 'reject' && !(isOut && order === one.orders.length && atBank(one) === last?.fen))
      no.push('TRANSFER_NOT_READY')
    if (no.length > 0) return no
    one.said.push({ ...message, fen: kind === 'reject' ? 0n : fen })
    const moved = kind === 'book' ? fen : kind === 'return' ? -fen : 0n
    one.paid.paid += moved
    one.paid.reserved -= moved
    if (kind === 'reject' && last) last.fallen = last.fen
    // It was not let fall after all.
    if (kind === 'book' && named?.isEnded) named.fallen -= fen
    if (kind === 'return') one.isWithdrawn = false
    return []
  }

  /** Why an amount is not booked: its order has none open, or is another than the bank has. */
  private unbooked(one: Payment, fen: bigint, order: number): readonly string[] {
    const stage = stageOf(one)
    const isLate = one.orders[order - 1]?.isEnded ?? false
    const isFormer = order > 0 && order < one.orders.length && !isLate
    // What was ordered once more meanwhile, or paid, is not paid by the former order too.
    const isTwice = isLate && (stage === 'ORDERED' || stage === 'CONFIRMED')
    const isOpen = stage === 'ORDERED' || (isLate && stage === 'RETURNED')
    return [
      ...(isFormer || isTwice ? ['ORDER_ENDED'] : []),
      ...(isOpen ? [] : [stage === 'CONFIRMED' ? 'BOOKED_TOO_MUCH' : 'TRANSFER_NOT_READY']),
      ...(isOpen && fen > (isLate ? openOf(one) : atBank(one)) ? ['BOOKED_TOO_MUCH'] : []),
    ]
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
