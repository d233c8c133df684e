import { expect, test } from 'vitest'
import { lead, office, successor } from '#shared/testing/task-facts.ts'
import { succeedAuthority, succeedDrafter, succeedOffice, succeedPart } from './succession.ts'

test('a successor takes over parts, programmes and tasks', () => {
  expect(succeedPart({ of: lead }, office, successor)).toEqual({ type: 'Succeed', organisation: lead, successor })
  expect(succeedOffice({}, office, successor)).toEqual({ type: 'SucceedOffice', office, successor })
  expect(succeedAuthority({}, office, successor)).toEqual({ type: 'SucceedAuthority', authority: office, successor })
})

test('without one that goes on record of each part and draft; what an office ran waits for a successor', () => {
  expect(succeedPart({ of: lead }, lead, undefined)).toEqual({
    ...{ type: 'Succeed', organisation: lead, successor: undefined },
  })
  expect(succeedDrafter({}, lead, undefined)).toEqual({ type: 'Succeed', organisation: lead, successor: undefined })
  expect([succeedOffice({}, office, undefined), succeedAuthority({}, office, undefined)]).toEqual([
    undefined,
    undefined,
  ])
})
