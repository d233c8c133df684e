/**
 * What becomes of approved awards, told from rules 12 to 15, 17, 23 and 27 of docs/domain.md (Money) apart from it: paid,
 * amended, claimed back, paid over years, planned. Each answer is all the reasons there are to say no.
 */

import { type Award, type AwardStep, type Part, type Plan, stepDuty, stepStage, tellUndecided } from './award-case.ts'
import { type Agreed, type Receipt, tellOverdue, unfitParts, unfitReceipt } from './claim-model.ts'
import { unfitDuty, type Who } from './duty-model.ts'
import { type Asked, type Case, grantedTo, MoneyModel, newCase } from './money-model.ts'
import { PaymentModel } from './payment-model.ts'

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n)
const least = (one: bigint, other: bigint): bigint => (one < other ? one : other)
const notNegative = (fen: bigint): bigint => (fen > 0n ? fen : 0n)

export class AwardModel extends MoneyModel {
  readonly payments: PaymentModel = new PaymentModel()
  readonly awards: Map<string, Award> = new Map()
  /** Tasks of which the body's part is accepted. */
  readonly accepted: Set<string> = new Set()

  override submit(id: string, asked: Asked): string {
    const none = { agreed: undefined, wasClaimed: false, isAllocated: false, isEvaluated: false, admitBy: '' }
    if (!this.awards.has(id))
      this.awards.set(id, { signed: [], plans: new Map(), receipts: new Set(), overdue: [], notDecided: [], ...none })
    return super.submit(id, asked)
  }

  /** It was never begun. */
  forget(id: string): void {
    this.awards.delete(id)
    this.cases.delete(id)
  }

  /** What its years have, the first of them first. */
  yearsOf(id: string): readonly Case[] {
    return [...this.cases.values()].filter(({ award }) => award === id).toSorted((a, b) => a.year - b.year)
  }

  awardOf(id: string): Award {
    const one = this.awards.get(id)
    if (!one) throw new Error(`${id} was never applied for`)
    return one
  }

  /** What no payment asks for, and of that what was not proposed either. */
  freeOf(one: Case): bigint {
    return one.reserved - this.payments.askedOf(one)
  }

  unproposedOf(one: Case): bigint {
    return notNegative(this.freeOf(one) - (this.planOf(one)?.open ?? 0n))
  }

  planOf({ award, year }: Case): Plan | undefined {
    return this.awards.get(award)?.plans.get(year)
  }

  payableOf(one: Case): bigint {
    const plan = this.planOf(one)
    return plan ? notNegative(least(this.freeOf(one), plan.open)) : this.freeOf(one)
  }

  // ---- Awarded

  /** A step towards approval, in its turn: what it reserves, or else what is reserved, says who may sign it. */
  take(kind: AwardStep, id: string, investment: bigint, who: Who): readonly string[] {
    const one = this.cases.get(id)
    const outOfTurn = this.unfit(one, stepStage[kind])
    if (!one || outOfTurn) return [outOfTurn ?? 'APPLICATION_NOT_FOUND', ...unfitDuty(stepDuty[kind], who, [], 0n)]
    const { signed } = this.awardOf(id)
    const fen = this.reservedBy(kind, one, investment)
    const no = [
      ...(typeof fen === 'string' ? [fen] : []),
      ...unfitDuty(stepDuty[kind], who, signed, typeof fen === 'string' ? 0n : fen),
    ]
    if (no.length > 0) return no
    signed.push({ duty: stepDuty[kind], persons: who.persons })
    const answered = {
      admit: () => this.admit(id),
      review: () => this.approveInvestment(id, investment),
      reviewFinance: () => 'OK',
      approve: () => this.approve(id),
    }[kind]()
    return answered === 'OK' ? [] : [answered]
  }

  private reservedBy(kind: AwardStep, one: Case, investment: bigint): bigint | string {
    if (kind === 'review') return this.award(one, investment)
    return kind === 'admit' && !this.ruleOf(one).isReviewed ? this.admitted(one) : one.reserved
  }

  // ---- Amended, and claimed back

