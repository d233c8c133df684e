/**
 * What each of Hunan's measures pays to worked claims, by hand from its clause, with no document at hand: whatever is altered
 * in a measure is refused on entry, or pays another amount to one of them at least, or is not what stands here.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { type Basis, type CeilingScope, MeasureContent, type Terms } from '#proto/qiantou/measure/v1/measure.ts'
import { fenOf, yuanOf } from '#shared/domain/amount.ts'
import { addDays, type Day, dayFrom, toDate } from '#shared/domain/calendar.ts'
import { type Claim, tried } from '#shared/domain/trial.ts'
import { Fields } from '#shared/grpc/fields.ts'
import { checkMeasure } from '#shared/grpc/measure.ts'

const folder = join(import.meta.dirname, 'hunan-2025-7', 'measures')
const measureOf = (id: string): MeasureContent =>
  MeasureContent.fromJSON(JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')))

/** `day applicant[/class] project basis others`, in yuan, and what it comes to: yuan, `x3` where three years pay it; or why not. */
type Worked = readonly [claim: string, outcome: string]

const claimOf = (row: string, i: number): Claim => {
  const [day, applicant = '', project = '', basis = '', others = ''] = row.split(' ')
  const [name = '', applicantClass = ''] = applicant.split('/')
  const [basisFen, othersFen] = [fenOf(basis), fenOf(others)]
  if (basisFen === undefined || othersFen === undefined) throw new Error(`no claim: ${row}`)
  return { id: `${i}`, applicant: name, applicantClass, project, day: day as Day, basisFen, othersFen }
}

/** On the last day before a measure is in force, on its first and last one, and on the one after: 2025-10-27, three years. */
const inForce = (basis: string, most: string): readonly Worked[] => [
  [`2025-10-26 early early ${basis} 0`, 'NOT_IN_FORCE'],
  [`2025-10-27 first first ${basis} 0`, most],
  [`2028-10-26 last last ${basis} 0`, most],
  [`2028-10-27 late late ${basis} 0`, 'NOT_IN_FORCE'],
]

/** 20% of the approved investment, 1 000 000 yuan a project at most: data sets, models, products. */
const ofProject: readonly Worked[] = [
  ['2026-03-01 a p1 4999999.99 0', '999,999.99'],
  ['2026-03-01 a p2 9000000 0', '1,000,000.00'],
  ['2026-03-01 a/small p3 3.33 0', '0.66'],
  // The project has had all but a fen of it, whoever applies and in whatever year.
  ['2026-03-02 b p1 9000000 0', '0.01'],
  ['2027-03-01 b p2 9000000 0', '0.00'],
  ['2027-03-01 a p4 9000000 0', '1,000,000.00'],
  ['2027-03-02 c p5 9000000 400000.50', '599,999.50'],
]

/** Vouchers: 100 000 000 yuan a year, to ten that get the most, and then to nobody. */
const exhausted = (day: string): readonly Worked[] => [
  ...Array.from({ length: 10 }, (_, i): Worked => [`${day} e${i} p${i} 50000000 0`, '10,000,000.00']),
  [`${day} e10 p10 50000000 0`, '0.00'],
]

const meeting: readonly Worked[] = [
  ['2025-10-26 a p1 100 0', 'NOT_IN_FORCE'],
  ['2025-10-27 a p1 100 0', 'DECIDED_CASE_BY_CASE'],
  ['2028-10-26 a p1 100 0', 'DECIDED_CASE_BY_CASE'],
  ['2028-10-27 a p1 100 0', 'NOT_IN_FORCE'],
]

