/** What `qiantou assignment …` does. */
import { basename } from 'node:path'
import {
  AcknowledgeAssignmentRequest,
  type Assignment,
  AssignmentServiceClient,
  GetAssignmentRequest,
  ListAssignmentsRequest,
  ReportProgressRequest,
  RequestReassignmentRequest,
  type Review,
  SubmitAssignmentRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { Evidence, type Receipt } from '#proto/qiantou/record/v1/record.ts'
import { GetTaskTextRequest, TaskServiceClient } from '#proto/qiantou/task/v1/task_service.ts'
import type { After } from '#shared/domain/decider.ts'
import { allPages } from '#shared/grpc/page.ts'
import type { Bus } from '../bus/bus.ts'
import { Failure, usage } from '../failure.ts'
import { type CommandOptions, commandFields } from '../input/command.ts'
import { assignmentName, organisationName, programmeName, taskName } from '../input/name.ts'
import { evidenceOf, textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import { assignmentSheet, assignmentTable } from '../text/assignment.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { said } from '../text/receipt.ts'
import { word } from '../text/words.ts'
import { attach } from './attachment.ts'

// ---- Reading

type ListOptions = { readonly task?: string; readonly state?: string; readonly organisation?: string }

export async function list(session: Session, { task, state, organisation }: ListOptions): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const assignments: Assignment[] = []
  const terms = [
    ...(state ? [`state = ${state.toUpperCase()}`] : []),
    ...(organisation ? [`organisation = ${organisationName(organisation)}`] : []),
  ]
  const request = {
    parent: task ? taskName(task, settings) : `${programmeName(settings.programme)}/tasks/-`,
    filter: terms.join(' AND '),
    pageSize: 1_000,
  }
  const fetch = (pageToken: string) => {
    const message = ListAssignmentsRequest.fromPartial({ ...request, pageToken })
    return bus.call(AssignmentServiceClient, (client) => client.listAssignments, message)
  }
  for await (const page of allPages(fetch)) assignments.push(...page.assignments)
  if (settings.json) return writeJson({ assignments: jsonOf(assignments) })
  await write(assignmentTable(assignments, await loadNames(bus, settings), settings.language))
}

/** The review with its reason's text, which lies with the task; empty where it was erased, or nobody here has tasks. */
async function withReason(bus: Bus, assignment: string, review: Review | undefined): Promise<Review | undefined> {
  if (!review?.reason?.reference) return review
  const [name] = assignment.split('/assignments/')
  const request = GetTaskTextRequest.fromPartial({ name: name ?? '', sha256: review.reason.reference.sha256 })
  const nothing = (error: unknown) => {
    if (error instanceof Failure && ['NOT_FOUND', 'UNIMPLEMENTED'].includes(error.report.code)) return undefined
    throw error
  }
  const answer = await bus.call(TaskServiceClient, (client) => client.getTaskText, request).catch(nothing)
  const value = Buffer.from(answer?.content ?? []).toString()
  return { ...review, reason: { ...review.reason, value } }
}

/** The assignment with why its submissions were returned, and why it was not released, or was. */
const withReasons = async (bus: Bus, assignment: Assignment): Promise<Assignment> => ({
  ...assignment,
  submissions: await Promise.all(
    assignment.submissions.map(async (submission) => ({
      ...submission,
      review: await withReason(bus, assignment.name, submission.review),
    })),
  ),
  reassignmentReview: await withReason(bus, assignment.name, assignment.reassignmentReview),
})

export async function show(
  session: Session,
  name: string,
  { after }: { readonly after?: readonly After[] },
): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = GetAssignmentRequest.fromPartial({ name: assignmentName(name, settings) })
  const answer = await bus.call(AssignmentServiceClient, (client) => client.getAssignment, request, after)
  const assignment = await withReasons(bus, answer.assignment as Assignment)
  if (settings.json) return writeJson(jsonOf({ assignment }))
  await write(assignmentSheet(assignment, await loadNames(bus, settings), settings.language))
}

// ---- Commands

type Answer = { readonly assignment: Assignment | undefined; readonly receipt: Receipt | undefined }

/** Says what a command came to. */
async function reply({ settings }: Session, answer: Answer): Promise<void> {
  if (settings.json) return writeJson(jsonOf(answer))
  const { assignment, receipt } = answer as { assignment: Assignment; receipt: Receipt | undefined }
  await write(said(assignment.name, word(assignment.state, settings.language), receipt, settings))
}

export async function acknowledge(session: Session, name: string, options: CommandOptions): Promise<void> {
  const fields = { ...commandFields(options), name: assignmentName(name, session.settings) }
  const request = AcknowledgeAssignmentRequest.fromPartial(fields)
  const bus = await session.bus()
  const { after } = options
  await reply(
    session,
    await bus.call(AssignmentServiceClient, (client) => client.acknowledgeAssignment, request, after),
  )
}

type WorkOptions = CommandOptions & {
  readonly text: string
  readonly evidence?: readonly string[]
  readonly attach?: readonly string[]
}

/** Uploads files to the task, one after the other, and names them as evidence. */
async function attached(session: Session, assignment: string, options: WorkOptions): Promise<readonly Evidence[]> {
  const { attach: files = [], validateOnly, after } = options
  if (files.length > 0 && validateOnly)
    throw usage({
      zh: '--attach 会上传文件,不能与 --validate-only 同用',
      en: '--attach uploads, so it does not go with --validate-only',
    })
  const task = assignment.slice(0, assignment.lastIndexOf('/assignments/'))
  const evidence: Evidence[] = []
  for (const file of files) {
    const { name, sha256, sizeBytes, mediaType, title } = await attach(session, file, task, { after })
    evidence.push(Evidence.create({ title: title || basename(file), sha256, sizeBytes, mediaType, location: name }))
  }
  return evidence
}

/** The fields of a report and of a submission. */
const work = async (session: Session, text: string, options: WorkOptions) => {
  const name = assignmentName(text, session.settings)
  const said = await textOf(options.text)
  const named = await Promise.all((options.evidence ?? []).map(evidenceOf))
  return {
    ...commandFields(options),
    name,
    text: said,
    evidence: [...named, ...(await attached(session, name, options))],
  }
}

type ReportOptions = WorkOptions & { readonly percent: bigint; readonly milestone?: string }

export async function report(session: Session, name: string, options: ReportOptions): Promise<void> {
  const { percent, milestone, after } = options
  const fields = { ...(await work(session, name, options)), percent: Number(percent), milestone: milestone ?? '' }
  const request = ReportProgressRequest.fromPartial(fields)
  const bus = await session.bus()
  await reply(session, await bus.call(AssignmentServiceClient, (client) => client.reportProgress, request, after))
}

export async function submit(session: Session, name: string, options: WorkOptions): Promise<void> {
  const request = SubmitAssignmentRequest.fromPartial(await work(session, name, options))
  const bus = await session.bus()
  const { after } = options
  await reply(session, await bus.call(AssignmentServiceClient, (client) => client.submitAssignment, request, after))
}

type ReleaseOptions = CommandOptions & { readonly reason: string }

export async function requestReassignment(session: Session, name: string, options: ReleaseOptions): Promise<void> {
  const request = RequestReassignmentRequest.fromPartial({
    ...commandFields(options),
    name: assignmentName(name, session.settings),
    reason: await textOf(options.reason),
  })
  const bus = await session.bus()
  const { after } = options
  await reply(session, await bus.call(AssignmentServiceClient, (client) => client.requestReassignment, request, after))
}
