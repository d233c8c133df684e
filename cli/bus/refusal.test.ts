import { Metadata, type ServiceError, status } from '@grpc/grpc-js'
import { expect, it } from 'vitest'
import { refusalOf } from '#shared/grpc/status.ts'
import { refused } from './refusal.ts'

const failed = (code: status, details: string): ServiceError =>
  Object.assign(new Error(details), { code, details, metadata: new Metadata() })

it('says in our words that an answer did not come in time', () => {
  const error = failed(status.DEADLINE_EXCEEDED, 'Deadline exceeded after 30.056s,name resolution: 0.001s')
  expect(refused(error, 'en').report).toMatchObject({ code: 'DEADLINE_EXCEEDED', reason: 'NO_ANSWER' })
  expect(refused(error, 'zh').message).toMatch(/^总线未及时答复/)
})

it('says of a request that the transport refuses what the bus says of a smaller one that is too large', () => {
  const error = failed(status.RESOURCE_EXHAUSTED, 'Received message larger than max (5000551 vs 1048576)')
  expect(refused(error, 'en').report).toMatchObject({
    ...{ code: 'RESOURCE_EXHAUSTED', reason: 'MESSAGE_TOO_LARGE', details: { bytes: '5000551', limit: '262144' } },
    message: expect.stringMatching(/^The request has 5000551 bytes; the limit is 262144: /),
  })
  expect(refused(error, 'zh').message).toMatch(/^请求为 5000551 字节,上限为 262144 字节:请精简/)
})

it('does not take an answer that is too large for a request', () => {
  const error = failed(status.RESOURCE_EXHAUSTED, 'Received message larger than max (17000000 vs 16777216)')
  expect(refused(error, 'en').report).toMatchObject({ reason: 'RESOURCE_EXHAUSTED', message: error.details })
})

it('names of what a request names what the bus says is not there', () => {
  const request = {
    parent: 'programmes/p',
    content: { source: 'organisations/hn-gxt', measure: 'programmes/p/measures/m' },
  }
  const said = (reason: string): string => {
    const { metadata } = refusalOf({ kind: 'notFound', reason, details: {} })
    const error = Object.assign(failed(status.NOT_FOUND, ''), { metadata })
    return refused(error, 'en', { request, caller: 'hn-gxt' }).message
  }
  expect(said('MEASURE_NOT_FOUND')).toContain(': programmes/p/measures/m (asked as hn-gxt')
  expect(said('PROGRAMME_NOT_FOUND')).toContain(': programmes/p (asked as hn-gxt')
})
