/** What the records of a voucher say of its face value and of what was redeemed of it, worked out anew. */
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import {
  PresentationRefused,
  VoucherCancelled,
  VoucherExpired,
  VoucherIssued,
  VoucherPresented,
  VoucherRedeemed,
} from '#proto/qiantou/voucher/v1/voucher_events.ts'
import { percentOf, yuanOf } from '#shared/domain/amount.ts'
import { type Award, award, type Figures } from '#shared/domain/award.ts'
import type { Positioned } from '../bus/tail.ts'
import { type Difference, differing } from './difference.ts'
import { expectedFigures, versionFor } from './figures.ts'
import { beforeFen, type Comparing, groupOf, hasWholeMeasure, type Input, othersFen } from './input.ts'

/** What a record of a voucher comes to, with its steps where there are any. */
export type VoucherJudgement = {
  readonly by: Positioned
  readonly award: Award
  /** Of a redemption, what was redeemed before: it is taken off what all bills come to. */
  readonly redeemedBeforeFen?: bigint
  readonly differences: readonly Difference[]
  readonly inputs: readonly Input[]
  /** Whether the measure's records were there to compare with; undefined where there was nothing to compare. */
  readonly compared?: boolean
}

type Issued = { readonly by: Positioned; readonly fact: VoucherIssued; readonly faceFen: bigint }

/** What bounds a face value: ceilings less what was granted, others of the group, the pool; as far as it can be told. */
function faceOf({ by, fact, faceFen }: Issued, comparing: Comparing, expected: Figures | undefined) {
  const { ground, measure } = comparing
  const { measure: name, year, reserved, measureVersion } = fact
  const { applicant = '', pool = '', project = '' } = reserved ?? {}
  const movements = ground.movements(applicant, by.record)
  const asked = { measure: name, project, year }
  const content = measure?.versions[measureVersion - 1]?.content
  const group = content && groupOf(content)
  const isWhole = hasWholeMeasure(name, comparing)
  const hasPool = ground.hasPool(pool)
  const ceilings = expected?.ceilings ?? []
  const isSummed = ceilings.some(({ scope }) => scope !== 'APPLICATION')
  const claimed = {
    ...{ basisFen: 0n, beforeFen: isWhole ? beforeFen(movements, asked) : {} },
    othersFen: group !== undefined && ground.isWhole ? othersFen(movements, group, asked) : undefined,
    poolLeftFen: hasPool ? ground.leftFen(pool, year, by.record) : undefined,
  }
  const inputs: readonly Input[] = [
    ...(isSummed
      ? [{ input: 'BEFORE' as const, ...(isWhole ? {} : { unchecked: 'MEASURE_NOT_WHOLE' as const }) }]
      : []),
    ...(group === undefined
      ? []
      : [{ input: 'OTHERS' as const, ...(ground.isWhole ? {} : { unchecked: 'GROUP_NOT_WHOLE' as const }) }]),
    { input: 'POOL_LEFT', ...(hasPool ? {} : { unchecked: 'POOL_NOT_WHOLE' as const }) },
  ]
  const roundingFen = expected?.roundingFen ?? fact.roundingFen
  return { award: award({ share: { sumFen: faceFen }, ceilings, roundingFen }, claimed), inputs }
}

function issueOf(issued: Issued, comparing: Comparing): VoucherJudgement {
  const { by, fact, faceFen } = issued
  const { measure } = comparing
  const { call, applicant, year, measureVersion, basisPoints, roundingFen } = fact
  const content = measure?.versions[measureVersion - 1]?.content
  const asked = { call, applicantClass: applicant?.applicantClass ?? '', year }
  const expected = content && measure && expectedFigures(content, measure, asked)
  const share = expected && ('basisPoints' in expected.share ? percentOf(expected.share.basisPoints) : '')
  const face = faceOf(issued, comparing, expected)
  const ofMeasure = measure
    ? differing([
        { figure: 'VERSION', recorded: `${measureVersion}`, expected: `${versionFor(measure, by.record) || ''}` },
        { figure: 'SHARE', recorded: percentOf(BigInt(basisPoints)), expected: share },
        { figure: 'ROUNDING', recorded: yuanOf(roundingFen), expected: yuanOf(expected?.roundingFen ?? roundingFen) },
      ])
    : []
  const own = differing([
    { figure: 'AMOUNT', recorded: yuanOf(faceFen), expected: yuanOf(face.award.fen) },
    { figure: 'YEAR', recorded: `${fact.reserved?.year ?? year}`, expected: `${year}` },
  ])
  return { by, ...face, differences: [...own, ...ofMeasure], compared: measure !== undefined }
}

