/** An award over years: five million a year, three years running, once (measure 3 of the Hunan plan). */
import { describe, expect, test } from 'vitest'
import { ApplicationAdmitted, AwardAmended } from '#proto/qiantou/application/v1/application_events.ts'
import { MeasureContent, type ProcedureStep } from '#proto/qiantou/measure/v1/measure.ts'
import { applicationDecider } from '#services/finance/domain/application.ts'
import { applicationState, moneyIn, reservedFor } from '#services/finance/domain/application-state.ts'
import { forecastFen, forecastKey, isAwaited, linesOf } from '#services/finance/domain/budget.ts'
import { measureDecider } from '#services/finance/domain/measure.ts'
import { poolDecider } from '#services/finance/domain/pool.ts'
import { toDate } from '#shared/domain/calendar.ts'
import * as facts from '#shared/testing/money-facts.ts'
import { yuan } from '#shared/testing/money-facts.ts'
import { MoneyStage } from './money-stage.ts'

const five = yuan('5 000 000')
const procedure: ProcedureStep[] = ['PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_APPROVAL']
const platforms = MeasureContent.fromPartial({
  ...{ ...facts.champions, procedure, instalments: 3, validUntil: toDate('2026-12-31') },
  terms: [{ sum: { fen: five, kind: 'FIGURE_KIND_FIXED' } }],
})

/** An approved award, of a measure that expires at the end of its first year. */
function awarded(budgets: Readonly<Record<number, string>> = { 2026: '6 000 000', 2027: '6 000 000' }): MoneyStage {
  const stage = new MoneyStage(platforms, budgets)
  const answers = [stage.submit('a', 1), stage.admit('a'), stage.approve('a')]
  expect(answers).toEqual(['OK', 'OK', 'OK'])
  return stage
}

function paid(stage: MoneyStage, payment: string, year = 0): MoneyStage {
  expect(stage.request(payment, 'a', { year })).toBe('OK')
  expect(stage.order(payment, 'a', '湘江智算')).toBe('OK')
  expect(stage.said('Book', payment, 'a', BigInt(stage.transfer(payment).fen))).toBe('OK')
  return stage
}

