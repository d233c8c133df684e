/** Commands on a real bus, as its callers send them; each builds on what the ones before it came to. */
import { randomUUID } from 'node:crypto'
import {
  AcknowledgeAssignmentRequest,
  ReportProgressRequest,
  RequestReassignmentRequest,
  SubmitAssignmentRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { Clause, ProgrammeContent, type Responsibility } from '#proto/qiantou/programme/v1/programme_events.ts'
import { ImportProgrammeRequest } from '#proto/qiantou/programme/v1/programme_service.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import {
  AcceptSubmissionRequest,
  CancelTaskRequest,
  CloseTaskRequest,
  IssueTaskRequest,
  ProposeClosingRequest,
  ReassignAssignmentRequest,
  ReturnSubmissionRequest,
  UpholdAssignmentRequest,
} from '#proto/qiantou/task/v1/task_service.ts'
import type { After } from '#shared/domain/decider.ts'
import { call } from '#shared/grpc/client.ts'
import type { TestBus } from './bus.ts'
import { evidence, taskContent } from './task-facts.ts'

/** Codes of the organisations that play in tests. */
export const office = 'hn-office'

const organisation = (code: string): string => `organisations/${code}`
const name = (task: string, code: string): string => `${task}/assignments/${code}`

const clauseOf = (id: string, responsibility: Partial<Responsibility>): Clause =>
  Clause.fromPartial({
    id,
    number: `(${id})`,
    section: '重点任务',
    title: '建设算力调度平台',
    kind: 'CLAUSE_KIND_ACTION',
    responsibility,
    span: { start: 0, end: 10 },
  })

/** Who is responsible for the clauses of a test's programme: `led`, `two-leads`, `joint`, `sole`, `nobody`. */
export const clauses: readonly Clause[] = [
  clauseOf('led', {
    mode: 'RESPONSIBILITY_MODE_LED',
    leads: [organisation('hn-kjt')],
    supporters: [organisation('hn-fgw'), organisation('hn-jyt')],
  }),
  clauseOf('two-leads', {
    mode: 'RESPONSIBILITY_MODE_LED',
    leads: [organisation('hn-kjt'), organisation('hn-gxt')],
    supporters: [organisation('hn-fgw')],
    standing: [organisation('hn-cities')],
  }),
  clauseOf('joint', {
    mode: 'RESPONSIBILITY_MODE_JOINT',
    supporters: [organisation('hn-kjt'), organisation('hn-fgw')],
  }),
  clauseOf('sole', { mode: 'RESPONSIBILITY_MODE_SOLE', supporters: [organisation('hn-fgw')] }),
  clauseOf('nobody', { mode: 'RESPONSIBILITY_MODE_UNASSIGNED' }),
]

export const programmeContent = (): ProgrammeContent =>
  ProgrammeContent.create({
    title: '人工智能产业发展行动计划',
    documentNumber: '湘政办发〔2025〕7号',
    documentSha256: Buffer.alloc(32, 5),
    office: organisation(office),
    clauses: [...clauses],
  })

/** Requests that are fine in every field, with fresh request ids. */
export const requests = {
  importProgramme: (programmeId: string) =>
    ImportProgrammeRequest.create({ requestId: randomUUID(), programmeId, content: programmeContent() }),
  issueTask: (parent: string, clause: string, taskId: string) =>
    IssueTaskRequest.create({
      requestId: randomUUID(),
      parent,
      taskId,
      content: { ...taskContent(), clause: `${parent}/clauses/${clause}` },
    }),
  accept: (task: string, code: string) =>
    AcceptSubmissionRequest.create({ requestId: randomUUID(), name: task, organisation: organisation(code) }),
  giveBack: (task: string, code: string) =>
    ReturnSubmissionRequest.create({
      requestId: randomUUID(),
      name: task,
      organisation: organisation(code),
      reason: '材料不全',
    }),
  reassign: (task: string, code: string, to: string) =>
    ReassignAssignmentRequest.create({
      requestId: randomUUID(),
      name: task,
      organisation: organisation(code),
      successor: organisation(to),
      reason: '职责调整',
    }),
  uphold: (task: string, code: string) =>
    UpholdAssignmentRequest.create({
      requestId: randomUUID(),
      name: task,
      organisation: organisation(code),
      reason: '属其三定职责',
    }),
  proposeClosing: (task: string) =>
    ProposeClosingRequest.create({
      requestId: randomUUID(),
      name: task,
      statement: '三个智算中心已接入',
      evidence: [evidence('验收报告')],
    }),
  close: (task: string) => CloseTaskRequest.create({ requestId: randomUUID(), name: task }),
  cancel: (task: string) => CancelTaskRequest.create({ requestId: randomUUID(), name: task, reason: '政策调整' }),
  acknowledge: (task: string, code: string) =>
    AcknowledgeAssignmentRequest.create({ requestId: randomUUID(), name: name(task, code) }),
  report: (task: string, code: string, percent: number) =>
    ReportProgressRequest.create({
      requestId: randomUUID(),
      name: name(task, code),
      milestone: 'half-year',
      percent,
      text: '立项已完成',
      evidence: [evidence('立项批复')],
    }),
  submit: (task: string, code: string) =>
    SubmitAssignmentRequest.create({
      requestId: randomUUID(),
      name: name(task, code),
      text: '平台已上线',
      evidence: [evidence('验收报告')],
    }),
  askRelease: (task: string, code: string) =>
    RequestReassignmentRequest.create({
      requestId: randomUUID(),
      name: name(task, code),
      reason: '非我单位三定职责',
    }),
} as const

