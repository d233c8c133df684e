/**
 * What every light of a task was at the end of a day, read off its records by docs/domain.md alone: dates are worked out from
 * the rules and the calendar, not taken from the limits that the records say. Nothing here is shared with the services.
 */

import { draftLight, sinceIssue } from './draft.ts'
import { type Dates, datesIn, reportLate } from './part-dates.ts'
import type { Life } from './part-life.ts'
import { taskOf } from './reference.ts'
import { type Event, sinceRuling } from './reference-event.ts'
import { goneStates, heirsOf, reviewersOf, type Who, whoIsWho } from './who.ts'
import { dateText, shanghaiDay, shifted } from './working-days.ts'

/** From the gravest on. */
const gravity = [
  ...['RED OVERDUE', 'RED MILESTONE_MISSED', 'YELLOW ACKNOWLEDGEMENT_LATE', 'YELLOW REVIEW_LATE', 'YELLOW REPORT_LATE'],
  ...['YELLOW DUE_NEAR', 'YELLOW MILESTONE_NEAR', 'YELLOW ACKNOWLEDGED_LATE', 'GREEN ON_COURSE', 'GREEN WAITING'],
  ...['GREY NOT_STARTED', 'GREY SUSPENDED'],
] as const
const none = 'UNSPECIFIED UNSPECIFIED'

const code = (name: string): string => name.split('/')[1] ?? name
const withTurn = (light: string, turn: readonly string[]): string => `${light} ${turn.map(code).sort().join(',')}`

/** `worker` is who works on it: its body, or the authority where a record says that nobody succeeds that. */
type Part = Life & {
  readonly worker: string
  readonly state: string
  readonly dates: Dates
  readonly reviewers: readonly string[]
}

/** What is wrong with a part whose body is at work, or has not begun. */
function trouble({ organisation, events, state, dates, gift }: Part, day: string): string | undefined {
  const { due, milestones, rules } = dates
  const near = (date: string): boolean => day >= shifted(date, -rules.warningWorkingDays, rules.days)
  const open = milestones.filter(({ isReached }) => !isReached)
  if (day > due) return 'RED OVERDUE'
  if (open.some((milestone) => day > milestone.due)) return 'RED MILESTONE_MISSED'
  if (state === 'ISSUED' && day > dates.acknowledgeBy) return 'YELLOW ACKNOWLEDGEMENT_LATE'
  if (near(due)) return 'YELLOW DUE_NEAR'
  if (open.some((milestone) => near(milestone.due))) return 'YELLOW MILESTONE_NEAR'
  if (state === 'ISSUED') return undefined
  if (reportLate(organisation, events, gift, day)) return 'YELLOW REPORT_LATE'
  const own = events.filter(({ about }) => about === organisation)
  const acknowledged = own.find(({ what }) => what === 'AssignmentAcknowledged')
  const isLate = acknowledged && shanghaiDay(acknowledged.time) > dates.acknowledgeBy
  return state === 'ACKNOWLEDGED' && isLate ? 'YELLOW ACKNOWLEDGED_LATE' : undefined
}

function partLight(part: Part, authority: string, day: string): string {
  const { worker, state, dates, reviewers } = part
  if (state === 'ACCEPTED') return withTurn('BLUE DONE', [])
  if (goneStates.includes(state)) return withTurn(none, [])
  if (state === 'SUSPENDED') return withTurn('GREY SUSPENDED', [authority])
  if (state === 'SUBMITTED') return withTurn(day > dates.reviewBy ? 'YELLOW REVIEW_LATE' : 'GREEN WAITING', reviewers)
  const wrong = trouble(part, day)
  if (state === 'REASSIGNMENT_REQUESTED') return withTurn(wrong ?? 'GREEN WAITING', [authority])
  return withTurn(wrong ?? (state === 'ISSUED' ? 'GREY NOT_STARTED' : 'GREEN ON_COURSE'), [worker])
}

function milestoneLight(part: Part, id: string, authority: string, day: string): string {
  const { state, dates } = part
  const milestone = dates.milestones.find((one) => one.id === id)
  if (milestone?.isReached || state === 'ACCEPTED') return withTurn('BLUE DONE', [])
  if (!milestone || goneStates.includes(state)) return withTurn(none, [])
  // Whoever is to act in the part.
  const [, , turn = ''] = partLight(part, authority, day).split(' ')
  if (state === 'SUSPENDED') return `GREY SUSPENDED ${turn}`
  if (day > milestone.due) return `RED MILESTONE_MISSED ${turn}`
  const warn = shifted(milestone.due, -dates.rules.warningWorkingDays, dates.rules.days)
  return `${day >= warn ? 'YELLOW MILESTONE_NEAR' : 'GREEN ON_COURSE'} ${turn}`
}

