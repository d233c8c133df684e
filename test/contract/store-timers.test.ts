/** What time alone changes: once each, whoever looks, whatever was down meanwhile. */
import { pino } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import type { Clock } from '#shared/clock/clock.ts'
import { Timers } from '#shared/postgres/timers.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import { ServiceLog } from '../simulate/driver/service-log.ts'
import { type Instance, instancesOfOneDatabase, times } from './store-instance.ts'
import { tally } from './store-tally.ts'

const open = instancesOfOneDatabase()
/** Without a nudge from the clock, timers look once a second. */
const patient = { timeout: 10_000 }
const running: Timers[] = []
afterEach(async () => {
  for (const timers of running.splice(0)) await timers.stop()
})

const silent = pino({ level: 'silent' })
const watch = ({ store, database }: Instance, clock: Clock, deciders = [tally], logger = silent): Timers => {
  const timers = new Timers({ store, database, clock, deciders, logger })
  running.push(timers)
  timers.start()
  return timers
}
const later = (stream: string, at = '2026-03-05T16:00:00.000Z') => ({
  stream,
  command: { type: 'AddLater', at } as const,
})
const counts = async (instance: Instance): Promise<readonly number[]> =>
  (await instance.database.query("SELECT (state ->> 'count')::integer AS count FROM stream ORDER BY name")).rows.map(
    ({ count }) => count,
  )

test('a timer fires when its time has come, not before, and once', async () => {
  const clock = new SetClock()
  const instance = await open({ clock })
  await instance.add(later('programmes/p/tasks/a'))
  watch(instance, clock)
  clock.set(new Date('2026-03-05T15:59:59.999Z'))
  // Somebody else who is due shows that there was a look.
  await instance.add(later('programmes/p/tasks/b', '2026-03-05T15:00:00.000Z'))
  await vi.waitFor(async () => expect(await counts(instance)).toEqual([1, 2]), patient)
  clock.set(new Date('2026-03-05T16:00:00.000Z'))
  await vi.waitFor(async () => expect(await counts(instance)).toEqual([2, 2]), patient)
  expect((await instance.database.query('SELECT FROM stream WHERE due IS NOT NULL')).rowCount).toBe(0)
  const [record] = (await instance.records()).slice(-1)
  expect([record?.actor, record?.subject]).toEqual(['services/tally', 'programmes/p/tasks/a'])
})

test('what is due once more at a moment that has been told of fires again', async () => {
  const clock = new SetClock()
  const instance = await open({ clock })
  watch(instance, clock)
  clock.set(new Date('2026-03-09T00:00:00.000Z'))
  for (const count of [2, 4]) {
    await instance.add(later('programmes/p/tasks/a'))
    await vi.waitFor(async () => expect(await counts(instance)).toEqual([count]), patient)
  }
})

test('a thousand that come due at one moment fire once each, with two instances looking', async () => {
  const clock = new SetClock()
  const [one, other] = [await open({ clock }), await open({ clock })]
  await Promise.all(times(1_000, (i) => one.add(later(`programmes/p/tasks/${i}`))))
  watch(one, clock)
  watch(other, clock)
  clock.set(new Date('2026-03-09T00:00:00.000Z'))
  await vi.waitFor(async () => expect(await one.count('record')).toBe(2_000), patient)
  for (const instance of [one, other]) await instance.store.drain()
  expect((await one.records()).length).toBe(2_000)
  expect(new Set(await counts(one))).toEqual(new Set([2]))
})

test('what came due while nobody was there fires at the next start', async () => {
  const clock = new SetClock()
  const instance = await open({ clock })
  await instance.add(later('programmes/p/tasks/a'))
  clock.set(new Date('2027-01-01T00:00:00.000Z'))
  watch(instance, clock)
  await vi.waitFor(async () => expect(await counts(instance)).toEqual([2]), patient)
})

test('what a command has moved on is left alone', async () => {
  const clock = new SetClock()
  const instance = await open({ clock })
  await instance.add(later('programmes/p/tasks/a'))
  await instance.add({ stream: 'programmes/p/tasks/a' })
  await instance.add(later('programmes/p/tasks/b'))
  watch(instance, clock)
  clock.set(new Date('2026-03-06T00:00:00.000Z'))
  await vi.waitFor(async () => expect(await counts(instance)).toEqual([2, 2]), patient)
})

test('one that can not be decided holds up nobody else, and whoever reads the log is told', async () => {
  const clock = new SetClock()
  const instance = await open({ clock })
  await instance.add(later('programmes/p/tasks/a', '2026-03-03T00:00:00.000Z'))
  await instance.add(later('programmes/p/tasks/b', '2026-03-04T00:00:00.000Z'))
  const buggy: typeof tally = {
    ...tally,
    elapse: (state, context) => {
      if (context.correlationId.endsWith('a')) throw new Error('a bug')
      return tally.elapse?.(state, context) ?? []
    },
  } as typeof tally
  const log = new ServiceLog(() => {})
  const logger = pino({ name: 'tally', level: 'error' }, { write: (line) => log.take(line) })
  watch(instance, clock, [buggy], logger)
  clock.set(new Date('2026-03-06T00:00:00.000Z'))
  await vi.waitFor(async () => expect(await counts(instance)).toEqual([1, 2]), patient)
  expect(log.wrongs).toEqual(['tally: a timer failed: programmes/p/tasks/a Error: a bug'])
})
