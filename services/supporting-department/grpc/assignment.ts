import { type Either, left, right } from 'fp-ts/lib/Either.js'
import {
  AcknowledgeAssignmentRequest,
  type Assignment as AssignmentResource,
  AssignmentServiceService,
  GetAssignmentRequest,
  GetAssignmentTextRequest,
  ListAssignmentsRequest,
  type Report as ReportMessage,
  ReportProgressRequest,
  RequestReassignmentRequest,
  type Review as ReviewMessage,
  SubmitAssignmentRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import type { Text } from '#proto/qiantou/record/v1/record.ts'
import { AssignmentState } from '#proto/qiantou/task/v1/task_events.ts'
import { type ContentRef, toContentReference, toEvidence } from '#shared/domain/content.ts'
import { workflowOf } from '#shared/domain/decider.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { type Rejection, rejection } from '#shared/domain/rejection.ts'
import { contentOf, hashesForAnswer } from '#shared/grpc/content.ts'
import { limits, parseFilter } from '#shared/grpc/fields.ts'
import { type Call, command, type Prepared, query } from '#shared/grpc/method.ts'
import { readPage } from '#shared/grpc/page.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import { readContent, readTexts } from '#shared/postgres/content.ts'
import type { Content, Decided } from '#shared/postgres/work.ts'
import { type AssignmentCommand, assignmentDecider, type TaskGround } from '../domain/assignment.ts'
import { type Assignment, countOf, type Report, type Review } from '../domain/assignment-state.ts'
import { type TaskView, taskParties } from '../domain/task.ts'
import type { SupportingDepartment } from '../main.ts'
import { readAssignments } from '../postgres/assignment.ts'
import { checkedEvidence } from './evidence.ts'

// ---- Between state and resource

type Texts = ReadonlyMap<string, string>

const toText = (ref: ContentRef, texts: Texts): Text => ({
  $type: 'qiantou.record.v1.Text',
  reference: toContentReference(ref),
  value: texts.get(ref.sha256) ?? '',
})

const toReview = ({ outcome, reviewer, at, reason }: Review): ReviewMessage => ({
  $type: 'qiantou.assignment.v1.Review',
  outcome: `REVIEW_OUTCOME_${outcome}`,
  reviewer,
  time: new Date(at),
  // Its text lies with lead-agency.
  reason: reason && toText(reason, new Map()),
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
})

const toAssignment = (
  name: string,
  state: Assignment,
  version: bigint,
  task: TaskView,
  texts: Texts = new Map(),
): AssignmentResource => ({
  $type: 'qiantou.assignment.v1.Assignment',
  name,
  etag: version,
  organisation: state.organisation,
  role: state.role,
  state: state.state,
  title: task.title,
  due: task.due,
  milestones: [...task.milestones],
  reports: state.reports.map((report) => toReport(report, texts)),
  submissions: state.submissions.map((report) => toReport(report, texts)),
  issueTime: new Date(state.issuedAt),
  acknowledgeTime: state.acknowledgedAt ? new Date(state.acknowledgedAt) : undefined,
  reassignmentReason: state.reassignmentReason && toText(state.reassignmentReason, texts),
  reportCount: countOf(state.reports),
  submissionCount: countOf(state.submissions),
  reassignmentReview: state.reassignmentReview && toReview(state.reassignmentReview),
})

// ---- Commands

const notFound = left(rejection('notFound', 'ASSIGNMENT_NOT_FOUND'))

/** A command with what the service knows of the task. */
const ready = (
  name: string,
  make: (ground: TaskGround) => AssignmentCommand,
  contents: readonly Content[] = [],
  problem: (task: TaskView) => Rejection | undefined = () => undefined,
): Promise<Either<Rejection, Prepared<AssignmentCommand>>> =>
  Promise.resolve(
    right({
      make: (stateOf) => {
        const task = stateOf(workflowOf(name)) as TaskView | undefined
        if (!task) return notFound
        const no = problem(task)
        return no
          ? left(no)
          : right(make({ parties: taskParties(task), milestones: task.milestones.map(({ id }) => id) }))
      },
      contents,
    }),
  )

/** What an answer says of the task of an assignment that is there. */
const taskOf = async (name: string, { services }: Call<SupportingDepartment>): Promise<TaskView> =>
  (await services.store.glance(workflowOf(name)))?.state as TaskView

/** Every command names its assignment, and is decided beside what is known of the task. */
const onAssignment = {
  stream: ({ name }: { readonly name: string }) => name,
  beside: ({ name }: { readonly name: string }) => [workflowOf(name)],
  parties: async ({ stream }: Decided<Assignment>, call: Call<SupportingDepartment>) =>
    taskParties(await taskOf(stream, call)),
  reply: async ({ stream, state, version, receipt }: Decided<Assignment>, call: Call<SupportingDepartment>) => ({
    assignment: toAssignment(stream, state, version, await taskOf(stream, call)),
    receipt: toReceipt(receipt),
  }),
}

const acknowledgeAssignment = command<SupportingDepartment>()(AcknowledgeAssignmentRequest, assignmentDecider, {
  check: (request, fields) => fields.name('name', request.name, 'assignment'),
  prepare: ({ name }) => ready(name, (ground) => ({ ...ground, type: 'Acknowledge' })),
  ...onAssignment,
})

const reportProgress = command<SupportingDepartment>()(ReportProgressRequest, assignmentDecider, {
  check: (request, fields) => {
    fields.name('name', request.name, 'assignment')
    if (request.milestone) fields.id('milestone', request.milestone)
    fields.require('percent', request.percent <= 100, 'must be 0 to 100')
    fields.text('text', request.text, 1, limits.text)
    fields.evidence('evidence', request.evidence)
  },
  prepare: async ({ name, milestone, percent, text, evidence }, call) => {
    const { reference, content } = contentOf(text)
    const report = { type: 'Report' as const, milestone, percent, text: reference, evidence }
    const problem = await checkedEvidence(workflowOf(name), evidence, call)
    return ready(name, (ground) => ({ ...ground, ...report }), [content], problem)
  },
  ...onAssignment,
})

const submitAssignment = command<SupportingDepartment>()(SubmitAssignmentRequest, assignmentDecider, {
  check: (request, fields) => {
    fields.name('name', request.name, 'assignment')
    fields.text('text', request.text, 1, limits.text)
    fields.evidence('evidence', request.evidence)
  },
  prepare: async ({ name, text, evidence }, call) => {
    const { reference, content } = contentOf(text)
    const problem = await checkedEvidence(workflowOf(name), evidence, call)
    return ready(name, (ground) => ({ ...ground, type: 'Submit', text: reference, evidence }), [content], problem)
  },
  ...onAssignment,
})

const requestReassignment = command<SupportingDepartment>()(RequestReassignmentRequest, assignmentDecider, {
  check: (request, fields) => {
    fields.name('name', request.name, 'assignment')
    fields.text('reason', request.reason, 1, limits.text)
  },
  prepare: ({ name, reason }) => {
    const { reference, content } = contentOf(reason)
    return ready(name, (ground) => ({ ...ground, type: 'RequestReassignment', reason: reference }), [content])
  },
  ...onAssignment,
})

// ---- Queries

/** What is known of the task of a resource, if the caller may see it. */
export async function readableTask(name: string, { caller, services }: Call<SupportingDepartment>) {
  const task = (await services.store.load(workflowOf(name)))?.state as TaskView | undefined
  return task && mayRead(caller, taskParties(task)) ? task : undefined
}

/** The assignment as the caller may see it; who is not party to its task learns nothing of it. */
async function readable(name: string, call: Call<SupportingDepartment>) {
  const task = await readableTask(name, call)
  const row = task && (await call.services.store.load(name))
  return row && { task, state: row.state as Assignment, version: row.version }
}

/** What the body wrote, newest first. A request to be released comes before any work. */
const textsOf = ({ reports, submissions, reassignmentReason }: Assignment): readonly ContentRef[] => {
  const newestFirst = [...reports, ...submissions].sort((one, other) => other.at.localeCompare(one.at))
  return [...newestFirst.map(({ text }) => text), ...(reassignmentReason ? [reassignmentReason] : [])]
}

const getAssignment = query<SupportingDepartment>()(GetAssignmentRequest, {
  check: (request, fields) => fields.name('name', request.name, 'assignment'),
  answer: async ({ name }, call) => {
    const found = await readable(name, call)
    if (!found) return notFound
    const { state, version, task } = found
    const texts = await readTexts(call.services.database, hashesForAnswer(textsOf(state)))
    return right({ assignment: toAssignment(name, state, version, task, texts) })
  },
})

/** States as filters name them: without their prefix, and those only that an assignment may be in. */
const stateNames = Object.keys(AssignmentState)
  .filter((name) => !/UNSPECIFIED|UNRECOGNIZED/.test(name))
  .map((name) => name.replace('ASSIGNMENT_STATE_', ''))

const listAssignments = query<SupportingDepartment>()(ListAssignmentsRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'anyTask')
    fields.page(request)
    fields.filter(request.filter, ['state', 'organisation'], { state: stateNames })
  },
  answer: async (request, call) => {
    const { parent, filter } = request
    const { caller, services } = call
    const terms = parseFilter(filter, ['state', 'organisation'])
    const wanted = { parent, state: terms?.get('state'), organisation: terms?.get('organisation'), reader: caller }
    const { page, nextPageToken } = await readPage(
      request,
      (after, limit) => readAssignments(services.database, { ...wanted, after, limit }),
      ({ name }) => name,
    )
    // Of all tasks of a programme there may be none for the caller; a task that it can't see is not there (AIP-132).
    if (page.length === 0 && !parent.endsWith('/-') && !(await readableTask(parent, call)))
      return left(rejection('notFound', 'TASK_NOT_FOUND'))
    const assignments = page.map((row) => toAssignment(row.name, row.state, row.version, row.task))
    return right({ assignments, nextPageToken })
  },
})

const getAssignmentText = query<SupportingDepartment>()(GetAssignmentTextRequest, {
  check: (request, fields) => {
    fields.name('name', request.name, 'assignment')
    fields.hash('sha256', request.sha256)
  },
  answer: async ({ name, sha256 }, call) => {
    if (!(await readable(name, call))) return notFound
    const content = await readContent(call.services.database, sha256, name)
    return content ? right(content) : left(rejection('notFound', 'CONTENT_NOT_FOUND'))
  },
})

export const assignmentService: GrpcService<SupportingDepartment> = {
  definition: AssignmentServiceService,
  methods: {
    acknowledgeAssignment,
    reportProgress,
    submitAssignment,
    requestReassignment,
    getAssignment,
    listAssignments,
    getAssignmentText,
  },
}
