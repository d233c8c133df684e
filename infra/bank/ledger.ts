/**
 * The test bank's own ledger, `bank/ledger.jsonl`: which payments it has taken and what it did with them, and which answers
 * it has delivered. Lines are only ever added, and are on disk before anything follows from them.
 */
import { type FileHandle, open, readFile } from 'node:fs/promises'
import type { Told } from './answer.ts'
import type { Deed } from './deeds.ts'

/** A payment that was taken, at a moment in milliseconds since 1970, by the bank of a process: that one answers it. */
export type Taken = Told & {
  readonly kind: 'TAKEN'
  readonly takenMs: number
  readonly by: number
  readonly deeds: readonly Deed[]
}

export type Line = Taken | { readonly kind: 'ANSWERED'; readonly name: string }

// Amounts are texts in JSON: its numbers are floats.
const toText = (line: Line): string =>
  JSON.stringify(line, (key, value) => (key === 'fen' && typeof value === 'bigint' ? `${value}` : value))

const toLine = (text: string): Line => JSON.parse(text, (key, value) => (key === 'fen' ? BigInt(value) : value))

/** Its whole lines from a byte on, and the byte after the last of them. */
async function linesIn(path: string, from: number): Promise<{ readonly lines: readonly Line[]; readonly end: number }> {
  const bytes = (await readFile(path)).subarray(from)
  const length = bytes.lastIndexOf(0x0a) + 1
  const texts = bytes.subarray(0, length).toString('utf8').split('\n').filter(Boolean)
  return { lines: texts.map(toLine), end: from + length }
}

export class Ledger {
  private readonly path: string
  private readonly handle: FileHandle
  private end = 0

  private constructor(path: string, handle: FileHandle) {
    this.path = path
    this.handle = handle
  }

  /** Opens it; half a line, which a killed bank has left, is taken away: nothing followed from it. */
  static async open(path: string): Promise<Ledger> {
    const handle = await open(path, 'a+')
    await handle.truncate((await linesIn(path, 0)).end)
    return new Ledger(path, handle)
  }

  /** What it holds that was not read yet, whoever has written it: another bank may be at work on the same folder. */
  async read(): Promise<readonly Line[]> {
    const { lines, end } = await linesIn(this.path, this.end)
    this.end = end
    return lines
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
