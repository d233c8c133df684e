import { describe, expect, test } from 'vitest'
import { contentRef } from '#shared/domain/content.ts'
import {
  approved,
  closed,
  end,
  ground,
  handled,
  issue,
  measure,
  plan,
  propose,
  unsigned,
} from '#shared/testing/allocation-commands.ts'
import {
  accountOf,
  bureau,
  county,
  fgw,
  issued,
  kjt,
  ofBureau,
  passedOn,
  proposed,
  quotaOf,
  refused,
  share,
  shareReservation,
  withdrawn,
} from '#shared/testing/allocation-facts.ts'
import { finance, handling, office, poolName, reason, yuan } from '#shared/testing/money-facts.ts'
import { told } from '#shared/testing/story.ts'
import { noon, outsider } from '#shared/testing/task-facts.ts'
import { type AllocationCommand, allocationDecider } from './allocation.ts'
import { type Allocation, allocationBodies } from './allocation-state.ts'

describe('a plan', () => {
  test('is proposed by a body that the measure names, and reserved share by share', () => {
    const state = handled.given().when(propose(), kjt).then([proposed]) as Allocation
    expect(state).toMatchObject({ kind: 'PLAN', stage: 'PROPOSED', proposer: kjt, finance })
    expect(proposed.reserved.map(({ applicant, fen }) => [applicant, fen])).toEqual([
      [accountOf(kjt), yuan('300')],
      [accountOf(bureau), yuan('200')],
    ])
    // Who is to get something does not know before it is issued.
    expect(allocationDecider.parties(proposed, state)).toEqual({ admits: [kjt, finance], releases: [] })
    expect(allocationDecider.readers?.(state)).toEqual([kjt, finance])
  })

  test('is proposed by the office as well, and by nobody else', () => {
    handled.given().when(propose(), office).then([proposed])
    for (const actor of [finance, bureau, outsider])
      handled
        .given()
        .when(propose(), actor)
        .then({ reason: 'NOT_RESPONSIBLE_FOR_MEASURE', kind: 'permission', details: { office } })
  })

  test('asks for all that there is, and not for a fen more', () => {
    const all = share(fgw, '1 000')
    const reserved = [shareReservation(1, fgw, '1 000')]
    handled
      .given()
      .when(propose({ shares: [all] }), kjt)
      .then([{ ...proposed, shares: [all], reserved }])
    const details = { year: '2026', fen: `${yuan('1 000')}` }
    for (const more of [[share(fgw, '1 000.01')], [all, share(kjt, '0.01')]])
      handled
        .given()
        .when(propose({ shares: more }), kjt)
        .then({ reason: 'POOL_EXCEEDED', kind: 'precondition', details })
    handled
      .given()
      .when(propose({ year: 2027 }), kjt)
      .then({ reason: 'POOL_EXCEEDED', kind: 'precondition', details: { year: '2027', fen: '0' } })
  })

  test('needs a measure in force, a pool that is open, a year that is open, and persons who sign', () => {
    const none = { ...measure, versions: [] }
    const no = (command: AllocationCommand, story: typeof handled, why: string) =>
      story.given().when(command, kjt).then({ reason: why })
    no(propose({ measure: none }), handled, 'MEASURE_NOT_IN_FORCE')
    no(propose({ poolNamed: () => undefined }), handled, 'POOL_NOT_OPEN')
    no(propose(ground([], closed)), handled, 'YEAR_CLOSED')
    no(propose(), unsigned, 'SIGN_OFF_NEEDED')
    handled.given(plan).when(propose(), kjt).then({ reason: 'ALLOCATION_EXISTS' })
  })

  test('gives nobody of a pool as a department what it passes on as a bureau, or the other way round', () => {
    const details = { organisation: bureau, holding: 'FINANCE_BUREAU' }
    const otherwise = propose({ shares: [share(bureau, '1')], ...ground([issued]) })
    handled.given().when(otherwise, kjt).then({ reason: 'HELD_OTHERWISE', kind: 'precondition', details })
    const twice = [share(bureau, '1', ofBureau), share(bureau, '1')]
    handled
      .given()
      .when(propose({ shares: twice }), kjt)
      .then({ reason: 'HELD_OTHERWISE', kind: 'precondition', details })
  })
})

