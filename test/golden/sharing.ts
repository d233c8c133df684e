import { Assessment } from '#proto/qiantou/application/v1/application.ts'
import * as application from '#proto/qiantou/application/v1/application_events.ts'
import { PoolApportioned } from '#proto/qiantou/apportionment/v1/apportionment_events.ts'
import { assessment, reservation } from './applications.ts'
import { czt, fgw, gxt, type Line, programme } from './line.ts'

const [later, shared] = [`${programme}/applications/a2`, `${programme}/applications/a3`]
const measure = `${programme}/measures/vouchers`
const content = {
  ...{ measure, title: '智算中心算力支出补贴', project: 'xj-2026', call: '2026-1' },
  applicant: { code: '91440300708461136T', name: '湘江智算', applicantClass: 'small' },
}
const submitted = application.ApplicationSubmitted.fromPartial({
  ...{ content, measureVersion: 1, handler: gxt, pool: `${programme}/pools/vouchers`, finance: czt, year: 2026 },
  procedure: ['PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_APPROVAL'],
})
const share = Assessment.fromPartial({
  ...{ ...assessment, shared: true, poolLeftFen: 0n },
  ...{ sharedPoolFen: 100_000_000n, sharedClaimedFen: 370_370_362n, fen: 100_000_000n },
})

/** An award over years, of which another year pays; and a pool that is shared out. */
export const sharing: readonly Line[] = [
  { subject: later, actor: fgw, fact: { ...submitted, awardYears: 3 } as typeof submitted },
  {
    ...{ subject: later, actor: gxt },
    fact: application.InstalmentReserved.create({
      ...{ number: 2, assessment, creditEngine: 'file' },
      reserved: { ...reservation(later, 2, 370_370_362n), year: 2027 },
    }),
  },
  { subject: shared, actor: fgw, fact: { ...submitted, poolRule: 'POOL_RULE_PRO_RATA' } as typeof submitted },
  {
    ...{ subject: `${programme}/apportionments/vouchers/calls/2026-1`, actor: gxt, admits: [gxt, czt] },
    fact: PoolApportioned.fromPartial({
      ...{ measure, call: '2026-1', pool: `${programme}/pools/vouchers`, year: 2026 },
      ...{ poolFen: 100_000_000n, claimedFen: 370_370_362n },
      awards: [{ application: shared, assessment: share }],
      reserved: [reservation(shared, 1, 100_000_000n)],
    }),
  },
]
