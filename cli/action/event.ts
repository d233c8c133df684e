/** What `qiantou event …` does. */
import { AssignmentServiceClient, GetAssignmentRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import {
  EventServiceClient,
  GetRecordRequest,
  ListRecordsRequest,
  type PositionedRecord,
  ReadSourceRequest,
} from '#proto/qiantou/event/v1/event_service.ts'
import { formatName, parseName } from '#shared/domain/resource-name.ts'
import { allPages } from '#shared/grpc/page.ts'
import { readRecord } from '#shared/record/record.ts'
import { isUuid } from '#shared/record/uuid.ts'
import { visible } from '#shared/terminal/columns.ts'
import type { Bus } from '../bus/bus.ts'
import { operations } from '../bus/certificate.ts'
import { tail as follow, type Positioned, type Wanted } from '../bus/tail.ts'
import { Failure, usage } from '../failure.ts'
import { resourceName } from '../input/name.ts'
import { interrupted } from '../interrupt.ts'
import type { Session } from '../session.ts'
import type { Bilingual } from '../settings.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames, shortName } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { attributesOf, factType, recordJson, recordLine } from '../text/record.ts'
import { textsOf } from './event-text.ts'

const read = ({ position, record }: PositionedRecord): Positioned => ({ position, record: readRecord(record) })

/** How records are written: a line each, as JSON or for people. */
async function writer({ settings }: Session, bus: Bus): Promise<(record: Positioned) => Promise<void>> {
  if (settings.json) return (record) => writeJson(recordJson(record))
  const names = await loadNames(bus, settings)
  return (record) => write(`${recordLine(record, names, settings.language)}\n`)
}

// ---- Tail

type TailOptions = {
  readonly from: string
  readonly subject?: string
  readonly type?: readonly string[]
  readonly untilCaughtUp?: true
}

function startOf(from: string): Wanted['from'] {
  if (from === 'earliest') return 'SUBSCRIBE_START_EARLIEST'
  if (from === 'latest') return 'SUBSCRIBE_START_LATEST'
  if (/^[0-9]{1,18}$/.test(from)) return BigInt(from)
  throw usage({
    zh: `--from 须为 earliest、latest 或位置,不能是 ${JSON.stringify(from)}`,
    en: `--from takes earliest, latest or a position, not ${JSON.stringify(from)}`,
  })
}

const isAway: Bilingual = {
  zh: '总线暂不可达;恢复后自末位继续',
  en: 'the bus is away; this goes on where it was once the bus is back',
}

export async function tail(session: Session, options: TailOptions): Promise<void> {
  const wanted: Wanted = {
    from: startOf(options.from),
    subject: options.subject ? resourceName(options.subject, session.settings) : '',
    types: (options.type ?? []).map(factType),
  }
  const bus = await session.bus()
  const show = await writer(session, bus)
  const away = (): void => void process.stderr.write(`qiantou: ${isAway[session.settings.language]}\n`)
  for await (const frame of follow(bus, wanted, interrupted(), away)) {
    if (frame.kind === 'record') await show(frame)
    else if (options.untilCaughtUp) return
  }
}

// ---- Reading

export async function show(session: Session, key: string): Promise<void> {
  const { settings } = session
  const lower = key.toLowerCase()
  if (!isUuid(lower) && !/^#?[0-9]{1,18}$/.test(key))
    throw usage({
      zh: `${JSON.stringify(key)} 既非位置,也非记录的 id`,
      en: `${JSON.stringify(key)} is neither a position nor the id of a record`,
    })
  const request = GetRecordRequest.fromPartial({
    key: isUuid(lower) ? { $case: 'id', value: lower } : { $case: 'position', value: BigInt(key.replace('#', '')) },
  })
  const bus = await session.bus()
  const { record } = await bus.call(EventServiceClient, (client) => client.getRecord, request)
  const positioned = read(record as PositionedRecord)
  // A record in full is for reading too: the same keys, a line each.
  if (!settings.json) await write(`${recordLine(positioned, await loadNames(bus, settings), settings.language)}\n`)
  await (settings.json
    ? writeJson(recordJson(positioned))
    : write(`${JSON.stringify(recordJson(positioned), null, 2)}\n`))
}

/** The same, with what people wrote in a record under its line, or as one more key. */
async function writerOfTexts(session: Session, bus: Bus): Promise<(record: Positioned) => Promise<void>> {
  const { json, language } = session.settings
  const show = await writer(session, bus)
  const gone = { zh: '(文本已不可查)', en: '(the text cannot be read any more)' }[language]
  return async (record) => {
    const texts = await textsOf(bus, record)
    if (json) return writeJson({ ...recordJson(record), texts: jsonOf(texts) })
    await show(record)
    for (const text of texts) await write(`       ${visible(text ?? gone)}\n`)
  }
}

export async function history(session: Session, resource: string, { texts }: { readonly texts?: true }): Promise<void> {
  const bus = await session.bus()
  const show = await (texts ? writerOfTexts : writer)(session, bus)
  const request = { resource: resourceName(resource, session.settings), pageSize: 500 }
  const fetch = (pageToken: string) => {
    const message = ListRecordsRequest.fromPartial({ ...request, pageToken })
    return bus.call(EventServiceClient, (client) => client.listRecords, message)
  }
  const readAll = async (): Promise<void> => {
    for await (const page of allPages(fetch)) for (const record of page.records) await show(read(record))
  }
  const part = parseName('assignment', request.resource)
  if (!part) return readAll()
  await readAll().catch(unlessPart(bus, request.resource))
  const task = shortName(formatName('task', part), session.settings.programme)
  const hint: Bilingual = {
    zh: `其他单位对其所作审核、决定等见:npx qiantou event history ${task}`,
    en: `what others did to it: npx qiantou event history ${task}`,
  }
  process.stderr.write(`qiantou: ${hint[session.settings.language]}\n`)
}

/** Catches that a resource has no records: a part has none of its own before its body acts. @throws error where it is none */
const unlessPart =
  (bus: Bus, name: string) =>
  async (error: unknown): Promise<void> => {
    if (!(error instanceof Failure) || error.report.reason !== 'RECORD_NOT_FOUND') throw error
    const request = GetAssignmentRequest.create({ name })
    await bus
      .call(AssignmentServiceClient, (client) => client.getAssignment, request)
      .catch(() => {
        throw error
      })
  }

const sourcePage = 500

/** What one service has recorded, as the operations team: the archive, whoever may read which of it. */
export async function source(
  session: Session,
  service: string,
  { from = 1n }: { readonly from?: bigint },
): Promise<void> {
  const { settings } = session
  const bus = await session.bus(operations)
  const names = settings.json ? undefined : await loadNames(bus, settings)
  const name = service.startsWith('//') ? service : `//qiantou/${service}`
  for (let afterSequence = from > 0n ? from - 1n : 0n; ; ) {
    const request = ReadSourceRequest.fromPartial({ source: name, afterSequence, pageSize: sourcePage })
    const { records } = await bus.call(EventServiceClient, (client) => client.readSource, request)
    for (const bytes of records) {
      const record = readRecord(bytes)
      afterSequence = record.sequence
      await (names
        ? write(`${recordLine({ position: record.sequence, record }, names, settings.language)}\n`)
        : writeJson(attributesOf({ record })))
    }
    // A page may hold fewer than were asked for.
    if (records.length === 0) return
  }
}
