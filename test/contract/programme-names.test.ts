/** A programme may be called as a part of resource names is: whoever takes names apart does so by their places. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ListAssignmentsRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { Workflow } from '#shared/testing/workflow.ts'

let bus: TestBus
beforeAll(async () => {
  bus = await startTestBus()
})
afterAll(async () => await bus.stop())

test.each(['assignments', 'supervisions', 'tasks'])('programmes/%s', async (id) => {
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme(id)
  const task = await workflow.issue(parent, 'led', 'assignments')
  await workflow.acknowledge(task, 'hn-fgw')
  const { assignments, supervisions } = bus.as('hn-office')
  const list = async (filter: string) => {
    const request = ListAssignmentsRequest.create({ parent: task, filter })
    return (await call(assignments, (stub) => stub.listAssignments, request, workflow.after)).assignments.length
  }
  expect([await list(''), await list('organisation = organisations/hn-fgw')]).toEqual([3, 1])
  const name = `${task}/supervisions/hn-fgw`
  const urge = supervision.UrgeAssignmentRequest.create({ requestId: randomUUID(), name })
  await call(supervisions, (stub) => stub.urgeAssignment, urge, workflow.after)
  const asked = { parent: `${parent}/tasks/-`, filter: 'organisation = organisations/hn-fgw' }
  const request = supervision.ListSupervisionsRequest.create(asked)
  expect((await call(supervisions, (stub) => stub.listSupervisions, request)).supervisions).toHaveLength(1)
})
