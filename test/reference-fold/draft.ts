/** A task that is only drafted, looked up among its records: who may draft it, what is named in it, and whose turn it is. */
import type { Event } from './reference-event.ts'

/** What a task is, and asks for, begins with its issue; nothing of a task that was never issued. */
export const sinceIssue = (events: readonly Event[]): readonly Event[] => {
  const issue = events.findIndex(({ what }) => what === 'TaskIssued')
  return issue < 0 ? [] : events.slice(issue)
}

export type ReferenceDraft = {
  readonly drafters: readonly string[]
  readonly isReturned: boolean
  readonly title: string
  /** Bodies and groups as they were named. */
  readonly copied: readonly string[]
}

/** Rule 38: its leads; without one who is responsible; without these everybody. Then whoever took the place of one of them. */
function draftersOf(events: readonly Event[]): readonly string[] {
  const bodies: readonly { organisation: string; role: string }[] = events[0]?.fact.bodies ?? []
  const roles = ['ROLE_LEAD', 'ROLE_RESPONSIBLE', 'ROLE_STANDING']
  const role = roles.find((one) => bodies.some((body) => body.role === one))
  let drafters = bodies.filter((body) => body.role === role).map(({ organisation }) => organisation)
  const left = new Set<string>()
  for (const { what, fact } of events) {
    if (what !== 'DutiesSucceeded') continue
    const { organisation, successor } = fact
    // A successor that is named afterwards comes last.
    if (left.delete(organisation)) drafters = [...drafters, organisation]
    if (successor === '') left.add(organisation)
    drafters = drafters.map((one) => (one === organisation ? successor : one)).filter((one) => one !== '')
  }
  return [...new Set(drafters)]
}

/** By the records of a task that was not issued, the first of which is that it was drafted. */
export function draftOf(events: readonly Event[]): ReferenceDraft {
  const texts = events.filter(({ what }) => what === 'TaskDrafted' || what === 'DraftRevised')
  const moves = events.filter(({ what }) => what === 'DraftReturned' || what === 'DraftRevised')
  const { content, copied } = texts.at(-1)?.fact ?? {}
  const isReturned = moves.at(-1)?.what === 'DraftReturned'
  return { drafters: draftersOf(events), isReturned, title: content.title, copied }
}

/** Grey, whatever its dates say: it waits for the office, or, sent back, for those who may draft it. */
export function draftLight(events: readonly Event[]): { readonly light: string; readonly turn: readonly string[] } {
  if (events.some(({ what }) => what === 'TaskCancelled')) return { light: 'UNSPECIFIED UNSPECIFIED', turn: [] }
  const authority: string =
    events.findLast(({ what }) => what === 'AuthoritySucceeded')?.fact.successor ?? events[0]?.fact.authority
  const { drafters, isReturned } = draftOf(events)
  if (!isReturned) return { light: 'GREY DRAFTED', turn: [authority] }
  return { light: 'GREY DRAFT_RETURNED', turn: drafters.length ? drafters : [authority] }
}
