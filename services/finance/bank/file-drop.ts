/**
 * The bank port on files in one folder, which the operator's line to the bank empties and fills (docs/bank.md): orders go
 * to `outbound/` and stay in `sent/` as a copy, what the bank says comes in `inbound/` and goes to `done/` or `refused/`.
 */
import { link, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { makeFolder } from '#shared/lifecycle/data-folder.ts'
import type { Bank, BankFact, BankReport, PaymentOrder, Received, RefusedFile } from './bank.ts'
import { bytesAt, isErrno, partNameOf, replace, sha256Of, syncFolder, writeNew } from './lasting-file.ts'
import { pain001Of } from './pain001.ts'
import { factsIn } from './report.ts'

/** A larger file is refused unread. */
const maxBytes = 10 * 1024 * 1024
/** Names of files end at 255 bytes on Linux; a reason's is longer than its file's. */
const maxNameBytes = 180

const folders = ['outbound', 'sent', 'inbound', 'done', 'refused'] as const
type Folder = (typeof folders)[number]
type PathOf = (folder: Folder, name?: string) => string

const sameBytes = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0

/**
 * Puts an order's copy into `sent/`, once: that decides which part in `outbound/` is the one that leaves. The part and the
 * copy are one file with two names, so that whoever comes after an interruption knows that part again.
 */
async function claim(pathOf: PathOf, name: string, bytes: Uint8Array): Promise<void> {
  if (await bytesAt(pathOf('sent', name))) return
  const standing = await bytesAt(pathOf('outbound', name))
  if (standing && !sameBytes(standing, bytes)) throw new Error(`another file stands in outbound/ as ${name}`)
  const part = pathOf('outbound', partNameOf(name))
  if (!standing) await writeNew(part, bytes)
  try {
    await link(standing ? pathOf('outbound', name) : part, pathOf('sent', name))
  } catch (error) {
    // Another sender was first; it may have removed this part already.
    if (!isErrno(error, 'EEXIST', 'ENOENT')) throw error
  }
  await syncFolder(pathOf('sent'))
}

/** The parts of a file: another file's name may begin with all of this one's. */
async function partsOf(pathOf: PathOf, name: string): Promise<string[]> {
  const { length } = partNameOf(name)
  return (await readdir(pathOf('outbound'))).filter((part) => part.startsWith(`.${name}.`) && part.length === length)
}

/** Lets the part leave that is one with the copy in `sent/`, where it has not left; removes parts that lost. */
async function release(pathOf: PathOf, name: string): Promise<void> {
  const sent = await lstat(pathOf('sent', name), { bigint: true })
  for (const part of await partsOf(pathOf, name)) {
    const path = pathOf('outbound', part)
    try {
      const { ino } = await lstat(path, { bigint: true })
      await (ino === sent.ino ? rename(path, pathOf('outbound', name)) : rm(path, { force: true }))
    } catch (error) {
      // Another sender did it meanwhile.
      if (!isErrno(error, 'ENOENT')) throw error
    }
  }
  await syncFolder(pathOf('outbound'))
}

async function send(pathOf: PathOf, order: PaymentOrder): Promise<void> {
  const bytes = Buffer.from(pain001Of(order))
  if (bytes.length > maxBytes)
    throw new Error(`order ${order.messageId} has ${bytes.length} bytes, ${maxBytes} at most`)
  const name = `${order.messageId}.xml`
  await claim(pathOf, name, bytes)
  const sent = await bytesAt(pathOf('sent', name))
  if (!sent || !sameBytes(sent, bytes)) throw new Error(`another order has left as ${name}`)
  await release(pathOf, name)
}

/** A file that came in: its facts, or why it is refused, and the SHA-256 of its bytes where they were read. */
type Read = { readonly sha256: string } & ({ readonly facts: readonly BankFact[] } | { readonly reason: string })

/** Undefined where it is there no longer. */
async function read(path: string): Promise<Read | undefined> {
  const found = await lstat(path).catch((error) => {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  })
  if (!found) return undefined
  if (!found.isFile()) return { sha256: '', reason: 'not a file' }
  if (found.size > maxBytes)
    return { sha256: '', reason: `the file: too large, ${found.size} bytes, ${maxBytes} at most` }
  const bytes = await bytesAt(path)
  if (!bytes) return undefined
  const sha256 = sha256Of(bytes)
  const facts = factsIn(bytes)
  return isLeft(facts) ? { sha256, reason: `${facts.left.where}: ${facts.left.what}` } : { sha256, facts: facts.right }
}

/** The name under which a file is kept: its own, unless another file has that there or it is too long for a reason. */
async function keptName(pathOf: PathOf, folder: Folder, name: string, sha256: string): Promise<string> {
  const short = Buffer.byteLength(name) > maxNameBytes ? [...name].slice(0, maxNameBytes / 4).join('') : name
  const standing = await lstat(pathOf(folder, short)).catch(() => undefined)
  if (short === name && !standing) return name
  const bytes = standing?.isFile() && standing.size <= maxBytes ? await bytesAt(pathOf(folder, short)) : undefined
  const isSame = bytes !== undefined && sha256Of(bytes) === sha256
  return isSame && short === name ? name : `${short}~${sha256.slice(0, 16) || Date.now()}`
}

async function keep(pathOf: PathOf, name: string, folder: 'done' | 'refused', kept: string): Promise<void> {
  try {
    await rename(pathOf('inbound', name), pathOf(folder, kept))
  } catch (error) {
    // Another receiver has moved it.
    if (!isErrno(error, 'ENOENT')) throw error
  }
  await syncFolder(pathOf(folder))
  await syncFolder(pathOf('inbound'))
}

/** The reason is there before the file is: no file lies in `refused/` that says nothing. */
async function refuseFile(pathOf: PathOf, name: string, sha256: string, reason: string): Promise<RefusedFile> {
  const kept = await keptName(pathOf, 'refused', name, sha256)
  await replace(pathOf('refused'), `${kept}.reason.txt`, `${reason}\n`)
  await keep(pathOf, name, 'refused', kept)
  return { name, reason }
}

type Take = (report: BankReport) => Promise<void>

/** @returns how many reports were taken, or why the file is refused; undefined where it is there no longer */
async function receiveFile(pathOf: PathOf, name: string, take: Take): Promise<number | RefusedFile | undefined> {
  const found = await read(pathOf('inbound', name))
  if (!found) return undefined
  const { sha256 } = found
  if ('reason' in found) return refuseFile(pathOf, name, sha256, found.reason)
  for (const [index, fact] of found.facts.entries()) await take({ ...fact, file: { name, sha256 }, number: index + 1 })
  await keep(pathOf, name, 'done', await keptName(pathOf, 'done', name, sha256))
  return found.facts.length
}

async function receive(pathOf: PathOf, take: Take): Promise<Received> {
  const names = (await readdir(pathOf('inbound'))).filter((name) => !name.startsWith('.') && !name.endsWith('.part'))
  const refused: RefusedFile[] = []
  const faults: string[] = []
  let [files, reports] = [0, 0]
  for (const name of names.sort()) {
    try {
      const found = await receiveFile(pathOf, name, take)
      if (found === undefined) continue
      if (typeof found === 'object') {
        refused.push(found)
        continue
      }
      files += 1
      reports += found
    } catch (error) {
      // Thrown at the end: what befalls a file holds up no other.
      faults.push(`${name}: ${(error as Error).message}`)
    }
  }
  if (faults.length > 0) throw new Error(faults.slice(0, 5).join('; '))
  return { files, reports, refused }
}

/**
 * Opens the engine on a folder, whose five folders are made where they are missing. All of them lie on one file system,
 * which has hard links (EXDEV or EPERM from `send` otherwise). Two processes may send and receive at once: an order leaves
 * once, a report may be handed to both.
 */
export async function openFileDrop(folder: string): Promise<Bank> {
  const pathOf: PathOf = (inner, name) => (name === undefined ? join(folder, inner) : join(folder, inner, name))
  makeFolder(folder)
  // Payees' names and accounts lie there in the clear, as banks take them.
  for (const inner of folders) await mkdir(pathOf(inner), { recursive: true, mode: 0o700 })
  await syncFolder(folder)
  return { send: (order) => send(pathOf, order), receive: (take) => receive(pathOf, take) }
}