  amend(id: string, basis: bigint, who: Who): readonly string[] {
    const one = this.newest(id)
    if (typeof one === 'string') return [one]
    const { fen } = this.comesTo(one, this.shareOf({ ...one, most: basis }, basis), this.othersOf(one))
    const award = this.awardOf(id)
    const kept = one.paid - one.recovered
    const asked = this.payments.askedOf(one)
    const no = [
      ...unfitDuty('APPROVE', who, award.signed, fen),
      ...(fen === grantedTo(one) ? ['AWARD_UNCHANGED'] : []),
      ...(asked > 0n && fen - kept < asked ? ['PAYMENT_UNDER_WAY'] : []),
      ...(fen - kept > one.reserved && this.yearOf(one.year).isClosed ? ['YEAR_CLOSED'] : []),
    ]
    if (no.length > 0) return no
    one.judgedOthers = this.othersOf(one)
    for (const year of this.yearsOf(id)) Object.assign(year, { basis, most: basis })
    one.awarded = fen
    one.reserved = notNegative(fen - kept)
    one.claimed = notNegative(kept - fen)
    if (one.claimed > 0n) award.wasClaimed = true
    award.agreed = this.keptAgreed(award.agreed, one.claimed)
    award.signed.push({ duty: 'APPROVE', persons: who.persons })
    return []
  }

  /** What was agreed on stays so of what is claimed: of what is not any more it counts as if it was received. */
  private keptAgreed(agreed: Agreed | undefined, claimed: bigint): Agreed | undefined {
    if (!agreed) return undefined
    const due = total(agreed.parts.map(({ fen }) => fen)) - agreed.received
    if (due <= 0n || claimed === 0n) return undefined
    return { ...agreed, received: agreed.received + notNegative(due - claimed) }
  }

  agree(id: string, parts: Agreed['parts'], today: string, who: Who): readonly string[] {
    const one = this.claimedOf(id)
    if (typeof one === 'string') return [one]
    const no = [
      ...unfitParts(parts, one.claimed, today),
      ...unfitDuty('APPROVE', who, this.awardOf(id).signed, one.claimed),
    ]
    if (no.length === 0) this.awardOf(id).agreed = { parts, received: 0n, told: 0 }
    return no
  }

  recover(id: string, receipt: Receipt, who: Who): readonly string[] {
    const one = this.claimedOf(id)
    const unsigned = who.persons.length === 0 ? ['SIGN_OFF_NEEDED'] : []
    if (typeof one === 'string') return [one, ...unsigned]
    const award = this.awardOf(id)
    const { fen, reference } = receipt
    const no = unfitReceipt(receipt, { claimed: one.claimed, receipts: award.receipts }, who)
    if (no.length > 0) return no
    one.claimed -= fen
    one.recovered += fen
    award.receipts.add(reference)
    if (award.agreed) award.agreed.received += fen
    return []
  }

  // ---- Over years

  draw(
    id: string,
    asked: { readonly year: number; readonly thisYear: number; readonly isGood: boolean },
    who: Who,
  ): readonly string[] {
    const newest = this.newest(id)
    if (typeof newest === 'string') return [newest]
    const { year, thisYear, isGood } = asked
    const [first] = this.yearsOf(id) as [Case]
    const last = first.year + (this.ruleOf(first).years ?? 1) - 1
    if (last === first.year) return ['NO_INSTALMENTS']
    if (this.yearsOf(id).some((one) => one.year === year)) return ['INSTALMENT_DRAWN']
    if (year < first.year || year > last) return ['INSTALMENT_BEYOND']
    const award = this.awardOf(id)
    const one = { ...newCase(id, { ...first, year }), judgedOthers: newest.judgedOthers, stage: 'APPROVED' as const }
    const fen = this.award(one, first.basis, newest.judgedOthers)
    const no = [
      ...(year > thisYear ? ['INSTALMENT_NOT_YET'] : []),
      ...(award.isEvaluated ? ['EVALUATED_BEFORE'] : award.wasClaimed ? ['INSTALMENTS_STOPPED'] : []),
      ...unfitDuty('HANDLE', who, award.signed, typeof fen === 'string' ? 0n : fen),
      ...(isGood ? [] : ['CREDIT_NOT_GOOD']),
      ...(typeof fen === 'string' ? [fen] : []),
    ]
    if (no.length > 0 || typeof fen === 'string') return no
    this.cases.set(`${id} ${year}`, { ...one, awarded: fen, reserved: fen })
    award.signed.push({ duty: 'HANDLE', persons: who.persons })
    return []
  }

  evaluate(id: string, thisYear: number): readonly string[] {
    const one = this.newest(id)
    if (one === 'APPLICATION_NOT_APPROVED') return ['NOT_PAID']
    if (typeof one === 'string') return [one]
    const award = this.awardOf(id)
    if (!this.isSettled(id) || !this.isAnythingKept(id)) return ['NOT_PAID']
    if (this.yearsToCome(id).some((year) => year >= thisYear)) return ['NOT_PAID']
    if (award.isEvaluated) return ['EVALUATED_BEFORE']
    award.isEvaluated = true
    return []
  }

