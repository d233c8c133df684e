/** What is asked of the one order: followed live, read as history, or taken whole by services. */
import { type Either, right } from 'fp-ts/lib/Either.js'
import {
  EventServiceService,
  GetRecordRequest,
  ListRecordsRequest,
  PositionedRecord,
  ReadSourceRequest,
  SubscribeRequest,
  type SubscribeResponse,
} from '#proto/qiantou/event/v1/event_service.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import type { Reader } from '#shared/domain/entitlement.ts'
import { mayReadRecord } from '#shared/domain/membership.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { isUnder } from '#shared/domain/resource-name.ts'
import { type Call, query, stream } from '#shared/grpc/method.ts'
import { maxPageBytes, parsePageToken, readPage } from '#shared/grpc/page.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import { Wake } from '#shared/log/wake.ts'
import { readRecord } from '#shared/record/record.ts'
import { isUuid } from '#shared/record/uuid.ts'
import { isGivenBefore } from '../domain/ending.ts'
import type { EventLog } from '../main.ts'
import type { Entry } from '../postgres/archive.ts'

const heartbeatMilliseconds = 10_000
/** As many entries are held for a subscriber at a time: up to 6 MB, where records are as large as they may be. */
const pageSize = 100
/** A frame stays well below what clients accept unasked (4 MiB in gRPC). */
const maxFrameBytes = 1_000_000

const toPositioned = ({ position, bytes }: Entry): PositionedRecord => ({
  $type: 'qiantou.event.v1.PositionedRecord',
  position,
  record: bytes as Buffer,
})

// ---- Subscribe

const frame = (value: NonNullable<SubscribeResponse['frame']>): SubscribeResponse => ({
  $type: 'qiantou.event.v1.SubscribeResponse',
  frame: value,
})

const isWanted = ({ subject, types }: SubscribeRequest, entry: Entry): boolean =>
  (subject === '' || entry.subject === subject || isUnder(entry.subject, subject)) &&
  (types.length === 0 || types.includes(readRecord(entry.bytes).type))

/** Cuts records into what fits a frame each. */
function inFrames(records: readonly PositionedRecord[]): PositionedRecord[][] {
  const frames: PositionedRecord[][] = []
  let room = 0
  for (const record of records) {
    room -= record.record.length
    if (room < 0) {
      frames.push([])
      room = maxFrameBytes - record.record.length
    }
    frames.at(-1)?.push(record)
  }
  return frames
}

/** The entries that the request asks for and the reader may see, as they are delivered. */
async function visible(
  entries: readonly Entry[],
  request: SubscribeRequest,
  reader: Reader,
  { order }: EventLog,
): Promise<readonly Entry[]> {
  const wanted = entries.filter((entry) => isWanted(request, entry))
  if (reader.role !== 'organisation') return wanted
  const membershipsOf = await order.membershipsOf(
    wanted.map(({ subject }) => subject),
    entries.at(-1)?.position,
  )
  return wanted.filter((entry) => mayReadRecord(reader, entry, membershipsOf, 'delivery'))
}

const ended = reject('permission', 'CALLER_ENDED')

/** Follows the order from a position until the caller leaves, or ends: every entry is considered once, in order. */
async function follow(
  from: bigint,
  request: SubscribeRequest,
  { caller, services, signal }: Call<EventLog>,
  send: (frame: SubscribeResponse) => Promise<void>,
): Promise<Either<Rejection, void>> {
  const wake = new Wake()
  const off = services.order.onGrowth(wake)
  let position = from
  let caughtUp = false
  let quietSince = Date.now()
  const reached = (): bigint | undefined => (position >= 0n ? position : undefined)
  try {
    while (!signal.aborted) {
      if (await services.directory.hasEndedByNow(caller.actor)) return ended
      const entries = await services.order.after(position, pageSize)
      const end = await services.directory.endOf(caller.actor)
      const given = (await visible(entries, request, caller, services)).filter(({ bytes }) => isGivenBefore(end, bytes))
      for (const records of inFrames(given.map(toPositioned))) {
        await send(frame({ $case: 'records', value: { $type: 'qiantou.event.v1.Records', records } }))
        quietSince = Date.now()
      }
      position = entries.at(-1)?.position ?? position
      if (entries.length === pageSize) continue
      if (!caughtUp) {
        caughtUp = true
        await send(frame({ $case: 'caughtUp', value: { $type: 'qiantou.event.v1.CaughtUp', position: reached() } }))
      }
      if (Date.now() - quietSince >= heartbeatMilliseconds) {
        quietSince = Date.now()
        const value = { $type: 'qiantou.event.v1.Heartbeat' as const, position: reached(), time: new Date() }
        await send(frame({ $case: 'heartbeat', value }))
      }
      if (entries.length === 0) await wake.wait(1_000, signal)
    }
    return right(undefined)
  } finally {
    off()
  }
}

