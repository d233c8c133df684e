import { expect, test } from 'vitest'
import { handling, reviewing, signedBy } from '#shared/testing/money-facts.ts'
import type { Step } from './application-state.ts'
import { unfitPersons } from './duty.ts'

const step = (name: string): Step => `PROCEDURE_STEP_${name}` as Step
const taken = (name: string, ...persons: readonly string[]) => ({
  ...{ step: step(name), signOff: signedBy(...persons), organisation: '', at: '' },
})

test.each(['ADMISSION', 'CREDIT_CHECK', 'EXPERT_REVIEW', 'FINANCE_REVIEW', 'APPROVAL'])(
  'whoever takes %s says who signed it',
  (name) => {
    expect(unfitPersons(step(name), [], { steps: [] })).toMatchObject({
      reason: 'SIGN_OFF_NEEDED',
      kind: 'precondition',
    })
    expect(unfitPersons(step(name), signedBy('p-1'), { steps: [] })).toBeUndefined()
  },
)

test.each(['RECOMMENDATION', 'COLLECTIVE_DECISION', 'PUBLIC_NOTICE'])(
  '%s may be signed by nobody, or anybody',
  (name) => {
    expect(unfitPersons(step(name), [], { steps: [] })).toBeUndefined()
    expect(unfitPersons(step(name), signedBy('p-1'), { steps: [taken('ADMISSION', 'p-1')] })).toBeUndefined()
    // It is no duty, and keeps nobody from having one.
    expect(unfitPersons(step('APPROVAL'), signedBy('p-1'), { steps: [taken(name, 'p-1')] })).toBeUndefined()
  },
)

test.each([
  ['FINANCE_REVIEW', 'ADMISSION'],
  ['FINANCE_REVIEW', 'CREDIT_CHECK'],
  ['FINANCE_REVIEW', 'EXPERT_REVIEW'],
  ['APPROVAL', 'ADMISSION'],
  ['APPROVAL', 'CREDIT_CHECK'],
  ['APPROVAL', 'EXPERT_REVIEW'],
  ['APPROVAL', 'FINANCE_REVIEW'],
])('nobody takes %s who has signed %s', (later, earlier) => {
  const before = [taken('RECOMMENDATION'), taken(earlier, 'p-1', 'p-2')]
  const details = { person: 'p-2', step: earlier }
  const refusal = { reason: 'DUTIES_NOT_SEPARATE', kind: 'precondition', details }
  expect(unfitPersons(step(later), signedBy('p-3', 'p-2'), { steps: before })).toEqual(refusal)
  expect(unfitPersons(step(later), signedBy('p-3'), { steps: before })).toBeUndefined()
})

test('whoever handled one step may handle another', () => {
  expect(
    unfitPersons(step('CREDIT_CHECK'), handling, { steps: [{ ...taken('ADMISSION'), signOff: handling }] }),
  ).toBeUndefined()
  expect(
    unfitPersons(step('EXPERT_REVIEW'), handling, { steps: [{ ...taken('ADMISSION'), signOff: handling }] }),
  ).toBeUndefined()
  // A step of which nobody is named says of nobody that they had a duty.
  expect(
    unfitPersons(step('FINANCE_REVIEW'), reviewing, { steps: [{ step: step('ADMISSION'), organisation: '', at: '' }] }),
  ).toBeUndefined()
})
