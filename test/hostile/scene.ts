/** A bus on which everything is under way, and what real callers send there. */
import { IssueTaskRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { call } from '#shared/grpc/client.ts'
import type { TestBus } from '#shared/testing/bus.ts'
import { draftRequests } from '#shared/testing/draft-requests.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { requests } from '#shared/testing/workflow-requests.ts'
import { peopledScenes } from '../contract/rpc-people.ts'
import { cast, type Specimen, specimenNames, specimensOf } from '../contract/rpc-specimen.ts'
import { type CallerName, codes, copied, delegate, draftIds, playground } from './callers.ts'
import type { Named } from './hostile-call.ts'

const organisation = (code: string) => `organisations/${code}`

/**
 * Real requests of every RPC, each in a scene of its own, with the kind of caller that is entitled to it: several, since what
 * comes before one may have left nothing for it to do.
 */
export async function setScene(bus: TestBus): Promise<readonly Named[]> {
  const roles = new Map(Object.entries(codes).map(([role, code]) => [bus.as(code), role as CallerName]))
  const named = (name: string, specimen: Specimen): Named => ({
    ...specimen,
    name,
    caller: roles.get(specimen.by) ?? 'service',
  })
  const names = Array.from({ length: 3 }, () => specimenNames).flat()
  const specimens = (await specimensOf(names, bus)).map(([name, specimen]) => named(name, specimen))
  return [...specimens, ...(await setSideRoles(bus)), ...(await setDrafts(bus)), ...(await setHeirs(bus))]
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

/** Drafts under names that commands take: one that has been confirmed is none any more, and others are left. */
async function setDrafts(bus: TestBus): Promise<readonly Named[]> {
  const workflow = new Workflow(bus)
  const parent = `programmes/${playground}`
  const made: Named[] = []
  for (const id of draftIds) {
    const task = `${parent}/tasks/${id}`
    await workflow.onTask(cast.lead, (stub) => stub.draftTask, draftRequests.draft(parent, 'led', id))
    const requests_: [string, object, CallerName][] = [
      ['TaskService/ReviseDraft', draftRequests.revise(task, 'led'), 'lead'],
      ['TaskService/ReturnDraft', draftRequests.giveBack(task), 'office'],
      ['TaskService/CommentOnTask', requests.comment(task), 'lead'],
    ]
    for (const [name, request, caller] of requests_)
      made.push({ name, request, caller, by: bus.as(codes[caller as 'lead']), after: [] })
  }
  return made
}

/** Tasks in which a body leads in the place of another: it reviews, says what it thinks of more time, and proposes closing. */
async function setHeirs(bus: TestBus): Promise<readonly Named[]> {
  const [done, ...open] = await peopledScenes(bus, 3)
  if (!done) throw new Error('there is no scene')
  await done.completeAll()
  const made: [string, object][] = [['TaskService/ProposeClosing', requests.proposeClosing(done.task)]]
  for (const { workflow, task } of open) {
    await workflow.submit(task, cast.successor)
    await workflow.askTime(task, cast.supporter, '2027-06-30')
    made.push(
      ['TaskService/AcceptSubmission', requests.accept(task, cast.successor)],
      ['TaskService/ReturnSubmission', requests.giveBack(task, cast.successor)],
      ['TaskService/GiveExtensionOpinion', requests.giveOpinion(task, cast.supporter, true)],
      ['TaskService/CommentOnTask', requests.comment(task)],
    )
  }
  return made.map(([name, request]) => ({ name, request, caller: 'heir', by: bus.as(codes.heir), after: [] }))
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
