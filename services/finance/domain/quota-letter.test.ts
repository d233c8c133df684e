import { describe, expect, test } from 'vitest'
import type { QuotaAdjusted, QuotaIssued, QuotaPassedOn } from '#proto/qiantou/allocation/v1/allocation_events.ts'
import type { Entry } from '#shared/domain/ledger.ts'
import {
  accountOf,
  adjusted,
  allocationName,
  bureau,
  county,
  fgw,
  general,
  issued,
  kjt,
  ofBureau,
  passedOn,
  quotaOf,
  share,
} from '#shared/testing/allocation-facts.ts'
import { finance, poolName, yuan } from '#shared/testing/money-facts.ts'
import { recordedOf, Story, told } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { Balances, quotaDifferences } from './balance.ts'
import { entriesOf } from './ledger.ts'
import { quotaDecider } from './quota.ts'
import { type NamedQuota, type Quota, quotaAccount, quotaLeftFen, quotaParties } from './quota-state.ts'

const setting = { actor: finance, subject: allocationName, at: noon }
const other = { ...general, functionCode: '2060502' }
const letters = [
  issued,
  told(passedOn(share(county, '150', ofBureau)), { actor: bureau }),
  told(passedOn(share(kjt, '40')), { actor: county }),
  adjusted(kjt, share(fgw, '100', { classification: other })),
]
const stateOf = (organisation: string, ...facts: readonly (typeof letters)[number][]): Quota | undefined =>
  new Story(quotaDecider, setting, quotaOf(organisation)).state(...facts)
const leftOf = (organisation: string, classification = general, year = 2026): bigint | undefined => {
  const state = stateOf(organisation, ...letters)
  return state && quotaLeftFen(state, year, classification)
}

describe('a quota', () => {
  test('is what was issued, passed on and adjusted, by year and classification', () => {
    expect(stateOf(kjt, ...letters)).toEqual({
      ...{ organisation: kjt, holding: 'HOLDING_DEPARTMENT', finance },
      lines: [
        {
          ...{ year: 2026, classification: general, receivedFen: `${yuan('340')}`, passedOnFen: '0' },
          ...{ adjustedInFen: '0', adjustedOutFen: `${yuan('100')}`, carriedInFen: '0', goneFen: '0' },
          ...{ reservedFen: '0', paidFen: '0', returnedFen: '0' },
        },
      ],
    })
    expect(leftOf(kjt)).toBe(yuan('240'))
    expect(leftOf(bureau)).toBe(yuan('50'))
    expect(leftOf(county)).toBe(yuan('110'))
    expect([leftOf(fgw), leftOf(fgw, other), leftOf(fgw, other, 2027)]).toEqual([0n, yuan('100'), 0n])
    expect(stateOf(fgw, issued)).toBeUndefined()
  })

  test('is touched by every letter that moves it, and read by its holder and the finance department', () => {
    const touched = letters.map((letter) =>
      quotaDecider.touches(recordedOf<QuotaIssued | QuotaPassedOn | QuotaAdjusted>(letter, setting)),
    )
    expect(touched).toEqual([
      [kjt, bureau].map(quotaOf),
      [bureau, county].map(quotaOf),
      [county, kjt].map(quotaOf),
      [kjt, fgw].map(quotaOf),
    ])
    const state = stateOf(county, ...letters) as Quota
    expect(state.finance).toBe(finance)
    expect(quotaDecider.readers?.(state)).toEqual([county, finance])
    expect([...quotaParties('organisations/o', state)]).toEqual(['organisations/o', finance, county])
  })

  test('has an account for each classification', () => {
    expect(quotaAccount(poolName, kjt, general)).toBe(accountOf(kjt))
    expect(quotaAccount(poolName, kjt, { ...general, nature: 'FUND_NATURE_STATE_CAPITAL' })).toBe(
      accountOf(kjt, 'state-capital-2060499-50799'),
    )
    expect(quotaAccount(poolName, kjt, other)).not.toBe(accountOf(kjt))
  })
})

describe('quotas are compared with the ledger', () => {
  const balances = new Balances()
  for (const letter of letters) for (const entry of entriesOf(recordedOf(letter, setting))) balances.add(entry)
  const named = (organisation: string, changes: Partial<Quota['lines'][number]> = {}): NamedQuota => {
    const state = stateOf(organisation, ...letters) as Quota
    return {
      name: quotaOf(organisation),
      state: { ...state, lines: state.lines.map((one) => ({ ...one, ...changes })) },
    }
  }
  const all = [kjt, fgw, bureau, county]

  test('and do not differ where every amount is as it was booked', () => {
    expect(
      quotaDifferences(
        all.map((one) => named(one)),
        balances,
      ),
    ).toEqual([])
  })

  test.each([
    ...(['receivedFen', 'passedOnFen', 'adjustedInFen', 'adjustedOutFen'] as const),
    ...(['carriedInFen', 'goneFen', 'reservedFen', 'paidFen'] as const),
  ])('and differ where %s is another by a fen', (field) => {
    const [, ...rest] = all.map((one) => named(one))
    const line = (stateOf(kjt, ...letters) as Quota).lines[0]
    const wrong = named(kjt, { [field]: `${BigInt(line?.[field] ?? 0) + 1n}` })
    expect(quotaDifferences([wrong, ...rest], balances)).toHaveLength(1)
  })

  test('and differ where one of the two does not know a line', () => {
    const known = all.map((one) => named(one))
    expect(quotaDifferences(known.slice(1), balances)).toEqual([
      `${accountOf(kjt)} 2026 is in the ledger and in no quota`,
    ])
    expect(quotaDifferences([...known.slice(1), named(kjt, { year: 2027 })], balances)).toHaveLength(3)
  })

  test('and an account that no quota has is told, whichever side was booked; not what is only planned', () => {
    const account = accountOf(county)
    const found = (kind: Entry['kind'], debit: string, credit: string) => {
      const booked = new Balances()
      booked.add({ kind, reservation: undefined, pool: poolName, debit, credit, year: 2026, fen: 1n })
      return quotaDifferences([], booked)
    }
    const said = [`${account} 2026 is in the ledger and in no quota`]
    expect(found('POSTED', poolName, account)).toEqual(said)
    expect(found('POSTED', account, poolName)).toEqual(said)
    expect(found('PENDING', poolName, account)).toEqual([])
    expect(found('POSTED', `${poolName}/budget`, poolName)).toEqual([])
  })

  test('and are said to be overdrawn', () => {
    const twice = new Balances()
    const out = [
      issued,
      told(passedOn(share(county, '150.01')), { actor: bureau }),
      told(passedOn(share(county, '50')), { actor: bureau }),
    ]
    for (const letter of out) for (const entry of entriesOf(recordedOf(letter, setting))) twice.add(entry)
    const quotas = [kjt, bureau, county].map((one) => ({ name: quotaOf(one), state: stateOf(one, ...out) as Quota }))
    expect(quotaDifferences(quotas, twice)).toEqual([`${accountOf(bureau)} 2026: overdrawn by 1`])
  })
})
