/** Burdens worked out from what is kept are those that all records give, whatever was asked before, and read little twice. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ProgressReported } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { AssignmentSuspended, ExtensionGranted } from '#proto/qiantou/task/v1/task_events.ts'
import { addDays, startOf, toDate } from '#shared/domain/calendar.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { readFact } from '#shared/record/record.ts'
import { CountedLog } from '#shared/testing/counted-log.ts'
import { urged } from '#shared/testing/supervision-facts.ts'
import {
  assignmentName,
  body,
  issued,
  lead,
  office,
  reassigned,
  reported,
  submitted,
  successor,
  supporter,
} from '#shared/testing/task-facts.ts'
import { askedIn } from '../domain/burden.ts'
import { KeptBurdens } from './kept-burdens.ts'

const programmes = ['programmes/hunan', 'programmes/hubei']
const dayOf = (n: number) => addDays('2026-03-02', n)
const factOf = (told: object): Fact => ('fact' in told ? told.fact : told) as Fact

/** What may happen to a task, and who records it about what. */
const happenings: readonly ((task: string) => readonly [source: string, subject: string, fact: object])[] = [
  (task) => ['lead-agency', task, issued()],
  (task) => ['lead-agency', task, reassigned(supporter, body(successor, 'ROLE_RESPONSIBLE'))],
  (task) => ['lead-agency', task, AssignmentSuspended.create({ organisation: lead })],
  (task) => [
    ...(['lead-agency', task] as const),
    ExtensionGranted.create({ organisation: lead, extension: 1, due: toDate(dayOf(200)) }),
  ],
  (task) => ['supporting-department', assignmentName(supporter, task), reported(supporter, 100)],
  (task) => ['supporting-department', assignmentName(supporter, task), submitted(supporter)],
  (task) => [
    ...(['supporting-department', assignmentName(successor, task)] as const),
    ProgressReported.create({ report: 1, percent: 100, milestone: 'half-year' }),
  ],
  (task) => ['coordination-office', `${task}/supervisions/hn-jyt`, urged()],
]

type Step = { readonly task: number; readonly what: number; readonly on: number }

function add(log: CountedLog, { task, what, on }: Step): void {
  const name = `${programmes[task % 2]}/tasks/${task}`
  const [source, subject, told] = (happenings[what] as (typeof happenings)[number])(name)
  const time = new Date(startOf(dayOf(on)).getTime() + log.records.length)
  log.add(source, { subject, partitionkey: name, actor: office, time }, factOf(told))
}

const year = 365
const steps = fc.array(fc.record<Step>({ task: fc.nat(2), what: fc.nat(happenings.length - 1), on: fc.nat(year) }), {
  minLength: 5,
  maxLength: 40,
})
const periods = fc.array(fc.tuple(fc.nat(year), fc.nat(60)), { minLength: 1, maxLength: 6 })

test('while the log grows, in whatever order records arrive and periods are asked about', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(steps, periods), { minLength: 1, maxLength: 4 }), async (rounds) => {
      const log = new CountedLog()
      const burdens = new KeptBurdens(log)
      for (const [added, asked] of rounds) {
        for (const step of added) add(log, step)
        for (const [first, days] of asked) {
          const period = { from: dayOf(first), to: dayOf(first + days) }
          expect(await burdens.askedIn(period)).toEqual(askedIn(log.records.map(readFact), period))
        }
      }
    }),
    { numRuns: 300 },
  )
})

test('of years only the period that is asked about is read, once those before it were', async () => {
  const log = new CountedLog()
  const burdens = new KeptBurdens(log)
  for (let on = 0; on < 100; on += 1) add(log, { task: on % 3, what: on < 3 ? 0 : 4, on })
  const period = { from: dayOf(90), to: dayOf(99) }
  await burdens.askedIn(period)
  expect(log.handed).toBe(100)
  expect(await burdens.askedIn(period)).toEqual(askedIn(log.records.map(readFact), period))
  // Those of the ten days, and the one by which it is seen that the log goes on from there.
  expect(log.handed).toBe(111)
})

test('a log that was restored, and has less than it had, is read anew', async () => {
  const log = new CountedLog()
  const burdens = new KeptBurdens(log)
  for (let on = 0; on < 9; on += 1) add(log, { task: on % 3, what: on < 3 ? 0 : 4, on })
  const period = { from: dayOf(20), to: dayOf(30) }
  await burdens.askedIn(period)
  log.records.splice(3)
  await expect(burdens.askedIn(period)).rejects.toThrow('POSITION_UNKNOWN')
  const due = { from: dayOf(0), to: dayOf(365) }
  expect(await burdens.askedIn(due)).toEqual(askedIn(log.records.map(readFact), due))
})
