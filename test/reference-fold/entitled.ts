/**
 * Who may read what, and which records a body is to be given, by docs/domain.md (rules 10 to 12, 18 to 20, 24, 26, 31, 36, 38) alone: who is party to what
 * is worked out from what the facts mean, not read off who a record says it admits and releases.
 */
import type { ReadRecord } from '#shared/record/record.ts'
import { referenceConsultation } from './consultation.ts'
import { draftOf, sinceIssue } from './draft.ts'
import { delegatesOf, type Event, eventOf, piecesOf } from './reference-event.ts'
import { authorityOf, heirsOf, whoIsWho } from './who.ts'
import { dateText, shanghaiDay } from './working-days.ts'

const nobody: ReadonlySet<string> = new Set()

/** Who reads a task: its authority, whoever has or had a part that no other has now, who goes on for one of them, and who has a copy. */
function taskParties(events: readonly Event[]): ReadonlySet<string> {
  const issued = sinceIssue(events)
  if (issued.length === 0) return new Set([authorityOf(events), ...draftOf(events).drafters])
  const { authority, parts } = whoIsWho(issued)
  const heirs = heirsOf(issued)
  const having = parts.filter(({ state }) => state !== 'REASSIGNED' && state !== 'TRANSFERRED')
  const after = parts.flatMap(({ organisation }) => heirs.get(organisation) ?? [])
  const { copied } = (issued[0] as Event).fact
  return new Set([authority, ...having.map(({ organisation }) => organisation), ...after, ...copied])
}

/** Whom a body has delegated its part to, and who has a piece of it that is not over. */
function assignmentParties(events: readonly Event[]): ReadonlySet<string> {
  const pieces = piecesOf(events).map((piece) => piece.split(' '))
  const having = pieces.filter(([, , state]) => state !== 'WITHDRAWN' && state !== 'ENDED')
  const over = events.filter(({ what }) => what === 'SubassignmentEnded').map(({ fact }) => fact.organisation)
  const last = having.map(([, organisation = '']) => organisation).filter((one) => !over.includes(one))
  return new Set([...delegatesOf(events), ...last])
}

/** Its body, and the leads, once something was addressed to it: those whom the last record names that says who leads. */
function supervisionParties(events: readonly Event[], subject: string): ReadonlySet<string> {
  const naming = events.findLast(({ what }) => ['AssignmentUrged', 'StepIssued', 'ReadersChanged'].includes(what))
  if (!naming) return nobody
  return new Set([`organisations/${subject.split('/').at(-1)}`, ...naming.fact.leads])
}

/** Who leads a task by its own records; of one that was cancelled, who did. */
function leadsOf(events: readonly Event[]): readonly string[] {
  const cancelled = events.findIndex(({ what }) => what === 'TaskCancelled')
  return whoIsWho(sinceIssue(cancelled < 0 ? events : events.slice(0, cancelled))).leads
}

/** The organisation itself, and at its end those that take its place. */
function organisationParties(events: readonly Event[], subject: string): ReadonlySet<string> {
  const { into = '', successor = '' } = events.find(({ what }) => /(Merged|Split|Dissolved)$/.test(what))?.fact ?? {}
  const later = events.filter(({ what }) => what === 'SuccessorNamed').map(({ fact }) => fact.successor)
  return new Set([subject, ...[into, successor, later].flat()])
}

/** The office that a programme names, or who has last taken its place. */
const officeOf = (events: readonly Event[]): string =>
  events.findLast(({ what }) => what === 'ProgrammeOfficeSucceeded')?.fact.successor ??
  (events[0] as Event).fact.content.office

const named = (codes: readonly string[]): ReadonlySet<string> => new Set(codes.map((code) => `organisations/${code}`))

/** Who is party to what a record is about once so many records have been about it. */
function partiesTo(subject: string, events: readonly Event[]): ReadonlySet<string> {
  if (events.length === 0) return nobody
  const [kind, , under, , below] = subject.split('/')
  if (kind === 'programmes' && under === undefined) return new Set([officeOf(events)])
  if (kind === 'organisations') return organisationParties(events, subject)
  if (below === 'assignments') return assignmentParties(events)
  if (below === 'supervisions') return supervisionParties(events, subject)
  if (under === 'tasks') return taskParties(events)
  if (under !== 'consultations') return nobody
  return named(referenceConsultation(events).parties)
}

