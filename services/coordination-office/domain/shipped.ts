/** What the directory begins with, as shipped in directory.json: organisations and groups with their members. */
import { z } from 'zod'
import type { OrganisationName, StreamId } from '#shared/domain/decider.ts'
import { always, type Organisation } from '#shared/domain/organisation-state.ts'
import { organisationName } from '#shared/domain/resource-name.ts'
import shipped from '../directory.json' with { type: 'json' }
import type { Known, OrganisationCommand } from './organisation.ts'

const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/)

const entry = z.strictObject({
  code,
  level: z.enum(['PARTY_ORGAN', 'PROVINCE', 'CITY', 'COUNTY', 'PARK', 'CENTRAL_AGENCY']),
  name: z.strictObject({ zh: z.string(), en: z.string() }),
  aliases: z.array(z.string()),
  kind: z.enum(['ORGANISATION', 'GROUP', 'MECHANISM']),
  fromDocument: z.boolean(),
  note: z.string().optional(),
  members: z.array(code).optional(),
})

type Entry = z.infer<typeof entry>

const directory = z.strictObject({ registrar: code, organisations: z.array(entry) }).parse(shipped)

/** The names of what is shipped. */
export const shippedNames: readonly OrganisationName[] = directory.organisations.map(({ code }) =>
  organisationName(code),
)

/** A command on its way: what it enters into which stream, beside which other organisations. */
export type Entering = {
  readonly stream: StreamId
  readonly beside: readonly OrganisationName[]
  readonly commandWith: (known: Known) => OrganisationCommand
}

const registering = ({ code, level, name, aliases, kind }: Entry): Entering => ({
  stream: organisationName(code),
  beside: [],
  commandWith: (known) => ({
    ...{ type: 'Register', titleZh: name.zh, titleEn: name.en, aliases, known },
    kind: `ORGANISATION_KIND_${kind}`,
    level: `ORGANISATION_LEVEL_${level}`,
    ...{ superior: '', date: always, registrar: organisationName(directory.registrar) },
  }),
})

const adding = (group: OrganisationName, member: OrganisationName): Entering => ({
  stream: group,
  beside: [member],
  commandWith: (known) => ({ type: 'AddMember', member, date: always, known }),
})

/**
 * What is shipped and never was in the directory: organisations first, then members. Whatever its registrar has changed
 * stays as it is, a member that was removed too.
 */
export function missing(present: ReadonlyMap<OrganisationName, Organisation>): readonly Entering[] {
  const { organisations } = directory
  const members = organisations.flatMap(({ code, members = [] }) =>
    members.map((member) => ({ group: organisationName(code), member: organisationName(member) })),
  )
  const wasMember = (group: OrganisationName, member: OrganisationName): boolean =>
    present.get(group)?.memberships.some((one) => one.member === member) === true
  return [
    ...organisations.filter(({ code }) => !present.has(organisationName(code))).map(registering),
    ...members
      .filter(({ group, member }) => !wasMember(group, member))
      .map(({ group, member }) => adding(group, member)),
  ]
}
