import { Share } from '#proto/qiantou/allocation/v1/allocation.ts'
import * as allocation from '#proto/qiantou/allocation/v1/allocation_events.ts'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import { codeOf } from '#shared/domain/resource-name.ts'
import { czt, fgw, gxt, kjt, type Line, office, programme, reason } from './line.ts'

const pool = `${programme}/pools/vouchers`
const changsha = 'organisations/hn-changsha'
const county = 'organisations/hn-yuelu'
const classification = {
  ...{ nature: 'FUND_NATURE_GENERAL_BUDGET' as const, functionCode: '2060499', economicCode: '50799' },
}
const share = (recipient: string, fen: bigint, holding: Share['holding'] = 'HOLDING_DEPARTMENT') =>
  Share.fromPartial({
    ...{ recipient, holding, fen, classification },
    targets: [
      {
        ...{ kind: 'TARGET_KIND_OUTPUT', indicator: '新增智能算力', comparison: 'COMPARISON_AT_LEAST' },
        ...{ value: '99.5', unit: 'PFLOPS' },
      },
    ],
  })

const shares = [share(kjt, 300_000n), share(changsha, 200_000n, 'HOLDING_FINANCE_BUREAU')]
const nameOf = (id: string): string => `${programme}/allocations/${id}`
const reservations = (holder: string) =>
  shares.map(({ recipient, fen }, i) =>
    Reservation.fromPartial({
      ...{ holder, number: i + 1, pool, year: 2026, fen },
      applicant: `${pool}/quotas/${codeOf(recipient)}/general-budget-2060499-50799`,
    }),
  )

const proposed = (id: string): Line => ({
  ...{ subject: nameOf(id), actor: gxt, admits: [gxt, czt] },
  fact: allocation.AllocationProposed.create({
    ...{ title: '2026年算力券资金分配方案', measure: `${programme}/measures/vouchers`, pool, finance: czt, year: 2026 },
    ...{ shares, reserved: reservations(nameOf(id)) },
  }),
})

/** A plan that is issued, one that is refused, one that is taken back; a quota that is passed on, one that is adjusted. */
export const allocations: readonly Line[] = [
  proposed('l1'),
  {
    ...{ subject: nameOf('l1'), actor: czt, admits: [gxt, czt, kjt, changsha] },
    fact: allocation.QuotaIssued.create({
      ...{ document: '湘财预〔2026〕36号', pool, year: 2026, shares, paid: reservations(nameOf('l1')) },
    }),
  },
  proposed('l2'),
  {
    ...{ subject: nameOf('l2'), actor: czt },
    fact: allocation.AllocationRefused.create({ text: reason(93), released: reservations(nameOf('l2')) }),
  },
  { ...proposed('l3'), actor: office, admits: [office, czt] },
  {
    ...{ subject: nameOf('l3'), actor: office },
    fact: allocation.AllocationWithdrawn.create({ text: reason(94), released: reservations(nameOf('l3')) }),
  },
  {
    ...{ subject: nameOf('l4'), actor: changsha, admits: [changsha, czt, county] },
    fact: allocation.QuotaPassedOn.create({
      ...{ document: '长财预〔2026〕8号', pool, finance: czt, year: 2026, shares: [share(county, 150_000n)] },
    }),
  },
  {
    ...{ subject: nameOf('l5'), actor: czt, admits: [czt, kjt, fgw] },
    fact: allocation.QuotaAdjusted.create({
      ...{ document: '湘财预〔2026〕51号', pool, year: 2026, from: kjt, fromClassification: { ...classification } },
      ...{ to: share(fgw, 100_000n), text: reason(95) },
    }),
  },
]
