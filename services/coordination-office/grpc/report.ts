/** Reports that the office confirms: all their methods. */
import { hash } from 'node:crypto'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import {
  type AdjustmentRequest,
  ConfirmReportRequest,
  GetReportRequest,
  GetReportTextRequest,
  ListReportsRequest,
  Report as ReportResource,
  ReportServiceService,
  WithdrawReportRequest,
} from '#proto/qiantou/supervision/v1/report_service.ts'
import { type Day, dayFrom, toDate } from '#shared/domain/calendar.ts'
import type { OrganisationName, StateOf, StreamId } from '#shared/domain/decider.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { lightLines, linesText } from '#shared/domain/light-lines.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { periodOf } from '#shared/domain/report-period.ts'
import { formatName, isUnder, partsOf, programmeOf, workflowOf } from '#shared/domain/resource-name.ts'
import { saysNothing } from '#shared/domain/secrecy.ts'
import { toSignOff } from '#shared/domain/sign-off.ts'
import { offlineVeto } from '#shared/grpc/boundary.ts'
import { contentOf, hashesForAnswer, written } from '#shared/grpc/content.ts'
import type { Fields } from '#shared/grpc/fields.ts'
import { type Call, command, prepared, query, todayOf } from '#shared/grpc/method.ts'
import { readPage } from '#shared/grpc/page.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import { checkText, type Texts, textOf, toText } from '#shared/grpc/text.ts'
import { readTexts } from '#shared/postgres/content.ts'
import type { Decided } from '#shared/postgres/work.ts'
import { programmeParties, programmeView } from '../domain/programme.ts'
import { type Report, type ReportCommand, reportDecider, unreportable } from '../domain/report.ts'
import type { CoordinationOffice } from '../main.ts'
import { readReports } from '../postgres/report.ts'
import { notFound } from './not-found.ts'

// ---- As it is answered

const toReport = (
  name: string,
  { state, version }: { readonly state: Report; readonly version: bigint },
  texts: Texts = new Map(),
): ReportResource => ({
  $type: 'qiantou.supervision.v1.Report',
  ...{ name, etag: version, kind: state.kind, assignments: state.assignments },
  state: state.withdrawn ? 'REPORT_STATE_WITHDRAWN' : 'REPORT_STATE_CONFIRMED',
  asOf: toDate(state.asOf),
  lightsSha256: Buffer.from(state.lightsSha256, 'hex'),
  adjustments: state.adjustments.map(({ reason, ...light }) => ({
    $type: 'qiantou.supervision.v1.AdjustedLight',
    ...light,
    reason: toText(reason, texts),
  })),
  confirmTime: new Date(state.confirmedAt),
  withdrawTime: state.withdrawn && new Date(state.withdrawn.at),
  reason: state.withdrawn && toText(state.withdrawn.reason, texts),
  signOff: toSignOff(state),
})

// ---- Commands

const answering = {
  parties: async ({ stream }: Decided<Report>, { services }: Call<CoordinationOffice>) => {
    const programme = (await services.store.glance(programmeOf(stream), programmeView))?.state
    return programme ? programmeParties(programme) : new Set<OrganisationName>()
  },
  reply: ({ stream, state, version, receipt }: Decided<Report>) => ({
    report: toReport(stream, { state, version }),
    receipt: toReceipt(receipt),
  }),
}

const onReport = {
  stream: ({ name }: { readonly name: string }) => name,
  beside: ({ name }: { readonly name: string }) => [programmeOf(name)],
  ...answering,
}

type Lights = Pick<Extract<ReportCommand, { type: 'Confirm' }>, 'lightsSha256' | 'assignments' | 'ended' | 'hasTasks'>

/** The lights at the end of a day that is over, from the programme's records; refused while the log has not all of them. */
async function lightsOn(
  day: Day,
  programme: string,
  call: Call<CoordinationOffice>,
): Promise<Either<Rejection, Lights>> {
  const { past, heads, boards } = call.services
  // For good: whatever anybody has recorded by now, whether this service has heard of it or not.
  const missing = await past.missing(await heads.now())
  if (missing) return left(missing)
  const board = await boards.on(day, programme)
  const lines = lightLines(board, day)
  return right({
    lightsSha256: hash('sha256', linesText(lines), 'buffer'),
    assignments: lines.map(({ assignment }) => assignment),
    ended: lines.filter(({ hasEnded }) => hasEnded).map(({ assignment }) => assignment),
    hasTasks: board.length > 0,
  })
}

function checkAdjustments(adjustments: readonly AdjustmentRequest[], parent: string, fields: Fields): void {
  fields.count('adjustments', adjustments.length, 0, 100)
  for (const [i, { assignment, colour, reason }] of adjustments.slice(0, 100).entries()) {
    const at = `adjustments[${i}]`
    fields.name(`${at}.assignment`, assignment, 'assignment')
    fields.require(`${at}.assignment`, isUnder(assignment, parent), 'must be of the parent')
    fields.known(`${at}.colour`, colour)
    fields.prose(`${at}.reason`, reason, 1, 2_000)
  }
  const named = new Set(adjustments.map(({ assignment }) => assignment))
  fields.require('adjustments', named.size === adjustments.length, 'must each be about another assignment')
}

