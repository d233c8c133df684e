/** What becomes of an award after it was approved (docs/money.md). */
import { describe, expect, test } from 'vitest'
import * as application from '#proto/qiantou/application/v1/application_events.ts'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { dayOf, toDate } from '#shared/domain/calendar.ts'
import type { FactOf } from '#shared/domain/decider.ts'
import {
  applicantOf,
  applicationName,
  approving,
  asked,
  budgetSet,
  decided,
  entered,
  finance,
  handler,
  handling,
  models,
  opened,
  poolName,
  reason,
  sponsor,
  submitted,
  yuan,
} from '#shared/testing/money-facts.ts'
import { recordedOf, Story, type Told, told } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { type ApplicationCommand, applicationDecider } from './application.ts'
import { type Application, type ApplicationFact, applicationState, reservedFor } from './application-state.ts'
import { amountFor, assess, workOut } from './assessment.ts'
import { type Grants, grantsView } from './grants.ts'
import { type Measure, measureDecider } from './measure.ts'
import { movementsOf } from './movement.ts'
import { leftFen, type moving, type Pool, poolDecider } from './pool.ts'
import { claimedOf } from './recovery.ts'
import type { PaymentFact } from './transfer-state.ts'

type Moving = FactOf<typeof moving>

const setting = { actor: handler as string, subject: applicationName, at: noon }
const measureOf = (content: typeof models): Measure =>
  new Story(measureDecider, setting).state(entered(content)) as Measure
const measure = measureOf(models)
const until = new Date(noon.getTime() + 1)
const by = (actor: string, signOff = handling, at = until) =>
  new Story(applicationDecider, { ...setting, actor, signOff, at })

/** An application for 20% of an investment, 1 000 000 yuan at most, of which experts approved so much; and its pool and grants. */
class Case {
  readonly facts: Told<ApplicationFact | PaymentFact>[]
  private readonly moved: Moving[] = []
  private readonly budget: string

  constructor(investment: string, budget = '100 000 000') {
    this.budget = budget
    const content = { ...asked(), bills: [], investmentFen: yuan(investment) }
    const steps = ['PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_EXPERT_REVIEW', 'PROCEDURE_STEP_APPROVAL'] as const
    const begun = [
      told(submitted({ content, recommenders: [], procedure: [...steps] }), { actor: sponsor }),
      told(application.ApplicationAdmitted.create(), { actor: handler, signOff: handling }),
    ]
    const state = by(handler).state(...begun) as Application
    const assessed = assess(applicationName, state, yuan(investment), this.ground)
    if (assessed._tag === 'Left') throw new Error(assessed.left.reason)
    const approvedInvestment = application.InvestmentApproved.create({
      ...{ investmentFen: yuan(investment), experts: ['x-1'], text: reason },
      ...assessed.right,
    })
    this.moved = [approvedInvestment]
    this.facts = [
      ...begun,
      told(approvedInvestment, { actor: handler, signOff: handling }),
      told(application.ApplicationApproved.create({ fen: assessed.right.reserved.fen }), {
        ...{ actor: handler, signOff: approving },
      }),
    ]
  }

  get ground() {
    const pool = new Story(poolDecider, { ...setting, subject: poolName }).state(
      ...[opened, budgetSet(2026, this.budget), ...this.moved],
    ) as Pool
    const applicant = applicantOf(1)
    const subject = { ...setting, subject: applicant }
    const grants = this.moved.reduce<Grants | undefined>(
      (state, fact) => grantsView.evolve(state, recordedOf(fact, subject), applicant),
      undefined,
    )
    return { measure, pool, grants: grants ?? { grants: [] } }
  }

  get state(): Application {
    return by(handler).state(...this.facts) as Application
  }

  /** All that is reserved is paid. */
  paid(): this {
    const reserved = reservedFor(this.state)
    const fen = reserved?.fen ?? 0n
    this.befall(transfer.PaymentRequested.create({ application: applicationName, fen }))
    return this.befall(transfer.PaymentBooked.create({ application: applicationName, fen, paid: reserved }))
  }

  befall(fact: ApplicationFact | PaymentFact | undefined): this {
    if (!fact) throw new Error('nothing has happened')
    this.facts.push(fact)
    if (movementsOf(fact).length) this.moved.push(fact as Moving)
    return this
  }

  decide(command: ApplicationCommand, actor: string = handler, signOff = approving) {
    return by(actor, signOff)
      .given(...this.facts)
      .when(command).decision
  }

  amend(investment: string): this {
    const decision = this.decide(this.amendment(investment))
    if (decision._tag === 'Left') throw new Error(decision.left.reason)
    return this.befall(decision.right[0])
  }

  amendment(investment: string): ApplicationCommand {
    return { type: 'Amend', basisFen: yuan(investment), minutes: decided.minutes, text: reason, ...this.ground }
  }
}

const no = (reason: string) => ({ _tag: 'Left', left: { reason } })

