/**
 * Uploads under way and interrupted ones: files in a folder of this instance, until they are whole. What has arrived
 * stays when a process ends; what nobody goes on with expires.
 */
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rm, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '#shared/lifecycle/data-folder.ts'
import { ObjectFault } from './object-store.ts'

/** Limits for each caller (attachment_service.proto). */
export const uploadLimits = { underway: 8, interrupted: 16, expiryMilliseconds: 24 * 60 * 60 * 1_000 } as const

/** What departments send is for nobody else on the machine. */
const ownerOnly = 0o600

/** As many bytes are written at a time: handing work to another thread costs more than writing a piece. */
const writeBytes = 512 * 1024

/** As many bytes arrive before they are brought to the disk. */
const flushBytes = 16 * 1024 * 1024

/** Who uploads, and what: the same two again are the same upload. */
export type UploadKey = { readonly caller: string; readonly upload: string }

/** Ends an upload whose place another one of the same key has taken. */
export const superseded = new Error('another upload of the same has begun')

/** One upload under way. Whoever has it closes it. */
export class Upload {
  readonly file: string
  /** How many bytes have arrived. */
  arrived: number
  private readonly handle: FileHandle
  private readonly digest: Hash
  private readonly left = new AbortController()
  private readonly ended = Promise.withResolvers<void>()
  private gathered: Uint8Array[] = []
  /** Up to which byte all is written, or being written. */
  private handedOut: number
  private writing: Promise<unknown> = Promise.resolve()
  private flushing: Promise<void> = Promise.resolve()
  private isFlushing = false
  private flushed: number

  constructor(file: string, handle: FileHandle, digest: Hash, arrived: number) {
    this.file = file
    this.handle = handle
    this.digest = digest
    this.arrived = arrived
    this.handedOut = arrived
    this.flushed = arrived
  }

  /** Aborted with `superseded` where another upload takes the place of this one. */
  get signal(): AbortSignal {
    return this.left.signal
  }

  /** Resolves when it is closed. */
  get closed(): Promise<void> {
    return this.ended.promise
  }

  /** Adds a piece. Pieces are written some at a time, while the next ones arrive; no more than that is in memory. */
  async add(bytes: Uint8Array): Promise<void> {
    this.digest.update(bytes)
    this.gathered.push(bytes)
    this.arrived += bytes.length
    if (this.arrived - this.handedOut >= writeBytes) await this.writeOut()
  }

  /** Begins to write what was gathered, once what was gathered before has been written. */
  private async writeOut(): Promise<void> {
    await this.writing
    const pieces = this.gathered
    const position = this.handedOut
    const length = this.arrived - position
    if (length === 0) return
    this.gathered = []
    this.handedOut = this.arrived
    this.writing = this.handle.writev(pieces, position).then(({ bytesWritten }) => {
      if (bytesWritten !== length)
        throw new ObjectFault(`${this.file}: ${bytesWritten} of ${length} bytes were written`)
    })
    // Whoever adds the next piece, or ends, learns of a failure; nobody may come.
    this.writing.catch(() => {})
    this.flush()
  }

  /** Brings what has arrived to the disk meanwhile, so that little is left to wait for at the end. */
  private flush(): void {
    if (this.isFlushing || this.handedOut - this.flushed < flushBytes) return
    this.isFlushing = true
    this.flushed = this.handedOut
    const done = (): void => {
      this.isFlushing = false
    }
    // What fails here fails again where the whole file is made durable.
    this.flushing = this.handle.datasync().then(done, done)
  }

  /** Waits until everything is written. @returns the SHA-256 in hex of all that has arrived; nothing may be added any more */
  async whole(): Promise<string> {
    await this.writeOut()
    await this.writing
    return this.digest.digest('hex')
  }

  /** Ends it; what has arrived stays, to be gone on with. */
  async close(): Promise<void> {
    try {
      await this.writeOut()
      await this.writing
    } finally {
      await this.flushing
      await this.handle.close()
      this.ended.resolve()
    }
  }

  /** Makes whoever has it close it, and waits until that is done. */
  async supersede(): Promise<void> {
    this.left.abort(superseded)
    await this.closed
  }
}

async function digestOf(file: string): Promise<Hash> {
  const digest = createHash('sha256')
  for await (const bytes of createReadStream(file, { highWaterMark: 1024 * 1024 })) digest.update(bytes as Buffer)
  return digest
}

