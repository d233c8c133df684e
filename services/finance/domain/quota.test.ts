/** In which parts a line of a quota is asked for: planned by who holds it, proposed, requested, and ended (docs/domain.md, Money). */
import { describe, expect, test } from 'vitest'
import { QuotaPaymentProposed, QuotaSpendingPlanned } from '#proto/qiantou/allocation/v1/allocation_events.ts'
import { AwaitedMilestone, SpendingPart } from '#proto/qiantou/application/v1/application.ts'
import { AwaitedMilestoneAccepted } from '#proto/qiantou/application/v1/application_events.ts'
import { YearClosed } from '#proto/qiantou/pool/v1/pool_events.ts'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { closed } from '#shared/testing/allocation-commands.ts'
import {
  accountOf,
  adjusted,
  bureau,
  fgw,
  general,
  issued,
  kjt,
  quotaOf,
  share,
} from '#shared/testing/allocation-facts.ts'
import { approving, finance, handling, roleTerm, signedBy, yuan } from '#shared/testing/money-facts.ts'
import { by as byTransfer } from '#shared/testing/paying.ts'
import { ofQuota, spending, spentAfter, spentRequested } from '#shared/testing/spending.ts'
import { recordedOf, Story, type Told, told } from '#shared/testing/story.ts'
import {
  lead,
  noon,
  accepted as submissionAccepted,
  supporter,
  issued as taskIssued,
  taskName,
} from '#shared/testing/task-facts.ts'
import { type AwaitedTask, awaitedName, awaitedTaskDecider } from './awaited-task.ts'
import type { Pool } from './pool.ts'
import { type QuotaCommand, quotaDecider } from './quota.ts'
import type { Moving, QuotaFact } from './quota-fold.ts'
import { linePayableFen, type Quota, type QuotaLine } from './quota-state.ts'
import type { TransferCommand } from './transfer.ts'

const [day, month] = ['2026-03-10', '2026-06-30'] as const
const begins = (of: Day) => new Date(`${of}T00:00:00+08:00`)

const by = (actor: string = kjt, at = noon, signOff = handling, organisation: string = kjt) =>
  new Story(quotaDecider, { actor, subject: quotaOf(organisation), at, signOff })
const issue = told(issued, { actor: finance, subject: 'programmes/hunan/allocations/l1' })

/** Its holder is told of the task, as who leads it. */
const known: AwaitedTask = {
  ...{ authority: kjt, bodies: [supporter], copied: [], milestones: ['half-year'], accepted: [], waiting: [] },
  since: noon.toISOString(),
}
const awaited = AwaitedMilestone.create({ task: taskName, organisation: supporter, milestone: 'half-year' })
const from = (amount: string, due: Day) =>
  SpendingPart.create({ fen: yuan(amount), waitsFor: { $case: 'due', value: toDate(due) } })
const accepting = (amount: string, value = awaited) =>
  SpendingPart.create({ fen: yuan(amount), waitsFor: { $case: 'milestone', value } })
type PlanCommand = Extract<QuotaCommand, { readonly type: 'PlanSpending' }>
const plan = (parts: readonly SpendingPart[], changes: Partial<PlanCommand> = {}): PlanCommand => ({
  ...{ type: 'PlanSpending', year: 2026, classification: general, parts, tasks: new Map([[taskName, known]]) },
  pool: undefined,
  ...changes,
})
const planning = (parts: SpendingPart[], firstNumber = 1) =>
  QuotaSpendingPlanned.create({ year: 2026, classification: general, firstNumber, parts })
const planned = (parts: SpendingPart[], firstNumber = 1) =>
  told(planning(parts, firstNumber), { actor: kjt, signOff: handling })
const proposed = (number: number, amount: string, milestone?: AwaitedMilestone) =>
  QuotaPaymentProposed.create({ year: 2026, classification: general, number, fen: yuan(amount), milestone })
const accepted = (...numbers: number[]) =>
  AwaitedMilestoneAccepted.create({ account: accountOf(kjt), year: 2026, numbers })
/** Finance moves so much of the line to another department. */
const lowered = (amount: string) => told(adjusted(kjt, share(fgw, amount)), { actor: finance })
const withdrawn = (amount: string) =>
  transfer.PaymentWithdrawn.create({ quota: quotaOf(kjt), fen: yuan(amount), released: ofQuota(1, amount), year: 2026 })

const parts = [from('100', day), accepting('150'), from('50', month)]
const afterPlan = [issue, planned(parts)]
type Scene = Told<QuotaFact | Moving>

