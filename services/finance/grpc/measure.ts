/** Measures: all their methods, and who may know of one. */
import { left, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import type { CallContent, MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import {
  AmendMeasureRequest,
  EnterMeasureRequest,
  GetMeasureRequest,
  ListMeasuresRequest,
  type MeasureCall,
  Measure as MeasureResource,
  MeasureServiceService,
  type MeasureVersion,
  OpenCallRequest,
} from '#proto/qiantou/measure/v1/measure_service.ts'
import { dayFrom, toDate } from '#shared/domain/calendar.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { formatName, isUnder, partsOf, programmeOf } from '#shared/domain/resource-name.ts'
import type { Fields } from '#shared/grpc/fields.ts'
import { checkCall, checkMeasure } from '#shared/grpc/measure.ts'
import { type Call, command, prepared, query } from '#shared/grpc/method.ts'
import { holdsAny, readPage } from '#shared/grpc/page.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import type { Decided } from '#shared/postgres/work.ts'
import { contentOf, type Measure, measureDecider, type Version } from '../domain/measure.ts'
import { callContentOf, type Call as OpenedCall } from '../domain/measure-call.ts'
import { programmeView } from '../domain/programme.ts'
import type { Finance } from '../main.ts'
import { type MeasureRow, readMeasures } from '../postgres/measure.ts'
import { measureReaders } from './measure-readers.ts'
import { notFound } from './not-found.ts'
import { officeOf, readable } from './readable.ts'

type Standing = { readonly state: Measure; readonly version: bigint }

const toVersion = (version: Version, number: number): MeasureVersion => ({
  $type: 'qiantou.measure.v1.MeasureVersion',
  number,
  effectiveFrom: toDate(version.from),
  content: contentOf(version),
  enterTime: new Date(version.enteredAt),
})

const toCall = (call: OpenedCall): MeasureCall => ({
  $type: 'qiantou.measure.v1.MeasureCall',
  callId: call.id,
  content: callContentOf(call),
  openTime: new Date(call.openedAt),
})

const toMeasure = (name: string, { state, version }: Standing): MeasureResource => ({
  $type: 'qiantou.measure.v1.Measure',
  name,
  etag: version,
  versions: state.versions.map((one, i) => toVersion(one, i + 1)),
  calls: state.calls.map(toCall),
})

/** What a measure of a programme must be. */
function checkContent(content: MeasureContent | undefined, parent: string, fields: Fields): void {
  if (!content) return fields.require('content', false, 'is required')
  checkMeasure(content, fields)
  fields.require('content.clause', isUnder(content.clause, parent), 'must be of the programme')
}

// ---- Commands

const answering = {
  parties: async ({ stream, state }: Decided<Measure>, call: Call<Finance>) =>
    measureReaders(call)(await officeOf(stream, call), state),
  reply: ({ stream, state, version, receipt }: Decided<Measure>) => ({
    measure: toMeasure(stream, { state, version }),
    receipt: toReceipt(receipt),
  }),
}

const enterMeasure = command<Finance>()(EnterMeasureRequest, measureDecider, {
  check: ({ parent, measureId, content }, fields) => {
    fields.name('parent', parent, 'programme')
    fields.id('measure_id', measureId)
    checkContent(content, parent, fields)
  },
  stream: ({ parent, measureId }) => formatName('measure', { ...partsOf('programme', parent), measure: measureId }),
  beside: ({ parent }) => [parent],
  prepare: async (request, { services }) => {
    const content = request.content as MeasureContent
    const unknown = await services.directory.strangers(content.organisations)
    if (unknown) return left(unknown)
    return prepared((stateOf) => {
      const programme = stateOf(request.parent, programmeView)
      return programme ? right({ type: 'Enter', programme, content }) : notFound.programme
    })
  },
  ...answering,
})

const amendMeasure = command<Finance>()(AmendMeasureRequest, measureDecider, {
  check: ({ name, content, effectiveFrom }, fields) => {
    fields.name('name', name, 'measure')
    if (fields.violations.length === 0) checkContent(content, programmeOf(name), fields)
    fields.date('effective_from', effectiveFrom)
  },
  stream: ({ name }) => name,
  beside: ({ name }) => [programmeOf(name)],
  prepare: async (request, call) => {
    const content = request.content as MeasureContent
    const unknown = await call.services.directory.strangers(content.organisations)
    if (unknown) return left(unknown)
    const from = dayFrom(request.effectiveFrom as DateMessage)
    return prepared((stateOf) => {
      const programme = stateOf(programmeOf(request.name), programmeView)
      const measure = stateOf(request.name, measureDecider)
      // Who may not read a measure is not told that it is there.
      if (!programme || !measure || !mayRead(call.caller, measureReaders(call)(programme.office, measure)))
        return notFound.measure
      return right({ type: 'Amend', programme, content, from })
    })
  },
  ...answering,
})

const openCall = command<Finance>()(OpenCallRequest, measureDecider, {
  check: ({ name, callId, content }, fields) => {
    fields.name('name', name, 'measure')
    fields.id('call_id', callId)
    if (content) checkCall(content, fields)
    else fields.require('content', false, 'is required')
  },
  stream: ({ name }) => name,
  beside: ({ name }) => [programmeOf(name)],
  prepare: async (request, call) => {
    const entryOf = await call.services.directory.entriesByNow()
    return prepared((stateOf) => {
      const programme = stateOf(programmeOf(request.name), programmeView)
      const measure = stateOf(request.name, measureDecider)
      if (!programme || !measure || !mayRead(call.caller, measureReaders(call)(programme.office, measure)))
        return notFound.measure
      const said = { call: request.callId, content: request.content as CallContent }
      return right({ type: 'OpenCall', programme, ...said, entryOf })
    })
  },
  ...answering,
})

// ---- Queries

const getMeasure = query<Finance>()(GetMeasureRequest, {
  check: ({ name }, fields) => fields.name('name', name, 'measure'),
  answer: async ({ name }, call) => {
    const found = await readable(name, measureDecider, measureReaders(call), call)
    return found ? right({ measure: toMeasure(name, found) }) : notFound.measure
  },
})

const listMeasures = query<Finance>()(ListMeasuresRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'programme')
    fields.page(request)
  },
  answer: async (request, { caller, services }) => {
    const { parent } = request
    const programme = (await services.store.load(parent, programmeView))?.state
    const readsAll = programme !== undefined && mayRead(caller, new Set([programme.office]))
    const readers = readsAll ? undefined : [caller.actor, ...services.directory.formerOf(caller.actor)]
    const { database } = services
    const listed = {
      read: (after: string, limit: number) => readMeasures(database, { parent, after, limit, readers }),
      keyOf: ({ name }: MeasureRow) => name,
      // The newest version alone, and no calls.
      toMessage: ({ name, state, version }: MeasureRow) => {
        const all = toMeasure(name, { state, version })
        return { ...all, versions: all.versions.slice(-1), calls: [] }
      },
      message: MeasureResource,
    }
    const { page, nextPageToken } = await readPage(request, listed)
    const knows = readsAll || (programme !== undefined && (await holdsAny(page, request, listed)))
    return knows ? right({ measures: page, nextPageToken }) : notFound.programme
  },
})

export const measureService: GrpcService<Finance> = {
  definition: MeasureServiceService,
  methods: { enterMeasure, amendMeasure, openCall, getMeasure, listMeasures },
}
