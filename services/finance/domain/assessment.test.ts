/** What awards come to, at the ceilings of the Hunan plan's annex 5: the worked examples of docs/money.md, and their edges. */
import { type Either, isRight, right } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { ApplicationContent } from '#proto/qiantou/application/v1/application.ts'
import * as application from '#proto/qiantou/application/v1/application_events.ts'
import { type MeasureContent, MeasureContent as MeasureMessage } from '#proto/qiantou/measure/v1/measure.ts'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import {
  amended,
  applicantOf,
  applicationName,
  asked,
  askedOfInvestment,
  bill,
  budgetSet,
  champions,
  entered,
  measureNamed,
  models,
  office,
  opened,
  poolName,
  reservation,
  scenarios,
  submitted,
  vouchers,
  yearClosed,
  yuan,
} from '#shared/testing/money-facts.ts'
import { Story } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { applicationDecider } from './application.ts'
import type { Application } from './application-state.ts'
import { type Assessed, assess, basisFen } from './assessment.ts'
import { grantsView } from './grants.ts'
import { type Measure, measureDecider } from './measure.ts'
import { type Pool, poolDecider } from './pool.ts'

const setting = { actor: office, subject: applicationName, at: noon }
const application1 = (content: ApplicationContent, changes: Parameters<typeof submitted>[0] = {}): Application =>
  new Story(applicationDecider, setting).state(submitted({ content, ...changes })) as Application
const measureOf = (...contents: readonly MeasureContent[]): Measure =>
  new Story(measureDecider, setting).state(
    ...contents.map((content, i) => (i === 0 ? entered(content) : amended(content, '2026-03-01'))),
  ) as Measure
const poolStory = new Story(poolDecider, { ...setting, subject: poolName })
const poolWith = (amount: string): Pool => poolStory.state(opened, budgetSet(2026, amount)) as Pool
const granted = (...reservations: readonly Partial<Reservation>[]) =>
  new Story(grantsView, setting, applicantOf(1)).state(
    ...reservations.map((one) => application.ApplicationAdmitted.create({ reserved: reservation(one) })),
  ) ?? { grants: [] }

/** What a case differs in from one bill, of a new applicant, and a pool of 100 000 000 yuan. */
type Case = {
  readonly content?: ApplicationContent
  readonly basis?: bigint
  readonly pool?: Pool
  readonly before?: readonly Partial<Reservation>[]
  readonly changes?: Parameters<typeof submitted>[0]
}

function assessed(measure: MeasureContent | Measure, one: Case = {}): Either<Rejection, Assessed> {
  const { content = asked(), basis = basisFen(content), pool = poolWith('100 000 000'), before = [], changes } = one
  const ground = { measure: 'versions' in measure ? measure : measureOf(measure), pool, grants: granted(...before) }
  return assess(applicationName, application1(content, changes), basis, ground)
}
/** What it comes to, or why it comes to nothing. */
const outcome = (measure: MeasureContent | Measure, one: Case = {}): bigint | Rejection => {
  const result = assessed(measure, one)
  if (!isRight(result)) return result.left
  const { assessment, reserved } = result.right
  expect(reserved.fen).toBe(assessment.fen)
  return assessment.fen
}
const spent = (...amounts: readonly string[]): Case => ({
  content: asked({ bills: amounts.map((amount, i) => bill(`INV-${i}`, amount)) }),
})
const invested = (measure: string, amount: string, project = ''): Case => ({
  content: askedOfInvestment(measure, project),
  basis: yuan(amount),
})

