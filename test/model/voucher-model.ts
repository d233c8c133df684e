/**
 * What becomes of vouchers, told from rules 20 to 22 of docs/domain.md (Money) apart from the service: bills and what was said
 * of them, summed anew for every question. Each answer is all the reasons there are to say no.
 */
import type { AwardModel } from './award-model.ts'
import { type Signed, unfitDuty, type Who } from './duty-model.ts'
import { type Asked, type Case, newCase } from './money-model.ts'

type Presentation = {
  readonly bills: ReadonlyMap<string, bigint>
  state: 'WAITING' | 'ACCEPTED' | 'REFUSED'
}

export type VoucherCase = {
  readonly money: Case
  readonly face: bigint
  /** The last day, `YYYY-MM-DD`. */
  readonly until: string
  readonly signed: Signed[]
  readonly presentations: Presentation[]
  ended: 'EXPIRED' | 'CANCELLED' | undefined
}

const billsOf = (all: readonly Presentation[]): bigint =>
  all.reduce((sum, { bills }) => [...bills.values()].reduce((a, b) => a + b, sum), 0n)

export class VoucherModel {
  readonly vouchers: Map<string, VoucherCase> = new Map()
  private readonly books: AwardModel

  constructor(books: AwardModel) {
    this.books = books
  }

  redeemedOf(one: VoucherCase): bigint {
    return this.redeemedWith(
      one,
      one.presentations.filter(({ state }) => state === 'ACCEPTED'),
    )
  }

  leftOf(one: VoucherCase): bigint {
    return one.ended ? 0n : one.face - this.redeemedOf(one)
  }

  standing(one: VoucherCase): string {
    return one.ended ?? (this.leftOf(one) > 0n ? 'HELD' : 'REDEEMED')
  }

  /** What is redeemed, and neither paid nor asked for. */
  payableOf(one: VoucherCase): bigint {
    const { payments } = this.books
    return this.redeemedOf(one) - one.money.paid - payments.askedOf(one.money) - payments.settledOf(one.money)
  }

  issue(
    name: string,
    asked: Omit<Asked, 'project' | 'basis' | 'others'>,
    voucher: { readonly face: bigint; readonly until: string; readonly measureUntil: string; readonly isGood: boolean },
    who: Who,
  ): readonly string[] {
    const { face, until, measureUntil, isGood } = voucher
    const { books } = this
    const money = newCase(name, { ...asked, project: '', basis: 0n, others: 0n })
    const rule = books.ruleOf(money)
    if (this.vouchers.has(name)) return ['VOUCHER_EXISTS']
    const year = books.yearOf(money.year)
    const { fen } = books.comesTo(money, face * 10_000n, books.othersOf(money))
    const no = [
      ...(rule.years ? ['MEASURE_WITHOUT_VOUCHERS'] : []),
      ...(rule.isReviewed || rule.basisPoints === undefined ? ['MEASURE_WITHOUT_BILLS'] : []),
      ...(until > measureUntil ? ['VOUCHER_OUTLASTS_MEASURE'] : []),
      ...(isGood ? [] : ['CREDIT_NOT_GOOD']),
      ...(books.years.has(money.year) ? [] : ['BUDGET_NOT_SET']),
      ...(year.isClosed ? ['YEAR_CLOSED'] : []),
      ...(books.wasGranted(money) ? ['GRANTED_BEFORE'] : []),
      ...(books.left(money.year) === 0n ? ['POOL_EXHAUSTED'] : []),
      ...(fen < face ? ['VOUCHER_TOO_LARGE'] : []),
      ...unfitDuty('HANDLE', who, [], face),
    ]
    if (no.length > 0) return no
    money.reserved = face
    books.cases.set(name, money)
    const signed: Signed[] = [{ duty: 'HANDLE', persons: who.persons }]
    this.vouchers.set(name, { money, face, until, signed, presentations: [], ended: undefined })
    return []
  }

  present(name: string, bills: ReadonlyMap<string, bigint>, today: string): readonly string[] {
    const one = this.vouchers.get(name)
    if (!one) return ['VOUCHER_NOT_FOUND']
    const used = one.presentations.filter(({ state }) => state !== 'REFUSED').flatMap((some) => [...some.bills.keys()])
    const isUsed = [...bills.keys()].some((bill) => used.some((other) => other.toUpperCase() === bill.toUpperCase()))
    const no = [
      ...this.over(one),
      ...(today > one.until ? ['TIME_LIMIT_PASSED'] : []),
      ...(isUsed ? ['INVOICE_USED'] : []),
    ]
    if (no.length === 0) one.presentations.push({ bills, state: 'WAITING' })
    return no
  }

  accept(name: string, number: number, who: Who): readonly string[] {
    const one = this.vouchers.get(name)
    if (!one) return ['VOUCHER_NOT_FOUND']
    const presentation = this.waiting(one, number)
    if (typeof presentation === 'string') return [presentation, ...this.over(one)]
    const accepted = one.presentations.filter(({ state }) => state === 'ACCEPTED')
    const fen = this.redeemedWith(one, [...accepted, presentation]) - this.redeemedOf(one)
    const no = [
      ...this.over(one),
      ...(fen === 0n ? ['NOTHING_TO_REDEEM'] : []),
      ...unfitDuty('APPROVE', who, one.signed, fen),
    ]
    if (no.length > 0) return no
    presentation.state = 'ACCEPTED'
    one.signed.push({ duty: 'APPROVE', persons: who.persons })
    return []
  }

  refuse(name: string, number: number): readonly string[] {
    const one = this.vouchers.get(name)
    if (!one) return ['VOUCHER_NOT_FOUND']
    const presentation = this.waiting(one, number)
    const no = one.ended ? ['VOUCHER_ENDED'] : []
    if (typeof presentation === 'string') return [presentation, ...no]
    if (no.length === 0) presentation.state = 'REFUSED'
    return no
  }

  cancel(name: string): readonly string[] {
    const one = this.vouchers.get(name)
    if (!one) return ['VOUCHER_NOT_FOUND']
    const no = this.over(one)
    if (no.length > 0) return no
    for (const waits of one.presentations) if (waits.state === 'WAITING') waits.state = 'REFUSED'
    this.end(one, 'CANCELLED')
    return []
  }

  /** After its last day it expires, once what was presented in time is answered. */
  tick(today: string): void {
    for (const one of this.vouchers.values()) {
      const isWaiting = one.presentations.some(({ state }) => state === 'WAITING')
      if (this.standing(one) === 'HELD' && !isWaiting && today > one.until) this.end(one, 'EXPIRED')
    }
  }

  private end(one: VoucherCase, how: 'EXPIRED' | 'CANCELLED'): void {
    one.money.reserved = this.redeemedOf(one) - one.money.paid - this.books.payments.settledOf(one.money)
    one.ended = how
  }

  private over(one: VoucherCase): string[] {
    return this.standing(one) === 'HELD' ? [] : ['VOUCHER_ENDED']
  }

  private waiting({ presentations }: VoucherCase, number: number): Presentation | string {
    const found = presentations[number - 1]
    if (!found) return 'PRESENTATION_NOT_FOUND'
    return found.state === 'WAITING' ? found : 'PRESENTATION_ANSWERED'
  }

  /** The measure's share of all bills together, rounded down once, up to the face value. */
  private redeemedWith({ money, face }: VoucherCase, accepted: readonly Presentation[]): bigint {
    const { unit } = this.books.ruleOf(money)
    const fen = (this.books.shareOf(money, billsOf(accepted)) / (unit * 10_000n)) * unit
    return fen < face ? fen : face
  }
}