describe('an award is amended', () => {
  test('800 000 were paid of an investment of 4 000 000: of 6 000 000 there are 200 000 more, up to the ceiling', () => {
    const amended = new Case('4 000 000').paid().amend('6 000 000')
    expect(amended.state).toMatchObject({ paidFen: `${yuan('800 000')}` })
    expect(reservedFor(amended.state)).toMatchObject({ fen: yuan('200 000'), number: 2 })
    expect(claimedOf(amended.state)).toBeUndefined()
    expect(leftFen(amended.ground.pool.years[2026] as never)).toBe(yuan('99 000 000'))
  })

  test('of 3 000 000 there are 200 000 to be paid back, never a negative payment', () => {
    const amended = new Case('4 000 000').paid().amend('3 000 000')
    expect(reservedFor(amended.state)).toBeUndefined()
    expect(claimedOf(amended.state)).toMatchObject({ fen: yuan('200 000'), number: 1 })
    // What is claimed back goes to the treasury: the pool has no more of it.
    expect(leftFen(amended.ground.pool.years[2026] as never)).toBe(yuan('99 200 000'))
    expect(amended.ground.grants.grants).toMatchObject([{ fen: `${yuan('600 000')}` }])
  })

  test('before anything was paid, what is reserved changes, both ways', () => {
    expect(reservedFor(new Case('4 000 000').amend('3 000 000').state)).toMatchObject({ fen: yuan('600 000') })
    expect(reservedFor(new Case('4 000 000').amend('4 500 000').state)).toMatchObject({ fen: yuan('900 000') })
  })

  test('again and again: what is claimed back is taken back where there is more after all', () => {
    const amended = new Case('4 000 000').paid().amend('3 000 000').amend('3 500 000')
    expect(claimedOf(amended.state)).toMatchObject({ fen: yuan('100 000'), number: 2 })
    expect(reservedFor(amended.amend('4 200 000').state)).toMatchObject({ fen: yuan('40 000') })
    expect(claimedOf(amended.state)).toBeUndefined()
  })

  test('by no more than the pool has left', () => {
    const amended = new Case('4 000 000', '850 000').paid().amend('6 000 000')
    expect(reservedFor(amended.state)).toMatchObject({ fen: yuan('50 000') })
  })

  test('not to what it is already, not below payments that are under way, and by nobody else', () => {
    const one = new Case('4 000 000')
    expect(one.decide(one.amendment('4 000 000'))).toMatchObject(no('AWARD_UNCHANGED'))
    expect(one.decide(one.amendment('3 000 000'), finance)).toMatchObject(no('NOT_YOUR_TURN'))
    expect(one.decide(one.amendment('3 000 000'), handler, handling)).toMatchObject(no('DUTIES_NOT_SEPARATE'))
    one.befall(transfer.PaymentRequested.create({ application: applicationName, fen: yuan('800 000') }))
    expect(one.decide(one.amendment('3 000 000'))).toMatchObject(no('PAYMENT_UNDER_WAY'))
    expect(one.decide(one.amendment('5 000 000'))).toMatchObject({ _tag: 'Right' })
  })
})

describe('what is claimed back is paid back', () => {
  const claimed = () => new Case('4 000 000').paid().amend('3 000 000')
  const received = (amount: string, reference = 'R-1'): ApplicationCommand => ({
    ...{ type: 'Recover', fen: yuan(amount), receivedOn: dayOf(noon), reference },
  })

  test('whole, or in parts, each reference once', () => {
    const whole = claimed()
    const decision = whole.decide(received('200 000'), finance)
    expect(decision).toMatchObject({ right: [{ recovered: { number: 1 }, claimed: undefined }] })
    const parts = claimed()
    const first = parts.decide(received('50 000'), finance)
    if (first._tag === 'Left') throw new Error(first.left.reason)
    parts.befall(first.right[0])
    expect(claimedOf(parts.state)).toMatchObject({ fen: yuan('150 000'), number: 2 })
    expect(parts.state.recoveredFen).toBe(`${yuan('50 000')}`)
    expect(parts.decide(received('50 000'), finance)).toMatchObject(no('RECOVERY_KNOWN'))
    expect(parts.decide(received('150 001', 'R-2'), finance)).toMatchObject(no('MORE_THAN_CLAIMED'))
    expect(parts.ground.grants.grants).toMatchObject([{ fen: `${yuan('600 000')}` }])
    expect(parts.ground.pool.years[2026]).toMatchObject({
      ...{ claimedFen: `${yuan('150 000')}`, recoveredFen: `${yuan('50 000')}`, paidFen: `${yuan('800 000')}` },
    })
  })

  test('by the finance department alone, signed, on a day that has come', () => {
    expect(claimed().decide(received('1'), handler)).toMatchObject(no('NOT_FINANCE_DEPARTMENT'))
    expect(claimed().decide(received('1'), finance, [])).toMatchObject(no('SIGN_OFF_NEEDED'))
    const tomorrow = { ...received('1'), receivedOn: '2099-01-01' } as ApplicationCommand
    expect(claimed().decide(tomorrow, finance)).toMatchObject(no('DAY_NOT_YET'))
    expect(new Case('4 000 000').paid().decide(received('1'), finance)).toMatchObject(no('NOTHING_CLAIMED'))
  })

  test('in instalments, of which time tells that one is overdue, once', () => {
    const one = claimed()
    const instalments = [
      application.Instalment.create({ due: toDate('2026-06-30'), fen: yuan('150 000') }),
      application.Instalment.create({ due: toDate('2026-12-31'), fen: yuan('50 000') }),
    ]
    const agreeing: ApplicationCommand = { type: 'AgreeRecovery', instalments }
    expect(one.decide(agreeing, handler)).toMatchObject(no('NOT_FINANCE_DEPARTMENT'))
    const short = { ...agreeing, instalments: instalments.slice(1) } as ApplicationCommand
    expect(one.decide(short, finance)).toMatchObject(no('INSTALMENTS_MISFIT'))
    const past = application.Instalment.create({ due: toDate('2026-03-01'), fen: yuan('200 000') })
    expect(one.decide({ ...agreeing, instalments: [past] } as ApplicationCommand, finance)).toMatchObject(
      no('INSTALMENT_IN_PAST'),
    )
    const today = application.Instalment.create({ due: toDate('2026-03-02'), fen: yuan('200 000') })
    expect(one.decide({ ...agreeing, instalments: [today] } as ApplicationCommand, finance)._tag).toBe('Right')
    one.befall(application.RecoveryAgreed.create({ instalments }))
    const paid = one.decide(received('100 000'), finance)
    if (paid._tag === 'Left') throw new Error(paid.left.reason)
    one.befall(paid.right[0])
    const on = (day: string) => by(handler, [], new Date(`${day}T16:00:00Z`)).elapsed(...one.facts)
    expect(on('2026-06-29')).toEqual([])
    const overdue = application.RecoveryOverdue.create({ due: toDate('2026-06-30'), fen: yuan('50 000') })
    expect(on('2026-06-30')).toEqual([overdue])
    one.befall(overdue)
    expect(on('2026-07-31')).toEqual([])
    expect(on('2026-12-31')).toMatchObject([{ due: toDate('2026-12-31'), fen: yuan('100 000') }])
  })
})

