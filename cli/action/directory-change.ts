/** What `qiantou directory …` changes. */
import * as directory from '#proto/qiantou/directory/v1/directory_service.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import { codeOf } from '#shared/domain/resource-name.ts'
import type { Bus } from '../bus/bus.ts'
import { type CommandOptions, commandFields } from '../input/command.ts'
import { organisationCode, organisationName } from '../input/name.ts'
import { dateOf, dateOrNone, textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import type { Bilingual } from '../settings.ts'
import { jsonOf } from '../text/json.ts'
import { namesInSentences } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { told } from '../text/receipt.ts'
import { word } from '../text/words.ts'
import { tellLeftOpen } from './left-open.ts'

type Answer = { readonly organisation: directory.Organisation | undefined; readonly receipt: Receipt | undefined }

/** Sends a command and says what it did. In English bodies go by their codes, as they were typed. */
async function change(
  session: Session,
  options: CommandOptions,
  send: (bus: Bus, fields: ReturnType<typeof commandFields>) => Promise<Answer>,
  act: (name: (organisation: string) => string, organisation: directory.Organisation) => Bilingual,
): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const answer = await send(bus, commandFields(options))
  if (settings.json) return writeJson(jsonOf(answer))
  const names = await namesInSentences(bus, settings)
  const { organisation, receipt } = answer as Answer & { readonly organisation: directory.Organisation }
  const done = act((name) => names.of(name), organisation)
  await write(told(codeOf(organisation.name), done[settings.language], receipt, settings))
}

type Titled = CommandOptions & {
  readonly titleZh: string
  readonly titleEn: string
  readonly alias?: readonly string[]
}
type RegisterOptions = Titled & {
  readonly kind: string
  readonly level: string
  readonly superior?: string
  readonly from?: string
}

const titlesOf = ({ titleZh, titleEn, alias }: Titled) => ({ titleZh, titleEn, aliases: [...(alias ?? [])] })

export const register = (session: Session, code: string, options: RegisterOptions): Promise<void> => {
  const { kind, level, superior, from, after } = options
  const request = {
    ...{ organisationId: organisationCode(code), ...titlesOf(options), effectiveDate: dateOrNone(from) },
    kind: directory.organisationKindFromJSON(`ORGANISATION_KIND_${kind.toUpperCase()}`),
    level: directory.organisationLevelFromJSON(`ORGANISATION_LEVEL_${level.toUpperCase()}`),
    superior: superior ? organisationName(superior) : '',
  }
  return change(
    session,
    options,
    (bus, { etag: _, ...fields }) => {
      const message = directory.RegisterOrganisationRequest.fromPartial({ ...fields, ...request })
      return bus.call(directory.DirectoryServiceClient, (client) => client.registerOrganisation, message, after)
    },
    () => ({ zh: `已登记“${options.titleZh}”`, en: `registered “${options.titleEn}”` }),
  )
}

export const rename = (session: Session, code: string, options: Titled & { readonly from: string }): Promise<void> => {
  const request = { name: organisationName(code), ...titlesOf(options), effectiveDate: dateOf(options.from) }
  return change(
    session,
    options,
    (bus, fields) => {
      const message = directory.RenameOrganisationRequest.fromPartial({ ...fields, ...request })
      return bus.call(directory.DirectoryServiceClient, (client) => client.renameOrganisation, message, options.after)
    },
    () => ({
      zh: `自 ${options.from} 起更名为“${options.titleZh}”`,
      en: `called “${options.titleEn}” from ${options.from} on`,
    }),
  )
}

type Ending = CommandOptions & { readonly on: string; readonly basis: string }

const endOf = (code: string, { on, basis }: Ending) => ({
  name: organisationName(code),
  effectiveDate: dateOf(on),
  basis,
})

export const merge = (session: Session, code: string, into: string, options: Ending): Promise<void> => {
  const request = { ...endOf(code, options), into: organisationName(into) }
  return change(
    session,
    options,
    (bus, fields) => {
      const message = directory.MergeOrganisationRequest.fromPartial({ ...fields, ...request })
      return bus.call(directory.DirectoryServiceClient, (client) => client.mergeOrganisation, message, options.after)
    },
    (name) => ({
      zh: `自 ${options.on} 起并入 ${name(request.into)}`,
      en: `merged into ${name(request.into)} from ${options.on} on`,
    }),
  )
}

export const split = (session: Session, code: string, into: readonly string[], options: Ending): Promise<void> => {
  const request = { ...endOf(code, options), into: into.map(organisationName) }
  return change(
    session,
    options,
    (bus, fields) => {
      const message = directory.SplitOrganisationRequest.fromPartial({ ...fields, ...request })
      return bus.call(directory.DirectoryServiceClient, (client) => client.splitOrganisation, message, options.after)
    },
    (name) => ({
      zh: `自 ${options.on} 起拆分为 ${request.into.map(name).join('、')}`,
      en: `split into ${request.into.map(name).join(', ')} from ${options.on} on`,
    }),
  )
}

