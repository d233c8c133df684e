/** Facts of allocations and quotas, for stories: plans out of the pool of money-facts.ts, and letters that move them on. */
import { type Holding, Share, Target } from '#proto/qiantou/allocation/v1/allocation.ts'
import * as allocation from '#proto/qiantou/allocation/v1/allocation_events.ts'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import type { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { codeOf } from '#shared/domain/resource-name.ts'
import { city, finance, handler, measureNamed, poolName, reason, sponsor, yuan } from './money-facts.ts'

export const allocationName = 'programmes/hunan/allocations/l1'
/** Departments; a city's finance bureau, and a county's. */
export const [kjt, fgw, bureau, county] = [handler, sponsor, city, 'organisations/cs-yuelu'] as const

export const general: Classification = {
  $type: 'qiantou.transfer.v1.Classification',
  ...{ nature: 'FUND_NATURE_GENERAL_BUDGET', functionCode: '2060499', economicCode: '50799' },
}
/** The account of a body's quota, of what `general` is unless it says otherwise. */
export const quotaOf = (organisation: string): string => `${poolName}/quotas/${codeOf(organisation)}`
export const accountOf = (organisation: string, line = 'general-budget-2060499-50799'): string =>
  `${quotaOf(organisation)}/${line}`

const target = Target.fromPartial({
  ...{ kind: 'TARGET_KIND_OUTPUT', indicator: '新增智能算力', comparison: 'COMPARISON_AT_LEAST' },
  ...{ value: '500', unit: 'PFLOPS' },
})

export const share = (recipient: string, amount: string, changes: Partial<Share> = {}): Share => ({
  ...Share.fromPartial({ recipient, holding: 'HOLDING_DEPARTMENT', fen: yuan(amount), targets: [target] }),
  ...{ classification: general },
  ...changes,
})
export const ofBureau: { readonly holding: Holding } = { holding: 'HOLDING_FINANCE_BUREAU' }

/** A department gets 300 yuan, a city 200. */
export const shares: readonly Share[] = [share(kjt, '300'), share(bureau, '200', ofBureau)]

export const shareReservation = (number: number, recipient: string, amount: string): Reservation =>
  Reservation.fromPartial({
    ...{ holder: allocationName, number, applicant: accountOf(recipient), pool: poolName, year: 2026 },
    fen: yuan(amount),
  })
const reservations = [shareReservation(1, kjt, '300'), shareReservation(2, bureau, '200')]

export const proposed = allocation.AllocationProposed.create({
  ...{ title: '2026年算力券资金分配方案', measure: measureNamed('vouchers'), pool: poolName, finance, year: 2026 },
  ...{ shares: [...shares], reserved: reservations },
})
export const issued = allocation.QuotaIssued.create({
  ...{ document: '湘财预〔2026〕36号', pool: poolName, year: 2026, shares: [...shares], paid: reservations },
})
export const refused = allocation.AllocationRefused.create({ text: reason, released: reservations })
export const withdrawn = allocation.AllocationWithdrawn.create({ text: reason, released: reservations })

export const passedOn = (...to: readonly Share[]) =>
  allocation.QuotaPassedOn.create({
    ...{ document: '长财预〔2026〕8号', pool: poolName, finance, year: 2026, shares: [...to] },
  })
export const adjusted = (from: string, to: Share, fromClassification = general) =>
  allocation.QuotaAdjusted.create({
    ...{ document: '湘财预〔2026〕51号', pool: poolName, year: 2026, from, fromClassification, to, text: reason },
  })
