/** The one order on a real database: what the archive can't keep stops its own source, and nobody else's. */
import { setTimeout } from 'node:timers/promises'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Archive } from '#services/event-log/postgres/archive.ts'
import { Order } from '#services/event-log/postgres/order.ts'
import type { Source } from '#shared/domain/decider.ts'
import type { Membership } from '#shared/domain/membership.ts'
import { Wake } from '#shared/log/wake.ts'
import { type Database, openDatabase } from '#shared/postgres/database.ts'
import { migrate } from '#shared/postgres/migrate.ts'
import { uuidV7 } from '#shared/record/uuid.ts'
import { Chain } from '#shared/testing/chain.ts'
import { testPostgres } from '#shared/testing/postgres.ts'

const silent = pino({ level: 'silent' })
const leads: Source = '//qiantou/lead-agency'
const departments: Source = '//qiantou/supporting-department'

let database: Database
beforeAll(async () => {
  const url = (await testPostgres()).url('postgres')
  await migrate(url, { event_log: new URL('../../services/event-log/postgres/migrations/', import.meta.url) })
  database = openDatabase(url, { name: 'order' })
})
afterAll(async () => await database.end())

/** An order that begins empty, for two sources. */
async function open(): Promise<Order> {
  await database.query(`TRUNCATE entry, source, workflow, party; UPDATE log_head SET next_position = 0`)
  const archive = new Archive(database)
  await archive.follow([leads, departments])
  return new Order(archive, silent)
}

const kept = async (order: Order) => (await order.archive.entries(-1n, 100)).map(({ position }) => position)

