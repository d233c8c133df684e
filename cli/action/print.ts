/** What `qiantou report ledger|monthly|quarterly|burden` does. */
import { writeFile } from 'node:fs/promises'
import type { Day } from '#shared/domain/calendar.ts'
import { programmeName } from '../input/name.ts'
import type { Format } from '../print/format.ts'
import { written } from '../print/format.ts'
import { bulletin, dispatch, type Ground, ledger, type Sheet } from '../print/sheets.ts'
import type { Session } from '../session.ts'
import { burdenHead, burdenRows, periodText } from '../text/burden.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { dateText } from '../text/time.ts'
import { dayAsked, readBoard, readPeople } from './board.ts'
import { type PeriodOptions, readBurdens } from './burden.ts'

type Written = { readonly format: Format; readonly output?: string }
type PrintOptions = Written & { readonly asOf?: string }

/** Writes a sheet as what is asked for, where it is asked for. */
async function print({ settings }: Session, asOf: Day, sheet: Sheet, { format, output }: Written): Promise<void> {
  if (settings.json) return writeJson({ asOf, ...sheet })
  const bytes = await written(sheet, format, settings.language)
  if (output === undefined) {
    process.stdout.write(bytes)
    return
  }
  await writeFile(output, bytes)
  await write(`${output}\n`)
}

const printing =
  (make: (ground: Ground) => Sheet) =>
  async (session: Session, options: PrintOptions): Promise<void> => {
    const { settings } = session
    const bus = await session.bus()
    const day = dayAsked(options.asOf)
    const board = await readBoard(bus, programmeName(settings.programme), day)
    const bodies = [...new Set(board.flatMap(({ task }) => task.parts.map(({ organisation }) => organisation)))]
    const people = make === ledger ? await readPeople(bus, bodies, day) : new Map<string, string>()
    const sheet = make({ day, board, people, names: await loadNames(bus, settings), language: settings.language })
    await print(session, day, sheet, options)
  }

export const printLedger = printing(ledger)
export const printMonthly = printing(dispatch)
export const printQuarterly = printing(bulletin)

/** What every body was asked in a period: those who were asked most first. */
export async function printBurden(session: Session, options: PrintOptions & PeriodOptions): Promise<void> {
  const { settings } = session
  const { language } = settings
  const bus = await session.bus()
  const found = await readBurdens(bus, programmeName(settings.programme), options)
  const title = { zh: `负担(${periodText(found, language)})`, en: `Burden ${periodText(found, language)}` }[language]
  const names = await loadNames(bus, settings)
  const rows = burdenRows(found.burdens, (organisation) => names.of(organisation))
  await print(session, dateText(found.to), { title, head: burdenHead(language), rows }, options)
}
