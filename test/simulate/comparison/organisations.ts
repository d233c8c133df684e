/** The directory on the last day: what the service says, and what its records come to. */
import { GetOrganisationRequest, ListMembersRequest } from '#proto/qiantou/directory/v1/directory_service.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import type { ReadRecord } from '#shared/record/record.ts'
import type { Stubs } from '#shared/testing/stubs.ts'
import { eventsOf, numberOf, referenceOrganisation } from '../../reference-fold/directory.ts'
import type { Findings } from './findings.ts'

export async function compareOrganisations(
  stubs: Stubs,
  records: readonly ReadRecord[],
  day: Day,
  findings: Findings,
): Promise<void> {
  const ofDirectory = records.filter(({ type }) => type.startsWith('qiantou.directory.'))
  const events = eventsOf(ofDirectory)
  for (const name of new Set(ofDirectory.map(({ subject }) => subject))) {
    const request = GetOrganisationRequest.fromPartial({ name, asOf: toDate(day) })
    const { organisation: said } = await call(stubs.directory, (stub) => stub.getOrganisation, request)
    const isGroup = said?.kind === 'ORGANISATION_KIND_GROUP'
    const listing = ListMembersRequest.fromPartial({ name, asOf: toDate(day) })
    // Those that are members and are there.
    const members = isGroup ? (await call(stubs.directory, (stub) => stub.listMembers, listing)).organisations : []
    const meant = referenceOrganisation(events, name, numberOf(toDate(day)))
    findings.counted('terms', meant.terms.length)
    findings.counted('organisations that have ended', meant.state === 'ENDED' ? 1 : 0)
    findings.same(
      name,
      said && {
        version: Number(said.etag),
        state: said.state.replace('ORGANISATION_STATE_', ''),
        title: said.titleZh,
        successors: said.end?.successors ?? [],
        members: members.map((member) => member.name),
        terms: said.terms.map(({ person, role, fromDate, toDate: until }) =>
          [person, role, numberOf(fromDate), numberOf(until)].join(' '),
        ),
      },
      meant,
    )
    findings.counted('organisations')
  }
}
