/** In which parts an award is asked for: what is planned, proposed, and may be requested (docs/money.md). */
import { describe, expect, test } from 'vitest'
import { AwaitedMilestone, SpendingPart } from '#proto/qiantou/application/v1/application.ts'
import {
  AwaitedMilestoneAccepted,
  AwardAmended,
  PaymentProposed,
  SpendingPlanned,
} from '#proto/qiantou/application/v1/application_events.ts'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import {
  applicationName,
  approving,
  assessment,
  finance,
  handler,
  handling,
  poolName,
  reason,
  reservation,
  sponsor,
  until,
  yuan,
} from '#shared/testing/money-facts.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import { issued, lead, noon, successor, supporter, taskName } from '#shared/testing/task-facts.ts'
import { type ApplicationCommand, applicationDecider } from './application.ts'
import { freeFen, payableFen } from './application-plan.ts'
import { type Application, type ApplicationFact, moneyIn } from './application-state.ts'
import { type AwaitedTask, awaitedName, awaitedTaskDecider } from './awaited-task.ts'
import { transferDecider } from './transfer.ts'
import type { PaymentFact } from './transfer-state.ts'

type Scene = Told<ApplicationFact | PaymentFact | AwaitedMilestoneAccepted>

/** Approved for 300 yuan of 2026, which are reserved. */
const begun = until('pay') as readonly Scene[]
const by = (actor = handler as string, at = noon, signOff = handling) =>
  new Story(applicationDecider, { actor, subject: applicationName, at, signOff })
const known = new Story(awaitedTaskDecider, { actor: lead, subject: taskName, at: noon }, awaitedName(taskName)).state(
  issued(),
) as AwaitedTask
const [milestone = ''] = known.milestones

const from = (amount: string, due: Day) =>
  SpendingPart.create({ fen: yuan(amount), waitsFor: { $case: 'due', value: toDate(due) } })
const awaited = AwaitedMilestone.create({ task: taskName, organisation: supporter, milestone })
const accepting = (amount: string, value = awaited) =>
  SpendingPart.create({ fen: yuan(amount), waitsFor: { $case: 'milestone', value } })
const plan = (parts: readonly SpendingPart[], year = 0): ApplicationCommand => ({
  ...{ type: 'PlanSpending', year, parts, tasks: new Map([[taskName, known]]) },
})
const planning = (parts: SpendingPart[], firstNumber = 1) => SpendingPlanned.create({ year: 2026, firstNumber, parts })
const planned = (parts: SpendingPart[], firstNumber = 1) =>
  told(planning(parts, firstNumber), { actor: handler, signOff: handling })
const accepted = (...numbers: number[]) =>
  AwaitedMilestoneAccepted.create({ application: applicationName, year: 2026, numbers })
const proposed = (number: number, amount: string, value?: AwaitedMilestone) =>
  PaymentProposed.create({ year: 2026, number, fen: yuan(amount), milestone: value })
const requested = (amount: string) =>
  transfer.PaymentRequested.create({ application: applicationName, fen: yuan(amount), year: 2026 })
const withdrawn = (amount: string) =>
  transfer.PaymentWithdrawn.create({ application: applicationName, fen: yuan(amount), year: 2026 })
const amended = (amount: string) => {
  const fact = AwardAmended.create({
    ...{ minutes: '纪要 4', text: reason, assessment: { ...assessment, fen: yuan(amount) }, released: reservation() },
    reserved: reservation({ number: 2, fen: yuan(amount) }),
  })
  return told(fact, { actor: handler, signOff: approving })
}

/** By day, and by a milestone. */
const [day, month] = ['2026-03-10', '2026-06-30'] as const
const parts = [from('100', day), accepting('150'), from('50', month)]
const afterPlan = [...begun, planned(parts)]
/** The first moment of a day in Asia/Shanghai. */
const begins = (of: Day) => new Date(`${of}T00:00:00+08:00`)

