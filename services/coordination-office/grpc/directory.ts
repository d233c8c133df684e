/** What is asked of the directory, and all its methods. */
import { right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import {
  DirectoryServiceService,
  GetOrganisationRequest,
  GetOrganisationTextRequest,
  ListMembersRequest,
  ListOrganisationsRequest,
  OrganisationKind,
  OrganisationLevel,
  Organisation as OrganisationResource,
  OrganisationState,
} from '#proto/qiantou/directory/v1/directory_service.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { dayOrAlways, membersOn, type Organisation, organisationParties } from '#shared/domain/organisation-state.ts'
import { reject } from '#shared/domain/rejection.ts'
import { hashesForAnswer } from '#shared/grpc/content.ts'
import { type Fields, limits, parseFilter, valuesIn } from '#shared/grpc/fields.ts'
import { type Call, query, todayOf } from '#shared/grpc/method.ts'
import { readPage } from '#shared/grpc/page.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import { checkText, noText, textOf } from '#shared/grpc/text.ts'
import { readTexts } from '#shared/postgres/content.ts'
import { organisationDecider } from '../domain/organisation.ts'
import type { CoordinationOffice } from '../main.ts'
import { readOrganisations } from '../postgres/organisation.ts'
import { directoryMethods } from './directory-change.ts'
import { notFound } from './not-found.ts'
import { toListed, toOrganisation } from './organisation-resource.ts'

/** The day that a query asks for: today, unless it says. */
const dayAsked = (asOf: DateMessage | undefined, call: Call<CoordinationOffice>): string =>
  asOf ? dayOrAlways(asOf) : todayOf(call)

const checkDay = (asOf: DateMessage | undefined, fields: Fields): void => {
  if (asOf) fields.date('as_of', asOf)
}

/** What people are called is for the organisation and its registrar, and for who reads by role. */
const mayReadPeople = ({ caller }: Call<CoordinationOffice>, state: Organisation): boolean =>
  mayRead(caller, organisationParties(state))

const getOrganisation = query<CoordinationOffice>()(GetOrganisationRequest, {
  check: (request, fields) => {
    fields.name('name', request.name, 'organisation')
    checkDay(request.asOf, fields)
  },
  answer: async ({ name, asOf }, call) => {
    const row = await call.services.store.load(name, organisationDecider)
    const state = row?.state
    if (!row || !state) return notFound.organisation
    const newestFirst = state.terms.map(({ displayName }) => displayName).reverse()
    const shown = mayReadPeople(call, state) ? hashesForAnswer(newestFirst) : []
    const texts = await readTexts(call.services.database, shown)
    return right({ organisation: toOrganisation(state, row.version, dayAsked(asOf, call), texts) })
  },
})

/** Values as filters name them: without their prefix, and those only that an organisation may have. */
const filters = {
  state: valuesIn(OrganisationState, 'ORGANISATION_STATE_'),
  kind: valuesIn(OrganisationKind, 'ORGANISATION_KIND_'),
  level: valuesIn(OrganisationLevel, 'ORGANISATION_LEVEL_'),
}

const listOrganisations = query<CoordinationOffice>()(ListOrganisationsRequest, {
  check: (request, fields) => {
    fields.page(request)
    fields.filter(request.filter, Object.keys(filters), filters)
    fields.text('document_name', request.documentName, 0, limits.title)
    checkDay(request.asOf, fields)
  },
  answer: async (request, call) => {
    const { filter, documentName, asOf } = request
    const terms = parseFilter(filter, Object.keys(filters))
    const day = dayAsked(asOf, call)
    const wanted = {
      ...{ state: terms?.get('state'), kind: terms?.get('kind'), level: terms?.get('level') },
      ...{ documentName, day },
    }
    const { page, nextPageToken } = await readPage(request, {
      read: (after, limit) => readOrganisations(call.services.database, { ...wanted, after, limit }),
      keyOf: ({ name }) => name,
      toMessage: ({ state, version }) => toListed(state, version, day),
      message: OrganisationResource,
    })
    return right({ organisations: page, nextPageToken })
  },
})

const listMembers = query<CoordinationOffice>()(ListMembersRequest, {
  check: (request, fields) => {
    fields.name('name', request.name, 'organisation')
    checkDay(request.asOf, fields)
    fields.page(request)
  },
  answer: async (request, call) => {
    const { store, database } = call.services
    const group = (await store.load(request.name, organisationDecider))?.state
    if (!group) return notFound.organisation
    if (group.kind !== 'ORGANISATION_KIND_GROUP') return reject('precondition', 'NOT_A_GROUP')
    const day = dayAsked(request.asOf, call)
    // Nothing is addressed to a body that is not there, whether or not somebody has taken it out of the group yet.
    const wanted = { day, state: 'ACTIVE', names: membersOn(group, day) }
    const { page, nextPageToken } = await readPage(request, {
      read: (after, limit) => readOrganisations(database, { ...wanted, after, limit }),
      keyOf: ({ name }) => name,
      toMessage: ({ state, version }) => toListed(state, version, day),
      message: OrganisationResource,
    })
    return right({ organisations: page, nextPageToken })
  },
})

const getOrganisationText = query<CoordinationOffice>()(GetOrganisationTextRequest, {
  check: checkText('organisation'),
  answer: async (request, call) => {
    const { store, database } = call.services
    const state = (await store.load(request.name, organisationDecider))?.state
    if (!state) return notFound.organisation
    return mayReadPeople(call, state) ? textOf(request, database) : noText
  },
})

export const directoryService: GrpcService<CoordinationOffice> = {
  definition: DirectoryServiceService,
  methods: { ...directoryMethods, getOrganisation, listOrganisations, listMembers, getOrganisationText },
}
