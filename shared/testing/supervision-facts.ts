/** Facts of the supervision of one body's part, for stories. 2026-03-02 is a Monday. */
import { DeadlineReached } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import { type Day, endOf, toDate } from '#shared/domain/calendar.ts'
import type { Fact, OrganisationName } from '#shared/domain/decider.ts'
import type { Organisation } from '#shared/domain/organisation-state.ts'
import { type Told, told } from './story.ts'
import { assignmentName, evidence, lead, supporter, taskName, text } from './task-facts.ts'

export const supervisionName = `${taskName}/supervisions/hn-fgw`
export const said = text('请抓紧办理')

/** The directory's entry of an organisation that has been there always. */
export const entryOf = (name: OrganisationName): Organisation => ({
  ...{ name, registrar: 'organisations/hn-office', superior: '', memberships: [], terms: [] },
  ...{ kind: 'ORGANISATION_KIND_ORGANISATION', level: 'ORGANISATION_LEVEL_PROVINCE' },
  titles: [{ zh: name, en: name, aliases: [], from: '' }],
})

export const [letter, order, bulletin, interview] = [
  'SUPERVISION_STEP_REMINDER_LETTER',
  'SUPERVISION_STEP_SUPERVISION_ORDER',
  'SUPERVISION_STEP_BULLETIN',
  'SUPERVISION_STEP_INTERVIEW',
] as const
type Rung = typeof letter | typeof order | typeof bulletin | typeof interview

/** At noon of a day. */
export const noonOf = (day: Day): Date => new Date(`${day}T04:00:00Z`)
/** A fact at noon of another day. */
export const onDay = <F extends Fact>(day: Day, fact: F): Told<F> => told(fact, { at: noonOf(day) })

export const urged = (leads: readonly OrganisationName[] = [lead]): supervision.AssignmentUrged =>
  supervision.AssignmentUrged.create({ text: said, leads: [...leads] })

export const stepIssued = (number: number, step: Rung, replyBy: Day, instruction = ''): supervision.StepIssued =>
  supervision.StepIssued.create({ number, step, text: said, replyBy: toDate(replyBy), instruction, leads: [lead] })

/** A letter of that Monday. */
export const firstStep = onDay('2026-03-02', stepIssued(1, letter, '2026-03-05'))

export const stepReplied = (number: number): supervision.StepReplied =>
  supervision.StepReplied.create({ number, text: said, evidence: [evidence('进展')] })

export const limitPassed = (number: number): supervision.ReplyLimitPassed =>
  supervision.ReplyLimitPassed.create({ number })

/** On a day from which on five working days come to the other. */
export const replyAccepted = (number: number, proposeAgainAfter: Day): supervision.ReplyAccepted =>
  supervision.ReplyAccepted.create({ number, proposeAgainAfter: toDate(proposeAgainAfter) })

export const stepProposed = (step: Rung, reason: supervision.ProposalReason, date: Day): supervision.StepProposed =>
  supervision.StepProposed.create({ step, reason, date: toDate(date) })

export const replyReturned = (number: number): supervision.ReplyReturned =>
  supervision.ReplyReturned.create({ number, reason: text('未说明时限') })

/** The due date of the part has passed. */
export const overdue = (day: Day = '2026-12-31'): Told<DeadlineReached> =>
  told(DeadlineReached.create({ deadline: 'DEADLINE_DUE', date: toDate(day) }), {
    ...{ at: endOf(day), actor: 'services/supporting-department', subject: assignmentName(supporter) },
  })