/** Whether the other bodies of a joint task have had their working days to answer the proposal to close it. */
function answersLate({ fact: { rules } }: Event, events: readonly Event[], { state, day, who }: Standing): boolean {
  const proposal = sinceRuling(events).findLast(({ what }) => what === 'ClosingProposed')
  if (state !== 'ISSUED' || !proposal || who.answersMissing.length === 0) return false
  return day > shifted(shanghaiDay(proposal.time), rules?.joint?.countersignWorkingDays || 5, rules?.days ?? [])
}

/** Who is to act once nothing is open. */
function closingTurn({ fact: { mode } }: Event, { state, who }: Standing, isLate: boolean): readonly string[] {
  const { authority } = who
  if (state === 'CLOSE_PROPOSED') return [authority]
  if (mode !== 'RESPONSIBILITY_MODE_JOINT') return who.proposalsMissing
  if (!who.compiler) return [authority]
  if (!who.isQuorum) return [who.compiler]
  if (isLate) return [...who.answersMissing, authority]
  return who.answersMissing.length > 0 ? who.answersMissing : [authority]
}

/** `RED OVERDUE hn-kjt,hn-fgw` by what it is of: the task's name, `…/assignments/hn-kjt`, `…/assignments/hn-kjt#m1`. */
export function lightsOn(day: string, name: string, all: readonly Event[]): ReadonlyMap<string, string> {
  const known = all.filter(({ time }) => shanghaiDay(time) <= day)
  const lights = new Map<string, string>()
  const events = sinceIssue(known)
  const [issued] = events
  if (!issued && known.length > 0) {
    const { light, turn } = draftLight(known)
    lights.set(name, withTurn(light, turn))
  }
  if (!issued) return lights
  const who = whoIsWho(events)
  const heirs = heirsOf(events)
  const parts = who.parts.map((life) => ({
    ...life,
    worker: heirs.get(life.organisation) === '' ? who.authority : life.organisation,
    dates: datesIn(life, issued),
    reviewers: reviewersOf(life, who, issued),
  }))
  const open: string[] = []
  for (const part of parts) {
    const of = `${name}/assignments/${code(part.organisation)}`
    const light = partLight(part, who.authority, day)
    lights.set(of, light)
    for (const { id } of part.dates.milestones) lights.set(`${of}#${id}`, milestoneLight(part, id, who.authority, day))
    if (part.state !== 'ACCEPTED' && !goneStates.includes(part.state)) open.push(light)
  }
  const dues = parts.filter(({ state }) => !goneStates.includes(state)).map(({ dates }) => dates.due)
  const due = dues.sort().at(-1) ?? dateText(issued.fact.content.due)
  lights.set(name, taskLight(issued, events, { day, due, open, state: taskOf(name, events).state, who }))
  return lights
}

type Standing = {
  readonly day: string
  /** That of the part that is due last. */
  readonly due: string
  readonly open: readonly string[]
  readonly state: string
  readonly who: Who
}

/** The gravest light of what is open, with the turns of all of that colour, of green and grey together; its own once nothing is. */
function taskLight(issued: Event, events: readonly Event[], standing: Standing): string {
  const { day, due, open, state } = standing
  if (state === 'CLOSED' || state === 'ARCHIVED') return withTurn('BLUE DONE', [])
  if (state === 'CANCELLED') return withTurn(none, [])
  if (open.length === 0) {
    const isLate = answersLate(issued, events, standing)
    const inTime = isLate ? 'YELLOW COUNTERSIGNATURE_LATE' : 'GREEN WAITING'
    return withTurn(day > due ? 'RED OVERDUE' : inTime, closingTurn(issued, standing, isLate))
  }
  const worst = gravity.find((light) => open.some((one) => one.startsWith(`${light} `))) ?? none
  const [colour = ''] = worst.split(' ')
  const acting = colour === 'GREEN' ? ['GREEN', 'GREY'] : [colour]
  const turns = open
    .filter((one) => acting.includes(one.split(' ')[0] ?? ''))
    .flatMap((one) => (one.split(' ')[2] ?? '').split(','))
  return withTurn(worst, [...new Set(turns)].filter(Boolean))
}
