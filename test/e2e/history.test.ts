/** ListRecords, page by page, as the history of who is party, was party, and never was. */
import { type ServiceError, status } from '@grpc/grpc-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ListRecordsRequest } from '#proto/qiantou/event/v1/event_service.ts'
import { call } from '#shared/grpc/client.ts'
import { pageToken } from '#shared/grpc/page.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { Workflow } from '#shared/testing/workflow.ts'

let bus: TestBus
let task: string
beforeAll(async () => {
  bus = await startTestBus()
  const workflow = new Workflow(bus)
  task = await workflow.issue(await workflow.importProgramme('history'), 'led', 'first')
  await workflow.acknowledge(task, 'hn-kjt')
  await workflow.acknowledge(task, 'hn-fgw')
  await workflow.askRelease(task, 'hn-fgw')
  await workflow.reassign(task, 'hn-fgw', 'hn-cities')
  for (const percent of [10, 20, 30]) await workflow.report(task, 'hn-kjt', percent)
  await bus.quiet()
})
afterAll(async () => await bus.stop())

const page = (code: string, token: string, pageSize: number) =>
  call(
    bus.as(code).events,
    (client) => client.listRecords,
    ListRecordsRequest.fromPartial({ resource: task, pageSize, pageToken: token }),
  )

/** The positions of every page that a body is given, one after the other. */
async function pages(code: string, size: number): Promise<bigint[][]> {
  const all: bigint[][] = []
  let token = ''
  do {
    const { records, nextPageToken } = await page(code, token, size)
    all.push(records.map(({ position }) => position))
    token = nextPageToken
  } while (token)
  return all
}

test('pages of any size hold the same records, none is empty, and the last names no next one', async () => {
  const whole = (await pages('hn-office', 100)).flat()
  expect(whole.length).toBeGreaterThanOrEqual(8)
  for (const size of [1, 2, 3, whole.length]) {
    const split = await pages('hn-office', size)
    expect(split.flat()).toEqual(whole)
    expect(split.every((one) => one.length > 0)).toBe(true)
    expect(split).toHaveLength(Math.ceil(whole.length / size))
  }
})

test('who came late reads what was before, whoever was released what was meanwhile', async () => {
  const whole = (await pages('hn-office', 100)).flat()
  expect((await pages('hn-cities', 2)).flat()).toEqual(whole)
  const released = (await pages('hn-fgw', 1)).flat()
  expect(released.length).toBeGreaterThan(2)
  expect(released).toEqual(whole.slice(0, released.length))
  expect(released.length).toBeLessThan(whole.length)
})

test('to whom it is none of their business a page token tells nothing either', async () => {
  await expect(page('hn-yjj', '', 1)).rejects.toMatchObject({ code: status.NOT_FOUND } satisfies Partial<ServiceError>)
  for (const position of [0, 3, 5])
    expect(await page('hn-yjj', pageToken(`${position}`), 1)).toMatchObject({ records: [], nextPageToken: '' })
})
