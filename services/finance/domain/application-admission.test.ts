import { expect, test } from 'vitest'
import * as application from '#proto/qiantou/application/v1/application_events.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { calendarOf } from '#shared/domain/rules.ts'
import {
  admitted,
  applicationName,
  asked,
  city,
  handler,
  handling,
  reason,
  recommended,
  sponsor,
  until,
} from '#shared/testing/money-facts.ts'
import { Story, told } from '#shared/testing/story.ts'
import { applicationDecider } from './application.ts'

const on = (day: Day, time = '12:00:00') =>
  new Story(applicationDecider, {
    ...{ actor: sponsor, subject: applicationName, signOff: handling },
    at: new Date(`${day}T${time}+08:00`),
  })
const waitsUntil = (last: Day) => ({ ...recommended, admitUntil: toDate(last) })
const once = [...until('recommend'), told(recommended, { actor: city })]
const waiting = [...once, told(waitsUntil('2026-03-09'), { actor: sponsor })]
const overdue = application.AdmissionOverdue.create({ until: toDate('2026-03-09') })

test('it is decided by the fifth working day after the last recommendation', () => {
  const recommend = { type: 'Recommend', text: reason, calendar: calendarOf({ days: [] }) } as const
  const story = on('2026-03-02').given(...once)
  story.when(recommend, sponsor).then([waitsUntil('2026-03-09')])
  const closed = { isWorkingDay: (day: Day) => day > '2026-03-04', isProvisional: () => true }
  const counted = [{ ...waitsUntil('2026-03-09'), provisional: true }]
  story
    .when({ ...recommend, calendar: { ...closed, isWorkingDay: () => true } }, sponsor)
    .then([{ ...waitsUntil('2026-03-07'), provisional: true }])
  story.when({ ...recommend, calendar: closed }, sponsor).then(counted)
})

test('nothing is to be decided while recommenders have their turn, and by no day in older records', () => {
  for (const scenes of [once, until('admit')]) expect(on('2026-04-10').elapsed(...scenes)).toEqual([])
})

test('that the day is over is told once, and it waits on', () => {
  expect(on('2026-03-09', '23:59:59').elapsed(...waiting)).toEqual([])
  expect(on('2026-03-10', '00:00:00').elapsed(...waiting)).toEqual([overdue])
  const after = [...waiting, told(overdue, { actor: sponsor })]
  expect(on('2026-04-10').elapsed(...after)).toEqual([])
  expect(on('2026-03-10').state(...after)).toMatchObject({ admission: { until: '2026-03-09', isTold: true } })
})

test('what is admitted, has ended, or lacks something waits for no decision; what was brought does anew', () => {
  const after = (...facts: readonly Parameters<typeof told>[0][]) => [
    ...waiting,
    ...facts.map((fact) => told(fact as typeof admitted, { actor: handler })),
  ]
  for (const fact of [
    admitted,
    application.ApplicationRefused.create({ text: reason }),
    application.ApplicationWithdrawn.create({ text: reason }),
  ]) {
    expect(on('2026-04-10').elapsed(...after(fact))).toEqual([])
    expect(on('2026-03-03').state(...after(fact))).not.toHaveProperty('admission')
  }
  const missing = application.SupplementRequested.create({ text: reason, until: toDate('2026-03-10') })
  const brought = application.ApplicationSupplemented.create({ content: asked(), admitUntil: toDate('2026-03-13') })
  expect(on('2026-03-10', '10:00:00').elapsed(...after(missing))).toEqual([])
  expect(on('2026-03-13', '23:59:59').elapsed(...after(missing, brought))).toEqual([])
  expect(on('2026-03-14').elapsed(...after(missing, brought))).toEqual([
    application.AdmissionOverdue.create({ until: toDate('2026-03-13') }),
  ])
})