describe('an award', () => {
  test.each([
    ['3 703 703.67', ['12 345 678.91']],
    ['9 999 999.99', ['33 333 333.33']],
    ['10 000 000', ['33 333 333.34']],
    // The bills of a year are summed before the rate is applied.
    ['0.03', ['0.05', '0.05']],
  ])('of vouchers is %s for bills of %j', (expected, bills) => {
    expect(outcome(vouchers(), spent(...bills))).toBe(yuan(expected))
  })

  test('of an investment is 20% of it up to the ceiling', () => {
    expect(outcome(models, invested('models', '4 000 000'))).toBe(yuan('800 000'))
    expect(outcome(models, invested('models', '5 000 000'))).toBe(yuan('1 000 000'))
    expect(outcome(models, invested('models', '6 000 000'))).toBe(yuan('1 000 000'))
  })

  test('is reserved for its application with all that it was worked out from', () => {
    const before = [{ fen: yuan('100') }]
    const content = asked({ project: 'p1', othersFen: 7n })
    const result = assessed({ ...vouchers(), roundingFen: 100n }, { content, before, pool: poolWith('200.5') })
    expect(result).toEqual(
      right({
        assessment: {
          $type: 'qiantou.application.v1.Assessment',
          measureVersion: 1,
          share: { $case: 'basisPoints', value: 3_000 },
          ceilings: [
            {
              $type: 'qiantou.application.v1.AppliedCeiling',
              ...{ scope: 'CEILING_SCOPE_APPLICANT_YEAR', fen: yuan('10 000 000'), beforeFen: yuan('100') },
            },
          ],
          ...{ roundingFen: 100n, basisFen: yuan('1 000'), othersFen: undefined },
          ...{ poolLeftFen: yuan('200.5'), fen: yuan('200'), shared: false, sharedPoolFen: 0n, sharedClaimedFen: 0n },
        },
        reserved: reservation({ fen: yuan('200'), project: 'p1' }),
      }),
    )
  })

  test('of a measure of a group says what others grant, and is reserved in that group', () => {
    const result = assessed(scenarios, invested('scenarios', '1 000', 'p1'))
    expect(result).toMatchObject({
      right: { assessment: { othersFen: 0n }, reserved: { stackingGroup: 'ai', project: 'p1' } },
    })
  })

  test('of a sum is that, whatever the basis', () => {
    const result = assessed(champions, { content: askedOfInvestment('champions'), basis: 0n })
    expect(result).toMatchObject({
      right: { assessment: { share: { $case: 'sumFen', value: yuan('1 000 000') }, fen: yuan('1 000 000') } },
    })
  })

  test('is judged by the version of the measure that the application was handed in under', () => {
    const higher = { ...vouchers(), terms: champions.terms }
    const measure = measureOf(vouchers(), higher)
    expect(outcome(measure)).toBe(yuan('300'))
    expect(outcome(measure, { changes: { measureVersion: 2 } })).toBe(yuan('1 000 000'))
  })

  test('is of the terms of its class; others have those of everybody, where there are any', () => {
    const terms = [
      { applicantClass: 'small', rate: { basisPoints: 5_000, kind: 'FIGURE_KIND_FIXED' as const } },
      { applicantClass: 'public', rate: { basisPoints: 1_000, kind: 'FIGURE_KIND_FIXED' as const } },
    ]
    const measure = MeasureMessage.fromPartial({ ...vouchers(), terms })
    const of = (applicantClass: string): Case => {
      const content = asked()
      const applicant = content.applicant && { ...content.applicant, applicantClass }
      return { content: { ...content, applicant } }
    }
    expect(outcome(measure, of('small'))).toBe(yuan('500'))
    expect(outcome(measure, of('public'))).toBe(yuan('100'))
    expect(outcome(measure, of('large'))).toMatchObject({ reason: 'CLASS_NOT_FOUND' })
    const withOthers = MeasureMessage.fromPartial({ ...measure, terms: [...terms, ...vouchers().terms] })
    expect(outcome(withOthers, of('large'))).toBe(yuan('300'))
  })
})

describe('a ceiling', () => {
  const before = { fen: yuan('9 999 900') }
  test('of an applicant and year counts what that year granted before, and no other', () => {
    expect(outcome(vouchers(), { before: [before] })).toBe(yuan('100'))
    expect(outcome(vouchers(), { before: [{ ...before, year: 2025 }] })).toBe(yuan('300'))
    expect(outcome(vouchers(), { before: [{ ...before, measure: measureNamed('models') }] })).toBe(yuan('300'))
    expect(outcome(vouchers(), { before: [{ fen: yuan('10 000 000') }] })).toMatchObject({
      ...{ reason: 'NOTHING_TO_AWARD', details: { step: 'CEILING' } },
    })
  })

  test('of a project counts what it was granted in any year, and other projects not', () => {
    const of = (project: string, ...granted: readonly Partial<Reservation>[]): Case => ({
      ...invested('scenarios', '1 000 000 000', project),
      before: granted.map((one) => ({ measure: measureNamed('scenarios'), stackingGroup: 'ai', ...one })),
    })
    expect(outcome(scenarios, of('p1', { project: 'p1', year: 2025, fen: yuan('1 999 999') }))).toBe(yuan('1'))
    expect(outcome(scenarios, of('p2', { project: 'p1', fen: yuan('1 999 999') }))).toBe(yuan('2 000 000'))
    // Where no project is named, each application is one of its own.
    expect(outcome(scenarios, of('', { fen: yuan('1 999 999') }))).toBe(yuan('2 000 000'))
  })

  test('of an applicant counts whatever it was ever granted', () => {
    const ever = MeasureMessage.fromPartial({
      ...vouchers(),
      terms: [{ ...vouchers().terms[0], ceilings: [{ scope: 'CEILING_SCOPE_APPLICANT', fen: yuan('500') }] }],
    })
    expect(
      outcome(ever, {
        before: [
          { year: 2024, fen: yuan('250') },
          { year: 2025, fen: yuan('150') },
        ],
      }),
    ).toBe(yuan('100'))
  })

  test('for a year stands in place of that for every other', () => {
    const most = (amount: string, year = 0) => ({
      scope: 'CEILING_SCOPE_APPLICATION' as const,
      fen: yuan(amount),
      year,
    })
    const terms = [{ ...vouchers().terms[0], ceilings: [most('10'), most('200', 2026), most('100', 2027)] }]
    expect(outcome(MeasureMessage.fromPartial({ ...vouchers(), terms }))).toBe(yuan('200'))
  })
})

