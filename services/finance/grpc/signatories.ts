import { type Either, map } from 'fp-ts/lib/Either.js'
import type { StateOf } from '#shared/domain/decider.ts'
import { organisationView } from '#shared/domain/organisation-view.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import type { Caller } from '#shared/identity/caller.ts'
import type { Signatories } from '../domain/duty.ts'

/** A command with who may sign it for the caller's body; the body's entry must stand beside. */
export function signable<Command extends Signatories>(
  made: Either<Rejection, Command>,
  { actor }: Caller,
  stateOf: StateOf,
): Either<Rejection, Command> {
  const terms = stateOf(actor, organisationView)?.terms
  return terms ? map((command: Command) => ({ ...command, signatories: terms }))(made) : made
}
