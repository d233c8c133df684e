import { execFileSync } from 'node:child_process'
import announced from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  dayFrom,
  dayOf,
  endOf,
  limitFrom,
  limitOn,
  startOf,
  stateCouncil,
  toDate,
  withDays,
  workingDaysBetween,
  workingDaysFrom,
} from './calendar.ts'

const day = fc
  .date({ min: new Date('2005-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
  .map((date) => dayOf(date))

describe('a day in Asia/Shanghai', () => {
  test('begins at 16:00 UTC of the day before, and ends when the next one begins', () => {
    expect(startOf('2026-03-02').toISOString()).toBe('2026-03-01T16:00:00.000Z')
    expect(endOf('2026-03-02').toISOString()).toBe('2026-03-02T16:00:00.000Z')
    expect(dayOf(new Date('2026-03-02T15:59:59.999Z'))).toBe('2026-03-02')
    expect(dayOf(new Date('2026-03-02T16:00:00.000Z'))).toBe('2026-03-03')
  })

  test('goes into a message and comes back', () => {
    fc.assert(
      fc.property(day, (one) => {
        expect(dayFrom(toDate(one))).toBe(one)
      }),
    )
    expect(toDate('2028-02-29')).toMatchObject({ year: 2028, month: 2, day: 29 })
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01')
  })
})

describe('working days', () => {
  test('of 2026 are those of the notice: National Day is off, and made up for on a Saturday', () => {
    const off = ['2026-10-01', '2026-10-07', '2026-10-11', '2026-02-16']
    const on = ['2026-09-30', '2026-10-08', '2026-10-10', '2026-02-14']
    expect(off.filter(stateCouncil.isWorkingDay)).toEqual([])
    expect(on.filter(stateCouncil.isWorkingDay)).toEqual(on)
  })

  test('a limit of five, counted from the last day before National Day, ends after the holiday', () => {
    expect(workingDaysFrom(stateCouncil, '2026-09-30', 5)).toBe('2026-10-13')
    expect(workingDaysFrom(stateCouncil, '2026-10-13', -5)).toBe('2026-09-30')
    expect(workingDaysFrom(stateCouncil, '2026-10-03', 0)).toBe('2026-10-03')
  })

  test('there and back is as many', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (from, count) => {
        const to = workingDaysFrom(stateCouncil, from, count)
        expect(stateCouncil.isWorkingDay(to)).toBe(true)
        expect(workingDaysBetween(stateCouncil, from, to)).toBe(count)
        expect(workingDaysBetween(stateCouncil, to, from)).toBe(0)
      }),
    )
  })

  test('of a year that nobody has announced are its weekdays, marked provisional', () => {
    expect(stateCouncil.isProvisional('2036-01-01')).toBe(true)
    expect(stateCouncil.isWorkingDay('2036-10-01')).toBe(true)
    expect(stateCouncil.isWorkingDay('2036-10-04')).toBe(false)
  })

  test('a limit that runs through such a day is provisional, though its own last day is certain, a date only itself', () => {
    const certain = withDays(stateCouncil, new Map([['2027-01-06', true]]))
    expect(limitFrom(stateCouncil, '2026-12-21', 4)).toEqual({ last: '2026-12-25', provisional: false })
    expect(limitFrom(certain, '2026-12-25', 8)).toEqual({ last: '2027-01-06', provisional: true })
    expect(limitFrom(stateCouncil, '2026-12-28', 1)).toEqual({ last: '2026-12-29', provisional: true })
    expect(limitFrom(certain, '2027-01-05', 1)).toEqual({ last: '2027-01-06', provisional: false })
    expect(limitOn(certain, '2027-01-06')).toEqual({ last: '2027-01-06', provisional: false })
    expect(limitOn(certain, '2027-01-07')).toEqual({ last: '2027-01-07', provisional: true })
  })

  test('at the end of the newest year that is announced are provisional: the next notice may change them for New Year', () => {
    const newest = Object.keys(announced.holidays).sort().at(-1)?.slice(0, 4)
    const days = ['12-24', '12-28', '12-29', '12-31'].map((one) => `${newest}-${one}`)
    expect(days.map(stateCouncil.isProvisional)).toEqual([false, false, true, true])
    // Of the years before it they are known: so they were in 2018.
    expect(['2018-12-29', '2018-12-31', '2022-12-31'].map(stateCouncil.isProvisional)).toEqual([false, false, false])
    expect(['2018-12-29', '2018-12-31', '2022-12-31'].map(stateCouncil.isWorkingDay)).toEqual([true, false, false])
  })

  test('that a notice has changed before New Year are never earlier than the 29th', () => {
    const changed = [...Object.keys(announced.holidays), ...Object.keys(announced.workdays)]
    const inDecember = changed.filter((one) => one.includes('-12-'))
    expect(inDecember.length).toBeGreaterThan(5)
    expect(inDecember.filter((one) => one.slice(5) < '12-29')).toEqual([])
  })

  test('are overridden by a programme, which knows what it says', () => {
    const own = withDays(stateCouncil, new Map([['2036-10-01', false]]))
    expect([own.isWorkingDay('2036-10-01'), own.isProvisional('2036-10-01')]).toEqual([false, false])
    expect([own.isWorkingDay('2036-10-02'), own.isProvisional('2036-10-02')]).toEqual([true, true])
  })

  test('a calendar without any is refused, not searched for ever', () => {
    const never = { isWorkingDay: () => false, isProvisional: () => false }
    expect(() => workingDaysFrom(never, '2026-01-01', 1)).toThrow(RangeError)
  })

  test('are the same wherever the machine stands', () => {
    const script = `
      import { stateCouncil } from '#shared/domain/calendar.ts'
      console.log(['2026-10-10', '2026-10-01', '2026-02-16'].map(stateCouncil.isWorkingDay).join())`
    for (const TZ of ['America/Los_Angeles', 'Pacific/Kiritimati', 'UTC']) {
      const answer = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
        env: { ...process.env, TZ },
        encoding: 'utf8',
      })
      expect(answer.trim()).toBe('true,false,false')
    }
  })
})
