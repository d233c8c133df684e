/** Reports for people. */
import type { Report } from '#proto/qiantou/supervision/v1/report_service.ts'
import { parseName } from '#shared/domain/resource-name.ts'
import type { Language } from '../settings.ts'
import type { Names } from './names.ts'
import { sheet, table } from './table.ts'
import { dateText, timeText } from './time.ts'
import { label } from './words.ts'
import { supervisionLabel, supervisionWord } from './words-supervision.ts'

/** `2026-03` of `programmes/hunan-2025-7/reports/2026-03`. */
export const reportId = (name: string): string => parseName('report', name)?.report ?? name

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
    dateText(asOf),
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
    [say('asOf'), dateText(report.asOf)],
    [say('assignments'), `${report.assignments}`],
    [say('hash'), Buffer.from(report.lightsSha256).toString('hex')],
    [say('confirmed'), timeText(report.confirmTime)],
    ...report.adjustments.map(({ assignment, colour, reason }): readonly [string, string] => [
      say('adjusted'),
      `${names.resource(assignment)} ${supervisionWord(colour, language)} ${reason?.value ?? ''}`,
    ]),
    [say('withdrawn'), timeText(report.withdrawTime)],
    [say('reason'), report.reason?.value ?? ''],
    [label('version', language), `${report.etag}`],
  ])
}
