/** A body is no longer there: its successor goes on with what it has left, and nothing of money moves (docs/domain.md, Money). */
import { describe, expect, test } from 'vitest'
import { AllocationBodySucceeded, QuotaBodySucceeded } from '#proto/qiantou/allocation/v1/allocation_events.ts'
import { ApplicationBodySucceeded, ApplicationSubmitted } from '#proto/qiantou/application/v1/application_events.ts'
import { ApportionmentBodySucceeded } from '#proto/qiantou/apportionment/v1/apportionment_events.ts'
import { PoolBodySucceeded } from '#proto/qiantou/pool/v1/pool_events.ts'
import { RosterContent } from '#proto/qiantou/roster/v1/roster.ts'
import { RosterBodySucceeded, RosterImported } from '#proto/qiantou/roster/v1/roster_events.ts'
import { TransferBodySucceeded } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { VoucherBodySucceeded } from '#proto/qiantou/voucher/v1/voucher_events.ts'
import * as letters from '#shared/testing/allocation-commands.ts'
import { county, ofBureau, issued as quotaIssued, quotaOf, share } from '#shared/testing/allocation-facts.ts'
import {
  applicationName,
  approved,
  approving,
  asked,
  bill,
  budgetSet,
  city,
  finance,
  handler,
  handling,
  office,
  opened,
  poolName,
  reason,
  sponsor,
  submitted,
  until,
} from '#shared/testing/money-facts.ts'
import * as paying from '#shared/testing/paying.ts'
import { Story, told } from '#shared/testing/story.ts'
import { noon, outsider } from '#shared/testing/task-facts.ts'
import * as vouching from '#shared/testing/voucher-facts.ts'
import { allocationDecider } from './allocation.ts'
import { type Allocation, allocationBodies } from './allocation-state.ts'
import { applicationDecider } from './application.ts'
import { type Application, applicationBodies, turnOf } from './application-state.ts'
import { apportionmentDecider } from './apportionment.ts'
import { entriesOf } from './ledger.ts'
import { poolDecider } from './pool.ts'
import { programmeView } from './programme.ts'
import { quotaDecider } from './quota.ts'
import type { Quota } from './quota-state.ts'
import { rosterDecider } from './roster.ts'
import { type SucceedCommand, succeedBody } from './succession.ts'
import { transferDecider } from './transfer.ts'
import { voucherDecider } from './voucher.ts'

const service = 'services/finance'
const succeed = (former: string, successor: string): SucceedCommand => ({ type: 'Succeed', former, successor })
const [ofHandler, ofFinance] = [
  { former: handler, successor: outsider },
  { former: finance, successor: outsider },
]

test('without a successor nothing is commanded: it waits for one', () => {
  expect(succeedBody({}, handler, outsider)).toEqual(succeed(handler, outsider))
  expect(succeedBody({}, handler, undefined)).toBe(undefined)
})

describe('an application', () => {
  const setting = { actor: service, subject: applicationName, at: noon, signOff: approving }
  const story = new Story(applicationDecider, setting)
  const before = until('approve') as never[]
  const fact = ApplicationBodySucceeded.create(ofHandler)

  test('goes on with who succeeds its handling body, who reads it from then on in the place of the former one', () => {
    const state = story
      .given(...before)
      .when(succeed(handler, outsider))
      .then([fact]) as Application
    expect([turnOf(state), applicationBodies(state)]).toEqual([outsider, [sponsor, city, outsider, finance]])
    expect(applicationDecider.parties(fact, state)).toEqual({ admits: [outsider], releases: [handler] })
    story
      .given(...before, fact)
      .when({ type: 'Approve' }, outsider)
      .then([approved])
    story
      .given(...before, fact)
      .when({ type: 'Approve' }, handler)
      .then({ reason: 'NOT_YOUR_TURN' })
  })

  test('keeps who has signed: who handled it for the former one does not approve it for the successor', () => {
    new Story(applicationDecider, { ...setting, signOff: handling })
      .given(...before, fact)
      .when({ type: 'Approve' }, outsider)
      .then({ reason: 'DUTIES_NOT_SEPARATE' })
    const { steps } = story.state(...before, fact) as Application
    expect(steps.map(({ organisation }) => organisation)).toContain(handler)
  })

  test('passes on once, and only from who has to do with it, also after its end', () => {
    const refusal = { reason: 'BODY_NOT_CONCERNED', details: { organisation: handler } }
    story
      .given(...before, fact)
      .when(succeed(handler, city))
      .then({ ...refusal, kind: 'precondition' })
    story.given().when(succeed(handler, city)).then({ reason: 'APPLICATION_NOT_FOUND' })
    const refuse = { type: 'Refuse', text: reason } as const
    const ended = story.given(...before).when(refuse, handler)
    const facts = ended.decision._tag === 'Right' ? ended.decision.right : []
    story
      .given(...before, ...facts)
      .when(succeed(handler, outsider))
      .then([fact])
  })

  test('is not stuck where all its bodies have become one: each place is taken by itself, its persons differ', () => {
    const facts = [sponsor, city, handler].map((former) =>
      ApplicationBodySucceeded.create({ former, successor: finance }),
    )
    const state = story.state(...(until('recommend') as never[]), ...facts) as Application
    expect([applicationBodies(state), state.recommenders]).toEqual([[finance], [finance, finance]])
    const walked = ['admit', 'reviewFinance', 'pay'] as const
    expect(walked.map((step) => turnOf(story.state(...(until(step) as never[]), ...facts) as Application))).toEqual([
      ...[finance, finance, undefined],
    ])
  })
})

