/** For every RPC a request that is fine in every field, and what must have happened for it to be answered. */
import {
  GetAssignmentRequest,
  GetAssignmentTextRequest,
  ListAssignmentsRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { GetProgrammeRequest } from '#proto/qiantou/programme/v1/programme_service.ts'
import {
  FindRepeatedRequestsRequest,
  GetTaskRequest,
  GetTaskTextRequest,
  ListTasksRequest,
} from '#proto/qiantou/task/v1/task_service.ts'
import type { After } from '#shared/domain/decider.ts'
import { readRecord } from '#shared/record/record.ts'
import type { TestBus } from '#shared/testing/bus.ts'
import type { Stubs } from '#shared/testing/stubs.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { requests } from '#shared/testing/workflow-requests.ts'
import { allocationSpecimens } from './rpc-specimen-allocation.ts'
import { apportionmentSpecimens } from './rpc-specimen-apportionment.ts'
import { standInSpecimens } from './rpc-specimen-assignment.ts'
import { attachmentSpecimens } from './rpc-specimen-attachment.ts'
import { budgetSpecimens } from './rpc-specimen-budget.ts'
import { closingSpecimens } from './rpc-specimen-closing.ts'
import { consultationSpecimens } from './rpc-specimen-consultation.ts'
import { directorySpecimens } from './rpc-specimen-directory.ts'
import { draftSpecimens } from './rpc-specimen-draft.ts'
import { eventSpecimens } from './rpc-specimen-event.ts'
import { measureCommands, measureQueries } from './rpc-specimen-measure.ts'
import { moneySpecimens } from './rpc-specimen-money.ts'
import { paymentSpecimens } from './rpc-specimen-payment.ts'
import { recoverySpecimens } from './rpc-specimen-recovery.ts'
import { rosterSpecimens } from './rpc-specimen-roster.ts'
import { subassignmentSpecimens } from './rpc-specimen-subassignment.ts'
import { supervisionSpecimens } from './rpc-specimen-supervision.ts'
import { voucherSpecimens } from './rpc-specimen-voucher.ts'

/** Who plays what: in every task the former party was succeeded by another body. */
export const cast = {
  office: 'hn-office',
  lead: 'hn-kjt',
  supporter: 'hn-fgw',
  former: 'hn-jyt',
  successor: 'hn-czt',
  outsider: 'hn-wwj',
  auditor: 'hn-sjj',
} as const

export type Specimen = {
  readonly request: object
  /** Somebody who is entitled to it. */
  readonly by: Stubs
  readonly after: readonly After[]
}

/** A task of its own for each specimen, in which one body has been succeeded by another. */
export class Scene {
  readonly bus: TestBus
  readonly workflow: Workflow
  readonly parent: string
  readonly task: string

  constructor(bus: TestBus, workflow: Workflow, parent: string, task: string) {
    this.bus = bus
    this.workflow = workflow
    this.parent = parent
    this.task = task
  }

  by(role: keyof typeof cast, request: object): Specimen {
    return { request, by: this.bus.as(cast[role]), after: this.workflow.after }
  }

  byService(request: object): Specimen {
    return { request, by: this.bus.asService('operations'), after: this.workflow.after }
  }

  async completeAll(): Promise<void> {
    await this.workflow.complete(this.task, cast.lead, cast.office)
    for (const code of [cast.supporter, cast.successor]) await this.workflow.complete(this.task, code, cast.lead)
  }

  async proposeAll(): Promise<void> {
    await this.completeAll()
    await this.workflow.proposeClosing(this.task, cast.lead)
  }

  async closeAll(): Promise<void> {
    await this.proposeAll()
    await this.workflow.close(this.task)
  }

  /** A joint task whose compiler has proposed closing. */
  async proposedJointly(): Promise<string> {
    const { workflow } = this
    const task = await workflow.issue(this.parent, 'joint', 'all')
    await workflow.confirmCompiler(task, cast.lead)
    for (const code of [cast.lead, cast.supporter]) await workflow.complete(task, code, cast.office)
    await workflow.proposeClosing(task, cast.lead)
    return task
  }

  /** The hash of a text that one of the task's records refers to. */
  async textOf(service: 'lead-agency' | 'supporting-department', of = this.task): Promise<Uint8Array> {
    await this.bus.quiet()
    const { rows } = await this.bus
      .database(service)
      .query('SELECT sha256 FROM content WHERE stream = $1 ORDER BY sha256 LIMIT 1', [of])
    return rows[0].sha256
  }

  /** The id of the record that issued the task. */
  async issuedId(): Promise<string> {
    await this.bus.quiet()
    const { rows } = await this.bus
      .database('event-log')
      .query('SELECT bytes FROM entry JOIN workflow ON first_position = position WHERE name = $1', [this.task])
    return readRecord(rows[0].bytes).id
  }
}

let scenes = 0

async function begin(bus: TestBus): Promise<Scene> {
  scenes += 1
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme(`specimen-${scenes}`)
  const task = await workflow.issue(parent, 'led', 'one')
  await workflow.askRelease(task, cast.former)
  await workflow.reassign(task, cast.former, cast.successor)
  return new Scene(bus, workflow, parent, task)
}

export type Make = (scene: Scene) => Promise<Specimen>

const assignment = (scene: Scene): string => `${scene.task}/assignments/${cast.supporter}`

const commands: Readonly<Record<string, Make>> = {
  'ProgrammeService/ImportProgramme': async (scene) =>
    scene.by('office', requests.importProgramme(`${scene.parent.replace('programmes/', '')}-again`)),
  'ProgrammeService/ChangeProgrammeRules': async (scene) => scene.by('office', requests.changeRules(scene.parent)),
  'TaskService/IssueTask': async (scene) => scene.by('office', requests.issueTask(scene.parent, 'led', 'two')),
  'TaskService/AcceptSubmission': async (scene) => {
    await scene.workflow.acknowledge(scene.task, cast.supporter)
    await scene.workflow.submit(scene.task, cast.supporter)
    return scene.by('lead', requests.accept(scene.task, cast.supporter))
  },
  'TaskService/ReturnSubmission': async (scene) => {
    await scene.workflow.acknowledge(scene.task, cast.supporter)
    await scene.workflow.submit(scene.task, cast.supporter)
    return scene.by('lead', requests.giveBack(scene.task, cast.supporter))
  },
  'TaskService/ReassignAssignment': async (scene) => {
    await scene.workflow.askRelease(scene.task, cast.supporter)
    return scene.by('office', requests.reassign(scene.task, cast.supporter, 'hn-swt'))
  },
  'TaskService/UpholdAssignment': async (scene) => {
    await scene.workflow.askRelease(scene.task, cast.supporter)
    return scene.by('office', requests.uphold(scene.task, cast.supporter))
  },
  'TaskService/TransferAssignment': async (scene) =>
    scene.by('office', requests.transfer(scene.task, cast.supporter, 'hn-swt')),
  'TaskService/SuspendAssignment': async (scene) => scene.by('office', requests.suspend(scene.task, cast.supporter)),
  'TaskService/ResumeAssignment': async (scene) => {
    await scene.workflow.suspend(scene.task, cast.supporter)
    return scene.by('office', requests.resume(scene.task, cast.supporter))
  },
  'TaskService/WaiveAssignment': async (scene) => scene.by('office', requests.waive(scene.task, cast.supporter)),
  'TaskService/GiveExtensionOpinion': async (scene) => {
    await scene.workflow.askTime(scene.task, cast.supporter)
    return scene.by('lead', requests.giveOpinion(scene.task, cast.supporter, true))
  },
  'TaskService/GrantExtension': async (scene) => {
    await scene.workflow.askTime(scene.task, cast.supporter)
    await scene.workflow.giveOpinion(scene.task, cast.supporter, cast.lead)
    return scene.by('office', requests.grantTime(scene.task, cast.supporter))
  },
  'TaskService/RefuseExtension': async (scene) => {
    await scene.workflow.askTime(scene.task, cast.supporter)
    return scene.by('office', requests.refuseTime(scene.task, cast.supporter))
  },
  'TaskService/CommentOnTask': async (scene) => scene.by('supporter', requests.comment(scene.task)),
  'AssignmentService/AcknowledgeAssignment': async (scene) =>
    scene.by('supporter', requests.acknowledge(scene.task, cast.supporter)),
  'AssignmentService/ReportProgress': async (scene) => {
    await scene.workflow.acknowledge(scene.task, cast.supporter)
    return scene.by('supporter', requests.report(scene.task, cast.supporter, 40))
  },
  'AssignmentService/SubmitAssignment': async (scene) => {
    await scene.workflow.acknowledge(scene.task, cast.supporter)
    return scene.by('supporter', requests.submit(scene.task, cast.supporter))
  },
  'AssignmentService/RequestReassignment': async (scene) =>
    scene.by('supporter', requests.askRelease(scene.task, cast.supporter)),
  'AssignmentService/RequestExtension': async (scene) =>
    scene.by('supporter', requests.askTime(scene.task, cast.supporter, '2027-06-30')),
}

const queries: Readonly<Record<string, Make>> = {
  'ProgrammeService/GetProgramme': async (scene) =>
    scene.by('office', GetProgrammeRequest.create({ name: scene.parent })),
  'TaskService/FindRepeatedRequests': async (scene) => {
    const { parent, content } = requests.issueTask(scene.parent, 'led', 'two')
    Object.assign(content ?? {}, { title: '编制数据目录', deliverable: '目录印发' })
    return scene.by('office', FindRepeatedRequestsRequest.create({ parent, content }))
  },
  'TaskService/GetTask': async (scene) => scene.by('office', GetTaskRequest.create({ name: scene.task })),
  'TaskService/ListTasks': async (scene) =>
    scene.by('office', ListTasksRequest.create({ parent: scene.parent, filter: 'state = ISSUED' })),
  'TaskService/GetTaskText': async (scene) => {
    const sha256 = await scene.textOf('lead-agency')
    return scene.by('office', GetTaskTextRequest.create({ name: scene.task, sha256 }))
  },
  'AssignmentService/GetAssignment': async (scene) =>
    scene.by('office', GetAssignmentRequest.create({ name: assignment(scene) })),
  'AssignmentService/ListAssignments': async (scene) =>
    scene.by('office', ListAssignmentsRequest.create({ parent: scene.task })),
  'AssignmentService/GetAssignmentText': async (scene) => {
    const name = `${scene.task}/assignments/${cast.former}`
    const sha256 = await scene.textOf('supporting-department', name)
    return scene.by('office', GetAssignmentTextRequest.create({ name, sha256 }))
  },
  ...attachmentSpecimens,
  ...eventSpecimens,
}

const makers = {
  ...{ ...commands, ...queries, ...closingSpecimens },
  ...{ ...directorySpecimens, ...consultationSpecimens, ...supervisionSpecimens },
  ...{ ...draftSpecimens, ...subassignmentSpecimens },
  ...standInSpecimens,
  ...{
    ...measureCommands,
    ...measureQueries,
    ...moneySpecimens,
    ...paymentSpecimens,
    ...recoverySpecimens,
    ...allocationSpecimens,
    ...apportionmentSpecimens,
    ...rosterSpecimens,
    ...voucherSpecimens,
    ...budgetSpecimens,
  },
}

/** The RPCs that have a specimen. */
export const specimenNames: readonly string[] = Object.keys(makers)

/** Brings about what the RPC needs, in a task of its own. */
export async function specimenOf(name: string, bus: TestBus, scene = begin): Promise<Specimen> {
  const make = makers[name]
  if (!make) throw new Error(`${name} has no specimen`)
  return make(await scene(bus))
}

/**
 * On the way to these days pass, or it is waited until all is quiet: they come first, one after the other, so that no limit of
 * the others passes, and nobody writes meanwhile.
 */
const isMadeAlone = (name: string): boolean => /^(Report|Apportionment|Event|Burden)Service\/|Text$/.test(name)
/** As many scenes are set at once. */
const width = 4

/** Brings about what each of these RPCs needs, in a task of its own each. */
export async function specimensOf(
  names: readonly string[],
  bus: TestBus,
): Promise<readonly (readonly [string, Specimen])[]> {
  const made: (readonly [string, Specimen])[] = []
  const makeAll = async (left: Iterable<string>): Promise<void> => {
    for (const name of left) made.push([name, await specimenOf(name, bus)])
  }
  await makeAll(names.filter(isMadeAlone))
  const others = names.filter((name) => !isMadeAlone(name)).values()
  await Promise.all(Array.from({ length: width }, () => makeAll(others)))
  return made
}
