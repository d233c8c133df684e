/** What `qiantou assignment …` does. */

import {
  AcknowledgeAssignmentRequest,
  type Assignment,
  AssignmentServiceClient,
  DelegateAssignmentRequest,
  GetAssignmentRequest,
  ListAssignmentsRequest,
  NamePersonRequest,
  ReportProgressRequest,
  RequestExtensionRequest,
  RequestReassignmentRequest,
  type Review,
  RevokeDelegationRequest,
  SubmitAssignmentRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import type { Text } from '#proto/qiantou/record/v1/record.ts'
import { GetTaskTextRequest, TaskServiceClient } from '#proto/qiantou/task/v1/task_service.ts'
import { workflowOf } from '#shared/domain/resource-name.ts'
import { allPages } from '#shared/grpc/page.ts'
import type { Bus } from '../bus/bus.ts'
import { Failure, reworded } from '../failure.ts'
import type { LookingBack } from '../input/command.ts'
import { type CommandOptions, filterOf } from '../input/command.ts'
import { assignmentName, organisationName, programmeName, taskName } from '../input/name.ts'
import { now } from '../input/now.ts'
import { type SecrecyOptions, secrecyFields } from '../input/secrecy.ts'
import { dateOf, dateOrNone, recordedDate, textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import { assignmentSheet, assignmentTable } from '../text/assignment.ts'
import { jsonOf } from '../text/json.ts'
import { painted } from '../text/light.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { today } from '../text/time.ts'
import { word } from '../text/words.ts'
import { about, perform } from './assignment-command.ts'
import { shownBy } from './attachment.ts'
import { roleOf } from './directory-change.ts'

// ---- Reading

type ListOptions = {
  readonly task?: string
  readonly state?: string
  readonly organisation?: string
  readonly light?: string
  readonly milestoneLight?: string
}

export async function list(session: Session, options: ListOptions): Promise<void> {
  const { task, state, organisation, light, milestoneLight } = options
  const { settings } = session
  const bus = await session.bus()
  const assignments: Assignment[] = []
  const terms = {
    state: state?.toUpperCase(),
    organisation: organisation && organisationName(organisation),
    light: light?.toUpperCase(),
    milestone_light: milestoneLight?.toUpperCase(),
  }
  const request = {
    parent: task ? taskName(task, settings) : `${programmeName(settings.programme)}/tasks/-`,
    filter: filterOf(terms),
    pageSize: 1_000,
  }
  const fetch = (pageToken: string) => {
    const message = ListAssignmentsRequest.fromPartial({ ...request, pageToken })
    return bus.call(AssignmentServiceClient, (client) => client.listAssignments, message)
  }
  for await (const page of allPages(fetch)) assignments.push(...page.assignments)
  if (settings.json) return writeJson({ assignments: jsonOf(assignments) })
  await write(painted(assignmentTable(assignments, await loadNames(bus, settings), settings.language)))
}

/** What was not there, not for the caller, or nobody's here. @throws whatever else went wrong */
function nothingToRead(error: unknown): undefined {
  if (error instanceof Failure && ['NOT_FOUND', 'UNIMPLEMENTED'].includes(error.report.code)) return undefined
  throw error
}

/** A text that lies with the task; empty where it was erased, or nobody here has tasks. */
async function taskText(bus: Bus, assignment: string, text: Text | undefined): Promise<Text | undefined> {
  if (!text?.reference) return text
  const request = GetTaskTextRequest.fromPartial({ name: workflowOf(assignment), sha256: text.reference.sha256 })
  const answer = await bus.call(TaskServiceClient, (client) => client.getTaskText, request).catch(nothingToRead)
  return { ...text, value: Buffer.from(answer?.content ?? []).toString() }
}

/** The assignment with what others said of it: why submissions were returned, it was released or not, and had more time or not. */
async function withReasons(bus: Bus, assignment: Assignment): Promise<Assignment> {
  const said = (text: Text | undefined) => taskText(bus, assignment.name, text)
  const reviewed = async (review: Review | undefined) => review && { ...review, reason: await said(review.reason) }
  const { submissions, reassignmentReview, extensions } = assignment
  return {
    ...assignment,
    submissions: await Promise.all(submissions.map(async (one) => ({ ...one, review: await reviewed(one.review) }))),
    reassignmentReview: await reviewed(reassignmentReview),
    extensions: await Promise.all(
      extensions.map(async (one) => ({
        ...one,
        refusalReason: await said(one.refusalReason),
        opinions: await Promise.all(one.opinions.map(async (it) => ({ ...it, text: await said(it.text) }))),
      })),
    ),
  }
}

export async function show(session: Session, name: string, { after, asOf }: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = GetAssignmentRequest.fromPartial({ name: assignmentName(name, settings), asOf: recordedDate(asOf) })
  const answer = await bus.call(AssignmentServiceClient, (client) => client.getAssignment, request, after)
  const assignment = await withReasons(bus, answer.assignment as Assignment)
  if (settings.json) return writeJson(jsonOf({ assignment }))
  await write(painted(assignmentSheet(assignment, await loadNames(bus, settings, asOf), settings.language)))
}

// ---- Commands

export async function acknowledge(session: Session, name: string, options: CommandOptions): Promise<void> {
  const request = AcknowledgeAssignmentRequest.fromPartial(about(session, name, options))
  await perform(session, (client) => client.acknowledgeAssignment, request, options)
}

type WorkOptions = CommandOptions &
  SecrecyOptions & {
    readonly text: string
    readonly evidence?: readonly string[]
    readonly attach?: readonly string[]
  }

/** The fields of a report and of a submission. */
const work = async (session: Session, name: string, options: WorkOptions) => {
  const common = about(session, name, options)
  const text = await textOf(options.text)
  const said = secrecyFields(options)
  return { ...common, ...said, text, evidence: await shownBy(session, common.name, options) }
}

type ReportOptions = WorkOptions & {
  readonly percent: bigint
  readonly milestone?: string
  readonly corrects?: bigint
}

export async function report(session: Session, name: string, options: ReportOptions): Promise<void> {
  const { percent, milestone = '', corrects = 0n } = options
  const reported = { percent: Number(percent), milestone, corrects: Number(corrects) }
  const fields = { ...(await work(session, name, options)), ...reported }
  await perform(session, (client) => client.reportProgress, ReportProgressRequest.fromPartial(fields), options)
}

export async function submit(session: Session, name: string, options: WorkOptions): Promise<void> {
  const request = SubmitAssignmentRequest.fromPartial(await work(session, name, options))
  await perform(session, (client) => client.submitAssignment, request, options)
}

type RequestOptions = CommandOptions & { readonly reason: string }

export async function requestReassignment(session: Session, name: string, options: RequestOptions): Promise<void> {
  const fields = { ...about(session, name, options), reason: await textOf(options.reason) }
  const request = RequestReassignmentRequest.fromPartial(fields)
  await perform(session, (client) => client.requestReassignment, request, options)
}

type ExtensionOptions = RequestOptions & { readonly due: string; readonly milestone?: string }

export async function requestExtension(session: Session, name: string, options: ExtensionOptions): Promise<void> {
  const { due, milestone = '', reason } = options
  const wanted = { due: dateOf(due), milestone, reason: await textOf(reason) }
  const request = RequestExtensionRequest.fromPartial({ ...about(session, name, options), ...wanted })
  await perform(
    session,
    (client) => client.requestExtension,
    request,
    options,
    () => ({
      zh: `已申请延期${milestone && `(阶段目标 ${milestone})`}至 ${due}`,
      en: `asked for more time${milestone && ` for milestone ${milestone}`}, until ${due}`,
    }),
  )
}

type DelegationOptions = CommandOptions & { readonly until: string; readonly from?: string }

export async function delegate(
  session: Session,
  name: string,
  body: string,
  options: DelegationOptions,
): Promise<void> {
  const { from = today(now()), until } = options
  const dated = { delegate: organisationName(body), from: dateOf(from), until: dateOf(until) }
  const request = DelegateAssignmentRequest.fromPartial({ ...about(session, name, options), ...dated })
  await perform(
    session,
    (client) => client.delegateAssignment,
    request,
    options,
    (called) => ({
      zh: `已委托 ${called(request.delegate)} 代为办理(${from} 至 ${until})`,
      en: `${called(request.delegate)} may act from ${from} to ${until}`,
    }),
  )
}

export async function revokeDelegation(
  session: Session,
  name: string,
  body: string,
  options: CommandOptions,
): Promise<void> {
  const fields = { ...about(session, name, options), delegate: organisationName(body) }
  const request = RevokeDelegationRequest.fromPartial(fields)
  await perform(
    session,
    (client) => client.revokeDelegation,
    request,
    options,
    (called) => ({
      zh: `已撤销对 ${called(request.delegate)} 的委托`,
      en: `${called(request.delegate)} may no longer act`,
    }),
  )
}

/** Who leaves out whom to name takes a name back, and is told where there is none. */
const nobodyNamed = (role: string) =>
  reworded('PERSON_UNCHANGED', {
    zh: `尚未明确${word(role, 'zh')};如须明确,请加 --person`,
    en: `nobody is named as ${word(role, 'en')}; to name somebody, give --person`,
  })

type PersonOptions = CommandOptions & { readonly role: string; readonly person?: string; readonly from?: string }

export async function namePerson(session: Session, name: string, options: PersonOptions): Promise<void> {
  const { role, person = '', from } = options
  const fields = { ...about(session, name, options), role: roleOf(role), person, from: dateOrNone(from) }
  const request = NamePersonRequest.fromPartial(fields)
  const naming = perform(
    session,
    (client) => client.namePerson,
    request,
    options,
    () => ({
      zh: person ? `已明确${word(request.role, 'zh')}` : `${word(request.role, 'zh')}已空缺`,
      en: person ? `named the ${word(request.role, 'en')}` : `there is no ${word(request.role, 'en')} any longer`,
    }),
  )
  await (person ? naming : naming.catch(nobodyNamed(request.role)))
}
