/** Every report as the office confirmed it: what the service says, and what its records come to. */
import { GetReportRequest } from '#proto/qiantou/supervision/v1/report_service.ts'
import { dayFrom } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import type { ReadRecord } from '#shared/record/record.ts'
import type { Stubs } from '#shared/testing/stubs.ts'
import { eventOf } from '../../reference-fold/reference-event.ts'
import { dateText } from '../../reference-fold/working-days.ts'
import type { Findings } from './findings.ts'

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex')

/** What was set otherwise, of which part, and the hash of why. */
type Adjusted = { assignment: string; colour: string; reason?: { sha256?: Uint8Array } | undefined }
const line = ({ assignment, colour, reason }: Adjusted): string => `${assignment} ${colour} ${hex(reason?.sha256)}`

export async function compareReports(stubs: Stubs, records: readonly ReadRecord[], findings: Findings): Promise<void> {
  const ofReports = records.filter(({ subject }) => subject.includes('/reports/'))
  for (const [name, history] of Map.groupBy(ofReports, ({ subject }) => subject)) {
    const { report } = await call(stubs.reports, (stub) => stub.getReport, GetReportRequest.create({ name }))
    const events = history.map(eventOf)
    const { fact, time } = events.findLast(({ what }) => what === 'ReportConfirmed') ?? {}
    const withdrawn = events.at(-1)?.what === 'ReportWithdrawn' ? events.at(-1) : undefined
    findings.same(
      name,
      report && {
        ...{ version: Number(report.etag), state: report.state.replace('REPORT_STATE_', '') },
        ...{ asOf: report.asOf && dayFrom(report.asOf), lights: hex(report.lightsSha256) },
        ...{ assignments: report.assignments, confirmed: report.confirmTime?.toISOString() },
        withdrawn: report.withdrawTime?.toISOString(),
        adjustments: report.adjustments.map(({ reason, ...light }) => line({ ...light, reason: reason?.reference })),
      },
      {
        ...{ version: events.length, state: withdrawn ? 'WITHDRAWN' : 'CONFIRMED' },
        ...{
          asOf: dateText(fact.asOf),
          lights: hex(fact.lightsSha256),
          assignments: fact.assignments,
          confirmed: time,
        },
        withdrawn: withdrawn?.time,
        adjustments: fact.adjustments.map(line),
      },
    )
    findings.counted('reports as they are said')
    findings.counted('adjustments', fact.adjustments.length)
  }
}
