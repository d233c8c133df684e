import { expect, test } from 'vitest'
import { lead, office, successor } from '#shared/testing/task-facts.ts'
import { succeedAuthority, succeedOffice, succeedPart } from './succession.ts'

test('a successor takes over parts, whether open or finished, programmes and tasks', () => {
  for (const finished of [false, true])
    expect(succeedPart({ of: lead, finished }, office, successor)).toEqual({
      ...{ type: 'Succeed', organisation: lead, successor },
    })
  expect(succeedOffice({}, office, successor)).toEqual({ type: 'SucceedOffice', office, successor })
  expect(succeedAuthority({}, office, successor)).toEqual({ type: 'SucceedAuthority', authority: office, successor })
})

test('without one an open part waits for the authority, and what an office ran for a successor; the rest is done without', () => {
  expect(succeedPart({ of: lead, finished: false }, lead, undefined)).toBeUndefined()
  expect(succeedPart({ of: lead, finished: true }, lead, undefined)).toEqual({
    ...{ type: 'Succeed', organisation: lead, successor: undefined },
  })
  expect([succeedOffice({}, office, undefined), succeedAuthority({}, office, undefined)]).toEqual([
    undefined,
    undefined,
  ])
})
