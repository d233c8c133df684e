/** Limits that the comments of allocations state, each at its edge; the largest plan still fits into a record. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Share } from '#proto/qiantou/allocation/v1/allocation.ts'
import { dayPart, shareOf } from '#shared/testing/allocating.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { Asker } from './rpc-ask.ts'

let bus: TestBus
let asker: Asker
beforeAll(async () => {
  bus = await startTestBus()
  asker = new Asker(bus)
})
afterAll(async () => await bus.stop())

const whole = shareOf('sponsor', 1n)
const target = whole.targets[0] as Share['targets'][number]
const general = whole.classification as NonNullable<Share['classification']>
const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))
const coded = (functionCode: string) => ({ ...general, functionCode })

const propose = (field: string, changes: object): [string, object, string] => [
  'AllocationService/ProposeAllocation',
  changes,
  field,
]
const share = (field: string, changes: Partial<Share>) =>
  propose(`shares[0]${field && `.${field}`}`, { shares: [{ ...whole, ...changes }] })
const ofTarget = (field: string, changes: object) =>
  share(`targets[0].${field}`, { targets: [{ ...target, ...changes }] })

const wrong: [string, object, string][] = [
  propose('title', { title: '' }),
  propose('title', { title: '方'.repeat(201) }),
  propose('measure', { measure: 'programmes/other/measures/vouchers' }),
  propose('year', { year: 1948 }),
  propose('allocation_id', { allocationId: 'L1' }),
  propose('shares', { shares: [] }),
  propose('shares', { shares: many(21, (i) => ({ ...whole, classification: coded(`${2060400 + i}`) })) }),
  propose('shares', { shares: [whole, whole] }),
  propose('shares', {
    shares: many(4, (i) => ({ ...whole, classification: coded(`20604${10 + i}`), targets: many(16, () => target) })),
  }),
  share('recipient', { recipient: 'hn-kjt' }),
  share('holding', { holding: 'HOLDING_UNSPECIFIED' }),
  share('fen', { fen: 0n }),
  share('fen', { fen: 2n ** 53n }),
  share('classification', { classification: undefined }),
  share('classification.nature', { classification: { ...general, nature: 'FUND_NATURE_UNSPECIFIED' } }),
  share('classification.function_code', { classification: coded('2060') }),
  share('classification.economic_code', { classification: { ...general, economicCode: '5079' } }),
  share('targets', { targets: [] }),
  share('targets', { targets: many(21, () => target) }),
  ofTarget('kind', { kind: 'TARGET_KIND_UNSPECIFIED' }),
  ofTarget('indicator', { indicator: '指'.repeat(101) }),
  ofTarget('comparison', { comparison: 'COMPARISON_UNSPECIFIED' }),
  ...['', '-1', '01', '1.23456', '1234567890123', '1e3'].map((value) => ofTarget('value', { value })),
  ofTarget('unit', { unit: '单'.repeat(21) }),
  ['AllocationService/IssueQuota', { document: '' }, 'document'],
  ['AllocationService/IssueQuota', { document: '号'.repeat(201) }, 'document'],
  ['AllocationService/RefuseAllocation', { text: ' ' }, 'text'],
  ['AllocationService/WithdrawAllocation', { text: '因'.repeat(20_001) }, 'text'],
  ['AllocationService/PassOnQuota', { pool: 'programmes/other/pools/vouchers' }, 'pool'],
  ['AllocationService/PassOnQuota', { shares: [] }, 'shares'],
  ['AllocationService/AdjustQuota', { from: 'hn-kjt' }, 'from'],
  ['AllocationService/AdjustQuota', { fromClassification: undefined }, 'from_classification'],
  ['AllocationService/AdjustQuota', { to: undefined }, 'to'],
  ['AllocationService/AdjustQuota', { to: shareOf('bureau', 1n) }, 'to.holding'],
  ['AllocationService/AdjustQuota', { text: '' }, 'text'],
  ['AllocationService/PlanQuotaSpending', { year: 1948 }, 'year'],
  ['AllocationService/PlanQuotaSpending', { classification: undefined }, 'classification'],
  ['AllocationService/PlanQuotaSpending', { parts: [] }, 'parts'],
  ['AllocationService/PlanQuotaSpending', { parts: many(21, () => dayPart(1n, '2099-01-01')) }, 'parts'],
  ['AllocationService/ListQuotas', { pageSize: 1_001 }, 'page_size'],
]

test.each(wrong.map(([name, changes, field]) => ({ name, changes, field })))(
  '$name says that $field is wrong (%#)',
  async ({ name, changes, field }) => {
    const answer = await asker.ask(name, changes)
    expect(answer.outcome).toBe('INVALID_ARGUMENT INVALID_FIELDS')
    expect(answer.fields).toContain(field)
  },
)

test('the largest plan there can be fits into a record', async () => {
  const long = { ...target, indicator: '算'.repeat(100), value: '999999999999.9999', unit: '单'.repeat(20) }
  const shares = many(20, (i) => ({
    ...{ ...whole, fen: 1_000n, classification: coded(`${2060410 + i}`) },
    targets: many(3, () => long),
  }))
  expect((await asker.ask('AllocationService/ProposeAllocation', { shares, title: '方'.repeat(200) })).outcome).toBe(
    'OK',
  )
})
