/** Drafts beside everything else: who hears of them live, what supervises and counts nothing of them, and who takes them over. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ListAssignmentsRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import {
  DissolveOrganisationRequest,
  MergeOrganisationRequest,
  NameSuccessorRequest,
} from '#proto/qiantou/directory/v1/directory_service.ts'
import { ListRecordsRequest } from '#proto/qiantou/event/v1/event_service.ts'
import type { Evidence } from '#proto/qiantou/record/v1/record.ts'
import { ListBurdensRequest } from '#proto/qiantou/supervision/v1/burden_service.ts'
import { ListSupervisionsRequest, UrgeAssignmentRequest } from '#proto/qiantou/supervision/v1/supervision_service.ts'
import {
  ConfirmDraftRequest,
  DraftTaskRequest,
  GetTaskRequest,
  ListTasksRequest,
  ReviseDraftRequest,
  type Task,
} from '#proto/qiantou/task/v1/task_service.ts'
import { boardOn } from '#shared/domain/board.ts'
import { startOf, toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { readRecord } from '#shared/record/record.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { draftRequests } from '#shared/testing/draft-requests.ts'
import { reasonOf } from '#shared/testing/reason-of.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import type { Subscriber } from '#shared/testing/subscriber.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { requests } from '#shared/testing/workflow-requests.ts'

const clock = new SetClock()
const [office, lead, heir, supporter, copied] = ['hn-office', 'hn-kjt', 'hn-czt', 'hn-fgw', 'hn-swt'] as const
const organisation = (code: string): string => `organisations/${code}`
let bus: TestBus
let workflow: Workflow
let parent: string
let task: string
let live: Subscriber

const draft = (id: string, content: object = {}): Promise<void> => {
  const request = draftRequests.draft(parent, 'led', id)
  const changed = DraftTaskRequest.fromPartial({ ...request, content: { ...request.content, ...content } })
  return workflow.onTask(lead, (stub) => stub.draftTask, changed)
}
const getTask = async (code: string, name: string): Promise<Task> =>
  (await call(bus.as(code).tasks, (stub) => stub.getTask, GetTaskRequest.create({ name }), workflow.after)).task as Task
const typesOf = (records: readonly { readonly type: string }[]) => records.map(({ type }) => type.split('.').at(-1))
const ofTask = (subscriber: Subscriber) => typesOf(subscriber.records.filter(({ subject }) => subject === task))
const historyOf = async (code: string, resource: string) => {
  const request = ListRecordsRequest.create({ resource, pageSize: 100 })
  const { records } = await call(bus.as(code).events, (stub) => stub.listRecords, request)
  return records.map(({ record }) => readRecord(record))
}

beforeAll(async () => {
  bus = await startTestBus({ clock })
  workflow = new Workflow(bus)
  parent = await workflow.importProgramme('drafts')
  task = `${parent}/tasks/draft`
  live = bus.subscribe(supporter)
  await live.until(() => live.caughtUp, 'the end')
})
afterAll(async () => await bus.stop())

test('of a draft a body that is to have a part hears nothing, and asks in vain', async () => {
  await draft('draft')
  await workflow.onTask(office, (stub) => stub.returnDraft, draftRequests.giveBack(task))
  await workflow.onTask(lead, (stub) => stub.reviseDraft, draftRequests.revise(task, 'led'))
  await workflow.comment(task, lead)
  await bus.quiet()
  expect(ofTask(live)).toEqual([])
  expect(await reasonOf(getTask(supporter, task))).toBe('TASK_NOT_FOUND')
  expect(await reasonOf(historyOf(supporter, task))).not.toBe('OK')
})

test('a draft is on no board, burdens nobody, has no assignment, and nobody is urged for it, however late it is', async () => {
  clock.set(startOf('2027-03-01'))
  await bus.quiet()
  const { supervisions, burdens, assignments, tasks } = bus.as(office)
  const list = ListAssignmentsRequest.create({ parent: task, pageSize: 100 })
  expect(await reasonOf(call(assignments, (stub) => stub.listAssignments, list))).not.toBe('OK')
  const asked = ListBurdensRequest.create({ parent, asOf: toDate('2027-02-28'), days: 366, pageSize: 100 })
  expect(
    (await call(burdens, (stub) => stub.listBurdens, asked)).burdens.filter(({ assignments: n }) => n > 0),
  ).toEqual([])
  const supervised = ListSupervisionsRequest.create({ parent: task, pageSize: 100 })
  expect((await call(supervisions, (stub) => stub.listSupervisions, supervised)).supervisions).toEqual([])
  const urging = { requestId: randomUUID(), name: `${task}/supervisions/${lead}`, text: '请抓紧' }
  const urge = call(supervisions, (stub) => stub.urgeAssignment, UrgeAssignmentRequest.create(urging), workflow.after)
  expect(await reasonOf(urge)).toMatch(/NOT_FOUND/)
  expect(boardOn('2027-03-01', await historyOf(office, task))).toEqual([])
  const red = ListTasksRequest.create({ parent, pageSize: 100, filter: 'light = RED' })
  expect((await call(tasks, (stub) => stub.listTasks, red)).tasks).toEqual([])
})

test('what closes a task is refused as there is none yet, whatever file it names', async () => {
  const [proof] = requests.proposeClosing(task).evidence
  const evidence = [{ ...proof, location: `${task}/attachments/${'0'.repeat(64)}` }]
  const proposal = { ...requests.proposeClosing(task), evidence: evidence as Evidence[] }
  expect(await reasonOf(workflow.onTask(lead, (stub) => stub.proposeClosing, proposal))).toBe('TASK_IN_DRAFT')
  await draft('withdrawn')
  const withdrawn = `${parent}/tasks/withdrawn`
  await workflow.cancel(withdrawn)
  expect(await reasonOf(workflow.onTask(lead, (stub) => stub.proposeClosing, { ...proposal, name: withdrawn }))).toBe(
    'TASK_ENDED',
  )
})

test('issued, it comes to its bodies from the issue on, and they read how it was drafted as history', async () => {
  const revised = { ...draftRequests.revise(task, 'led'), copied: [organisation(copied)] }
  await workflow.onTask(lead, (stub) => stub.reviseDraft, ReviseDraftRequest.fromPartial(revised))
  await workflow.onTask(office, (stub) => stub.confirmDraft, draftRequests.confirm(task))
  await live.until(() => ofTask(live).includes('TaskIssued'), 'the issue')
  await bus.quiet()
  expect(ofTask(live)).toEqual(['TaskIssued'])
  const drafting = ['TaskDrafted', 'DraftReturned', 'DraftRevised', 'TaskCommented', 'DraftRevised']
  for (const code of [supporter, copied, lead])
    expect(typesOf((await historyOf(code, task)).filter(({ subject }) => subject === task))).toEqual([
      ...drafting,
      'TaskIssued',
    ])
})

test('what was revised while it was being confirmed is not issued', async () => {
  const outcomes = new Set<string>()
  for (let i = 0; i < 40 && !outcomes.has('DRAFT_CHANGED'); i += 1) {
    await draft(`crossing-${i}`)
    const name = `${parent}/tasks/crossing-${i}`
    const revising = { ...draftRequests.revise(name, 'led'), copied: [organisation(copied)] }
    const [revised, confirmed] = await Promise.all([
      reasonOf(call(bus.as(lead).tasks, (stub) => stub.reviseDraft, ReviseDraftRequest.fromPartial(revising))),
      reasonOf(
        call(
          bus.as(office).tasks,
          (stub) => stub.confirmDraft,
          ConfirmDraftRequest.create(draftRequests.confirm(name)),
        ),
      ),
    ])
    outcomes.add(confirmed)
    const { state, copied: readers } = await getTask(office, name)
    // Whatever came first: what was issued is what stood there then.
    expect([state, readers.length > 0, revised]).toEqual(
      confirmed === 'OK'
        ? ['TASK_STATE_ISSUED', revised === 'OK', revised === 'OK' ? 'OK' : 'TASK_NOT_IN_DRAFT']
        : ['TASK_STATE_DRAFT', true, 'OK'],
    )
  }
  expect(outcomes).toContain('DRAFT_CHANGED')
})

test('whoever succeeds its drafter drafts, also what goes on with a task of which it was no party', async () => {
  await workflow.issue(parent, 'led', 'former')
  const former = `${parent}/tasks/former`
  for (const code of [lead, supporter, 'hn-jyt']) await workflow.complete(former, code, code === lead ? office : lead)
  await workflow.proposeClosing(former, lead)
  await workflow.close(former)
  await workflow.archive(former)
  await draft('next', { continues: former })
  const next = `${parent}/tasks/next`
  const request = MergeOrganisationRequest.create({
    ...{ requestId: randomUUID(), name: organisation(lead), into: organisation(heir), basis: '湘编〔2027〕9号' },
    effectiveDate: toDate('2027-04-01'),
  })
  await call(bus.as(office).directory, (stub) => stub.mergeOrganisation, request)
  await bus.quiet()
  const before = bus.subscribe(heir, 'latest')
  await before.until(() => before.caughtUp, 'the end')
  clock.set(startOf('2027-04-01'))
  await before.until(() => before.records.some(({ subject }) => subject === next), 'the draft')
  await bus.quiet()
  expect((await getTask(heir, next)).draft?.drafters).toEqual([organisation(heir)])
  expect(await reasonOf(getTask(heir, former))).toBe('TASK_NOT_FOUND')
  const { content } = await getTask(heir, next)
  const revise = (changes: object) =>
    reasonOf(
      workflow.onTask(
        heir,
        (stub) => stub.reviseDraft,
        ReviseDraftRequest.fromPartial({
          ...{ requestId: randomUUID(), name: next, content: { ...content, ...changes } },
        } as never),
      ),
    )
  expect(await revise({ deliverable: '平台二期' })).toBe('OK')
  expect(await revise({ continues: `${parent}/tasks/nothing` })).toBe('FORMER_TASK_NOT_FOUND')
  await workflow.onTask(office, (stub) => stub.confirmDraft, draftRequests.confirm(next))
  const issued = await getTask(heir, next)
  expect(issued).toMatchObject({ state: 'TASK_STATE_ISSUED', content: { continues: former, deliverable: '平台二期' } })
  expect(issued.assignments[0]?.body).toMatchObject({ organisation: organisation(heir), named: organisation(lead) })
})

test('a draft that was sent back waits for the office where nobody succeeds its drafter, and for who is named afterwards', async () => {
  const name = `${parent}/tasks/left`
  await workflow.onTask(heir, (stub) => stub.draftTask, draftRequests.draft(parent, 'led', 'left'))
  await workflow.onTask(office, (stub) => stub.returnDraft, draftRequests.giveBack(name))
  const turns = async (code: string) => {
    const waits = async () => expect((await getTask(office, name)).light?.turn).toEqual([organisation(code)])
    await vi.waitFor(waits, { timeout: 20_000, interval: 100 })
  }
  await turns(heir)
  const about = { name: organisation(heir), basis: '湘编〔2027〕10号' }
  const ending = { requestId: randomUUID(), ...about, effectiveDate: toDate('2027-05-06') }
  const { directory } = bus.as(office)
  await call(directory, (stub) => stub.dissolveOrganisation, DissolveOrganisationRequest.create(ending))
  await bus.quiet()
  clock.set(startOf('2027-05-06'))
  await turns(office)
  const naming = NameSuccessorRequest.create({
    requestId: randomUUID(),
    ...about,
    successor: organisation(supporter),
  })
  await call(directory, (stub) => stub.nameSuccessor, naming)
  await turns(supporter)
  await workflow.onTask(supporter, (stub) => stub.reviseDraft, draftRequests.revise(name, 'led'))
}, 60_000)

test('work that is handled offline goes on with work that is', async () => {
  const content = { clause: `${parent}/clauses/led`, due: toDate('2028-06-30'), handledOffline: true }
  const about = { requestId: randomUUID(), parent, taskId: 'offline' }
  const first = DraftTaskRequest.fromPartial({ ...about, content } as never)
  await workflow.onTask(office, (stub) => stub.draftTask, first)
  await workflow.onTask(office, (stub) => stub.confirmDraft, draftRequests.confirm(`${parent}/tasks/offline`))
  const then = { ...about, requestId: randomUUID(), taskId: 'offline-next' }
  const next = { ...then, content: { ...content, continues: `${parent}/tasks/offline` } }
  await workflow.onTask(office, (stub) => stub.draftTask, DraftTaskRequest.fromPartial(next as never))
  expect((await getTask(office, `${parent}/tasks/offline-next`)).content).toMatchObject({
    ...{ title: '线下办理', continues: `${parent}/tasks/offline` },
  })
})
