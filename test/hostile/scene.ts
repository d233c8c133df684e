/** A bus on which everything is under way, and what real callers send there. */
import { IssueTaskRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { call } from '#shared/grpc/client.ts'
import type { TestBus } from '#shared/testing/bus.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { requests } from '#shared/testing/workflow-requests.ts'
import { cast, type Specimen, specimenNames, specimenOf } from '../contract/rpc-specimen.ts'
import { type CallerName, copied, delegate, playground } from './callers.ts'
import type { Named } from './hostile-call.ts'

const organisation = (code: string) => `organisations/${code}`

/** A real request of every RPC, each in a scene of its own, with the kind of caller that is entitled to it. */
export async function setScene(bus: TestBus): Promise<readonly Named[]> {
  const roles = new Map(Object.entries(cast).map(([role, code]) => [bus.as(code), role as CallerName]))
  const named = (name: string, specimen: Specimen): Named => ({
    ...specimen,
    name,
    caller: roles.get(specimen.by) ?? 'service',
  })
  const specimens: Named[] = []
  for (const name of specimenNames) specimens.push(named(name, await specimenOf(name, bus)))
  return [...specimens, ...(await setSideRoles(bus))]
}

/** A task with a copied body, in which a body has delegated its part. */
async function setSideRoles(bus: TestBus): Promise<readonly Named[]> {
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme(playground)
  const { content, ...rest } = requests.issueTask(parent, 'led', 'copied')
  const request = IssueTaskRequest.fromPartial({
    ...rest,
    content: { ...content, copied: [organisation(copied)] },
  } as never)
  await call(bus.as(cast.office).tasks, (stub) => stub.issueTask, request)
  await bus.quiet()
  const task = `${parent}/tasks/copied`
  await workflow.acknowledge(task, cast.supporter)
  await workflow.delegate(task, cast.supporter, delegate, '2026-03-02', '2026-04-01')
  const made: [string, object, CallerName][] = [
    ['AssignmentService/ReportProgress', requests.report(task, cast.supporter, 20), 'delegate'],
    ['AssignmentService/RequestExtension', requests.askTime(task, cast.supporter, '2027-06-30'), 'delegate'],
    ['TaskService/CommentOnTask', requests.comment(task), 'copied'],
  ]
  return made.map(([name, request_, caller]) => ({
    name,
    request: request_,
    caller,
    by: bus.as(cast.office),
    after: [],
  }))
}

/** One task from its issue to its end: what has been done to the bus has not harmed it. */
export async function playNormally(bus: TestBus, id: string): Promise<void> {
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme(id)
  const task = await workflow.issue(parent, 'led', 'normal')
  await workflow.complete(task, cast.lead, cast.office)
  for (const code of [cast.supporter, cast.former]) await workflow.complete(task, code, cast.lead)
  await workflow.proposeClosing(task, cast.lead)
  await workflow.close(task)
}
