/**
 * Records that say who signed them. Up to `signedDecisions` their bytes say so in the fact, in a field that its message has no
 * more (shared/record/earlier-sign-off.ts); since, beside it.
 */
import * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import * as consultation from '#proto/qiantou/consultation/v1/consultation_events.ts'
import { SignOff } from '#proto/qiantou/record/v1/record.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import { content, evidence, fgw, kjt, type Line, of, office, programme, reason } from './line.ts'

/** A step that names the persons who issued it. */
export const signedSteps: readonly Line[] = [
  {
    ...{ subject: `${programme}/tasks/2026-2-1/supervisions/hn-fgw`, actor: office, admits: [fgw, kjt] },
    fact: supervision.StepIssued.fromPartial({
      ...{ number: 1, step: 'SUPERVISION_STEP_REMINDER_LETTER', text: reason(38), leads: [kjt] },
      replyBy: { year: 2026, month: 3, day: 8 },
    }),
  },
]

const consulted = { subject: `${programme}/consultations/signed` }

/** An answer and a ruling that name the persons who gave them. */
export const signedAnswers: readonly Line[] = [
  {
    ...{ ...consulted, actor: kjt, admits: [kjt, fgw] },
    fact: consultation.ConsultationOpened.fromPartial({
      ...{ kind: 'CONSULTATION_KIND_COUNTERSIGN', title: '会签稿', office, organisations: [fgw], text: reason(41) },
      limit: { year: 2026, month: 3, day: 8 },
    }),
  },
  {
    ...{ ...consulted, actor: fgw },
    fact: consultation.ConsultationAnswered.fromPartial({
      ...{ caseNumber: 1, version: 1, answer: 'ANSWER_KIND_DISAGREE', text: reason(42) },
    }),
  },
  {
    ...{ ...consulted, actor: kjt, admits: [office] },
    fact: consultation.ConsultationReferred.fromPartial({ caseNumber: 1, referee: office, statement: reason(43) }),
  },
  {
    ...{ ...consulted, actor: office },
    fact: consultation.ConsultationRuled.fromPartial({
      ...{ caseNumber: 1, approves: true, ruling: reason(44), minutes: '〔2026〕3号会议纪要' },
    }),
  },
]

const subject = `${programme}/tasks/2026-2-9`
const bodies = [kjt, fgw]

/** A proposal to close and a ruling on dissent that name the persons who signed them off. */
export const signedClosing: readonly Line[] = [
  {
    ...{ subject, actor: office, admits: [office, ...bodies] },
    fact: task.TaskIssued.fromPartial({
      ...{ content, mode: 'RESPONSIBILITY_MODE_JOINT', authority: office },
      bodies: bodies.map((organisation) => ({ organisation, role: 'ROLE_RESPONSIBLE' as const })),
    }),
  },
  { subject, actor: office, fact: task.CompilerConfirmed.create({ organisation: kjt }) },
  ...bodies.flatMap((organisation): Line[] => [
    {
      ...{ subject: of(organisation, subject), actor: organisation },
      fact: assignment.AssignmentSubmitted.fromPartial({ submission: 1, text: reason(45), evidence }),
    },
    { subject, actor: office, fact: task.SubmissionAccepted.fromPartial({ organisation, submission: 1 }) },
  ]),
  {
    ...{ subject, actor: kjt },
    fact: task.ClosingProposed.fromPartial({ statement: reason(46), evidence }),
  },
  { subject, actor: fgw, fact: task.ClosingDissented.fromPartial({ reason: reason(47) }) },
  {
    ...{ subject, actor: office },
    fact: task.DissentRuled.fromPartial({
      ...{ closes: true, ruling: reason(48), minutes: '〔2026〕4号会议纪要' },
    }),
  },
]

const done = { subject: `${programme}/tasks/2026-2-11`, actor: office }
const submitted = (submission: number): Line => ({
  ...{ subject: of(kjt, done.subject), actor: kjt },
  fact: assignment.AssignmentSubmitted.fromPartial({ submission, text: reason(49), evidence }),
})

/** What an office decides on a task, from its issue to its end, with the persons who signed it. */
export const signedDecisions: readonly Line[] = [
  {
    ...{ ...done, admits: [office, kjt] },
    fact: task.TaskIssued.fromPartial({
      ...{ content, mode: 'RESPONSIBILITY_MODE_SOLE', authority: office },
      bodies: [{ organisation: kjt, role: 'ROLE_RESPONSIBLE' }],
    }),
  },
  submitted(1),
  {
    ...done,
    fact: task.SubmissionReturned.fromPartial({
      ...{ organisation: kjt, submission: 1, reason: reason(50) },
    }),
  },
  submitted(2),
  {
    ...done,
    fact: task.SubmissionAccepted.fromPartial({ organisation: kjt, submission: 2 }),
  },
  { ...done, actor: kjt, fact: task.ClosingProposed.fromPartial({ statement: reason(51), evidence }) },
  { ...done, fact: task.TaskClosed.create() },
]

const signoff = [
  SignOff.create({ step: 'SIGN_OFF_STEP_HANDLED', person: 'p-17' }),
  SignOff.create({ step: 'SIGN_OFF_STEP_REVIEWED', person: 'p-3' }),
  SignOff.create({ step: 'SIGN_OFF_STEP_SIGNED', person: 'p-1' }),
]
const stopped = { subject: `${programme}/tasks/2026-2-15`, actor: office }

/** A task that is issued, suspended and cancelled, each time by three persons. */
export const signedRecords: readonly Line[] = [
  {
    ...{ ...stopped, admits: [office, kjt], signoff },
    fact: task.TaskIssued.fromPartial({
      ...{ content, mode: 'RESPONSIBILITY_MODE_SOLE', authority: office },
      bodies: [{ organisation: kjt, role: 'ROLE_RESPONSIBLE' }],
    }),
  },
  { ...stopped, signoff, fact: task.AssignmentSuspended.fromPartial({ organisation: kjt, reason: reason(52) }) },
  { ...stopped, signoff, fact: task.TaskCancelled.fromPartial({ organisations: [kjt], reason: reason(53) }) },
]