describe('what a later year pays', () => {
  test('is reserved in that year, out of its pool, whatever has become of the measure', () => {
    const stage = paid(awarded(), 't1')
    stage.record(
      facts.amended({ ...platforms, title: '改', terms: [] }, '2026-06-01'),
      facts.measureNamed('m'),
      measureDecider,
    )
    expect(stage.draw('a', 2027)).toBe('INSTALMENT_NOT_YET')
    stage.day = '2027-02-01'
    expect(stage.draw('a', 2027)).toBe('OK')
    expect(reservedFor(stage.application('a'), 2027)).toMatchObject({ fen: five, year: 2027, number: 2 })
    expect([stage.leftFen(2026), stage.leftFen(2027)]).toEqual([yuan('1 000 000'), yuan('1 000 000')])
    expect(stage.draw('a', 2027)).toBe('INSTALMENT_DRAWN')
    expect(stage.draw('a', 2026)).toBe('INSTALMENT_DRAWN')
    expect(stage.draw('a', 2029)).toBe('INSTALMENT_BEYOND')
    expect(stage.draw('a', 2025)).toBe('INSTALMENT_BEYOND')
    paid(stage, 't2')
    expect(stage.transfer('t2').year).toBe(2027)
    expect(stage.pool().years[2027]).toMatchObject({ paidFen: `${five}`, reservedFen: '0' })
    stage.checkBooks()
  })

  test('is not lowered by what others of its group have granted since: that was judged with the award', () => {
    const stage = awarded()
    const other = { holder: `${facts.applicationName}-b`, measure: facts.measureNamed('models'), stackingGroup: 'ai' }
    const reserved = facts.reservation({ ...other, fen: yuan('1 000 000') })
    stage.record(ApplicationAdmitted.create({ reserved }), other.holder, applicationDecider)
    stage.day = '2027-02-01'
    expect(stage.draw('a', 2027)).toBe('OK')
    expect(reservedFor(stage.application('a'), 2027)?.fen).toBe(five)
  })

  test('is drawn by one person up to a limit, and by two over it', () => {
    const stage = awarded()
    stage.day = '2027-02-01'
    const under = (limit: string) =>
      stage.draw('a', 2027, { signatories: ['p-71', 'p-81'].map((one) => facts.roleTerm(one, 'HANDLER', limit)) })
    expect(under('4 999 999.99')).toBe('TWO_PERSONS_NEEDED')
    expect(under('5 000 000')).toBe('OK')
  })

  test('is paid whole before it is evaluated, or its year is over', () => {
    const stage = paid(awarded({ 2026: '5 000 000', 2027: '5 000 000', 2028: '5 000 000' }), 't1')
    const evaluate = () => stage.act('a', { type: 'Evaluate', rating: 'RATING_GOOD', text: facts.reason })
    expect(applicationState(stage.application('a'))).toBe('APPLICATION_STATE_ALLOCATED')
    expect(evaluate()).toBe('NOT_PAID')
    stage.day = '2028-02-01'
    // In any order: what nobody drew in its year may be drawn until that is closed.
    for (const year of [2028, 2027]) {
      expect(stage.draw('a', year)).toBe('OK')
      expect(evaluate()).toBe('NOT_PAID')
      paid(stage, `t${year}`, year)
    }
    expect(applicationState(stage.application('a'))).toBe('APPLICATION_STATE_PAID')
    expect(stage.draw('a', 2028)).toBe('INSTALMENT_DRAWN')
    expect(evaluate()).toBe('OK')
  })

  test('that is revoked before anything was paid is so for its later years too', () => {
    const stage = awarded()
    const command = { type: 'Amend' as const, basisFen: 0n, minutes: '纪要 4', text: facts.reason }
    const amend = (basisFen: bigint) =>
      stage.act('a', { ...command, basisFen, ...stage.ground('a') }, facts.handler, facts.approving)
    const state = () => applicationState(stage.application('a'))
    expect([amend(0n), state()]).toEqual(['OK', 'APPLICATION_STATE_REVOKED'])
    stage.day = '2027-02-01'
    expect([stage.draw('a', 2027), state()]).toEqual(['NOTHING_TO_AWARD', 'APPLICATION_STATE_REVOKED'])
    expect([amend(yuan('5 000 000')), state()]).toEqual(['OK', 'APPLICATION_STATE_APPROVED'])
    expect(stage.draw('a', 2027)).toBe('OK')
  })

  test('stays allocated while a payment of one year is agreed to, though all that another year asked for is taken back', () => {
    const stage = awarded()
    stage.day = '2027-02-01'
    expect([stage.draw('a', 2027), stage.request('t1', 'a', { year: 2026 })]).toEqual(['OK', 'OK'])
    expect([stage.approvePayment('t1', 'a'), stage.request('t2', 'a', { year: 2027 })]).toEqual(['OK', 'OK'])
    const state = () => applicationState(stage.application('a'))
    expect([stage.withdraw('t2', 'a'), state()]).toEqual(['OK', 'APPLICATION_STATE_ALLOCATED'])
    expect([stage.withdraw('t1', 'a'), state()]).toEqual(['OK', 'APPLICATION_STATE_APPROVED'])
  })

  test('that was never drawn holds up no evaluation once its year is over', () => {
    const stage = paid(awarded(), 't1')
    const evaluate = () => stage.act('a', { type: 'Evaluate', rating: 'RATING_GOOD', text: facts.reason })
    stage.day = '2028-12-31'
    expect(evaluate()).toBe('NOT_PAID')
    stage.day = '2029-01-01'
    expect(evaluate()).toBe('OK')
    stage.budget(2028, '5 000 000')
    expect(stage.draw('a', 2028)).toBe('EVALUATED_BEFORE')
    expect(isAwaited(stage.application('a'))).toBe(false)
  })

  test('is cut to what the pool has, and refused where it has nothing, no budget, or is closed', () => {
    const stage = awarded({ 2026: '5 000 000', 2027: '3 000 000' })
    stage.day = '2027-02-01'
    expect(stage.draw('a', 2027)).toBe('OK')
    expect(reservedFor(stage.application('a'), 2027)?.fen).toBe(yuan('3 000 000'))
    stage.day = '2028-02-01'
    expect(stage.draw('a', 2028)).toBe('BUDGET_NOT_SET')
    stage.budget(2028, '1 000 000')
    expect(stage.submit('b', 2)).toBe('MEASURE_NOT_IN_FORCE')
    const closed = awarded({ 2026: '5 000 000', 2027: '5 000 000' })
    closed.record(facts.yearClosed(2027, { lapsed: '5 000 000' }), facts.poolName, poolDecider)
    closed.day = '2028-02-01'
    expect(closed.draw('a', 2027)).toBe('YEAR_CLOSED')
    const empty = awarded({ 2026: '10 000 000', 2027: '5 000 000' })
    expect([empty.submit('b', 2), empty.admit('b'), empty.approve('b')]).toEqual(['OK', 'OK', 'OK'])
    empty.day = '2027-02-01'
    expect([empty.draw('b', 2027), empty.draw('a', 2027)]).toEqual(['OK', 'POOL_EXHAUSTED'])
  })

  test('is drawn by who handles, once approved, of an applicant in good standing', () => {
    const stage = awarded()
    stage.day = '2027-02-01'
    const command = { type: 'DrawInstalment' as const, year: 2027, credit: { engine: 'file', problem: undefined } }
    const drawn = (actor: string, signOff: typeof facts.handling) =>
      stage.act('a', { ...command, ...stage.ground('a') }, actor, signOff)
    expect(drawn(facts.finance, facts.handling)).toBe('NOT_YOUR_TURN')
    expect(drawn(facts.handler, facts.approving)).toBe('DUTIES_NOT_SEPARATE')
    expect(drawn(facts.handler, [])).toBe('SIGN_OFF_NEEDED')
    expect(stage.draw('a', 2027, { credit: { engine: 'file', problem: '失信' } })).toBe('CREDIT_NOT_GOOD')
    expect(drawn(facts.handler, facts.signedBy('p-90'))).toBe('OK')
    // Who drew it does not approve its payment.
    expect(stage.request('t2', 'a', { year: 2027 })).toBe('OK')
    expect(stage.approvePayment('t2', 'a', facts.signedBy('p-90'))).toBe('DUTIES_NOT_SEPARATE')
    const early = new MoneyStage(platforms, { 2026: '6 000 000', 2027: '6 000 000' })
    expect([early.submit('a', 1), early.admit('a')]).toEqual(['OK', 'OK'])
    expect(early.draw('a', 2027)).toBe('APPLICATION_NOT_APPROVED')
  })

  test('ends once something was claimed back', () => {
    const stage = paid(awarded(), 't1')
    const claimed = facts.reservation({ holder: stage.name('a'), number: 1, fen: 1n })
    stage.record(AwardAmended.create({ claimed }), stage.name('a'), applicationDecider)
    stage.day = '2027-02-01'
    expect(stage.draw('a', 2027)).toBe('INSTALMENTS_STOPPED')
  })
})

