/** Opening a consultation, composing a standing joint review, and giving it its cases. */
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { BodyAdded } from '#proto/qiantou/consultation/v1/consultation_events.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import { hasEnded, keeps } from '#shared/domain/consultation-case.ts'
import { type Consultation, conductorOf } from '#shared/domain/consultation-state.ts'
import type { Context, OrganisationName } from '#shared/domain/decider.ts'
import { reject } from '#shared/domain/rejection.ts'
import type { CommandOf, Decision } from './consultation-command.ts'
import { askedBy, lastDayOf, unfit } from './consultation-ground.ts'
import type { Known } from './organisation.ts'

/** How many bodies a case may ask; of a standing joint review fewer, because it keeps many cases. */
export const maxBodies = { case: 200, standing: 50 } as const

export const tooManyBodies = (limit: number): Decision =>
  reject('precondition', 'TOO_MANY_BODIES', { limit: `${limit}` })

export function open(command: CommandOf<'Open'>, state: Consultation | undefined, context: Context): Decision {
  const { kind, title, task, application, standing, silenceConsents, asked, known, programme, office } = command
  const { actor, at } = context
  const organisations = askedBy(command.organisations, known, actor, dayOf(at))
  if (!known[actor]) return reject('permission', 'CALLER_NOT_IN_DIRECTORY', { organisation: actor })
  if (state) return reject('exists', 'CONSULTATION_EXISTS')
  if (silenceConsents && kind !== 'CONSULTATION_KIND_OPINION') return reject('invalid', 'SILENCE_IS_NO_CONSENT')
  if (standing && kind !== 'CONSULTATION_KIND_JOINT_REVIEW') return reject('invalid', 'STANDING_IS_JOINT_REVIEW')
  const most = standing ? maxBodies.standing : maxBodies.case
  if (organisations.length > most) return tooManyBodies(most)
  const wrong = unfit(organisations, known, actor, dayOf(at))
  if (wrong) return left(wrong)
  // A group whose only member asks.
  if (organisations.length === 0) return reject('invalid', 'INITIATOR_IS_ASKED')
  const groups = command.organisations.filter((name) => !organisations.includes(name))
  const fact = {
    $type: 'qiantou.consultation.v1.ConsultationOpened' as const,
    ...{ kind, title, task, application, office, organisations, groups, standing, silenceConsents },
  }
  if (!asked) return right([{ ...fact, text: undefined, limit: undefined, provisional: false }])
  const last = lastDayOf(asked.limit, programme.rules, at)
  return isLeft(last) ? last : right([{ ...fact, text: asked.text, ...last.right }])
}

/** The next case of a standing joint review; it asks whom the review is composed of today. */
export function openCase(command: CommandOf<'OpenCase'>, state: Consultation, { at }: Context): Decision {
  const { title, text, limit, programme } = command
  if (!state.standing) return reject('precondition', 'NOT_STANDING')
  // Those that it was composed of have ended, or the only one that was left conducts it now.
  if (state.standing.length === 0) return reject('precondition', 'NOBODY_ASKED')
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
  state: Consultation,
  { at }: Context,
): Decision {
  const { standing = [] } = state
  if (type === 'RemoveBody') {
    if (!standing.includes(organisation)) return reject('precondition', 'BODY_NOT_ASKED', { organisation })
    if (standing.length === 1) return reject('precondition', 'LAST_BODY')
    return right([{ $type: 'qiantou.consultation.v1.BodyRemoved', caseNumber: 0, organisation, reason }])
  }
  const ground = { known, conductor: conductorOf(state), today: dayOf(at), most: maxBodies.standing }
  return added({ caseNumber: 0, organisation, reason }, standing, ground)
}

type Adding = Pick<BodyAdded, 'caseNumber' | 'organisation' | 'reason'>

/** One more body, or those of a group that are not asked yet, each by a fact of its own. */
export function added(
  { caseNumber, organisation: named, reason }: Adding,
  present: readonly OrganisationName[],
  ground: { known: Known; conductor: OrganisationName; today: Day; most: number },
): Decision {
  const { known, conductor, today, most } = ground
  const asked = askedBy([named], known, conductor, today).filter((one) => !present.includes(one))
  const [first, ...others] = asked.map((organisation): BodyAdded => {
    const group = organisation === named ? '' : named
    return { $type: 'qiantou.consultation.v1.BodyAdded', caseNumber, organisation, reason, group }
  })
  if (!first) return reject('precondition', 'BODY_ALREADY_ASKED', { organisation: named })
  if (present.length + asked.length > most) return tooManyBodies(most)
  const wrong = unfit(asked, known, conductor, today)
  return wrong ? left(wrong) : right([first, ...others])
}
