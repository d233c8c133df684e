/** The figures that a measure's own records say for an application: written here once more, so that a service's word is not taken for it. */
import { CallContent, MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { CallOpened, MeasureAmended, MeasureEntered } from '#proto/qiantou/measure/v1/measure_events.ts'
import type { Figures } from '#shared/domain/award.ts'
import { type Day, dayFrom, dayOf } from '#shared/domain/calendar.ts'
import { figuresOf, scopeOf, termsFor } from '#shared/domain/figures.ts'
import type { ReadRecord } from '#shared/record/record.ts'

type Version = { readonly from: Day; readonly sequence: bigint; readonly content: MeasureContent }

/** A measure as its records tell it. */
export type Measure = { readonly versions: readonly Version[]; readonly calls: ReadonlyMap<string, CallContent> }

const version = (record: ReadRecord, content = MeasureContent.create(), first = content.validFrom): Version => ({
  ...{ content, sequence: record.sequence },
  from: first ? dayFrom(first) : dayOf(record.time),
})

export function measureOf(records: readonly ReadRecord[]): Measure {
  const versions: Version[] = []
  const calls = new Map<string, CallContent>()
  for (const record of records) {
    const { type, data } = record
    if (type === MeasureEntered.$type) versions.push(version(record, MeasureEntered.decode(data).content))
    if (type === MeasureAmended.$type) {
      const { content, effectiveFrom } = MeasureAmended.decode(data)
      versions.push(version(record, content, effectiveFrom))
    }
    if (type === CallOpened.$type) {
      const { call, content } = CallOpened.decode(data)
      calls.set(call, content ?? CallContent.create())
    }
  }
  return { versions, calls }
}

/** The number of the version that was known by a record and in force on its day; 0 where none was. */
export function versionFor({ versions }: Measure, { sequence, time }: Pick<ReadRecord, 'sequence' | 'time'>): number {
  const day = dayOf(time)
  const at = versions.findLastIndex((one) => one.sequence < sequence && one.from <= day)
  const { validFrom, validUntil } = versions[at]?.content ?? {}
  const isIn = validFrom && validUntil && dayFrom(validFrom) <= day && day <= dayFrom(validUntil)
  return isIn ? at + 1 : 0
}

/** What an application is judged by. */
export type Asked = { readonly call: string; readonly applicantClass: string; readonly year: number }

const least = (one: bigint, other: bigint): bigint => (one < other ? one : other)

/** What a version pays, as the call of the year sets it within that; undefined where together they say no figure. */
export function expectedFigures(
  content: MeasureContent,
  { calls }: Measure,
  { call, applicantClass, year }: Asked,
): Figures | undefined {
  const [terms, most] = [termsFor(content, applicantClass), figuresOf(content, applicantClass, year)]
  if (!terms || !most) return undefined
  const isFixed = (terms.rate ?? terms.sum)?.kind === 'FIGURE_KIND_FIXED'
  const opened = calls.get(call)
  const set =
    opened?.year === year ? opened.terms.find((one) => one.applicantClass === terms.applicantClass) : undefined
  const figure = 'basisPoints' in most.share ? BigInt(set?.basisPoints ?? 0) : (set?.sumFen ?? 0n)
  if (!set || figure === 0n) return isFixed ? most : undefined
  const lower = new Map(set.ceilings.map(({ scope, fen }) => [scopeOf(scope), fen]))
  const ceilings = most.ceilings.map(({ scope, fen }) => ({ scope, fen: least(fen, lower.get(scope) ?? fen) }))
  if (isFixed) return { ...most, ceilings }
  const share =
    'basisPoints' in most.share
      ? { basisPoints: least(most.share.basisPoints, figure) }
      : { sumFen: least(most.share.sumFen, figure) }
  return { ...most, share, ceilings }
}
