/** A body ends that nobody succeeds: what waited for it elsewhere than in its part, and a successor that is named afterwards. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Assignment, GetAssignmentRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { DissolveOrganisationRequest, NameSuccessorRequest } from '#proto/qiantou/directory/v1/directory_service.ts'
import { GetSupervisionRequest, IssueStepRequest } from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { GetTaskRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { startOf, toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { consultationOf, consultationRequests } from '#shared/testing/consultation-requests.ts'
import { refusalOf } from '#shared/testing/reason-of.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import type { Subscriber } from '#shared/testing/subscriber.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { referenceConsultation } from '../reference-fold/consultation.ts'
import { eventOf } from '../reference-fold/reference-event.ts'
import { referenceSupervision } from '../reference-fold/supervision.ts'

const [gone, delegate, lead, other, successor, office] = [
  ...['hn-jyt', 'hn-wwj', 'hn-kjt', 'hn-fgw', 'hn-czt', 'hn-office'],
] as const
const [city, goneCity] = ['hn-changsha', 'hn-loudi'] as const
const day = '2026-03-04'
const basis = '湘编〔2026〕9号'
const clock = new SetClock()
const patience = { timeout: 10_000 }
let bus: TestBus
let workflow: Workflow
let parent: string
let task: string
let all: Subscriber

const named = (code: string): string => `organisations/${code}`
const consultation = (id: string): string => `${parent}/consultations/${id}`
const eventsOf = (subject: string) => all.records.filter((record) => record.subject === subject).map(eventOf)

async function dissolve(code: string): Promise<void> {
  const request = DissolveOrganisationRequest.create({ requestId: randomUUID(), name: named(code), basis })
  await call(bus.as(office).directory, (stub) => stub.dissolveOrganisation, { ...request, effectiveDate: toDate(day) })
}

beforeAll(async () => {
  bus = await startTestBus({ clock })
  workflow = new Workflow(bus)
  parent = await workflow.importProgramme('left')
  task = await workflow.issue(parent, 'led', 'left')
  for (const code of [gone, other]) await workflow.acknowledge(task, code)
  await workflow.delegate(task, gone, delegate, '2026-03-02', '2026-03-31')
  await workflow.subassign(task, gone, city)
  await workflow.acknowledgePiece(task, gone, city)
  await workflow.submitPiece(task, gone, city)
  await workflow.subassign(task, other, goneCity)
  const step = { name: `${task}/supervisions/${gone}`, text: '请于期限内回复', replyWorkingDays: 2 }
  const issuing = IssueStepRequest.create({
    requestId: randomUUID(),
    ...step,
    step: 'SUPERVISION_STEP_REMINDER_LETTER',
  })
  await call(bus.as(office).supervisions, (stub) => stub.issueStep, issuing)
  for (const [id, initiator, asked] of [
    ['asked', lead, [gone, other]],
    ['opened', gone, [other]],
  ] as const) {
    const opening = consultationRequests.open(parent, id, asked)
    await call(bus.as(initiator).consultations, (stub) => stub.openConsultation, opening)
  }
  for (const code of [gone, goneCity]) await dissolve(code)
  await bus.quiet()
  all = bus.subscribe(office)
  await all.until(() => all.caughtUp, 'the end')
  clock.set(startOf(day))
  const told = (type: string) => all.records.filter((record) => record.type.endsWith(`.${type}`)).length
  await all.until(() => told('DutiesSucceeded') === 1 && told('BodySucceeded') === 2, 'that nobody succeeds')
  await bus.quiet()
}, 60_000)
afterAll(async () => await bus.stop())

async function assignmentOf(code: string): Promise<Assignment> {
  const request = GetAssignmentRequest.create({ name: `${task}/assignments/${code}` })
  return (await call(bus.as(office).assignments, (stub) => stub.getAssignment, request)).assignment as Assignment
}

test('whom it had delegated to acts for it no more, and reads no more, by a record of the part', async () => {
  const own = () => eventsOf(`${task}/assignments/${gone}`)
  await all.until(() => own().some(({ what }) => what === 'DelegationRevoked'), 'the end of the delegation')
  expect(own().filter(({ what }) => what === 'DelegationRevoked')).toMatchObject([
    { by: 'services/supporting-department', fact: { organisation: named(delegate) } },
  ])
  expect(await refusalOf(workflow.report(task, gone, 50))).toBe('PERMISSION_DENIED CALLER_ENDED')
  const request = GetAssignmentRequest.create({ name: `${task}/assignments/${gone}` })
  const reading = call(bus.as(delegate).assignments, (stub) => stub.getAssignment, request)
  expect(await refusalOf(reading)).toBe('NOT_FOUND ASSIGNMENT_NOT_FOUND')
  expect((await assignmentOf(gone)).delegations).toEqual([])
  expect([(await assignmentOf(gone)).gone, (await assignmentOf(other)).gone]).toEqual([true, false])
  const asked = GetTaskRequest.create({ name: task })
  const known = (await call(bus.as(office).tasks, (stub) => stub.getTask, asked)).task
  expect(known?.assignments.filter((part) => part.gone).map(({ body }) => body?.organisation)).toEqual([named(gone)])
})

test('the turn on what was submitted to it is the authority’s; on a piece whose city has ended that of who gave it', async () => {
  const turns = async (code: string) => (await assignmentOf(code)).subassignments.map(({ light }) => light?.turn)
  expect([await turns(gone), await turns(other)]).toEqual([[[named(office)]], [[named(other)]]])
  await workflow.withdrawPiece(task, other, goneCity)
  expect(await turns(other)).toEqual([[]])
})

test('its supervision ends: no reply is waited for, nothing is told or proposed when the limit passes', async () => {
  const name = `${task}/supervisions/${gone}`
  const records = () => all.records.filter(({ subject }) => subject.startsWith(task))
  const request = GetSupervisionRequest.create({ name })
  const { supervision } = await call(bus.as(office).supervisions, (stub) => stub.getSupervision, request)
  expect(supervision).toMatchObject({ state: 'SUPERVISION_STATE_ENDED', steps: [{ state: 'STEP_STATE_ENDED' }] })
  expect(referenceSupervision(records(), named(gone))).toMatchObject({ state: 'ENDED', proposal: '' })
  clock.set(startOf('2026-03-06'))
  await bus.quiet()
  expect(eventsOf(name).map(({ what }) => what)).toEqual(['StepIssued'])
})

test('a consultation waits for it no longer; one that it had opened is the office’s to bring to an end', async () => {
  const seen = async (id: string) => {
    const { cases } = await consultationOf(bus.as(office), consultation(id))
    const said = cases.map(({ state, turn }) => [state.replace('CONSULTATION_STATE_', ''), ...turn])
    const reference = referenceConsultation(eventsOf(consultation(id)))
    expect(reference.cases.map(({ state, turn }) => [state, ...turn.map(named)])).toEqual(said)
    return said
  }
  expect(await seen('asked')).toEqual([['OPEN', named(other)]])
  expect((await consultationOf(bus.as(lead), consultation('asked'))).cases[0]?.bodies).toMatchObject([
    ...[
      { organisation: named(gone), gone: true },
      { organisation: named(other), gone: false },
    ],
  ])
  const withdrawing = consultationRequests.withdraw(consultation('opened'))
  const withdraw = (code: string) => call(bus.as(code).consultations, (stub) => stub.withdrawConsultation, withdrawing)
  expect(await refusalOf(withdraw(other))).toBe('PERMISSION_DENIED NOT_INITIATOR')
  await withdraw(office)
  await all.until(() => eventsOf(consultation('opened')).length === 3, 'the withdrawal')
  expect(await seen('opened')).toEqual([['WITHDRAWN']])
})

test('a successor that is named afterwards has what is open, and answers in its place', async () => {
  const naming = { requestId: randomUUID(), name: named(gone), successor: named(successor), basis }
  const name = (changes: object = {}) =>
    call(bus.as(office).directory, (stub) => stub.nameSuccessor, NameSuccessorRequest.create({ ...naming, ...changes }))
  expect(await refusalOf(name({ requestId: randomUUID(), name: named(lead) }))).toBe(
    'FAILED_PRECONDITION ORGANISATION_GOES_ON',
  )
  expect((await name()).organisation?.end?.successors).toEqual([named(successor)])
  expect(await refusalOf(name({ requestId: randomUUID() }))).toBe('FAILED_PRECONDITION SUCCESSOR_NAMED')
  await vi.waitFor(async () => {
    expect((await assignmentOf(gone)).state).toBe('ASSIGNMENT_STATE_TRANSFERRED')
    expect((await consultationOf(bus.as(lead), consultation('asked'))).cases[0]?.turn).toEqual([
      ...[named(successor), named(other)],
    ])
  }, patience)
  expect((await assignmentOf(successor)).light?.turn).toEqual([named(successor)])
  // By the moves of a merger, each on record.
  await all.until(() => all.records.some(({ type }) => type.endsWith('.AssignmentTransferred')), 'the move')
  const move = all.records.find(({ type }) => type.endsWith('.AssignmentTransferred'))
  expect(move && eventOf(move).fact).toMatchObject({ organisation: named(gone), succession: true })
})