test('a plan is signed by one person up to a limit for all that the line has left, and by two over it', () => {
  const under = (limit: string, ...persons: readonly string[]) =>
    by(kjt, noon, signedBy(...persons))
      .given(issue)
      .when(plan(parts, { signatories: ['p-81', 'p-82'].map((person) => roleTerm(person, 'HANDLER', limit)) }))
  under('300', 'p-81').then([planning(parts)])
  under('299.99', 'p-81').then({ reason: 'TWO_PERSONS_NEEDED' })
  under('299.99', 'p-81', 'p-82').then([planning(parts)])
})

test('a milestone is waited for by who knows of the task: who leads it, has a part in it, or has a copy', () => {
  const among = (changes: Partial<AwaitedTask>) =>
    by()
      .given(issue)
      .when(plan([accepting('300')], { tasks: new Map([[taskName, { ...known, authority: finance, ...changes }]]) }))
  among({}).then({ reason: 'PLAN_MILESTONE_UNKNOWN' })
  among({ copied: [kjt] }).then([planning([accepting('300')])])
  among({ bodies: [supporter, kjt] }).then([planning([accepting('300')])])
})

describe('a line of a quota', () => {
  test('is planned in parts by the department that holds it, signed as handling is, and they come to all it has left', () => {
    const state = by()
      .given(issue)
      .when(plan(parts))
      .then([planning(parts)])
    expect(state?.lines[0]?.plan).toMatchObject({ openFen: '0', last: 3 })
    const misfit = { fen: `${yuan('300')}`, sum: `${yuan('200')}` }
    by()
      .given(issue)
      .when(plan(parts.slice(1)))
      .then({ reason: 'PLAN_MISFIT', kind: 'precondition', details: misfit })
    by(finance)
      .given(issue)
      .when(plan(parts))
      .then({ reason: 'NOT_YOUR_TURN', kind: 'permission', details: { turn: kjt } })
    by(bureau, noon, handling, bureau).given(issue).when(plan(parts)).then({ reason: 'HELD_OTHERWISE' })
    by(kjt, noon, []).given(issue).when(plan(parts)).then({ reason: 'SIGN_OFF_NEEDED' })
    by().given().when(plan(parts)).then({ reason: 'QUOTA_NOT_FOUND' })
    by()
      .given(issue)
      .when(plan(parts, { year: 2027 }))
      .then({ reason: 'NOTHING_TO_PLAN' })
    by()
      .given(issue)
      .when(plan(parts, { pool: closed as Pool }))
      .then({ reason: 'YEAR_CLOSED' })
    by()
      .given(issue)
      .when(plan([from('300', '2026-03-01')]))
      .then({ reason: 'PLAN_DAY_PAST' })
    by()
      .given(issue)
      .when(plan([accepting('300', { ...awaited, milestone: 'no-such' })]))
      .then({ reason: 'PLAN_MILESTONE_UNKNOWN' })
  })

  test('is planned of what payments have left, and anew as far as it was not proposed', () => {
    const requested = spentRequested('40')
    by()
      .given(issue, requested)
      .when(plan([from('260', month)]))
      .then([planning([from('260', month)])])
    const facts = [...afterPlan, proposed(1, '100'), requested]
    const anew = [from('200', month)]
    const state = by()
      .given(...facts)
      .when(plan(anew))
      .then([planning(anew, 4)])
    expect(state?.lines[0]?.plan?.parts.map(({ number }) => number)).toEqual([1, 4])
    expect(by(kjt, begins(day)).elapsed(...facts, planned(anew, 4), accepted(2))).toEqual([])
  })

  test('proposes a part once its day has come, or what it waits for was accepted, as far as it is left', () => {
    expect(by(kjt, new Date(begins(day).getTime() - 1)).elapsed(...afterPlan)).toEqual([])
    expect(by(kjt, begins(day)).elapsed(...afterPlan, accepted(2))).toEqual([
      proposed(1, '100'),
      proposed(2, '150', awaited),
    ])
    expect(by(kjt, begins(day)).elapsed(...afterPlan, proposed(1, '100'))).toEqual([])
    const less = [...afterPlan, lowered('180'), accepted(2)]
    expect(by(kjt, begins(day)).elapsed(...less)).toEqual([proposed(1, '100'), proposed(2, '20', awaited)])
    expect(by(kjt, begins(month)).elapsed(...less, proposed(1, '100'), proposed(2, '20', awaited))).toEqual([])
  })

  test('has told to it what was accepted of a task, beside applications', () => {
    const task = new Story(awaitedTaskDecider, { actor: lead, subject: taskName, at: noon }, awaitedName(taskName))
    const ofQuota = told(planning(parts), { actor: kjt, subject: quotaOf(kjt) })
    const facts = [taskIssued(), ofQuota, submissionAccepted(supporter)]
    expect(task.elapsed(...facts)).toEqual([{ ...accepted(2), organisation: supporter }])
    expect(awaitedTaskDecider.elapsesInto?.(task.state(...facts) as AwaitedTask)).toEqual([quotaOf(kjt)])
    expect(quotaDecider.touches(recordedOf(accepted(2), { actor: lead, subject: taskName, at: noon }))).toEqual([
      quotaOf(kjt),
    ])
    expect(task.elapsed(...facts, accepted(2))).toEqual([])
  })
})

