/**
 * What the supervision of one part comes to, read off a list of records alone. Written apart from the service's fold, and in
 * another manner: nothing is folded; each answer is looked up among the facts that bear on it.
 */
import type { ReadRecord } from '#shared/record/record.ts'
import { type Event, eventOf, givesAnew, reopens } from './reference-event.ts'
import { dateText, shanghaiDay, shifted, workingDaysAfter } from './working-days.ts'

export type ReferenceSupervision = {
  readonly state: string
  readonly urges: number
  /** `REMINDER_LETTER LAPSED 20260305`, and who signed it where somebody did; oldest first. */
  readonly steps: readonly string[]
  /** `SUPERVISION_ORDER UNANSWERED`, or nothing. */
  readonly proposal: string
}

const outcomes: Readonly<Record<string, string>> = {
  ...{ ReplyLimitPassed: 'LAPSED', StepReplied: 'REPLIED', ReplyReturned: 'RETURNED' },
  ...{ ReplyAccepted: 'ACCEPTED', StepWithdrawn: 'WITHDRAWN' },
}
const closed = ['ACCEPTED', 'WITHDRAWN']
const ends = ['SubmissionAccepted', 'AssignmentReassigned', 'AssignmentTransferred', 'AssignmentWaived']

type Day = { readonly year: number; readonly month: number; readonly day: number }
const numberOf = ({ year, month, day }: Day): number => (year * 100 + month) * 100 + day

/** The last day for the reply: later by the working days of every suspension that was over when it was said to have moved, never before it was. */
function replyBy({ time, fact }: Event, moves: readonly Event[], all: readonly Event[]): string {
  const days = all.find(({ what }) => what === 'TaskIssued')?.fact.rules.days ?? []
  return moves.reduce(
    ({ day, since }, { time: at }) => {
      const over = all.filter((event) => event.what === 'AssignmentResumed' && event.time > since && event.time <= at)
      const later = over.reduce((last, resumed) => {
        const stop = all.slice(0, all.indexOf(resumed)).findLast(({ what }) => what === 'AssignmentSuspended') as Event
        const [from, to] = [shanghaiDay(stop.time), shanghaiDay(resumed.time)]
        const by = shifted(last, workingDaysAfter(from, to, days), days)
        return last < from ? last : ([by, to].sort()[1] as string)
      }, day)
      return { day: later, since: at }
    },
    { day: dateText(fact.replyBy), since: time },
  ).day
}

const isEnd = ({ what, about, fact }: Event, body: string): boolean =>
  (ends.includes(what) && about === body) ||
  (what === 'DutiesSucceeded' && about === body && !fact.successor) ||
  (what === 'TaskCancelled' && fact.organisations.includes(body))

/** Whether the part, or the body without a successor, ended after the one and, where there is another, before that: what was open or proposed then is over for good. */
type EndsBetween = (one: Event, other: Event | undefined) => boolean

function stepOf(own: readonly Event[], all: readonly Event[], issued: Event, endsBetween: EndsBetween): string {
  const { number, step } = issued.fact
  const about = own.filter(
    ({ what, fact }) => (what in outcomes || what === 'ReplyLimitMoved') && fact.number === number,
  )
  const moves = about.filter(({ what }) => what === 'ReplyLimitMoved')
  const last = about.at(-1)
  const outcome = outcomes[last?.what ?? ''] ?? 'OPEN'
  const next = own.slice(own.indexOf(issued) + 1).find(({ what }) => what === 'StepIssued')
  const after = next ? 'SUPERSEDED' : outcome
  const state = closed.includes(outcome) ? outcome : endsBetween(issued, next) ? 'ENDED' : after
  const by = replyBy(issued, moves, all).replaceAll('-', '')
  return [step.replace('SUPERVISION_STEP_', ''), state, by, ...issued.signed].join(' ')
}

