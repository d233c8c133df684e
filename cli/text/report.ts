/** Reports for people. */
import type { Report } from '#proto/qiantou/supervision/v1/report_service.ts'
import type { Day } from '#shared/domain/calendar.ts'
import { goesOnAfter, periodOf, type ReportKind } from '#shared/domain/report-period.ts'
import { parseName } from '#shared/domain/resource-name.ts'
import type { Bilingual, Language } from '../settings.ts'
import type { Names } from './names.ts'
import { signOffText } from './sign-off.ts'
import { sheet, table } from './table.ts'
import { dateText, timeText } from './time.ts'
import { label } from './words.ts'
import { supervisionLabel, supervisionWord } from './words-supervision.ts'

/** `2026-03` of `programmes/hunan-2025-7/reports/2026-03`. */
export const reportId = (name: string): string => parseName('report', name)?.report ?? name

const goesOn: Record<ReportKind, Bilingual> = {
  REPORT_KIND_MONTHLY_DISPATCH: { zh: '本月未完', en: 'month not over' },
  REPORT_KIND_QUARTERLY_BULLETIN: { zh: '本季未完', en: 'quarter not over' },
}

/** As of which day a report is, and whether its period went on after that. */
export function asOfText(id: string, day: Day, language: Language): string {
  const period = periodOf(id)
  if (!period || !goesOnAfter(id, day)) return day
  return `${day}${{ zh: ',', en: ', ' }[language]}${goesOn[period.kind][language]}`
}

/** One report a row. */
export function reportTable(reports: readonly Report[], language: Language): string {
  const head = [
    ...(['report', 'kind'] as const).map((name) => supervisionLabel(name, language)),
    label('state', language),
    ...(['asOf', 'assignments'] as const).map((name) => supervisionLabel(name, language)),
  ]
  const rows = reports.map(({ name, kind, state, asOf, assignments }) => [
    reportId(name),
    supervisionWord(kind, language),
    supervisionWord(state, language),
    asOfText(reportId(name), dateText(asOf), language),
    `${assignments}`,
  ])
  return table(head, rows)
}

/** All of one report. */
export function reportSheet(report: Report, names: Names, language: Language): string {
  const say = (name: Parameters<typeof supervisionLabel>[0]): string => supervisionLabel(name, language)
  return sheet([
    [say('report'), reportId(report.name)],
    [say('kind'), supervisionWord(report.kind, language)],
    [label('state', language), supervisionWord(report.state, language)],
    [say('asOf'), asOfText(reportId(report.name), dateText(report.asOf), language)],
    [say('assignments'), `${report.assignments}`],
    [say('hash'), Buffer.from(report.lightsSha256).toString('hex')],
    [say('confirmed'), timeText(report.confirmTime) + signOffText(report.signOff, language)],
    ...report.adjustments.map(({ assignment, colour, reason }): readonly [string, string] => [
      say('adjusted'),
      `${names.resource(assignment)} ${supervisionWord(colour, language)} ${reason?.value ?? ''}`,
    ]),
    [say('withdrawn'), timeText(report.withdrawTime)],
    [say('reason'), report.reason?.value ?? ''],
    [label('version', language), `${report.etag}`],
  ])
}
