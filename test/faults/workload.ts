/** Clients of a deployment that play tasks from issue to close, whatever happens meanwhile. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChannelCredentials } from '@grpc/grpc-js'
import { AssignmentServiceClient } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import { TaskServiceClient } from '#proto/qiantou/task/v1/task_service.ts'
import { clientOptions, mutualTls } from '#shared/grpc/client.ts'
import { uuidV7 } from '#shared/record/uuid.ts'
import type { Deployment } from './deployment.ts'
import { persistentCall } from './persistent-call.ts'

const parent = 'programmes/hunan-2025-7'
const lead = 'hn-zzb'
const bodies = ['hn-zzb', 'hn-xcb', 'hn-jyt', 'hn-kjt', 'hn-rst']
/** Hands its part on to another body in every third task. */
const handing = 'hn-xcb'
const successor = 'hn-czt'
/** Who is worth following: who works all the way, who hands on, who comes late. */
export const observedBodies = [lead, handing, successor]
const due = { $type: 'google.type.Date' as const, year: 2099, month: 11, day: 30 }
const fresh = () => ({ requestId: uuidV7(new Date()), etag: 0n, validateOnly: false })

export const credentialsOf = ({ home }: Deployment, path: string): ChannelCredentials => {
  const read = (file: string): string => readFileSync(join(home, 'certificates', file), 'utf8')
  return mutualTls({ ca: read('ca.crt'), cert: read(`${path}.crt`), key: read(`${path}.key`) })
}

export class Workload {
  readonly receipts: Receipt[] = []
  private readonly tasks = new Map<string, readonly TaskServiceClient[]>()
  private readonly assignments = new Map<string, readonly AssignmentServiceClient[]>()
  private played = 0
  private stopping = false
  private workers: Promise<void>[] = []

  constructor(deployment: Deployment) {
    const leads = [...deployment.ports.keys()].filter((name) => name.startsWith('lead-agency'))
    for (const code of ['hn-office', successor, ...bodies]) {
      const credentials = credentialsOf(deployment, `organisation/${code}`)
      const at = leads.map((name) => new TaskServiceClient(deployment.address(name), credentials, clientOptions))
      this.tasks.set(code, at)
      const address = deployment.address('supporting-department')
      this.assignments.set(code, [new AssignmentServiceClient(address, credentials, clientOptions)])
    }
  }

  start(workers: number): void {
    this.workers = Array.from({ length: workers }, async () => {
      while (!this.stopping) await this.playTask()
    })
  }

  /** Lets the tasks under way come to their end. @throws what a worker met that no client should meet. */
  async stop(): Promise<void> {
    this.stopping = true
    await Promise.all(this.workers)
    for (const clients of [...this.tasks.values(), ...this.assignments.values()])
      for (const client of clients) client.close()
  }

  private told<T extends { receipt?: Receipt | undefined }>(answer: T): T {
    this.receipts.push(answer.receipt as Receipt)
    return answer
  }

  private onTask(code: string): readonly TaskServiceClient[] {
    return this.tasks.get(code) as readonly TaskServiceClient[]
  }

  private onAssignment(code: string): readonly AssignmentServiceClient[] {
    return this.assignments.get(code) as readonly AssignmentServiceClient[]
  }

  private async playTask(): Promise<void> {
    const issue = {
      $type: 'qiantou.task.v1.IssueTaskRequest' as const,
      ...fresh(),
      parent,
      taskId: '',
      copied: [],
      content: {
        $type: 'qiantou.task.v1.TaskContent' as const,
        clause: `${parent}/clauses/a5-8`,
        title: 'Under load',
        deliverable: '',
        closingStandard: '',
        due,
        milestones: [],
        monthlyReport: undefined,
      },
    }
    const issued = this.told(await persistentCall(this.onTask('hn-office'), (c) => c.issueTask, issue))
    const name = issued.task?.name ?? ''
    this.played += 1
    const handsOn = this.played % 3 === 0
    const receipt = issued.receipt as Receipt
    await Promise.all(
      bodies.map((code) =>
        handsOn && code === handing ? this.handOn(name, receipt) : this.playPart(name, code, receipt),
      ),
    )
    const propose = {
      $type: 'qiantou.task.v1.ProposeClosingRequest' as const,
      ...fresh(),
      name,
      statement: 'Everything stands.',
      evidence: [
        {
          $type: 'qiantou.record.v1.Evidence' as const,
          title: 'Protocol',
          sha256: new Uint8Array(32),
          sizeBytes: 1n,
          mediaType: 'text/plain',
          location: '',
        },
      ],
      signOff: [],
    }
    this.told(await persistentCall(this.onTask(lead), (c) => c.proposeClosing, propose))
    const close = { $type: 'qiantou.task.v1.CloseTaskRequest' as const, ...fresh(), name }
    this.told(await persistentCall(this.onTask('hn-office'), (c) => c.closeTask, close))
  }

  /** A body asks to be released, and another does its part. */
  private async handOn(task: string, issue: Receipt): Promise<void> {
    const name = `${task}/assignments/${handing}`
    const ask = {
      $type: 'qiantou.assignment.v1.RequestReassignmentRequest' as const,
      ...fresh(),
      name,
      reason: 'It is not among its duties.',
    }
    const asked = this.told(
      await persistentCall(this.onAssignment(handing), (c) => c.requestReassignment, ask, [issue]),
    )
    const reassign = {
      $type: 'qiantou.task.v1.ReassignAssignmentRequest' as const,
      ...fresh(),
      name: task,
      organisation: `organisations/${handing}`,
      successor: `organisations/${successor}`,
      reason: 'It is among the duties of the other.',
      due: undefined,
    }
    const office = this.onTask('hn-office')
    const moved = await persistentCall(office, (c) => c.reassignAssignment, reassign, [asked.receipt as Receipt])
    await this.playPart(task, successor, this.told(moved).receipt as Receipt)
  }

  private async playPart(task: string, code: string, issue: Receipt): Promise<void> {
    const name = `${task}/assignments/${code}`
    const at = this.onAssignment(code)
    const acknowledge = { $type: 'qiantou.assignment.v1.AcknowledgeAssignmentRequest' as const, ...fresh(), name }
    this.told(await persistentCall(at, (c) => c.acknowledgeAssignment, acknowledge, [issue]))
    const said = { text: 'It goes on.', evidence: [], signOff: [] }
    const report = {
      $type: 'qiantou.assignment.v1.ReportProgressRequest' as const,
      ...fresh(),
      name,
      milestone: '',
      percent: 50,
      corrects: 0,
      ...said,
    }
    this.told(await persistentCall(at, (c) => c.reportProgress, report))
    const submit = { $type: 'qiantou.assignment.v1.SubmitAssignmentRequest' as const, ...fresh(), name, ...said }
    const submitted = this.told(await persistentCall(at, (c) => c.submitAssignment, submit))
    const reviewer = this.onTask(code === lead ? 'hn-office' : lead)
    const organisation = `organisations/${code}`
    const accept = { $type: 'qiantou.task.v1.AcceptSubmissionRequest' as const, ...fresh(), name: task, organisation }
    this.told(await persistentCall(reviewer, (c) => c.acceptSubmission, accept, [submitted.receipt as Receipt]))
  }
}
