/** A list is imported, checked whole, and matched row by row: applications that nobody hands in (免申即享). */
import { describe, expect, test } from 'vitest'
import { type Applicant, ApplicationContent, Assessment } from '#proto/qiantou/application/v1/application.ts'
import { ApplicationMatched, ApplicationWithdrawn } from '#proto/qiantou/application/v1/application_events.ts'
import type { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { RosterContent, RosterRow } from '#proto/qiantou/roster/v1/roster.ts'
import { RosterImported, RosterWithdrawn } from '#proto/qiantou/roster/v1/roster_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { calendarOf } from '#shared/domain/rules.ts'
import {
  applicantOf,
  applicationName,
  bill,
  budgetSet,
  champions,
  codeOf,
  entered,
  finance,
  handler,
  handling,
  measureNamed,
  opened,
  poolName,
  reservation,
  scenarios,
  sponsor,
  vouchers,
  yuan,
} from '#shared/testing/money-facts.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { applicationDecider } from './application.ts'
import { applicationState, nextStep } from './application-state.ts'
import { type Grants, grantsView } from './grants.ts'
import { type Measure, measureDecider } from './measure.ts'
import { type Pool, poolDecider } from './pool.ts'
import { type RosterCommand, rosterDecider } from './roster.ts'
import { type Roster, type RosterFact, toApplicationContent } from './roster-state.ts'

const rosterName = 'programmes/hunan/rosters/r1'
const setting = { actor: handler, subject: rosterName, at: noon }
const story = new Story(rosterDecider, setting)

const unapplied = (content: MeasureContent): MeasureContent => ({ ...content, withoutApplication: true })
const measureOf = (content: MeasureContent) => new Story(measureDecider, setting).state(entered(content)) as Measure
const pool = new Story(poolDecider, { ...setting, subject: poolName }).state(
  opened,
  budgetSet(2026, '2 000 000'),
) as Pool

const row = (number: number, changes: Partial<RosterRow> = {}): RosterRow => ({
  ...RosterRow.fromPartial({ applicant: { code: codeOf(number), name: `第 ${number} 号公司` }, title: '单项冠军' }),
  ...changes,
})
const list = (...rows: readonly RosterRow[]): RosterContent =>
  RosterContent.create({
    ...{ measure: measureNamed('champions'), source: sponsor, register: '单项冠军企业名单', rows: [...rows] },
    asOf: toDate('2026-02-28'),
  })
const two = list(row(1), row(2))

const importing = (
  content: RosterContent = two,
  measure: MeasureContent = unapplied(champions),
  known: Readonly<Record<string, Grants>> = {},
): RosterCommand => ({
  ...{
    type: 'Import',
    entryOf: () => undefined,
    content,
    measure: measureOf(measure),
    grantsOf: (name) => known[name],
  },
  poolNamed: (name) => (name === poolName ? pool : undefined),
})
const steps = [
  ...(['PROCEDURE_STEP_CREDIT_CHECK', 'PROCEDURE_STEP_FINANCE_REVIEW'] as const),
  ...(['PROCEDURE_STEP_COLLECTIVE_DECISION', 'PROCEDURE_STEP_PUBLIC_NOTICE', 'PROCEDURE_STEP_APPROVAL'] as const),
]
const imported = (content: RosterContent = two) =>
  RosterImported.create({ content, measureVersion: 1, handler, pool: poolName, finance, year: 2026, procedure: steps })

describe('a list is imported', () => {
  test('whole, by the body that handles it, for steps after admission', () => {
    const state = story.given().when(importing()).then([imported()])
    expect(state).toMatchObject({ handler, finance, pool: poolName, year: 2026, matched: [] })
  })

  test('once under its name, and by nobody else', () => {
    story.given(imported()).when(importing()).then({ reason: 'ROSTER_EXISTS', kind: 'exists' })
    new Story(rosterDecider, { ...setting, actor: sponsor })
      .given()
      .when(importing())
      .then({ reason: 'NOT_YOUR_TURN', kind: 'permission', details: { turn: handler } })
  })

  test('for a measure that nobody applies for, as of a day that has come, with bills of such days', () => {
    story.given().when(importing(two, champions)).then({ reason: 'APPLIED_FOR', kind: 'precondition' })
    story
      .given()
      .when(importing({ ...two, asOf: toDate('2026-03-03') }))
      .then({ reason: 'DAY_NOT_YET', kind: 'invalid' })
    const [first, ...rest] = two.rows
    const billed = { ...first, bills: [{ ...bill('INV-1', '5'), date: toDate('2999-01-02') }] } as typeof first
    story
      .given()
      .when(importing({ ...two, rows: [...rest, billed] as typeof two.rows }))
      .then({ reason: 'DAY_NOT_YET', kind: 'invalid', details: { day: '2999-01-02' } })
    const today = { ...two, asOf: toDate('2026-03-02') }
    story
      .given()
      .when(importing(today))
      .then([imported(today)])
  })

  test('not where rows lack what the award is worked out from, or have what it is not', () => {
    const bills = [bill('INV-1', '5')]
    story
      .given()
      .when(importing(list(row(1, { bills }), row(2), row(3, { investmentFen: 1n }))))
      .then({ reason: 'ROSTER_BASIS_MISFIT', kind: 'invalid', details: { rows: '1, 3', basis: 'SUM' } })
    story
      .given()
      .when(importing(list(row(1, { bills }), row(2)), unapplied(vouchers())))
      .then({ reason: 'ROSTER_BASIS_MISFIT', kind: 'invalid', details: { rows: '2', basis: 'YEAR_SPENDING' } })
  })

  test('not where the measure says nothing of a class', () => {
    const [terms] = champions.terms
    const bySmall = { ...champions, terms: [{ ...(terms as NonNullable<typeof terms>), applicantClass: 'small' }] }
    const ofClass = (number: number, applicantClass: string) =>
      row(number, { applicant: { ...(row(number).applicant as Applicant), applicantClass } })
    story
      .given()
      .when(importing(list(ofClass(1, 'small'), ofClass(2, 'large'), ofClass(3, 'large')), unapplied(bySmall)))
      .then({
        ...{ reason: 'ROSTER_CLASS_NOT_FOUND', kind: 'precondition' },
        details: { applicantClass: 'large', rows: '2, 3' },
      })
  })

  const grants = new Story(grantsView, setting, applicantOf(2))
  test('not where an earlier roster lists somebody for the same measure, year and project, unless that was withdrawn', () => {
    const listed = { [applicantOf(2)]: grants.state(imported()) as Grants }
    story
      .given()
      .when(importing(list(row(2)), undefined, listed))
      .then({ reason: 'ROSTER_ROWS_LISTED', kind: 'precondition', details: { rows: '1', year: '2026' } })
    story
      .given()
      .when(importing(list(row(2, { project: 'other' })), undefined, listed))
      .then([imported(list(row(2, { project: 'other' })))])
    const dropped = RosterWithdrawn.create({
      dropped: [{ $type: 'qiantou.roster.v1.DroppedRow', row: 2, applicant: applicantOf(2) }],
    })
    const free = { [applicantOf(2)]: grants.state(imported(), dropped) as Grants }
    story
      .given()
      .when(importing(list(row(2)), undefined, free))
      .then([imported(list(row(2)))])
  })

  test('not where somebody has had it that year', () => {
    const reserved = reservation({ measure: measureNamed('champions'), applicant: applicantOf(2) })
    const granted = { [applicantOf(2)]: grants.state(ApplicationMatched.create({ reserved })) as Grants }
    story
      .given()
      .when(importing(two, undefined, granted))
      .then({ reason: 'ROSTER_ROWS_GRANTED', kind: 'precondition', details: { rows: '2', year: '2026' } })
    // In another year, or where it was let go, it has not.
    const letGo = ApplicationWithdrawn.create({ released: reserved })
    for (const facts of [
      [ApplicationMatched.create({ reserved: { ...reserved, year: 2025 } })],
      [ApplicationMatched.create({ reserved }), letGo],
    ])
      story
        .given()
        .when(importing(two, undefined, { [applicantOf(2)]: grants.state(...facts) as Grants }))
        .then([imported()])
  })
})

const matched = (number: number, name = applicationName) =>
  told(ApplicationMatched.create({ roster: rosterName, row: number }), { subject: name })

describe('a roster is withdrawn', () => {
  test('as far as it was not matched, by its handling body, once', () => {
    const fact = RosterWithdrawn.create({
      dropped: [{ $type: 'qiantou.roster.v1.DroppedRow', row: 2, applicant: applicantOf(2) }],
    })
    story.given(imported(), matched(1)).when({ type: 'Withdraw' }).then([fact])
    story.given(imported(), fact).when({ type: 'Withdraw' }).then({ reason: 'ROSTER_WITHDRAWN', kind: 'precondition' })
    story
      .given(imported(), matched(2), matched(1))
      .when({ type: 'Withdraw' })
      .then({ reason: 'ROSTER_MATCHED_WHOLLY', kind: 'precondition' })
    new Story(rosterDecider, { ...setting, actor: finance })
      .given(imported())
      .when({ type: 'Withdraw' })
      .then({ reason: 'NOT_YOUR_TURN', kind: 'permission', details: { turn: handler } })
  })
})

describe('a row is matched', () => {
  const signedAs = (signOff = handling, actor: string = handler) =>
    new Story(applicationDecider, { actor, subject: applicationName, at: noon, signOff })
  const roster = (...facts: readonly Told<RosterFact | ApplicationMatched>[]) =>
    story.state(imported(), ...facts) as Roster
  const fact = (number: number, content = two): ApplicationMatched =>
    ApplicationMatched.create({
      ...{ roster: rosterName, row: number, measureVersion: 1, handler, pool: poolName, finance, year: 2026 },
      ...{ content: toApplicationContent(content, content.rows[number - 1] as RosterRow), procedure: steps },
    })
  const assessment = Assessment.fromPartial({
    ...{ measureVersion: 1, share: { $case: 'sumFen', value: yuan('1 000 000') }, roundingFen: 1n, basisFen: 0n },
    ...{ othersFen: 0n, poolLeftFen: yuan('2 000 000'), fen: yuan('1 000 000') },
  })
  const reserved = reservation({
    ...{ measure: measureNamed('champions'), applicant: applicantOf(2), stackingGroup: 'ai', fen: yuan('1 000 000') },
  })
  const match = (number: number, there: Roster = roster(), content = unapplied(champions)) => ({
    ...{ type: 'Match' as const, row: number, rosterName, roster: there },
    ...{ measure: measureOf(content), pool, grants: { grants: [] } },
  })

  test('and begins where others are admitted: what it comes to is reserved, its credit is next', () => {
    const state = signedAs()
      .given()
      .when(match(2))
      .then([{ ...fact(2), assessment, reserved }])
    expect(state).toMatchObject({ sponsor: handler, matched: { roster: rosterName, row: 2 }, recommenders: [] })
    expect(state?.reserved).toMatchObject({ fen: `${yuan('1 000 000')}`, applicant: applicantOf(2), number: 1 })
    expect(state && [applicationState(state), nextStep(state)]).toEqual([
      'APPLICATION_STATE_ADMITTED',
      'PROCEDURE_STEP_CREDIT_CHECK',
    ])
    expect(state?.steps).toMatchObject([{ step: 'PROCEDURE_STEP_ADMISSION', organisation: handler }])
  })

  test('with nothing reserved where experts approve its investment first', () => {
    const content = list(row(1, { investmentFen: yuan('9 000 000') }))
    const procedure = ['PROCEDURE_STEP_EXPERT_REVIEW' as const, ...steps]
    const there = story.state({ ...imported(content), procedure }) as Roster
    const state = signedAs()
      .given()
      .when(match(1, there, unapplied(scenarios)))
      .then([{ ...fact(1, content), procedure }])
    expect(state).toMatchObject({ reservations: 0, content: { investmentFen: '900000000' } })
  })

  test('once, as long as its roster is not withdrawn, and where there is such a row', () => {
    signedAs()
      .given()
      .when(match(1, roster(matched(1))))
      .then({ reason: 'ROSTER_ROW_MATCHED', kind: 'precondition', details: { row: '1', application: applicationName } })
    signedAs()
      .given()
      .when(match(1, roster(RosterWithdrawn.create({}))))
      .then({ reason: 'ROSTER_WITHDRAWN', kind: 'precondition' })
    signedAs()
      .given()
      .when(match(3))
      .then({ reason: 'ROSTER_ROW_NOT_FOUND', details: { row: '3', rows: '2' } })
  })

  test('signed, by the handling body, which takes it back for an enterprise that declines', () => {
    signedAs([]).given().when(match(1)).then({ reason: 'SIGN_OFF_NEEDED', kind: 'precondition' })
    signedAs(handling, sponsor)
      .given()
      .when(match(1))
      .then({ reason: 'NOT_YOUR_TURN', details: { turn: handler } })
  })

  test('not out of a pool that has nothing left', () => {
    const poor = new Story(poolDecider, { ...setting, subject: poolName }).state(opened, budgetSet(2026, '0')) as Pool
    signedAs()
      .given()
      .when({ ...match(1), pool: poor })
      .then({ reason: 'POOL_EXHAUSTED', kind: 'precondition' })
  })
})

test('nobody applies for what is matched', () => {
  new Story(applicationDecider, { actor: sponsor, subject: applicationName, at: noon })
    .given()
    .when({
      ...{ type: 'Submit', recommenders: [], calendar: calendarOf({ days: [] }), entryOf: () => undefined },
      ...{ measure: measureOf(unapplied(champions)), poolNamed: () => pool },
      content: ApplicationContent.fromPartial({
        applicant: row(1).applicant as Applicant,
        measure: measureNamed('champions'),
      }),
    })
    .then({ reason: 'NOBODY_APPLIES', kind: 'precondition' })
})
