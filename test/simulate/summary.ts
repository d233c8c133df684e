/** What a simulation says while it runs and at its end. */
import { type ReadRecord, readFact } from '#shared/record/record.ts'
import type { DayEnd } from './driver/day-end.ts'
import type { Tally } from './world/tally.ts'
import type { Plan } from './world/world.ts'

export type Outcome = {
  readonly plan: Plan
  /** How many passed: fewer than planned where the run was stopped. */
  readonly days: number
  readonly tally: Tally
  readonly records: number
  readonly kills: number
  /** Until its last day, without the comparison. */
  readonly livedSeconds: number
  readonly seconds: number
  /** What was compared: how many of each kind. */
  readonly compared: ReadonlyMap<string, number>
  /** What differs, a line each. */
  readonly differences: readonly string[]
  /** What is worth knowing and no difference. */
  readonly notes: readonly string[]
}

const colours = ['GREY', 'GREEN', 'YELLOW', 'RED', 'BLUE'] as const

/** A line at the end of each month. */
export function monthLine(
  { day, lights, openTasks }: DayEnd,
  { records, kills, seconds }: { readonly records: number; readonly kills: number; readonly seconds: number },
): string {
  const parts = [...lights].filter(([name]) => /\/assignments\/[^#@]+$/.test(name)).map(([, light]) => light)
  const counts = colours.map((colour) => `${colour}=${parts.filter((light) => light.startsWith(colour)).length}`)
  const real = `${seconds.toFixed(0)} s`
  return `${day}  records=${records}  open tasks=${openTasks}  ${counts.join(' ')}  kills=${kills}  ${real}`
}

/** A record as a line of text, for whoever looks into what differs. */
export function recordLine(record: ReadRecord): string {
  const fact = JSON.stringify(readFact(record).fact, (key, value) => {
    if (key === '$type' || value?.type === 'Buffer') return undefined
    return typeof value === 'bigint' ? `${value}` : value
  })
  const { time, subject, type, actor } = record
  return `${time.toISOString()} ${subject} ${type.split('.').at(-1)} by ${actor} ${fact}\n`
}

const listed = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([what, count]) => `${what}=${count}`)
    .join(' ')

/** The lines that a run ends with; the last one says how many differences there are. */
export function summaryLines(outcome: Outcome): readonly string[] {
  const { plan, days, tally, records, kills, livedSeconds, seconds, compared, differences, notes } = outcome
  const speed = (days / livedSeconds).toFixed(1)
  const shown = differences.slice(0, 50)
  return [
    `acts: ${listed(tally.acts)}`,
    `refusals: ${listed(tally.refusals)}`,
    `questions that found nothing: ${listed(tally.questions)}`,
    `compared: ${listed(compared)}`,
    ...notes.map((note) => `note: ${note}`),
    ...shown.map((difference) => `differs: ${difference}`),
    ...(differences.length > shown.length ? [`differs: and ${differences.length - shown.length} more`] : []),
    `${days} days from ${plan.from}, seed ${plan.seed}: ${records} records, ${tally.receipts.length} receipts, ` +
      `${tally.resent} sent again, ${kills} kills, ${seconds.toFixed(0)} s (${speed} days/s)`,
    `${differences.length} differences`,
  ]
}
