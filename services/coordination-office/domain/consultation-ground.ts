/** Who can be asked, and until when: what opening and changing a consultation both ask. */
import { type Either, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import type { Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import { type Day, dayFrom, dayOf, limitFrom, limitOn, toDate } from '#shared/domain/calendar.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import { standsFor } from '#shared/domain/organisation-view.ts'
import { absence } from '#shared/domain/presence.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { calendarOf } from '#shared/domain/rules.ts'
import type { Known } from './organisation.ts'

/** Until when bodies answer, as the caller says it. */
export type Limit = { readonly workingDays: number } | { readonly date: DateMessage }

/** The last day for answers, as a fact has it. */
type LastDay = { readonly limit: DateMessage; readonly provisional: boolean }

/** The last day that a limit comes to. Refuses a day that is over, and one before `earliest`. */
export function lastDayOf(limit: Limit, rules: Rules, at: Date, earliest?: Day): Either<Rejection, LastDay> {
  const calendar = calendarOf(rules)
  const today = dayOf(at)
  const { last, provisional } =
    'date' in limit ? limitOn(calendar, dayFrom(limit.date)) : limitFrom(calendar, today, limit.workingDays)
  if (last < today) return reject('invalid', 'TIME_LIMIT_IN_PAST', { limit: last, today })
  if (earliest && last < earliest) return reject('precondition', 'TIME_LIMIT_TOO_EARLY', { limit: last, earliest })
  return right({ limit: toDate(last), provisional })
}

/**
 * Whom names stand for today, each once: a group for its members that are there, but for who conducts it and does not ask
 * itself (docs/domain.md, rule 17).
 */
export const askedBy = (
  names: readonly OrganisationName[],
  known: Known,
  conductor: OrganisationName,
  today: Day,
): OrganisationName[] => {
  const asked = names.flatMap((name) =>
    standsFor(today, name, (one) => known[one]).filter((one) => one === name || one !== conductor),
  )
  return [...new Set(asked)]
}

/** Why one of the organisations can't be asked, or rule, today; undefined where all can. */
export function unfit(
  organisations: readonly OrganisationName[],
  known: Known,
  conductor: OrganisationName,
  today: Day,
): Rejection | undefined {
  if (organisations.includes(conductor)) return rejection('invalid', 'INITIATOR_IS_ASKED')
  const organisation = organisations.find((name) => known[name]?.kind === 'ORGANISATION_KIND_GROUP')
  if (organisation) return rejection('precondition', 'BODY_IS_GROUP', { organisation })
  return absence(today, organisations, (name) => known[name])
}