type Dissolving = Ending & { readonly successor?: string }

export const dissolve = async (session: Session, code: string, options: Dissolving): Promise<void> => {
  const successor = options.successor ? organisationName(options.successor) : ''
  const request = { ...endOf(code, options), successor }
  await change(
    session,
    options,
    (bus, fields) => {
      const message = directory.DissolveOrganisationRequest.fromPartial({ ...fields, ...request })
      return bus.call(directory.DirectoryServiceClient, (client) => client.dissolveOrganisation, message, options.after)
    },
    (name) => ({
      zh: `自 ${options.on} 起撤销${successor ? `,由 ${name(successor)} 承接` : ''}`,
      en: `dissolved from ${options.on} on${successor ? `, succeeded by ${name(successor)}` : ''}`,
    }),
  )
  if (!successor && !session.settings.json) await tellLeftOpen(session, request.name)
}

export const succeed = (
  session: Session,
  code: string,
  successor: string,
  options: CommandOptions & { readonly basis: string },
): Promise<void> => {
  const { basis } = options
  const request = { name: organisationName(code), successor: organisationName(successor), basis }
  return change(
    session,
    options,
    (bus, fields) => {
      const message = directory.NameSuccessorRequest.fromPartial({ ...fields, ...request })
      return bus.call(directory.DirectoryServiceClient, (client) => client.nameSuccessor, message, options.after)
    },
    (name) => ({ zh: `由 ${name(request.successor)} 承接`, en: `succeeded by ${name(request.successor)}` }),
  )
}

export const addMember = (
  session: Session,
  group: string,
  member: string,
  options: CommandOptions & { readonly from?: string },
): Promise<void> => {
  const request = {
    name: organisationName(group),
    member: organisationName(member),
    effectiveDate: dateOrNone(options.from),
  }
  return change(
    session,
    options,
    (bus, fields) => {
      const message = directory.AddMemberRequest.fromPartial({ ...fields, ...request })
      return bus.call(directory.DirectoryServiceClient, (client) => client.addMember, message, options.after)
    },
    (name) => ({ zh: `已加入成员 ${name(request.member)}`, en: `${name(request.member)} is a member` }),
  )
}

export const removeMember = (
  session: Session,
  group: string,
  member: string,
  options: CommandOptions & { readonly on: string },
): Promise<void> => {
  const request = { name: organisationName(group), member: organisationName(member), effectiveDate: dateOf(options.on) }
  return change(
    session,
    options,
    (bus, fields) => {
      const message = directory.RemoveMemberRequest.fromPartial({ ...fields, ...request })
      return bus.call(directory.DirectoryServiceClient, (client) => client.removeMember, message, options.after)
    },
    (name) => ({
      zh: `自 ${options.on} 起移出成员 ${name(request.member)}`,
      en: `${name(request.member)} is no member from ${options.on} on`,
    }),
  )
}

type BeginOptions = CommandOptions & {
  readonly called: string
  readonly role: string
  readonly from: string
  readonly to?: string
  readonly person?: string
  readonly limit?: bigint
}

export const roleOf = (role: string): directory.TermRole =>
  directory.termRoleFromJSON(`TERM_ROLE_${role.toUpperCase()}`)

export const beginTerm = async (session: Session, code: string, options: BeginOptions): Promise<void> => {
  const { role, from, to, person } = options
  const request = {
    ...{ name: organisationName(code), person: person ?? '', role: roleOf(role) },
    ...{ displayName: await textOf(options.called), fromDate: dateOf(from), toDate: dateOrNone(to) },
    limitFen: options.limit ?? 0n,
  }
  return change(
    session,
    options,
    (bus, fields) => {
      const message = directory.BeginTermRequest.fromPartial({ ...fields, ...request })
      return bus.call(directory.DirectoryServiceClient, (client) => client.beginTerm, message, options.after)
    },
    (_, { terms }) => {
      // Whoever enters more of the person's terms, or ends this one, needs the id.
      const id = terms.at(-1)?.person ?? ''
      return {
        zh: `自 ${from} 起设${word(request.role, 'zh')} ${id}`,
        en: `has the ${word(request.role, 'en')} ${id} from ${from} on`,
      }
    },
  )
}

export const endTerm = (
  session: Session,
  code: string,
  person: string,
  options: CommandOptions & { readonly role: string; readonly to: string },
): Promise<void> => {
  const request = { name: organisationName(code), person, role: roleOf(options.role), toDate: dateOf(options.to) }
  return change(
    session,
    options,
    (bus, fields) => {
      const message = directory.EndTermRequest.fromPartial({ ...fields, ...request })
      return bus.call(directory.DirectoryServiceClient, (client) => client.endTerm, message, options.after)
    },
    () => ({
      zh: `${word(request.role, 'zh')}任期至 ${options.to}`,
      en: `the term of the ${word(request.role, 'en')} ends with ${options.to}`,
    }),
  )
}
