/** The steps that scenarios are made of: each is a call of one body on the live bus, and over when its event was seen. */
import { hash, randomUUID } from 'node:crypto'
import type { Client } from '@grpc/grpc-js'
import {
  AcknowledgeAssignmentRequest,
  type Assignment,
  AssignmentServiceClient,
  ReportProgressRequest,
  RequestExtensionRequest,
  SubmitAssignmentRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import type { ResponsibilityMode } from '#proto/qiantou/programme/v1/programme_events.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import {
  AcceptSubmissionRequest,
  CancelTaskRequest,
  CloseTaskRequest,
  ConfirmCompilerRequest,
  CountersignClosingRequest,
  DissentFromClosingRequest,
  GetTaskRequest,
  GiveExtensionOpinionRequest,
  GrantExtensionRequest,
  IssueTaskRequest,
  ProposeClosingRequest,
  ReturnSubmissionRequest,
  RuleOnDissentRequest,
  type Task,
  type TaskAssignment,
  TaskServiceClient,
} from '#proto/qiantou/task/v1/task_service.ts'
import { assignmentName } from '#shared/domain/resource-name.ts'
import type { Method, Stub } from '../bus/bus.ts'
import { Failure } from '../failure.ts'
import { dateOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import type { Settings } from '../settings.ts'
import { explained } from '../text/explained.ts'
import { shortName } from '../text/names.ts'
import { refusalOf } from './aside.ts'
import type { Cast } from './cast.ts'
import { type Lines, lines, type Work as WorkLines } from './lines.ts'
import type { Stage } from './stage.ts'

export const organisationOf = ({ body }: TaskAssignment): string => body?.organisation ?? ''

/** What a scenario issues: the words of a task, of which clause, due when. */
export type Play = {
  /** `programmes/…`; the programme that the command is about unless said otherwise. */
  readonly parent?: string
  readonly clause: string
  readonly due: string
  readonly work: WorkLines
}

/** Each step names the receipt it builds on, so that its service has it before it decides. */
export class Steps {
  readonly lines: Lines
  readonly stage: Stage
  readonly cast: Cast
  private readonly session: Session
  /** What the next step builds on. */
  private last: Receipt | undefined

  constructor(session: Session, cast: Cast, stage: Stage) {
    this.session = session
    this.cast = cast
    this.stage = stage
    this.lines = lines[session.settings.language]
  }

  get settings(): Settings {
    return this.session.settings
  }

  get office(): string {
    return `organisations/${this.session.settings.as}`
  }

  /** Issues a fresh task, whose id the server makes. @throws Failure where its clause is not of that mode */
  async issue(play: Play, mode: ResponsibilityMode): Promise<Task> {
    const { clause, due, work, parent = `programmes/${this.session.settings.programme}` } = play
    const content = { ...work, clause: `${parent}/clauses/${clause}`, due: dateOf(due), milestones: [] }
    const ask = (validateOnly: boolean) =>
      this.cast
        .of(this.office)
        .call(
          TaskServiceClient,
          (client) => client.issueTask,
          IssueTaskRequest.fromPartial({ requestId: randomUUID(), parent, content, validateOnly }),
          this.builtOn,
        )
    // Asked first without recording: whom it would go to, and whether they can all act.
    const planned = (await ask(true)).task as Task
    this.checkMode(planned, mode)
    await this.cast.gather(planned.assignments.map(organisationOf))
    const { task, receipt } = await ask(false)
    const issued = task as Task
    await this.stage.focus(issued.name)
    await this.follow(receipt)
    return issued
  }

  /** Takes a task that is there. @throws Failure where it has begun, or is not of that mode */
  async takeUp(name: string, mode: ResponsibilityMode): Promise<Task> {
    const task = await this.read(name)
    const short = shortName(name, this.session.settings.programme)
    if (task.state !== 'TASK_STATE_ISSUED' || task.assignments.some(({ state }) => state !== 'ASSIGNMENT_STATE_ISSUED'))
      throw new Failure({ code: 'FAILED_PRECONDITION', reason: 'HAS_BEGUN', message: this.lines.hasBegun(short) })
    this.checkMode(task, mode)
    await this.cast.gather(task.assignments.map(organisationOf))
    await this.stage.focus(name)
    return task
  }

  private checkMode(task: Task, mode: ResponsibilityMode): void {
    if (task.mode === mode) return
    const short = shortName(task.name, this.session.settings.programme)
    const isLed = mode === 'RESPONSIBILITY_MODE_LED'
    const message = isLed ? this.lines.notLed(short) : this.lines.notJoint(short)
    throw new Failure({ code: 'FAILED_PRECONDITION', reason: isLed ? 'NOT_LED' : 'NOT_JOINT', message })
  }

  // ---- What bodies do

  acknowledge(task: string, body: string): Promise<void> {
    const request = AcknowledgeAssignmentRequest.fromPartial(this.on(task, body))
    return this.work(body, (client) => client.acknowledgeAssignment, request)
  }

  report(task: string, body: string): Promise<void> {
    const request = { ...this.on(task, body), percent: 60, text: this.lines.report }
    return this.work(body, (client) => client.reportProgress, ReportProgressRequest.fromPartial(request))
  }

  submit(task: string, body: string, text: string = this.lines.submission): Promise<void> {
    const request = SubmitAssignmentRequest.fromPartial({ ...this.on(task, body), text })
    return this.work(body, (client) => client.submitAssignment, request)
  }

  requestExtension(task: string, body: string, due: string): Promise<void> {
    const request = { ...this.on(task, body), due: dateOf(due), reason: this.lines.extensionReason }
    return this.work(body, (client) => client.requestExtension, RequestExtensionRequest.fromPartial(request))
  }

  // ---- What reviewers, compilers and the office do

  accept(name: string, organisation: string, reviewer: string): Promise<void> {
    const request = AcceptSubmissionRequest.fromPartial({ ...this.about(name), organisation })
    return this.decide(reviewer, (client) => client.acceptSubmission, request)
  }

  returnSubmission(name: string, organisation: string, reviewer: string): Promise<void> {
    const fields = { ...this.about(name), organisation, reason: this.lines.returned }
    return this.decide(reviewer, (client) => client.returnSubmission, ReturnSubmissionRequest.fromPartial(fields))
  }

  supportExtension(name: string, organisation: string, lead: string): Promise<void> {
    const fields = { ...this.about(name), organisation, supports: true, text: this.lines.opinion }
    const request = GiveExtensionOpinionRequest.fromPartial(fields)
    return this.decide(lead, (client) => client.giveExtensionOpinion, request)
  }

  grantExtension(name: string, organisation: string): Promise<void> {
    const request = GrantExtensionRequest.fromPartial({ ...this.about(name), organisation })
    return this.decide(this.office, (client) => client.grantExtension, request)
  }

  confirmCompiler(name: string, organisation: string): Promise<void> {
    const request = ConfirmCompilerRequest.fromPartial({ ...this.about(name), organisation })
    return this.decide(this.office, (client) => client.confirmCompiler, request)
  }

  proposeClosing(name: string, proposer: string): Promise<void> {
    const { statement, evidence } = this.lines
    const bytes = Buffer.from(evidence.text)
    const piece = {
      title: evidence.title,
      sha256: hash('sha256', bytes, 'buffer'),
      sizeBytes: BigInt(bytes.length),
      mediaType: 'text/plain',
    }
    const request = ProposeClosingRequest.fromPartial({ ...this.about(name), statement, evidence: [piece] })
    return this.decide(proposer, (client) => client.proposeClosing, request)
  }

  countersign(name: string, body: string): Promise<void> {
    const request = CountersignClosingRequest.fromPartial(this.about(name))
    return this.decide(body, (client) => client.countersignClosing, request)
  }

  dissent(name: string, body: string): Promise<void> {
    const request = DissentFromClosingRequest.fromPartial({ ...this.about(name), reason: this.lines.dissent })
    return this.decide(body, (client) => client.dissentFromClosing, request)
  }

  ruleThatItCloses(name: string): Promise<void> {
    const { ruling, minutes } = this.lines
    const request = RuleOnDissentRequest.fromPartial({ ...this.about(name), closes: true, ruling, minutes })
    return this.decide(this.office, (client) => client.ruleOnDissent, request)
  }

  close(name: string): Promise<void> {
    return this.decide(this.office, (client) => client.closeTask, CloseTaskRequest.fromPartial(this.about(name)))
  }

  cancel(name: string): Promise<void> {
    const request = CancelTaskRequest.fromPartial({ ...this.about(name), reason: this.lines.cancelled })
    return this.decide(this.office, (client) => client.cancelTask, request)
  }

  // ---- What the office does elsewhere

  /** A command of the office to any service. */
  asOffice<C extends Client, Request>(...[service, method, request]: Commanding<C, Request>): Promise<void> {
    return this.as(this.office, service, method, request)
  }

  /** A command of any body to any service. */
  async as<C extends Client, Request>(
    body: string,
    ...[service, method, request]: Commanding<C, Request>
  ): Promise<void> {
    const answer = await this.cast.of(body).call(service, method, request, this.builtOn)
    await this.follow(answer.receipt)
  }

  // ---- What is told between them

  /** Tells the light of a task, or of a body's part of it. */
  async showLight(name: string, organisation?: string): Promise<void> {
    const { light, assignments } = await this.read(name)
    if (!organisation) return this.stage.aside({ kind: 'light', name, light })
    const part = assignments.find((one) => organisationOf(one) === organisation)
    await this.stage.aside({ kind: 'light', name: this.on(name, organisation).name, light: part?.light })
  }

  /** Tells that the bus does not let somebody do something. @throws Error where it does: then its rules do not hold */
  async refused(name: string, actor: string, reason: string, step: () => Promise<void>): Promise<void> {
    try {
      await step()
    } catch (error) {
      if (!(error instanceof Failure) || error.report.reason !== reason) throw error
      const { json } = this.session.settings
      const failure = json ? error : await explained(error, this.cast.of(this.office), this.session.settings)
      return this.stage.aside(refusalOf(name, actor, failure.report))
    }
    throw new Error(`${actor} was not refused with ${reason} on ${name}`)
  }

  async read(name: string): Promise<Task> {
    const request = GetTaskRequest.fromPartial({ name })
    const { task } = await this.cast
      .of(this.office)
      .call(TaskServiceClient, (client) => client.getTask, request, this.builtOn)
    return task as Task
  }

  // ---- How a step is made

  private about(name: string) {
    return { requestId: randomUUID(), name }
  }

  private on(task: string, body: string) {
    return this.about(assignmentName(task, body))
  }

  private get builtOn() {
    return this.last ? [this.last] : []
  }

  private async work<Request>(body: string, method: Work<Request>, request: Request): Promise<void> {
    const answer = await this.cast.of(body).call(AssignmentServiceClient, method, request, this.builtOn)
    await this.follow(answer.receipt)
  }

  private async decide<Request>(body: string, method: Decision<Request>, request: Request): Promise<void> {
    const answer = await this.cast.of(body).call(TaskServiceClient, method, request, this.builtOn)
    await this.follow(answer.receipt)
  }

  /** A step is over when its event has been seen. */
  private async follow(receipt: Receipt | undefined): Promise<void> {
    this.last = receipt
    await this.stage.shown(receipt)
  }
}

type Commanding<C extends Client, Request> = [
  service: Stub<C>,
  method: Method<C, Request, { readonly receipt: Receipt | undefined }>,
  request: Request,
]
type Answered<Resource> = Resource & { readonly receipt: Receipt | undefined }
type Work<Request> = Method<AssignmentServiceClient, Request, Answered<{ assignment: Assignment | undefined }>>
type Decision<Request> = Method<TaskServiceClient, Request, Answered<{ task: Task | undefined }>>
