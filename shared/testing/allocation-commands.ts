/** What is commanded of allocations, and stories of them: of the pool of money-facts.ts, which has 1 000 yuan for 2026. */
import type { Share } from '#proto/qiantou/allocation/v1/allocation.ts'
import type { QuotaIssued } from '#proto/qiantou/allocation/v1/allocation_events.ts'
import type { SignOff } from '#proto/qiantou/record/v1/record.ts'
import { type AllocationCommand, allocationDecider } from '#services/finance/domain/allocation.ts'
import type { AllocationFact } from '#services/finance/domain/allocation-state.ts'
import { type Measure, measureDecider } from '#services/finance/domain/measure.ts'
import { type Pool, poolDecider } from '#services/finance/domain/pool.ts'
import { quotaDecider } from '#services/finance/domain/quota.ts'
import { allocationName, general, issued, kjt, proposed, shares } from './allocation-facts.ts'
import {
  approving,
  budgetSet,
  entered,
  finance,
  handling,
  measureNamed,
  office,
  opened,
  poolName,
  reason,
  vouchers,
  yearClosed,
} from './money-facts.ts'
import { Story, type Told, told } from './story.ts'
import { noon } from './task-facts.ts'

const setting = { actor: finance, subject: allocationName, at: noon }
const signedAs = (signOff: readonly SignOff[]) => new Story(allocationDecider, { ...setting, signOff })
export const [unsigned, handled, approved] = [signedAs([]), signedAs(handling), signedAs(approving)]

const poolStory = new Story(poolDecider, { ...setting, subject: poolName })
const pool = poolStory.state(opened, budgetSet(2026, '1 000')) as Pool
export const closed = poolStory.state(opened, budgetSet(2026, '1 000'), yearClosed(2026, { lapsed: '1 000' })) as Pool
export const measure = new Story(measureDecider, { ...setting, subject: measureNamed('vouchers') }).state(
  entered(vouchers()),
) as Measure
export const programme = { office, measures: ['vouchers'], days: [], finances: [finance] }

/** What there is beside: the pool, and quotas as letters before have left them. */
export const ground = (letters: readonly QuotaIssued[] = [], there: Pool | undefined = pool) => ({
  name: allocationName,
  poolNamed: (name: string) => (name === poolName ? there : undefined),
  quotaNamed: (name: string) => new Story(quotaDecider, setting, name).state(...letters),
})

export type Of<Type extends AllocationCommand['type']> = Extract<AllocationCommand, { readonly type: Type }>
export const propose = (changes: Partial<Of<'Propose'>> = {}): AllocationCommand => ({
  ...{ type: 'Propose', programme, measure, measureName: measureNamed('vouchers'), title: proposed.title, year: 2026 },
  ...{ shares, entryOf: () => undefined, ...ground() },
  ...changes,
})
export const issue = (changes: Partial<Of<'Issue'>> = {}): AllocationCommand => ({
  ...{ type: 'Issue', document: issued.document, ...ground() },
  ...changes,
})
export const end = (type: 'Refuse' | 'Withdraw'): AllocationCommand => ({ type, text: reason, ...ground() })
export const passOn = (given: readonly Share[], changes: Partial<Of<'PassOn'>> = {}): AllocationCommand => ({
  ...{ type: 'PassOn', pool: poolName, year: 2026, document: '长财预〔2026〕8号', shares: given },
  ...ground([issued]),
  ...changes,
})
export const adjust = (from: string, to: Share, changes: Partial<Of<'Adjust'>> = {}): AllocationCommand => ({
  ...{ type: 'Adjust', pool: poolName, year: 2026, document: '湘财预〔2026〕51号' },
  ...{ from, fromClassification: general, to, text: reason, ...ground([issued]) },
  ...changes,
})
export const plan: Told<AllocationFact> = told(proposed, { actor: kjt, signOff: handling })
