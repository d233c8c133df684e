/** What `qiantou finance explain` does: works an award out anew from the log, whatever the service says by now. */
import { EventServiceClient, ListRecordsRequest } from '#proto/qiantou/event/v1/event_service.ts'
import { VoucherIssued } from '#proto/qiantou/voucher/v1/voucher_events.ts'
import { formatName, partsOf, programmeOf } from '#shared/domain/resource-name.ts'
import { allItems } from '#shared/grpc/page.ts'
import { readRecord } from '#shared/record/record.ts'
import type { Bus } from '../bus/bus.ts'
import { type Positioned, tail, type Wanted } from '../bus/tail.ts'
import { type Difference, measureDifferences, ownDifferences } from '../explain/difference.ts'
import { measureOf } from '../explain/figures.ts'
import { type Ground, groundOf, groundTypes } from '../explain/ground.ts'
import { type Comparing, inputsOf } from '../explain/input.ts'
import { type Judgement, judgementsOf } from '../explain/judgement.ts'
import { voucherJudgements } from '../explain/voucher.ts'
import { exitCodes, Failure } from '../failure.ts'
import type { LookingBack } from '../input/command.ts'
import { explainableName } from '../input/name.ts'
import { interrupted } from '../interrupt.ts'
import { spoken } from '../language.ts'
import type { Session } from '../session.ts'
import { recomputed } from '../text/assessment.ts'
import { type Explained, explanationJson, explanationText } from '../text/explanation.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'

/** All records of a resource, in order. */
async function recordsOf(bus: Bus, resource: string, after: LookingBack['after']): Promise<readonly Positioned[]> {
  const fetch = (pageToken: string) => {
    const request = ListRecordsRequest.fromPartial({ resource, pageSize: 1_000, pageToken })
    return bus.call(EventServiceClient, (client) => client.listRecords, request, after)
  }
  return allItems(fetch, ({ records }) =>
    records.map(({ position, record }) => ({ position, record: readRecord(record) })),
  )
}

/** The same; none where they are not for the caller. */
async function recordsForCaller(bus: Bus, resource: string, after: LookingBack['after']) {
  try {
    return await recordsOf(bus, resource, after)
  } catch (error) {
    if (error instanceof Failure && error.report.code === 'NOT_FOUND') return []
    throw error
  }
}

/** The records by which a pool was shared out that the application claims a part of; none where they are not for the caller. */
function sharingFor(bus: Bus, judgement: Judgement | undefined, after: LookingBack['after']) {
  if (!judgement?.assessment.shared) return []
  const { measure: measureName, call } = judgement.content
  const { programme, measure } = partsOf('measure', measureName)
  return recordsForCaller(bus, formatName('apportionment', { programme, measure, call }), after)
}

/** What the caller gets of a programme's money before a position: the records of others that an award was worked out from. */
async function groundBefore(bus: Bus, subject: string, position: bigint): Promise<Ground> {
  const wanted: Wanted = { from: 'SUBSCRIBE_START_EARLIEST', subject, types: groundTypes }
  const records: Positioned[] = []
  for await (const frame of tail(bus, wanted, interrupted())) {
    if (frame.kind === 'caughtUp' || frame.position >= position) break
    records.push(frame)
  }
  return groundOf(records)
}

/** What awards of a measure are compared with that were recorded up to a position. */
async function comparingWith(
  bus: Bus,
  measureName: string,
  last: Positioned,
  after: LookingBack['after'],
): Promise<Comparing> {
  const records = await recordsForCaller(bus, measureName, after)
  const ground = await groundBefore(bus, programmeOf(measureName), last.position)
  const measure = records.length ? measureOf(records.map(({ record }) => record)) : undefined
  return { ground, measure, caller: bus.caller }
}

/** What is said exactly takes the place of what is said of the same in general. */
function without(differences: readonly Difference[], exact: readonly Difference[]): readonly Difference[] {
  const said = new Set(exact.map(({ figure, scope }) => `${figure} ${scope}`))
  return [...differences.filter(({ figure, scope }) => !said.has(`${figure} ${scope}`)), ...exact]
}

function explainedOf(judgement: Judgement, comparing: Comparing): Explained {
  const { by, assessment } = judgement
  const { measure } = comparing
  const { inputs, differences } = inputsOf(judgement, comparing)
  const ownAndMeasure = [...ownDifferences(judgement), ...(measure ? measureDifferences(judgement, measure) : [])]
  const said = { by, assessment, award: recomputed(assessment), inputs, compared: measure !== undefined }
  return { ...said, differences: without(ownAndMeasure, differences) }
}

async function explainedApplication(bus: Bus, own: readonly Positioned[], after: LookingBack['after']) {
  const sharing = await sharingFor(bus, judgementsOf(own)[0], after)
  const inOrder = [...own, ...sharing].toSorted((one, other) => Number(one.position - other.position))
  const judgements = judgementsOf(inOrder)
  const [first, last] = [judgements[0], judgements.at(-1)]
  if (!first || !last) return []
  const comparing = await comparingWith(bus, first.content.measure, last.by, after)
  return judgements.map((judgement) => explainedOf(judgement, comparing))
}

async function explainedVoucher(bus: Bus, own: readonly Positioned[], after: LookingBack['after']) {
  const [first] = own
  if (first?.record.type !== VoucherIssued.$type) return []
  const { measure } = VoucherIssued.decode(first.record.data)
  return voucherJudgements(own, await comparingWith(bus, measure, first, after))
}

/** Why an application was awarded what it was, or what a voucher is worth and what was redeemed of it. */
export async function explain(session: Session, name: string, { after }: LookingBack): Promise<void> {
  const { settings } = session
  const { kind, name: whole } = explainableName(name, settings)
  const bus = await session.bus()
  const own = await recordsOf(bus, whole, after)
  const all: readonly Explained[] =
    kind === 'voucher' ? await explainedVoucher(bus, own, after) : await explainedApplication(bus, own, after)
  if (all.length === 0)
    throw new Failure({
      ...{ code: 'FAILED_PRECONDITION', reason: 'NOTHING_ASSESSED' },
      message: spoken({
        zh: `${name} 尚未核算:日志中没有预留资金的记录(可说明的是申报和券)`,
        en: `nothing has been worked out for ${name} yet: no record in the log reserves anything for it (explained are applications and vouchers)`,
      }),
    })
  if (all.some(({ differences }) => differences.length > 0)) process.exitCode = exitCodes.failed
  if (settings.json) return writeJson(explanationJson(kind, whole, all))
  await write(explanationText(whole, all, await loadNames(bus, settings), settings.language))
}