test('a pool has another finance department, which the programme knows among those that keep accounts', () => {
  const story = new Story(poolDecider, { actor: service, subject: poolName, at: noon, signOff: approving })
  const fact = PoolBodySucceeded.create(ofFinance)
  story.given(opened).when(succeed(finance, outsider)).then([fact])
  const set = { type: 'SetBudget', year: 2026, fen: 100_000n, document: '湘财预〔2026〕12号' } as const
  story
    .given(opened, fact)
    .when(set, outsider)
    .then([budgetSet(2026, '1 000')])
  story.given(opened, fact).when(set, finance).then({ reason: 'NOT_FINANCE_DEPARTMENT' })
  const before = { office, measures: [], days: [], finances: [finance, outsider] }
  const recorded = { subject: poolName, actor: service, at: noon, source: '', sequence: 1n, signOff: [], fact }
  expect(programmeView.touches(recorded as never)).toEqual(['programmes/hunan'])
  expect(programmeView.evolve(before, recorded, 'programmes/hunan')).toEqual({ ...before, finances: [outsider] })
  expect(entriesOf(recorded)).toEqual([])
})

test('a payment is agreed to, ordered and taken back by who succeeds those that it names', () => {
  const fact = TransferBodySucceeded.create(ofFinance)
  const requested = paying.requested()
  const story = paying.by(outsider, approving)
  new Story(transferDecider, { actor: service, subject: paying.subject, at: noon })
    .given(requested)
    .when(succeed(finance, outsider))
    .then([fact])
  const agreed = story.given(requested, fact).when(paying.approve).decision
  expect(agreed).toMatchObject({ _tag: 'Right', right: [{ $type: 'qiantou.transfer.v1.PaymentApproved' }] })
  story.given(requested, fact).when(paying.approve, finance).then({ reason: 'NOT_FINANCE_DEPARTMENT' })
  const one = TransferBodySucceeded.create(ofHandler)
  expect(story.state(requested, fact, one)).toMatchObject({ handler: outsider, finance: outsider })
})

test('a voucher is presented and answered by one body, where handling body and sponsor have become one', () => {
  const story = new Story(voucherDecider, {
    actor: service,
    subject: vouching.voucherName,
    at: noon,
    signOff: approving,
  })
  const issued = told(vouching.issued, { actor: handler, signOff: handling })
  const fact = VoucherBodySucceeded.create({ former: handler, successor: sponsor })
  story.given(issued).when(succeed(handler, sponsor)).then([fact])
  const bills = [['INV-1', '100']] as const
  const present = { type: 'Present', bills: bills.map(([invoice, amount]) => bill(invoice, amount)) } as const
  const presented = vouching.presented(1, ...bills)
  story.given(issued, fact).when(present, sponsor).then([presented])
  const accept = { type: 'Accept', presentation: 1 } as const
  const before = [issued, fact, told(presented, { actor: sponsor })]
  expect(story.given(...before).when(accept, sponsor).decision._tag).toBe('Right')
  story
    .given(...before)
    .when(accept, handler)
    .then({ reason: 'NOT_YOUR_TURN' })
})