/** What was proposed last, unless something has happened since that takes it back. */
function proposalOf(own: readonly Event[], all: readonly Event[], body: string, endsBetween: EndsBetween): string {
  const at = own.findLastIndex(({ what }) => what === 'StepProposed')
  const proposal = own[at]
  if (!proposal || endsBetween(proposal, undefined)) return ''
  const proposed = proposal.fact
  const isUnanswered = proposed.reason === 'PROPOSAL_REASON_UNANSWERED'
  const answers = isUnanswered ? ['StepIssued', 'StepReplied', 'StepWithdrawn', 'ReplyLimitMoved'] : ['StepIssued']
  if (own.slice(at).some(({ what }) => answers.includes(what))) return ''
  const later = all.some(
    ({ what, about, fact }) =>
      about === body &&
      (what === 'AssignmentResumed' || (what === 'ExtensionGranted' && !fact.milestone)) &&
      numberOf(fact.due) > numberOf(proposed.date),
  )
  if (later && !isUnanswered) return ''
  return [proposed.step.replace('SUPERVISION_STEP_', ''), proposed.reason.replace('PROPOSAL_REASON_', '')].join(' ')
}

/** A fact, and what it is recorded of: the supervision of a part, the part, or the task. */
export type Placed = { readonly subject: string; readonly event: Event }

/** The supervision of a body's part, of the records of its task; undefined where there is none. */
export const referenceSupervision = (records: readonly ReadRecord[], body: string): ReferenceSupervision | undefined =>
  supervisionIn(
    records.map((record) => ({ subject: record.subject, event: eventOf(record) })),
    body,
  )

/** As `referenceSupervision`, of facts that are read already. */
export function supervisionIn(events: readonly Placed[], body: string): ReferenceSupervision | undefined {
  const code = body.split('/')[1]
  const own = events.filter(({ subject }) => subject.endsWith(`/supervisions/${code}`)).map(({ event }) => event)
  if (own.length === 0) return undefined
  const all = events.filter(({ subject }) => !subject.includes('/supervisions/')).map(({ event }) => event)
  const letsGoOn = (event: Event): boolean =>
    reopens(event, body) || givesAnew(event, all.slice(0, all.indexOf(event)), body)
  const placeOf = (event: Event | undefined) => events.findIndex((one) => one.event === event)
  const hasEnded = all.findLastIndex((event) => isEnd(event, body)) > all.findLastIndex(letsGoOn)
  const ofPart = all.filter(({ what, about }) => what === 'TaskIssued' || about === body)
  const isOfPart = ({ subject }: Placed): boolean => !subject.includes('/supervisions/')
  const isOverAt = (place: number): boolean => {
    const before = events.slice(0, place).filter(isOfPart)
    return (
      before.findLastIndex(({ event }) => isEnd(event, body)) > before.findLastIndex(({ event }) => letsGoOn(event))
    )
  }
  // What was issued before the end had come here ends with it, too, whichever of the two the log has first.
  const endsBetween: EndsBetween = (one, other) => {
    const place = placeOf(one)
    const between = events.slice(place, other ? placeOf(other) : undefined)
    const end = between.findIndex((placed) => isOfPart(placed) && isEnd(placed.event, body))
    // Another step before the part goes on again crosses with the end: whoever issued it had not heard of that.
    const goesOn = between.slice(end + 1).some((placed) => isOfPart(placed) && letsGoOn(placed.event))
    return (hasEnded && !other) || ((end >= 0 || isOverAt(place)) && (!other || goesOn))
  }
  const steps = own
    .filter(({ what }) => what === 'StepIssued')
    .map((issued) => stepOf(own, ofPart, issued, endsBetween))
  const proposal = proposalOf(own, all, body, endsBetween)
  const waiting = steps.at(-1)?.split(' ')[1] ?? ''
  const settled = proposal ? 'PROPOSED' : 'SETTLED'
  return {
    state: hasEnded ? 'ENDED' : ['OPEN', 'REPLIED', 'RETURNED', 'LAPSED'].includes(waiting) ? waiting : settled,
    urges: own.filter(({ what }) => what === 'AssignmentUrged').length,
    steps,
    proposal,
  }
}
