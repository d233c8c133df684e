/** Boards that are kept are those that all records give, whatever was asked before, and read nothing twice. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boardOn } from '#shared/domain/board.ts'
import { addDays, startOf } from '#shared/domain/calendar.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { type ReadRecord, readRecord } from '#shared/record/record.ts'
import { Chain } from '#shared/testing/chain.ts'
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

/** A log that says how much of it was handed over. */
class CountedLog {
  readonly records: ReadRecord[] = []
  handed = 0
  private readonly lead = new Chain('//qiantou/lead-agency')
  private readonly bodies = new Chain('//qiantou/supporting-department')

  add({ task, what, body, on }: Step): void {
    const name = `${programme}/tasks/${task}`
    const time = new Date(startOf(dayOf(on)).getTime() + this.records.length)
    const [chain, subject, told] = [
      [this.lead, name, issued()] as const,
      [this.bodies, assignmentName(body, name), factOf(acknowledged(body))] as const,
      [this.bodies, assignmentName(body, name), factOf(reported(body, this.records.length))] as const,
      [this.lead, name, closed()] as const,
    ][what] as readonly [Chain, string, Fact]
    const about = { subject, partitionkey: name, actor: subject === name ? office : body, time }
    this.records.push(readRecord(chain.next(about, told).bytes))
  }

  readonly each = async (
    { afterPosition }: { readonly afterPosition?: bigint | undefined },
    take: (record: ReadRecord, position: bigint) => void,
  ): Promise<void> => {
    for (const [i, record] of this.records.entries()) {
      if (afterPosition !== undefined && BigInt(i) <= afterPosition) continue
      this.handed += 1
      take(record, BigInt(i))
    }
  }
}

const asked = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 })

test('while the log grows, and days are asked about in any order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(steps, asked), { minLength: 1, maxLength: 4 }), async (rounds) => {
      const log = new CountedLog()
      const boards = new KeptBoards(log)
      for (const [added, days] of rounds) {
        for (const step of added) log.add(step)
        for (const n of days) expect(await boards.on(dayOf(n), programme)).toEqual(boardOn(dayOf(n), log.records))
      }
    }),
    { numRuns: 300 },
  )
})

test('a month later only what came since is read', async () => {
  const log = new CountedLog()
  const boards = new KeptBoards(log)
  for (let on = 0; on < 5; on += 1) log.add({ task: on % 3, what: on < 3 ? 0 : 1, body: lead, on })
  await boards.on(dayOf(9), programme)
  expect(log.handed).toBe(5)
  log.add({ task: 0, what: 2, body: supporter, on: 12 })
  const [first] = await boards.on(dayOf(13), programme)
  expect(log.handed).toBe(6)
  expect(first?.lastReports.get(supporter)?.percent).toBe(5)
})
