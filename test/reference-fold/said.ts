/** What the services say of tasks and assignments, in the words of the reference. */
import {
  type Assignment,
  GetAssignmentRequest,
  type Report,
  type Review,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { GetTaskRequest, type Task } from '#proto/qiantou/task/v1/task_service.ts'
import { dayFrom } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import type { TestBus } from '#shared/testing/bus.ts'
import { office } from '#shared/testing/workflow-requests.ts'
import type { ReferenceAssignment, ReferenceReport, ReferenceReview, ReferenceTask } from './reference.ts'

const iso = (time: Date | undefined): string | undefined => time?.toISOString()
const plain = (state: string): string => state.replace(/^(ASSIGNMENT_STATE|TASK_STATE|REVIEW_OUTCOME)_/, '')

const reviewOf = (review: Review | undefined): ReferenceReview | undefined =>
  review && {
    outcome: plain(review.outcome),
    reviewer: review.reviewer,
    time: iso(review.time) as string,
    reason: review.reason && Buffer.from(review.reason.reference?.sha256 ?? []).toString('hex'),
  }

const reportOf = ({ number, milestone, percent, evidence, time, review }: Report): ReferenceReport => ({
  number,
  milestone,
  percent,
  evidence: evidence.map(({ title }) => title),
  time: iso(time) as string,
  review: reviewOf(review),
})

/** An assignment as its service says it is, in the words of the reference. */
const saidOfAssignment = (said: Assignment): ReferenceAssignment => ({
  organisation: said.organisation,
  role: said.role,
  state: plain(said.state),
  version: Number(said.etag),
  percent: said.percent,
  moved: said.moveTime ? `${said.successor} ${iso(said.moveTime)}` : said.successor,
  reportCount: said.reportCount,
  submissionCount: said.submissionCount,
  reports: said.reports.map(reportOf),
  submissions: said.submissions.map(reportOf),
  issueTime: iso(said.issueTime) as string,
  acknowledgeTime: iso(said.acknowledgeTime),
  askedForRelease: said.reassignmentReason !== undefined,
  releaseReview: reviewOf(said.reassignmentReview),
  due: said.due ? dayFrom(said.due) : '',
  reassignBy: said.reassignBy ? dayFrom(said.reassignBy) : '',
  milestones: said.milestoneStates.map(
    ({ id, due, formerDues, reachTime }) =>
      `${id} ${[...formerDues, ...(due ? [due] : [])].map(dayFrom)}${reachTime ? ' reached' : ''}`,
  ),
  extensions: said.extensions.map(({ due, opinions, outcome, grantedDue }) => {
    const thought = opinions.map(({ lead, supports }) => `${lead} ${supports}`).sort()
    const came = outcome.replace(/^EXTENSION_OUTCOME_(UNSPECIFIED)?/, '')
    return `${due && dayFrom(due)} ${thought} ${came}${grantedDue ? ` ${dayFrom(grantedDue)}` : ''}`
  }),
  delegates: said.delegations.map(({ delegate }) => delegate),
  people: said.people.map(({ role, person, from }) => `${role} ${person} ${from && dayFrom(from)}`).sort(),
  pieces: said.subassignments.map(({ number, organisation, state, percent, returned }) => {
    const stands = `${number} ${organisation} ${state.replace('SUBASSIGNMENT_STATE_', '')} ${percent}`
    return [stands, ...returned.map(({ returnTime }) => `back ${iso(returnTime)}`)].join(' ')
  }),
})

const saidOfTask = (said: Task): Omit<ReferenceTask, 'assignments'> => ({
  name: said.name,
  state: plain(said.state),
  version: Number(said.etag),
  closingProposedBy: said.closingProposedBy,
  endTime: iso(said.endTime),
  parts: said.assignments.map(({ body, state, percent, submissions, reviewers, due, formerDues }) => ({
    ...{ organisation: body?.organisation ?? '', state: plain(state), percent, submissions, reviewers },
    ...{ due: due ? dayFrom(due) : '', formerDues: formerDues.map(dayFrom) },
  })),
  compiler: said.compiler,
  countersignedBy: said.countersignedBy,
  dissentedBy: said.dissentedBy,
  silent: said.silent,
  draft: said.draft && {
    ...{ drafters: said.draft.drafters, isReturned: said.draft.returned },
    ...{ title: said.content?.title ?? '', copied: said.copied },
  },
})

/** What both services say of a task. */
export async function saidOf(bus: Pick<TestBus, 'as'>, reference: ReferenceTask): Promise<ReferenceTask> {
  const { tasks, assignments } = bus.as(office)
  const { task } = await call(tasks, (stub) => stub.getTask, GetTaskRequest.create({ name: reference.name }))
  const names = reference.assignments.map(
    ({ organisation }) => `${reference.name}/assignments/${organisation.split('/')[1]}`,
  )
  const answers = await Promise.all(
    names.map((name) => call(assignments, (stub) => stub.getAssignment, GetAssignmentRequest.create({ name }))),
  )
  return {
    ...saidOfTask(task as Task),
    assignments: answers.map(({ assignment }) => saidOfAssignment(assignment as Assignment)),
  }
}
