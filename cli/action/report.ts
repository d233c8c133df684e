/** What `qiantou report …` does. */
import type { DateMessage } from '#proto/google/type/date.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import * as report from '#proto/qiantou/supervision/v1/report_service.ts'
import type { LightColour } from '#proto/qiantou/task/v1/light.ts'
import { dayFrom } from '#shared/domain/calendar.ts'
import type { After } from '#shared/domain/decider.ts'
import { allPages } from '#shared/grpc/page.ts'
import { usage } from '../failure.ts'
import { type CommandOptions, commandFields, creationFields } from '../input/command.ts'
import { assignmentName, programmeName, reportName } from '../input/name.ts'
import { dateOf, textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import type { Settings } from '../settings.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { said } from '../text/receipt.ts'
import { asOfText, reportId, reportSheet, reportTable } from '../text/report.ts'
import { dateText } from '../text/time.ts'
import { supervisionWord } from '../text/words-supervision.ts'
import { officeAlone } from './programme-office.ts'

export async function list(session: Session): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const reports: report.Report[] = []
  const parent = programmeName(settings.programme)
  const fetch = (pageToken: string) => {
    const request = report.ListReportsRequest.create({ parent, pageSize: 1_000, pageToken })
    return bus.call(report.ReportServiceClient, (client) => client.listReports, request).catch(officeAlone(bus, parent))
  }
  for await (const page of allPages(fetch)) reports.push(...page.reports)
  if (settings.json) return writeJson({ reports: jsonOf(reports) })
  await write(reportTable(reports, settings.language))
}

export async function show(
  session: Session,
  id: string,
  { after }: { readonly after?: readonly After[] },
): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = report.GetReportRequest.create({ name: reportName(id, settings) })
  const answer = await bus.call(report.ReportServiceClient, (client) => client.getReport, request, after)
  if (settings.json) return writeJson(jsonOf(answer))
  const found = answer.report as report.Report
  const names = await loadNames(bus, settings, dayFrom(found.asOf as DateMessage))
  await write(reportSheet(found, names, settings.language))
}

type Answer = { readonly report: report.Report | undefined; readonly receipt: Receipt | undefined }

async function reply({ settings }: Session, answer: Answer): Promise<void> {
  if (settings.json) return writeJson(jsonOf(answer))
  const { language } = settings
  const { report: changed, receipt } = answer as Answer & { readonly report: report.Report }
  const [id, state] = [reportId(changed.name), supervisionWord(changed.state, language)]
  const day = asOfText(id, dateText(changed.asOf), language)
  const of = {
    zh: `截至 ${day},交办件 ${changed.assignments} 件`,
    en: `as of ${day}: ${changed.assignments} assignments`,
  }
  const isConfirmed = changed.state === 'REPORT_STATE_CONFIRMED'
  const how = isConfirmed ? { zh: `${state}:${of.zh}`, en: `${state} ${of.en}` }[language] : state
  await write(said(id, how, receipt, settings))
}

/** `2026-2-1/hn-jyt:yellow:REASON`. */
function adjustmentOf(text: string, settings: Settings): report.AdjustmentRequest {
  const [, part, colour, reason] = text.match(/^([^:]+):(grey|green|yellow|red|blue):(.+)$/s) ?? []
  if (!part || !colour || !reason)
    throw usage({
      zh: `${JSON.stringify(text)} 不是调整,写法如 2026-2-1/hn-jyt:yellow:理由`,
      en: `${JSON.stringify(text)} is no adjustment; write it as 2026-2-1/hn-jyt:yellow:REASON`,
    })
  return report.AdjustmentRequest.create({
    assignment: assignmentName(part, settings),
    colour: `LIGHT_COLOUR_${colour.toUpperCase()}` as LightColour,
    reason,
  })
}

type ConfirmOptions = CommandOptions & { readonly asOf: string; readonly adjust?: readonly string[] }

export async function confirm(session: Session, id: string, options: ConfirmOptions): Promise<void> {
  const { settings } = session
  const parent = programmeName(settings.programme)
  const request = report.ConfirmReportRequest.create({
    ...creationFields(options),
    ...{ parent, reportId: id },
    asOf: dateOf(options.asOf),
    adjustments: (options.adjust ?? []).map((text) => adjustmentOf(text, settings)),
  })
  const bus = await session.bus()
  const answer = await bus
    .call(report.ReportServiceClient, (it) => it.confirmReport, request, options.after)
    .catch(officeAlone(bus, parent))
  await reply(session, answer)
}

export async function withdraw(
  session: Session,
  id: string,
  options: CommandOptions & { readonly reason: string },
): Promise<void> {
  const request = report.WithdrawReportRequest.create({
    ...commandFields(options),
    name: reportName(id, session.settings),
    reason: await textOf(options.reason),
  })
  const bus = await session.bus()
  await reply(session, await bus.call(report.ReportServiceClient, (it) => it.withdrawReport, request, options.after))
}