describe('what is reserved', () => {
  test('is planned in parts by the handling body, signed, and they come to all of it', () => {
    const state = by()
      .given(...begun)
      .when(plan(parts))
      .then([planning(parts)])
    expect(moneyIn(state as Application, 2026).plan).toMatchObject({ openFen: '0', last: 3 })
    by()
      .given(...begun)
      .when(plan(parts.slice(1)))
      .then({
        ...{ reason: 'PLAN_MISFIT', kind: 'precondition', details: { fen: `${yuan('300')}`, sum: `${yuan('200')}` } },
      })
    by(sponsor)
      .given(...begun)
      .when(plan(parts))
      .then({ reason: 'NOT_YOUR_TURN' })
    by(handler, noon, [])
      .given(...begun)
      .when(plan(parts))
      .then({ reason: 'SIGN_OFF_NEEDED' })
    by(handler, noon, approving)
      .given(...begun)
      .when(plan(parts))
      .then({ reason: 'DUTIES_NOT_SEPARATE' })
    const early = until('approve') as readonly Scene[]
    by()
      .given(...early)
      .when(plan(parts))
      .then({ reason: 'APPLICATION_NOT_APPROVED' })
    by()
      .given(...begun)
      .when(plan(parts, 2027))
      .then({ reason: 'NOTHING_TO_PLAN' })
  })

  test('is planned for days to come and milestones that there are', () => {
    by()
      .given(...begun)
      .when(plan([from('300', '2026-03-01')]))
      .then({ reason: 'PLAN_DAY_PAST' })
    by()
      .given(...begun)
      .when(plan([from('300', '2026-03-02')]))
      .then([planning([from('300', '2026-03-02')])])
    for (const other of [{ milestone: 'no-such' }, { organisation: 'organisations/hn-wwj' }, { task: `${taskName}-b` }])
      by()
        .given(...begun)
        .when(plan([accepting('300', { ...awaited, ...other })]))
        .then({ reason: 'PLAN_MILESTONE_UNKNOWN' })
    // Whichever part it is; a part of the task as a whole has no milestone.
    const past = [from('100', day), from('200', '2026-03-01')]
    by()
      .given(...begun)
      .when(plan(past))
      .then({ reason: 'PLAN_DAY_PAST' })
    const unknown = { task: taskName, organisation: 'organisations/hn-wwj', milestone: '' }
    by()
      .given(...begun)
      .when(plan([accepting('300', AwaitedMilestone.create(unknown))]))
      .then({ reason: 'PLAN_MILESTONE_UNKNOWN', kind: 'precondition', details: { ...unknown, milestone: '-' } })
  })

  test('is planned anew as far as it was neither proposed nor requested', () => {
    const facts = [...afterPlan, proposed(1, '100'), requested('40')]
    by()
      .given(...facts)
      .when(plan(parts))
      .then({ reason: 'PLAN_MISFIT' })
    const anew = [from('200', month)]
    const state = by()
      .given(...facts)
      .when(plan(anew))
      .then([planning(anew, 4)]) as Application
    expect(moneyIn(state, 2026).plan?.parts.map(({ number }) => number)).toEqual([1, 4])
    by()
      .given(...facts, planned(anew, 4))
      .when(plan(anew))
      .then([planning(anew, 5)])
    by()
      .given(...afterPlan, proposed(1, '100'), amended('80'))
      .when(plan(anew))
      .then({ reason: 'NOTHING_TO_PLAN' })
    // The part that waited for the milestone is not there any more.
    expect(by(handler, begins(day)).elapsed(...facts, planned(anew, 4), accepted(2))).toEqual([])
    by()
      .given(...facts, planned(anew, 4), proposed(4, '200'))
      .when(plan(anew))
      .then({ reason: 'NOTHING_TO_PLAN' })
  })
})

