/** An award is explained by the log, and what does not fit the measure's own records is noticed. */
import { describe, expect, it } from 'vitest'
import { ApplicationContent, Assessment } from '#proto/qiantou/application/v1/application.ts'
import {
  ApplicationAdmitted,
  ApplicationApproved,
  ApplicationSubmitted,
  ApplicationSupplemented,
  AwardAmended,
} from '#proto/qiantou/application/v1/application_events.ts'
import { CallOpened, MeasureAmended, MeasureEntered } from '#proto/qiantou/measure/v1/measure_events.ts'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { type ReadRecord, readRecord } from '#shared/record/record.ts'
import { Chain } from '#shared/testing/chain.ts'
import { callContent, fixedContent, measureContent } from '#shared/testing/measure-facts.ts'
import type { Positioned } from '../bus/tail.ts'
import { type Difference, measureDifferences, ownDifferences } from './difference.ts'
import { measureOf } from './figures.ts'
import { judgementsOf } from './judgement.ts'

const clause = 'programmes/p/clauses/a5-1'
type Codec<M extends Fact> = { readonly $type: M['$type']; fromPartial(given: object): M }

/** Records as the log has them. */
const record = <M extends Fact>(sequence: number, type: Codec<M>, fact: object, day = '2026-03-10'): ReadRecord => {
  const about = {
    subject: 'programmes/p/applications/a',
    actor: 'organisations/hn-kjt',
    time: new Date(`${day}T04:00:00Z`),
  }
  const details = { ...about, sequence: BigInt(sequence) }
  return readRecord(new Chain('//qiantou/finance').next(details, type.fromPartial(fact)).bytes)
}
const positioned = (one: ReadRecord): Positioned => ({ position: one.sequence, record: one })

const bills = [{ invoice: 'FP-1', date: { year: 2026, month: 3, day: 1 }, fen: 1_234_567_891n }]
const content = ApplicationContent.fromPartial({ measure: 'programmes/p/measures/vouchers', bills })

/** 12 345 678.91 × 30% → 3 703 703.67. */
const assessment = Assessment.fromPartial({
  ...{ measureVersion: 1, share: { $case: 'basisPoints', value: 3_000 }, roundingFen: 1n },
  ceilings: [{ scope: 'CEILING_SCOPE_APPLICANT_YEAR', fen: 1_000_000_000n }],
  ...{ basisFen: 1_234_567_891n, poolLeftFen: 10_000_000_000n, fen: 370_370_367n },
})

type Told = {
  readonly submitted?: object
  readonly assessed?: object
  readonly reserved?: bigint
  readonly approved?: bigint
}
const application = ({ submitted, assessed, reserved = 370_370_367n, approved = 370_370_367n }: Told = {}) =>
  judgementsOf(
    [
      record(10, ApplicationSubmitted, { content, measureVersion: 1, year: 2026, ...submitted }),
      record(11, ApplicationAdmitted, {
        assessment: { ...assessment, ...assessed },
        reserved: Reservation.fromPartial({ year: 2026, fen: reserved }),
      }),
      record(12, ApplicationApproved, { fen: approved }),
    ].map(positioned),
  )

const fixed = [record(1, MeasureEntered, { content: fixedContent(clause) }, '2026-01-05')]
const explained = (told: Told = {}, measure: readonly ReadRecord[] = fixed): readonly Difference[] =>
  application(told).flatMap((one) => [...ownDifferences(one), ...measureDifferences(one, measureOf(measure))])