describe('it is evaluated', () => {
  const evaluating: ApplicationCommand = { type: 'Evaluate', rating: 'RATING_GOOD', text: reason }
  test('once, when all of it is paid', () => {
    const one = new Case('4 000 000')
    expect(one.decide(evaluating)).toMatchObject(no('NOT_PAID'))
    one.paid()
    expect(applicationState(one.state)).toBe('APPLICATION_STATE_PAID')
    expect(one.decide(evaluating, finance)).toMatchObject(no('NOT_YOUR_TURN'))
    one.befall(application.ApplicationEvaluated.create({ rating: 'RATING_GOOD', text: reason }))
    expect(applicationState(one.state)).toBe('APPLICATION_STATE_EVALUATED')
    expect(one.decide(evaluating)).toMatchObject(no('EVALUATED_BEFORE'))
    // What it is raised by afterwards is to be paid as well.
    expect(applicationState(one.amend('5 000 000').state)).not.toBe('APPLICATION_STATE_EVALUATED')
    expect(applicationState(one.paid().state)).toBe('APPLICATION_STATE_EVALUATED')
    expect(applicationState(one.amend('0').state)).toBe('APPLICATION_STATE_REVOKED')
  })

  test('not where it was amended to nothing, which is revoked until it is amended to something', () => {
    const one = new Case('4 000 000').amend('0')
    expect(applicationState(one.state)).toBe('APPLICATION_STATE_REVOKED')
    expect(one.decide(evaluating)).toMatchObject(no('NOT_PAID'))
    expect(applicationState(one.amend('4 000 000').state)).toBe('APPLICATION_STATE_APPROVED')
    expect(applicationState(one.paid().state)).toBe('APPLICATION_STATE_PAID')
    // What is claimed back was not kept, no less what was received.
    expect(applicationState(one.amend('0').state)).toBe('APPLICATION_STATE_REVOKED')
    const back = one.decide(
      { type: 'Recover', fen: yuan('800 000'), receivedOn: dayOf(noon), reference: 'R-1' },
      finance,
    )
    if (back._tag === 'Left') throw new Error(back.left.reason)
    expect(applicationState(one.befall(back.right[0]).state)).toBe('APPLICATION_STATE_REVOKED')
    expect(one.decide(evaluating)).toMatchObject(no('NOT_PAID'))
  })

  test('where a part of it was kept', () => {
    const one = new Case('4 000 000').paid().amend('1 000 000')
    expect(applicationState(one.state)).toBe('APPLICATION_STATE_PAID')
    expect(one.decide(evaluating)._tag).toBe('Right')
  })
})

test('what an award is worked out from says nothing of itself', () => {
  const one = new Case('4 000 000')
  const fen = yuan('800 000')
  const own = { ownFen: fen, ownOfAllFen: fen, ownOfPoolFen: fen }
  const worked = workOut(one.state, yuan('4 000 000'), one.ground, { year: 2026, ...own })
  expect(worked).toMatchObject({ right: { award: { fen: yuan('800 000') }, group: 'ai' } })
  expect(amountFor(applicationName, one.state, { group: 'ai', number: 3, year: 2026, fen: 1n })).toMatchObject({
    number: 3,
  })
})