/** Tasks about which an adjustment says something. */
const spokenOf = (adjustments: readonly AdjustmentRequest[]): readonly StreamId[] => [
  ...new Set(
    adjustments.filter(({ reason }) => !saysNothing([reason])).map(({ assignment }) => workflowOf(assignment)),
  ),
]

const officeOf = (stateOf: StateOf, name: string): string | undefined =>
  stateOf(programmeOf(name), programmeView)?.office

const confirmReport = command<CoordinationOffice>()(ConfirmReportRequest, reportDecider, {
  check: ({ parent, reportId, asOf, adjustments }, fields) => {
    fields.name('parent', parent, 'programme')
    fields.require('report_id', periodOf(reportId) !== undefined, 'must be a month, 2026-03, or a quarter, 2026-q1')
    fields.date('as_of', asOf)
    checkAdjustments(adjustments, parent, fields)
  },
  stream: ({ parent, reportId }) => formatName('report', { ...partsOf('programme', parent), report: reportId }),
  beside: ({ parent }) => [parent],
  prepare: async ({ parent, reportId, asOf, adjustments }, call) => {
    const programme = (await call.services.store.glance(parent, programmeView))?.state
    // Nobody else has the records of a programme read, which may be many.
    if (programme?.office !== call.caller.actor) return notFound.programme
    const day = dayFrom(asOf as DateMessage)
    const refused = unreportable(reportId, day, todayOf(call))
    if (refused) return refused
    const lights = await lightsOn(day, parent, call)
    if (isLeft(lights)) return lights
    const reasons = adjustments.map(({ assignment, colour, reason }) => ({
      ...{ assignment, colour },
      ...contentOf(reason),
    }))
    const adjusted = reasons.map(({ assignment, colour, reference }) => ({ assignment, colour, reason: reference }))
    const spoken = spokenOf(adjustments)
    return prepared(
      (stateOf) => {
        const office = officeOf(stateOf, parent)
        if (!office) return notFound.programme
        const said = { asOf: day, ...lights.right, adjustments: adjusted }
        return right({ type: 'Confirm', office, id: reportId, ...said })
      },
      reasons.map(({ content }) => content),
      { beside: spoken, veto: offlineVeto(spoken) },
    )
  },
  ...answering,
})

const withdrawReport = command<CoordinationOffice>()(WithdrawReportRequest, reportDecider, {
  check: ({ name, reason }, fields) => {
    fields.name('name', name, 'report')
    fields.prose('reason', reason)
  },
  prepare: ({ name, reason }) =>
    written(reason, {}, (ref, contents) =>
      prepared((stateOf) => {
        const office = officeOf(stateOf, name)
        return office ? right({ type: 'Withdraw', office, reason: ref }) : notFound.report
      }, contents),
    ),
  ...onReport,
})

// ---- Queries

/** Whether the caller may read the reports of a programme. */
async function mayReadReports(programme: string, { caller, services }: Call<CoordinationOffice>): Promise<boolean> {
  const state = (await services.store.load(programme, programmeView))?.state
  return state !== undefined && mayRead(caller, programmeParties(state))
}

async function readable(name: string, call: Call<CoordinationOffice>) {
  const row = (await mayReadReports(programmeOf(name), call))
    ? await call.services.store.load(name, reportDecider)
    : undefined
  return row?.state ? { state: row.state, version: row.version } : undefined
}

const getReport = query<CoordinationOffice>()(GetReportRequest, {
  check: ({ name }, fields) => fields.name('name', name, 'report'),
  answer: async ({ name }, call) => {
    const found = await readable(name, call)
    if (!found) return notFound.report
    const { withdrawn, adjustments } = found.state
    const reasons = [...(withdrawn ? [withdrawn.reason] : []), ...adjustments.map(({ reason }) => reason)]
    const texts = await readTexts(call.services.database, hashesForAnswer(reasons))
    return right({ report: toReport(name, found, texts) })
  },
})

const listReports = query<CoordinationOffice>()(ListReportsRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'programme')
    fields.page(request)
  },
  answer: async (request, call) => {
    const { parent } = request
    if (!(await mayReadReports(parent, call))) return notFound.programme
    const { page, nextPageToken } = await readPage(request, {
      read: (after, limit) => readReports(call.services.database, { parent, after, limit }),
      keyOf: ({ name }) => name,
      toMessage: (row) => toReport(row.name, row),
      message: ReportResource,
    })
    return right({ reports: page, nextPageToken })
  },
})

const getReportText = query<CoordinationOffice>()(GetReportTextRequest, {
  check: checkText('report'),
  answer: async (request, call) =>
    (await readable(request.name, call)) ? textOf(request, call.services.database) : notFound.report,
})

export const reportService: GrpcService<CoordinationOffice> = {
  definition: ReportServiceService,
  methods: { confirmReport, withdrawReport, getReport, listReports, getReportText },
}
