/** Monthly reports of a part, by docs/domain.md rules 3 and 8: every day is looked at by itself. */
import type { Day } from '#shared/domain/calendar.ts'
import { daysLater } from './working-days.ts'

export type Monthly = { readonly day: number; readonly reminder: number }

const later = (one: Day, other: Day): Day => (one > other ? one : other)

export class ReportModel {
  readonly asked: Monthly
  /** Reports of days before it are not owed. */
  private from: Day
  /** The last day for which one was given, or said to be missed. */
  private settled: Day = ''
  private missed: Day[] = []
  /** From the first day to that on which the part went on. */
  private stops: { readonly from: Day; readonly until: Day }[] = []

  constructor(asked: Monthly, from: Day) {
    this.asked = asked
    this.from = from
  }

  private isDue(day: Day): boolean {
    const [date, isLast] = [Number(day.slice(8)), daysLater(day, 1).endsWith('-01')]
    return date === this.asked.day || (isLast && date < this.asked.day)
  }

  private isStopped(day: Day): boolean {
    return this.stops.some(({ from, until }) => from <= day && day < until)
  }

  private dueFrom(day: Day): Day {
    return this.isDue(day) ? day : this.dueFrom(daysLater(day, 1))
  }

  /** The next that is owed. */
  get next(): Day {
    let day = this.dueFrom(this.settled < this.from ? this.from : daysLater(this.settled, 1))
    while (this.isStopped(day)) day = this.dueFrom(daysLater(day, 1))
    return day
  }

  /** Since which day one is missing; undefined where none is. */
  get late(): Day | undefined {
    return this.missed.find((day) => !this.isStopped(day))
  }

  /** Whether one is missing on a day, said to be so or not; of days from which on the part waits for others none is. */
  isMissing(today: Day, heldSince: Day | undefined): boolean {
    const { next } = this
    return this.late !== undefined || (next < today && !(heldSince && next >= heldSince))
  }

  /** A report is for the next day by which one is due, and makes up for all before. */
  give(on: Day): void {
    this.settled = later(this.settled, this.dueFrom(on))
    this.missed = []
  }

  miss(day: Day): void {
    this.settled = later(this.settled, day)
    this.missed.push(day)
  }

  stop(from: Day | undefined, until: Day): void {
    if (from) this.stops.push({ from, until })
  }

  /** The part goes on after it was done. */
  restart(on: Day): void {
    Object.assign(this, new ReportModel(this.asked, on))
  }

  /** With the first day on which each is told of. */
  get limits(): readonly {
    readonly name: string
    readonly day: Day
    readonly from: Day
    readonly isWarning: boolean
  }[] {
    const { next, asked } = this
    const due = { name: 'REPORT', day: next, from: next, isWarning: false }
    const before = { name: 'REPORT_REMINDER', day: next, from: daysLater(next, -asked.reminder), isWarning: true }
    return asked.reminder ? [before, due] : [due]
  }
}
