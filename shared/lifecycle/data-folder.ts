import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Where the embedded start keeps everything: `QIANTOU_HOME`, or `.qiantou` in the checkout. */
export const dataFolder = (): string =>
  resolve(process.env.QIANTOU_HOME || join(import.meta.dirname, '..', '..', '.qiantou'))

/** How a client finds the bus of a data folder: the file that a running bus leaves there. */
export type BusFile = { readonly address: string; readonly pid: number }

export const busFilePath = (home: string): string => join(home, 'bus.json')

/** @returns undefined where no bus has been started in that folder. */
export const readBusFile = (home: string): BusFile | undefined =>
  existsSync(busFilePath(home)) ? (JSON.parse(readFileSync(busFilePath(home), 'utf8')) as BusFile) : undefined
