/** Files of tasks on a whole bus: one contract, wherever they lie, each against the real thing. */
import { afterAll, describe } from 'vitest'
import { s3Unavailability } from '#infra/s3/runtime.ts'
import { contract } from './attachments-contract.ts'
import { type Bucket, startBucket } from './bucket.ts'

describe('in a folder of this machine', () => {
  contract('folder', () => Promise.resolve(undefined))
})

const unavailable = await s3Unavailability()

describe.skipIf(unavailable !== undefined)(`in S3${unavailable ? ` (${unavailable})` : ''}`, () => {
  let bucket: Bucket | undefined
  contract('s3', async () => {
    bucket = await startBucket()
    return bucket.location
  })
  afterAll(() => bucket?.stop())
})
