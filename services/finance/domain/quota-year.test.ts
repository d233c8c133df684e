/** What a year that ends makes of quotas (docs/domain.md, Money). */
import { describe, expect, test } from 'vitest'
import { YearClosed } from '#proto/qiantou/pool/v1/pool_events.ts'
import { accountOf, bureau, general, issued, kjt, proposed, quotaOf } from '#shared/testing/allocation-facts.ts'
import { approving, budgetSet, finance, opened, openedCarrying, poolName, yuan } from '#shared/testing/money-facts.ts'
import { quotaAfter, spentRequested } from '#shared/testing/spending.ts'
import { recordedOf, Story } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { Balances, quotaDifferences } from './balance.ts'
import { entriesOf } from './ledger.ts'
import { leftFen, mostLinesClosed, noBudget, poolDecider } from './pool.ts'
import { quotaDecider } from './quota.ts'
import type { Quota, QuotaLine } from './quota-state.ts'

type Scenes = Parameters<typeof quotaAfter>[0]

describe('a year that ends', () => {
  const at = new Date('2027-01-10T04:00:00Z')
  const story = new Story(poolDecider, { actor: finance, subject: poolName, at, signOff: approving })
  const of = (opening: typeof opened) => [opening, budgetSet(2026, '600'), proposed, issued] as never[]
  const quotas = (payments: Scenes = []) =>
    [kjt, bureau].map((one) => ({ name: quotaOf(one), state: quotaAfter(one === kjt ? payments : [], one) }))
  const close = (payments: Scenes = []) => ({ type: 'CloseYear', year: 2026, quotas: quotas(payments) }) as const
  const ended = (organisation: string, fen: string, carries = false) => ({
    ...{ $type: 'qiantou.pool.v1.QuotaClosed' as const, account: accountOf(organisation) },
    ...(carries ? { lapsedFen: 0n, carriedFen: yuan(fen) } : { lapsedFen: yuan(fen), carriedFen: 0n }),
  })
  const lines = (organisation: string, fact: YearClosed, payments: Scenes = []) =>
    (
      quotaDecider.evolve(
        quotaAfter(payments, organisation),
        recordedOf(fact, { actor: finance, subject: poolName, at }),
        quotaOf(organisation),
      ) as Quota
    ).lines

  test('takes back what quotas have left, with what the pool has: what is requested stays reserved', () => {
    const fact = YearClosed.create({
      ...{ year: 2026, lapsedFen: yuan('100'), quotas: [ended(kjt, '100'), ended(bureau, '200')] },
    })
    const state = story
      .given(...of(opened))
      .when(close([spentRequested('200')]))
      .then([fact])
    // Of the 500 that were issued 300 came back, and are gone with the 100.
    expect(state?.years[2026]).toMatchObject({ budgetFen: '60000', paidFen: '20000', goneFen: '40000' })
    expect(leftFen(state?.years[2026] ?? noBudget)).toBe(0n)
    expect(lines(kjt, fact, [spentRequested('200')])).toMatchObject([
      { year: 2026, goneFen: '10000', reservedFen: '20000' },
    ])
    expect(quotaDecider.touches(recordedOf(fact, { actor: finance, subject: poolName, at }))).toEqual(
      [kjt, bureau].map(quotaOf),
    )
  })

  test('or carries it over to the same line of the next year, where the pool carries over', () => {
    const fact = YearClosed.create({
      ...{ year: 2026, carriedFen: yuan('100'), quotas: [ended(kjt, '300', true), ended(bureau, '200', true)] },
    })
    const state = story
      .given(...of(openedCarrying))
      .when(close())
      .then([fact])
    expect(state?.years[2026]).toMatchObject({ paidFen: '50000', goneFen: '10000' })
    expect(state?.years[2027]).toMatchObject({ carriedInFen: '10000' })
    expect(lines(kjt, fact)).toMatchObject([
      { year: 2026, receivedFen: '30000', goneFen: '30000' },
      { year: 2027, classification: general, receivedFen: '0', carriedInFen: '30000' },
    ])
  })

  test('is as the ledger has it, either way', () => {
    for (const carries of [false, true]) {
      const fact = YearClosed.create({
        year: 2026,
        quotas: [ended(kjt, '300', carries), ended(bureau, '200', carries)],
      })
      const balances = new Balances()
      for (const one of [issued, fact])
        for (const entry of entriesOf(recordedOf(one, { actor: finance, subject: poolName, at }))) balances.add(entry)
      const named = [kjt, bureau].map((one) => ({
        ...{ name: quotaOf(one), state: { ...quotaAfter([], one), lines: lines(one, fact) } },
      }))
      expect(quotaDifferences(named, balances)).toEqual([])
    }
  })

  test('is closed once more for what comes back later, and for lines that did not fit in', () => {
    const before = YearClosed.create({ year: 2026, lapsedFen: yuan('100'), quotas: [ended(bureau, '200')] })
    const again = YearClosed.create({ year: 2026, quotas: [ended(kjt, '300')] })
    const left = { type: 'CloseYear', year: 2026, quotas: quotas().slice(0, 1) } as const
    story
      .given(...of(opened), before)
      .when(left)
      .then([again])
    story
      .given(...of(opened), before)
      .when({ ...left, quotas: [] })
      .then({ reason: 'YEAR_CLOSED' })
    const [one] = quotas()
    const line = one?.state.lines[0] as QuotaLine
    const many = Array.from({ length: mostLinesClosed + 1 }, (_, i) => ({
      ...line,
      classification: { ...general, functionCode: `${2_060_000 + i}` },
    }))
    const full = { name: quotaOf(kjt), state: { ...quotaAfter([]), lines: many } }
    const { decision } = story.given(...of(opened)).when({ ...left, quotas: [full] })
    expect(decision._tag === 'Right' && (decision.right[0] as YearClosed).quotas).toHaveLength(mostLinesClosed)
  })

  test('has what was carried into it, also where the pool has no budget for it; not while it lasts', () => {
    const carried = { ...(quotaAfter([]).lines[0] as QuotaLine), year: 2025 }
    const old = { name: quotaOf(kjt), state: { ...quotaAfter([]), lines: [carried] } }
    story
      .given(opened)
      .when({ type: 'CloseYear', year: 2025, quotas: [old] })
      .then([YearClosed.create({ year: 2025, quotas: [ended(kjt, '300')] })])
    const during = new Story(poolDecider, { actor: finance, subject: poolName, at: noon })
    during
      .given(...of(opened))
      .when(close())
      .then({ reason: 'YEAR_NOT_OVER' })
  })
})
