/** What `qiantou assignment …` does. */
import {
  AcknowledgeAssignmentRequest,
  type Assignment,
  AssignmentServiceClient,
  GetAssignmentRequest,
  ListAssignmentsRequest,
  ReportProgressRequest,
  RequestReassignmentRequest,
  SubmitAssignmentRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import type { After } from '#shared/grpc/after.ts'
import { allPages } from '#shared/grpc/page.ts'
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

export async function show(
  session: Session,
  name: string,
  { after }: { readonly after?: readonly After[] },
): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = GetAssignmentRequest.fromPartial({ name: assignmentName(name, settings) })
  const response = await bus.call(AssignmentServiceClient, (client) => client.getAssignment, request, after)
  if (settings.json) return writeJson(jsonOf(response))
  await write(assignmentSheet(response.assignment as Assignment, await loadNames(bus, settings), settings.language))
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

type WorkOptions = CommandOptions & { readonly text: string; readonly evidence?: readonly string[] }

/** The fields of a report and of a submission. */
const work = async ({ settings }: Session, name: string, options: WorkOptions) => ({
  ...commandFields(options),
  name: assignmentName(name, settings),
  text: await textOf(options.text),
  evidence: await Promise.all((options.evidence ?? []).map(evidenceOf)),
})

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
