import { Metadata, type ServiceError, status } from '@grpc/grpc-js'
import { expect, it } from 'vitest'
import { refused } from './refusal.ts'

it('says in our words that an answer did not come in time', () => {
  const details = 'Deadline exceeded after 30.056s,name resolution: 0.001s'
  const error: ServiceError = Object.assign(new Error(details), {
    code: status.DEADLINE_EXCEEDED,
    details,
    metadata: new Metadata(),
  })
  expect(refused(error, 'en').report).toMatchObject({ code: 'DEADLINE_EXCEEDED', reason: 'NO_ANSWER' })
  expect(refused(error, 'zh').message).toMatch(/^总线未及时答复/)
})
