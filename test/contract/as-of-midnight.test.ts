/** A day ends where the next begins: what is recorded with the first moment of that is not of the evening before. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GetTaskRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { type Day, endOf, toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { refusalOf } from '#shared/testing/reason-of.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import { Workflow } from '#shared/testing/workflow.ts'

const clock = new SetClock()
let bus: TestBus
let workflow: Workflow
let parent: string

beforeAll(async () => {
  bus = await startTestBus({ clock })
  workflow = new Workflow(bus)
  parent = await workflow.importProgramme('midnight')
})
afterAll(async () => await bus.stop())

const asked = (name: string, day: Day) =>
  call(bus.as('hn-office').tasks, (stub) => stub.getTask, GetTaskRequest.create({ name, asOf: toDate(day) }))

test('a task that is issued at the end of a day was not there on it', async () => {
  const [day, next] = ['2026-03-02', '2026-03-03'] as const
  clock.set(new Date(endOf(day).getTime() - 1))
  const before = await workflow.issue(parent, 'led', 'before')
  clock.set(endOf(day))
  const after = await workflow.issue(parent, 'led', 'after')
  clock.set(endOf(next))
  await bus.quiet()
  expect((await asked(before, day)).task?.name).toBe(before)
  expect(await refusalOf(asked(after, day))).toBe('NOT_FOUND NOT_THERE_YET')
  expect((await asked(after, next)).task?.name).toBe(after)
})
