/** Who may succeed an organisation, and saying so afterwards of one that had ended without (docs/domain.md, rule 16). */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { SuccessorNamed } from '#proto/qiantou/directory/v1/directory_events.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import type { Context, OrganisationName } from '#shared/domain/decider.ts'
import type { Organisation } from '#shared/domain/organisation-state.ts'
import { beginsOn, endedOn, unknownTo } from '#shared/domain/presence.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import type { Known } from './organisation.ts'

/** Why somebody can't take over on a day; undefined where it can. */
export function unfitToSucceed(successor: OrganisationName, date: Day, known: Known): Rejection | undefined {
  const other = known[successor]
  if (!other) return unknownTo([successor])
  // Also where that lies ahead: whoever follows successors comes to an end, and never round.
  if (other.end) return endedOn(successor, other.end)
  const [{ from: start }] = other.titles
  return start > date ? beginsOn(successor, start) : undefined
}

type Naming = { readonly successor: OrganisationName; readonly basis: string; readonly known: Known }

/** Whoever is named takes over what is left on that very day, or at the end, where that lies ahead. */
export function nameSuccessor(
  { successor, basis, known }: Naming,
  { name, end }: Organisation,
  { at }: Pick<Context, 'at'>,
): Either<Rejection, readonly [SuccessorNamed]> {
  if (!end) return reject('precondition', 'ORGANISATION_GOES_ON')
  if (end.successors.length)
    return reject('precondition', 'SUCCESSOR_NAMED', { organisation: name, successors: end.successors.join(', ') })
  if (successor === name) return reject('precondition', 'SUCCESSOR_IS_ITSELF')
  const today = dayOf(at)
  const from = [end.date, today].sort().at(-1) as Day
  const unfit = unfitToSucceed(successor, from, known)
  if (unfit) return left(unfit)
  return right([{ $type: 'qiantou.directory.v1.SuccessorNamed', successor, basis }])
}