describe('an award', () => {
  it('is as recorded where figures and arithmetic are', () => {
    expect(explained()).toEqual([])
  })

  it('of a fixed sum is as recorded where an amendment left less of it, and differs where nobody amended it', () => {
    const sum = {
      ...fixedContent(clause),
      basis: 'BASIS_SUM',
      terms: [{ sum: { fen: 900n, kind: 'FIGURE_KIND_FIXED' } }],
    }
    const measure = measureOf([record(1, MeasureEntered, { content: sum }, '2026-01-05')])
    const worked = (basisFen: bigint, fen: bigint) =>
      Assessment.fromPartial({
        ...{ measureVersion: 1, share: { $case: 'sumFen', value: fen }, roundingFen: 1n, basisFen },
        ...{ poolLeftFen: 5_000n, fen },
      })
    const submission = { content: { measure: 'programmes/p/measures/sum' }, measureVersion: 1, year: 2026 }
    const begun = (fen: bigint) => [
      record(10, ApplicationSubmitted, submission),
      record(11, ApplicationAdmitted, { assessment: worked(0n, fen), reserved: { year: 2026, fen } }),
    ]
    const differences = (records: readonly ReadRecord[]) =>
      judgementsOf(records.map(positioned)).flatMap((one) => measureDifferences(one, measure))
    const amendment = {
      assessment: worked(400n, 400n),
      released: { year: 2026, fen: 900n },
      reserved: { year: 2026, fen: 400n },
    }
    expect(differences([...begun(900n), record(12, AwardAmended, amendment)])).toEqual([])
    expect(differences(begun(400n))).toMatchObject([{ figure: 'SHARE', recorded: '4.00', expected: '9.00' }])
  })

  it('of a shared pool is explained by its claim alone where the record of its share is not for the caller', () => {
    const shared = { shared: true, poolLeftFen: 0n }
    const own = (told: Told) => application({ assessed: shared, reserved: 0n, ...told }).flatMap(ownDifferences)
    // What came to it of the pool is approved, which is less.
    expect(own({ approved: 2_000n })).toEqual([])
    expect(own({ assessed: { ...shared, fen: 1n } })).toMatchObject([{ figure: 'AMOUNT' }])
  })

  it.each([
    ['another amount', { assessed: { fen: 370_370_368n } }, 'AMOUNT', '3,703,703.68', '3,703,703.67'],
    ['more reserved', { reserved: 370_370_368n }, 'RESERVED', '3,703,703.68', '3,703,703.67'],
    ['more approved', { approved: 370_370_368n }, 'APPROVED', '3,703,703.68', '3,703,703.67'],
    ['another version', { submitted: { measureVersion: 2 } }, 'VERSION', '1', '2'],
  ] as const)('with %s differs', (_, told, figure, recorded, expected) => {
    expect(explained(told)).toEqual([{ figure, recorded, expected }])
  })

  it.each([
    ['more than its bills', { basisFen: 1_234_567_892n }, [['BASIS', '12,345,678.92', '12,345,678.91']]],
    [
      'a share that the measure does not have',
      { share: { $case: 'basisPoints' as const, value: 3_001 }, fen: 370_493_824n },
      [['SHARE', '30.01%', '30%']],
    ],
    ['no ceiling where the measure has one', { ceilings: [] }, [['CEILING', '', '10,000,000.00']]],
    ['other rounding', { roundingFen: 100n, fen: 370_370_300n }, [['ROUNDING', '1.00', '0.01']]],
    ['what others grant, beside which it is paid', { othersFen: 0n }, [['OTHERS', '0.00', '']]],
  ] as const)('of %s differs', (_, changes, found) => {
    const reserved = 'fen' in changes ? changes.fen : 370_370_367n
    const said = explained({ assessed: changes, reserved, approved: reserved })
    expect(said.map(({ figure, recorded, expected }) => [figure, recorded, expected])).toEqual(found)
  })

  it('of a ceiling that the measure does not have differs, and says which', () => {
    const [ceiling] = assessment.ceilings
    const project = { ...ceiling, scope: 'CEILING_SCOPE_PROJECT' } as NonNullable<typeof ceiling>
    expect(explained({ assessed: { ceilings: [...assessment.ceilings, project] } })).toEqual([
      { figure: 'CEILING', scope: 'PROJECT', recorded: '10,000,000.00', expected: '' },
    ])
  })
})

describe('the measure', () => {
  const ceilings = [record(1, MeasureEntered, { content: measureContent(clause) }, '2026-01-05')]
  const called = [...ceilings, record(2, CallOpened, { call: '2026-1', content: callContent() }, '2026-02-05')]

  it('sets no figure without a call where it says only the most', () => {
    expect(explained({}, ceilings)).toEqual([{ figure: 'FIGURES', recorded: '30%', expected: '' }])
  })

  it('is paid as the call sets it that the application answers', () => {
    const submitted = { content: { ...content, call: '2026-1' } }
    expect(explained({ submitted }, called)).toEqual([
      { figure: 'SHARE', recorded: '30%', expected: '25%' },
      { figure: 'CEILING', scope: 'APPLICANT_YEAR', recorded: '10,000,000.00', expected: '8,000,000.00' },
    ])
  })

  it('judges by the version of the day', () => {
    const lower = { ...fixedContent(clause), title: '算力券(修订)' }
    const effectiveFrom = { year: 2026, month: 3, day: 1 }
    const amended = [...fixed, record(2, MeasureAmended, { content: lower, effectiveFrom }, '2026-02-05')]
    expect(explained({}, amended)).toEqual([{ figure: 'VERSION', recorded: '1', expected: '2' }])
    const later = [
      ...fixed,
      record(2, MeasureAmended, { content: lower, effectiveFrom: { ...effectiveFrom, month: 4 } }),
    ]
    expect(explained({}, later)).toEqual([])
  })
})

it('what was brought later is what counts', () => {
  const more = { ...content, bills: [{ ...bills[0], fen: 1n }] }
  const records = [
    record(10, ApplicationSubmitted, { content: more, measureVersion: 1, year: 2026 }),
    record(11, ApplicationSupplemented, { content }),
    record(12, ApplicationAdmitted, { assessment, reserved: { year: 2026, fen: 370_370_367n } }),
  ]
  const [judged] = judgementsOf(records.map(positioned))
  expect(judged && ownDifferences(judged)).toEqual([])
})

it('of an application of which nothing is known to be reserved there is nothing to explain', () => {
  expect(judgementsOf([])).toEqual([])
  expect(judgementsOf([positioned(record(1, ApplicationSubmitted, { content }))])).toEqual([])
})
