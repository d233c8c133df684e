/** The steps of a led task: every body acknowledges, reports, submits; one part is returned; all is reviewed and closed. */
import { hash, randomUUID } from 'node:crypto'
import {
  AcknowledgeAssignmentRequest,
  type Assignment,
  AssignmentServiceClient,
  ReportProgressRequest,
  SubmitAssignmentRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import {
  AcceptSubmissionRequest,
  CloseTaskRequest,
  GetTaskRequest,
  IssueTaskRequest,
  ProposeClosingRequest,
  ReturnSubmissionRequest,
  type Task,
  type TaskAssignment,
  TaskServiceClient,
} from '#proto/qiantou/task/v1/task_service.ts'
import type { Method } from '../bus/bus.ts'
import { Failure } from '../failure.ts'
import { dateOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import { codeOf, shortName } from '../text/names.ts'
import { today } from '../text/time.ts'
import type { Cast } from './cast.ts'
import { type Lines, lines } from './lines.ts'
import type { Stage } from './stage.ts'

const organisationOf = ({ body }: TaskAssignment): string => body?.organisation ?? ''
const isLead = ({ body }: TaskAssignment): boolean => body?.role === 'ROLE_LEAD'

/** Plays one task. Each step names the receipt it builds on, so that its service has it before it decides. */
export class Script {
  private readonly session: Session
  private readonly cast: Cast
  private readonly stage: Stage
  private readonly lines: Lines
  /** What the next step builds on. */
  private last: Receipt | undefined

  constructor(session: Session, cast: Cast, stage: Stage) {
    this.session = session
    this.cast = cast
    this.stage = stage
    this.lines = lines[session.settings.language]
  }

  private get office(): string {
    return `organisations/${this.session.settings.as}`
  }

  /** Issues a fresh task of clause 2-1, whose id the server makes. */
  async issue(): Promise<Task> {
    const parent = `programmes/${this.session.settings.programme}`
    const content = {
      clause: `${parent}/clauses/2-1`,
      title: this.lines.title,
      deliverable: this.lines.deliverable,
      closingStandard: this.lines.closingStandard,
      due: dateOf(`${today(new Date()).slice(0, 4)}-12-31`),
      milestones: [],
    }
    const ask = (validateOnly: boolean) =>
      this.cast
        .of(this.office)
        .call(
          TaskServiceClient,
          (client) => client.issueTask,
          IssueTaskRequest.fromPartial({ requestId: randomUUID(), parent, content, validateOnly }),
        )
    // Asked first without recording: whom it would go to, and whether they can all act.
    const planned = (await ask(true)).task as Task
    this.checkLed(planned)
    await this.cast.gather(planned.assignments.map(organisationOf))
    const { task, receipt } = await ask(false)
    const issued = task as Task
    await this.stage.focus(issued.name)
    await this.follow(receipt)
    return issued
  }

  /** Takes a task that is there. @throws Failure where it has begun, or nobody leads it */
  async takeUp(name: string): Promise<Task> {
    const task = await this.read(name)
    const short = shortName(name, this.session.settings.programme)
    if (task.state !== 'TASK_STATE_ISSUED' || task.assignments.some(({ state }) => state !== 'ASSIGNMENT_STATE_ISSUED'))
      throw new Failure({ code: 'FAILED_PRECONDITION', reason: 'HAS_BEGUN', message: this.lines.hasBegun(short) })
    this.checkLed(task)
    await this.cast.gather(task.assignments.map(organisationOf))
    await this.stage.focus(name)
    return task
  }

  private checkLed({ mode, name }: Task): void {
    if (mode === 'RESPONSIBILITY_MODE_LED') return
    const message = this.lines.notLed(shortName(name, this.session.settings.programme))
    throw new Failure({ code: 'FAILED_PRECONDITION', reason: 'NOT_LED', message })
  }

  /** From a task that is issued to one that is closed. */
  async playOut({ name, assignments }: Task): Promise<Task> {
    const bodies = assignments.map(organisationOf)
    const supporters = assignments.filter((part) => !isLead(part)).map(organisationOf)
    const leads = assignments.filter(isLead).map(organisationOf)
    for (const body of bodies) await this.acknowledge(name, body)
    for (const body of bodies) await this.report(name, body)
    const [returned, ...others] = [...supporters, ...leads]
    if (returned) await this.redo(name, returned, supporters.length > 0 ? (leads[0] as string) : this.office)
    for (const body of others) await this.submit(name, body)
    for (const body of supporters) await this.accept(name, body, leads[0] as string)
    for (const body of leads) await this.accept(name, body, this.office)
    for (const lead of leads) await this.proposeClosing(name, lead)
    await this.close(name)
    return this.read(name)
  }

  /** A first submission that its reviewer returns, and a second. */
  private async redo(task: string, body: string, reviewer: string): Promise<void> {
    await this.submit(task, body, this.lines.incomplete)
    const request = ReturnSubmissionRequest.fromPartial({
      requestId: randomUUID(),
      name: task,
      organisation: body,
      reason: this.lines.returned,
    })
    await this.review(reviewer, (client) => client.returnSubmission, request)
    await this.submit(task, body)
  }

  // ---- What bodies do

  private acknowledge(task: string, body: string): Promise<void> {
    const request = { requestId: randomUUID(), name: this.assignment(task, body) }
    return this.work(body, (client) => client.acknowledgeAssignment, AcknowledgeAssignmentRequest.fromPartial(request))
  }

  private report(task: string, body: string): Promise<void> {
    const request = { requestId: randomUUID(), name: this.assignment(task, body), percent: 60, text: this.lines.report }
    return this.work(body, (client) => client.reportProgress, ReportProgressRequest.fromPartial(request))
  }

  private submit(task: string, body: string, text: string = this.lines.submission): Promise<void> {
    const request = { requestId: randomUUID(), name: this.assignment(task, body), text }
    return this.work(body, (client) => client.submitAssignment, SubmitAssignmentRequest.fromPartial(request))
  }

  private accept(name: string, organisation: string, reviewer: string): Promise<void> {
    const request = AcceptSubmissionRequest.fromPartial({ requestId: randomUUID(), name, organisation })
    return this.review(reviewer, (client) => client.acceptSubmission, request)
  }

  private proposeClosing(name: string, lead: string): Promise<void> {
    const { statement, evidence } = this.lines
    const bytes = Buffer.from(evidence.text)
    const piece = {
      title: evidence.title,
      sha256: hash('sha256', bytes, 'buffer'),
      sizeBytes: BigInt(bytes.length),
      mediaType: 'text/plain',
    }
    const request = { requestId: randomUUID(), name, statement, evidence: [piece] }
    return this.review(lead, (client) => client.proposeClosing, ProposeClosingRequest.fromPartial(request))
  }

  private close(name: string): Promise<void> {
    const request = CloseTaskRequest.fromPartial({ requestId: randomUUID(), name })
    return this.review(this.office, (client) => client.closeTask, request)
  }

  // ---- How a step is made

  private assignment(task: string, body: string): string {
    return `${task}/assignments/${codeOf(body)}`
  }

  private get builtOn() {
    return this.last ? [this.last] : []
  }

  private async work<Request>(body: string, method: Work<Request>, request: Request): Promise<void> {
    const answer = await this.cast.of(body).call(AssignmentServiceClient, method, request, this.builtOn)
    await this.follow(answer.receipt)
  }

  private async review<Request>(body: string, method: Review<Request>, request: Request): Promise<void> {
    const answer = await this.cast.of(body).call(TaskServiceClient, method, request, this.builtOn)
    await this.follow(answer.receipt)
  }

  /** A step is over when its event has been seen. */
  private async follow(receipt: Receipt | undefined): Promise<void> {
    this.last = receipt
    await this.stage.shown(receipt)
  }

  private async read(name: string): Promise<Task> {
    const request = GetTaskRequest.fromPartial({ name })
    const { task } = await this.cast
      .of(this.office)
      .call(TaskServiceClient, (client) => client.getTask, request, this.builtOn)
    return task as Task
  }
}

type Answered<Resource> = Resource & { readonly receipt: Receipt | undefined }
type Work<Request> = Method<AssignmentServiceClient, Request, Answered<{ assignment: Assignment | undefined }>>
type Review<Request> = Method<TaskServiceClient, Request, Answered<{ task: Task | undefined }>>
