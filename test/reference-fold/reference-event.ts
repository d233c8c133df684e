/** What single facts say, for whoever reads tasks off their records: dates, answers, who may act, who compiles. */
import { messageTypeRegistry } from '#proto/typeRegistry.ts'
import type { ReadRecord } from '#shared/record/record.ts'
import { shanghaiDay } from './working-days.ts'

/** A fact with what is asked about it below. */
export type Event = {
  /** The fact's name without its package. */
  readonly what: string
  /** The body whose assignment it is about, where it is about one. */
  readonly about: string | undefined
  readonly by: string
  readonly time: string
  // biome-ignore lint/suspicious/noExplicitAny: facts of all types, as their messages decode
  readonly fact: any
  /** The persons who signed it off, in order. */
  readonly signed: readonly string[]
}

export function eventOf(record: ReadRecord): Event {
  const fact = messageTypeRegistry.get(record.type)?.decode(record.data) as { organisation?: string } | undefined
  const [, body] = record.subject.split('/assignments/')
  const about = body ? `organisations/${body}` : fact?.organisation
  const signed = record.signoff.map(({ person }) => person)
  const what = record.type.split('.').at(-1) ?? ''
  return { what, about, by: record.actor, time: record.time.toISOString(), fact, signed }
}

export const ends: Readonly<Record<string, string>> = {
  AssignmentReassigned: 'REASSIGNED',
  AssignmentTransferred: 'TRANSFERRED',
  AssignmentWaived: 'WAIVED',
}

type DateFields = { readonly year: number; readonly month: number; readonly day: number }
const dateText = ({ year, month, day }: DateFields): string =>
  [year, month, day].map((number) => `${number}`.padStart(2, '0')).join('-')

/** Whether an event lets a body's accepted part go on. */
export const reopens = ({ what, fact }: Event, body: string): boolean =>
  what === 'TaskReopened' && fact.organisations.includes(body)

/** Whether an event gives a body, whose part of the task had ended without being accepted, another. */
export function givesAnew({ fact }: Event, before: readonly Event[], body: string): boolean {
  if (fact?.successor?.organisation !== body) return false
  const of = before.filter(({ what, about }) => about === body && (what in ends || what === 'SubmissionAccepted'))
  return (of.at(-1)?.what ?? '') in ends
}

/** Whether a body was given a part that was suspended, and stays so. */
export const givenSuspended = (gift: Event | undefined, body: string): boolean =>
  gift?.fact?.successor?.organisation === body && gift.fact.suspendedOn !== undefined

/** Every due date that a milestone of a body's part has had, in order; the first of the records gave it the part. */
export function milestoneDuesOf([gift, ...events]: readonly Event[], body: string, id: string): readonly string[] {
  const named = (list: readonly { id: string }[] = []) => list.filter((milestone) => milestone.id === id)
  const given = named(gift?.fact.content?.milestones ?? gift?.fact.milestones)
  const later = events.flatMap(({ what, about, fact }) => {
    if (about !== body) return []
    if (what === 'ExtensionGranted') return fact.milestone === id ? [fact] : []
    return what === 'AssignmentResumed' ? named(fact.milestones) : []
  })
  return [...given, ...later]
    .flatMap(({ formerDue, due }: { formerDue?: DateFields; due: DateFields }) =>
      formerDue ? [formerDue, due] : [due],
    )
    .map(dateText)
    .filter((due, i, all) => due !== all[i - 1])
}

/** Every due date that a body's part has had, in order; the first of the records gave it the part. */
export function duesOf([gift, ...events]: readonly Event[], body: string): readonly string[] {
  const { content, formerDue, due: handed } = gift?.fact ?? {}
  const given = content ? [content.due] : formerDue ? [formerDue, handed] : [handed]
  const later = events.flatMap((event) => {
    const { what, about, fact } = event
    if (reopens(event, body)) return [fact.due]
    const moves = (what === 'ExtensionGranted' && !fact.milestone) || what === 'AssignmentResumed'
    return moves && about === body ? [fact.due] : []
  })
  // Records of old name none when another body takes over.
  return [...given, ...later].map((due) => (due ? dateText(due) : '')).filter((due, i, all) => due !== all[i - 1])
}

/** Who compiles a task for which all are responsible, as far as somebody has confirmed it. */
export function confirmedCompiler(events: readonly Event[]): string | undefined {
  const at = events.findLastIndex(({ what }) => what === 'CompilerConfirmed')
  const body = events[at]?.fact.organisation
  const left = events
    .slice(at + 1)
    .some(({ what, about }) => about === body && 'REASSIGNED TRANSFERRED WAIVED'.includes(ends[what] ?? '-'))
  return left ? undefined : body
}

