/** What `qiantou finance explain` does: works an award out anew from the log, whatever the service says by now. */
import { EventServiceClient, ListRecordsRequest } from '#proto/qiantou/event/v1/event_service.ts'
import { formatName, partsOf } from '#shared/domain/resource-name.ts'
import { allItems } from '#shared/grpc/page.ts'
import { readRecord } from '#shared/record/record.ts'
import type { Bus } from '../bus/bus.ts'
import type { Positioned } from '../bus/tail.ts'
import { measureDifferences, ownDifferences } from '../explain/difference.ts'
import { type Measure, measureOf } from '../explain/figures.ts'
import { type Judgement, judgementsOf } from '../explain/judgement.ts'
import { exitCodes, Failure } from '../failure.ts'
import type { LookingBack } from '../input/command.ts'
import { applicationName } from '../input/name.ts'
import { spoken } from '../language.ts'
import type { Session } from '../session.ts'
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

/** The measure as its records tell it; undefined where they are not for the caller. */
async function measureFor(bus: Bus, { content }: Judgement, after: LookingBack['after']): Promise<Measure | undefined> {
  try {
    const records = await recordsOf(bus, content.measure, after)
    return measureOf(records.map(({ record }) => record))
  } catch (error) {
    if (error instanceof Failure && error.report.code === 'NOT_FOUND') return undefined
    throw error
  }
}

/** The records by which a pool was shared out that the application claims a part of; none where they are not for the caller. */
async function sharingFor(bus: Bus, judgement: Judgement | undefined, after: LookingBack['after']) {
  if (!judgement?.assessment.shared) return []
  const { measure: measureName, call } = judgement.content
  const { programme, measure } = partsOf('measure', measureName)
  try {
    return await recordsOf(bus, formatName('apportionment', { programme, measure, call }), after)
  } catch (error) {
    if (error instanceof Failure && error.report.code === 'NOT_FOUND') return []
    throw error
  }
}

export async function explain(session: Session, name: string, { after }: LookingBack): Promise<void> {
  const { settings } = session
  const whole = applicationName(name, settings)
  const bus = await session.bus()
  const own = await recordsOf(bus, whole, after)
  const sharing = await sharingFor(bus, judgementsOf(own)[0], after)
  const inOrder = [...own, ...sharing].toSorted((one, other) => Number(one.position - other.position))
  const judgements = judgementsOf(inOrder)
  const [first] = judgements
  if (!first)
    throw new Failure({
      ...{ code: 'FAILED_PRECONDITION', reason: 'NOTHING_ASSESSED' },
      message: spoken({
        zh: `${name} 尚未核算:日志中没有预留资金的记录`,
        en: `nothing has been worked out for ${name} yet: no record in the log reserves anything for it`,
      }),
    })
  const measure = await measureFor(bus, first, after)
  const all = judgements.map(
    (judgement): Explained => ({
      judgement,
      differences: [...ownDifferences(judgement), ...(measure ? measureDifferences(judgement, measure) : [])],
      compared: measure !== undefined,
    }),
  )
  if (all.some(({ differences }) => differences.length > 0)) process.exitCode = exitCodes.failed
  if (settings.json) return writeJson(explanationJson(whole, all))
  await write(explanationText(whole, all, await loadNames(bus, settings), settings.language))
}
