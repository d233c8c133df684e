import { describe, expect, test } from 'vitest'
import {
  OrganisationDissolved,
  OrganisationMerged,
  OrganisationSplit,
} from '#proto/qiantou/directory/v1/directory_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { readRecord } from '#shared/record/record.ts'
import { Chain } from '#shared/testing/chain.ts'
import { successor, supporter } from '#shared/testing/task-facts.ts'
import { endOf, isGivenBefore } from './ending.ts'

const told = (...facts: readonly (readonly [string, Fact?])[]) => {
  const chain = new Chain('//qiantou/coordination-office')
  return facts.map(([subject, fact]) => readRecord(chain.next({ subject }, fact).bytes))
}
const effectiveDate = toDate('2026-04-01')

describe('an organisation is no longer there', () => {
  test.each([
    ['merged', OrganisationMerged.create({ into: successor, effectiveDate })],
    ['split', OrganisationSplit.create({ into: [successor], effectiveDate })],
    ['dissolved', OrganisationDissolved.create({ effectiveDate })],
  ])('from the day on which it is %s', (_, fact) => {
    expect(endOf(supporter, told([supporter], [supporter, fact]))).toBe('2026-04-01')
  })

  test('never, where it is another that ends, or nothing says so', () => {
    const merged = OrganisationMerged.create({ into: supporter, effectiveDate })
    expect(endOf(supporter, told([supporter], [successor, merged]))).toBeUndefined()
    expect(endOf(supporter, [])).toBeUndefined()
  })
})

test('nothing that was recorded from that day on is given to it, whatever its own clock says', () => {
  const chain = new Chain('//qiantou/lead-agency')
  const recorded = (time: string): Uint8Array => chain.next({ time: new Date(time) }).bytes
  const given = (time: string) => isGivenBefore('2026-04-01', recorded(time))
  expect([given('2026-03-31T15:59:59.999Z'), given('2026-03-31T16:00:00.000Z')]).toEqual([true, false])
  expect(isGivenBefore(undefined, recorded('2026-05-01T00:00:00.000Z'))).toBe(true)
})
