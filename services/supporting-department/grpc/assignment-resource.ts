/** An assignment as it is answered. */

import type {
  Assignment as AssignmentResource,
  ExtensionRequest,
  MilestoneState,
  Report as ReportMessage,
  Review as ReviewMessage,
  Subassignment,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import type { Text } from '#proto/qiantou/record/v1/record.ts'
import { type Day, startOf, toDate, toDateOrNone } from '#shared/domain/calendar.ts'
import { type ContentRef, toEvidence } from '#shared/domain/content.ts'
import { datesOf, isRunning, nextReport, noDay } from '#shared/domain/course.ts'
import { toSignOff } from '#shared/domain/sign-off.ts'
import { type Texts, toText } from '#shared/grpc/text.ts'
import { assignmentLight, assignmentMilestoneLight } from '../domain/assignment-light.ts'
import type { Assignment } from '../domain/assignment-state.ts'
import type { ExtensionRequest as Extension } from '../domain/extension.ts'
import { countOf, type Report, type Review } from '../domain/report.ts'
import { type PartStanding, pieceLight } from '../domain/subassignment-light.ts'
import type { Piece } from '../domain/subassignment-state.ts'
import { isBodyGone, type TaskView } from '../domain/task.ts'

/** What lies with `lead-agency`, and has no text here. */
const toDistantText = (ref: ContentRef): Text => toText(ref, new Map())

const toReview = ({ outcome, reviewer, at, reason }: Review): ReviewMessage => ({
  $type: 'qiantou.assignment.v1.Review',
  outcome: `REVIEW_OUTCOME_${outcome}`,
  reviewer,
  time: new Date(at),
  reason: reason && toDistantText(reason),
})

const toReport = (report: Report, texts: Texts): ReportMessage => ({
  $type: 'qiantou.assignment.v1.Report',
  number: report.number,
  milestone: report.milestone,
  percent: report.percent,
  text: toText(report.text, texts),
  evidence: report.evidence.map(toEvidence),
  time: new Date(report.at),
  review: report.review && toReview(report.review),
  corrects: report.corrects ?? 0,
  signOff: toSignOff(report),
})

const toExtension = (request: Extension, texts: Texts): ExtensionRequest => ({
  $type: 'qiantou.assignment.v1.ExtensionRequest',
  number: request.number,
  milestone: request.milestone,
  due: toDate(request.due),
  reason: toText(request.reason, texts),
  outcome: request.outcome ? `EXTENSION_OUTCOME_${request.outcome}` : 'EXTENSION_OUTCOME_UNSPECIFIED',
  grantedDue: request.outcome === 'GRANTED' ? toDate(request.granted ?? request.due) : undefined,
  opinions: (request.opinions ?? []).map(({ lead, supports, text }) => ({
    $type: 'qiantou.assignment.v1.ExtensionOpinion',
    ...{ lead, supports, text: toDistantText(text) },
  })),
  refusalReason: request.refusal && toDistantText(request.refusal),
  decideTime: request.decidedAt ? new Date(request.decidedAt) : undefined,
})

const toMilestone = (state: Assignment, task: TaskView, id: string, today: Day): MilestoneState => {
  const milestone = datesOf(state, state.basis).milestones.find((candidate) => candidate.id === id)
  return {
    $type: 'qiantou.assignment.v1.MilestoneState',
    id,
    due: milestone && toDate(milestone.due),
    reachTime: milestone?.reachedOn ? startOf(milestone.reachedOn) : undefined,
    light: assignmentMilestoneLight(state, task, id, today),
    formerDues: (milestone?.formerDues ?? []).map(toDate),
  }
}

const toSubassignment = (standing: Standing, piece: Piece, texts: Texts): Subassignment => ({
  $type: 'qiantou.assignment.v1.Subassignment',
  number: piece.number,
  organisation: piece.organisation,
  state: `SUBASSIGNMENT_STATE_${piece.state}`,
  what: toText(piece.what, texts),
  due: toDateOrNone(piece.due),
  percent: piece.percent ?? 0,
  said: piece.said && toText(piece.said, texts),
  evidence: (piece.evidence ?? []).map(toEvidence),
  reason: piece.reason && toText(piece.reason, texts),
  giveTime: new Date(piece.givenAt),
  light: pieceLight(piece, standing),
  returned: (piece.returned ?? []).map(({ said, evidence = [], reason, at }) => ({
    $type: 'qiantou.assignment.v1.ReturnedSubmission',
    said: toText(said, texts),
    evidence: evidence.map(toEvidence),
    reason: toText(reason, texts),
    returnTime: new Date(at),
  })),
})

/** An assignment as it stands, at a version of it. */
export type Standing = PartStanding & { readonly version: bigint }

/** `texts` are those that go along, by their hashes. */
export function toAssignment(name: string, standing: Standing, texts: Texts = new Map()): AssignmentResource {
  const { state, version, task, today } = standing
  const dates = datesOf(state, state.basis)
  return {
    $type: 'qiantou.assignment.v1.Assignment',
    name,
    etag: version,
    organisation: state.organisation,
    role: state.role,
    state: state.state,
    title: task.title,
    due: state.basis.due === noDay ? task.due : toDate(dates.due),
    milestones: [...task.milestones],
    reports: state.reports.map((report) => toReport(report, texts)),
    submissions: state.submissions.map((report) => toReport(report, texts)),
    issueTime: new Date(state.issuedAt),
    acknowledgeTime: state.acknowledgedAt ? new Date(state.acknowledgedAt) : undefined,
    reassignmentReason: state.reassignmentReason && toText(state.reassignmentReason, texts),
    reportCount: countOf(state.reports),
    submissionCount: state.submissionCount,
    reassignmentReview: state.reassignmentReview && toReview(state.reassignmentReview),
    acknowledgeBy: toDateOrNone(dates.acknowledgeBy),
    reassignBy: toDateOrNone(dates.reassignBy),
    reviewBy: toDateOrNone(state.reviewBy),
    milestoneStates: state.basis.milestones.map(({ id }) => toMilestone(state, task, id, today)),
    formerDues: (state.formerDues ?? []).map(toDate),
    extensions: (state.extensionRequests ?? []).map((request) => toExtension(request, texts)),
    delegations: (state.delegations ?? []).map(({ organisation, from, until }) => ({
      $type: 'qiantou.assignment.v1.Delegation',
      delegate: organisation,
      from: toDate(from),
      until: toDate(until),
    })),
    people: (state.people ?? []).map(({ role, person, from }) => ({
      $type: 'qiantou.assignment.v1.AssignmentPerson',
      ...{ role, person, from: toDate(from) },
    })),
    nextReportDue: state.basis.report && isRunning(state) ? toDate(nextReport(state, state.basis)) : undefined,
    light: assignmentLight(state, task, today),
    subassignments: (state.subassignments ?? []).map((piece) => toSubassignment(standing, piece, texts)),
    percent: state.percent,
    successor: state.moved?.to ?? '',
    moveTime: state.moved && new Date(state.moved.at),
    provisional: [state, state.basis].some(({ provisional }) => provisional),
    gone: isBodyGone(task, state),
  }
}
