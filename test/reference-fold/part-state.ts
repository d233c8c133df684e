/** Where one body's part stands, looked up among its records. */
import { type Event, ends, givenSuspended, reopens } from './reference-event.ts'

const stateAfter: Readonly<Record<string, string>> = {
  AssignmentAcknowledged: 'ACKNOWLEDGED',
  ProgressReported: 'IN_PROGRESS',
  AssignmentSubmitted: 'SUBMITTED',
  SubmissionAccepted: 'ACCEPTED',
  SubmissionReturned: 'IN_PROGRESS',
  TaskReopened: 'IN_PROGRESS',
  ReassignmentRequested: 'REASSIGNMENT_REQUESTED',
}

/** Where a body's part stands: what ended it, whenever that was; that it is suspended; else the last thing that moved it. */
export function partState(events: readonly Event[], body: string): string {
  const own = events.filter((event) => event.about === body || reopens(event, body))
  const end = own.find(({ what }) => what in ends)
  if (end) return ends[end.what] as string
  const clock = own.findLast(({ what }) => what === 'AssignmentSuspended' || what === 'AssignmentResumed')
  if (events.some(({ what, fact }) => what === 'TaskCancelled' && fact.organisations.includes(body))) return 'CANCELLED'
  if (clock?.what === 'AssignmentSuspended' || (!clock && givenSuspended(events[0], body))) return 'SUSPENDED'
  const moves = own.filter(({ what }) => what in stateAfter || what === 'AssignmentUpheld')
  const last = moves.at(-1)
  if (last?.what !== 'AssignmentUpheld') return stateAfter[last?.what ?? ''] ?? 'ISSUED'
  // Upheld: as if it had never asked.
  const asked = own.findLastIndex(({ what }) => what === 'ReassignmentRequested')
  const before = own.slice(0, asked).filter(({ what }) => what !== 'AssignmentSuspended')
  return partState(before, body)
}
