/** What a programme sets otherwise than the defaults (docs/domain.md marks those with †). */
import type { Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import { type Calendar, dayFrom, stateCouncil, withDays } from './calendar.ts'

const defaults = {
  acknowledgeWorkingDays: 2,
  reassignmentWorkingDays: 2,
  reviewWorkingDays: 5,
  warningWorkingDays: 5,
} as const

/** The rules with every default in its place. */
export const rulesOf = (set: Rules | undefined): Rules => ({
  $type: 'qiantou.programme.v1.Rules',
  acknowledgeWorkingDays: set?.acknowledgeWorkingDays || defaults.acknowledgeWorkingDays,
  reassignmentWorkingDays: set?.reassignmentWorkingDays || defaults.reassignmentWorkingDays,
  reviewWorkingDays: set?.reviewWorkingDays || defaults.reviewWorkingDays,
  warningWorkingDays: set?.warningWorkingDays || defaults.warningWorkingDays,
  closing: set && set.closing !== 'QUORUM_UNSPECIFIED' ? set.closing : 'QUORUM_ALL',
  leadsIssue: set?.leadsIssue ?? false,
  days: set?.days ?? [],
})

/** The State Council's calendar, with the days that the rules set otherwise. */
export const calendarOf = ({ days }: Rules): Calendar =>
  days.length === 0
    ? stateCouncil
    : withDays(stateCouncil, new Map(days.map(({ date, working }) => [date ? dayFrom(date) : '', working])))
