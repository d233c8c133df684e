import { type ServiceError, status } from '@grpc/grpc-js'
import { expect, test } from 'vitest'
import { rejection } from '#shared/domain/rejection.ts'
import { explained } from './client.ts'
import { invalidFields, refusalOf } from './status.ts'

const read = (refused: object) => explained(refused as ServiceError)

test('a rejection arrives with its reason, its details, and a sentence in both languages', () => {
  const refused = refusalOf(rejection('conflict', 'ETAG_MISMATCH', { etag: '3', current: '5' }))
  expect(refused.code).toBe(status.ABORTED)
  expect(read(refused)).toMatchObject({
    reason: 'ETAG_MISMATCH',
    details: new Map([
      ['etag', '3'],
      ['current', '5'],
    ]),
    violations: [],
  })
  for (const locale of ['zh-CN', 'en']) expect(read(refused)?.sentences.get(locale)).toMatch(/3.*5|5.*3/)
})

test('fields that are wrong arrive each with what is wrong', () => {
  const violations = [
    { field: 'name', description: 'must be a name' },
    { field: 'percent', description: 'must be 0 to 100' },
  ]
  const refused = invalidFields(violations)
  expect(refused).toMatchObject({
    code: status.INVALID_ARGUMENT,
    details: expect.stringContaining('percent must be 0'),
  })
  expect(read(refused)).toMatchObject({ reason: 'INVALID_FIELDS', violations })
})

test.each([
  ['precondition', status.FAILED_PRECONDITION],
  ['permission', status.PERMISSION_DENIED],
  ['conflict', status.ABORTED],
  ['exists', status.ALREADY_EXISTS],
  ['invalid', status.INVALID_ARGUMENT],
  ['notFound', status.NOT_FOUND],
] as const)('a rejection of kind %s has a status of its own', (kind, code) => {
  expect(refusalOf(rejection(kind, 'TASK_NOT_FOUND')).code).toBe(code)
})
