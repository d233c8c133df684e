/** The dates of one body's part, worked out from the rules of its task and what has moved them. */

import type { Life } from './part-life.ts'
import { partState } from './part-state.ts'
import { type Event, givenSuspended, reopens } from './reference-event.ts'
import { dateText, type OtherDay, shanghaiDay, shifted, workingDaysAfter } from './working-days.ts'

type Rules = {
  readonly acknowledgeWorkingDays: number
  readonly reassignmentWorkingDays: number
  readonly reviewWorkingDays: number
  readonly warningWorkingDays: number
  readonly days: readonly OtherDay[]
}

type Milestone = { readonly id: string; readonly due: string; readonly isReached: boolean }

export type Dates = {
  readonly rules: Rules
  readonly due: string
  readonly acknowledgeBy: string
  /** Until when its body may ask to be released. */
  readonly reassignBy: string
  /** By when the last submission is reviewed. */
  readonly reviewBy: string
  readonly milestones: readonly Milestone[]
}

/** A time for which the clock stood still: from which day to which. */
type Stand = { readonly from: string; readonly to: string; readonly until: number }

/**
 * The suspensions that were over by the last of these records, each with the place of the record that ended it. One that the
 * part was given with has a beginning before them all.
 */
function standsIn(own: readonly Event[], givenSince: string): readonly Stand[] {
  return own.flatMap((event, until) => {
    if (event.what !== 'AssignmentResumed') return []
    const suspended = own.slice(0, until).findLast(({ what }) => what === 'AssignmentSuspended')
    const from = suspended ? shanghaiDay(suspended.time) : givenSince
    return from ? [{ from, to: shanghaiDay(event.time), until }] : []
  })
}

type Moving = { readonly rules: Rules; readonly givenSince: string; readonly sets: (event: Event) => boolean }

/** A date after what has moved it: suspensions that it had not passed before, and, where they are of it, extensions and reopenings. */
function moved(date: string, own: readonly Event[], { rules, givenSince, sets }: Moving): string {
  const stands = standsIn(own, givenSince)
  return own.reduce((current, event, i) => {
    if (sets(event)) return dateText(event.fact.due)
    const stand = stands.find(({ until }) => until === i)
    if (!stand || current < stand.from) return current
    const later = shifted(current, workingDaysAfter(stand.from, stand.to, rules.days), rules.days)
    // Over free days alone it would lie where it lay.
    return [later, stand.to].sort()[1] as string
  }, date)
}

const isExtensionOf = ({ what, fact }: Event, milestone: string): boolean =>
  what === 'ExtensionGranted' && fact.milestone === milestone

/**
 * Whether a milestone is reached, by records of its part: by the last report on it, or because the task was opened again without
 * it, once and for all; of a part that went to another body as the record of that says.
 */
export function isReached(id: string, own: readonly Event[]): boolean {
  const move = own.find(({ what }) => what === 'AssignmentReassigned' || what === 'AssignmentTransferred')
  if (move) return move.fact.reached.some((one: { id: string }) => one.id === id)
  const on = ({ what, fact }: Event): boolean => what === 'ProgressReported' && fact.milestone === id
  const isReported = (events: readonly Event[]): boolean => events.findLast(on)?.fact.percent === 100
  const isDoneWithout = own.some(({ what }, i) => what === 'TaskReopened' && !isReported(own.slice(0, i)))
  return isDoneWithout || isReported(own)
}

/** Everything that a body's part goes by, as its last record leaves it. */
export function datesIn({ organisation, gift, events }: Life, { fact: issued }: Event): Dates {
  const { rules } = issued
  const own = events.filter((event) => event.about === organisation || reopens(event, organisation))
  const given = gift.what === 'TaskIssued' ? gift.fact.content : gift.fact
  const began = shanghaiDay(gift.time)
  const givenSince = givenSuspended(gift, organisation) ? dateText(gift.fact.suspendedOn) : ''
  const goingBy = (sets: (event: Event) => boolean): Moving => ({ rules, givenSince, sets })
  // Its own limits have stood since it was given, at the earliest.
  const ownLimits: Moving = { ...goingBy(() => false), givenSince: givenSince && began }
  const submitted = own.findLastIndex(({ what }) => what === 'AssignmentSubmitted')
  const review = submitted < 0 ? '' : shanghaiDay((own[submitted] as Event).time)
  return {
    rules,
    due: moved(
      dateText(given.due),
      own,
      goingBy((event) => event.what === 'TaskReopened' || isExtensionOf(event, '')),
    ),
    acknowledgeBy: moved(shifted(began, rules.acknowledgeWorkingDays, rules.days), own, ownLimits),
    reassignBy: moved(shifted(began, rules.reassignmentWorkingDays, rules.days), own, ownLimits),
    reviewBy: review && moved(shifted(review, rules.reviewWorkingDays, rules.days), own.slice(submitted), ownLimits),
    milestones: given.milestones.map(({ id, due }: { id: string; due: Parameters<typeof dateText>[0] }) => {
      // As long as it is reached, no suspension moves it.
      const moving = own.filter(({ what }, i) => what !== 'AssignmentResumed' || !isReached(id, own.slice(0, i)))
      const sets = goingBy((event) => isExtensionOf(event, id))
      return { id, due: moved(dateText(due), moving, sets), isReached: isReached(id, own) }
    }),
  }
}

/** The day of a month by which its report is due; the last one of a shorter month. */
export function reportDay(year: number, month: number, day: number): string {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const first = new Date(Date.UTC(year, month - 1, Math.min(day, last)))
  return first.toISOString().slice(0, 10)
}

/** The first report day on a day or later. */
export function reportDayFrom(day: string, asked: number): string {
  const [year, month] = day.split('-').map(Number) as [number, number]
  const own = reportDay(year, month, asked)
  return own >= day ? own : reportDay(year, month + 1, asked)
}

/** The last report day before a day. */
export function reportDayBefore(day: string, asked: number): string {
  const [year, month] = day.split('-').map(Number) as [number, number]
  const own = reportDay(year, month, asked)
  return own < day ? own : reportDay(year, month - 1, asked)
}

/**
 * Whether a monthly report is late. A report is for the next day by which one is due; it makes up for all before. On a day at
 * whose end its body was not at work, because the part was suspended or waited for others, none fell due.
 */
export function reportLate(body: string, events: readonly Event[], gift: Event, day: string): boolean {
  const asked = (gift.what === 'TaskIssued' ? gift.fact.content : gift.fact).monthlyReport?.day
  if (!asked) return false
  const own = events.filter(({ about }) => about === body)
  // A part that goes on again owes none of the time before.
  const begun = shanghaiDay((events.findLast((event) => reopens(event, body)) ?? gift).time)
  const fellDue = (one: string): boolean => {
    const known = events.filter(({ time }) => shanghaiDay(time) <= one)
    return ['ISSUED', 'ACKNOWLEDGED', 'IN_PROGRESS'].includes(partState(known, body))
  }
  let due = reportDayBefore(day, asked)
  while (due >= begun && !fellDue(due)) due = reportDayBefore(due, asked)
  if (due < begun) return false
  const last = own.findLast(({ what, fact }) => what === 'ProgressReported' && fact.corrects === 0)
  return !last || shanghaiDay(last.time) <= reportDayBefore(due, asked)
}
