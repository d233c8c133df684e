/** What a measure says when, who may change it, and what a year's call may set within it (docs/money.md). */
import { describe, expect, test } from 'vitest'
import type { CallContent, MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { CallOpened, MeasureAmended, MeasureEntered } from '#proto/qiantou/measure/v1/measure_events.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { callContent, measureContent } from '#shared/testing/measure-facts.ts'
import { Story } from '#shared/testing/story.ts'
import { lead, noon, office, supporter } from '#shared/testing/task-facts.ts'
import { contentOf, figuresFor, type Measure, measureDecider, measureParties, versionOn } from './measure.ts'

const clause = 'programmes/hunan/clauses/vouchers'
const programme = { office, measures: ['vouchers', 'models'], days: [], finances: [] }
const subject = 'programmes/hunan/measures/vouchers'
const story = new Story(measureDecider, { actor: office, subject, at: noon })

/** The lead is named first, the supporter after it. */
const content = (changes: Partial<MeasureContent> = {}): MeasureContent => ({ ...measureContent(clause), ...changes })
const entered = (changes: Partial<MeasureContent> = {}) => MeasureEntered.create({ content: content(changes) })
const amended = (from: Day, changes: Partial<MeasureContent> = {}) =>
  MeasureAmended.create({ content: content(changes), effectiveFrom: toDate(from) })
const called = (call = '2026-1', set = callContent()) => CallOpened.create({ call, content: set })

const enter = (changes: Partial<MeasureContent> = {}) => ({
  ...{ type: 'Enter' as const, programme },
  content: content(changes),
})
const amend = (from: Day, changes: Partial<MeasureContent> = {}) => ({
  ...{ type: 'Amend' as const, programme, from },
  content: content(changes),
})
const openCall = (set: CallContent = callContent(), call = '2026-1') => ({
  ...{ type: 'OpenCall' as const, programme, call, entryOf: () => undefined },
  content: set,
})

const shareOf = (basisPoints: number, kind: 'FIXED' | 'CEILING') =>
  content({
    terms: [{ ...termsOf(), rate: { $type: 'qiantou.measure.v1.Rate', basisPoints, kind: `FIGURE_KIND_${kind}` } }],
  })
const termsOf = () => measureContent(clause).terms[0] as MeasureContent['terms'][number]

describe('a measure', () => {
  test('is entered by the office, with those read by it whom it names', () => {
    const state = story.given().when(enter()).then([entered()]) as Measure
    expect(measureParties(office, state)).toEqual(new Set([office, lead, supporter]))
    expect(measureDecider.parties(entered(), state).admits).toEqual([lead, supporter])
  })

  test('is entered once, of a clause that promises money, and before it has expired', () => {
    story.given().when(enter(), lead).then({ reason: 'NOT_PROGRAMME_OFFICE' })
    story.given(entered()).when(enter()).then({ reason: 'MEASURE_EXISTS' })
    const other = 'programmes/hunan/clauses/led'
    story
      .given()
      .when(enter({ clause: other }))
      .then({ reason: 'CLAUSE_NO_MEASURE' })
    const over = { validUntil: toDate('2026-03-01') }
    story
      .given()
      .when(enter(over))
      .then({ reason: 'MEASURE_EXPIRED', details: { until: '2026-03-01' }, kind: 'precondition' })
    story
      .given()
      .when(enter({ validUntil: toDate('2026-03-02') }))
      .then([entered({ validUntil: toDate('2026-03-02') })])
  })

  test('is amended from a day on, today at the earliest, and not before its newest version', () => {
    const title = '算力券(修订)'
    story
      .given(entered())
      .when(amend('2026-03-02', { title }))
      .then([amended('2026-03-02', { title })])
    const early = { from: '2026-03-01', earliest: '2026-03-02' }
    story
      .given(entered())
      .when(amend('2026-03-01', { title }))
      .then({ reason: 'MEASURE_EFFECTIVE_TOO_EARLY', kind: 'invalid', details: early })
    story
      .given(entered(), amended('2026-07-01', { title }))
      .when(amend('2026-06-30'))
      .then({ reason: 'MEASURE_EFFECTIVE_TOO_EARLY' })
  })

  test('is amended by the office, where it is there, in what still promises money, and to something else', () => {
    const title = '算力券(修订)'
    story.given(entered()).when(amend('2026-07-01', { title }), lead).then({ reason: 'NOT_PROGRAMME_OFFICE' })
    story.given().when(amend('2026-07-01')).then({ reason: 'MEASURE_NOT_FOUND' })
    story.given(entered()).when(amend('2026-07-01')).then({ reason: 'MEASURE_UNCHANGED' })
    const over = { validUntil: toDate('2026-03-01') }
    story.given(entered()).when(amend('2026-07-01', over)).then({ reason: 'MEASURE_EXPIRED' })
    const other = { clause: 'programmes/hunan/clauses/led' }
    story.given(entered()).when(amend('2026-07-01', other)).then({ reason: 'CLAUSE_NO_MEASURE' })
    // Nor does it become what another clause promises, be it the file of another measure by mistake.
    const details = { clause }
    story
      .given(entered(), amended('2026-07-01'))
      .when(amend('2026-08-01', { clause: 'programmes/hunan/clauses/models' }))
      .then({ reason: 'MEASURE_OF_OTHER_CLAUSE', kind: 'precondition', details })
  })

  test('is judged by the version of the day, as long as that says that it is in force', () => {
    const shorter = { validUntil: toDate('2026-12-31') }
    const state = story.state(
      entered(),
      amended('2026-07-01', { title: '二' }),
      amended('2026-07-01', shorter),
    ) as Measure
    const on = (day: Day) => {
      const version = versionOn(state, day)
      return version && state.versions.indexOf(version) + 1
    }
    // Of two that begin on the same day the later one holds.
    expect(['2025-10-26', '2025-10-27', '2026-06-30', '2026-07-01', '2026-12-31', '2027-01-01'].map(on)).toEqual([
      ...[undefined, 1, 1, 3, 3, undefined],
    ])
  })
})

describe("a year's call", () => {
  test('is opened by the office, or by the body that is responsible first', () => {
    const opened = story.given(entered()).when(openCall()).then([called()]) as Measure
    expect(opened.calls.map(({ id }) => id)).toEqual(['2026-1'])
    expect(measureDecider.parties(called(), opened)).toEqual({ admits: [], releases: [] })
    story.given(entered()).when(openCall(), lead).then([called()])
    const no = { reason: 'NOT_FIRST_RESPONSIBLE', kind: 'permission' as const, details: { office, body: lead } }
    story.given(entered()).when(openCall(), supporter).then(no)
    // Who will be responsible is not yet.
    const later = amended('2026-07-01', { organisations: [supporter] })
    story.given(entered(), later).when(openCall(), supporter).then(no)
    story.given().when(openCall()).then({ reason: 'MEASURE_NOT_FOUND' })
  })

  test('has an id of its own, and days on which no other call of its year takes applications', () => {
    const next = callContent({ firstDay: toDate('2026-05-01'), lastDay: toDate('2026-05-31') })
    story.given(entered(), called()).when(openCall(next)).then({ reason: 'CALL_EXISTS' })
    story
      .given(entered(), called())
      .when(openCall(next, '2026-2'))
      .then([called('2026-2', next)])
    const touching = callContent({ firstDay: toDate('2026-04-30'), lastDay: toDate('2026-05-31') })
    story
      .given(entered(), called())
      .when(openCall(touching, '2026-2'))
      .then({ reason: 'CALL_OVERLAPS', kind: 'precondition', details: { call: '2026-1', year: '2026' } })
    const ofNextYear = { ...touching, year: 2027 }
    story
      .given(entered(), called())
      .when(openCall(ofNextYear, '2027-1'))
      .then([called('2027-1', ofNextYear)])
  })

  test('is not over yet: whoever enters history hands nothing in by it', () => {
    const until = (day: Day) => callContent({ firstDay: toDate('2026-02-01'), lastDay: toDate(day) })
    const over = { reason: 'CALL_OVER', kind: 'precondition' as const, details: { last: '2026-03-01' } }
    story
      .given(entered())
      .when(openCall(until('2026-03-01')))
      .then(over)
    story
      .given(entered())
      .when(openCall(until('2026-03-02')))
      .then([called('2026-1', until('2026-03-02'))])
  })

  test('takes applications on days on which the measure is in force, whichever version of it', () => {
    const days = (firstDay: Day, lastDay: Day) => callContent({ firstDay: toDate(firstDay), lastDay: toDate(lastDay) })
    const outside = { reason: 'CALL_OUTSIDE_VALIDITY' }
    story
      .given(entered())
      .when(openCall(days('2025-10-26', '2026-03-31')))
      .then(outside)
    story
      .given(entered())
      .when(openCall(days('2099-10-26', '2099-10-27')))
      .then(outside)
    const short = entered({ validUntil: toDate('2026-05-31') })
    const spring = days('2026-05-01', '2026-06-30')
    story.given(short).when(openCall(spring)).then(outside)
    const gap = amended('2026-06-02', { title: '续' })
    story.given(short, gap).when(openCall(spring)).then(outside)
    story
      .given(short, amended('2026-06-01'))
      .when(openCall(spring))
      .then([called('2026-1', spring)])
  })

  test('sets what the document bounds within its bounds, and what is fixed not otherwise', () => {
    const pays = (basisPoints: number) => callContent({ terms: [{ basisPoints }] })
    const above = { reason: 'CALL_ABOVE_CEILING', kind: 'precondition' as const }
    story
      .given(entered())
      .when(openCall(pays(3_000)))
      .then([called('2026-1', pays(3_000))])
    const most = { applicantClass: '', most: '30%' }
    story
      .given(entered())
      .when(openCall(pays(3_001)))
      .then({ ...above, details: most })
    const fixed = { terms: shareOf(2_000, 'FIXED').terms }
    story
      .given(entered(fixed))
      .when(openCall(pays(2_000)))
      .then([called('2026-1', pays(2_000))])
    for (const other of [1_999, 2_001])
      story
        .given(entered(fixed))
        .when(openCall(pays(other)))
        .then({ reason: 'CALL_DIFFERS_FROM_FIXED' })
    story
      .given(entered())
      .when(openCall(callContent({ terms: [{ sumFen: 1n }] })))
      .then({ reason: 'CALL_OTHER_FIGURE' })
    // A version that comes into force before it ends bounds it too.
    const lower = amended('2026-04-30', { terms: shareOf(2_400, 'CEILING').terms })
    story.given(entered(), lower).when(openCall()).then(above)
  })

  test('lowers ceilings that the measure has for the year, and says nothing of classes that it does not know', () => {
    const ceilings = (scope: 'APPLICANT_YEAR' | 'PROJECT', fen: bigint) =>
      callContent({ terms: [{ basisPoints: 2_500, ceilings: [{ scope: `CEILING_SCOPE_${scope}`, fen }] }] })
    const same = ceilings('APPLICANT_YEAR', 1_000_000_000n)
    story
      .given(entered())
      .when(openCall(same))
      .then([called('2026-1', same)])
    const more = ceilings('APPLICANT_YEAR', 1_000_000_001n)
    story.given(entered()).when(openCall(more)).then({ reason: 'CALL_ABOVE_CEILING' })
    story
      .given(entered())
      .when(openCall(ceilings('PROJECT', 1n)))
      .then({ reason: 'CALL_CEILING_NOT_FOUND' })
    const small = callContent({ terms: [{ applicantClass: 'small', basisPoints: 2_500 }] })
    story
      .given(entered())
      .when(openCall(small))
      .then({ reason: 'CLASS_NOT_FOUND', kind: 'precondition', details: { applicantClass: 'small' } })
  })
})

describe('what a class of applicants is paid by', () => {
  const of = (state: Measure | undefined, applicantClass = '', year = 2026) =>
    state &&
    figuresFor(versionOn(state, '2026-03-02') as Measure['versions'][number], state.calls[0], applicantClass, year)
  const ceiling = (fen: bigint) => [{ scope: 'APPLICANT_YEAR', fen }]

  test('is set by the call of the year where the document bounds it, and missing until then', () => {
    const figures = { share: { basisPoints: 2_500n }, ceilings: ceiling(800_000_000n), roundingFen: 1n }
    const state = story.state(entered(), called())
    expect(of(state)).toMatchObject({ right: figures })
    // Whoever has no terms of their own has those of everybody else.
    expect(of(state, 'small')).toMatchObject({ right: figures })
    const needed = { left: { reason: 'CALL_NEEDED', details: { applicantClass: '', year: '2026' } } }
    expect(of(story.state(entered()))).toMatchObject(needed)
    expect(of(story.state(entered(), called('2025-1', callContent({ year: 2025 }))))).toMatchObject(needed)
    expect(of(story.state(entered(), called('2026-1', callContent({ terms: [] }))))).toMatchObject(needed)
  })

  test('is what the document says where that is fixed, under the lower ceiling of a call where there is one', () => {
    const fixed = entered({ terms: shareOf(2_000, 'FIXED').terms })
    const share = { basisPoints: 2_000n }
    expect(of(story.state(fixed))).toMatchObject({ right: { share, ceilings: ceiling(1_000_000_000n) } })
    const lower = [{ scope: 'CEILING_SCOPE_APPLICANT_YEAR' as const, fen: 5n }]
    const set = callContent({ terms: [{ basisPoints: 2_000, ceilings: lower }] })
    expect(of(story.state(fixed, called('2026-1', set)))).toMatchObject({ right: { share, ceilings: ceiling(5n) } })
  })

  test('never passes what the version of the day says, also where the call was opened under another one', () => {
    const kinds = [shareOf(2_000, 'CEILING'), shareOf(2_800, 'FIXED')]
    const shares = kinds.map(({ terms }) => of(story.state(entered(), called(), amended('2026-03-02', { terms }))))
    expect(shares).toMatchObject([
      { right: { share: { basisPoints: 2_000n } } },
      { right: { share: { basisPoints: 2_800n } } },
    ])
  })

  test('is nothing where the measure says nothing of the class, nor of everybody else', () => {
    const small = { terms: [{ ...termsOf(), applicantClass: 'small' }] }
    expect(of(story.state(entered(small)), 'big')).toMatchObject({ left: { reason: 'CLASS_NOT_FOUND' } })
    const decided = { basis: 'BASIS_DECISION' as const, terms: [] }
    expect(of(story.state(entered(decided)))).toMatchObject({ left: { reason: 'CLASS_NOT_FOUND' } })
  })

  test('is a sum where the document has one, and rounds as the document says', () => {
    const sum = { $type: 'qiantou.measure.v1.Amount' as const, fen: 100_000_000n, kind: 'FIGURE_KIND_CEILING' as const }
    const terms = [{ ...termsOf(), rate: undefined, sum, ceilings: [] }]
    const measure = entered({ basis: 'BASIS_SUM', terms, roundingFen: 100n })
    const set = callContent({ terms: [{ sumFen: 60_000_000n }] })
    expect(of(story.state(measure, called('2026-1', set)))).toEqual({
      _tag: 'Right',
      right: { share: { sumFen: 60_000_000n }, ceilings: [], roundingFen: 100n },
    })
  })
})

test('what was entered is read back as it was', () => {
  const state = story.state(entered()) as Measure
  expect(state.versions.map(contentOf)).toEqual([content()])
})
