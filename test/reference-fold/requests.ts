/**
 * What each body was asked on a day, read off the records by docs/domain.md alone. Nothing here is shared with the service that
 * says it: every day is looked at by itself, among the records up to its end.
 */
import { sinceIssue } from './draft.ts'
import { datesIn, reportDay } from './part-dates.ts'
import { type Life, livesOf } from './part-life.ts'
import { partState } from './part-state.ts'
import type { Event } from './reference-event.ts'
import { goneStates } from './who.ts'
import { dateText, shanghaiDay } from './working-days.ts'

/** `hn-kjt MILESTONE`, once for each time. */
export type Asked = string

const code = (name: string): string => name.split('/')[1] ?? name
const asked = (body: string, kind: string): Asked => `${code(body)} ${kind}`

/** The fields that each kind of request is to be filled in with. */
export const fieldsOf: Readonly<Record<string, number>> = {
  ...{
    ASSIGNMENT: 0,
    MONTHLY_REPORT: 3,
    MILESTONE: 3,
    DUE: 2,
    CONSULTATION: 2,
    SUPERVISION_STEP: 2,
    URGING: 0,
    PIECE: 2,
  },
}

/** What a task asked on a day; the records are those of the task and of its parts. */
export function askedByTask(day: string, all: readonly Event[]): readonly Asked[] {
  // A draft asks nobody for anything.
  const events = sinceIssue(all.filter(({ time }) => shanghaiDay(time) <= day))
  const [issued] = events
  if (!issued) return []
  const { monthlyReport } = issued.fact.content
  const [year, month] = day.split('-').map(Number) as [number, number]
  const isReportDay = monthlyReport && reportDay(year, month, monthlyReport.day) === day
  return livesOf(events).flatMap((life) => {
    const { organisation, gift } = life
    const state = partState(life.events, organisation)
    const isAtWork = ['ISSUED', 'ACKNOWLEDGED', 'IN_PROGRESS'].includes(state)
    return [
      ...(shanghaiDay(gift.time) === day ? [asked(organisation, 'ASSIGNMENT')] : []),
      ...(isReportDay && isAtWork ? [asked(organisation, 'MONTHLY_REPORT')] : []),
      ...dueOn(day, life, issued, state !== 'SUSPENDED' && !goneStates.includes(state)),
    ]
  })
}

/** The whole, and each milestone: on the day of being early, else when it is due. */
function dueOn(day: string, life: Life, issued: Event, stands: boolean): readonly Asked[] {
  const { organisation, events, gift } = life
  const given = gift.what === 'TaskIssued' ? gift.fact.content : gift.fact
  const isDone = (id: string, { what, about, fact }: Event): boolean =>
    about === organisation &&
    (id ? what === 'ProgressReported' && fact.milestone === id && fact.percent === 100 : what === 'AssignmentSubmitted')
  const dueAfter = (id: string, until: readonly Event[]): string => {
    const { due, milestones } = datesIn({ ...life, events: until }, issued)
    return id ? (milestones.find((one) => one.id === id)?.due ?? '') : due
  }
  const counts = (id: string): boolean => {
    const done = events.findIndex((event) => isDone(id, event))
    if (done < 0) return stands && dueAfter(id, events) === day
    return shanghaiDay(events[done]?.time ?? '') === day && day <= dueAfter(id, events.slice(0, done))
  }
  const ids: readonly string[] = given.milestones.map(({ id }: { id: string }) => id)
  return [
    ...ids.filter(counts).map(() => asked(organisation, 'MILESTONE')),
    ...(counts('') ? [asked(organisation, 'DUE')] : []),
  ]
}

/** The last day on which a task's dates can ask anything, once it has ended. */
export const lastDate = (events: readonly Event[]): string =>
  events
    .flatMap(({ fact }) => [fact?.due, fact?.content?.due, ...(fact?.milestones ?? fact?.content?.milestones ?? [])])
    .map((date) => date?.due ?? date)
    .filter((date) => date?.year)
    .map(dateText)
    .sort()
    .at(-1) ?? ''

/** What consultations, supervision and pieces asked, record by record; `subject` is what the record is about. */
export function askedByRecord({ what, fact }: Event, subject: string): readonly Asked[] {
  switch (what) {
    case 'ConsultationOpened':
      return fact.standing ? [] : fact.organisations.map((body: string) => asked(body, 'CONSULTATION'))
    case 'CaseOpened':
      return fact.organisations.map((body: string) => asked(body, 'CONSULTATION'))
    case 'BodyAdded':
      return fact.caseNumber > 0 ? [asked(fact.organisation, 'CONSULTATION')] : []
    case 'TextRevised':
      return fact.affected.map((body: string) => asked(body, 'CONSULTATION'))
    case 'StepIssued':
      return [asked(`organisations/${subject.split('/')[5]}`, 'SUPERVISION_STEP')]
    case 'AssignmentUrged':
      return [asked(`organisations/${subject.split('/')[5]}`, 'URGING')]
    case 'AssignmentSubassigned':
      return [asked(fact.organisation, 'PIECE')]
    default:
      return []
  }
}