test('what comes back goes to the year that paid it, be another year drawn meanwhile', () => {
  const stage = paid(awarded(), 't1')
  stage.day = '2027-02-01'
  expect(stage.draw('a', 2027)).toBe('OK')
  expect(stage.request('t2', 'a')).toBe('OK')
  expect(stage.said('Return', 't1', 'a', five)).toBe('OK')
  const state = stage.application('a')
  expect(reservedFor(state, 2026)).toMatchObject({ fen: five, year: 2026 })
  expect([moneyIn(state, 2026).requestedFen, moneyIn(state, 2027).requestedFen]).toEqual([`${five}`, `${five}`])
  expect(stage.pool().years[2026]).toMatchObject({ paidFen: '0', reservedFen: `${five}` })
  expect(stage.pool().years[2027]).toMatchObject({ paidFen: '0', reservedFen: `${five}` })
  stage.checkBooks()
})

test('a year of an award over years is amended with those that come after it', () => {
  const content = MeasureContent.fromPartial({
    ...{ ...facts.models, procedure, instalments: 2, stacking: 'STACKING_FREE', stackingGroup: '' },
  })
  const stage = new MoneyStage(content, { 2026: '10 000 000', 2027: '10 000 000' })
  const said = { experts: ['x-1'], text: facts.reason }
  expect([stage.submit('a', 1, { investmentFen: yuan('4 000 000') }), stage.admit('a')]).toEqual(['OK', 'OK'])
  const approving = {
    type: 'ApproveInvestment' as const,
    investmentFen: yuan('4 000 000'),
    ...said,
    ...stage.ground('a'),
  }
  expect([stage.act('a', approving), stage.approve('a')]).toEqual(['OK', 'OK'])
  const amend = (basis: string) => {
    const command = { type: 'Amend' as const, basisFen: yuan(basis), minutes: '纪要 4', text: facts.reason }
    return stage.act('a', { ...command, ...stage.ground('a') }, facts.handler, facts.approving)
  }
  expect(amend('2 000 000')).toBe('OK')
  stage.day = '2027-02-01'
  expect(stage.draw('a', 2027)).toBe('OK')
  const reserved = () => [2026, 2027].map((year) => reservedFor(stage.application('a'), year)?.fen)
  expect(reserved()).toEqual([yuan('400 000'), yuan('400 000')])
  expect(amend('3 000 000')).toBe('OK')
  expect(reserved()).toEqual([yuan('400 000'), yuan('600 000')])
  stage.checkBooks()
})

test('the budget view expects each year in its own, whole where nobody has budgeted for it yet', () => {
  const stage = awarded({ 2026: '6 000 000', 2027: '3 000 000' })
  expect(stage.submit('b', 2)).toBe('OK')
  const named = ['a', 'b'].map((id) => ({ name: stage.name(id), state: stage.application(id) }))
  expect(named.every(({ state }) => isAwaited(state))).toBe(true)
  const grants = new Map([1, 2].map((one) => [facts.applicantOf(one), stage.ground(one === 1 ? 'a' : 'b').grants]))
  const measures = new Map([[facts.measureNamed('m'), stage.measure()]])
  const forecast = forecastFen(named, { measures, pools: new Map([[facts.poolName, stage.pool()]]), grants })
  const expected = (id: string) => [2026, 2027, 2028].map((year) => forecast.get(forecastKey(stage.name(id), year)))
  expect(expected('a')).toEqual([undefined, yuan('3 000 000'), five])
  expect(expected('b')).toEqual([yuan('1 000 000'), undefined, five])
  expect(linesOf(stage.name('a'), stage.application('a')).map(({ year, reservedFen }) => [year, reservedFen])).toEqual([
    [2026, five],
    ...[[2027, 0n] as const, [2028, 0n] as const],
  ])
})
