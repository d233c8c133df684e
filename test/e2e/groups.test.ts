/** Issuing to a group: its members of the day have a part each, and keep it whatever becomes of the group afterwards. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { DissolveOrganisationRequest, RemoveMemberRequest } from '#proto/qiantou/directory/v1/directory_service.ts'
import { TaskIssued } from '#proto/qiantou/task/v1/task_events.ts'
import { GetTaskRequest, IssueTaskRequest, type Task } from '#proto/qiantou/task/v1/task_service.ts'
import { dayOf, toDate } from '#shared/domain/calendar.ts'
import { call, explained } from '#shared/grpc/client.ts'
import { type ReadRecord, readFact } from '#shared/record/record.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { consultationRequests as consultations } from '#shared/testing/consultation-requests.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { requests } from '#shared/testing/workflow-requests.ts'
import { eventsOf, numberOf, referenceOrganisation } from '../reference-fold/directory.ts'

const group = 'organisations/hn-cities'
/** As the province names them. */
const cities = [
  ...['changsha', 'zhuzhou', 'xiangtan', 'hengyang', 'shaoyang', 'yueyang', 'changde', 'zhangjiajie', 'yiyang'],
  ...['chenzhou', 'yongzhou', 'huaihua', 'loudi', 'xiangxi'],
].map((code) => `hn-${code}`)

const clock = new SetClock()
let bus: TestBus
let workflow: Workflow
let parent: string
let first: string

beforeAll(async () => {
  bus = await startTestBus({ clock })
  workflow = new Workflow(bus)
  parent = await workflow.importProgramme('groups')
  first = await workflow.issue(parent, 'group', 'first')
})
afterAll(async () => await bus.stop())

const read = async (name: string, code = 'hn-office'): Promise<Task> => {
  const answer = await call(bus.as(code).tasks, (stub) => stub.getTask, GetTaskRequest.create({ name }), workflow.after)
  return answer.task as Task
}
const bodiesOf = ({ assignments }: Task) =>
  assignments.map(({ body }) => [body?.organisation.split('/')[1], body?.role, body?.named])
const others = cities.filter((code) => code !== 'hn-changsha')

test('every member has a part of its own, by its first role, and the record says which group named it', async () => {
  expect(bodiesOf(await read(first))).toEqual([
    ['hn-kjt', 'ROLE_LEAD', ''],
    ['hn-changsha', 'ROLE_RESPONSIBLE', ''],
    ...others.map((code) => [code, 'ROLE_STANDING', group]),
  ])
  await bus.quiet()
  const member = bus.subscribe('hn-xiangxi')
  await member.until(() => member.records.some(({ subject }) => subject === first), 'the issue')
  const record = member.records.find(({ subject }) => subject === first) as ReadRecord
  const { bodies } = readFact(record).fact as TaskIssued
  expect(bodies.filter(({ named }) => named === group)).toHaveLength(13)
})

test('each acts for itself: all fourteen acknowledge, submit, and are accepted', async () => {
  await Promise.all(
    cities.map(async (code) => {
      const own = new Workflow(bus)
      await vi.waitFor(() => own.acknowledge(first, code), { timeout: 5_000 })
      await own.submit(first, code)
      await own.accept(first, code, 'hn-kjt')
    }),
  )
  await bus.quiet()
  const states = new Set((await read(first)).assignments.slice(1).map(({ state }) => state))
  expect(states).toEqual(new Set(['ASSIGNMENT_STATE_ACCEPTED']))
  expect(await workflow.acknowledge(first, 'hn-cities').catch((error) => explained(error)?.reason)).toBe(
    'ASSIGNMENT_NOT_FOUND',
  )
})

