/** What `qiantou report ledger|monthly|quarterly|burden` does. */
import { hash } from 'node:crypto'
import type { DateMessage } from '#proto/google/type/date.ts'
import type { ReportKind } from '#proto/qiantou/supervision/v1/report_events.ts'
import { GetReportRequest, ReportServiceClient } from '#proto/qiantou/supervision/v1/report_service.ts'
import type { BoardTask } from '#shared/domain/board.ts'
import { type Day, dayFrom } from '#shared/domain/calendar.ts'
import { lightLines, linesText } from '#shared/domain/light-lines.ts'
import { Failure, usage } from '../failure.ts'
import { checkNew, writeNew } from '../input/file.ts'
import { programmeName, reportName } from '../input/name.ts'
import { recordedDay } from '../input/text.ts'
import { spoken } from '../language.ts'
import type { Confirmed } from '../print/confirmed.ts'
import { type Format, formats, written } from '../print/format.ts'
import { bulletin, dispatch, type Ground, ledger, type Sheet } from '../print/sheets.ts'
import type { Session } from '../session.ts'
import { burdenHead, burdenRows, periodText } from '../text/burden.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { reportId } from '../text/report.ts'
import { dateText } from '../text/time.ts'
import { readBoard, readPeople } from './board.ts'
import { type PeriodOptions, readBurdens } from './burden.ts'

type Written = { readonly format?: Format; readonly output?: string }
type PrintOptions = Written & { readonly asOf?: string; readonly report?: string }

/** Says what is wrong with where to write before anything is read. @throws Failure */
function checkOutput({ settings }: Session, { format, output }: Written): void {
  if (settings.json && (format ?? output) !== undefined)
    throw usage({
      zh: '--json 打印到标准输出,不能与 --format、--output 同用',
      en: '--json prints to stdout, so it does not go with --format and --output',
    })
  if (output !== undefined) checkNew(output)
}

/** What a file's name says, where nothing else does. */
const formatOf = ({ format, output = '' }: Written): Format =>
  format ?? formats.find((one) => output.toLowerCase().endsWith(`.${one}`)) ?? 'csv'

/** Writes a sheet as what is asked for, where it is asked for. */
async function print({ settings }: Session, asOf: Day, sheet: Sheet, options: Written): Promise<void> {
  if (settings.json) return writeJson(jsonOf({ asOf, ...sheet }))
  const { output } = options
  const bytes = await written(sheet, formatOf(options), settings.language)
  if (output === undefined) {
    process.stdout.write(bytes)
    return
  }
  await writeNew(output, bytes)
  await write(`${output}\n`)
}

/** How the period of a report is written. */
const periods: Readonly<Partial<Record<ReportKind, { readonly form: RegExp; readonly example: string }>>> = {
  REPORT_KIND_MONTHLY_DISPATCH: { form: /^\d{4}-\d{2}$/, example: '2026-11' },
  REPORT_KIND_QUARTERLY_BULLETIN: { form: /^\d{4}-q\d$/, example: '2026-q4' },
}

/** Says before anything is read how the period of such a report is written. @throws Failure USAGE */
function checkPeriod(id: string, kind: ReportKind | undefined): void {
  const period = kind && periods[kind]
  if (!period || period.form.test(reportId(id))) return
  throw usage({
    zh: `${id} 不是此类报告的期次,写法如 ${period.example}`,
    en: `${id} is no period of such a report; write it as ${period.example}`,
  })
}

/** A report as the office has confirmed it: as of which day, and the hash of the lights as they were worked out. */
type ConfirmedReport = Confirmed & { readonly day: Day; readonly lightsSha256: Uint8Array }

/** Reads what the office has confirmed. @throws Failure where it has confirmed nothing, or took it back */
async function readConfirmed(session: Session, id: string, kind: ReportKind | undefined): Promise<ConfirmedReport> {
  const { settings } = session
  checkPeriod(id, kind)
  const bus = await session.bus()
  const request = GetReportRequest.create({ name: reportName(id, settings) })
  const { report } = await bus.call(ReportServiceClient, (client) => client.getReport, request)
  if (!report?.asOf || report.state !== 'REPORT_STATE_CONFIRMED')
    throw new Failure({
      ...{ code: 'FAILED_PRECONDITION', reason: 'REPORT_WITHDRAWN' },
      message: spoken({ zh: `${id} 已撤回,须重新审定`, en: `${id} was withdrawn: it has to be confirmed anew` }),
    })
  const colours = report.adjustments.map(({ assignment, colour }) => [assignment, colour] as const)
  const { lightsSha256 } = report
  return { id: reportId(report.name), day: dayFrom(report.asOf), colours: new Map(colours), lightsSha256 }
}

/** What goes out as confirmed is what was confirmed: the hash of its lights is worked out again. @throws Failure LIGHTS_DIFFER */
export function checkLights(board: readonly BoardTask[], { id, day, lightsSha256 }: ConfirmedReport): void {
  const found = hash('sha256', linesText(lightLines(board, day)), 'hex')
  const confirmed = Buffer.from(lightsSha256).toString('hex')
  if (found === confirmed) return
  throw new Failure({
    ...{ code: 'DATA_LOSS', reason: 'LIGHTS_DIFFER' },
    message: spoken({
      zh: `${id} 审定的亮灯(SHA-256 ${confirmed})与现按记录推算的(${found})不一致,不予出具`,
      en: `${id} was confirmed with other lights (SHA-256 ${confirmed}) than the records give today (${found}): it is not printed`,
    }),
  })
}

const printing =
  (make: (ground: Ground) => Sheet, kind?: ReportKind) =>
  async (session: Session, options: PrintOptions): Promise<void> => {
    const { settings } = session
    checkOutput(session, options)
    const bus = await session.bus()
    const confirmed = options.report === undefined ? undefined : await readConfirmed(session, options.report, kind)
    const day = confirmed?.day ?? recordedDay(options.asOf)
    const board = await readBoard(bus, programmeName(settings.programme), day)
    if (confirmed) checkLights(board, confirmed)
    const bodies = [...new Set(board.flatMap(({ task }) => task.parts.map(({ organisation }) => organisation)))]
    const people = make === ledger ? await readPeople(bus, bodies, day) : new Map<string, string>()
    const names = await loadNames(bus, settings, day)
    const sheet = make({ day, board, people, names, language: settings.language, confirmed })
    await print(session, day, sheet, options)
  }

export const printLedger = printing(ledger)
export const printMonthly = printing(dispatch, 'REPORT_KIND_MONTHLY_DISPATCH')
export const printQuarterly = printing(bulletin, 'REPORT_KIND_QUARTERLY_BULLETIN')

/** What every body was asked in a period: those who were asked most first. */
export async function printBurden(session: Session, options: PrintOptions & PeriodOptions): Promise<void> {
  const { settings } = session
  const { language } = settings
  checkOutput(session, options)
  const bus = await session.bus()
  const found = await readBurdens(bus, programmeName(settings.programme), options)
  const title = { zh: `负担(${periodText(found, language)})`, en: `Burden ${periodText(found, language)}` }[language]
  const names = await loadNames(bus, settings, dayFrom(found.to as DateMessage))
  const rows = burdenRows(found.burdens, (organisation) => names.of(organisation))
  await print(session, dateText(found.to), { title, head: burdenHead(language), rows }, options)
}