describe('a plan is issued', () => {
  test('by the finance department, under a number: it goes from the pool into quotas', () => {
    const state = approved.given(plan).when(issue()).then([issued]) as Allocation
    expect(state).toMatchObject({ stage: 'ISSUED', document: issued.document, issuedAt: noon.toISOString() })
    expect(allocationDecider.parties(issued, state).admits).toEqual([kjt, finance, bureau])
    expect(state.signed.map(({ step }) => step)).toEqual(['PROPOSE', 'ISSUE'])
  })

  test('by nobody else, and by no person who signed the plan', () => {
    for (const actor of [kjt, office, bureau])
      approved
        .given(plan)
        .when(issue(), actor)
        .then({ reason: 'NOT_FINANCE_DEPARTMENT', kind: 'permission', details: { finance } })
    const details = { person: handling[0]?.person ?? '', step: 'PROPOSE' }
    handled.given(plan).when(issue()).then({ reason: 'DUTIES_NOT_SEPARATE', kind: 'precondition', details })
    unsigned.given(plan).when(issue()).then({ reason: 'SIGN_OFF_NEEDED' })
  })

  test('in a year that is open, to bodies that still hold nothing otherwise', () => {
    approved
      .given(plan)
      .when(issue(ground([], closed)))
      .then({ reason: 'YEAR_CLOSED' })
    const since = { ...issued, shares: [share(kjt, '1', ofBureau)] }
    approved
      .given(plan)
      .when(issue(ground([since])))
      .then({ reason: 'HELD_OTHERWISE' })
  })

  test('once, and not after it was refused or taken back', () => {
    for (const before of [issued, refused, withdrawn])
      approved.given(plan, before).when(issue()).then({ reason: 'ALLOCATION_NOT_PROPOSED' })
    approved.given().when(issue()).then({ reason: 'ALLOCATION_NOT_FOUND' })
  })
})

describe('a plan comes to nothing', () => {
  test('where the finance department refuses it, or who proposed it takes it back: nothing is reserved any more', () => {
    const no = unsigned.given(plan).when(end('Refuse')).then([refused]) as Allocation
    expect(no.text).toEqual(contentRef(reason))
    expect([no.stage, allocationDecider.parties(refused, no)]).toEqual(['REFUSED', { admits: [], releases: [] }])
    const back = unsigned.given(plan).when(end('Withdraw'), kjt).then([withdrawn]) as Allocation
    expect([back.stage, allocationBodies(back)]).toEqual(['WITHDRAWN', [kjt, finance]])
  })

  test('by nobody else, and not once it is issued', () => {
    for (const actor of [kjt, office])
      unsigned.given(plan).when(end('Refuse'), actor).then({ reason: 'NOT_FINANCE_DEPARTMENT' })
    for (const actor of [finance, office])
      unsigned
        .given(plan)
        .when(end('Withdraw'), actor)
        .then({ reason: 'NOT_PROPOSER_OF_PLAN', kind: 'permission', details: { proposer: kjt } })
    const details = { state: 'ISSUED' }
    const ended = { reason: 'ALLOCATION_NOT_PROPOSED', kind: 'precondition', details } as const
    unsigned.given(plan, issued).when(end('Refuse')).then(ended)
    unsigned.given(plan, issued).when(end('Withdraw'), kjt).then(ended)
  })
})

test('facts that crossed change nothing', () => {
  for (const fact of [issued, refused, withdrawn]) expect(unsigned.state(fact)).toBeUndefined()
  expect(unsigned.state(plan, told(passedOn(share(county, '1')), { actor: bureau }))).toMatchObject({ kind: 'PLAN' })
  expect(quotaOf(kjt)).toBe(`${poolName}/quotas/hn-kjt`)
})
