/** What a simulated year says it lacked: a run is only worth what came about in it. */
import { describe, expect, test } from 'vitest'
import { commands, comparedInAYear, exceptions, type Lived, missingOfYear, monthEndsIn } from './whole-year.ts'

const once = (names: readonly string[]): ReadonlyMap<string, number> => new Map(names.map((name) => [name, 1]))
const without = (names: readonly string[], left: string): ReadonlyMap<string, number> =>
  once(names.filter((name) => name !== left))

const months = monthEndsIn('2026-03-02', 365)
const whole: Lived = {
  ...{ from: '2026-03-02', days: 365, acts: once(commands), compared: once(comparedInAYear) },
  ...{ dayEnds: months, monthEnds: months },
}

describe('a simulated year', () => {
  test('in which everything was done and compared lacks nothing', () => {
    expect(missingOfYear(whole)).toEqual([])
  })

  test('knows the commands of the API, an upload among them, and no question', () => {
    expect(commands).toEqual(expect.arrayContaining(['CountersignClosing', 'NameSuccessor', 'UploadAttachment']))
    expect(commands.filter((name) => /^(Get|List|Find|Check|Download|Subscribe|Read)/.test(name))).toEqual([])
    expect(commands.length).toBeGreaterThan(70)
    expect(new Set(commands).size).toBe(commands.length)
    expect(Object.keys(exceptions).filter((name) => !commands.includes(name))).toEqual([])
  })

  test.each(commands.filter((name) => !(name in exceptions)))('lacks %s where nobody did it', (name) => {
    expect(missingOfYear({ ...whole, acts: without(commands, name) })).toEqual([`nobody did: ${name}`])
    expect(missingOfYear({ ...whole, acts: new Map([...whole.acts, [name, 0]]) })).toEqual([`nobody did: ${name}`])
  })

  test.each(comparedInAYear)('lacks a comparison of %s', (what) => {
    const compared = without(comparedInAYear, what)
    expect(missingOfYear({ ...whole, compared })).toEqual([`nothing was compared of: ${what}`])
  })

  test('has twelve month ends, February among them, and lacks each that was not compared', () => {
    expect(months).toHaveLength(12)
    expect(months[11]).toBe('2027-02-28')
    expect(missingOfYear({ ...whole, dayEnds: months.slice(1) })).toEqual(['no lights were compared on 2026-03-31'])
    const monthEnds = months.slice(0, -1)
    expect(missingOfYear({ ...whole, monthEnds })).toEqual(['no burdens were compared on 2027-02-28'])
  })

  test('of ten years has 120', () => {
    const lived = { ...whole, days: 3_650, dayEnds: monthEndsIn('2026-03-02', 3_650) }
    expect(lived.dayEnds).toHaveLength(119)
    expect(missingOfYear(lived)).toHaveLength(119 - 12)
  })

  test('that was stopped before is asked for nothing', () => {
    expect(missingOfYear({ ...whole, days: 364, acts: new Map(), compared: new Map(), dayEnds: [] })).toEqual([])
  })
})
