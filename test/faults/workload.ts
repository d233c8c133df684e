/** Clients of a deployment that play tasks from issue to close, whatever happens meanwhile. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChannelCredentials } from '@grpc/grpc-js'
import { AssignmentServiceClient } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import {
  ConsultationServiceClient,
  type OpenConsultationResponse,
} from '#proto/qiantou/consultation/v1/consultation_service.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import { SupervisionServiceClient, UrgeAssignmentRequest } from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { TaskServiceClient } from '#proto/qiantou/task/v1/task_service.ts'
import { clientOptions, mutualTls } from '#shared/grpc/client.ts'
import { uuidV7 } from '#shared/record/uuid.ts'
import { consultationRequests, workingDays } from '#shared/testing/consultation-requests.ts'
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
const fresh = () => ({ requestId: uuidV7(new Date()), etag: 0n, validateOnly: false, signOff: [] })

export const credentialsOf = ({ home }: Deployment, path: string): ChannelCredentials => {
  const read = (file: string): string => readFileSync(join(home, 'certificates', file), 'utf8')
  return mutualTls({ ca: read('ca.crt'), cert: read(`${path}.crt`), key: read(`${path}.key`) })
}

export class Workload {
  readonly receipts: Receipt[] = []
  private readonly tasks = new Map<string, readonly TaskServiceClient[]>()
  private readonly assignments = new Map<string, readonly AssignmentServiceClient[]>()
  private readonly consultations = new Map<string, readonly ConsultationServiceClient[]>()
  private readonly supervisions = new Map<string, readonly SupervisionServiceClient[]>()
  private readonly consults: boolean
  private played = 0
  private stopping = false
  private workers: Promise<void>[] = []

  /** `consults`: it opens consultations and urges too, and nobody hands on, for which there is a limit. */
  constructor(deployment: Deployment, consults: boolean) {
    this.consults = consults
    const instances = (service: string) => [...deployment.ports.keys()].filter((name) => name.startsWith(service))
    const leads = instances('lead-agency')
    for (const code of ['hn-office', successor, ...bodies]) {
      const credentials = credentialsOf(deployment, `organisation/${code}`)
      const at = leads.map((name) => new TaskServiceClient(deployment.address(name), credentials, clientOptions))
      this.tasks.set(code, at)
      const offices = instances('coordination-office').map((name) => deployment.address(name))
      this.consultations.set(
        code,
        offices.map((at) => new ConsultationServiceClient(at, credentials, clientOptions)),
      )
      this.supervisions.set(
        code,
        offices.map((at) => new SupervisionServiceClient(at, credentials, clientOptions)),
      )
      const departments = instances('supporting-department').map((name) => deployment.address(name))
      this.assignments.set(
        code,
        departments.map((at) => new AssignmentServiceClient(at, credentials, clientOptions)),
      )
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
    const all = [this.tasks, this.assignments, this.consultations, this.supervisions]
    for (const clients of all.flatMap((one) => [...one.values()])) for (const client of clients) client.close()
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
    const handsOn = this.played % 3 === 0 && !this.consults
    const receipt = issued.receipt as Receipt
    if (this.consults) await this.consultAndUrge(name, receipt)
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
    }
    this.told(await persistentCall(this.onTask(lead), (c) => c.proposeClosing, propose))
    const close = { $type: 'qiantou.task.v1.CloseTaskRequest' as const, ...fresh(), name }
    this.told(await persistentCall(this.onTask('hn-office'), (c) => c.closeTask, close))
  }

  /** One consultation that all answer, another that nobody does until its limit has passed, and somebody is urged. */
  private async consultAndUrge(task: string, issue: Receipt): Promise<void> {
    const asked = bodies.filter((code) => code !== lead)
    const at = (code: string) => this.consultations.get(code) as readonly ConsultationServiceClient[]
    const open = async (days: number): Promise<OpenConsultationResponse> => {
      const request = consultationRequests.open(parent, `load-${uuidV7(new Date())}`, asked, {
        limit: workingDays(days),
      })
      return this.told(await persistentCall(at(lead), (c) => c.openConsultation, request, [issue]))
    }
    await open(1)
    const { consultation, receipt } = await open(200)
    for (const code of asked) {
      const request = consultationRequests.answer(consultation?.name ?? '', 'AGREE')
      this.told(await persistentCall(at(code), (c) => c.answerConsultation, request, [receipt as Receipt]))
    }
    const about = { ...fresh(), name: `${task}/supervisions/${handing}`, text: 'It is late.' }
    const request = UrgeAssignmentRequest.create(about)
    const office = this.supervisions.get('hn-office') as readonly SupervisionServiceClient[]
    this.told(await persistentCall(office, (c) => c.urgeAssignment, request, [issue]))
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
    const said = { text: 'It goes on.', evidence: [] }
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
    const about = { name: task, organisation }
    const accept = { $type: 'qiantou.task.v1.AcceptSubmissionRequest' as const, ...fresh(), ...about }
    this.told(await persistentCall(reviewer, (c) => c.acceptSubmission, accept, [submitted.receipt as Receipt]))
  }
}
