/** What is asked of consultations, and all their methods. */

import { isLeft, right } from 'fp-ts/lib/Either.js'
import {
  Consultation as ConsultationResource,
  ConsultationServiceService,
  ConsultationState,
  GetConsultationRequest,
  GetConsultationTextRequest,
  ListConsultationsRequest,
} from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { checkAsOf, stateAfter } from '#shared/archive/past.ts'
import type { Consultation } from '#shared/domain/consultation-state.ts'
import { mayRead, type Reader } from '#shared/domain/entitlement.ts'
import { hashesForAnswer } from '#shared/grpc/content.ts'
import { parseFilter, valuesIn } from '#shared/grpc/fields.ts'
import { type Call, query } from '#shared/grpc/method.ts'
import { readPage } from '#shared/grpc/page.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import { checkText, textKept } from '#shared/grpc/text.ts'
import { readTexts } from '#shared/postgres/content.ts'
import { consultationDecider } from '../domain/consultation.ts'
import { everAsks, seenBy } from '../domain/consultation-sight.ts'
import { programmeParties, programmeView } from '../domain/programme.ts'
import type { CoordinationOffice } from '../main.ts'
import { partyBelow, readConsultations } from '../postgres/consultation.ts'
import { consultationMethods } from './consultation-change.ts'
import { textsOf, toConsultation, toListed } from './consultation-resource.ts'
import { notFound } from './not-found.ts'

/** Whether a programme is there for the caller: it is for its office, for who reads by role, and for parties below it. */
async function isThere(parent: string, { caller, services }: Call<CoordinationOffice>): Promise<boolean> {
  const programme = (await services.store.load(parent, programmeView))?.state
  if (!programme) return false
  return mayRead(caller, programmeParties(programme)) || partyBelow(services.database, parent, caller.actor)
}

/** What the caller sees of a consultation: all, by role. */
const seenOf = (state: Consultation, { role, actor }: Reader): Consultation | undefined =>
  role === 'organisation' ? seenBy(state, actor) : state

/** The consultation, if the caller may see it. */
async function readable(name: string, { caller, services }: Call<CoordinationOffice>) {
  const row = await services.store.load(name, consultationDecider)
  const state = row?.state
  const seen = state && seenOf(state, caller)
  return row && seen && { state: seen, version: row.version, isWhole: seen === state }
}

const getConsultation = query<CoordinationOffice>()(GetConsultationRequest, {
  check: (request, fields) => {
    fields.name('name', request.name, 'consultation')
    checkAsOf(request, fields)
  },
  answer: async (request, call) => {
    const { name } = request
    const row = await readable(name, call)
    const now = row ? right(row) : notFound.consultation
    const standing = await call.services.past.standing(request, now, (records, _, { isWhole }) => {
      const state = stateAfter<Consultation>(records, name, consultationDecider)
      // Who sees all of it today sees all of what it was.
      const seen = state && (isWhole ? state : seenOf(state, call.caller))
      return seen && { state: seen, version: 0n, isWhole }
    })
    if (isLeft(standing)) return standing
    const found = standing.right
    const texts = await readTexts(call.services.database, hashesForAnswer(textsOf(found.state)))
    return right({ consultation: toConsultation(name, found.state, found.version, texts) })
  },
})

const states = valuesIn(ConsultationState, 'CONSULTATION_STATE_')

const filters = ['state', 'body'] as const

const listConsultations = query<CoordinationOffice>()(ListConsultationsRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'programme')
    fields.page(request)
    fields.filter(request.filter, filters, { state: states, body: 'organisation' })
  },
  answer: async (request, call) => {
    const { caller, services } = call
    const terms = parseFilter(request.filter, filters)
    const [state, body] = filters.map((name) => terms?.get(name))
    const wanted = { parent: request.parent, state, body, reader: caller }
    const { page, nextPageToken } = await readPage(request, {
      read: (after, limit) => readConsultations(services.database, { ...wanted, after, limit }),
      keyOf: ({ name }) => name,
      // Who sees a part of it filters by that part.
      keeps: ({ state: whole }) => {
        const seen = seenOf(whole, caller)
        return seen !== undefined && (body === undefined || everAsks(seen, body))
      },
      toMessage: (row) => toListed(row.name, seenOf(row.state, caller) as Consultation, row.version),
      message: ConsultationResource,
    })
    // What is not there for the caller is not told apart from what is not there (docs/domain.md, rule 12).
    if (page.length === 0 && !(await isThere(request.parent, call))) return notFound.programme
    return right({ consultations: page, nextPageToken })
  },
})

const getConsultationText = query<CoordinationOffice>()(GetConsultationTextRequest, {
  check: checkText('consultation'),
  answer: async (request, call) => {
    const row = (await call.services.store.load(request.name, consultationDecider))?.state
    const seen = row && seenOf(row, call.caller)
    // Of a part of it nothing but what stands there.
    const [sha256, isWhole] = [Buffer.from(request.sha256).toString('hex'), seen === row]
    const mayReadText = seen !== undefined && (isWhole || textsOf(seen).some((text) => text.sha256 === sha256))
    return textKept(request, mayReadText, call, notFound.consultation)
  },
})

export const consultationService: GrpcService<CoordinationOffice> = {
  definition: ConsultationServiceService,
  methods: { ...consultationMethods, getConsultation, listConsultations, getConsultationText },
}
