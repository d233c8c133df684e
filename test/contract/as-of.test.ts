/** What is asked of a day that is over is answered as it was that evening, to whom it is there today. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GetAssignmentRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { GetConsultationRequest } from '#proto/qiantou/consultation/v1/consultation_service.ts'
import type { Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import { ChangeProgrammeRulesRequest, GetProgrammeRequest } from '#proto/qiantou/programme/v1/programme_service.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { GetTaskRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { addDays, type Day, toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { consultationRequests } from '#shared/testing/consultation-requests.ts'
import { refusalOf } from '#shared/testing/reason-of.ts'
import { Workflow } from '#shared/testing/workflow.ts'

let bus: TestBus
let workflow: Workflow
let parent: string
let task: string
/** What each of them was on the evening of the first day, and of the second. */
const evenings: { readonly day: Day; readonly seen: readonly unknown[] }[] = []

/** The task, two of its parts, the supervision of one, and a consultation, as somebody sees them. */
function seenBy(code: string, day?: Day): readonly Promise<{ readonly etag: bigint }>[] {
  const { tasks, assignments, supervisions, consultations } = bus.as(code)
  const asOf = day && toDate(day)
  const part = (body: string) => GetAssignmentRequest.create({ name: `${task}/assignments/${body}`, asOf })
  const step = supervision.GetSupervisionRequest.create({ name: `${task}/supervisions/hn-fgw`, asOf })
  const text = GetConsultationRequest.create({ name: `${parent}/consultations/measures`, asOf })
  const there = <T>(found: T | undefined): T => found as T
  return [
    call(tasks, (stub) => stub.getTask, GetTaskRequest.create({ name: task, asOf })).then((one) => there(one.task)),
    ...['hn-fgw', 'hn-kjt'].map(async (body) =>
      there((await call(assignments, (stub) => stub.getAssignment, part(body))).assignment),
    ),
    call(supervisions, (stub) => stub.getSupervision, step).then((one) => there(one.supervision)),
    call(consultations, (stub) => stub.getConsultation, text).then((one) => there(one.consultation)),
  ]
}

/** The programme's rules, as somebody sees them. */
async function rulesOn(code: string, day?: Day): Promise<Rules> {
  const request = GetProgrammeRequest.create({ name: parent, asOf: day && toDate(day) })
  const { programme } = await call(bus.as(code).programmes, (stub) => stub.getProgramme, request)
  return programme?.content?.rules as Rules
}

/** Looks in the evening, and lets the day pass. */
async function evening(): Promise<void> {
  await bus.quiet()
  const seen = await Promise.all(seenBy('hn-office'))
  evenings.push({ day: bus.passDay(), seen: seen.map((one) => ({ ...one, etag: 0n })) })
}

beforeAll(async () => {
  bus = await startTestBus()
  workflow = new Workflow(bus)
  parent = await workflow.importProgramme('as-of')
  task = await workflow.issue(parent, 'led', 't')
  await workflow.acknowledge(task, 'hn-kjt')
  const { supervisions, consultations } = bus.as('hn-office')
  const urge = supervision.UrgeAssignmentRequest.create({
    requestId: randomUUID(),
    name: `${task}/supervisions/hn-fgw`,
  })
  await call(supervisions, (stub) => stub.urgeAssignment, urge, workflow.after)
  const opening = consultationRequests.open(parent, 'measures', ['hn-fgw', 'hn-kjt'])
  const { receipt } = await call(consultations, (stub) => stub.openConsultation, opening, workflow.after)
  if (receipt) await bus.quiet()
  await evening()

  await workflow.acknowledge(task, 'hn-fgw')
  await workflow.report(task, 'hn-fgw', 40)
  await workflow.delegate(task, 'hn-kjt', 'hn-swt', '2026-01-01', '2026-12-31')
  await workflow.suspend(task, 'hn-kjt')
  const answer = consultationRequests.answer(`${parent}/consultations/measures`, 'AGREE')
  await call(bus.as('hn-fgw').consultations, (stub) => stub.answerConsultation, answer)
  await evening()

  await workflow.submit(task, 'hn-fgw')
  await workflow.resume(task, 'hn-kjt')
  await workflow.transfer(task, 'hn-kjt', 'hn-gxt')
  const again = supervision.UrgeAssignmentRequest.create({
    requestId: randomUUID(),
    name: `${task}/supervisions/hn-fgw`,
  })
  await refusalOf(call(supervisions, (stub) => stub.urgeAssignment, again))
  const rules = { ...(await rulesOn('hn-office')), acknowledgeWorkingDays: 7 }
  const change = ChangeProgrammeRulesRequest.create({ requestId: randomUUID(), name: parent, rules })
  await call(bus.as('hn-office').programmes, (stub) => stub.changeProgrammeRules, change)
  const withdrawal = consultationRequests.withdraw(`${parent}/consultations/measures`)
  await call(consultations, (stub) => stub.withdrawConsultation, withdrawal)
  await bus.quiet()
})
afterAll(async () => await bus.stop())

test('task, parts, supervision and consultation are what they were that evening, with their lights of that day', async () => {
  const [first, second] = evenings
  expect(first?.seen).not.toEqual(second?.seen)
  for (const { day, seen } of evenings) expect(await Promise.all(seenBy('hn-office', day))).toEqual(seen)
  const now = await Promise.all(seenBy('hn-office'))
  expect(now.map((one) => ({ ...one, etag: 0n }))).not.toEqual(second?.seen)
  // Today is what is.
  expect(await Promise.all(seenBy('hn-office', addDays(second?.day as Day, 1)))).toEqual(now)
})

test('a programme has the rules that it had then', async () => {
  const { day } = evenings[1] as { readonly day: Day }
  for (const code of ['hn-office', 'hn-fgw']) {
    expect((await rulesOn(code)).acknowledgeWorkingDays).toBe(7)
    const before = await rulesOn(code, day)
    expect(before.acknowledgeWorkingDays).not.toBe(7)
    expect({ ...before, acknowledgeWorkingDays: 7 }).toEqual(await rulesOn(code))
  }
  const [first] = evenings
  expect(await refusalOf(rulesOn('hn-office', addDays(first?.day as Day, -1)))).toBe('NOT_FOUND NOT_THERE_YET')
  expect(await refusalOf(rulesOn('hn-wwj', day))).toBe('NOT_FOUND PROGRAMME_NOT_FOUND')
  expect(await refusalOf(rulesOn('hn-office', addDays(day, 2)))).toBe('INVALID_ARGUMENT AS_OF_AHEAD')
})

test('it is not there before it was, nor on a day to come, nor for whom it is not there today', async () => {
  const { day: first } = evenings[0] as { readonly day: Day }
  const refused = (code: string, day: Day) => Promise.all(seenBy(code, day).map(refusalOf))
  const kinds = ['TASK', 'ASSIGNMENT', 'ASSIGNMENT', 'SUPERVISION', 'CONSULTATION']
  const nothing = kinds.map((kind) => `NOT_FOUND ${kind}_NOT_FOUND`)
  expect(await refused('hn-office', addDays(first, -1))).toEqual(Array(5).fill('NOT_FOUND NOT_THERE_YET'))
  expect(await refused('hn-czt', first)).toEqual(nothing)
  // Whoever has taken over reads how it came to that.
  expect(await refused('hn-gxt', first)).toEqual(['OK', 'OK', 'OK', 'OK', ...nothing.slice(4)])
  expect(await refused('hn-office', addDays(first, 3))).toEqual(Array(5).fill('INVALID_ARGUMENT AS_OF_AHEAD'))
})
