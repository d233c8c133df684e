/** Opening a consultation, composing a standing joint review, and giving it its cases. */
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import { dayOf } from '#shared/domain/calendar.ts'
import type { Context } from '#shared/domain/decider.ts'
import { reject } from '#shared/domain/rejection.ts'
import { hasEnded, keeps } from './consultation-case.ts'
import type { CommandOf, Decision } from './consultation-command.ts'
import { lastDayOf, unfit } from './consultation-ground.ts'
import type { Consultation } from './consultation-state.ts'

/** How many bodies a case may ask; of a standing joint review fewer, because it keeps many cases. */
export const maxBodies = { case: 200, standing: 50 } as const

export const tooManyBodies = (limit: number): Decision =>
  reject('precondition', 'TOO_MANY_BODIES', { limit: `${limit}` })

export function open(command: CommandOf<'Open'>, state: Consultation | undefined, context: Context): Decision {
  const { kind, title, task, organisations, standing, silenceConsents, asked, known, programme } = command
  const { actor, at } = context
  if (!known[actor]) return reject('permission', 'CALLER_NOT_IN_DIRECTORY', { organisation: actor })
  if (state) return reject('exists', 'CONSULTATION_EXISTS')
  if (silenceConsents && kind !== 'CONSULTATION_KIND_OPINION') return reject('invalid', 'SILENCE_IS_NO_CONSENT')
  if (standing && kind !== 'CONSULTATION_KIND_JOINT_REVIEW') return reject('invalid', 'STANDING_IS_JOINT_REVIEW')
  const most = standing ? maxBodies.standing : maxBodies.case
  if (organisations.length > most) return tooManyBodies(most)
  const wrong = unfit(organisations, known, actor, dayOf(at))
  if (wrong) return left(wrong)
  const fact = {
    $type: 'qiantou.consultation.v1.ConsultationOpened' as const,
    ...{ kind, title, task, office: programme.office, organisations: [...organisations], standing, silenceConsents },
  }
  if (!asked) return right([{ ...fact, text: undefined, limit: undefined, provisional: false }])
  const last = lastDayOf(asked.limit, programme.rules, at)
  return isLeft(last) ? last : right([{ ...fact, text: asked.text, ...last.right }])
}

/** The next case of a standing joint review; it asks whom the review is composed of today. */
export function openCase(command: CommandOf<'OpenCase'>, state: Consultation, { at }: Context): Decision {
  const { title, text, limit, programme } = command
  if (!state.standing) return reject('precondition', 'NOT_STANDING')
  if (state.cases.filter((one) => !hasEnded(one)).length >= keeps.openCases)
    return reject('precondition', 'TOO_MANY_CASES', { limit: `${keeps.openCases}` })
  const last = lastDayOf(limit, programme.rules, at)
  if (isLeft(last)) return last
  const asked = { caseNumber: state.caseCount + 1, title, text, organisations: [...state.standing] }
  return right([{ $type: 'qiantou.consultation.v1.CaseOpened', ...asked, ...last.right }])
}

/** Whom a standing joint review asks in the cases to come; those that are open keep whom they ask. */
export function recompose(
  { type, organisation, reason, known }: CommandOf<'AddBody' | 'RemoveBody'>,
  { standing = [], initiator }: Consultation,
  { at }: Context,
): Decision {
  const isAsked = standing.includes(organisation)
  if (type === 'RemoveBody') {
    if (!isAsked) return reject('precondition', 'BODY_NOT_ASKED', { organisation })
    if (standing.length === 1) return reject('precondition', 'LAST_BODY')
    return right([{ $type: 'qiantou.consultation.v1.BodyRemoved', caseNumber: 0, organisation, reason }])
  }
  if (isAsked) return reject('precondition', 'BODY_ALREADY_ASKED', { organisation })
  if (standing.length >= maxBodies.standing) return tooManyBodies(maxBodies.standing)
  const wrong = unfit([organisation], known, initiator, dayOf(at))
  if (wrong) return left(wrong)
  return right([{ $type: 'qiantou.consultation.v1.BodyAdded', caseNumber: 0, organisation, reason }])
}