/** Each list is tried on its own, as if nothing had been paid before. */
const worked: Readonly<Record<string, readonly (readonly Worked[])[]>> = {
  // Up to 30% of a year's spending, 10 000 000 yuan an enterprise and year; beside whatever else it gets.
  vouchers: [
    inForce('100', '30.00'),
    [
      ['2026-03-01 a p1 20000000 0', '6,000,000.00'],
      ['2026-03-01 a p2 20000000 0', '4,000,000.00'],
      ['2026-03-01 b p1 33333333.31 9000000', '9,999,999.99'],
      ['2026-03-01 c/small p1 3.33 0', '0.99'],
      ['2026-03-02 d p3 99999999 0', '10,000,000.00'],
      ['2027-03-01 d p3 99999999 0', '10,000,000.00'],
    ],
    ...['2025-11-01', '2026-03-01', '2027-03-01', '2028-03-01'].map(exhausted),
  ],
  datasets: [inForce('100', '20.00'), ofProject],
  'vertical-models': [inForce('100', '20.00'), ofProject],
  products: [inForce('100', '20.00'), ofProject],
  // 20% of the approved investment, 2 000 000 yuan a scenario at most.
  scenarios: [
    inForce('100', '20.00'),
    [
      ['2026-03-01 a p1 9999999.99 0', '1,999,999.99'],
      ['2026-03-01 a p2 90000000 0', '2,000,000.00'],
      ['2026-03-01 a/small p3 3.33 0', '0.66'],
      ['2026-03-02 b p1 90000000 0', '0.01'],
      ['2027-03-01 b p2 90000000 0', '0.00'],
      ['2027-03-01 a p4 90000000 0', '2,000,000.00'],
      ['2027-03-02 c p5 90000000 400000.50', '1,599,999.50'],
    ],
  ],
  // 5 000 000 yuan a year, three years running, to what is newly approved.
  platforms: [
    inForce('0', '5,000,000.00 x3'),
    [
      ['2026-03-01 a p1 0 0', '5,000,000.00 x3'],
      ['2026-03-02 b/small p2 0 0.01', '4,999,999.99 x3'],
      ['2027-03-01 a p3 0 0', 'GRANTED_BEFORE'],
    ],
  ],
  // Up to 1 000 000 yuan, once, to what is newly approved.
  champions: [
    inForce('0', '1,000,000.00'),
    [
      ['2026-03-01 a p1 0 0', '1,000,000.00'],
      ['2026-03-02 b/small p2 0 0.01', '999,999.99'],
      ['2027-03-01 a p3 0 0', 'GRANTED_BEFORE'],
    ],
  ],
  talent: [meeting],
  financing: [meeting],
  safety: [meeting],
}

/** What a trial of claims does not read, as the clauses have it: what it is worked out from, its figure's kind, who is paid. */
const unread: Readonly<Record<string, readonly [Basis, kind: '' | 'FIXED' | 'CEILING', 'APPLICANT' | 'BUILDER']>> = {
  vouchers: ['BASIS_YEAR_SPENDING', 'CEILING', 'APPLICANT'],
  datasets: ['BASIS_APPROVED_INVESTMENT', 'CEILING', 'APPLICANT'],
  'vertical-models': ['BASIS_APPROVED_INVESTMENT', 'CEILING', 'APPLICANT'],
  products: ['BASIS_APPROVED_INVESTMENT', 'CEILING', 'APPLICANT'],
  scenarios: ['BASIS_APPROVED_INVESTMENT', 'FIXED', 'BUILDER'],
  platforms: ['BASIS_SUM', 'FIXED', 'APPLICANT'],
  champions: ['BASIS_SUM', 'CEILING', 'APPLICANT'],
  talent: ['BASIS_DECISION', '', 'APPLICANT'],
  financing: ['BASIS_DECISION', '', 'APPLICANT'],
  safety: ['BASIS_DECISION', '', 'APPLICANT'],
}

const outcomesOf = (content: MeasureContent, claims: readonly Worked[]): readonly string[] =>
  tried(
    content,
    claims.map(([row], i) => claimOf(row, i)),
    new Map(),
  ).judged.map((one) =>
    'award' in one ? `${yuanOf(one.award.fen)}${one.years > 1 ? ` x${one.years}` : ''}` : one.notEligible,
  )

/** What stands in a measure besides what a trial of claims reads; of what a meeting decides it reads little more than days. */
const restOf = (content: MeasureContent) => {
  const { basis, terms, payee, stackingGroup, poolRule, withoutApplication, procedure, poolId } = content
  const { stacking, instalments, once, roundingFen } = content
  const kinds = terms.map(({ rate, sum }) => (rate ?? sum)?.kind)
  return {
    ...{ basis, kinds, payee, stackingGroup, poolRule, withoutApplication, procedure, poolId },
    untried: basis === 'BASIS_DECISION' ? { stacking, instalments, once, roundingFen } : undefined,
  }
}

