/** Files up and down, over restarts of the bus: each goes on where it was. */
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import {
  type Attachment,
  AttachmentServiceClient,
  GetUploadRequest,
} from '#proto/qiantou/attachment/v1/attachment_service.ts'
import type { After } from '#shared/domain/decider.ts'
import { explained } from '#shared/grpc/client.ts'
import { maxPieceBytes } from '#shared/grpc/piece.ts'
import { type Announced, download, upload } from '#shared/grpc/transfer.ts'
import { Failure } from '../failure.ts'
import { unreadable, unwritable } from '../input/file.ts'
import type { Language } from '../settings.ts'
import { type Bus, patienceMilliseconds, pauseAfter } from './bus.ts'
import { isPassing, isServiceError } from './refusal.ts'

/** Is told how many bytes there are so far, of how many. */
export type Progress = (bytes: number, ofBytes: number) => void

type Turn = (progressed: () => void) => Promise<void>

/**
 * Repeats a transfer while the bus is away, for as long as something arrives at least every ten seconds. @throws Failure
 * where it does not, and where the bus says no
 */
async function persistently(bus: Bus, name: string, turn: Turn): Promise<void> {
  let deadline = performance.now() + patienceMilliseconds
  await bus.reach(AttachmentServiceClient)
  for (let attempt = 0; ; attempt += 1)
    try {
      return await turn(() => {
        attempt = 0
        deadline = performance.now() + patienceMilliseconds
        bus.met()
      })
    } catch (error) {
      if (!isServiceError(error)) throw error
      // Somebody else is at the same upload, or was: where it stands is asked again.
      const isGap = ['UPLOAD_OFFSET', 'UPLOAD_INCOMPLETE', 'UPLOAD_IDLE'].includes(explained(error)?.reason ?? '')
      const milliseconds = pauseAfter(attempt)
      const isLast = !(isPassing(error) || isGap) || performance.now() + milliseconds > deadline
      await bus.weigh(error, isLast, { request: { name }, caller: bus.caller })
      await pause(milliseconds)
      bus.findAgain()
    }
}

async function* piecesOf(file: string, start: number): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file, { start, highWaterMark: maxPieceBytes }) as AsyncIterable<Buffer>
  } catch (error) {
    throw unreadable(file, error)
  }
}

/** Uploads a file, from where an interrupted upload of it stands. @throws Failure */
export async function uploadFile(
  bus: Bus,
  file: string,
  announced: Announced,
  options: { readonly after?: readonly After[]; readonly progress: Progress },
): Promise<Attachment> {
  const { parent, sha256, sizeBytes } = announced
  const { after = [], progress } = options
  let attachment: Attachment | undefined
  await persistently(bus, parent, async (progressed) => {
    const request = GetUploadRequest.create({ parent, sha256: Buffer.from(sha256), sizeBytes })
    const { arrivedBytes } = await bus.call(AttachmentServiceClient, (client) => client.getUpload, request, after)
    const offsetBytes = Number(arrivedBytes)
    attachment = await upload(bus.stub(AttachmentServiceClient), announced, piecesOf(file, offsetBytes), {
      offsetBytes,
      after,
      progress: (sent) => {
        progressed()
        progress(sent, Number(sizeBytes))
      },
    })
  })
  return attachment as Attachment
}

/** What has been downloaded before, hashed. */
async function begun(part: string): Promise<{ readonly digest: Hash; bytes: number }> {
  const digest = createHash('sha256')
  const bytes = (await stat(part).catch(() => undefined))?.size ?? 0
  if (bytes > 0) for await (const some of createReadStream(part)) digest.update(some as Buffer)
  return { digest, bytes }
}

/**
 * Downloads an attachment into a file, which is there whole and compared with its hash, or not at all; what has come of
 * an interrupted one lies beside it, in a file that ends in `.part`. @throws Failure
 */
export async function downloadFile(
  bus: Bus,
  name: string,
  file: string,
  options: { readonly after?: readonly After[]; readonly progress: Progress; readonly language: Language },
): Promise<Attachment> {
  const part = `${file}.${name.slice(-64, -56)}.part`
  const { digest, bytes } = await begun(part)
  const handle = await open(part, 'a').catch((error) => {
    throw unwritable(part, error)
  })
  let arrived = bytes
  let attachment: Attachment | undefined
  const { after = [], progress, language } = options
  try {
    await persistently(bus, name, async (progressed) => {
      const about = (one: Attachment): void => {
        attachment = one
      }
      const stub = bus.stub(AttachmentServiceClient)
      for await (const some of download(stub, name, { offsetBytes: arrived, after, begun: about })) {
        await handle.write(some)
        digest.update(some)
        arrived += some.length
        progressed()
        progress(arrived, Number(attachment?.sizeBytes ?? 0))
      }
    })
    await handle.sync()
  } catch (error) {
    // What is longer than the file is not of it, and what nothing came of need not lie there.
    const isBeyond = error instanceof Failure && error.report.reason === 'OFFSET_BEYOND'
    if (isBeyond || arrived === 0) await rm(part, { force: true })
    throw isBeyond ? corrupt(file, language) : error
  } finally {
    await handle.close()
  }
  if (!name.endsWith(`/${digest.digest('hex')}`)) {
    await rm(part, { force: true })
    throw corrupt(file, language)
  }
  await rename(part, file)
  return attachment as Attachment
}

const corrupt = (file: string, language: Language): Failure =>
  new Failure({
    code: 'DATA_LOSS',
    reason: 'HASH_DIFFERS',
    message: {
      zh: `收到的内容与附件的 SHA-256 不符,${file} 未写入;请重新下载`,
      en: `what came down does not have the attachment's SHA-256; ${file} was not written: download it again`,
    }[language],
  })
