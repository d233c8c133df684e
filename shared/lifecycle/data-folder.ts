import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Where the embedded start keeps everything: `QIANTOU_HOME`, or `.qiantou` in the checkout. */
export const dataFolder = (): string =>
  resolve(process.env.QIANTOU_HOME || join(import.meta.dirname, '..', '..', '.qiantou'))

/**
 * Makes a folder and those above it. Node's own `recursive` tries for ever where the system has no such place, as
 * below /proc. @throws Error that names the folder
 */
export function makeFolder(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isDirectory()) return
  if (found) throw new Error(`${path} is a file, not a folder`)
  makeFolder(dirname(path))
  try {
    mkdirSync(path)
  } catch (error) {
    // Somebody else may have been first.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
    throw new Error(`the folder ${path} cannot be made (${(error as NodeJS.ErrnoException).code})`)
  }
}

/** How a client finds the bus of a data folder: the file that a running bus leaves there. */
export type BusFile = { readonly address: string; readonly pid: number }

const busFilePath = (home: string): string => join(home, 'bus.json')

/** By hand: a schema library would take longer to load than most commands to run. */
const isBusFile = (value: unknown): value is BusFile =>
  typeof value === 'object' &&
  value !== null &&
  'address' in value &&
  typeof value.address === 'string' &&
  'pid' in value &&
  Number.isInteger(value.pid)

/** @returns undefined where no bus has been started in that folder, and where the file is none that a bus wrote. */
export function readBusFile(home: string): BusFile | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(busFilePath(home), 'utf8'))
    return isBusFile(value) ? value : undefined
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (error instanceof SyntaxError || ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(code)) return undefined
    throw error
  }
}

/** Says where the bus of a data folder listens. Whoever reads meanwhile sees all of it or nothing. */
export function writeBusFile(home: string, file: BusFile): void {
  const draft = `${busFilePath(home)}.${process.pid}`
  writeFileSync(draft, JSON.stringify(file))
  renameSync(draft, busFilePath(home))
}

export const removeBusFile = (home: string): void => rmSync(busFilePath(home), { force: true })
