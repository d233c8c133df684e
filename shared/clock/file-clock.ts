/**
 * A clock that all processes of a rehearsal share: a file holds how many milliseconds it is ahead of the machine's. Whoever
 * writes the file moves time for all of them at once.
 */
import { readFileSync, renameSync, watch, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Clock } from '#shared/clock/clock.ts'

export class FileClock implements Clock {
  private readonly path: string

  constructor(path: string) {
    this.path = path
    this.ahead()
  }

  // The file is read every time: nobody who was told of a new time may still go by the old one.
  readonly now = (): Date => new Date(Date.now() + this.ahead())

  readonly onSet = (listener: () => void): (() => void) => {
    // Of the folder: the file is replaced, so that nobody reads half of it.
    const watcher = watch(dirname(this.path), (_, name) => name === basename(this.path) && listener())
    return () => watcher.close()
  }

  private ahead(): number {
    const ahead = Number(readFileSync(this.path, 'utf8'))
    if (!Number.isFinite(ahead)) throw new Error(`${this.path} does not hold a number of milliseconds`)
    return ahead
  }
}

/** Sets the clock of a file to a time; it goes on from there. */
export function setFileClock(path: string, time: Date): void {
  writeFileSync(`${path}.new`, `${time.getTime() - Date.now()}\n`)
  renameSync(`${path}.new`, path)
}