test('who has left the group keeps its part, and has none in what is issued later', async () => {
  const open = await workflow.issue(parent, 'group', 'open')
  const removal = RemoveMemberRequest.create({
    ...{ requestId: randomUUID(), name: group, member: 'organisations/hn-loudi' },
    effectiveDate: toDate(dayOf(clock.now())),
  })
  await call(bus.as('hn-office').directory, (stub) => stub.removeMember, removal)
  await bus.quiet()
  const later = await workflow.issue(parent, 'group', 'later')
  expect(bodiesOf(await read(later)).map(([code]) => code)).toEqual([
    'hn-kjt',
    'hn-changsha',
    ...others.filter((code) => code !== 'hn-loudi'),
  ])
  await workflow.acknowledge(open, 'hn-loudi')
  expect((await read(open, 'hn-loudi')).assignments).toHaveLength(15)
  expect(await read(later, 'hn-loudi').catch((error) => explained(error)?.reason)).toBe('TASK_NOT_FOUND')
})

test('a copy for a group is for those of its members that have no part', async () => {
  const request = requests.issueTask(parent, 'led', 'copied')
  const issuing = IssueTaskRequest.create({ ...request, copied: [group, 'organisations/hn-czt'] })
  const { task } = await call(bus.as('hn-office').tasks, (stub) => stub.issueTask, issuing)
  const there = cities.filter((code) => code !== 'hn-loudi').map((code) => `organisations/${code}`)
  expect(task?.copied).toEqual([...there, 'organisations/hn-czt'])
  expect((await read(`${parent}/tasks/copied`, 'hn-xiangxi')).name).toBe(`${parent}/tasks/copied`)
})

test('a member that is no longer there is not named, also where nobody has taken it out of the group', async () => {
  const request = DissolveOrganisationRequest.create({
    ...{
      requestId: randomUUID(),
      name: 'organisations/hn-huaihua',
      successor: 'organisations/hn-swt',
      basis: '国函〔2026〕1号',
    },
    effectiveDate: toDate(dayOf(clock.now())),
  })
  await call(bus.as('hn-office').directory, (stub) => stub.dissolveOrganisation, request)
  await bus.quiet()
  const task = await workflow.issue(parent, 'group', 'last')
  const codes = bodiesOf(await read(task)).map(([code]) => code)
  expect(codes).not.toContain('hn-huaihua')
  expect(codes).not.toContain('hn-swt')
})

test('a consultation of a group asks its members but for who opens it; the record says which group was named', async () => {
  const { consultations: stub } = bus.as('hn-changsha')
  const request = consultations.open(parent, 'cities', ['hn-cities', 'hn-fgw'])
  const { consultation } = await call(stub, (client) => client.openConsultation, request)
  const there = others.filter((code) => code !== 'hn-loudi' && code !== 'hn-huaihua')
  const bodies = consultation?.cases[0]?.bodies.map(({ organisation }) => organisation.split('/')[1])
  expect(bodies).toEqual([...there, 'hn-fgw'])
  const all = bus.subscribe('hn-xiangxi')
  await all.until(() => all.records.some(({ type }) => type.endsWith('.ConsultationOpened')), 'the letter')
  const opened = all.records.find(({ type }) => type.endsWith('.ConsultationOpened')) as ReadRecord
  expect(readFact(opened).fact).toMatchObject({ groups: [group] })
})

test('whom each issue went to is what somebody reads off the records of the directory before it', async () => {
  const all = bus.subscribe('hn-office')
  await all.until(() => all.caughtUp, 'the end')
  const issues = all.records.filter((record) => {
    const fact = record.type === TaskIssued.$type ? TaskIssued.decode(record.data) : undefined
    return fact?.content?.clause === `${parent}/clauses/group`
  })
  expect(issues).toHaveLength(4)
  for (const record of issues) {
    const before = all.records.filter(({ position }) => position < record.position)
    const today = numberOf(toDate(dayOf(clock.now())))
    const { members } = referenceOrganisation(eventsOf(before), group, today)
    const expected = [...new Set(['organisations/hn-kjt', 'organisations/hn-changsha', ...members])].sort()
    const { bodies } = TaskIssued.decode(record.data)
    expect(bodies.map(({ organisation }) => organisation).sort()).toEqual(expected)
  }
})
