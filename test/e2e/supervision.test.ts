/** Supervision on a live bus, as days pass: urged, overdue, proposed, issued, unanswered, proposed again, replied, accepted. */
import { hash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ListRecordsRequest } from '#proto/qiantou/event/v1/event_service.ts'
import * as report from '#proto/qiantou/supervision/v1/report_service.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { type Day, startOf } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { readFact, readRecord } from '#shared/record/record.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import type { Subscriber } from '#shared/testing/subscriber.ts'
import { Workflow } from '#shared/testing/workflow.ts'

const clock = new SetClock()
let bus: TestBus
let workflow: Workflow
let task: string
let name: string
/** What each of them is told. */
let told: Readonly<Record<'office' | 'lead' | 'body' | 'peer', Subscriber>>

beforeAll(async () => {
  bus = await startTestBus({ clock })
  workflow = new Workflow(bus)
  const parent = await workflow.importProgramme('supervised')
  task = await workflow.issue(parent, 'led', 'one')
  for (const code of ['hn-kjt', 'hn-fgw', 'hn-jyt']) await workflow.acknowledge(task, code)
  name = `${task}/supervisions/hn-fgw`
  const [office, lead, body, peer] = ['hn-office', 'hn-kjt', 'hn-fgw', 'hn-jyt'].map((code) => bus.subscribe(code))
  told = { office, lead, body, peer } as typeof told
  await bus.quiet()
})
afterAll(async () => await bus.stop())

/** The types of what one of them was told of this supervision. */
const toldTo = (who: keyof typeof told): readonly string[] =>
  told[who].records
    .filter(({ subject }) => subject === name)
    .map((record) => {
      const { step } = readFact(record).fact as { step?: string }
      return [record.type.split('.').at(-1), step?.replace('SUPERVISION_STEP_', '')].filter(Boolean).join(' ')
    })

const by = (code: string) => bus.as(code).supervisions
const command = () => ({ requestId: randomUUID(), name })
const shown = async (code = 'hn-office') =>
  (await call(by(code), (stub) => stub.getSupervision, supervision.GetSupervisionRequest.create({ name }))).supervision
const urge = () =>
  call(
    by('hn-kjt'),
    (stub) => stub.urgeAssignment,
    supervision.UrgeAssignmentRequest.create({ ...command(), text: '请抓紧' }),
    workflow.after,
  )
const issue = (step: supervision.IssueStepRequest['step']) =>
  call(
    by('hn-office'),
    (stub) => stub.issueStep,
    supervision.IssueStepRequest.create({ ...command(), step, text: '请于期限内回复', replyWorkingDays: 2 }),
  )
/** Lets it be the morning of a day, with all that follows from it. */
async function morningOf(day: Day): Promise<void> {
  clock.set(startOf(day))
  await bus.quiet()
}

test('a lead urges; the same day it is refused, and another body of the task hears nothing of it', async () => {
  await urge()
  await expect(urge()).rejects.toMatchObject({ details: expect.stringContaining('once a working day') })
  await bus.quiet()
  for (const who of ['office', 'lead', 'body'] as const)
    await told[who].until(() => toldTo(who).length > 0, `the reminder, to the ${who}`)
  expect(await shown('hn-fgw')).toMatchObject({ urges: [{ text: { value: '请抓紧' } }] })
  await expect(shown('hn-jyt')).rejects.toMatchObject({ code: 5 })
})

test('when the part is overdue a letter is proposed to the office, once, and nothing is issued by itself', async () => {
  await morningOf('2027-01-04')
  await told.office.until(() => toldTo('office').length >= 2, 'a proposal')
  expect(toldTo('office')).toEqual(['AssignmentUrged', 'StepProposed REMINDER_LETTER'])
  const proposal = told.office.records.find(({ type }) => type === 'qiantou.supervision.v1.StepProposed')
  expect(proposal?.actor).toBe('services/coordination-office')
  expect(await shown()).toMatchObject({ state: 'SUPERVISION_STATE_PROPOSED', steps: [] })
  expect(toldTo('peer')).toEqual([])
})

test('a person issues it; when its limit passes without a reply, that is recorded and the next step proposed', async () => {
  await issue('SUPERVISION_STEP_REMINDER_LETTER')
  expect(await shown()).toMatchObject({ steps: [{ replyBy: { year: 2027, month: 1, day: 6 } }], proposal: undefined })
  await morningOf('2027-01-06')
  expect((await shown())?.state).toBe('SUPERVISION_STATE_OPEN')
  await morningOf('2027-01-07')
  expect(await shown()).toMatchObject({
    state: 'SUPERVISION_STATE_LAPSED',
    proposal: { step: 'SUPERVISION_STEP_SUPERVISION_ORDER', reason: 'PROPOSAL_REASON_UNANSWERED' },
  })
  await issue('SUPERVISION_STEP_SUPERVISION_ORDER')
})