/** What was said of the proposal to close that stands: nothing before it was sent back, ruled not to close, or a reopening. */
export const sinceRuling = (events: readonly Event[]): readonly Event[] =>
  events.slice(
    events.findLastIndex(
      ({ what, fact }) =>
        what === 'TaskReopened' || what === 'ClosingReturned' || (what === 'DissentRuled' && !fact.closes),
    ) + 1,
  )

/** Each request for more time: until when it is asked for, which a suspension moves while it waits, what leads think of it, and until when it was granted. */
export const extensionsOf = (events: readonly Event[], body: string): readonly string[] =>
  events
    .filter(({ what, about }) => about === body && what === 'ExtensionRequested')
    .map((request, i, requests) => {
      const { extension } = request.fact
      const until = requests[i + 1]
      const waited = events.slice(events.indexOf(request), until && events.indexOf(until))
      const moved = waited.findLast(
        ({ what, about, fact }) => what === 'AssignmentResumed' && about === body && fact.extensionDue,
      )
      const due = moved?.fact.extensionDue ?? request.fact.due
      const said = events.filter(({ about, fact }) => about === body && fact.extension === extension)
      const last = new Map<string, boolean>()
      for (const { what, by, fact } of said) if (what === 'ExtensionOpinionGiven') last.set(by, fact.supports)
      const opinions = [...last].map(([lead, supports]) => `${lead} ${supports}`).sort()
      const granted = said.find(({ what }) => what === 'ExtensionGranted')
      const isRefused = said.some(({ what }) => what === 'ExtensionRefused')
      const outcome = granted ? `GRANTED ${dateText(granted.fact.due)}` : isRefused ? 'REFUSED' : ''
      return `${dateText(due)} ${opinions} ${outcome}`
    })
    .slice(-20)

/** Who may act for a body: delegated to, and not taken back since. */
export const delegatesOf = (all: readonly Event[], own = all.filter(({ what }) => what.includes('Deleg'))): string[] =>
  own
    .filter(({ what, fact }, i) => {
      const isLast = !own.slice(i + 1).some((later) => later.fact?.organisation === fact?.organisation)
      return what === 'AssignmentDelegated' && isLast
    })
    .map(({ fact }) => fact.organisation)

/** Who does what for a part: of each role whom was named last by the day of the last naming, and whoever is to come after. */
export function peopleOf(own: readonly Event[]): readonly string[] {
  const named = own.filter(({ what }) => what === 'AssignmentPersonNamed').map(({ fact, time }) => ({ ...fact, time }))
  const last = named.at(-1)?.time ?? ''
  const today = last && shanghaiDay(last)
  const standing = named.filter(({ role, from }, i) => {
    const others = named.filter((one) => one.role === role)
    const isSaidAgain = named.slice(i + 1).some((one) => one.role === role && dateText(one.from) === dateText(from))
    const isPast = others.some((one) => dateText(one.from) > dateText(from) && dateText(one.from) <= today)
    return !isSaidAgain && !isPast
  })
  return standing.map(({ role, person, from }) => `${role} ${person} ${dateText(from)}`).sort()
}

/** What each fact about a piece makes of it. */
const pieceStates: Readonly<Record<string, string>> = {
  ...{ AssignmentSubassigned: 'GIVEN', SubassignmentAcknowledged: 'ACKNOWLEDGED', SubassignmentEnded: 'ENDED' },
  ...{ SubassignmentReported: 'IN_PROGRESS', SubassignmentSubmitted: 'SUBMITTED', SubassignmentAccepted: 'ACCEPTED' },
  ...{ SubassignmentReturned: 'IN_PROGRESS', SubassignmentWithdrawn: 'WITHDRAWN' },
}

/** Pieces of a body's part: number, who has it, where it stands, and how much was said to be done. */
export const piecesOf = (own: readonly Event[]): readonly string[] =>
  own
    .filter(({ what }) => what === 'AssignmentSubassigned')
    .map(({ fact: { subassignment, organisation } }) => {
      const about = own.filter(({ what, fact }) => what in pieceStates && fact.subassignment === subassignment)
      // An accepted piece whose body is released with the part stays accepted.
      const last = about.findLast(({ what }, i) => {
        const before = about[i - 1]?.what
        return what !== 'SubassignmentEnded' || before !== 'SubassignmentAccepted'
      })
      const said = about.findLast(({ what }) => /Reported|Submitted/.test(what))
      const percent = said?.what === 'SubassignmentSubmitted' ? 100 : (said?.fact.percent ?? 0)
      const back = about.filter(({ what }) => what === 'SubassignmentReturned').slice(-3)
      const stands = `${subassignment} ${organisation} ${pieceStates[last?.what ?? '']} ${percent}`
      return [stands, ...back.map(({ time }) => `back ${time}`)].join(' ')
    })
