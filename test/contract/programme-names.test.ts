/** A programme may be called as a part of resource names is: whoever takes names apart does so by their places. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ListAssignmentsRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { ListRecordsRequest } from '#proto/qiantou/event/v1/event_service.ts'
import { GetBurdenRequest } from '#proto/qiantou/supervision/v1/burden_service.ts'
import { AdjustmentRequest, ConfirmReportRequest } from '#proto/qiantou/supervision/v1/report_service.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { readRecord } from '#shared/record/record.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { consultationRequests } from '#shared/testing/consultation-requests.ts'
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
  const supervised = async (code: string) => {
    const asked = { parent: `${parent}/tasks/-`, filter: `organisation = organisations/${code}` }
    const request = supervision.ListSupervisionsRequest.create(asked)
    return (await call(supervisions, (stub) => stub.listSupervisions, request)).supervisions.length
  }
  expect([await supervised('hn-fgw'), await supervised('hn-kjt')]).toEqual([1, 0])
})

test('assignments of all programmes are listed at once, to each caller those that it may read', async () => {
  const workflow = new Workflow(bus)
  const tasks: string[] = []
  for (const id of ['one', 'two']) tasks.push(await workflow.issue(await workflow.importProgramme(id), 'led', 't'))
  const list = async (code: string) => {
    const request = ListAssignmentsRequest.create({
      parent: 'programmes/-/tasks/-',
      ...{ filter: 'organisation = organisations/hn-fgw', pageSize: 1_000 },
    })
    const { assignments } = bus.as(code)
    const found = await call(assignments, (stub) => stub.listAssignments, request, workflow.after)
    return found.assignments.map(({ name }) => name).filter((name) => /^programmes\/(one|two)\//.test(name))
  }
  for (const code of ['hn-office', 'hn-fgw', 'hn-kjt'])
    expect(await list(code)).toEqual(tasks.map((task) => `${task}/assignments/hn-fgw`))
  expect(await list('hn-swt')).toEqual([])
})

test.each(['assignments', 'supervisions', 'tasks'])(
  'programmes/%s, from issue to close, asked, read and confirmed',
  async (id) => {
    const workflow = new Workflow(bus)
    const [parent, office] = [`programmes/${id}`, bus.as('hn-office')]
    const task = await workflow.issue(parent, 'sole', 'supervisions')
    await workflow.complete(task, 'hn-fgw', 'hn-office')
    await workflow.proposeClosing(task, 'hn-fgw')
    await workflow.close(task)
    const consultation = `${parent}/consultations/tasks`
    const opening = consultationRequests.open(parent, 'tasks', ['hn-fgw'])
    await call(office.consultations, (stub) => stub.openConsultation, opening, workflow.after)
    await bus.quiet()
    const subjects = async (resource: string, code: string) => {
      const asked = ListRecordsRequest.create({ resource, pageSize: 100 })
      const { records } = await call(bus.as(code).events, (stub) => stub.listRecords, asked)
      return [...new Set(records.map(({ record }) => readRecord(record).subject))]
    }
    expect(await subjects(consultation, 'hn-fgw')).toEqual([consultation])
    expect(await subjects(task, 'hn-fgw')).toEqual([task, `${task}/assignments/hn-fgw`])
    expect(await subjects(`${task}/assignments/hn-fgw`, 'hn-office')).toEqual([`${task}/assignments/hn-fgw`])
    // What is between the office and one body is not for the task's other bodies, whatever all of it is called.
    const supervision = `${parent}/tasks/assignments/supervisions/hn-fgw`
    expect(await subjects(supervision, 'hn-fgw')).toEqual([supervision])
    await expect(subjects(supervision, 'hn-jyt')).rejects.toThrow('NOT_FOUND')
    expect(await subjects(`${parent}/tasks/assignments`, 'hn-jyt')).not.toContain(supervision)
    const day = bus.passDay()
    await bus.quiet()
    const confirming = ConfirmReportRequest.create({
      ...{ requestId: randomUUID(), parent, reportId: day.slice(0, 7), asOf: toDate(day) },
    })
    // Nothing is set of what is done.
    const adjustment = { assignment: `${task}/assignments/hn-fgw`, colour: 'LIGHT_COLOUR_YELLOW' as const, reason: 'x' }
    const adjusting = { ...confirming, requestId: randomUUID(), adjustments: [AdjustmentRequest.create(adjustment)] }
    await expect(call(office.reports, (stub) => stub.confirmReport, adjusting)).rejects.toThrow(
      'was done by the end of',
    )
    await call(office.reports, (stub) => stub.confirmReport, confirming)
    const burden = GetBurdenRequest.create({ organisation: 'organisations/hn-fgw' })
    const { items } = await call(bus.as('hn-fgw').burdens, (stub) => stub.getBurden, burden)
    const asked = items.map(({ resource }) => resource).filter((resource) => resource.startsWith(`${parent}/`))
    expect(asked).toEqual(expect.arrayContaining([`${task}/assignments/hn-fgw`, consultation, supervision]))
  },
)
