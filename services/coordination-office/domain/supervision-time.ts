/** What comes about in a supervision by itself: limits pass, or move, the next step is proposed, and others read along. */
import type * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import { type Day, dayOf, isRunProvisional, laterOf, toDate, workingDaysFrom } from '#shared/domain/calendar.ts'
import { calendarOf } from '#shared/domain/rules.ts'
import {
  nextRung,
  openStep,
  type Rung,
  rungAgain,
  type Step,
  type Stood,
  type Supervision,
  type SupervisionFact,
} from './supervision-state.ts'

/**
 * The limit of a step lies later by the working days for which the part stood, once or more, and on the day on which it went on
 * at the earliest (docs/domain.md, rule 2).
 */
function limitMoved({ days = [] }: Supervision, stood: readonly Stood[], step: Step): supervision.ReplyLimitMoved {
  const { number, replyBy } = step
  const calendar = calendarOf({ days: [...days] })
  const moved = stood.reduce(
    (day, { from, workingDays, at }) =>
      day < from ? day : laterOf(workingDaysFrom(calendar, day, workingDays), dayOf(new Date(at))),
    replyBy,
  )
  const provisional = (step.provisional ?? false) || isRunProvisional(calendar, replyBy, moved)
  return { $type: 'qiantou.supervision.v1.ReplyLimitMoved', number, replyBy: toDate(moved), provisional }
}

type Proposed = readonly supervision.StepProposed[]

const proposing = (step: Rung | undefined, reason: supervision.ProposalReason, date: Day): Proposed =>
  step ? [{ $type: 'qiantou.supervision.v1.StepProposed', step, reason, date: toDate(date) }] : []

/** The limit of a step that is open has passed: the next rung is proposed. */
const lapsed = (state: Supervision, step: Step): readonly [SupervisionFact, ...SupervisionFact[]] => [
  { $type: 'qiantou.supervision.v1.ReplyLimitPassed', number: step.number },
  ...proposing(
    nextRung({ ...state, steps: [{ ...step, state: 'LAPSED' }] }),
    'PROPOSAL_REASON_UNANSWERED',
    step.replyBy,
  ),
]

/**
 * One thing at a time. What is proposed by policy is never issued. That a due date has passed is a fact of another service;
 * whether something follows from it depends on how the supervision stands, so that it is decided here, on the state, and by
 * nobody's command.
 */
export function elapse(state: Supervision): readonly [SupervisionFact, ...SupervisionFact[]] {
  if (state.leadsNow) return [{ $type: 'qiantou.supervision.v1.ReadersChanged', leads: [...state.leadsNow.leads] }]
  const open = openStep(state)
  if (state.stood && open) return [limitMoved(state, state.stood, open)]
  if (open) return lapsed(state, open)
  const { overdue, late } = state
  const [proposal] = overdue
    ? proposing(nextRung(state), 'PROPOSAL_REASON_OVERDUE', overdue.date)
    : proposing(rungAgain(state), 'PROPOSAL_REASON_STILL_OVERDUE', late ?? '')
  if (!proposal) throw new Error('nothing is due')
  return [proposal]
}