test('a roster and what is shared out are their successors’', () => {
  const rosters = new Story(rosterDecider, { actor: service, subject: 'programmes/hunan/rosters/r1', at: noon })
  const content = RosterContent.fromPartial({ rows: [{ applicant: asked().applicant as never, title: 'x' }] })
  const imported = RosterImported.create({ content, measureVersion: 1, handler, pool: poolName, finance, year: 2026 })
  const fact = RosterBodySucceeded.create(ofHandler)
  rosters.given(imported).when(succeed(handler, outsider)).then([fact])
  rosters.given(imported, fact).when({ type: 'Withdraw' }, handler).then({ reason: 'NOT_YOUR_TURN' })
  expect(rosters.given(imported, fact).when({ type: 'Withdraw' }, outsider).decision._tag).toBe('Right')
  const subject = 'programmes/hunan/apportionments/vouchers/calls/c1'
  const shared = new Story(apportionmentDecider, { actor: service, subject, at: noon })
  const claimed = ApplicationSubmitted.create({ ...submitted(), content: asked({ call: 'c1' }) })
  const passed = ApportionmentBodySucceeded.create(ofHandler)
  expect(shared.given(claimed).when(succeed(handler, outsider)).then([passed])).toMatchObject({ handler: outsider })
})

describe('a quota', () => {
  const bureau = city
  const story = (name: string) => new Story(quotaDecider, { actor: service, subject: name, at: noon }, name)
  const fact = QuotaBodySucceeded.create({ former: bureau, successor: outsider })
  const name = quotaOf(bureau)

  test('keeps its name and its lines with another holder, beside what that holds itself', () => {
    const before = story(name).state(quotaIssued) as Quota
    const state = story(name).given(quotaIssued).when(succeed(bureau, outsider)).then([fact])
    expect(state).toEqual({ ...before, organisation: outsider })
    expect(quotaDecider.parties(fact, before)).toEqual({ admits: [outsider], releases: [bureau] })
  })

  test('is passed on by the successor, who says after whom it is named', () => {
    const given = [share(county, '150', ofBureau)]
    const quotaNamed = (one: string) => story(one).state(quotaIssued, ...(one === name ? [fact] : [])) as Quota
    const command = letters.passOn(given, { quotaNamed, from: bureau })
    const decision = letters.approved.given().when(command, outsider).decision
    expect(decision).toMatchObject({ _tag: 'Right', right: [{ from: bureau, shares: given }] })
    const [passed] = decision._tag === 'Right' ? decision.right : []
    const scene = told(passed as never, { actor: outsider, subject: letters.programme.office })
    expect(story(name).state(quotaIssued, fact, scene)?.lines).toMatchObject([{ passedOnFen: '15000' }])
    const recorded = { subject: 'x', actor: outsider, at: noon, source: '', sequence: 1n, signOff: [], fact: passed }
    expect(entriesOf(recorded as never)).toMatchObject([{ debit: expect.stringContaining(name), fen: 15_000n }])
    letters.approved.given().when(command, bureau).then({ reason: 'QUOTA_NOT_FOUND' })
    letters.approved.given().when(letters.passOn(given, { quotaNamed }), outsider).then({ reason: 'QUOTA_NOT_FOUND' })
  })

  test('is read with the letter that gave it, which keeps the name', () => {
    const facts = [letters.plan, told(quotaIssued, { actor: finance, signOff: approving })]
    const passed = AllocationBodySucceeded.create({ former: bureau, successor: outsider })
    const allocations = letters.approved
    const state = allocations
      .given(...facts)
      .when(succeed(bureau, outsider), service)
      .then([passed]) as Allocation
    expect(allocationBodies(state)).toEqual([handler, finance, outsider])
    expect(JSON.stringify(state.shares)).toContain(bureau)
    const again = AllocationBodySucceeded.create({ former: outsider, successor: county })
    expect(allocationBodies(allocations.state(...facts, passed, again) as Allocation)).toContain(county)
    const proposer = AllocationBodySucceeded.create(ofHandler)
    allocations
      .given(letters.plan, proposer)
      .when(letters.end('Withdraw'), handler)
      .then({ reason: 'NOT_PROPOSER_OF_PLAN' })
    expect(allocations.given(letters.plan, proposer).when(letters.end('Withdraw'), outsider).decision._tag).toBe(
      'Right',
    )
    expect(allocationDecider.parties(passed, state)).toEqual({ admits: [outsider], releases: [bureau] })
  })
})