test('the body replies, the office accepts, and everybody concerned has been told all of it in order', async () => {
  const reply = supervision.ReplyToStepRequest.create({ ...command(), text: '本周内办结' })
  await call(by('hn-fgw'), (stub) => stub.replyToStep, reply)
  await call(by('hn-office'), (stub) => stub.acceptReply, supervision.AcceptReplyRequest.create(command()))
  expect(await shown()).toMatchObject({
    state: 'SUPERVISION_STATE_SETTLED',
    steps: [
      { state: 'STEP_STATE_SUPERSEDED' },
      { state: 'STEP_STATE_ACCEPTED', reply: { text: { value: '本周内办结' } } },
    ],
  })
  await bus.quiet()
  const all = [
    ...['AssignmentUrged', 'StepProposed REMINDER_LETTER', 'StepIssued REMINDER_LETTER', 'ReplyLimitPassed'],
    ...['StepProposed SUPERVISION_ORDER', 'StepIssued SUPERVISION_ORDER', 'StepReplied', 'ReplyAccepted'],
  ]
  for (const who of ['office', 'lead', 'body'] as const) {
    await told[who].until(() => toldTo(who).includes('ReplyAccepted'), `the end, to the ${who}`)
    expect(toldTo(who)).toEqual(all)
  }
  expect(toldTo('peer')).toEqual([])
  // Neither does the history of the task give it to its other bodies.
  const history = async (code: string): Promise<readonly string[]> => {
    const request = ListRecordsRequest.create({ resource: task })
    const { records } = await call(bus.as(code).events, (stub) => stub.listRecords, request)
    return records.map(({ record }) => readRecord(record).subject)
  }
  expect(await history('hn-jyt')).toContain(task)
  expect(await history('hn-jyt')).not.toContain(name)
  expect((await history('hn-fgw')).filter((subject) => subject === name)).toHaveLength(all.length)
})

test('lights of a day that is over are confirmed: their hash is what anybody works out from the records', async () => {
  const { reports } = bus.as('hn-office')
  const adjustment = {
    assignment: `${task}/assignments/hn-jyt`,
    colour: 'LIGHT_COLOUR_YELLOW' as const,
    reason: '已办',
  }
  const asked = { parent: 'programmes/supervised', reportId: '2026-q4', asOf: { year: 2026, month: 12, day: 31 } }
  const confirm = () => {
    const request = { ...asked, requestId: randomUUID(), adjustments: [adjustment] }
    return call(reports, (stub) => stub.confirmReport, report.ConfirmReportRequest.fromPartial(request))
  }
  const confirmed = (await confirm()).report
  const lights = ['hn-fgw', 'hn-jyt', 'hn-kjt'].map(
    (code) => `${task}/assignments/${code} LIGHT_COLOUR_RED LIGHT_REASON_MILESTONE_MISSED\n`,
  )
  expect(confirmed).toMatchObject({
    kind: 'REPORT_KIND_QUARTERLY_BULLETIN',
    assignments: 3,
    lightsSha256: hash('sha256', lights.join(''), 'buffer'),
    adjustments: [{ colour: 'LIGHT_COLOUR_YELLOW' }],
  })
  await expect(confirm()).rejects.toMatchObject({ code: 6 })
  const today = { ...asked, reportId: '2027-01', asOf: { year: 2027, month: 1, day: 7 }, requestId: randomUUID() }
  const early = call(reports, (stub) => stub.confirmReport, report.ConfirmReportRequest.fromPartial(today))
  await expect(early).rejects.toMatchObject({ code: 9 })
})

test('nothing is confirmed of a programme for which no task was issued', async () => {
  const parent = await workflow.importProgramme('idle')
  await bus.quiet()
  const asked = { requestId: randomUUID(), parent, reportId: '2026-12', asOf: { year: 2026, month: 12, day: 31 } }
  const request = report.ConfirmReportRequest.fromPartial(asked)
  const confirming = call(bus.as('hn-office').reports, (stub) => stub.confirmReport, request)
  await expect(confirming).rejects.toMatchObject({ code: 9 })
})

test('with the part supervision ends: an open step is closed, and nothing more is addressed to the body', async () => {
  await issue('SUPERVISION_STEP_REMINDER_LETTER')
  await workflow.waive(task, 'hn-fgw')
  await bus.quiet()
  expect(await shown()).toMatchObject({ state: 'SUPERVISION_STATE_ENDED' })
  await expect(issue('SUPERVISION_STEP_SUPERVISION_ORDER')).rejects.toMatchObject({ code: 9 })
})

test('and the service finds its states, and when they are due, to be what its records give', async () => {
  const { operations } = bus.asService('operations')
  const request = { $type: 'qiantou.operation.v1.CheckStatesRequest' as const, service: 'coordination-office' }
  expect((await call(operations, (stub) => stub.checkStates, request)).differing).toEqual([])
})
