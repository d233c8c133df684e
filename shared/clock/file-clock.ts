/**
 * A clock that all processes of a rehearsal share: a file holds how many milliseconds it is ahead of the machine's. Whoever
 * writes the file moves time for all of them at once.
 */
import { readFileSync, renameSync, watch, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Clock } from '#shared/clock/clock.ts'

export class FileClock implements Clock {
  private readonly path: string
  private aheadMilliseconds: number

  /** @throws where the file is not there, or holds no number. */
  constructor(path: string) {
    this.path = path
    const ahead = aheadIn(readFileSync(path, 'utf8'))
    if (ahead === undefined) throw new Error(`${path} does not hold a number of milliseconds`)
    this.aheadMilliseconds = ahead
  }

  // The file is read every time: nobody who was told of a new time may still go by the old one.
  readonly now = (): Date => {
    // A shell empties a file before it writes it, and hands make mistakes: time stays where it was last set to.
    this.aheadMilliseconds = aheadIn(textOf(this.path)) ?? this.aheadMilliseconds
    return new Date(Date.now() + this.aheadMilliseconds)
  }

  readonly onSet = (listener: () => void): (() => void) => {
    // Of the folder: the file is replaced, so that nobody reads half of it.
    const watcher = watch(dirname(this.path), (_, name) => name === basename(this.path) && listener())
    return () => watcher.close()
  }
}

/** Undefined where it holds no number that leads to a time. */
function aheadIn(text: string): number | undefined {
  const ahead = Number(text)
  return text.trim() !== '' && !Number.isNaN(new Date(Date.now() + ahead).getTime()) ? ahead : undefined
}

/** Empty where the file is gone: who replaces it by hand may take the old one away first. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

/** Sets the clock of a file to a time; it goes on from there. */
export function setFileClock(path: string, time: Date): void {
  writeFileSync(`${path}.new`, `${time.getTime() - Date.now()}\n`)
  renameSync(`${path}.new`, path)
}