/** What of a voucher is known before a record. */
type Standing = {
  readonly issued: Issued
  readonly bills: ReadonlyMap<number, bigint>
  readonly acceptedFen: bigint
  readonly redeemedFen: bigint
}

/** The voucher's share of all bills that were accepted, up to its face value, less what was redeemed before. */
function redemptionOf(
  by: Positioned,
  fact: VoucherRedeemed,
  { issued, bills, ...standing }: Standing,
): VoucherJudgement {
  const { basisPoints, roundingFen } = issued.fact
  const basisFen = standing.acceptedFen + (bills.get(fact.presentation) ?? 0n)
  const redeemedBeforeFen = standing.redeemedFen
  const ceilings = [{ scope: 'APPLICATION' as const, fen: issued.faceFen }]
  const whole = award(
    { share: { basisPoints: BigInt(basisPoints) }, ceilings, roundingFen },
    { basisFen, beforeFen: {}, othersFen: undefined, poolLeftFen: undefined },
  )
  const fen = whole.fen - redeemedBeforeFen
  const differences = differing([
    { figure: 'AMOUNT', recorded: yuanOf(fact.fen), expected: yuanOf(fen) },
    { figure: 'BASIS', recorded: yuanOf(fact.basisFen), expected: yuanOf(basisFen) },
    { figure: 'REDEEMED', recorded: yuanOf(fact.beforeFen), expected: yuanOf(redeemedBeforeFen) },
    { figure: 'LEFT', recorded: yuanOf(fact.leftFen), expected: yuanOf(issued.faceFen - redeemedBeforeFen - fen) },
  ])
  return { by, award: { ...whole, fen }, redeemedBeforeFen, differences, inputs: [] }
}

type Ended = { readonly released?: Reservation | undefined; readonly reserved?: Reservation | undefined }

/** What was not redeemed goes back, and nothing else does. */
function endOf(by: Positioned, { released, reserved }: Ended, { issued, redeemedFen }: Standing): VoucherJudgement {
  const fen = issued.faceFen - redeemedFen
  const recorded = (released?.fen ?? 0n) - (reserved?.fen ?? 0n)
  const differences = differing([{ figure: 'RELEASED', recorded: yuanOf(recorded), expected: yuanOf(fen) }])
  return { by, award: { fen, steps: [] }, differences, inputs: [] }
}

const sum = (bills: VoucherPresented['bills']): bigint => bills.reduce((all, { fen }) => all + fen, 0n)

/** Its face value, each redemption, and what went back at its end; none where its records do not begin with its issue. */
export function voucherJudgements(records: readonly Positioned[], comparing: Comparing): readonly VoucherJudgement[] {
  const [first] = records
  if (first?.record.type !== VoucherIssued.$type) return []
  const fact = VoucherIssued.decode(first.record.data)
  const issued = { by: first, fact, faceFen: fact.reserved?.fen ?? 0n }
  const found = [issueOf(issued, comparing)]
  let standing: Standing = { issued, bills: new Map(), acceptedFen: 0n, redeemedFen: 0n }
  for (const by of records) {
    const { type, data } = by.record
    if (type === VoucherPresented.$type) {
      const { presentation, bills } = VoucherPresented.decode(data)
      standing = { ...standing, bills: new Map([...standing.bills, [presentation, sum(bills)]]) }
    }
    if (type === PresentationRefused.$type) {
      const { presentation } = PresentationRefused.decode(data)
      standing = { ...standing, bills: new Map([...standing.bills].filter(([number]) => number !== presentation)) }
    }
    if (type === VoucherRedeemed.$type) {
      const redeemed = VoucherRedeemed.decode(data)
      found.push(redemptionOf(by, redeemed, standing))
      const acceptedFen = standing.acceptedFen + (standing.bills.get(redeemed.presentation) ?? 0n)
      standing = { ...standing, acceptedFen, redeemedFen: standing.redeemedFen + redeemed.fen }
    }
    if (type === VoucherExpired.$type) found.push(endOf(by, VoucherExpired.decode(data), standing))
    if (type === VoucherCancelled.$type) found.push(endOf(by, VoucherCancelled.decode(data), standing))
  }
  return found
}