describe('of a line with a plan', () => {
  const request = (amount: string, ...facts: readonly Scene[]) =>
    byTransfer(kjt, handling)
      .given()
      .when({
        ...{ type: 'Request', name: quotaOf(kjt), fen: yuan(amount), year: 2026, classification: general, payee: 'x' },
        ...{ quota: by().state(...afterPlan, ...facts) as Quota, spending: spending(), pool: undefined },
      } as TransferCommand).decision
  const asked = (amount: string) => ({ _tag: 'Right', right: [{ fen: yuan(amount) }] })
  const no = (why: string, details: object) => ({ _tag: 'Left', left: { reason: why, details } })

  test('no more is requested than was proposed, nor than is left', () => {
    expect(request('1')).toMatchObject(no('MORE_THAN_PROPOSED', { fen: '0', next: day }))
    expect(request('0', proposed(1, '100'))).toMatchObject(asked('100'))
    expect(request('100.01', proposed(1, '100'))).toMatchObject(no('MORE_THAN_PROPOSED', { fen: '10000' }))
    expect(request('300.01', proposed(1, '100'))).toMatchObject(no('QUOTA_EXCEEDED', { fen: '30000' }))
    expect(request('0', proposed(1, '100'), spentRequested('60'))).toMatchObject(asked('40'))
    expect(request('0', proposed(1, '100'), spentRequested('60'), withdrawn('60'))).toMatchObject(asked('100'))
    // A letter has lowered it beneath what was proposed: what can be requested is the lesser.
    expect(request('0', proposed(1, '100'), lowered('250'))).toMatchObject(asked('50'))
    expect(request('50.01', proposed(1, '100'), lowered('250'))).toMatchObject(no('QUOTA_EXCEEDED', { fen: '5000' }))
  })

  test('who planned it neither agrees to a payment of it nor orders one', () => {
    const quota = by().state(...afterPlan, proposed(1, '100'), spentRequested('60')) as Quota
    const { spending: spent } = spentAfter([spentRequested('60')]) as Extract<TransferCommand, { quota: Quota }>
    const { fact: unsigned } = spentRequested('60') as { readonly fact: transfer.PaymentRequested }
    const agreed = (signOff: typeof handling) =>
      byTransfer(finance, signOff)
        .given(told(unsigned, { actor: kjt, signOff: [] }))
        .when({ type: 'Approve', quota, spending: spent })
    agreed(handling).then({ reason: 'DUTIES_NOT_SEPARATE' })
    expect(agreed(approving).decision._tag).toBe('Right')
  })

  test('a year that is closed ends it: what was not proposed or not requested is planned no longer, nor in the next year', () => {
    const ending = YearClosed.create({
      year: 2026,
      quotas: [
        { $type: 'qiantou.pool.v1.QuotaClosed', account: accountOf(kjt), lapsedFen: 0n, carriedFen: yuan('240') },
      ],
    })
    const facts = [...afterPlan, proposed(1, '100'), spentRequested('60'), ending]
    const [old, next] = (by().state(...facts) as Quota).lines
    expect(old?.plan).toMatchObject({ openFen: '0', parts: [{ number: 1, proposedFen: '10000' }] })
    expect(next).toMatchObject({ year: 2027, carriedInFen: '24000' })
    expect(next?.plan).toBeUndefined()
    expect(linePayableFen(next as QuotaLine)).toBe(yuan('240'))
    // What is let go later proposes nothing: nobody may request it.
    expect(by(kjt, begins(month)).elapsed(...facts, accepted(2), withdrawn('60'))).toEqual([])
  })
})
