/** People of an assignment (分管领导, 责任处室, 责任人, 联络员): who does what for it, from a day on (docs/domain.md, rule 37). */
import { type Either, right } from 'fp-ts/lib/Either.js'
import type * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { TermRole } from '#proto/qiantou/directory/v1/directory_service.ts'
import { type Day, dayFrom, toDate } from '#shared/domain/calendar.ts'
import type { Organisation } from '#shared/domain/organisation-state.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'

/** `person` is a pseudonym, as in the directory's terms; empty where nobody is from that day on. */
export type AssignmentPerson = { readonly role: TermRole; readonly person: string; readonly from: Day }

export type PersonCommand = {
  readonly type: 'NamePerson'
  readonly role: TermRole
  readonly person: string
  /** Absent: today. */
  readonly from: Day | undefined
  /** The body, as the directory has it. */
  readonly body: Organisation | undefined
}

type Named = { readonly organisation: string; readonly people?: readonly AssignmentPerson[] }

/** Changes that lie ahead, of all roles together. */
const maxAhead = 20

export function namePerson(
  { role, person, from: asked, body }: PersonCommand,
  { organisation, people = [] }: Named,
  today: Day,
): Either<Rejection, readonly [assignment.AssignmentPersonNamed]> {
  const from = asked ?? today
  if (from < today) return reject('invalid', 'PERSON_TOO_EARLY', { from, today })
  const before = people.findLast((one) => one.role === role && one.from <= from)?.person ?? ''
  if (person === before) return reject('precondition', 'PERSON_UNCHANGED', { from })
  const runs = body?.terms.some(
    (term) => term.person === person && term.from <= from && (term.to === undefined || term.to >= from),
  )
  if (person !== '' && !runs) return reject('precondition', 'PERSON_NOT_THERE', { organisation, from })
  if (people.filter((one) => one.from > today).length >= maxAhead && from > today)
    return reject('precondition', 'TOO_MANY_PEOPLE_AHEAD', { limit: `${maxAhead}` })
  return right([{ $type: 'qiantou.assignment.v1.AssignmentPersonNamed', role, person, from: toDate(from) }])
}

/** Of each role whoever is in it, and who will be, by the days from which on. What is over stays in the event log. */
export function withPerson(
  people: readonly AssignmentPerson[],
  { role, person, from }: assignment.AssignmentPersonNamed,
  today: Day,
): readonly AssignmentPerson[] {
  const named = { role, person, from: from ? dayFrom(from) : today }
  const others = people.filter((one) => one.role !== role || one.from !== named.from)
  const all = [...others, named].sort((one, other) => (one.from < other.from ? -1 : Number(one.from > other.from)))
  const isOver = (one: AssignmentPerson): boolean =>
    all.some((other) => other.role === one.role && other.from > one.from && other.from <= today)
  return all.filter((one) => !isOver(one))
}
