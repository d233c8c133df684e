/** What `qiantou status`, `qiantou parked …` and `qiantou rebuild` do. */
import {
  CheckStatesRequest,
  GetStatusRequest,
  type GetStatusResponse,
  ListParkedRecordsRequest,
  OperationServiceClient,
  type ParkedRecord,
  RedriveParkedRecordsRequest,
  type SourceStatus,
} from '#proto/qiantou/operation/v1/operation_service.ts'
import { allPages } from '#shared/grpc/page.ts'
import type { Bus } from '../bus/bus.ts'
import { operations } from '../bus/certificate.ts'
import { exitCodes, Failure } from '../failure.ts'
import { spoken } from '../language.ts'
import type { Session } from '../session.ts'
import type { Language } from '../settings.ts'
import { jsonOf } from '../text/json.ts'
import { write, writeJson } from '../text/output.ts'
import { table } from '../text/table.ts'
import { timeText } from '../text/time.ts'
import { type Label, label, word } from '../text/words.ts'

const heads = (names: readonly Label[], language: Language): string[] => names.map((name) => label(name, language))

// ---- Status

/** Records that the source has and the service has not taken in yet; undefined where the source's end is not known. */
const lagOf = ({ sequence, latestSequence }: SourceStatus): bigint | undefined =>
  latestSequence === 0n && sequence > 0n ? undefined : latestSequence > sequence ? latestSequence - sequence : 0n

/** What makes a bus together; a process may run fewer. */
const wholeBus = ['coordination-office', 'event-log', 'finance', 'lead-agency', 'supporting-department']

/** Whether what the process runs is ready: the bus, or as much of it as was asked. */
function verdict({ ready, services }: GetStatusResponse, language: Language): string {
  const isWhole = wholeBus.every((name) => services.some(({ service }) => service === name))
  if (language === 'zh') return `${isWhole ? '总线' : '以上服务'}${ready ? '就绪' : '未就绪'}`
  return `${isWhole ? 'The bus is' : 'These services are'} ${ready ? 'ready' : 'not ready'}`
}

function statusTable(response: GetStatusResponse, language: Language): string {
  const { services } = response
  const words = {
    zh: { up: '正常', starting: '启动中', root: '根源' },
    en: { up: 'ready', starting: 'starting', root: 'root' },
  }[language]
  const rows = services.flatMap((service) => {
    const first = [
      service.service,
      service.ready ? words.up : words.starting,
      `${service.sequence}`,
      `${service.parked}`,
    ]
    const sources = service.sources.map((source) => [
      source.source.replace('//qiantou/', ''),
      `${lagOf(source) ?? '?'}`,
      source.stopped && `${source.stopped} (${words.root}: ${source.root || '—'})`,
    ])
    return sources.length === 0
      ? [[...first, '', '', '']]
      : sources.map((source, i) => (i === 0 ? [...first, ...source] : ['', '', '', '', ...source]))
  })
  const head = heads(['service', 'state', 'records', 'parked', 'follows', 'lag', 'stopped'], language)
  // The count is of the process; every service in it says the same.
  const refused = services[0]?.refusedHandshakes ?? 0n
  return `${table(head, rows)}\n${verdict(response, language)} · ${label('handshakes', language)} ${refused}\n`
}

export async function status(session: Session): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const response = await bus.call(
    OperationServiceClient,
    (client) => client.getStatus,
    GetStatusRequest.fromPartial({}),
  )
  if (settings.json)
    await writeJson({
      ready: response.ready,
      services: response.services.map((service) => ({
        ...(jsonOf(service) as object),
        sources: service.sources.map((source) => ({ ...(jsonOf(source) as object), lag: jsonOf(lagOf(source)) })),
      })),
    })
  else await write(statusTable(response, settings.language))
  if (!response.ready) process.exitCode = exitCodes.failed
}

// ---- Parked records

export async function listParked(session: Session, service: string): Promise<void> {
  const { settings } = session
  const bus = await session.bus(operations)
  const records: ParkedRecord[] = []
  const fetch = (pageToken: string) => {
    const message = ListParkedRecordsRequest.fromPartial({ service, pageSize: 1_000, pageToken })
    return bus.call(OperationServiceClient, (client) => client.listParkedRecords, message)
  }
  for await (const page of allPages(fetch)) records.push(...page.records)
  if (settings.json) return writeJson({ records: jsonOf(records) })
  const rows = records.map(({ source, sequence, part, key, parkTime, reason }) => [
    source,
    `${sequence}`,
    word(part, settings.language),
    key,
    timeText(parkTime),
    reason,
  ])
  await write(table(heads(['source', 'sequence', 'part', 'key', 'time', 'reason'], settings.language), rows))
}

export async function redrive(session: Session, service: string, key: string): Promise<void> {
  const { settings } = session
  const bus = await session.bus(operations)
  const request = RedriveParkedRecordsRequest.fromPartial({ service, key })
  const answer = await bus.call(OperationServiceClient, (client) => client.redriveParkedRecords, request)
  if (answer.remaining > 0n) process.exitCode = exitCodes.failed
  const { redriven, remaining } = answer
  if (redriven + remaining === 0n)
    throw new Failure({
      ...{ code: 'NOT_FOUND', reason: 'NOTHING_PARKED' },
      message: spoken({
        zh: `${service} 中没有以 ${key} 为键的搁置记录;全部见 qiantou parked list ${service}`,
        en: `nothing is parked under ${key} in ${service}; what is: qiantou parked list ${service}`,
      }),
    })
  if (settings.json) return writeJson(jsonOf(answer))
  await write(
    settings.language === 'zh'
      ? `${service} ${key}:已重办 ${redriven} 条,仍搁置 ${remaining} 条\n`
      : `${service} ${key}: ${redriven} redriven, ${remaining} still parked\n`,
  )
}

// ---- Rebuild

type Checked = {
  readonly service: string
  readonly streams: bigint
  readonly differing: readonly string[]
  readonly differingCount: bigint
}

/** Undefined for a service that keeps no states of its own. */
async function check(bus: Bus, service: string): Promise<Checked | undefined> {
  try {
    const request = CheckStatesRequest.fromPartial({ service })
    const { streams, differing, differingCount } = await bus.call(
      OperationServiceClient,
      (client) => client.checkStates,
      request,
    )
    return { service, streams, differing, differingCount }
  } catch (error) {
    if (error instanceof Failure && error.report.reason === 'NOTHING_FOLDED') return undefined
    throw error
  }
}

export async function checkStates(session: Session): Promise<void> {
  const { settings } = session
  const bus = await session.bus(operations)
  const { services } = await bus.call(
    OperationServiceClient,
    (client) => client.getStatus,
    GetStatusRequest.fromPartial({}),
  )
  const checked: Checked[] = []
  for (const { service } of services) {
    const one = await check(bus, service)
    if (one) checked.push(one)
  }
  const isSame = checked.every(({ differingCount }) => differingCount === 0n)
  if (!isSame) process.exitCode = exitCodes.failed
  if (settings.json) return writeJson({ same: isSame, services: jsonOf(checked) })
  for (const { service, streams, differing, differingCount } of checked) {
    const summary =
      settings.language === 'zh'
        ? `${service}:比对 ${streams} 个流,${differingCount} 个不一致\n`
        : `${service}: ${streams} streams compared, ${differingCount} differ\n`
    await write(`${summary}${differing.map((name) => `  ${name}\n`).join('')}`)
  }
}
