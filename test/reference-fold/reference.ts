/**
 * What tasks and assignments come to, read off a list of records alone: all that a subscriber gets. Written apart from
 * the services' folds, and in another manner: nothing is folded; each answer is looked up among the facts that bear on it.
 */
import { messageTypeRegistry } from '#proto/typeRegistry.ts'
import type { ReadRecord } from '#shared/record/record.ts'

export type ReferenceReport = {
  readonly milestone: string
  readonly percent: number
  readonly evidence: readonly string[]
  readonly time: string
}

export type ReferenceAssignment = {
  readonly organisation: string
  readonly role: string
  readonly state: string
  readonly version: number
  readonly reports: readonly ReferenceReport[]
  readonly submissions: readonly ReferenceReport[]
  readonly issueTime: string
  readonly acknowledgeTime: string | undefined
  readonly askedForRelease: boolean
}

export type ReferenceTask = {
  readonly name: string
  readonly state: string
  readonly version: number
  readonly closingProposedBy: readonly string[]
  readonly endTime: string | undefined
  readonly parts: readonly {
    readonly organisation: string
    readonly state: string
    readonly percent: number
    readonly submissions: number
    readonly reviewers: readonly string[]
  }[]
  readonly assignments: readonly ReferenceAssignment[]
}

/** A fact with what is asked about it below. */
type Event = {
  /** The fact's name without its package. */
  readonly what: string
  /** The body whose assignment it is about, where it is about one. */
  readonly about: string | undefined
  readonly by: string
  readonly time: string
  // biome-ignore lint/suspicious/noExplicitAny: facts of all types, as their messages decode
  readonly fact: any
}

function eventOf(record: ReadRecord): Event {
  const fact = messageTypeRegistry.get(record.type)?.decode(record.data) as { organisation?: string } | undefined
  const [, body] = record.subject.split('/assignments/')
  const about = body ? `organisations/${body}` : fact?.organisation
  return { what: record.type.split('.').at(-1) ?? '', about, by: record.actor, time: record.time.toISOString(), fact }
}

const stateAfter: Readonly<Record<string, string>> = {
  AssignmentAcknowledged: 'ACKNOWLEDGED',
  ProgressReported: 'IN_PROGRESS',
  AssignmentSubmitted: 'SUBMITTED',
  SubmissionAccepted: 'ACCEPTED',
  SubmissionReturned: 'IN_PROGRESS',
  ReassignmentRequested: 'REASSIGNMENT_REQUESTED',
}

/** Where a body's part stands: what ended it, whenever that was; else the last thing that moved it. */
function partState(events: readonly Event[], body: string): string {
  const own = events.filter(({ about }) => about === body)
  if (own.some(({ what }) => what === 'AssignmentReassigned')) return 'REASSIGNED'
  if (events.some(({ what, fact }) => what === 'TaskCancelled' && fact.organisations.includes(body))) return 'CANCELLED'
  const moves = own.filter(({ what }) => what in stateAfter || what === 'AssignmentUpheld')
  const last = moves.at(-1)
  if (last?.what !== 'AssignmentUpheld') return stateAfter[last?.what ?? ''] ?? 'ISSUED'
  // Upheld: as if it had never asked.
  const asked = own.findLastIndex(({ what }) => what === 'ReassignmentRequested')
  return partState(own.slice(0, asked), body)
}

/** Bodies with their roles, each successor right after whom it succeeds. */
function bodiesOf(events: readonly Event[]): { organisation: string; role: string; since: string }[] {
  const [issued] = events
  const bodies = issued?.fact.bodies.map((body: object) => ({ ...body, since: issued.time })) ?? []
  for (const { what, fact, time } of events) {
    if (what !== 'AssignmentReassigned') continue
    const place = bodies.findIndex(({ organisation }: { organisation: string }) => organisation === fact.organisation)
    bodies.splice(place + 1, 0, { ...fact.successor, since: time })
  }
  return bodies
}

const reportsOf = (events: readonly Event[], body: string, what: string): ReferenceReport[] =>
  events
    .filter((event) => event.about === body && event.what === what)
    .map(({ fact, time }) => ({
      milestone: fact.milestone ?? '',
      percent: what === 'AssignmentSubmitted' ? 100 : fact.percent,
      evidence: fact.evidence.map(({ title }: { title: string }) => title),
      time,
    }))

/** Whether an event is one that a body's assignment has to know of. */
const concerns = ({ what, about, fact }: Event, body: string): boolean =>
  about === body ||
  (what === 'TaskIssued' && fact.bodies.some(({ organisation }: { organisation: string }) => organisation === body)) ||
  (what === 'TaskCancelled' && fact.organisations.includes(body)) ||
  (what === 'AssignmentReassigned' && fact.successor.organisation === body)

function taskOf(name: string, events: readonly Event[]): ReferenceTask {
  const { fact: issued } = events[0] as Event
  const bodies = bodiesOf(events).map((body) => ({ ...body, state: partState(events, body.organisation) }))
  const present = bodies.filter(({ state }) => state !== 'REASSIGNED' && state !== 'CANCELLED')
  const leads = present.filter(({ role }) => role === 'ROLE_LEAD').map(({ organisation }) => organisation)
  const isLed = issued.mode === 'RESPONSIBILITY_MODE_LED'
  const proposers = isLed ? leads : present.map(({ organisation }) => organisation)
  const closingProposedBy = events.filter(({ what }) => what === 'ClosingProposed').map(({ by }) => by)
  const end = events.find(({ what }) => what === 'TaskClosed' || what === 'TaskCancelled')
  const open = closingProposedBy.length && proposers.every((lead) => closingProposedBy.includes(lead))
  const endState = { TaskClosed: 'CLOSED', TaskCancelled: 'CANCELLED' }[end?.what ?? '']
  const moves = (body: string) => events.filter(({ about }) => about === body)
  return {
    name,
    state: endState ?? (open ? 'CLOSE_PROPOSED' : 'ISSUED'),
    version: events.length,
    closingProposedBy,
    endTime: end?.time,
    parts: bodies.map(({ organisation, role, state }) => ({
      organisation,
      state,
      percent: moves(organisation).reduce(
        (percent, { what, fact }) => ({ ProgressReported: fact.percent, AssignmentSubmitted: 100 })[what] ?? percent,
        0,
      ),
      submissions: moves(organisation).filter(({ what }) => what === 'AssignmentSubmitted').length,
      reviewers: isLed && role !== 'ROLE_LEAD' ? leads : [issued.authority],
    })),
    assignments: bodies.map(({ organisation, role, state, since }) => ({
      organisation,
      role,
      state,
      version: events.filter((event) => concerns(event, organisation)).length,
      reports: reportsOf(events, organisation, 'ProgressReported'),
      submissions: reportsOf(events, organisation, 'AssignmentSubmitted'),
      issueTime: since,
      acknowledgeTime: moves(organisation).find(({ what }) => what === 'AssignmentAcknowledged')?.time,
      askedForRelease: moves(organisation).some(({ what }) => what === 'ReassignmentRequested'),
    })),
  }
}

/** Every task that the records speak of, in the order of their issuing. */
export function referenceTasks(records: readonly ReadRecord[]): readonly ReferenceTask[] {
  const tasks = Map.groupBy(
    records.filter(({ subject }) => subject.includes('/tasks/')),
    ({ subject }) => subject.split('/').slice(0, 4).join('/'),
  )
  return [...tasks].map(([name, history]) => taskOf(name, history.map(eventOf)))
}