describe('the highest of a group applies', () => {
  const award = { measure: measureNamed('models'), stackingGroup: 'ai', project: 'p1' }
  const grant = { measure: measureNamed('scenarios'), stackingGroup: 'ai', project: 'p1' }

  test('a project of 8 000 000 that was awarded 1 000 000 gets 600 000 of a grant of 1 600 000', () => {
    const before = [{ ...award, fen: yuan('1 000 000') }]
    expect(outcome(scenarios, { ...invested('scenarios', '8 000 000', 'p1'), before })).toBe(yuan('600 000'))
    expect(outcome(scenarios, { ...invested('scenarios', '8 000 000', 'p2'), before })).toBe(yuan('1 600 000'))
  })

  test('and no award where the grant came first', () => {
    const before = [{ ...grant, fen: yuan('1 600 000') }]
    expect(outcome(models, { ...invested('models', '8 000 000', 'p1'), before })).toEqual({
      ...{ reason: 'NOTHING_TO_AWARD', kind: 'precondition', details: { step: 'HIGHEST' } },
    })
  })

  test('what the applicant declares that others grant counts as well', () => {
    const { content = asked(), ...rest } = invested('scenarios', '8 000 000', 'p1')
    const before = [{ ...award, fen: yuan('1 000 000') }]
    const declaring = { ...content, othersFen: yuan('100 000') }
    expect(outcome(scenarios, { ...rest, content: declaring, before })).toBe(yuan('500 000'))
  })

  test('vouchers stack with everything', () => {
    const before = [{ ...award, fen: yuan('1 000 000') }]
    const content = asked({ project: 'p1', othersFen: yuan('1 000 000') })
    expect(outcome(vouchers(), { content, before })).toBe(yuan('300'))
    const vouched = [{ project: 'p1', fen: yuan('1 000 000') }]
    expect(outcome(scenarios, { ...invested('scenarios', '8 000 000', 'p1'), before: vouched })).toBe(yuan('1 600 000'))
  })
})

describe('nothing is awarded', () => {
  const once = { content: askedOfInvestment('champions'), basis: 0n }
  const champion = { measure: measureNamed('champions'), stackingGroup: 'ai', fen: yuan('1 000 000') }

  test('twice of what is granted once, in whatever year; unless it was let go', () => {
    for (const year of [2025, 2026])
      expect(outcome(champions, { ...once, before: [{ ...champion, year }] })).toMatchObject({
        ...{ reason: 'GRANTED_BEFORE', kind: 'precondition' },
      })
    expect(outcome(champions, { ...once, before: [champion, { ...champion, fen: -champion.fen }] })).toBe(champion.fen)
    const others = { ...champion, measure: measureNamed('vouchers'), stackingGroup: '' }
    expect(outcome(champions, { ...once, before: [others] })).toBe(champion.fen)
  })

  test('of a pool that has nothing left; of one that has too little, what is left', () => {
    expect(outcome(vouchers(), { pool: poolWith('0.01') })).toBe(1n)
    const taken = application.ApplicationAdmitted.create({ reserved: reservation({ fen: yuan('5') }) })
    const pool = poolStory.state(opened, budgetSet(2026, '5'), taken) as Pool
    expect(outcome(vouchers(), { pool })).toEqual({ reason: 'POOL_EXHAUSTED', kind: 'precondition', details: {} })
    // Nothing would be awarded out of a full one either.
    expect(outcome(vouchers(), { pool, before: [{ fen: yuan('10 000 000') }] })).toMatchObject({
      ...{ reason: 'NOTHING_TO_AWARD', details: { step: 'CEILING' } },
    })
  })

  test('ten claims of 10 000 000 leave the eleventh nothing of 100 000 000', () => {
    const claims = Array.from({ length: 10 }, (_, i) =>
      application.ApplicationAdmitted.create({ reserved: reservation({ number: i + 1, fen: yuan('10 000 000') }) }),
    )
    const leaving = (count: number) =>
      poolStory.state(opened, budgetSet(2026, '100 000 000'), ...claims.slice(0, count)) as Pool
    expect(outcome(vouchers(), { ...spent('50 000 000'), pool: leaving(9) })).toBe(yuan('10 000 000'))
    expect(outcome(vouchers(), { ...spent('50 000 000'), pool: leaving(10) })).toMatchObject({
      reason: 'POOL_EXHAUSTED',
    })
  })

  test('of a year without a budget, or that is closed', () => {
    const details = { year: '2026' }
    expect(outcome(vouchers(), { pool: poolStory.state(opened, budgetSet(2025, '1')) as Pool })).toEqual({
      ...{ reason: 'BUDGET_NOT_SET', kind: 'precondition', details },
    })
    const closed = poolStory.state(opened, budgetSet(2026, '5'), yearClosed(2026, {})) as Pool
    expect(outcome(vouchers(), { pool: closed })).toEqual({ reason: 'YEAR_CLOSED', kind: 'precondition', details })
  })

  test('less than a unit of what it is rounded to', () => {
    expect(outcome({ ...vouchers(), roundingFen: 100_000n })).toMatchObject({
      ...{ reason: 'NOTHING_TO_AWARD', details: { step: 'ROUNDING' } },
    })
    expect(outcome(vouchers(), spent('0.03'))).toMatchObject({ details: { step: 'ROUNDING' } })
  })
})
