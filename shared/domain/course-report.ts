/**
 * When no monthly report falls due (docs/domain.md, rule 3): on a day at whose end the part stands still or waits for others.
 * Once it goes on, the next one is that of the next day by which one is due.
 */
import { addDays, type Day } from './calendar.ts'
import { type Basis, type Course, isFinal, nextReport, type ReportStop, reportOn, untold } from './course.ts'

/** It waits for a review, or a decision on its release, from a day on. */
export const held = (course: Course, basis: Basis, day: Day): Course =>
  basis.report && !isFinal(course) ? { ...course, heldSince: day } : course

/** It goes on, after having waited. */
export function released(course: Course, basis: Basis, day: Day): Course {
  const { heldSince, ...rest } = course
  return heldSince ? withStop(rest, basis, { from: heldSince, until: day }) : course
}

/** It goes on, after having stood for any reason. */
export function withStop(course: Course, basis: Basis, stop: ReportStop): Course {
  if (!basis.report || isFinal(course) || stop.from >= stop.until) return course
  const { reportLate, reportStops = [], ...rest } = course
  const late = reportLate && lateAfter(reportLate, course, basis, stop)
  return passingStops({ ...rest, ...(late ? { reportLate: late } : {}), reportStops: [...reportStops, stop] }, basis)
}

/**
 * Whether one is late on a day, told of or not: what a day shows hangs on no timer. What falls due while the part waits for
 * others is not owed.
 */
export function isReportLate(course: Course, basis: Basis, today: Day): boolean {
  if (course.reportLate) return true
  if (!basis.report) return false
  const next = nextReport(course, basis)
  return today > next && !(course.heldSince && course.heldSince <= next)
}

/** What was told of while the stop was on its way is taken back, but for what was missed after it. */
function lateAfter(
  late: Day,
  { reportSettled = '' }: Course,
  basis: Basis,
  { from, until }: ReportStop,
): Day | undefined {
  if (late < from || late >= until) return late
  const after = reportOn(basis, until)
  return after <= reportSettled ? after : undefined
}

/**
 * Nothing is owed for days within a stop. One that was owed before is: until it is given or told of, the stop behind it is
 * kept, so that facts of both sides come to the same in whatever order they arrive.
 */
export function passingStops(course: Course, basis: Basis): Course {
  const { reportStops, ...rest } = course
  if (!reportStops) return course
  let passed: Course = rest
  let next = nextReport(passed, basis)
  while (reportStops.some(({ from, until }) => from <= next && next < until)) {
    passed = { ...untold(passed, ['DEADLINE_REPORT_REMINDER']), reportSettled: next }
    next = reportOn(basis, addDays(next, 1))
  }
  const left = reportStops.filter(({ until }) => next < until)
  return left.length ? { ...passed, reportStops: left } : passed
}
