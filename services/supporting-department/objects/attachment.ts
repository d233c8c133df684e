/** The files of tasks: on their way in, in the object store, and gone where they are nobody's. */
import { createHash } from 'node:crypto'
import type { Clock } from '#shared/clock/clock.ts'
import type { Ground } from '#shared/lifecycle/service.ts'
import type { ObjectStore } from '#shared/objects/object-store.ts'
import { openObjectStore } from '#shared/objects/open.ts'
import { type UploadKey, Uploads } from '#shared/objects/uploads.ts'
import type { Database } from '#shared/postgres/database.ts'
import { type AttachmentRow, keepAttachment, removeUnowned } from '../postgres/attachment.ts'

const sweepMilliseconds = 60 * 60 * 1_000

/** What an upload is known by besides its caller: its size too, so that nothing is ever added to a whole one. */
export const uploadId = (parent: string, sha256: Uint8Array, sizeBytes: bigint): string => {
  const task = createHash('sha256').update(parent).digest('hex').slice(0, 32)
  return `${Buffer.from(sha256).toString('hex')}-${sizeBytes}-${task}`
}
const hashOf = (upload: string): Buffer => Buffer.from(upload.slice(0, 64), 'hex')

export class Attachments {
  readonly objects: ObjectStore
  readonly uploads: Uploads
  readonly limitBytes: number
  readonly idleMilliseconds: number
  private readonly database: Database
  private readonly clock: Clock
  private readonly sweeping: NodeJS.Timeout

  constructor(objects: ObjectStore, { database, clock, logger, objects: place }: Ground) {
    this.objects = objects
    this.database = database
    this.clock = clock
    this.limitBytes = place.limitBytes
    this.idleMilliseconds = place.idleMilliseconds
    this.uploads = new Uploads(place.uploads, (upload) => this.forgotten(upload))
    const sweep = (): void =>
      void this.uploads.sweep().catch((error) => logger.warn({ err: error }, 'sweep of uploads'))
    this.sweeping = setInterval(sweep, sweepMilliseconds).unref()
    sweep()
  }

  /**
   * Keeps a whole file whose hash has been compared.
   * @returns the attachment; the one that was there before, if it was, with the stricter marking
   */
  async keep(file: string, attachment: Omit<AttachmentRow, 'create_time' | 'further'>): Promise<AttachmentRow> {
    const key = attachment.sha256.toString('hex')
    for (;;) {
      await this.objects.put(key, file)
      const row = { ...attachment, create_time: this.clock.now() }
      const kept = await keepAttachment(this.database, row, async () => (await this.objects.head(key)) !== undefined)
      if (kept) return kept
    }
  }

  /** Forgets an upload that is whole and is not kept after all, and its object, where it had come so far before. */
  async discard(key: UploadKey): Promise<void> {
    await this.forgotten(key.upload)
    await this.uploads.remove(key)
  }

  close(): void {
    clearInterval(this.sweeping)
    this.objects.close()
  }

  /** An upload that ended between its object and its row has left an object that belongs to nobody. */
  private async forgotten(upload: string): Promise<void> {
    const sha256 = hashOf(upload)
    await removeUnowned(this.database, sha256, () => this.objects.delete(sha256.toString('hex')))
  }
}

export const openAttachments = async (ground: Ground): Promise<Attachments> =>
  new Attachments(await openObjectStore(ground.objects.location), ground)
