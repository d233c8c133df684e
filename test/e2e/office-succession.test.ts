/** The office of a programme ends: whoever succeeds it runs the programme, its tasks, consultations, supervision and reports. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  ReferConsultationRequest,
  RuleOnConsultationRequest,
} from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { DissolveOrganisationRequest, SplitOrganisationRequest } from '#proto/qiantou/directory/v1/directory_service.ts'
import { ListRecordsRequest } from '#proto/qiantou/event/v1/event_service.ts'
import { GetProgrammeRequest, ImportProgrammeRequest } from '#proto/qiantou/programme/v1/programme_service.ts'
import { ConfirmReportRequest } from '#proto/qiantou/supervision/v1/report_service.ts'
import {
  AcceptReplyRequest,
  IssueStepRequest,
  ReplyToStepRequest,
} from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { GetTaskRequest, ListTasksRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { startOf, toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { allPages } from '#shared/grpc/page.ts'
import { type ReadRecord, readRecord } from '#shared/record/record.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { consultationOf, consultationRequests as consultations } from '#shared/testing/consultation-requests.ts'
import { refusalOf } from '#shared/testing/reason-of.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { programmeContent, requests } from '#shared/testing/workflow-requests.ts'

const clock = new SetClock()
const [former, successor, second] = ['hn-sjj', 'hn-rst', 'hn-slt'] as const
const parent = 'programmes/passed-on'
const [open, closed] = [`${parent}/tasks/open`, `${parent}/tasks/closed`]
const [asking, settled] = [`${parent}/consultations/asking`, `${parent}/consultations/settled`]
const named = (code: string): string => `organisations/${code}`
const until = { timeout: 10_000 }
let bus: TestBus

/** The workflow whose office is another than the registrar. */
const asOffice = (code: string): Workflow =>
  new Workflow({ as: (one: string) => bus.as(one === 'hn-office' ? code : one) } as Pick<TestBus, 'as'>)

async function recordsOf(resource: string, code: string): Promise<readonly ReadRecord[]> {
  const found: ReadRecord[] = []
  const fetch = (pageToken: string) =>
    call(bus.as(code).events, (stub) => stub.listRecords, ListRecordsRequest.create({ resource, pageToken }))
  for await (const { records } of allPages(fetch)) found.push(...records.map(({ record }) => readRecord(record)))
  return found
}

const end = { basis: '湘编〔2026〕9号', effectiveDate: toDate('2026-04-01') }

beforeAll(async () => {
  bus = await startTestBus({ clock })
  const content = { ...programmeContent(), office: named(former) }
  const importing = ImportProgrammeRequest.create({ requestId: randomUUID(), programmeId: 'passed-on', content })
  await call(bus.as(former).programmes, (stub) => stub.importProgramme, importing)
  const workflow = asOffice(former)
  await workflow.issue(parent, 'led', 'open')
  await workflow.issue(parent, 'sole', 'closed')
  await workflow.complete(closed, 'hn-fgw', former)
  await workflow.proposeClosing(closed, 'hn-fgw')
  await workflow.close(closed)
  const ask = consultations.open(parent, 'asking', ['hn-fgw', 'hn-jyt'])
  await call(bus.as('hn-kjt').consultations, (stub) => stub.openConsultation, ask, workflow.after)
  const own = consultations.open(parent, 'settled', ['hn-fgw'])
  await call(bus.as(former).consultations, (stub) => stub.openConsultation, own, workflow.after)
  await call(bus.as('hn-fgw').consultations, (stub) => stub.answerConsultation, consultations.answer(settled, 'AGREE'))
  const step = IssueStepRequest.create({
    ...{ requestId: randomUUID(), name: `${open}/supervisions/hn-fgw`, step: 'SUPERVISION_STEP_REMINDER_LETTER' },
    text: '请加快办理',
  })
  await bus.quiet()
  await call(bus.as(former).supervisions, (stub) => stub.issueStep, step)
  await bus.quiet()
})
afterAll(async () => await bus.stop())

test('is not dissolved without a successor, which its programmes would be left without', async () => {
  const request = { ...{ requestId: randomUUID(), name: named(former), successor: '' }, ...end }
  const dissolving = call(
    bus.as('hn-office').directory,
    (stub) => stub.dissolveOrganisation,
    DissolveOrganisationRequest.create(request),
  )
  expect(await refusalOf(dissolving)).toBe('FAILED_PRECONDITION OFFICE_WITHOUT_SUCCESSOR')
})

