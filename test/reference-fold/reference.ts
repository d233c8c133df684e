/**
 * What tasks and assignments come to, read off a list of records alone: all that a subscriber gets. Written apart from
 * the services' folds, and in another manner: nothing is folded; each answer is looked up among the facts that bear on it.
 */
import { messageTypeRegistry } from '#proto/typeRegistry.ts'
import type { ReadRecord } from '#shared/record/record.ts'

export type ReferenceReview = {
  readonly outcome: string
  readonly reviewer: string
  readonly time: string
  /** The hash of the reason's text in hex; undefined where none is given. */
  readonly reason: string | undefined
}

export type ReferenceReport = {
  readonly number: number
  readonly milestone: string
  readonly percent: number
  readonly evidence: readonly string[]
  readonly time: string
  readonly review: ReferenceReview | undefined
}

export type ReferenceAssignment = {
  readonly organisation: string
  readonly role: string
  readonly state: string
  readonly version: number
  readonly reportCount: number
  readonly submissionCount: number
  /** The newest, as many as the API promises. */
  readonly reports: readonly ReferenceReport[]
  readonly submissions: readonly ReferenceReport[]
  readonly issueTime: string
  readonly acknowledgeTime: string | undefined
  readonly askedForRelease: boolean
  readonly releaseReview: ReferenceReview | undefined
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

const outcomes: Readonly<Record<string, string>> = {
  SubmissionAccepted: 'ACCEPTED',
  SubmissionReturned: 'RETURNED',
  AssignmentUpheld: 'UPHELD',
  AssignmentReassigned: 'REASSIGNED',
}

const reviewOf = (event: Event | undefined): ReferenceReview | undefined =>
  event && {
    outcome: outcomes[event.what] ?? '',
    reviewer: event.by,
    time: event.time,
    reason: event.fact.reason && Buffer.from(event.fact.reason.sha256).toString('hex'),
  }

const reportsOf = (events: readonly Event[], body: string, what: string): ReferenceReport[] => {
  const own = events.filter(({ about }) => about === body)
  return own
    .filter((event) => event.what === what)
    .map(({ fact, time }) => ({
      number: fact.report ?? fact.submission,
      milestone: fact.milestone ?? '',
      percent: what === 'AssignmentSubmitted' ? 100 : fact.percent,
      evidence: fact.evidence.map(({ title }: { title: string }) => title),
      time,
      review: reviewOf(
        own.find(
          (event) =>
            event.what.startsWith('Submission') && fact.submission && event.fact.submission === fact.submission,
        ),
      ),
    }))
}

/** What the API shows of reports or submissions: the last 20, of which those that name 100 pieces of evidence or fewer. */
const shown = (reports: readonly ReferenceReport[]): readonly ReferenceReport[] =>
  reports.slice(-20).filter((_, i, last) => last.slice(i).flatMap(({ evidence }) => evidence).length <= 100)

/** What was decided since a body last asked to be released. */
function releaseReviewOf(events: readonly Event[], body: string): ReferenceReview | undefined {
  const own = events.filter(({ about }) => about === body)
  const asked = own.findLastIndex(({ what }) => what === 'ReassignmentRequested')
  const decided = own
    .slice(asked + 1)
    .find(({ what }) => what === 'AssignmentUpheld' || what === 'AssignmentReassigned')
  return reviewOf(decided)
}

const count = (events: readonly Event[], body: string, kind: string): number =>
  events.filter(({ what, about }) => about === body && what === kind).length

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
      reportCount: count(events, organisation, 'ProgressReported'),
      submissionCount: count(events, organisation, 'AssignmentSubmitted'),
      reports: shown(reportsOf(events, organisation, 'ProgressReported')),
      submissions: shown(reportsOf(events, organisation, 'AssignmentSubmitted')),
      issueTime: since,
      acknowledgeTime: moves(organisation).find(({ what }) => what === 'AssignmentAcknowledged')?.time,
      askedForRelease: moves(organisation).some(({ what }) => what === 'ReassignmentRequested'),
      releaseReview: releaseReviewOf(events, organisation),
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
