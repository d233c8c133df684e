import { right } from 'fp-ts/lib/Either.js'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Aggregates } from '#shared/lifecycle/aggregates.ts'
import type { Directory } from './directory.ts'
import { type Handover, Successions } from './succession.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('what a body has left, and is heard of only minutes after its end, is handed on to its successor', async () => {
  const left: { stream: string; of: string }[] = []
  const handedOn: unknown[] = []
  const handover: Handover = {
    decider: {} as Handover['decider'],
    find: async () => left.splice(0),
    command: ({ stream }, organisation, successor) => ({ stream, organisation, successor }),
  }
  const directory = { ended: async () => ['organisations/a'], workerOf: () => 'organisations/b' }
  const store = {
    source: '//qiantou/lead-agency',
    execute: async ({ make }: { readonly make: () => unknown }) => {
      handedOn.push(make())
      return right({})
    },
  }
  const services = { directory, store } as unknown as Aggregates & { readonly directory: Directory }
  const successions = new Successions(services, [handover], { now: () => new Date() }, pino({ level: 'silent' }))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(handedOn).toEqual([])
  left.push({ stream: 'programmes/p/tasks/t', of: 'organisations/a' })
  await vi.advanceTimersByTimeAsync(120_000)
  expect(handedOn).toEqual([
    right({ stream: 'programmes/p/tasks/t', organisation: 'organisations/a', successor: 'organisations/b' }),
  ])
  await successions.stop()
})
