/** A bucket on a real S3 server, for as long as tests need it. */
import { join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { startS3Server } from '#infra/s3/server.ts'
import { testDirectory } from '#shared/testing/postgres.ts'

export type Bucket = {
  /** `http://127.0.0.1:<port>`. */
  readonly endpoint: string
  /** `s3://…`, below a prefix. */
  readonly location: string
  readonly secretAccessKey: string
  readonly stop: () => Promise<void>
}

/** Starts a server with a bucket; this process has its credentials in its environment until it is stopped. */
export async function startBucket(name = 'attachments'): Promise<Bucket> {
  const { endpoint, credentials, stop } = await startS3Server({ home: join(await testDirectory(), 's3') })
  const saved = { ...process.env }
  process.env.AWS_ACCESS_KEY_ID = credentials.accessKeyId
  process.env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true })
  await client.send(new CreateBucketCommand({ Bucket: name }))
  client.destroy()
  return {
    ...{ endpoint, location: `s3://${name}/some/where?endpoint=${endpoint}` },
    secretAccessKey: credentials.secretAccessKey,
    stop: async () => {
      process.env = saved
      await stop()
    },
  }
}
