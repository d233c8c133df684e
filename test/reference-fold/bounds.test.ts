/** The largest legal reports and submissions, on and on: everybody can go on working, and goes on reading. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Assignment,
  AssignmentServiceClient,
  GetAssignmentRequest,
  GetAssignmentTextRequest,
  ListAssignmentsRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { Evidence, type Receipt } from '#proto/qiantou/record/v1/record.ts'
import { GetTaskTextRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { call, mutualTls } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { requests } from '#shared/testing/workflow-requests.ts'
import { referenceTasks } from './reference.ts'
import { saidOf } from './said.ts'

const rounds = 24
const text = '办'.repeat(20_000)
/** So many pieces, as large as they may be: ten fill a record. */
const evidence = (pieces: number): Evidence[] =>
  Array.from({ length: pieces }, (_, i) =>
    Evidence.create({
      title: '𠮷'.repeat(200),
      sha256: Buffer.alloc(32, i),
      sizeBytes: 9n,
      mediaType: '𠮷'.repeat(100),
      location: '𠮷'.repeat(1_000),
    }),
  )

const reasonOf = (round: number): string => `第${round}次退回：${'改'.repeat(19_000)}`

/** Reports, submits and gets it back, as many times. */
async function work(task: string, body: string, what: { text: string; evidence: Evidence[] }): Promise<void> {
  const { assignments } = bus.as(body)
  const { tasks } = bus.as('hn-kjt')
  let last: Receipt[] = []
  for (let round = 1; round <= rounds; round += 1) {
    const report = { ...requests.report(task, body, round), ...what }
    await call(assignments, (stub) => stub.reportProgress, report, last)
    const submission = { ...requests.submit(task, body), ...what }
    const { receipt } = await call(assignments, (stub) => stub.submitAssignment, submission)
    const giveBack = { ...requests.giveBack(task, body), reason: reasonOf(round) }
    const back = await call(tasks, (stub) => stub.returnSubmission, giveBack, receipt ? [receipt] : [])
    last = back.receipt ? [back.receipt] : []
  }
}

let bus: TestBus
let task: string
/** Set as gRPC sets a client unless told otherwise: it takes answers of up to 4 MiB. */
let usual: AssignmentServiceClient

beforeAll(async () => {
  bus = await startTestBus()
  const tls = await bus.certify({ kind: 'organisation', code: 'hn-office' })
  usual = new AssignmentServiceClient(bus.address, mutualTls(tls))
  const workflow = new Workflow(bus)
  task = await workflow.issue(await workflow.importProgramme('bounds'), 'led', 'long')
  await workflow.acknowledge(task, 'hn-fgw')
  await workflow.acknowledge(task, 'hn-jyt')
  await Promise.all([
    work(task, 'hn-fgw', { text, evidence: evidence(5) }),
    work(task, 'hn-jyt', { text: '短', evidence: evidence(10) }),
  ])
  await bus.quiet()
})
afterAll(async () => {
  usual.close()
  await bus.stop()
})

const nameOf = (body: string): string => `${task}/assignments/${body}`
const assignmentOf = async (body: string): Promise<Assignment> =>
  (await call(usual, (stub) => stub.getAssignment, GetAssignmentRequest.create({ name: nameOf(body) })))
    .assignment as Assignment

test('states stay small', async () => {
  const query = `SELECT max(octet_length(state::text)) AS bytes FROM stream`
  for (const service of ['supporting-department', 'lead-agency'] as const)
    expect((await bus.database(service).query(query)).rows[0].bytes).toBeLessThan(1.25 * 1024 * 1024)
})

test.each([
  ['hn-fgw', 20],
  ['hn-jyt', 10],
])('a usual client reads the newest of what %s said, and how much there was', async (body, count) => {
  const said = await assignmentOf(body)
  expect(said).toMatchObject({ reportCount: rounds, submissionCount: rounds })
  for (const kept of [said.reports, said.submissions])
    expect(kept.map(({ number }) => number)).toEqual(Array.from({ length: count }, (_, i) => i + rounds - count + 1))
})

test('one answer carries the newest texts, up to 1 MiB; each of the others is given by its hash', async () => {
  const { reports, submissions } = await assignmentOf('hn-fgw')
  const all = [...reports, ...submissions].map((report) => ({ ...report.text, number: report.number }))
  const [carried, blank] = [all.filter(({ value }) => value !== ''), all.filter(({ value }) => value === '')]
  expect(carried).toHaveLength(Math.floor((1024 * 1024) / Buffer.byteLength(text)))
  const numbers = (some: typeof all) => some.map(({ number }) => number)
  expect(Math.min(...numbers(carried))).toBeGreaterThanOrEqual(Math.max(...numbers(blank)))
  const sha256 = blank[0]?.reference?.sha256 ?? Buffer.of()
  const request = GetAssignmentTextRequest.fromPartial({ name: nameOf('hn-fgw'), sha256 })
  const { content } = await call(usual, (stub) => stub.getAssignmentText, request)
  expect(Buffer.from(content).toString()).toBe(text)
})

test('each return says who, and why: the body reads the reason where it lies', async () => {
  const { tasks, assignments } = bus.as('hn-jyt')
  const request = GetAssignmentRequest.create({ name: nameOf('hn-jyt') })
  const { assignment } = await call(assignments, (stub) => stub.getAssignment, request)
  for (const { number, review } of assignment?.submissions ?? []) {
    expect(review).toMatchObject({ outcome: 'REVIEW_OUTCOME_RETURNED', reviewer: 'organisations/hn-kjt' })
    const asked = GetTaskTextRequest.fromPartial({
      name: task,
      sha256: review?.reason?.reference?.sha256 ?? Buffer.of(),
    })
    const { content } = await call(tasks, (stub) => stub.getTaskText, asked)
    expect(Buffer.from(content).toString()).toBe(reasonOf(number))
  }
})

test('a list says the newest of each, without evidence', async () => {
  const request = ListAssignmentsRequest.create({ parent: task })
  const { assignments } = await call(usual, (stub) => stub.listAssignments, request)
  const listed = new Map(assignments.map((assignment) => [assignment.name, assignment]))
  for (const body of ['hn-fgw', 'hn-jyt'])
    expect(listed.get(nameOf(body))).toMatchObject({
      reportCount: rounds,
      reports: [{ number: rounds, evidence: [] }],
      submissions: [{ number: rounds, evidence: [] }],
    })
  expect(listed.get(nameOf('hn-kjt'))).toMatchObject({ reportCount: 0, reports: [], submissions: [] })
})

test('the log keeps all of it, and says the same', async () => {
  const { rows } = await bus.database('event-log').query('SELECT count(*)::integer AS entries FROM entry')
  const records = await bus.subscribe('hn-office').has(rows[0].entries)
  const [reference] = referenceTasks(records)
  if (!reference) throw new Error('the log tells of no task')
  expect(reference.assignments.map(({ reportCount }) => reportCount)).toEqual([0, rounds, rounds])
  expect(await saidOf(bus, reference)).toEqual(reference)
})
