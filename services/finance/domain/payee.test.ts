/** The account of a payee: two persons, and a waiting time for a change (docs/domain.md, Money). */
import { describe, expect, test } from 'vitest'
import * as payee from '#proto/qiantou/transfer/v1/payee_events.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { calendarOf } from '#shared/domain/rules.ts'
import { codeOf, finance, handling, office, reviewing, sponsor } from '#shared/testing/money-facts.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import { noon, text } from '#shared/testing/task-facts.ts'
import { accountOn, isChanging, type Payee, type PayeeCommand, payeeDecider, payeeParties } from './payee.ts'

const subject = `programmes/hunan/payees/${codeOf(1).toLowerCase()}`
const by = (actor: string, signOff = handling) => new Story(payeeDecider, { actor, subject, at: noon, signOff })
const ground = {
  programme: { office, measures: [], days: [], finances: [finance] },
  calendar: calendarOf({ days: [] }),
}
const said = { number: text('sealed'), masked: '**3456', bankCode: '011551000018', holderName: '湘江智算' }
const propose: PayeeCommand = { type: 'Propose', ...said, ...ground }
const confirm: PayeeCommand = { type: 'Confirm', ...ground }
const refuse: PayeeCommand = { type: 'Refuse', ...ground }

const proposed = told(payee.AccountProposed.create(said), { actor: finance, signOff: handling })
const confirmed = (day: Day) => told(payee.AccountConfirmed.create({ effectiveFrom: toDate(day) }), { actor: finance })
const refused = told(payee.AccountRefused.create(), { actor: finance })
const stateOf = (
  ...facts: readonly Told<payee.AccountProposed | payee.AccountConfirmed | payee.AccountRefused>[]
): Payee => by(finance).state(...facts) as Payee

describe('an account is named', () => {
  test('by a finance department, or the office; a second one waits until the first was looked at', () => {
    for (const actor of [finance, office])
      by(actor)
        .given()
        .when(propose)
        .then([payee.AccountProposed.create(said)])
    by(sponsor).given().when(propose).then({ reason: 'NOT_FINANCE_DEPARTMENT', kind: 'permission' })
    by(finance, []).given().when(propose).then({ reason: 'SIGN_OFF_NEEDED' })
    by(finance)
      .given(proposed)
      .when(propose)
      .then({ reason: 'ACCOUNT_WAITS', details: { masked: '**3456' } })
    by(finance)
      .given(proposed, refused)
      .when(propose)
      .then([payee.AccountProposed.create(said)])
    expect(payeeParties(ground.programme)).toEqual(new Set([office, finance]))
  })
})

test('who names, confirms or refuses an account reads from then on what is recorded of it', () => {
  const fact = payee.AccountConfirmed.create()
  expect(payeeDecider.parties(fact, stateOf(proposed))).toEqual({ admits: [finance], releases: [] })
  const state = stateOf(proposed, { ...confirmed('2026-03-02'), actor: office })
  expect(state.keepers).toEqual([finance, office])
  expect(payeeDecider.parties(fact, state).admits).toEqual([office])
  expect(stateOf(proposed, { ...refused, actor: office }, proposed).keepers).toEqual([office, finance])
})

describe('it is confirmed', () => {
  const first = payee.AccountConfirmed.create({ effectiveFrom: toDate('2026-03-02') })

  test('by another person, of the same body or not; the first one counts at once', () => {
    by(finance, reviewing).given(proposed).when(confirm).then([first])
    by(finance, handling)
      .given(proposed)
      .when(confirm)
      .then({ reason: 'SECOND_PERSON_NEEDED', details: { person: 'p-71' } })
    by(finance, []).given(proposed).when(confirm).then({ reason: 'SIGN_OFF_NEEDED' })
    by(sponsor, reviewing).given(proposed).when(confirm).then({ reason: 'NOT_FINANCE_DEPARTMENT' })
  })

  test('and a change counts after three working days: of a Monday, on Thursday', () => {
    const change = payee.AccountConfirmed.create({ effectiveFrom: toDate('2026-03-05') })
    by(finance, reviewing).given(proposed, confirmed('2026-02-02'), proposed).when(confirm).then([change])
    const state = stateOf(proposed, confirmed('2026-02-02'), proposed, confirmed('2026-03-05'))
    expect(accountOn(state, '2026-03-04')?.version).toBe(1)
    expect(accountOn(state, '2026-03-05')?.version).toBe(2)
  })

  test('not where none waits, or it was refused', () => {
    for (const command of [confirm, refuse]) {
      by(finance, reviewing).given(proposed, refused).when(command).then({ reason: 'NO_ACCOUNT_WAITS' })
      by(finance, reviewing).given(proposed, confirmed('2026-03-02')).when(command).then({ reason: 'NO_ACCOUNT_WAITS' })
    }
    by(finance).given(proposed).when(refuse).then([payee.AccountRefused.create()])
  })
})

test('an account that waits, or whose day has not come, is a change; one that was refused is none', () => {
  const begun = [proposed, confirmed('2026-02-02')]
  expect(accountOn(stateOf(proposed), '2099-01-01')).toBeUndefined()
  expect(isChanging(stateOf(...begun), 1)).toBe(false)
  expect(isChanging(stateOf(...begun, proposed), 1)).toBe(true)
  expect(isChanging(stateOf(...begun, proposed, confirmed('2026-03-05')), 1)).toBe(true)
  expect(isChanging(stateOf(...begun, proposed, refused), 1)).toBe(false)
})
