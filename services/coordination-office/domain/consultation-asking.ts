/** Answers, and what changes while bodies are asked: the text, the time limit, the signers. */
import { isLeft, right } from 'fp-ts/lib/Either.js'
import { addDays, type Day, dayOf } from '#shared/domain/calendar.ts'
import { everDissented } from '#shared/domain/consultation-body.ts'
import { asks, type Case, isUnderway, keeps } from '#shared/domain/consultation-case.ts'
import { type Consultation, conductorOf } from '#shared/domain/consultation-state.ts'
import type { Context } from '#shared/domain/decider.ts'
import { reject } from '#shared/domain/rejection.ts'
import { secrecyOf } from '#shared/domain/secrecy.ts'
import type { CommandOf, Decision } from './consultation-command.ts'
import { lastDayOf } from './consultation-ground.ts'
import { added, maxBodies } from './consultation-opening.ts'

/** Whether its limit has passed, told of or not. */
const hasPassed = ({ passed, limit }: Case, today: Day): boolean => passed === true || today > limit

const limitPassed = ({ limit }: Case): Decision => reject('precondition', 'TIME_LIMIT_PASSED', { limit })

export const notUnderway = ({ state }: Case): Decision => reject('precondition', 'CASE_NOT_OPEN', { state })

/**
 * An answer to the newest text. While the case is underway and its limit has not passed another answer may replace it, so
 * that bodies can come to agree (协商一致) before anybody rules.
 */
export function answer(command: CommandOf<'Answer'>, state: Consultation, one: Case, { actor, at }: Context): Decision {
  const body = one.bodies.find(({ organisation }) => organisation === actor)
  if (!body) return reject('permission', 'NOT_CONSULTED')
  // Since it succeeded who was asked, or who asked, or conducts it in that one's place.
  if (actor === conductorOf(state)) return reject('permission', 'INITIATOR_IS_ASKED')
  if (!isUnderway(one)) return notUnderway(one)
  if (hasPassed(one, dayOf(at))) return limitPassed(one)
  const { version, answer: kind, text } = command
  const newest = one.versions.length
  if (version !== newest)
    return reject('precondition', 'TEXT_HAS_CHANGED', { version: `${version}`, newest: `${newest}` })
  // Who agrees has nothing to add by agreeing again; comments and reasons may be put otherwise.
  if (body.answer?.version === version && body.answer.answer === kind && !text)
    return reject('precondition', 'ANSWER_UNCHANGED')
  const said = { caseNumber: one.number, version, answer: kind, text }
  return right([{ $type: 'qiantou.consultation.v1.ConsultationAnswered', ...said }])
}

/** Whether a text reads as the newest one does, and is marked alike. */
function isNewest({ text, same }: CommandOf<'Revise'>, { versions }: Case): boolean {
  const newest = versions.at(-1)?.text
  if (newest === undefined || newest.sha256 !== same) return false
  return newest.secrecy === secrecyOf(text).secrecy && newest.publication === secrecyOf(text).publication
}

/** A new version of the text: whoever it affects is asked again, with time to answer. */
export function revise(command: CommandOf<'Revise'>, state: Consultation, one: Case, { at }: Context): Decision {
  if (!isUnderway(one)) return notUnderway(one)
  const { text, reason, affected, limit, programme } = command
  const organisation = affected.find((name) => !asks(one, name))
  if (organisation) return reject('precondition', 'BODY_NOT_ASKED', { organisation })
  if (affected.includes(conductorOf(state))) return reject('invalid', 'INITIATOR_IS_ASKED')
  if (one.versions.length >= keeps.versions)
    return reject('precondition', 'TOO_MANY_VERSIONS', { limit: `${keeps.versions}` })
  if (isNewest(command, one)) return reject('precondition', 'TEXT_UNCHANGED', { newest: `${one.versions.length}` })
  const fact = {
    $type: 'qiantou.consultation.v1.TextRevised' as const,
    ...{ caseNumber: one.number, version: one.versions.length + 1, text, reason, affected: [...affected] },
  }
  if (!limit)
    return hasPassed(one, dayOf(at)) ? limitPassed(one) : right([{ ...fact, limit: undefined, provisional: false }])
  // Whoever was given time to answer keeps it.
  const last = lastDayOf(limit, programme.rules, at, one.limit)
  return isLeft(last) ? last : right([{ ...fact, ...last.right }])
}

export function renew({ limit, reason, programme }: CommandOf<'Renew'>, one: Case, { at }: Context): Decision {
  if (!isUnderway(one)) return notUnderway(one)
  const last = lastDayOf(limit, programme.rules, at, addDays(one.limit, 1))
  if (isLeft(last)) return last
  const fact = { caseNumber: one.number, reason, ...last.right }
  return right([{ $type: 'qiantou.consultation.v1.TimeLimitRenewed', ...fact }])
}

/** One more signer, or those of a group, who have as much time as the others have left. */
export function addBody(
  { organisation, reason, known }: CommandOf<'AddBody'>,
  state: Consultation,
  one: Case,
  { at }: Context,
): Decision {
  if (!isUnderway(one)) return notUnderway(one)
  if (hasPassed(one, dayOf(at))) return limitPassed(one)
  const present = one.bodies.map((body) => body.organisation)
  const most = state.standing ? maxBodies.standing : maxBodies.case
  const ground = { known, conductor: conductorOf(state), today: dayOf(at), most }
  return added({ caseNumber: one.number, organisation, reason }, present, ground)
}

/** One signer fewer, but never one that dissents or did: nobody makes a consensus by sending dissent away. */
export function removeBody({ organisation, reason }: CommandOf<'RemoveBody'>, one: Case): Decision {
  if (!isUnderway(one)) return notUnderway(one)
  const body = one.bodies.find((candidate) => candidate.organisation === organisation)
  if (!body) return reject('precondition', 'BODY_NOT_ASKED', { organisation })
  if (everDissented(body)) return reject('precondition', 'DISSENT_STAYS', { organisation })
  if (one.bodies.length === 1) return reject('precondition', 'LAST_BODY')
  return right([{ $type: 'qiantou.consultation.v1.BodyRemoved', caseNumber: one.number, organisation, reason }])
}