/** Kinds of facts after which somebody else may be party. */
const changing =
  /^(Task(Drafted|Issued)|AssignmentReassigned|AssignmentTransferred|\w*Succeeded|\w*Delegat\w*|\w*ubassign\w*|AssignmentUrged|StepIssued|ReadersChanged|Consultation\w+|Case\w+|Body\w+|Organisation\w+|SuccessorNamed|ProgrammeImported)$/

/** Who may read what, as records come one by one in their order. */
export class Readership {
  private readonly histories = new Map<string, Event[]>()
  private readonly parties = new Map<string, ReadonlySet<string>>()
  private readonly ends = new Map<string, string>()
  /** Of consultations: who sees something of it, though it may be given no more of it. */
  private readonly asked = new Map<string, ReadonlySet<string>>()
  /** Of supervisions: the body and who leads, once the task's records have come to that. */
  private readonly led = new Map<string, { readonly length: number; readonly parties: ReadonlySet<string> }>()

  /**
   * Takes in the next record. @returns whether a body is given it live: from the record that makes it party on, to the one that
   * makes it party no longer; of whatever comes once it has ended, nothing
   */
  take(record: ReadRecord): (body: string) => boolean {
    const { subject, time } = record
    const event = eventOf(record)
    const before = this.partiesOf(subject)
    const history = this.histories.get(subject) ?? []
    history.push(event)
    this.histories.set(subject, history)
    if (changing.test(event.what)) this.parties.set(subject, partiesTo(subject, history))
    this.asked.delete(subject)
    if (/^Organisation(Merged|Split|Dissolved)$/.test(event.what))
      this.ends.set(subject, dateText(event.fact.effectiveDate))
    const reading = [before, this.partiesOf(subject), ...above(subject).map((one) => this.partiesOf(one))]
    const day = shanghaiDay(time.toISOString())
    return (body) => day < (this.ends.get(body) ?? never) && reading.some((some) => some.has(body))
  }

  /** Whether a body is party to a resource, or to what stands above it, as the records leave it once all has come to rest. */
  mayRead(body: string, resource: string): boolean {
    return (
      this.partiesAtRest(resource).has(body) ||
      above(resource).some((one) => this.partiesOf(one).has(body)) ||
      this.askedIn(resource).has(body)
    )
  }

  /** Of a supervision the leads, whatever its own records say of them. */
  private partiesAtRest(resource: string): ReadonlySet<string> {
    const parties = this.partiesOf(resource)
    const parts = resource.split('/')
    if (parts[4] !== 'supervisions' || parties.size === 0) return parties
    const history = this.historyOf(parts.slice(0, 4).join('/'))
    const known = this.led.get(resource)
    if (known?.length === history.length) return known.parties
    const led = new Set([`organisations/${parts[5]}`, ...leadsOf(history)])
    this.led.set(resource, { length: history.length, parties: led })
    return led
  }

  /** Every resource that records are about. */
  get subjects(): readonly string[] {
    return [...this.histories.keys()]
  }

  historyOf(subject: string): readonly Event[] {
    return this.histories.get(subject) ?? []
  }

  private askedIn(resource: string): ReadonlySet<string> {
    if (resource.split('/').at(-2) !== 'consultations') return nobody
    const known = this.asked.get(resource)
    const asked = known ?? named(referenceConsultation(this.historyOf(resource)).readers)
    if (!known) this.asked.set(resource, asked)
    return asked
  }

  private partiesOf(resource: string): ReadonlySet<string> {
    return this.parties.get(resource) ?? nobody
  }
}

const never = '9999-12-31'

/** Above a part stands its task, above all the programme. A task's bodies are not party to each other's supervision. */
const above = (subject: string): readonly string[] => {
  const parts = subject.split('/')
  const programme = parts[0] === 'programmes' && parts.length > 2 ? [parts.slice(0, 2).join('/')] : []
  return parts[4] === 'assignments' ? [parts.slice(0, 4).join('/'), ...programme] : programme
}
