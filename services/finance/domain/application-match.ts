/** Matching a row of a roster (免申即享): an application that nobody hands in begins where others are admitted. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { ApplicationMatched } from '#proto/qiantou/application/v1/application_events.ts'
import type { Context, ResourceName } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { begun } from './application-fold.ts'
import type { Application } from './application-state.ts'
import { awardYearsOf } from './application-submission.ts'
import { type AssessmentGround, assess, basisFen, isDecided } from './assessment.ts'
import { type Signatories, signing, unfitPersons } from './duty.ts'
import { judgedBy } from './measure.ts'
import { type Roster, rosterContentOf, toApplicationContent } from './roster-state.ts'

/** What matching builds on besides what awards do. */
export type MatchingGround = Signatories &
  AssessmentGround & { readonly rosterName: ResourceName; readonly roster: Roster }

/**
 * Opens the application of a row, signed as an admission is, by the body that handles it: it stands in the sponsor's place,
 * and takes it back for an enterprise that declines. A row is matched once, as its roster says.
 */
export function match(
  command: MatchingGround & { readonly row: number },
  state: Application | undefined,
  context: Context,
): Either<Rejection, readonly [ApplicationMatched]> {
  const { actor, correlationId: name } = context
  const { rosterName, roster, row } = command
  const { handler, matched, withdrawn, measureVersion, pool, finance, year, procedure } = roster
  if (actor !== handler) return reject('permission', 'NOT_YOUR_TURN', { turn: handler })
  const content = rosterContentOf(roster)
  const listed = content.rows[row - 1]
  if (!listed) return reject('notFound', 'ROSTER_ROW_NOT_FOUND', { row: `${row}`, rows: `${content.rows.length}` })
  const application = matched.find((one) => one.row === row)?.application
  if (application !== undefined) return reject('precondition', 'ROSTER_ROW_MATCHED', { row: `${row}`, application })
  if (state) return reject('exists', 'APPLICATION_EXISTS')
  if (withdrawn) return reject('precondition', 'ROSTER_WITHDRAWN')
  const measured = judgedBy(command.measure, roster)
  const fact = ApplicationMatched.create({
    ...{ content: toApplicationContent(content, listed), roster: rosterName, row },
    ...{ measureVersion, handler, pool, finance, year, procedure: [...procedure] },
    awardYears: measured ? awardYearsOf(measured) : 0,
  })
  const opened = begun(fact, { actor, sequence: 0n })
  if (opened.procedure.includes('PROCEDURE_STEP_EXPERT_REVIEW') || isDecided(command, opened))
    return signed(fact, command, context)
  const assessed = assess(name, opened, basisFen(listed), command)
  return isLeft(assessed) ? assessed : signed({ ...fact, ...assessed.right }, command, context)
}

/** What was matched, where these persons may admit what is reserved by that. */
function signed(fact: ApplicationMatched, command: MatchingGround, context: Context): ReturnType<typeof match> {
  const who = signing(command, context, fact.reserved?.fen ?? 0n)
  const unfit = unfitPersons('PROCEDURE_STEP_ADMISSION', who, { steps: [] })
  return unfit ? left(unfit) : right([fact])
}