const subscribe = stream<EventLog>()(SubscribeRequest, {
  check: (request, fields) => {
    if (request.subject) fields.name('subject', request.subject, 'resource')
    fields.count('types', request.types.length, 0, 50)
    for (const [i, type] of request.types.slice(0, 50).entries()) fields.messageType(`types[${i}]`, type)
    if (request.from?.$case === 'start') fields.known('start', request.from.value)
    fields.require('from', request.from !== undefined, 'must be a position, EARLIEST or LATEST')
  },
  answer: async (request, call, send) => {
    const last = await call.services.order.last()
    if (request.from?.$case === 'afterPosition') {
      const position = request.from.value
      if (position > last)
        return reject('invalid', 'POSITION_UNKNOWN', { position: `${position}`, last: last < 0n ? '—' : `${last}` })
      return await follow(position, request, call, send)
    }
    const from = request.from?.value === 'SUBSCRIBE_START_LATEST' ? last : -1n
    return await follow(from, request, call, send)
  },
})

// ---- Reading

/** What of these entries the reader may see as history. */
async function readable(entries: readonly Entry[], { caller, services }: Call<EventLog>): Promise<readonly Entry[]> {
  if (caller.role !== 'organisation') return entries
  const membershipsOf = await services.order.membershipsOf(entries.map(({ subject }) => subject))
  return entries.filter((entry) => mayReadRecord(caller, entry, membershipsOf, 'history'))
}

/** What the reader may see of a resource and of everything under it after a position, oldest first, at most `limit`. */
async function history(resource: ResourceName, after: bigint, limit: number, call: Call<EventLog>): Promise<Entry[]> {
  const found: Entry[] = []
  for (let last = after; found.length < limit; ) {
    const entries = await call.services.order.archive.history(resource, last, pageSize)
    found.push(...(await readable(entries, call)))
    if (entries.length < pageSize) break
    last = entries.at(-1)?.position ?? last
  }
  return found.slice(0, limit)
}

const notFound = reject('notFound', 'RECORD_NOT_FOUND')

const getRecord = query<EventLog>()(GetRecordRequest, {
  check: (request, fields) => {
    fields.require('key', request.key !== undefined, 'must be a position or an id')
    if (request.key?.$case === 'id') fields.require('id', isUuid(request.key.value), 'must be a UUID in lower case')
    if (request.key?.$case === 'position')
      fields.require('position', request.key.value < 2n ** 63n, 'must be less than 2^63')
  },
  answer: async ({ key }, call) => {
    const { archive } = call.services.order
    const entry = key?.$case === 'id' ? await archive.byId(key.value) : await archive.byPosition(key?.value ?? 0n)
    const [found] = entry ? await readable([entry], call) : []
    return found ? right({ record: toPositioned(found) }) : notFound
  },
})

const listRecords = query<EventLog>()(ListRecordsRequest, {
  check: (request, fields) => {
    fields.name('resource', request.resource, 'resource')
    fields.page(request)
    fields.require(
      'page_token',
      /^(|[0-9]{1,18})$/.test(parsePageToken(request.pageToken) ?? '-'),
      'must come from an earlier answer',
    )
  },
  answer: async (request, call) => {
    const { page, nextPageToken } = await readPage(request, {
      read: (after, limit) => history(request.resource, BigInt(after || '-1'), limit, call),
      keyOf: ({ position }) => `${position}`,
      toMessage: toPositioned,
      message: PositionedRecord,
    })
    // Who may see nothing of a resource does not learn that it exists.
    if (page.length === 0 && request.pageToken === '') return notFound
    return right({ records: page, nextPageToken })
  },
})

/** As many records as an answer takes: one at least, where there is any. */
function firstOf(records: readonly Uint8Array[]): readonly Uint8Array[] {
  let bytes = 0
  const tooMany = records.findIndex((record, i) => {
    bytes += record.length
    return i > 0 && bytes > maxPageBytes
  })
  return tooMany < 0 ? records : records.slice(0, tooMany)
}

const readSource = query<EventLog>()(ReadSourceRequest, {
  check: (request, fields) => {
    fields.name('source', request.source, 'source')
    fields.require('page_size', request.pageSize <= 1_000, 'must be at most 1000')
    fields.require('after_sequence', request.afterSequence < 2n ** 63n, 'must be less than 2^63')
  },
  answer: async ({ source, afterSequence, pageSize: size }, { caller, services }) => {
    if (caller.role !== 'service') return reject('permission', 'CALLER_NOT_SERVICE')
    const { archive } = services.order
    if (!(await archive.state()).ids.has(source)) return reject('notFound', 'SOURCE_NOT_FOUND', { source })
    return right({ records: firstOf(await archive.source(source, afterSequence, size || 100)) })
  },
})

export const eventService: GrpcService<EventLog> = {
  definition: EventServiceService,
  methods: { subscribe, getRecord, listRecords, readSource },
}