test('is split: on the day the first of the successors has all of it, each by a record of its own', async () => {
  const request = {
    ...{ requestId: randomUUID(), name: named(former), into: [named(successor), named(second)] },
    ...end,
  }
  await call(bus.as('hn-office').directory, (stub) => stub.splitOrganisation, SplitOrganisationRequest.create(request))
  await bus.quiet()
  const before = GetProgrammeRequest.create({ name: parent })
  expect(await refusalOf(call(bus.as(successor).programmes, (stub) => stub.getProgramme, before))).toMatch(/NOT_FOUND/)
  clock.set(startOf('2026-04-01'))
  await vi.waitFor(async () => {
    const own = await recordsOf(parent, successor)
    expect(own.filter(({ type }) => type.endsWith('.OfficeSucceeded'))).toHaveLength(2)
  }, until)
  await bus.quiet()
  const moves = (await recordsOf(parent, successor)).filter(({ type }) => /(Office|Authority)Succeeded$/.test(type))
  const admitted = { admits: [named(successor)], releases: [named(former)] }
  expect(moves.map(({ subject, actor, admits, releases }) => ({ subject, actor, admits, releases }))).toEqual(
    expect.arrayContaining([
      { subject: parent, actor: 'services/lead-agency', ...admitted },
      { subject: open, actor: 'services/lead-agency', ...admitted },
      { subject: closed, actor: 'services/lead-agency', ...admitted },
      ...[asking, settled].map((subject) =>
        expect.objectContaining({ subject, actor: 'services/coordination-office' }),
      ),
    ]),
  )
  expect(moves).toHaveLength(5)
})

test('its successor has the history, and lists what there is; whoever else came out of it has nothing', async () => {
  const records = await recordsOf(parent, successor)
  expect(records[0]).toMatchObject({ type: 'qiantou.programme.v1.ProgrammeImported', actor: named(former) })
  const listed = await call(bus.as(successor).tasks, (stub) => stub.listTasks, ListTasksRequest.create({ parent }))
  expect(listed.tasks.map(({ name, authority }) => [name, authority])).toEqual([
    [closed, named(successor)],
    [open, named(successor)],
  ])
  expect(await refusalOf(recordsOf(parent, second))).toMatch(/NOT_FOUND/)
  const asked = call(bus.as(former).tasks, (stub) => stub.getTask, GetTaskRequest.create({ name: open }))
  expect(await refusalOf(asked)).toBe('PERMISSION_DENIED CALLER_ENDED')
})

test('its successor issues, reviews, strikes off and opens again', async () => {
  const workflow = asOffice(successor)
  await workflow.issue(parent, 'sole', 'next')
  await workflow.complete(`${parent}/tasks/next`, 'hn-fgw', successor)
  await workflow.proposeClosing(`${parent}/tasks/next`, 'hn-fgw')
  await workflow.close(`${parent}/tasks/next`)
  await workflow.reopen(closed, '2027-06-30', 'hn-fgw')
  await workflow.waive(open, 'hn-jyt')
  const leads = call(bus.as('hn-kjt').tasks, (stub) => stub.waiveAssignment, requests.waive(open, 'hn-fgw'))
  expect(await refusalOf(leads)).toBe('PERMISSION_DENIED NOT_ISSUING_AUTHORITY')
})

test('its successor supervises what it had begun, and confirms the lights', async () => {
  const name = `${open}/supervisions/hn-fgw`
  const { supervisions } = bus.as('hn-fgw')
  const reply = ReplyToStepRequest.create({ requestId: randomUUID(), name, text: '已办理' })
  await call(supervisions, (stub) => stub.replyToStep, reply)
  const accept = AcceptReplyRequest.create({ requestId: randomUUID(), name })
  await call(bus.as(successor).supervisions, (stub) => stub.acceptReply, accept)
  const confirm = ConfirmReportRequest.create({
    ...{ requestId: randomUUID(), parent, reportId: '2026-03', asOf: toDate('2026-03-31') },
  })
  await bus.quiet()
  await call(bus.as(successor).reports, (stub) => stub.confirmReport, confirm)
})

test('its successor refers and rules, and what ended keeps the name of who asked', async () => {
  const answer = (code: string, kind: 'AGREE' | 'DISAGREE') =>
    call(bus.as(code).consultations, (stub) => stub.answerConsultation, consultations.answer(asking, kind))
  // The limit has passed meanwhile: what nobody settled is the office's to refer.
  expect(await refusalOf(answer('hn-fgw', 'DISAGREE'))).toBe('FAILED_PRECONDITION TIME_LIMIT_PASSED')
  const { consultations: stub } = bus.as(successor)
  const common = { requestId: randomUUID(), name: asking }
  const refer = ReferConsultationRequest.create({ ...common, referee: named('hn-office'), statement: '意见不一' })
  await call(stub, (one) => one.referConsultation, refer)
  const rule = RuleOnConsultationRequest.create({
    ...common,
    requestId: randomUUID(),
    ruling: '同意',
    minutes: '纪要1号',
  })
  await call(stub, (one) => one.ruleOnConsultation, rule)
  expect(await consultationOf(bus.as(successor), asking)).toMatchObject({ state: 'CONSULTATION_STATE_RULED' })
  const ended = await consultationOf(bus.as(successor), settled)
  expect([ended.initiator, ended.office]).toEqual([named(former), named(successor)])
})

test('and each service finds its states to be what its records give', async () => {
  const { operations } = bus.asService('operations')
  await bus.quiet()
  for (const service of ['lead-agency', 'supporting-department', 'coordination-office']) {
    const request = { $type: 'qiantou.operation.v1.CheckStatesRequest' as const, service }
    expect((await call(operations, (stub) => stub.checkStates, request)).differing).toEqual([])
  }
})