describe('a part is proposed', () => {
  test('when its day has come, once', () => {
    const before = new Date(begins(day).getTime() - 1)
    expect(by(handler, before).elapsed(...afterPlan)).toEqual([])
    expect(by(handler, begins(day)).elapsed(...afterPlan)).toEqual([proposed(1, '100')])
    expect(by(handler, begins(day)).elapsed(...afterPlan, proposed(1, '100'))).toEqual([])
  })

  test('when what it waits for was accepted, once', () => {
    expect(by().elapsed(...afterPlan, accepted(2))).toEqual([proposed(2, '150', awaited)])
    expect(by().elapsed(...afterPlan, accepted(2), proposed(2, '150', awaited), accepted(2))).toEqual([])
  })

  test('by itself: neither one before it nor another that waits comes with it', () => {
    const waiting = [...begun, planned([accepting('100'), accepting('200')])]
    expect(by().elapsed(...waiting, accepted(2))).toEqual([proposed(2, '200', awaited)])
    const second = [...afterPlan, accepted(2), proposed(2, '150', awaited)]
    expect(by(handler, begins(day)).elapsed(...second)).toEqual([proposed(1, '100')])
    const state = by().state(...afterPlan, proposed(1, '40')) as Application
    expect(moneyIn(state, 2026).plan?.parts[0]).toMatchObject({ fen: `${yuan('100')}`, proposedFen: `${yuan('40')}` })
  })

  test('names who has come to have the part of the task that it waited for', () => {
    const moved = { ...accepted(2), organisation: successor }
    expect(by().elapsed(...afterPlan, moved)).toEqual([proposed(2, '150', { ...awaited, organisation: successor })])
  })

  test('with all others that are due', () => {
    const facts = [...afterPlan, accepted(2)]
    expect(by(handler, begins(month)).elapsed(...facts)).toEqual([
      ...[proposed(1, '100'), proposed(2, '150', awaited), proposed(3, '50')],
    ])
  })

  test('as far as it is still reserved and not requested', () => {
    const lowered = [...afterPlan, amended('120'), accepted(2)]
    expect(by(handler, begins(day)).elapsed(...lowered)).toEqual([proposed(1, '100'), proposed(2, '20', awaited)])
    expect(by(handler, begins(month)).elapsed(...lowered, proposed(1, '100'), proposed(2, '20', awaited))).toEqual([])
    expect(by().elapsed(...afterPlan, proposed(1, '100'), amended('120'), accepted(2))).toEqual([
      proposed(2, '20', awaited),
    ])
    expect(by(handler, begins(day)).elapsed(...afterPlan, amended('100'), accepted(2))).toEqual([proposed(1, '100')])
    const lastFen = [...afterPlan, proposed(1, '100'), amended('100.01'), accepted(2)]
    expect(by().elapsed(...lastFen)).toEqual([proposed(2, '0.01', awaited)])
    // All was requested before it was planned, and the rest of it not.
    const rest = [...begun, requested('250'), planned([from('50', day)]), withdrawn('250')]
    expect(by(handler, begins(day)).elapsed(...rest)).toEqual([proposed(1, '50')])
  })
})