  /** Where an approved award stands. */
  standing(id: string): string {
    const { isEvaluated, isAllocated } = this.awardOf(id)
    if (this.isSettled(id) && !this.isAnythingKept(id)) return 'REVOKED'
    if (isEvaluated && this.isSettled(id)) return 'EVALUATED'
    if (this.isSettled(id) && this.yearsToCome(id).length === 0) return 'PAID'
    return isAllocated ? 'ALLOCATED' : 'APPROVED'
  }

  // ---- Planned

  /** `isKnown`: what its parts wait for is there. */
  plan(
    id: string,
    year: number,
    parts: readonly Omit<Part, 'proposed'>[],
    { today, isKnown }: { readonly today: string; readonly isKnown: boolean },
    who: Who,
  ): readonly string[] {
    const newest = this.newest(id)
    if (typeof newest === 'string') return [newest]
    const one = this.toPlan(id, year)
    const fen = one ? this.unproposedOf(one) : 0n
    if (!one || fen === 0n) return ['NOTHING_TO_PLAN']
    const award = this.awardOf(id)
    const no = [
      ...(total(parts.map((part) => part.fen)) === fen ? [] : ['PLAN_MISFIT']),
      ...(parts.some(({ due }) => due < today) ? ['PLAN_DAY_PAST'] : []),
      ...(isKnown ? [] : ['PLAN_MILESTONE_UNKNOWN']),
      ...unfitDuty('HANDLE', who, award.signed, fen),
    ]
    if (no.length > 0) return no
    const former = award.plans.get(one.year) ?? { parts: [], open: 0n }
    const kept = former.parts.filter(({ proposed }) => proposed > 0n)
    award.plans.set(one.year, { ...former, parts: [...kept, ...parts.map((part) => ({ ...part, proposed: 0n }))] })
    award.signed.push({ duty: 'HANDLE', persons: who.persons })
    return []
  }

  /** What a year is planned of: one that is named, or the first that has anything to plan. */
  toPlan(id: string, year: number): Case | undefined {
    const years = this.yearsOf(id)
    return year > 0 ? years.find((one) => one.year === year) : years.find((one) => this.unproposedOf(one) > 0n)
  }

  /** What days have brought about: parts are proposed, and instalments overdue are told once. */
  tick(today: string): void {
    for (const [id, award] of this.awards) {
      if (this.cases.get(id)?.stage === 'SUBMITTED') tellUndecided(award, today)
      for (const one of this.yearsOf(id)) this.propose(one, today)
      const { agreed } = award
      const claimed = total(this.yearsOf(id).map((one) => one.claimed))
      if (agreed && claimed > 0n) award.overdue.push(...tellOverdue(agreed, today))
    }
  }

  private propose(one: Case, today: string): void {
    const plan = this.planOf(one)
    for (const part of plan?.parts ?? []) {
      // What was accepted once stays so, whatever becomes of the task.
      if (this.accepted.has(part.waitsFor ?? '') && part.due > today) part.due = today
      const fen = least(part.fen, this.unproposedOf(one))
      if (!plan || fen === 0n || part.proposed > 0n || part.due > today) continue
      part.proposed = fen
      plan.open += fen
    }
  }

  // ----

  private isSettled(id: string): boolean {
    return this.yearsOf(id).every(({ reserved }) => reserved === 0n)
  }

  /** Of a year paid out, and neither claimed back nor given back. */
  private isAnythingKept(id: string): boolean {
    return this.yearsOf(id).some(({ paid, claimed, recovered }) => paid > claimed + recovered)
  }

  private yearsToCome(id: string): readonly number[] {
    const [first] = this.yearsOf(id) as [Case]
    const all = Array.from({ length: this.ruleOf(first).years ?? 1 }, (_, i) => first.year + i)
    return this.awardOf(id).wasClaimed ? [] : all.filter((year) => !this.yearsOf(id).some((one) => one.year === year))
  }

  /** The year that an amendment changes; or why nothing becomes of the award. */
  private newest(id: string): Case | string {
    const first = this.cases.get(id)
    if (!first) return 'APPLICATION_NOT_FOUND'
    if (this.hasEnded(first)) return 'APPLICATION_ENDED'
    return first.stage === 'APPROVED' ? (this.yearsOf(id).at(-1) as Case) : 'APPLICATION_NOT_APPROVED'
  }

  /** The year of which something is claimed back. */
  private claimedOf(id: string): Case | string {
    const one = this.newest(id)
    if (one === 'APPLICATION_NOT_APPROVED') return 'NOTHING_CLAIMED'
    if (typeof one === 'string') return one
    return this.yearsOf(id).find(({ claimed }) => claimed > 0n) ?? 'NOTHING_CLAIMED'
  }
}
