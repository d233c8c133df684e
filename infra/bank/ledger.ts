/**
 * The test bank's own ledger, `bank/ledger.jsonl`: which payments it has taken and what it did with them, and which answers
 * it has delivered. Lines are only ever added, and are on disk before anything follows from them.
 */
import { type FileHandle, open, readFile } from 'node:fs/promises'
import type { Told } from './answer.ts'
import type { Deed } from './deeds.ts'

/** A payment that was taken, at a moment in milliseconds since 1970. */
export type Taken = Told & { readonly kind: 'TAKEN'; readonly takenMs: number; readonly deeds: readonly Deed[] }

export type Line = Taken | { readonly kind: 'ANSWERED'; readonly name: string }

// Amounts are texts in JSON: its numbers are floats.
const toText = (line: Line): string =>
  JSON.stringify(line, (key, value) => (key === 'fen' && typeof value === 'bigint' ? `${value}` : value))

const toLine = (text: string): Line => JSON.parse(text, (key, value) => (key === 'fen' ? BigInt(value) : value))

export class Ledger {
  readonly lines: readonly Line[]
  private readonly handle: FileHandle

  private constructor(handle: FileHandle, lines: readonly Line[]) {
    this.handle = handle
    this.lines = lines
  }

  /** Opens it with what it holds; half a line, which a killed bank has left, is taken away: nothing followed from it. */
  static async open(path: string): Promise<Ledger> {
    const handle = await open(path, 'a+')
    const bytes = await readFile(path)
    const end = bytes.lastIndexOf(0x0a) + 1
    await handle.truncate(end)
    const texts = bytes.subarray(0, end).toString('utf8').split('\n').filter(Boolean)
    return new Ledger(handle, texts.map(toLine))
  }

  async add(lines: readonly Line[]): Promise<void> {
    if (lines.length === 0) return
    await this.handle.write(lines.map((line) => `${toText(line)}\n`).join(''))
    await this.handle.sync()
  }

  close(): Promise<void> {
    return this.handle.close()
  }
}