describe('of an award with a plan', () => {
  const request = (amount: string, ...facts: readonly Scene[]) =>
    new Story(transferDecider, {
      actor: handler,
      subject: 'programmes/hunan/transfers/t1',
      at: noon,
      signOff: handling,
    })
      .given()
      .when({
        ...{ type: 'Request', name: applicationName, fen: yuan(amount), year: 0, payee: 'programmes/hunan/payees/x' },
        application: by().state(...begun, ...facts) as Application,
        classification: transfer.Classification.create(),
      }).decision
  const asked = (amount: string) => ({
    _tag: 'Right',
    right: [{ fen: yuan(amount), year: 2026, finance, pool: poolName }],
  })
  const no = (reason: string, details: object) => ({ _tag: 'Left', left: { reason, details } })

  test('nothing is requested before it was proposed, nor more', () => {
    const [first] = [planned(parts)]
    const nothing = { fen: '0', next: day }
    expect(request('0', first)).toMatchObject(no('MORE_THAN_PROPOSED', nothing))
    expect(request('1', first)).toMatchObject(no('MORE_THAN_PROPOSED', nothing))
    const facts = [first, proposed(1, '100')]
    expect(request('0', ...facts)).toMatchObject(asked('100'))
    expect(request('60', ...facts)).toMatchObject(asked('60'))
    expect(request('100.01', ...facts)).toMatchObject(
      no('MORE_THAN_PROPOSED', { fen: '10000', next: `${taskName} ${supporter} ${milestone}` }),
    )
    expect(request('0', ...facts, requested('60'))).toMatchObject(asked('40'))
    expect(request('0', ...facts, requested('100'))).toMatchObject(no('MORE_THAN_PROPOSED', { fen: '0' }))
    expect(request('0', ...facts, requested('100'), withdrawn('100'))).toMatchObject(asked('100'))
    expect(request('300.01', ...facts)).toMatchObject(no('MORE_THAN_RESERVED', { fen: `${yuan('300')}` }))
    const all = [planned([from('300', day)]), proposed(1, '300'), requested('300')]
    expect(request('0', ...all)).toMatchObject(no('MORE_THAN_RESERVED', { fen: '0' }))
    const whole = planned([accepting('300', { ...awaited, milestone: '' })])
    expect(request('1', whole)).toMatchObject(no('MORE_THAN_PROPOSED', { next: `${taskName} ${supporter}` }))
  })

  test('what was requested when it was planned stays outside the plan, and may be requested again', () => {
    const facts = [requested('250'), planned([from('50', day)]), withdrawn('250')]
    expect(request('0', ...facts)).toMatchObject(asked('250'))
    expect(request('300', ...facts)).toMatchObject(no('MORE_THAN_PROPOSED', { fen: '25000', next: day }))
  })

  test('what came to it later is planned first', () => {
    const facts = [planned([from('300', day)]), proposed(1, '300'), amended('400')]
    expect(request('400', ...facts)).toMatchObject(no('MORE_THAN_PLANNED', { fen: `${yuan('300')}` }))
    expect(request('0', ...facts)).toMatchObject(asked('300'))
  })

  test('what the bank sends back is asked for still, and is not proposed once more', () => {
    const [paid, anew] = [reservation({ number: 0, fen: yuan('100') }), reservation({ number: 3, fen: yuan('300') })]
    const rest = reservation({ number: 2, fen: yuan('200') })
    const of = { application: applicationName, fen: yuan('100') }
    const booked = transfer.PaymentBooked.create({ ...of, released: reservation(), paid, reserved: rest })
    const back = transfer.PaymentReturned.create({ ...of, returned: paid, released: rest, reserved: anew })
    const facts = [planned(parts), proposed(1, '100'), requested('100'), booked, back]
    const state = by().state(...begun, ...facts) as Application
    expect([moneyIn(state, 2026).plan?.openFen, freeFen(state, 2026)]).toEqual(['0', yuan('200')])
    expect(request('0', ...facts)).toMatchObject(no('MORE_THAN_PROPOSED', { fen: '0' }))
  })

  test('without one all that is reserved is requested', () => {
    expect(request('0')).toMatchObject(asked('300'))
  })

  test('what may be requested, whatever happens, is reserved and was proposed', () => {
    const facts = [planned(parts), proposed(1, '100'), requested('60'), amended('80'), proposed(2, '20', awaited)]
    for (let count = 0; count <= facts.length; count += 1) {
      const state = by().state(...begun, ...facts.slice(0, count)) as Application
      expect(payableFen(state, 2026) <= freeFen(state, 2026)).toBe(true)
      expect(payableFen(state, 2026) >= 0n).toBe(true)
    }
  })
})
