/** Boards that are kept are those that all records give, whatever was asked before, and read nothing twice. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boardOn } from '#shared/domain/board.ts'
import { addDays, startOf } from '#shared/domain/calendar.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { CountedLog } from '#shared/testing/counted-log.ts'
import type { Told } from '#shared/testing/story.ts'
import {
  acknowledged,
  assignmentName,
  closed,
  issued,
  lead,
  office,
  reported,
  supporter,
} from '#shared/testing/task-facts.ts'
import { KeptBoards } from './kept-boards.ts'

const programme = 'programmes/hunan'
const dayOf = (n: number) => addDays('2026-03-02', n)
const factOf = (told: Told<Fact> | Fact): Fact => ('fact' in told ? told.fact : told) as Fact

/** One thing that happens to a task, so many days on: sources run beside each other, so that days do not only rise. */
type Step = { readonly task: number; readonly what: number; readonly body: string; readonly on: number }
const steps = fc.array(
  fc.record<Step>({
    task: fc.integer({ min: 0, max: 2 }),
    what: fc.integer({ min: 0, max: 3 }),
    body: fc.constantFrom(lead, supporter),
    on: fc.integer({ min: 0, max: 9 }),
  }),
  { minLength: 5, maxLength: 40 },
)

function add(log: CountedLog, { task, what, body, on }: Step): void {
  const name = `${programme}/tasks/${task}`
  const time = new Date(startOf(dayOf(on)).getTime() + log.records.length)
  const [source, subject, told] = [
    ['lead-agency', name, issued()] as const,
    ['supporting-department', assignmentName(body, name), factOf(acknowledged(body))] as const,
    ['supporting-department', assignmentName(body, name), factOf(reported(body, log.records.length))] as const,
    ['lead-agency', name, closed()] as const,
  ][what] as readonly [string, string, Fact]
  log.add(source, { subject, partitionkey: name, actor: subject === name ? office : body, time }, told)
}

const asked = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 })

test('while the log grows, and days are asked about in any order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(steps, asked), { minLength: 1, maxLength: 4 }), async (rounds) => {
      const log = new CountedLog()
      const boards = new KeptBoards(log)
      for (const [added, days] of rounds) {
        for (const step of added) add(log, step)
        for (const n of days) expect(await boards.on(dayOf(n), programme)).toEqual(boardOn(dayOf(n), log.records))
      }
    }),
    { numRuns: 300 },
  )
})

test('a month later only what came since is read', async () => {
  const log = new CountedLog()
  const boards = new KeptBoards(log)
  for (let on = 0; on < 5; on += 1) add(log, { task: on % 3, what: on < 3 ? 0 : 1, body: lead, on })
  await boards.on(dayOf(9), programme)
  expect(log.handed).toBe(5)
  add(log, { task: 0, what: 2, body: supporter, on: 12 })
  const [first] = await boards.on(dayOf(13), programme)
  // With the one record by which it is seen that the log goes on from there.
  expect(log.handed).toBe(7)
  expect(first?.lastReports.get(supporter)?.percent).toBe(5)
  await boards.on(dayOf(13), programme)
  expect(log.handed).toBe(8)
  // Whoever looks further back reads all, and takes nothing from those that follow.
  await boards.on(dayOf(3), programme)
  expect(log.handed).toBe(14)
  await boards.on(dayOf(13), programme)
  expect(log.handed).toBe(15)
})

test('a log that was restored, and has less than it had, is read anew', async () => {
  const log = new CountedLog()
  const boards = new KeptBoards(log)
  for (let on = 0; on < 5; on += 1) add(log, { task: on % 3, what: on < 3 ? 0 : 1, body: lead, on })
  await boards.on(dayOf(9), programme)
  log.records.splice(3)
  await expect(boards.on(dayOf(9), programme)).rejects.toThrow('POSITION_UNKNOWN')
  expect(await boards.on(dayOf(9), programme)).toEqual(boardOn(dayOf(9), log.records))
})

test('a log that was restored, and has gone on otherwise, is read anew at once', async () => {
  const log = new CountedLog()
  const boards = new KeptBoards(log)
  for (let on = 0; on < 5; on += 1) add(log, { task: on % 3, what: on < 3 ? 0 : 1, body: lead, on })
  await boards.on(dayOf(9), programme)
  log.records.splice(3)
  for (let on = 5; on < 9; on += 1) add(log, { task: 1, what: 2, body: supporter, on })
  expect(await boards.on(dayOf(9), programme)).toEqual(boardOn(dayOf(9), log.records))
})
