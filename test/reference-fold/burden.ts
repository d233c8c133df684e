/** What a body was asked on a day, read anew for that day off all records up to its end: slow, and without any fold. */
import type { ReadRecord } from '#shared/record/record.ts'
import { type Event, eventOf, givesAnew } from './reference-event.ts'

type DateFields = { readonly year: number; readonly month: number; readonly day: number }

const text = ({ year, month, day }: DateFields): string =>
  [year, month, day].map((number) => `${number}`.padStart(2, '0')).join('-')

/** Asia/Shanghai is eight hours ahead. */
const dayOf = (time: string | Date): string =>
  new Date(new Date(time).getTime() + 8 * 3_600_000).toISOString().slice(0, 10)

const isLastDay = (day: string): boolean => dayOf(new Date(new Date(day).getTime() + 24 * 3_600_000)).slice(8) === '01'

/** One task as a body sees it, from the moment at which it was last given its part; undefined where it has none. */
function sinceGiven(events: readonly Event[], body: string): readonly Event[] | undefined {
  const at = events.findLastIndex(({ what, fact }) =>
    what === 'TaskIssued'
      ? fact.bodies.some(({ organisation }: { organisation: string }) => organisation === body)
      : fact?.successor?.organisation === body,
  )
  if (at < 0) return undefined
  // What a body does says with which of its parts in the task, from the second on.
  const number = 1 + events.filter((event, i) => i <= at && givesAnew(event, events.slice(0, i), body)).length
  const isOfIt = ({ fact }: Event): boolean => !('part' in fact) || (fact.part ?? 1) === number
  const later = events.slice(at + 1).filter((event) => concerns(event, body) && isOfIt(event))
  return [events[at] as Event, ...later]
}

const concerns = ({ what, about, fact }: Event, body: string): boolean =>
  about === body || (what === 'TaskCancelled' && fact.organisations.includes(body))

/** The due date of the whole (`''`) or of a milestone, as the events leave it. */
function dueOf(events: readonly Event[], milestone: string): string {
  const named = (list: readonly { id: string; due: DateFields }[] = []) => list.find(({ id }) => id === milestone)?.due
  const dues = events.map(({ what, fact }) => {
    if (what === 'TaskIssued') return milestone ? named(fact.content.milestones) : fact.content.due
    if (what === 'ExtensionGranted') return fact.milestone === milestone ? fact.due : undefined
    const moves = ['AssignmentReassigned', 'AssignmentTransferred', 'AssignmentResumed'].includes(what)
    return moves ? (milestone ? named(fact.milestones) : fact.due) : undefined
  })
  const last = dues.findLast((due) => due !== undefined)
  return last ? text(last) : ''
}

const last = (events: readonly Event[], ...names: readonly string[]): string | undefined =>
  events.findLast(({ what }) => names.includes(what))?.what

function ofTask(events: readonly Event[], body: string, day: string): readonly string[] {
  const since = sinceGiven(events, body)
  const [given] = since ?? []
  if (!since || !given) return []
  const has = (...names: readonly string[]): boolean => since.slice(1).some(({ what }) => names.includes(what))
  const ended =
    has('AssignmentReassigned', 'AssignmentTransferred', 'AssignmentWaived') ||
    (has('TaskCancelled') && !has('SubmissionAccepted'))
  const clock = last(since, 'AssignmentSuspended', 'AssignmentResumed')
  const suspended = clock ? clock === 'AssignmentSuspended' : given.fact.suspendedOn !== undefined
  const waits = last(since, 'AssignmentSubmitted', 'SubmissionReturned') === 'AssignmentSubmitted'
  const asks = last(since, 'ReassignmentRequested', 'AssignmentUpheld') === 'ReassignmentRequested'
  const reporting = !(ended || suspended || waits || asks || has('SubmissionAccepted'))
  const monthly = given.fact.content?.monthlyReport ?? given.fact.monthlyReport
  const milestones: readonly string[] = (given.fact.content?.milestones ?? given.fact.milestones).map(
    ({ id }: { id: string }) => id,
  )
  const asked = ['', ...milestones].flatMap((milestone) => {
    const at = since.findIndex(({ what, fact }) =>
      milestone
        ? what === 'ProgressReported' && fact.milestone === milestone && fact.percent === 100
        : what === 'AssignmentSubmitted',
    )
    const early = at > 0 && dayOf(since[at]?.time ?? '') === day && day <= dueOf(since.slice(0, at), milestone)
    const due = at < 0 && !ended && !suspended && dueOf(since, milestone) === day
    return early || due ? [milestone ? `MILESTONE ${milestone}` : 'DUE'] : []
  })
  // The tests ask for a report by the 31st: by the last day of every month.
  return [
    ...(dayOf(given.time) === day ? ['ASSIGNMENT'] : []),
    ...(monthly && reporting && isLastDay(day) ? ['MONTHLY_REPORT'] : []),
    ...asked,
  ]
}

/** Everything that a body was asked on a day, such as `2026-04-15 MILESTONE half-year`, in the order of the alphabet. */
export function askedOn(records: readonly ReadRecord[], body: string, day: string): readonly string[] {
  const known = records.filter(({ time }) => dayOf(time) <= day)
  const names = new Set(known.map(({ subject }) => subject.split('/').slice(0, 4).join('/')))
  const ofTasks = [...names].flatMap((name) => {
    const under = known.filter(({ subject, type }) => subject.startsWith(name) && /[.](task|assignment)[.]/.test(type))
    return name.includes('/tasks/') ? ofTask(under.map(eventOf), body, day) : []
  })
  const today = known.filter(({ time }) => dayOf(time) === day)
  const others = today.flatMap((record) => {
    const { what, fact } = eventOf(record)
    const isOurs = record.subject.endsWith(`/supervisions/${body.split('/')[1]}`)
    if (what === 'AssignmentUrged') return isOurs ? ['URGING'] : []
    if (what === 'StepIssued') return isOurs ? ['SUPERVISION_STEP'] : []
    if (what === 'AssignmentSubassigned') return fact.organisation === body ? ['PIECE'] : []
    return what === 'ConsultationOpened' && fact.organisations.includes(body) ? ['CONSULTATION'] : []
  })
  return [...ofTasks, ...others].map((one) => `${day} ${one}`).sort()
}
