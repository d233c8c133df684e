import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import {
  CheckStatesRequest,
  GetStatusRequest,
  ListParkedRecordsRequest,
  OperationServiceService,
  ParkedRecord,
  RedriveParkedRecordsRequest,
  type ServiceStatus,
  type SourceStatus,
} from '#proto/qiantou/operation/v1/operation_service.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { refusedHandshakes } from '#shared/identity/handshakes.ts'
import type { Opened, Operations, ParkedRow } from '#shared/lifecycle/service.ts'
import type { Subscription } from '#shared/log/log.ts'
import { type Call, query } from './method.ts'
import { parsePageToken, readPage } from './page.ts'
import type { GrpcService } from './server.ts'

/** A service of this process while it runs; `opened` is undefined while it starts. */
export type Running = {
  readonly name: string
  opened: Opened<unknown> | undefined
  subscription: Subscription | undefined
}

/** What the operation service has at hand: the services of this process. */
export type Process = { readonly running: readonly Running[] }

async function sourceStatuses({ opened, subscription }: Running): Promise<SourceStatus[]> {
  const lag = await subscription?.lag()
  const stops = opened?.follows?.stops?.()
  return [...(lag ?? [])].map(([source, { position, latest, stopped }]) => ({
    $type: 'qiantou.operation.v1.SourceStatus',
    source,
    sequence: position,
    latestSequence: latest ?? 0n,
    stopped: stops?.get(source)?.reason ?? stopped ?? '',
    root: stops?.get(source)?.root ?? '',
  }))
}

async function statusOf(running: Running): Promise<ServiceStatus> {
  const { name, opened } = running
  const base = {
    $type: 'qiantou.operation.v1.ServiceStatus' as const,
    service: name,
    refusedHandshakes: refusedHandshakes(),
  }
  if (!opened) return { ...base, ready: false, sequence: 0n, sources: [], parked: 0n }
  const sources = await sourceStatuses(running)
  const parked = (await opened.operations?.parked()) ?? 0n
  return { ...base, ready: true, sequence: await opened.sequence(), sources, parked }
}

const getStatus = query<Process>()(GetStatusRequest, {
  check: () => {},
  answer: async (_, { services }) => {
    const statuses = await Promise.all(services.running.map(statusOf))
    const standing = statuses.some(({ sources }) => sources.some(({ root }) => root !== ''))
    return right({ ready: statuses.every(({ ready }) => ready) && !standing, services: statuses })
  },
})

/** The operations of a service of this process, for callers that are services. */
function operationsOf(service: string, { caller, services }: Call<Process>): Either<Rejection, Operations> {
  if (caller.role !== 'service') return reject('permission', 'CALLER_NOT_SERVICE')
  const opened = services.running.find(({ name }) => name === service)?.opened
  if (!opened) return reject('notFound', 'SERVICE_NOT_HERE', { service })
  return opened.operations ? right(opened.operations) : reject('notFound', 'NOTHING_FOLDED', { service })
}

const toParked = (service: string, row: ParkedRow): ParkedRecord => ({
  $type: 'qiantou.operation.v1.ParkedRecord',
  service,
  source: row.source,
  sequence: row.sequence,
  key: row.key,
  part: 'PARKED_PART_RECORD',
  reason: row.reason,
  record: row.bytes as Buffer,
  parkTime: row.park_time,
})

const listParkedRecords = query<Process>()(ListParkedRecordsRequest, {
  check: (request, fields) => {
    fields.id('service', request.service)
    fields.page(request)
    fields.require(
      'page_token',
      /^(|\S+ [0-9]{1,18})$/.test(parsePageToken(request.pageToken) ?? '-'),
      'must come from an earlier answer',
    )
  },
  answer: async (request, call) => {
    const { service } = request
    const operations = operationsOf(service, call)
    if (isLeft(operations)) return operations
    const read = (after: string, limit: number) => {
      const [source = '', sequence = '0'] = after.split(' ')
      return operations.right.listParked({ source, sequence: BigInt(sequence) }, limit)
    }
    const { page, nextPageToken } = await readPage(request, {
      read,
      keyOf: (row) => `${row.source} ${row.sequence}`,
      toMessage: (row) => toParked(service, row),
      message: ParkedRecord,
    })
    return right({ records: page, nextPageToken })
  },
})

const redriveParkedRecords = query<Process>()(RedriveParkedRecordsRequest, {
  check: (request, fields) => {
    fields.id('service', request.service)
    fields.text('key', request.key, 0, 300)
  },
  answer: async ({ service, key }, call) => {
    const operations = operationsOf(service, call)
    if (isLeft(operations)) return operations
    const { redriven, remaining } = await operations.right.redrive(key)
    return right({ redriven: BigInt(redriven), remaining: BigInt(remaining) })
  },
})

const checkStates = query<Process>()(CheckStatesRequest, {
  check: (request, fields) => fields.id('service', request.service),
  answer: async ({ service }, call) => {
    const operations = operationsOf(service, call)
    if (isLeft(operations)) return operations
    const { streams, differing } = await operations.right.checkStates()
    const differingCount = BigInt(differing.length)
    return right({ streams: BigInt(streams), differing: differing.slice(0, 100), differingCount })
  },
})

export const operationService: GrpcService<Process> = {
  definition: OperationServiceService,
  methods: { getStatus, listParkedRecords, redriveParkedRecords, checkStates },
}