type Part = { readonly path: string; readonly upload: string; readonly time: number }

export class Uploads {
  private readonly folder: string
  private readonly forgotten: (upload: string) => Promise<void>
  private readonly underway = new Map<string, Map<string, Upload>>()
  /** Callers' beginnings, one after the other: two of the same at once would both think that they are alone. */
  private readonly beginning = new Map<string, Promise<unknown>>()

  /**
   * `forgotten` is told of each upload that was removed because nobody went on with it.
   * @throws Error that names the folder where it can't be made
   */
  constructor(folder: string, forgotten: (upload: string) => Promise<void>) {
    this.folder = folder
    this.forgotten = forgotten
    makeFolder(folder)
  }

  /** How many bytes of an upload lie here. */
  async arrived({ caller, upload }: UploadKey): Promise<number> {
    const now = this.underway.get(caller)?.get(upload)
    if (now) return now.arrived
    return (await stat(this.pathOf(caller, upload)).catch(() => undefined))?.size ?? 0
  }

  /**
   * Begins an upload, or goes on with it where `offset` is what has arrived: 'gap' where it is not, 'tooMany' where the
   * caller has as many under way as it may. One of the same that is under way ends.
   */
  begin(key: UploadKey, offset: number): Promise<Upload | 'gap' | 'tooMany'> {
    const before = this.beginning.get(key.caller) ?? Promise.resolve()
    const next = before.catch(() => {}).then(() => this.beginNext(key, offset))
    this.beginning.set(key.caller, next)
    const done = (): void => {
      if (this.beginning.get(key.caller) === next) this.beginning.delete(key.caller)
    }
    next.then(done, done)
    return next
  }

  /** Forgets what has arrived. */
  async remove({ caller, upload }: UploadKey): Promise<void> {
    await rm(this.pathOf(caller, upload), { force: true })
  }

  /** Removes interrupted uploads that nobody went on with for a day. */
  async sweep(): Promise<void> {
    for (const caller of await readdir(this.folder)) {
      const expired = (await this.interrupted(caller)).filter(
        ({ time }) => Date.now() - time >= uploadLimits.expiryMilliseconds,
      )
      for (const part of expired) await this.forget(part)
      // Stays where there is something in it.
      if (!this.beginning.has(caller)) await rmdir(join(this.folder, caller)).catch(() => {})
    }
  }

  private async forget({ path, upload }: Part): Promise<void> {
    // First: where that fails, it is tried again.
    await this.forgotten(upload)
    await rm(path, { force: true })
  }

  private pathOf(caller: string, upload: string): string {
    return join(this.folder, caller, upload)
  }

  /** What lies here of a caller's and is not under way, oldest first. */
  private async interrupted(caller: string): Promise<readonly Part[]> {
    const names = await readdir(join(this.folder, caller)).catch(() => [])
    const parts = names
      .filter((upload) => !this.underway.get(caller)?.has(upload))
      .map(async (upload) => {
        const path = this.pathOf(caller, upload)
        const found = await stat(path).catch(() => undefined)
        return found && { path, upload, time: found.mtimeMs }
      })
    return (await Promise.all(parts)).filter((part) => part !== undefined).sort((one, other) => one.time - other.time)
  }

  private async beginNext(key: UploadKey, offset: number): Promise<Upload | 'gap' | 'tooMany'> {
    const { caller, upload } = key
    const own = this.underway.get(caller) ?? new Map<string, Upload>()
    await own.get(upload)?.supersede()
    if (own.size >= uploadLimits.underway) return 'tooMany'
    const path = this.pathOf(caller, upload)
    if (offset > 0 && offset !== (await this.arrived(key))) return 'gap'
    await mkdir(join(this.folder, caller), { recursive: true })
    // Never written over: a store may have taken in the file that lay here.
    if (offset === 0) await rm(path, { force: true })
    const others = (await this.interrupted(caller)).filter((part) => part.upload !== upload)
    for (const oldest of others.slice(0, -uploadLimits.interrupted)) await this.forget(oldest)
    const digest = offset === 0 ? createHash('sha256') : await digestOf(path)
    const begun = new Upload(path, await open(path, offset === 0 ? 'wx' : 'r+', ownerOnly), digest, offset)
    own.set(upload, begun)
    this.underway.set(caller, own)
    begun.closed.then(() => {
      own.delete(upload)
      if (own.size === 0) this.underway.delete(caller)
    })
    return begun
  }
}
