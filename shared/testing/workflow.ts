/** Commands on a real bus, as its callers send them; each builds on what the ones before it came to. */
import type { AssignmentServiceClient } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import type { TaskServiceClient } from '#proto/qiantou/task/v1/task_service.ts'
import type { After } from '#shared/domain/decider.ts'
import { call, type Unary } from '#shared/grpc/client.ts'
import type { TestBus } from './bus.ts'
import { office, requests } from './workflow-requests.ts'

type Answered = { readonly receipt?: Receipt | undefined }

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
    await this.onTask(office, (stub) => stub.issueTask, request)
    return `${parent}/tasks/${taskId}`
  }

  acknowledge(task: string, code: string): Promise<void> {
    return this.onAssignment(code, (stub) => stub.acknowledgeAssignment, requests.acknowledge(task, code))
  }

  report(task: string, code: string, percent: number, milestone?: string): Promise<void> {
    return this.onAssignment(code, (stub) => stub.reportProgress, requests.report(task, code, percent, milestone))
  }

  submit(task: string, code: string, by = code): Promise<void> {
    return this.onAssignment(by, (stub) => stub.submitAssignment, requests.submit(task, code))
  }

  askRelease(task: string, code: string): Promise<void> {
    return this.onAssignment(code, (stub) => stub.requestReassignment, requests.askRelease(task, code))
  }

  askTime(task: string, code: string, due = '2027-06-30'): Promise<void> {
    return this.onAssignment(code, (stub) => stub.requestExtension, requests.askTime(task, code, due))
  }

  delegate(task: string, code: string, delegate: string, from: string, until: string): Promise<void> {
    const request = requests.delegate(task, code, delegate, from, until)
    return this.onAssignment(code, (stub) => stub.delegateAssignment, request)
  }

  /** Enters that a person is an officer of a body, and that the part is that person's. */
  async namePerson(task: string, code: string, person: string): Promise<void> {
    await this.beginTerm(code, person)
    return this.onAssignment(code, (stub) => stub.namePerson, requests.namePerson(task, code, person))
  }

  async beginTerm(code: string, person: string): Promise<void> {
    const { directory } = this.bus.as(office)
    this.note(await call(directory, (stub) => stub.beginTerm, requests.beginTerm(code, person)))
  }

  subassign(task: string, code: string, to: string): Promise<void> {
    return this.onAssignment(code, (stub) => stub.subassignAssignment, requests.subassign(task, code, to))
  }

  acknowledgePiece(task: string, code: string, by: string): Promise<void> {
    return this.onAssignment(by, (stub) => stub.acknowledgeSubassignment, requests.acknowledgePiece(task, code))
  }

  reportPiece(task: string, code: string, by: string): Promise<void> {
    return this.onAssignment(by, (stub) => stub.reportSubassignment, requests.reportPiece(task, code, 60))
  }

  submitPiece(task: string, code: string, by: string): Promise<void> {
    return this.onAssignment(by, (stub) => stub.submitSubassignment, requests.submitPiece(task, code))
  }

  acceptPiece(task: string, code: string, of: string): Promise<void> {
    return this.onAssignment(code, (stub) => stub.acceptSubassignment, requests.acceptPiece(task, code, of))
  }

  returnPiece(task: string, code: string, of: string): Promise<void> {
    return this.onAssignment(code, (stub) => stub.returnSubassignment, requests.returnPiece(task, code, of))
  }

  withdrawPiece(task: string, code: string, of: string): Promise<void> {
    return this.onAssignment(code, (stub) => stub.withdrawSubassignment, requests.withdrawPiece(task, code, of))
  }

  accept(task: string, code: string, by: string): Promise<void> {
    return this.onTask(by, (stub) => stub.acceptSubmission, requests.accept(task, code))
  }

  giveBack(task: string, code: string, by: string): Promise<void> {
    return this.onTask(by, (stub) => stub.returnSubmission, requests.giveBack(task, code))
  }

  reassign(task: string, code: string, to: string): Promise<void> {
    return this.onTask(office, (stub) => stub.reassignAssignment, requests.reassign(task, code, to))
  }

  transfer(task: string, code: string, to: string): Promise<void> {
    return this.onTask(office, (stub) => stub.transferAssignment, requests.transfer(task, code, to))
  }

  uphold(task: string, code: string): Promise<void> {
    return this.onTask(office, (stub) => stub.upholdAssignment, requests.uphold(task, code))
  }

  suspend(task: string, code: string): Promise<void> {
    return this.onTask(office, (stub) => stub.suspendAssignment, requests.suspend(task, code))
  }

  resume(task: string, code: string): Promise<void> {
    return this.onTask(office, (stub) => stub.resumeAssignment, requests.resume(task, code))
  }

  waive(task: string, code: string): Promise<void> {
    return this.onTask(office, (stub) => stub.waiveAssignment, requests.waive(task, code))
  }

  giveOpinion(task: string, code: string, by: string, supports = true): Promise<void> {
    return this.onTask(by, (stub) => stub.giveExtensionOpinion, requests.giveOpinion(task, code, supports))
  }

  grantTime(task: string, code: string): Promise<void> {
    return this.onTask(office, (stub) => stub.grantExtension, requests.grantTime(task, code))
  }

  refuseTime(task: string, code: string): Promise<void> {
    return this.onTask(office, (stub) => stub.refuseExtension, requests.refuseTime(task, code))
  }

  confirmCompiler(task: string, code: string): Promise<void> {
    return this.onTask(office, (stub) => stub.confirmCompiler, requests.confirmCompiler(task, code))
  }

  proposeClosing(task: string, by: string): Promise<void> {
    return this.onTask(by, (stub) => stub.proposeClosing, requests.proposeClosing(task))
  }

  countersign(task: string, by: string): Promise<void> {
    return this.onTask(by, (stub) => stub.countersignClosing, requests.countersign(task))
  }

  dissent(task: string, by: string): Promise<void> {
    return this.onTask(by, (stub) => stub.dissentFromClosing, requests.dissent(task))
  }

  rule(task: string, closes: boolean): Promise<void> {
    return this.onTask(office, (stub) => stub.ruleOnDissent, requests.rule(task, closes))
  }

  returnClosing(task: string): Promise<void> {
    return this.onTask(office, (stub) => stub.returnClosing, requests.returnClosing(task))
  }

  comment(task: string, by: string): Promise<void> {
    return this.onTask(by, (stub) => stub.commentOnTask, requests.comment(task))
  }

  close(task: string): Promise<void> {
    return this.onTask(office, (stub) => stub.closeTask, requests.close(task))
  }

  reopen(task: string, due: string, ...codes: readonly string[]): Promise<void> {
    return this.onTask(office, (stub) => stub.reopenTask, requests.reopen(task, due, ...codes))
  }

  archive(task: string): Promise<void> {
    return this.onTask(office, (stub) => stub.archiveTask, requests.archive(task))
  }

  cancel(task: string): Promise<void> {
    return this.onTask(office, (stub) => stub.cancelTask, requests.cancel(task))
  }

  /** Acknowledges, submits, and has it accepted. */
  async complete(task: string, code: string, reviewer: string): Promise<void> {
    await this.acknowledge(task, code)
    await this.submit(task, code)
    await this.accept(task, code, reviewer)
  }

  async onTask<Request, Response extends Answered>(
    by: string,
    method: (stub: TaskServiceClient) => Unary<Request, Response>,
    request: Request,
  ): Promise<void> {
    this.note(await call(this.bus.as(by).tasks, method, request, this.after))
  }

  async onAssignment<Request, Response extends Answered>(
    by: string,
    method: (stub: AssignmentServiceClient) => Unary<Request, Response>,
    request: Request,
  ): Promise<void> {
    this.note(await call(this.bus.as(by).assignments, method, request, this.after))
  }

  private note({ receipt }: Answered): void {
    if (!receipt) throw new Error('a command was answered without a receipt')
    this.known.set(receipt.source, receipt.sequence)
  }
}
