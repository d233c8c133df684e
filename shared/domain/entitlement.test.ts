import { describe, expect, test } from 'vitest'
import { ancestry, mayRead } from './entitlement.ts'
import { workflowOf } from './resource-name.ts'

describe('above a resource stand', () => {
  test.each([
    ['programmes/p', ['programmes/p']],
    ['programmes/p/tasks/t', ['programmes/p/tasks/t', 'programmes/p']],
    [
      'programmes/p/tasks/t/assignments/hn-kjt',
      ['programmes/p/tasks/t/assignments/hn-kjt', 'programmes/p/tasks/t', 'programmes/p'],
    ],
    // Not the task: its other bodies have nothing to do with it.
    ['programmes/p/tasks/t/supervisions/hn-kjt', ['programmes/p/tasks/t/supervisions/hn-kjt', 'programmes/p']],
    ['programmes', []],
    ['', []],
  ])('%s', (resource, expected) => {
    expect([...ancestry(resource)]).toEqual(expected)
  })
})

test('a workflow is the first task above, or the programme itself', () => {
  expect(workflowOf('programmes/p/tasks/t/assignments/hn-kjt')).toBe('programmes/p/tasks/t')
  expect(workflowOf('programmes/p/tasks/t')).toBe('programmes/p/tasks/t')
  expect(workflowOf('programmes/p')).toBe('programmes/p')
})

test('a body reads what it is party to; auditors and services read by role', () => {
  const parties = new Set(['organisations/hn-kjt'])
  expect(mayRead({ actor: 'organisations/hn-kjt', role: 'organisation' }, parties)).toBe(true)
  expect(mayRead({ actor: 'organisations/hn-wwj', role: 'organisation' }, parties)).toBe(false)
  expect(mayRead({ actor: 'organisations/hn-wwj', role: 'auditor' }, parties)).toBe(true)
  expect(mayRead({ actor: 'services/finance', role: 'service' }, parties)).toBe(true)
})
