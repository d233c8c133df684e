/** What `qiantou directory …` shows. */
import * as directory from '#proto/qiantou/directory/v1/directory_service.ts'
import type { After } from '#shared/domain/decider.ts'
import { allPages } from '#shared/grpc/page.ts'
import { organisationName } from '../input/name.ts'
import { dateOrNone } from '../input/text.ts'
import type { Session } from '../session.ts'
import { jsonOf } from '../text/json.ts'
import { listOrganisations, loadNames } from '../text/names.ts'
import { organisationSheet, organisationTable } from '../text/organisation.ts'
import { write, writeJson } from '../text/output.ts'

type Reading = { readonly asOf?: string; readonly after?: readonly After[] }
type ListOptions = Reading & {
  readonly kind?: string
  readonly level?: string
  readonly state?: string
  readonly called?: string
}

export async function list(session: Session, options: ListOptions): Promise<void> {
  const { json, language } = session.settings
  const { kind, level, state, called, asOf } = options
  const terms = Object.entries({ kind, level, state }).filter(([, value]) => value !== undefined)
  const filter = terms.map(([key, value]) => `${key} = ${value?.toUpperCase()}`).join(' AND ')
  const wanted = { filter, documentName: called ?? '', asOf: dateOrNone(asOf) }
  const organisations = await listOrganisations(await session.bus(), wanted, options.after)
  if (json) return writeJson({ organisations: jsonOf(organisations) })
  const exactly = {
    zh: '无:--called 须为全称或简称,一字不差',
    en: 'none: --called takes a full name or an alias, exactly',
  }
  const isUncalled = called !== undefined && organisations.length === 0
  await write(isUncalled ? exactly[language] : organisationTable(organisations, language))
}

export async function show(session: Session, code: string, { asOf, after }: Reading): Promise<void> {
  const { settings } = session
  const request = directory.GetOrganisationRequest.create({ name: organisationName(code) })
  const bus = await session.bus()
  const response = await bus.call(
    directory.DirectoryServiceClient,
    (client) => client.getOrganisation,
    { ...request, asOf: dateOrNone(asOf) },
    after,
  )
  if (settings.json) return writeJson(jsonOf(response))
  const names = await loadNames(bus, settings)
  await write(organisationSheet(response.organisation as directory.Organisation, names, settings.language))
}

export async function members(session: Session, group: string, { asOf, after }: Reading): Promise<void> {
  const { json, language } = session.settings
  const bus = await session.bus()
  const organisations: directory.Organisation[] = []
  const fetch = (pageToken: string) => {
    const name = organisationName(group)
    const request = {
      ...directory.ListMembersRequest.create({ name, pageSize: 1_000, pageToken }),
      asOf: dateOrNone(asOf),
    }
    return bus.call(directory.DirectoryServiceClient, (client) => client.listMembers, request, after)
  }
  for await (const page of allPages(fetch)) organisations.push(...page.organisations)
  if (json) return writeJson({ organisations: jsonOf(organisations) })
  await write(organisationTable(organisations, language))
}
