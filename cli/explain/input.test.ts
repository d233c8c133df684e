/** What an award was worked out from besides its own records is worked out from those of others, where the caller reads them. */
import { beforeEach, describe, expect, it } from 'vitest'
import { ApplicationContent, Assessment } from '#proto/qiantou/application/v1/application.ts'
import {
  ApplicationAdmitted,
  ApplicationDecided,
  ApplicationSubmitted,
  AwardAmended,
  InstalmentReserved,
} from '#proto/qiantou/application/v1/application_events.ts'
import { PoolApportioned } from '#proto/qiantou/apportionment/v1/apportionment_events.ts'
import type { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { MeasureEntered } from '#proto/qiantou/measure/v1/measure_events.ts'
import { BudgetSet, PoolOpened, YearClosed } from '#proto/qiantou/pool/v1/pool_events.ts'
import { ProgrammeImported } from '#proto/qiantou/programme/v1/programme_events.ts'
import { PaymentBooked } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { VoucherIssued } from '#proto/qiantou/voucher/v1/voucher_events.ts'
import { allocating, moving as movingOfService } from '#services/finance/domain/pool.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { readRecord } from '#shared/record/record.ts'
import { Chain } from '#shared/testing/chain.ts'
import { fixedContent } from '#shared/testing/measure-facts.ts'
import type { Positioned } from '../bus/tail.ts'
import { measureDifferences, ownDifferences } from './difference.ts'
import { measureOf } from './figures.ts'
import { groundOf, groundTypes } from './ground.ts'
import { inputsOf } from './input.ts'
import { judgementsOf } from './judgement.ts'
import { moving } from './movement.ts'

const programme = 'programmes/p'
const [measure, pool] = [`${programme}/measures/vouchers`, `${programme}/pools/vouchers`]
const applicant = `${programme}/applicants/91430100ma4l0000x9`

let chain = new Chain('//qiantou/finance')
let log: Positioned[] = []
beforeEach(() => {
  chain = new Chain('//qiantou/finance')
  log = []
})

/** Records a fact of the log's only service. */
function records(subject: string, fact: Fact): void {
  const time = new Date('2026-03-10T04:00:00Z')
  const { bytes } = chain.next({ subject, actor: 'organisations/hn-kjt', time }, fact)
  log.push({ position: BigInt(log.length), record: readRecord(bytes) })
}

/** A pool with a budget, and a measure that pays a share of bills out of it, at most so much a year. */
function opened(changes: Partial<MeasureContent> = {}): void {
  records(programme, ProgrammeImported.fromPartial({}))
  records(measure, MeasureEntered.fromPartial({ content: { ...fixedContent(`${programme}/clauses/a`), ...changes } }))
  records(pool, PoolOpened.fromPartial({ finance: 'organisations/hn-czt' }))
  records(pool, BudgetSet.fromPartial({ year: 2026, fen: 10_000_000n }))
}

const reserved = (holder: string, fen: bigint, changes: object = {}) => ({
  ...{ holder: `${programme}/${holder}`, number: 1, applicant, measure, pool, year: 2026, fen, ...changes },
})

const content = ApplicationContent.fromPartial({
  ...{ measure, applicant: { code: '91430100MA4L0000X9' } },
  bills: [{ invoice: 'FP-1', date: { year: 2026, month: 3, day: 1 }, fen: 1_000_000n }],
})

const assessment = (beforeFen: bigint, poolLeftFen: bigint, changes: object = {}) =>
  Assessment.fromPartial({
    ...{ measureVersion: 1, share: { $case: 'basisPoints', value: 3_000 }, roundingFen: 1n },
    ceilings: [{ scope: 'CEILING_SCOPE_APPLICANT_YEAR', fen: 1_000_000_000n, beforeFen }],
    ...{ basisFen: 1_000_000n, poolLeftFen, fen: 300_000n, ...changes },
  })

const submitted = (subject = `${programme}/applications/a`): void =>
  records(subject, ApplicationSubmitted.fromPartial({ content, measureVersion: 1, year: 2026, pool }))

/** What was granted, paid and taken out of the pool before. */
function busyBefore(): void {
  const others = `${programme}/applications/b`
  records(others, ApplicationAdmitted.fromPartial({ reserved: reserved('applications/b', 500_000n) }))
  records(`${programme}/vouchers/v`, VoucherIssued.fromPartial({ reserved: reserved('vouchers/v', 200_000n) }))
  records(`${programme}/transfers/t`, PaymentBooked.fromPartial({ paid: reserved('applications/b', 500_000n) }))
  const elsewhere = { applicant: `${programme}/applicants/other` }
  records(
    `${programme}/applications/c`,
    ApplicationAdmitted.fromPartial({ reserved: reserved('applications/c', 1_000n, elsewhere) }),
  )
  // Out of what a body holds, which has left the pool before.
  const spent = reserved('transfers/q', 40_000n, { number: 0, quota: `${pool}/quotas/hn-kjt` })
  records(`${programme}/transfers/q`, PaymentBooked.fromPartial({ paid: spent }))
}

type Reading = { readonly caller?: string; readonly sees?: (one: Positioned) => boolean }

/** What is said of the last judgement by who reads what of the log. */
function told({ caller = 'hn-office', sees = () => true }: Reading = {}) {
  const seen = log.filter(sees)
  const of = (subject: string) => seen.filter(({ record }) => record.subject === subject)
  const measured = of(measure).map(({ record }) => record)
  const own = [
    ...log.filter(({ record }) => record.subject === `${programme}/applications/a`),
    ...log.filter(({ record }) => record.type === PoolApportioned.$type),
  ]
  const judgement = judgementsOf(own).at(-1)
  if (!judgement) throw new Error('nothing was judged')
  const ground = groundOf(seen.filter(({ record }) => groundTypes.includes(record.type)))
  const comparing = { ground, measure: measured.length ? measureOf(measured) : undefined, caller }
  const { inputs, differences } = inputsOf(judgement, comparing)
  const own2 = [...ownDifferences(judgement), ...measureDifferences(judgement, measureOf(measured))]
  return { inputs, differences, figures: own2 }
}

const admitted = (before: bigint, left: bigint, changes: object = {}): void => {
  submitted()
  const fact = { assessment: assessment(before, left, changes), reserved: reserved('applications/a', 300_000n) }
  records(`${programme}/applications/a`, ApplicationAdmitted.fromPartial(fact))
}

it('reads whatever moves money of a pool', () => {
  expect(moving.map(({ $type }) => $type).sort()).toEqual(
    [...movingOfService, ...allocating].map(({ $type }) => $type).sort(),
  )
})

describe('an award', () => {
  it('is as other records say: of applications, vouchers and payments of the same applicant, and of the pool', () => {
    opened()
    busyBefore()
    admitted(700_000n, 9_299_000n)
    // What comes after it does not count.
    busyBefore()
    expect(told()).toEqual({ inputs: [{ input: 'BEFORE' }, { input: 'POOL_LEFT' }], differences: [], figures: [] })
  })

  it('of which other records say otherwise differs', () => {
    opened()
    busyBefore()
    admitted(0n, 10_000_000n)
    expect(told().differences).toEqual([
      { figure: 'BEFORE', scope: 'APPLICANT_YEAR', recorded: '0.00', expected: '7,000.00' },
      { figure: 'POOL_LEFT', recorded: '100,000.00', expected: '92,990.00' },
    ])
  })

  it('counts what a year was lowered to, and what went on from the year before', () => {
    opened()
    records(pool, BudgetSet.fromPartial({ year: 2026, fen: 900_000n, formerFen: 10_000_000n }))
    records(pool, YearClosed.fromPartial({ year: 2025, carriedFen: 50_000n }))
    records(pool, YearClosed.fromPartial({ year: 2026, lapsedFen: 1_000n }))
    admitted(0n, 949_000n)
    expect(told().differences).toEqual([])
  })

  it('is compared with what the caller reads whole, and says what it does not', () => {
    opened()
    busyBefore()
    admitted(700_000n, 9_299_000n)
    const isOf =
      (...types: readonly { readonly $type: string }[]) =>
      ({ record }: Positioned) =>
        !types.some(({ $type }) => $type === record.type)
    // The finance department gets what the pool pays, and who handles it what the measure grants.
    const finance = told({ caller: 'hn-czt', sees: isOf(ProgrammeImported) })
    expect(finance).toMatchObject({ inputs: [{ input: 'BEFORE' }, { input: 'POOL_LEFT' }], differences: [] })
    const handler = told({ caller: 'hn-kjt', sees: isOf(ProgrammeImported, PoolOpened, BudgetSet) })
    expect(handler.inputs).toEqual([{ input: 'BEFORE' }, { input: 'POOL_LEFT', unchecked: 'POOL_NOT_WHOLE' }])
    expect(handler.differences).toEqual([])
    const sponsor = told({ caller: 'hn-changsha', sees: ({ record }) => record.subject.endsWith('/a') })
    expect(sponsor.inputs).toEqual([
      { input: 'BEFORE', unchecked: 'MEASURE_NOT_WHOLE' },
      { input: 'POOL_LEFT', unchecked: 'POOL_NOT_WHOLE' },
    ])
    expect(sponsor.differences).toEqual([])
  })

  it('beside which the highest applies counts what others of the group granted, and what was declared', () => {
    opened({ stacking: 'STACKING_HIGHEST', stackingGroup: 'g' })
    const other = { measure: `${programme}/measures/other`, stackingGroup: 'g' }
    records(
      `${programme}/applications/b`,
      ApplicationAdmitted.fromPartial({ reserved: reserved('applications/b', 40n, other) }),
    )
    admitted(0n, 9_999_960n, { othersFen: 40n, fen: 299_960n })
    expect(told()).toMatchObject({ inputs: [{}, { input: 'OTHERS' }, {}], differences: [] })
    const handler = told({ caller: 'hn-kjt', sees: ({ record }) => record.type !== ProgrammeImported.$type })
    expect(handler.inputs[1]).toEqual({ input: 'OTHERS', unchecked: 'GROUP_NOT_WHOLE' })
    log = log.filter(({ record }) => record.subject !== `${programme}/applications/b`)
    expect(told().differences).toContainEqual({ figure: 'OTHERS', recorded: '0.40', expected: '0.00' })
  })
})

describe('after an award', () => {
  const own = `${programme}/applications/a`

  it('an amendment is worked out as if nothing had been granted by it, and changes what was', () => {
    opened()
    admitted(0n, 10_000_000n)
    records(`${programme}/transfers/t`, PaymentBooked.fromPartial({ paid: reserved('applications/a', 300_000n) }))
    const amended = (claimedFen: bigint, left: bigint) =>
      AwardAmended.fromPartial({
        assessment: assessment(0n, left, { basisFen: 900_000n, fen: 270_000n }),
        claimed: reserved('applications/a', claimedFen),
      })
    records(own, amended(30_000n, 10_000_000n))
    expect(told()).toMatchObject({ differences: [], figures: [] })
    log.pop()
    records(own, amended(29_999n, 9_700_000n))
    expect(told()).toMatchObject({
      differences: [{ figure: 'POOL_LEFT', recorded: '97,000.00', expected: '100,000.00' }],
      figures: [{ figure: 'RESERVED', recorded: '2,700.01', expected: '2,700.00' }],
    })
  })

  it('a later year is judged by what others granted then, and by what its own year has left', () => {
    opened({ instalments: 3 })
    admitted(0n, 10_000_000n)
    records(pool, BudgetSet.fromPartial({ year: 2027, fen: 400_000n }))
    const year = { year: 2027, number: 2 }
    const later = {
      number: 2,
      assessment: assessment(0n, 400_000n),
      reserved: reserved('applications/a', 300_000n, year),
    }
    records(own, InstalmentReserved.fromPartial(later))
    expect(told()).toMatchObject({ differences: [], figures: [] })
  })
})

it('what a meeting decides case by case is the sum that it decided, and no less was reserved', () => {
  opened({ basis: 'BASIS_DECISION', terms: [] })
  records(
    `${programme}/applications/a`,
    ApplicationSubmitted.fromPartial({ content: { ...content, bills: [] }, measureVersion: 1, year: 2026, pool }),
  )
  const sum = { share: { $case: 'sumFen' as const, value: 300_000n }, basisFen: 300_000n, ceilings: [] }
  const decided = (changes: object = {}) =>
    ApplicationDecided.fromPartial({
      ...{ minutes: '会议纪要 1', assessment: assessment(0n, 10_000_000n, { ...sum, ...changes }) },
      reserved: reserved('applications/a', 300_000n),
    })
  records(`${programme}/applications/a`, decided())
  expect(told()).toEqual({ inputs: [{ input: 'POOL_LEFT' }], differences: [], figures: [] })
  log.pop()
  records(`${programme}/applications/a`, decided({ share: { $case: 'sumFen', value: 299_999n } }))
  expect(told().figures.map(({ figure }) => figure)).toEqual(['AMOUNT', 'RESERVED', 'SHARE'])
})

it('of a pool that is shared out claims before it in the record count, and what the pool had is what it shared', () => {
  opened()
  submitted()
  const claim = (before: bigint) =>
    assessment(before, 0n, { shared: true, sharedPoolFen: 10_000_000n, sharedClaimedFen: 600_000n })
  const share = (before: bigint, poolFen = 10_000_000n) =>
    PoolApportioned.fromPartial({
      ...{ measure, pool, year: 2026, poolFen, claimedFen: 600_000n },
      awards: [
        { application: `${programme}/applications/b`, assessment: claim(0n) },
        { application: `${programme}/applications/a`, assessment: claim(before) },
      ],
      reserved: [reserved('applications/b', 300_000n), reserved('applications/a', 300_000n)],
    })
  records(`${programme}/apportionments/vouchers/calls/1`, share(300_000n))
  expect(told()).toMatchObject({ inputs: [{ input: 'BEFORE' }, { input: 'POOL_LEFT' }], differences: [] })
  log.pop()
  records(`${programme}/apportionments/vouchers/calls/1`, share(0n, 1n))
  expect(told().differences.map(({ figure }) => figure)).toEqual(['BEFORE', 'POOL_LEFT'])
})
