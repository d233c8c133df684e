import { describe, expect, test } from 'vitest'
import { Share } from '#proto/qiantou/allocation/v1/allocation.ts'
import {
  adjust,
  approved,
  closed,
  ground,
  type Of,
  passOn,
  plan,
  unsigned,
} from '#shared/testing/allocation-commands.ts'
import {
  adjusted,
  bureau,
  county,
  fgw,
  general,
  issued,
  kjt,
  ofBureau,
  passedOn,
  share,
} from '#shared/testing/allocation-facts.ts'
import { finance, office, yuan } from '#shared/testing/money-facts.ts'
import { allocationDecider } from './allocation.ts'
import type { Allocation } from './allocation-state.ts'

describe('a quota is passed on', () => {
  test('by the bureau that holds it, down to the last fen; what it passes on counts as before', () => {
    const given = [share(county, '150', ofBureau), share(fgw, '50')]
    const fact = passedOn(...given)
    const state = approved.given().when(passOn(given), bureau).then([fact]) as Allocation
    expect(state).toMatchObject({ kind: 'PASSED_ON', stage: 'ISSUED', from: bureau, proposer: bureau, finance })
    expect(allocationDecider.parties(fact, state).admits).toEqual([bureau, finance, county, fgw])
  })

  test('never more than is left, of each classification', () => {
    const details = { fen: `${yuan('200')}`, function: general.functionCode }
    const exceeded = { reason: 'QUOTA_EXCEEDED', kind: 'precondition', details } as const
    approved
      .given()
      .when(passOn([share(county, '200.01')]), bureau)
      .then(exceeded)
    approved
      .given()
      .when(passOn([share(county, '150'), share(fgw, '50.01')]), bureau)
      .then(exceeded)
    const other = { ...general, functionCode: '2060502' }
    approved
      .given()
      .when(passOn([share(county, '1'), share(county, '1', { classification: other })]), bureau)
      .then({ ...exceeded, details: { fen: '0', function: '2060502' } })
    approved
      .given()
      .when(passOn([share(county, '1')], { year: 2027 }), bureau)
      .then({ reason: 'QUOTA_EXCEEDED' })
  })

  test('not by a department, nor by who holds none', () => {
    const given = [share(county, '1')]
    approved.given().when(passOn(given), kjt).then({ reason: 'NOT_FINANCE_BUREAU', kind: 'permission', details: {} })
    const none = { reason: 'QUOTA_NOT_FOUND', kind: 'notFound', details: {} } as const
    approved.given().when(passOn(given), fgw).then(none)
    approved
      .given()
      .when(passOn(given, { poolNamed: () => undefined }), bureau)
      .then(none)
  })

  test('not to itself, otherwise than held, in a closed year, unsigned, or under a name that is taken', () => {
    const no = (given: readonly Share[], why: string, changes: Partial<Of<'PassOn'>> = {}, story = approved) =>
      story.given().when(passOn(given, changes), bureau).then({ reason: why })
    no([share(bureau, '1', ofBureau)], 'QUOTA_TO_ITSELF')
    no([share(kjt, '1', ofBureau)], 'HELD_OTHERWISE')
    no([share(county, '1')], 'YEAR_CLOSED', ground([issued], closed))
    no([share(county, '1')], 'SIGN_OFF_NEEDED', {}, unsigned)
    approved
      .given(plan)
      .when(passOn([share(county, '1')]), bureau)
      .then({ reason: 'ALLOCATION_EXISTS' })
  })
})

describe('a quota is adjusted', () => {
  test('by the finance department, from one department to another, as something else of the same nature', () => {
    const to = share(fgw, '300', { classification: { ...general, functionCode: '2060502' } })
    const fact = adjusted(kjt, to)
    const state = approved.given().when(adjust(kjt, to)).then([fact]) as Allocation
    expect(state).toMatchObject({ kind: 'ADJUSTMENT', stage: 'ISSUED', from: kjt, fromClassification: general })
    expect(state.shares).toEqual([Share.toJSON(to)])
    expect(allocationDecider.parties(fact, state).admits).toEqual([finance, kjt, fgw])
  })

  test('by nobody else: not by the department that would give, nor by the office', () => {
    for (const actor of [kjt, office, bureau])
      approved
        .given()
        .when(adjust(kjt, share(fgw, '1')), actor)
        .then({ reason: 'NOT_FINANCE_DEPARTMENT', kind: 'permission', details: { finance } })
  })

  test('never more than is left', () => {
    const details = { fen: `${yuan('300')}`, function: general.functionCode }
    approved
      .given()
      .when(adjust(kjt, share(fgw, '300.01')))
      .then({ reason: 'QUOTA_EXCEEDED', kind: 'precondition', details })
  })

  test('between departments only: neither from a bureau nor to one, nor to itself', () => {
    const details = { organisation: bureau, holding: 'FINANCE_BUREAU' }
    const otherwise = { reason: 'HELD_OTHERWISE', kind: 'precondition', details } as const
    approved
      .given()
      .when(adjust(bureau, share(fgw, '1')))
      .then(otherwise)
    approved
      .given()
      .when(adjust(kjt, share(bureau, '1')))
      .then(otherwise)
    approved
      .given()
      .when(adjust(kjt, share(kjt, '1')))
      .then({ reason: 'QUOTA_TO_ITSELF', kind: 'invalid', details: {} })
    approved
      .given()
      .when(adjust(fgw, share(kjt, '1')))
      .then({ reason: 'NO_QUOTA', kind: 'precondition', details: { organisation: fgw } })
  })

  test('within one nature of funds', () => {
    const fund = { ...general, nature: 'FUND_NATURE_GOVERNMENT_FUND' as const }
    approved
      .given()
      .when(adjust(kjt, share(fgw, '1', { classification: fund })))
      .then({ reason: 'FUND_NATURE_DIFFERS', kind: 'invalid', details: {} })
  })

  test('of a pool that there is, in an open year, signed, under a name of its own', () => {
    const to = share(fgw, '1')
    const no = (changes: Partial<Of<'Adjust'>>, why: string, story = approved) =>
      story
        .given()
        .when(adjust(kjt, to, changes))
        .then({ reason: why })
    no({ poolNamed: () => undefined }, 'POOL_NOT_FOUND')
    no(ground([issued], closed), 'YEAR_CLOSED')
    no({}, 'SIGN_OFF_NEEDED', unsigned)
    approved.given(plan).when(adjust(kjt, to)).then({ reason: 'ALLOCATION_EXISTS' })
  })
})
