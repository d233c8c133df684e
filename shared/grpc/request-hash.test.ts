import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { ReportProgressRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { requestHash } from './request-hash.ts'

const lower = '0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3c'
const upper = lower.toUpperCase()
const type = Buffer.from('qiantou.assignment.v1.ReportProgressRequest ')
/** A report whose text holds the bytes of a field that would be a request id. */
const report = (requestId: string, text = `\n$${upper}`): Buffer =>
  Buffer.from(
    ReportProgressRequest.encode(ReportProgressRequest.fromPartial({ requestId, percent: 40, text })).finish(),
  )
const hashOf = (requestId: string, text?: string): string =>
  requestHash(type, report(requestId, text), requestId).toString('hex')

test('a request id counts in lower case, and nothing else of the request does', () => {
  const mixed = `${upper.slice(0, 18)}${lower.slice(18)}`
  expect([hashOf(upper), hashOf(mixed)]).toEqual([hashOf(lower), hashOf(lower)])
  expect(hashOf(upper, `\n$${lower}`)).not.toBe(hashOf(upper))
  expect(hashOf(upper, `\n$${lower}`)).toBe(hashOf(lower, `\n$${lower}`))
})

test('of an id that was sent twice, the last counts, as it does where the request is read', () => {
  const twice = (first: string, last: string) =>
    requestHash(type, Buffer.concat([report(first), report(last)]), last).toString('hex')
  expect(twice(upper, upper)).toBe(twice(lower, lower))
  expect(twice(lower, upper)).toBe(twice(lower, lower))
})

test('a request id in lower case counts as it was sent, and as it did before', () => {
  const bytes = report(lower)
  const asItIs = createHash('sha256').update(type).update(bytes).digest().subarray(0, 16)
  expect(requestHash(type, bytes, lower)).toEqual(asItIs)
  expect(requestHash(Buffer.from('qiantou.assignment.v1.Other '), bytes, lower)).not.toEqual(asItIs)
})