/** Sends commands one after the other. Each waits for what the ones before it recorded, wherever they did. */
export class Workflow {
  private readonly bus: Pick<TestBus, 'as'>
  private readonly known = new Map<string, bigint>()

  constructor(bus: Pick<TestBus, 'as'>) {
    this.bus = bus
  }

  /** What was recorded so far: what a call names that builds on it. */
  get after(): readonly After[] {
    return [...this.known].map(([source, sequence]) => ({ source, sequence }))
  }

  async importProgramme(id: string): Promise<string> {
    const { programmes } = this.bus.as(office)
    this.note(await call(programmes, (stub) => stub.importProgramme, requests.importProgramme(id)))
    return `programmes/${id}`
  }

  /** @returns the name of the task. */
  async issue(parent: string, clause: string, taskId: string): Promise<string> {
    const request = requests.issueTask(parent, clause, taskId)
    this.note(await call(this.bus.as(office).tasks, (stub) => stub.issueTask, request, this.after))
    return `${parent}/tasks/${taskId}`
  }

  async acknowledge(task: string, code: string): Promise<void> {
    const { assignments } = this.bus.as(code)
    const request = requests.acknowledge(task, code)
    this.note(await call(assignments, (stub) => stub.acknowledgeAssignment, request, this.after))
  }

  async report(task: string, code: string, percent: number): Promise<void> {
    const { assignments } = this.bus.as(code)
    const request = requests.report(task, code, percent)
    this.note(await call(assignments, (stub) => stub.reportProgress, request, this.after))
  }

  async submit(task: string, code: string): Promise<void> {
    const { assignments } = this.bus.as(code)
    this.note(await call(assignments, (stub) => stub.submitAssignment, requests.submit(task, code), this.after))
  }

  async askRelease(task: string, code: string): Promise<void> {
    const { assignments } = this.bus.as(code)
    const request = requests.askRelease(task, code)
    this.note(await call(assignments, (stub) => stub.requestReassignment, request, this.after))
  }

  async accept(task: string, code: string, by: string): Promise<void> {
    const { tasks } = this.bus.as(by)
    this.note(await call(tasks, (stub) => stub.acceptSubmission, requests.accept(task, code), this.after))
  }

  async giveBack(task: string, code: string, by: string): Promise<void> {
    const { tasks } = this.bus.as(by)
    this.note(await call(tasks, (stub) => stub.returnSubmission, requests.giveBack(task, code), this.after))
  }

  async reassign(task: string, code: string, to: string): Promise<void> {
    const { tasks } = this.bus.as(office)
    this.note(await call(tasks, (stub) => stub.reassignAssignment, requests.reassign(task, code, to), this.after))
  }

  async uphold(task: string, code: string): Promise<void> {
    const { tasks } = this.bus.as(office)
    this.note(await call(tasks, (stub) => stub.upholdAssignment, requests.uphold(task, code), this.after))
  }

  async proposeClosing(task: string, by: string): Promise<void> {
    const { tasks } = this.bus.as(by)
    this.note(await call(tasks, (stub) => stub.proposeClosing, requests.proposeClosing(task), this.after))
  }

  async close(task: string): Promise<void> {
    const { tasks } = this.bus.as(office)
    this.note(await call(tasks, (stub) => stub.closeTask, requests.close(task), this.after))
  }

  async cancel(task: string): Promise<void> {
    const { tasks } = this.bus.as(office)
    this.note(await call(tasks, (stub) => stub.cancelTask, requests.cancel(task), this.after))
  }

  /** Acknowledges, submits, and has it accepted. */
  async complete(task: string, code: string, reviewer: string): Promise<void> {
    await this.acknowledge(task, code)
    await this.submit(task, code)
    await this.accept(task, code, reviewer)
  }

  private note({ receipt }: { readonly receipt?: Receipt | undefined }): void {
    if (!receipt) throw new Error('a command was answered without a receipt')
    this.known.set(receipt.source, receipt.sequence)
  }
}
