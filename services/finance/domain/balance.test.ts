import { describe, expect, test } from 'vitest'
import type { Entry } from '#shared/domain/ledger.ts'
import { accountOf, kjt, quotaOf } from '#shared/testing/allocation-facts.ts'
import { applicantOf, poolName, yuan } from '#shared/testing/money-facts.ts'
import { quotaAfter } from '#shared/testing/spending.ts'
import { type Balance, Balances, differences, quotaDifferences } from './balance.ts'
import { budgetAccount, carryOverAccount } from './ledger.ts'

const entry = (changes: Partial<Entry>): Entry => ({
  ...{ kind: 'POSTED', reservation: undefined, pool: poolName, debit: budgetAccount(poolName), credit: poolName },
  ...{ year: 2026, fen: yuan('1 000') },
  ...changes,
})
const award = (kind: Entry['kind'], amount: string, number = 1): Entry =>
  entry({ kind, reservation: `a#${number}`, debit: poolName, credit: applicantOf(1), fen: yuan(amount) })
const balances = (...entries: readonly Entry[]): Balances => {
  const all = new Balances()
  for (const one of entries) all.add(one)
  return all
}
const amounts = (debitsPending: string, debitsPosted: string, creditsPending: string, creditsPosted: string) => ({
  ...{ debitsPending: yuan(debitsPending), debitsPosted: yuan(debitsPosted) },
  ...{ creditsPending: yuan(creditsPending), creditsPosted: yuan(creditsPosted) },
})

describe('a balance', () => {
  test('is kept on both sides, by year', () => {
    const all = balances(entry({}), entry({ fen: yuan('1') }), entry({ year: 2027, fen: yuan('5') }))
    expect(all.of(poolName, 2026)).toEqual(amounts('0', '0', '0', '1 001'))
    expect(all.of(budgetAccount(poolName), 2026)).toEqual(amounts('0', '1 001', '0', '0'))
    expect(all.of(poolName, 2027)).toEqual(amounts('0', '0', '0', '5'))
    expect(all.of(poolName, 2028)).toEqual(amounts('0', '0', '0', '0'))
    expect([...all.all.keys()].toSorted()).toEqual(
      [`${poolName} 2026`, `${poolName} 2027`, `${poolName}/budget 2026`, `${poolName}/budget 2027`].toSorted(),
    )
  })

  test('is pending until it is booked, or not', () => {
    const before = [entry({}), award('PENDING', '300'), award('PENDING', '20', 2)]
    expect(balances(...before).of(poolName, 2026)).toEqual(amounts('320', '0', '0', '1 000'))
    expect(balances(...before, award('POST', '300')).of(poolName, 2026)).toEqual(amounts('20', '300', '0', '1 000'))
    expect(balances(...before, award('VOID', '300')).of(poolName, 2026)).toEqual(amounts('20', '0', '0', '1 000'))
    expect(balances(...before, award('POST', '300')).of(applicantOf(1), 2026)).toEqual(amounts('0', '0', '20', '300'))
  })

  test('comes to nothing over all accounts', () => {
    const all = balances(entry({}), award('PENDING', '300'), award('POST', '300'), award('PENDING', '7', 2))
    const sum = (of: (one: Readonly<Balance>) => bigint) => [...all.all.values()].map(of).reduce((a, b) => a + b, 0n)
    expect(sum((one) => one.debitsPending - one.creditsPending)).toBe(0n)
    expect(sum((one) => one.debitsPosted - one.creditsPosted)).toBe(0n)
  })
})

