import { left, right } from 'fp-ts/lib/Either.js'
import {
  DirectoryServiceService,
  GetOrganisationRequest,
  ListOrganisationsRequest,
  type Organisation as OrganisationResource,
} from '#proto/qiantou/directory/v1/directory_service.ts'
import { rejection } from '#shared/domain/rejection.ts'
import { query } from '#shared/grpc/method.ts'
import { readPage } from '#shared/grpc/page.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import { type Organisation, organisations } from '../domain/directory.ts'
import type { CoordinationOffice } from '../main.ts'

const toOrganisation = (name: string, organisation: Organisation): OrganisationResource => ({
  $type: 'qiantou.directory.v1.Organisation',
  name,
  titleZh: organisation.name.zh,
  titleEn: organisation.name.en,
  aliases: organisation.aliases,
  kind: `ORGANISATION_KIND_${organisation.kind}`,
  level: `ORGANISATION_LEVEL_${organisation.level}`,
})

const getOrganisation = query<CoordinationOffice>()(GetOrganisationRequest, {
  check: (request, fields) => fields.name('name', request.name, 'organisation'),
  answer: async ({ name }) => {
    const organisation = organisations.get(name)
    return organisation
      ? right({ organisation: toOrganisation(name, organisation) })
      : left(rejection('notFound', 'ORGANISATION_NOT_FOUND'))
  },
})

const listOrganisations = query<CoordinationOffice>()(ListOrganisationsRequest, {
  check: (request, fields) => fields.page(request),
  answer: async (request) => {
    const { page, nextPageToken } = await readPage(
      request,
      (after, limit) => [...organisations].filter(([name]) => name > after).slice(0, limit),
      ([name]) => name,
    )
    return right({
      organisations: page.map(([name, organisation]) => toOrganisation(name, organisation)),
      nextPageToken,
    })
  },
})

export const directoryService: GrpcService<CoordinationOffice> = {
  definition: DirectoryServiceService,
  methods: { getOrganisation, listOrganisations },
}