function restBy(id: string): ReturnType<typeof restOf> {
  const [basis, kind, payee] = unread[id] ?? ['BASIS_UNSPECIFIED', '', 'APPLICANT']
  const isVoucher = id === 'vouchers'
  const untried = { stacking: 'STACKING_HIGHEST', instalments: 0, once: false, roundingFen: 0n } as const
  return {
    ...{ basis, kinds: kind ? [`FIGURE_KIND_${kind}`] : [], payee: `PAYEE_${payee}` },
    ...{ stackingGroup: isVoucher ? '' : 'hunan-ai', withoutApplication: false, procedure: [], poolId: '' },
    poolRule: isVoucher ? 'POOL_RULE_FIRST_COME' : 'POOL_RULE_UNSPECIFIED',
    untried: basis === 'BASIS_DECISION' ? untried : undefined,
  }
}

// ---- Whatever may be altered

const others = <T extends string | number>(all: readonly T[], own: T): readonly T[] => all.filter((one) => one !== own)
/** A fen, or a hundredth of a percent, more and less. */
const beside = (fen: bigint): readonly bigint[] => [fen + 1n, fen - 1n]
/** With one of them altered in each way, or gone. */
const altered = <T>(all: readonly T[], ways: (one: T) => readonly T[]): readonly T[][] =>
  all.flatMap((one, i) => [...ways(one).map((way) => all.with(i, way)), all.toSpliced(i, 1)])

const scopes: readonly CeilingScope[] = [
  ...(['CEILING_SCOPE_APPLICATION', 'CEILING_SCOPE_PROJECT'] as const),
  ...(['CEILING_SCOPE_APPLICANT_YEAR', 'CEILING_SCOPE_APPLICANT'] as const),
]
const kinds = ['FIGURE_KIND_FIXED', 'FIGURE_KIND_CEILING'] as const
const otherKind = (kind: string) => (kind === kinds[0] ? kinds[1] : kinds[0])

const termsBeside = (one: Terms): readonly Terms[] => {
  const { rate, sum, ceilings } = one
  return [
    { ...one, applicantClass: 'small' },
    ...(rate ? beside(BigInt(rate.basisPoints)) : []).map((points) => ({
      ...{ ...one, rate: { ...(rate as NonNullable<typeof rate>), basisPoints: Number(points) } },
    })),
    ...(rate ? [{ ...one, rate: { ...rate, kind: otherKind(rate.kind) } }] : []),
    ...(sum ? beside(sum.fen).map((fen) => ({ ...one, sum: { ...sum, fen } })) : []),
    ...(sum ? [{ ...one, sum: { ...sum, kind: otherKind(sum.kind) } }] : []),
    ...altered(ceilings, (ceiling) => [
      ...others(scopes, ceiling.scope).map((scope) => ({ ...ceiling, scope })),
      ...beside(ceiling.fen).map((fen) => ({ ...ceiling, fen })),
      ...[2026, 2027].map((year) => ({ ...ceiling, year })),
    ]).map((found) => ({ ...one, ceilings: found })),
  ]
}

const halved = (one: Terms): Terms => ({
  ...{ ...one, applicantClass: 'small' },
  rate: one.rate && { ...one.rate, basisPoints: one.rate.basisPoints / 2 },
  sum: one.sum && { ...one.sum, fen: one.sum.fen / 2n },
})

type Alterable = Exclude<keyof MeasureContent, '$type' | 'clause' | 'title' | 'organisations' | 'findings'>
const days = (date: MeasureContent['validFrom']) => [
  ...[1, -1].map((by) => (date ? toDate(addDays(dayFrom(date), by)) : undefined)),
  undefined,
]