describe('a pool is compared with its ledger', () => {
  const carry = carryOverAccount(poolName)
  const all = balances(
    entry({}),
    entry({ debit: carry, credit: poolName, fen: yuan('50') }),
    award('PENDING', '300'),
    award('PENDING', '20', 2),
    award('POST', '20', 2),
    entry({ debit: poolName, credit: budgetAccount(poolName), fen: yuan('7') }),
    entry({ debit: poolName, credit: carry, fen: yuan('2') }),
  )
  const kept = { budgetFen: '100000', carriedInFen: '5000', reservedFen: '30000', paidFen: '2000', goneFen: '900' }

  test('and does not differ where every amount is as it was booked', () => {
    expect(differences(poolName, { 2026: kept }, all)).toEqual([])
    expect(differences(poolName, {}, balances())).toEqual([])
  })

  test.each(Object.keys(kept) as (keyof typeof kept)[])('and differs where %s is another by a fen', (field) => {
    const other = { ...kept, [field]: `${BigInt(kept[field]) + 1n}` }
    expect(differences(poolName, { 2026: other }, all)).not.toEqual([])
  })

  test.each([
    ['budgetFen', 'paidFen'],
    ['budgetFen', 'carriedInFen'],
    ['carriedInFen', 'reservedFen'],
    ['carriedInFen', 'paidFen'],
    ['reservedFen', 'paidFen'],
    ['paidFen', 'goneFen'],
  ] as const)('and differs where %s and %s are others by what makes up for it', (one, another) => {
    const sign = (field: keyof typeof kept) => (field === 'budgetFen' || field === 'carriedInFen' ? 1n : -1n)
    const by = sign(one) === sign(another) ? -1n : 1n
    const other = { ...kept, [one]: `${BigInt(kept[one]) + 1n}`, [another]: `${BigInt(kept[another]) + by}` }
    expect(differences(poolName, { 2026: other }, all)).not.toEqual([])
  })

  test('and differs where it lacks a year that was booked, or has one that was not', () => {
    expect(differences(poolName, {}, all)).not.toEqual([])
    expect(differences(poolName, { 2026: kept, 2027: { ...kept, goneFen: '0' } }, all)).not.toEqual([])
    const nothing = { budgetFen: '0', carriedInFen: '0', reservedFen: '0', paidFen: '0' }
    expect(differences(poolName, { 2026: kept, 2027: nothing }, all)).toEqual([])
  })

  test('and is said to be overdrawn where more went out than came in', () => {
    const overdrawn = balances(entry({}), award('PENDING', '1 000.01'))
    const same = { budgetFen: '100000', carriedInFen: '0', reservedFen: '100001', paidFen: '0' }
    expect(differences(poolName, { 2026: same }, overdrawn)).toEqual([`${poolName} 2026: overdrawn by 1`])
  })
})

describe('quotas are compared with their ledger', () => {
  const quota = { name: quotaOf(kjt), state: quotaAfter([]) }
  const key = `${accountOf(kjt)} 2026`
  const received = entry({ debit: poolName, credit: accountOf(kjt), fen: yuan('300') })
  const spent = (amount: string) => entry({ debit: accountOf(kjt), credit: applicantOf(1), fen: yuan(amount) })

  test('and do not differ where every amount is as it was booked', () => {
    expect(quotaDifferences([quota], balances(received))).toEqual([])
  })

  test('and differ where the ledger knows one that is none', () => {
    expect(quotaDifferences([], balances(received))).toEqual([`${key} is in the ledger and in no quota`])
    const asked = { ...spent('10'), kind: 'PENDING', reservation: 't1#1' } as const
    expect(quotaDifferences([], balances(asked))).toEqual([`${key} is in the ledger and in no quota`])
    // Of a letter that is only proposed there is no quota yet.
    expect(quotaDifferences([], balances({ ...received, kind: 'PENDING', reservation: 'l1#1' }))).toEqual([])
  })

  test('and are said to be overdrawn where more went out than came in', () => {
    const [line] = quota.state.lines
    const overdrawn = { ...quota.state, lines: line ? [{ ...line, paidFen: '30001' }] : [] }
    expect(quotaDifferences([{ ...quota, state: overdrawn }], balances(received, spent('300.01')))).toEqual([
      `${key}: overdrawn by 1`,
    ])
  })
})