test.each([
  ['an id that another record has', (taken: string) => ({ id: taken }), /duplicate key/],
  ['a subject that no column holds', () => ({ subject: 'programmes/hunan/tasks/\0' }), /invalid byte sequence/],
])('%s stops its source; what was before it and the other source are kept', async (_, lie, reason) => {
  const order = await open()
  const { signal } = new AbortController()
  const [lead, department] = [new Chain(leads), new Chain(departments)]
  const id = uuidV7(new Date())
  await order.deliver([department.next({ id })], signal)

  const batch = [...lead.several(2), lead.next(lie(id)), lead.next()]
  await expect(order.deliver(batch, signal)).rejects.toThrow(reason)
  await expect(order.deliver(batch, signal)).rejects.toThrow(reason)
  await order.deliver(department.several(3), signal)

  expect(await kept(order)).toEqual([0n, 1n, 2n, 3n, 4n, 5n])
  expect(order.stops.get(leads)).toMatchObject({
    root: leads,
    reason: expect.stringMatching(/^record 3 can't be kept/),
  })
  expect(order.stops.get(departments)).toBeUndefined()
})

test('a source goes on once its record is one that can be kept', async () => {
  const order = await open()
  const { signal } = new AbortController()
  const id = uuidV7(new Date())
  const first = new Chain(departments).next({ id })
  await order.deliver([first], signal)
  await expect(order.deliver([new Chain(leads).next({ id })], signal)).rejects.toThrow(/duplicate key/)
  await order.deliver(new Chain(leads).several(2), signal)
  expect(await kept(order)).toEqual([0n, 1n, 2n])
  expect(order.stops.get(leads)).toBeUndefined()
})

test('of two instances that are given the same records one keeps them, and both know', async () => {
  const one = await open()
  const archive = new Archive(database)
  const other = new Order(archive, silent)
  const { signal } = new AbortController()
  const records = new Chain(leads).several(20)
  for (let i = 0; i < 20; i += 1)
    await Promise.all([one, other].map((order) => order.deliver(records.slice(i, i + 1), signal)))
  expect(await kept(one)).toEqual(records.map((_, i) => BigInt(i)))
})

const first = 'programmes/hunan/tasks/2026-1'
const second = 'programmes/hunan/tasks/2026-2'
const [kjt, fgw] = ['organisations/hn-kjt', 'organisations/hn-fgw']

test('who is party to what does not change under the hands of whoever asked', async () => {
  const order = await open()
  const { signal } = new AbortController()
  const chain = new Chain(leads)
  await order.deliver(
    [chain.next({ subject: first, admits: [kjt] }), chain.next({ subject: second, admits: [kjt] })],
    signal,
  )
  await order.membershipsOf([first], 1n)
  const membershipsOf = await order.membershipsOf([first, second], 1n)
  await order.deliver([chain.next({ subject: first, releases: [kjt] })], signal)
  for (const resource of [first, second])
    expect(membershipsOf(resource)).toMatchObject([{ organisation: kjt, admitted: expect.any(BigInt) }])
})

test('an instance that has admitted nothing of it knows who is party to what it reads', async () => {
  const one = await open()
  const other = new Order(new Archive(database), silent)
  const { signal } = new AbortController()
  const chain = new Chain(leads)
  await other.deliver([new Chain(departments).next({ subject: 'programmes/hunan/tasks/2026-3' })], signal)
  await one.deliver([chain.next({ subject: first, admits: [kjt] })], signal)
  expect((await other.membershipsOf([first], 1n))(first)).toMatchObject([{ organisation: kjt, released: undefined }])
  await one.deliver([chain.next({ subject: first, releases: [kjt], admits: [fgw] })], signal)
  const memberships = (await other.membershipsOf([first], 2n))(first)
  expect(memberships).toMatchObject([
    { organisation: kjt, released: 2n },
    { organisation: fgw, admitted: 2n, released: undefined },
  ])
})

test("whoever follows an instance is woken by another one's admissions, and finds them", async () => {
  const one = await open()
  const other = new Order(new Archive(database), silent)
  const { signal } = new AbortController()
  const chain = new Chain(leads)
  await other.deliver([chain.next()], signal)
  const stop = other.watchOthers()
  const wake = new Wake()
  const off = other.onGrowth(wake)
  await one.deliver(chain.several(2), signal)
  expect(await wake.wait(5_000)).toBe(true)
  expect((await other.after(0n, 10)).map(({ position }) => position)).toEqual([1n, 2n])
  off()
  await stop()
})

test('of many entries the newest are at hand, and those before them are read', async () => {
  const order = await open()
  await order.deliver(new Chain(leads).several(4_100), new AbortController().signal)
  const read = vi.spyOn(order.archive, 'entries')
  const after = async (position: bigint) => (await order.after(position, 2)).map((entry) => entry.position)
  expect(await after(4_097n)).toEqual([4_098n, 4_099n])
  expect(read).not.toHaveBeenCalled()
  expect(await after(0n)).toEqual([1n, 2n])
  expect(read).toHaveBeenCalledOnce()
})

test('an instance that looks out for others does not take its own admission for theirs', async () => {
  const order = await open()
  const { archive } = order
  const admit = archive.admit.bind(archive)
  vi.spyOn(archive, 'admit').mockImplementation(async (...asked) => {
    const written = await admit(...asked)
    // What is committed is not in memory yet, for as long as two looks take.
    await setTimeout(600)
    return written
  })
  const stop = order.watchOthers()
  await order.deliver(new Chain(leads).several(3), new AbortController().signal)
  const read = vi.spyOn(archive, 'entries')
  expect((await order.after(-1n, 10)).map(({ position }) => position)).toEqual([0n, 1n, 2n])
  expect(read).not.toHaveBeenCalled()
  await stop()
})

test('whoever waits for a source that stands still names it as the root, also where the two were never looked at together', async () => {
  const order = await open()
  const { signal } = new AbortController()
  const [lead, department] = [new Chain(leads), new Chain(departments)]
  const broken = lead.next({ prevhash: new Uint8Array(32).fill(1) })
  await expect(order.deliver([broken], signal)).rejects.toThrow(/chain is broken/)
  const waiting = department.next({ seen: new Map([[leads, 1n]]) })
  await expect(order.deliver([waiting], signal)).rejects.toThrow(/waits for/)
  expect(order.stops.get(departments)).toMatchObject({ root: leads, reason: expect.stringMatching(/waits for/) })
})

const organisations = (memberships: readonly Membership[]) => memberships.map(({ organisation }) => organisation).sort()

test('an instance that is new to a task and admits more of it still knows who was party before', async () => {
  const one = await open()
  const { signal } = new AbortController()
  const chain = new Chain(leads)
  await one.deliver([chain.next({ subject: first, admits: [kjt] })], signal)
  const renewed = new Order(new Archive(database), silent)
  await renewed.deliver([chain.next({ subject: first, admits: [fgw] })], signal)
  expect(organisations((await renewed.membershipsOf([first], 1n))(first))).toEqual([fgw, kjt])
})

test('what is admitted while the archive is asked is not forgotten over its answer', async () => {
  const one = await open()
  const { signal } = new AbortController()
  const chain = new Chain(leads)
  await one.deliver([chain.next({ subject: first, admits: [kjt] })], signal)
  const archive = new Archive(database)
  const renewed = new Order(archive, silent)
  await renewed.deliver([chain.next({ subject: second })], signal)
  const ask = archive.memberships.bind(archive)
  vi.spyOn(archive, 'memberships').mockImplementationOnce(async (workflows) => {
    const answer = await ask(workflows)
    await renewed.deliver([chain.next({ subject: first, releases: [kjt] })], signal)
    return answer
  })
  await renewed.membershipsOf([first], 1n)
  expect((await renewed.membershipsOf([first], 2n))(first)).toMatchObject([{ organisation: kjt, released: 2n }])
})

test('with a task comes who is party to what lies under it', async () => {
  const order = await open()
  const under = `${first}/assignments/hn-fgw`
  await order.deliver([new Chain(leads).next({ subject: under, admits: [fgw] })], new AbortController().signal)
  expect(organisations((await order.membershipsOf([under]))(under))).toEqual([fgw])
})