/** In which ways a measure is altered, by field: none is left out. */
const ways: { readonly [K in Alterable]: (content: MeasureContent) => readonly Partial<MeasureContent>[] } = {
  validFrom: ({ validFrom }) => days(validFrom).map((one) => ({ validFrom: one })),
  validUntil: ({ validUntil }) => days(validUntil).map((one) => ({ validUntil: one })),
  basis: ({ basis }) =>
    others(['BASIS_YEAR_SPENDING', 'BASIS_APPROVED_INVESTMENT', 'BASIS_SUM', 'BASIS_DECISION'], basis).map((one) => ({
      basis: one,
    })),
  terms: ({ terms }) => [
    ...altered(terms, termsBeside).map((found) => ({ terms: found })),
    ...terms.map((one) => ({ terms: [...terms, halved(one)] })),
  ],
  // 0 and 1 are the same.
  instalments: ({ instalments }) => others([1, 2, 3, 4], instalments || 1).map((one) => ({ instalments: one })),
  once: ({ once }) => [{ once: !once }],
  stacking: ({ stacking }) =>
    stacking === 'STACKING_FREE'
      ? [{ stacking: 'STACKING_HIGHEST', stackingGroup: 'hunan-ai' }]
      : [{ stacking: 'STACKING_FREE' }, { stacking: 'STACKING_FREE', stackingGroup: '' }],
  stackingGroup: () => [{ stackingGroup: 'other' }],
  roundingFen: () => [2n, 10n, 100n, 1_000_000n].map((roundingFen) => ({ roundingFen })),
  payee: ({ payee }) => others(['PAYEE_APPLICANT', 'PAYEE_BUILDER'], payee).map((one) => ({ payee: one })),
  poolRule: ({ poolRule }) =>
    others(['POOL_RULE_FIRST_COME', 'POOL_RULE_PRO_RATA'], poolRule).map((one) => ({ poolRule: one })),
  pool: ({ pool }) => [
    ...altered(pool, (one) => [...beside(one.fen).map((fen) => ({ ...one, fen })), { ...one, year: 2040 }]).map(
      (found) => ({ pool: found }),
    ),
    ...(pool.length ? [] : [MeasureContent.fromPartial({ pool: [{ year: 2026, fen: 100n }] }).pool]).map((one) => ({
      ...{ pool: one, poolRule: 'POOL_RULE_FIRST_COME' as const },
    })),
  ],
  withoutApplication: ({ withoutApplication }) => [{ withoutApplication: !withoutApplication }],
  procedure: () => [
    { procedure: ['PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_EXPERT_REVIEW', 'PROCEDURE_STEP_APPROVAL'] },
  ],
  poolId: () => [{ poolId: 'other' }],
}

/** What is found of a measure: that it can't be entered, what it pays otherwise, or what else stands in it. */
function isNoticed(id: string, content: MeasureContent): boolean {
  const fields = new Fields()
  checkMeasure(content, fields)
  const isAsWorked = (worked[id] ?? []).every((list) =>
    outcomesOf(content, list).every((outcome, i) => outcome === list[i]?.[1]),
  )
  const isAsUnread = isDeepStrictEqual(restOf(content), restBy(id))
  return fields.violations.length > 0 || !isAsWorked || !isAsUnread
}
const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)

describe('worked claims', () => {
  it('are there for every measure', () => {
    const all = readdirSync(folder).map((file) => file.replace(/\.json$/, ''))
    expect(Object.keys(worked).toSorted()).toEqual(all.toSorted())
  })

  it.each(Object.entries(worked))('of %s come to what its clause says', (id, lists) => {
    const content = measureOf(id)
    for (const list of lists) expect(outcomesOf(content, list)).toEqual(list.map(([, outcome]) => outcome))
    expect(restOf(content)).toEqual(restBy(id))
  })

  it.each(Object.keys(worked))('of %s notice whatever is altered in it', (id) => {
    const content = measureOf(id)
    const survivors = Object.entries(ways).flatMap(([field, way]) =>
      way(content)
        .filter((change) => !isNoticed(id, { ...content, ...change }))
        .map((change) => `${field}: ${JSON.stringify(change, plain)}`),
    )
    expect(isNoticed(id, content)).toBe(false)
    expect(survivors).toEqual([])
  })
})
