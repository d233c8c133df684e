import * as allocation from '#proto/qiantou/allocation/v1/allocation_events.ts'
import { ApplicationBodySucceeded } from '#proto/qiantou/application/v1/application_events.ts'
import { ApportionmentBodySucceeded } from '#proto/qiantou/apportionment/v1/apportionment_events.ts'
import { PoolBodySucceeded } from '#proto/qiantou/pool/v1/pool_events.ts'
import { RosterBodySucceeded } from '#proto/qiantou/roster/v1/roster_events.ts'
import { TransferBodySucceeded } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { VoucherBodySucceeded } from '#proto/qiantou/voucher/v1/voucher_events.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { czt, fgw, gxt, kjt, type Line, office, programme } from './line.ts'

const handler = { former: gxt, successor: fgw }
const finance = { former: czt, successor: office }

const passed: readonly (readonly [name: string, fact: Fact & { former: string; successor: string }])[] = [
  ['pools/vouchers', PoolBodySucceeded.create(finance)],
  ['applications/a1', ApplicationBodySucceeded.create(handler)],
  ['apportionments/vouchers/calls/2026-1', ApportionmentBodySucceeded.create(handler)],
  ['rosters/r1', RosterBodySucceeded.create(handler)],
  ['vouchers/v1', VoucherBodySucceeded.create(handler)],
  ['transfers/t1', TransferBodySucceeded.create(finance)],
  ['pools/vouchers/quotas/hn-kjt', allocation.QuotaBodySucceeded.create({ former: kjt, successor: fgw })],
  ['allocations/l1', allocation.AllocationBodySucceeded.create({ former: kjt, successor: fgw })],
]

/** Bodies are no longer there: all that stands in their names passes on. */
export const moneySuccession: readonly Line[] = passed.map(([name, fact]) => ({
  ...{ subject: `${programme}/${name}`, actor: 'services/finance', fact },
  ...{ admits: [fact.successor], releases: [fact.former] },
}))
