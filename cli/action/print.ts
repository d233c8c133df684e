/** What `qiantou report ledger|monthly|quarterly` does. */
import { writeFile } from 'node:fs/promises'
import { programmeName } from '../input/name.ts'
import type { Format } from '../print/format.ts'
import { written } from '../print/format.ts'
import { bulletin, dispatch, type Ground, ledger, type Sheet } from '../print/sheets.ts'
import type { Session } from '../session.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { dayAsked, readBoard, readPeople } from './board.ts'

type PrintOptions = { readonly asOf?: string; readonly format: Format; readonly output?: string }

const printing =
  (make: (ground: Ground) => Sheet) =>
  async (session: Session, { asOf, format, output }: PrintOptions): Promise<void> => {
    const { settings } = session
    const bus = await session.bus()
    const day = dayAsked(asOf)
    const board = await readBoard(bus, programmeName(settings.programme), day)
    const bodies = [...new Set(board.flatMap(({ task }) => task.parts.map(({ organisation }) => organisation)))]
    const people = make === ledger ? await readPeople(bus, bodies, day) : new Map<string, string>()
    const sheet = make({ day, board, people, names: await loadNames(bus, settings), language: settings.language })
    if (settings.json) return writeJson({ asOf: day, ...sheet })
    const bytes = await written(sheet, format, settings.language)
    if (output === undefined) {
      process.stdout.write(bytes)
      return
    }
    await writeFile(output, bytes)
    await write(`${output}\n`)
  }

export const printLedger = printing(ledger)
export const printMonthly = printing(dispatch)
export const printQuarterly = printing(bulletin)
