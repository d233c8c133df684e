/** Objects in a bucket of an S3-compatible store. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { ObjectFault, type ObjectKey, type ObjectStore } from './object-store.ts'

/** What is larger goes in parts of this size, two at a time: as much of a file is in memory at once. */
const partBytes = 8 * 1024 * 1024
const partsAtOnce = 2

const isMissing = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404 && error.name !== 'NoSuchBucket'

/** There is no range of bytes that begins at an object's end (RFC 9110, 14.1.2): the store refuses to answer with nothing. */
const isAtEnd = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 416

async function* noBytes(): AsyncGenerator<Uint8Array> {}

/** Whatever the store or the way to it does wrong is a fault of the world: the client library has repeated it already. */
async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw new ObjectFault(`the object store: ${(error as Error).name}: ${(error as Error).message}`, { cause: error })
  }
}

/** A body's bytes; where the connection breaks in the middle, an ObjectFault. */
async function* bytesOf(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const bytes of body) yield bytes as Uint8Array
  } catch (error) {
    throw new ObjectFault(`the object store: ${(error as Error).message}`, { cause: error })
  } finally {
    body.destroy()
  }
}

/**
 * Opens the store that a location names: `s3://bucket/prefix?endpoint=https://…&region=…`, both parameters as far as
 * the usual variables do not say them. Credentials come from where AWS tools have them: `AWS_ACCESS_KEY_ID`,
 * `AWS_SECRET_ACCESS_KEY`, a profile, the machine's role. Nobody is asked before the first use.
 */
export function openS3Store(location: URL): ObjectStore {
  const endpoint = location.searchParams.get('endpoint')
  const region = location.searchParams.get('region') ?? process.env.AWS_REGION ?? 'us-east-1'
  const client = new S3Client({
    region,
    // Stores other than AWS's have one host name for all buckets.
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    // Nor do all of them know the newer checksums, which the client would send unasked.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const Bucket = location.hostname
  const prefix = location.pathname.replace(/^\/|\/$/g, '')
  const of = (key: ObjectKey) => ({ Bucket, Key: prefix ? `${prefix}/${key}` : key })
  const orMissing = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await ask()
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }
  return {
    put: (key, file) =>
      asking(async () => {
        const { size } = await stat(file)
        if (size <= partBytes) {
          const ChecksumSHA256 = Buffer.from(key, 'hex').toString('base64')
          // The store compares: what it keeps is what was hashed here.
          const body = { Body: createReadStream(file), ContentLength: size, ChecksumSHA256 }
          await client.send(new PutObjectCommand({ ...of(key), ...body }))
          return
        }
        const params = { ...of(key), Body: createReadStream(file, { highWaterMark: 1024 * 1024 }) }
        await new Upload({ client, params, partSize: partBytes, queueSize: partsAtOnce }).done()
      }),
    get: async (key, offset) => {
      const ask = async (): Promise<AsyncIterable<Uint8Array> | undefined> => {
        const request = new GetObjectCommand({ ...of(key), Range: `bytes=${offset}-` })
        try {
          const answer = await orMissing(() => client.send(request))
          return answer?.Body && bytesOf(answer.Body as Readable)
        } catch (error) {
          if (isAtEnd(error)) return noBytes()
          throw error
        }
      }
      return await asking(ask)
    },
    head: (key) =>
      asking(async () => {
        const answer = await orMissing(() => client.send(new HeadObjectCommand(of(key))))
        return answer && Number(answer.ContentLength)
      }),
    delete: (key) =>
      asking(async () => {
        await client.send(new DeleteObjectCommand(of(key)))
      }),
    close: () => client.destroy(),
  }
}
