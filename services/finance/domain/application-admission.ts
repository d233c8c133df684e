/**
 * The time limit of admission (受理期限): whether it is admitted is decided by a day. That this is over is told, once; nothing
 * is admitted by silence (docs/domain.md, Money 3).
 */
import { type Calendar, dayOf, limitFrom, toDate } from '#shared/domain/calendar.ts'
import { type Application, nextStep, type Step } from './application-state.ts'

const admissionWorkingDays = 5

const notAwaited = { admitUntil: undefined, provisional: false }

/** By when it is decided, where that is next after what is said at an instant: what a fact says of it. */
export function admitFrom(calendar: Calendar, at: Date, next: Step | undefined) {
  if (next !== 'PROCEDURE_STEP_ADMISSION') return notAwaited
  const { last, provisional } = limitFrom(calendar, dayOf(at), admissionWorkingDays)
  return { admitUntil: toDate(last), provisional }
}

/** What is next once the recommender whose turn it is has recommended it. */
export const nextOnceRecommended = (state: Application): Step | undefined =>
  nextStep({ ...state, recommenders: state.recommenders.slice(1) })
