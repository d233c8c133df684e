/**
 * What is claimed back of payments for vouchers, told from rule 14 of docs/domain.md (Money) apart from the service. Each answer
 * is all the reasons there are to say no.
 */
import { type Signed, unfitDuty, type Who } from './duty-model.ts'
import type { Payment, PaymentModel } from './payment-model.ts'

export type Agreed = {
  readonly parts: readonly { readonly due: string; readonly fen: bigint }[]
  received: bigint
  told: number
}

/** Of a payment: what is still to come back, what came, and what a return settled. `overdue` is what time had to tell. */
export type Claim = {
  fen: bigint
  recovered: bigint
  settled: bigint
  agreed: Agreed | undefined
  readonly receipts: Set<string>
  readonly overdue: string[]
}

export const noClaim = (): Claim => ({
  ...{ fen: 0n, recovered: 0n, settled: 0n, agreed: undefined, receipts: new Set(), overdue: [] },
})

export type Receipt = { readonly fen: bigint; readonly reference: string; readonly isOfTomorrow: boolean }

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n)

/** What days have made overdue of what was agreed on: each instalment once, with what is missing by then. */
export function tellOverdue(agreed: Agreed, today: string): readonly string[] {
  return agreed.parts.flatMap(({ due }, i) => {
    const missing = total(agreed.parts.slice(0, i + 1).map(({ fen }) => fen)) - agreed.received
    if (due >= today || i < agreed.told || missing <= 0n) return []
    agreed.told = i + 1
    return [`${due} ${missing}`]
  })
}

/** Why so much is not agreed on in such parts. */
export const unfitParts = (parts: Agreed['parts'], claimed: bigint, today: string): readonly string[] => [
  ...(total(parts.map(({ fen }) => fen)) === claimed ? [] : ['INSTALMENTS_MISFIT']),
  ...(parts.some(({ due }) => due < today) ? ['INSTALMENT_IN_PAST'] : []),
]

/** Why a receipt is not taken of what is claimed, or where nothing is. */
export const unfitReceipt = (
  { fen, reference, isOfTomorrow }: Receipt,
  { claimed, receipts }: { readonly claimed: bigint; readonly receipts: ReadonlySet<string> },
  { persons }: Who,
): readonly string[] => [
  ...(persons.length === 0 ? ['SIGN_OFF_NEEDED'] : []),
  ...(claimed === 0n ? ['NOTHING_CLAIMED'] : fen > claimed ? ['MORE_THAN_CLAIMED'] : []),
  ...(receipts.has(reference) ? ['RECOVERY_KNOWN'] : []),
  ...(isOfTomorrow ? ['DAY_NOT_YET'] : []),
]

export class ClaimModel {
  private readonly payments: PaymentModel

  constructor(payments: PaymentModel) {
    this.payments = payments
  }

  /** `fen` is 0 for all that may be claimed, which is `free`. */
  claim(
    name: string,
    { fen, free }: { readonly fen: bigint; readonly free: bigint },
    who: Who,
    before: readonly Signed[],
  ): readonly string[] {
    const one = this.payments.payments.get(name) as Payment
    if (one.isOfAward) return ['CLAIMED_BY_AMENDMENT']
    const asked = fen || free
    const no = [
      ...(asked === 0n || asked > free ? ['MORE_THAN_PAID'] : []),
      ...unfitDuty('APPROVE', who, [...before, ...one.signed], asked),
    ]
    if (no.length > 0) return no
    one.claim.fen += asked
    one.paid.claimed += asked
    one.claim.agreed = undefined
    one.signed.push({ duty: 'APPROVE', persons: who.persons })
    return []
  }

  agree(name: string, parts: Agreed['parts'], today: string, who: Who, before: readonly Signed[]): readonly string[] {
    const { claim, signed } = this.payments.payments.get(name) as Payment
    if (claim.fen === 0n) return ['NOTHING_CLAIMED']
    const no = [...unfitParts(parts, claim.fen, today), ...unfitDuty('APPROVE', who, [...before, ...signed], claim.fen)]
    if (no.length === 0) claim.agreed = { parts, received: 0n, told: 0 }
    return no
  }

  recover(name: string, receipt: Receipt, who: Who): readonly string[] {
    const { claim, paid } = this.payments.payments.get(name) as Payment
    const no = unfitReceipt(receipt, { claimed: claim.fen, receipts: claim.receipts }, who)
    if (no.length > 0) return no
    const { fen, reference } = receipt
    claim.fen -= fen
    claim.recovered += fen
    paid.claimed -= fen
    paid.recovered += fen
    claim.receipts.add(reference)
    if (claim.agreed) claim.agreed.received += fen
    return []
  }

  tick(today: string): void {
    for (const { claim } of this.payments.payments.values())
      if (claim.agreed && claim.fen > 0n) claim.overdue.push(...tellOverdue(claim.agreed, today))
  }
}
