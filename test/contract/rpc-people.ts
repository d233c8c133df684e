/**
 * A task with everybody in it that a task may have: besides those of every scene a body that it was copied to, one that acts for the
 * supporter, one that has a piece of the successor's part, and one that does what remains of a lead's role.
 */
import { randomUUID } from 'node:crypto'
import { vi } from 'vitest'
import { MergeOrganisationRequest, RegisterOrganisationRequest } from '#proto/qiantou/directory/v1/directory_service.ts'
import { ImportProgrammeRequest } from '#proto/qiantou/programme/v1/programme_service.ts'
import { GetTaskRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import type { TestBus } from '#shared/testing/bus.ts'
import type { Stubs } from '#shared/testing/stubs.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { requests } from '#shared/testing/workflow-requests.ts'
import { cast, Scene } from './rpc-specimen.ts'

export const people = { copied: 'hn-gat', delegate: 'hn-mzt', holder: 'hn-changsha', duties: 'hn-jyj' } as const

const named = (code: string): string => `organisations/${code}`

class PeopledScene extends Scene {
  override async completeAll(): Promise<void> {
    const { workflow, task } = this
    await workflow.complete(task, cast.lead, cast.office)
    await workflow.complete(task, cast.supporter, cast.lead)
    // It has acknowledged its part: it has given a piece of it.
    await workflow.submit(task, cast.successor)
    await workflow.accept(task, cast.successor, cast.lead)
  }

  override async proposeAll(): Promise<void> {
    await super.proposeAll()
    await this.workflow.proposeClosing(this.task, people.duties)
  }
}

/** The lead that each task begins with: it does its part, and is merged into the body that then has its duties. */
const former = 'former-lead'
/** As many tasks are brought there at once. */
const width = 8

type Begun = { readonly workflow: Workflow; readonly parent: string; readonly task: string }

/** Makes so many tasks, in a programme of its own each, and then merges the lead of them all. */
export async function peopledScenes(bus: TestBus, count: number): Promise<readonly Scene[]> {
  const stubs = bus.showing(await bus.certify({ kind: 'organisation', code: former }))
  const as = (code: string): Stubs => (code === former ? stubs : bus.as(code))
  await register(bus)
  const begun: Begun[] = []
  const numbers = Array.from({ length: count }, (_, number) => number).values()
  const one = async (): Promise<void> => {
    for (const number of numbers) begun.push(await begin(new Workflow({ as }), bus, `peopled-${number}`))
  }
  await Promise.all(Array.from({ length: width }, one))
  await merge(bus)
  // What the body has left is moved by the service's own sweep.
  for (const { task } of begun) {
    const asked = GetTaskRequest.create({ name: task })
    await vi.waitFor(() => call(bus.as(people.duties).tasks, (stub) => stub.getTask, asked), { timeout: 10_000 })
  }
  await bus.quiet()
  return begun.map(({ workflow, parent, task }) => new PeopledScene(bus, workflow, parent, task))
}

async function register(bus: TestBus): Promise<void> {
  const registering = RegisterOrganisationRequest.fromPartial({
    ...{ requestId: randomUUID(), organisationId: former, titleZh: '原牵头单位', titleEn: 'Former lead' },
    ...{ kind: 'ORGANISATION_KIND_ORGANISATION', level: 'ORGANISATION_LEVEL_PROVINCE' },
    effectiveDate: toDate('2026-01-01'),
  })
  await call(bus.as(cast.office).directory, (stub) => stub.registerOrganisation, registering)
  await bus.quiet()
}

async function merge(bus: TestBus): Promise<void> {
  const merging = MergeOrganisationRequest.create({
    ...{ requestId: randomUUID(), name: named(former), into: named(people.duties), basis: '湘编〔2026〕9号' },
    effectiveDate: toDate('2026-03-02'),
  })
  await call(bus.as(cast.office).directory, (stub) => stub.mergeOrganisation, merging)
}

async function begin(workflow: Workflow, bus: TestBus, id: string): Promise<Begun> {
  const importing = requests.importProgramme(id)
  for (const { id: clause, responsibility } of importing.content?.clauses ?? [])
    if (clause === 'led' && responsibility) responsibility.leads = [named(cast.lead), named(former)]
  const { programmes } = bus.as(cast.office)
  await call(programmes, (stub) => stub.importProgramme, ImportProgrammeRequest.create(importing))
  const parent = `programmes/${id}`
  const issuing = { ...requests.issueTask(parent, 'led', 'one'), copied: [named(people.copied)] }
  await workflow.onTask(cast.office, (stub) => stub.issueTask, issuing)
  const task = `${parent}/tasks/one`
  await workflow.complete(task, former, cast.office)
  await workflow.askRelease(task, cast.former)
  await workflow.reassign(task, cast.former, cast.successor)
  await workflow.acknowledge(task, cast.successor)
  await workflow.subassign(task, cast.successor, people.holder)
  await workflow.delegate(task, cast.supporter, people.delegate, '2026-03-02', '2026-04-01')
  return { workflow, parent, task }
}
