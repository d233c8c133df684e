/** Good calls of the directory's RPCs: each change is made to an organisation of its own. */
import { randomUUID } from 'node:crypto'
import * as directory from '#proto/qiantou/directory/v1/directory_service.ts'
import { call } from '#shared/grpc/client.ts'
import { cast, type Make, type Scene } from './rpc-specimen.ts'

const day = (year: number, month: number, date: number) => ({ year, month, day: date })
const begin = day(2026, 1, 1)
const end = day(2027, 1, 1)
const basis = '湘编〔2026〕9号'
const named = (code: string) => `organisations/${code}`
const person = randomUUID()
const liaison = { person, role: 'TERM_ROLE_LIAISON' as const }
const titles = { titleZh: '湖南省人工智能局', titleEn: 'Hunan Provincial AI Bureau', aliases: ['省人工智能局'] }

let bodies = 0

const registering = (
  organisationId: string,
  kind: directory.RegisterOrganisationRequest['kind'] = 'ORGANISATION_KIND_ORGANISATION',
): directory.RegisterOrganisationRequest =>
  directory.RegisterOrganisationRequest.fromPartial({
    ...{ requestId: randomUUID(), organisationId, ...titles, superior: named(cast.lead), effectiveDate: begin },
    ...{ kind, level: 'ORGANISATION_LEVEL_PROVINCE' },
  })

/** A body that is nothing but registered, or a group of nobody yet. */
async function body({ bus }: Scene, kind?: directory.RegisterOrganisationRequest['kind']): Promise<string> {
  const code = `body-${++bodies}`
  const { directory: office } = bus.as(cast.office)
  await call(office, (stub) => stub.registerOrganisation, registering(code, kind))
  return named(code)
}

const changing = <Fields extends object>(name: string, fields: Fields) => ({ requestId: randomUUID(), name, ...fields })

/** Enters that a person takes up a role. @returns the organisation */
async function withTerm({ bus }: Scene, name: string): Promise<string> {
  const request = directory.BeginTermRequest.fromPartial(
    changing(name, { ...liaison, person: randomUUID(), displayName: '张三', fromDate: begin }),
  )
  await call(bus.as(cast.office).directory, (stub) => stub.beginTerm, request)
  return name
}

export const directorySpecimens: Readonly<Record<string, Make>> = {
  'DirectoryService/RegisterOrganisation': async (scene) => scene.by('office', registering(`another-${++bodies}`)),
  'DirectoryService/RenameOrganisation': async (scene) =>
    scene.by(
      'office',
      directory.RenameOrganisationRequest.fromPartial(changing(await body(scene), { ...titles, effectiveDate: end })),
    ),
  'DirectoryService/MergeOrganisation': async (scene) => {
    const fields = { into: named(cast.lead), effectiveDate: end, basis }
    return scene.by('office', directory.MergeOrganisationRequest.fromPartial(changing(await body(scene), fields)))
  },
  'DirectoryService/SplitOrganisation': async (scene) => {
    const fields = { into: [named(cast.lead), named(cast.supporter)], effectiveDate: end, basis }
    return scene.by('office', directory.SplitOrganisationRequest.fromPartial(changing(await body(scene), fields)))
  },
  'DirectoryService/DissolveOrganisation': async (scene) => {
    const fields = { successor: named(cast.lead), effectiveDate: end, basis }
    return scene.by('office', directory.DissolveOrganisationRequest.fromPartial(changing(await body(scene), fields)))
  },
  'DirectoryService/NameSuccessor': async (scene) => {
    const name = await body(scene)
    const ending = directory.DissolveOrganisationRequest.fromPartial(changing(name, { effectiveDate: end, basis }))
    await call(scene.bus.as(cast.office).directory, (stub) => stub.dissolveOrganisation, ending)
    const fields = { successor: named(cast.lead), basis }
    return scene.by('office', directory.NameSuccessorRequest.fromPartial(changing(name, fields)))
  },
  'DirectoryService/AddMember': async (scene) => {
    const fields = { member: await body(scene), effectiveDate: end }
    const group = await body(scene, 'ORGANISATION_KIND_GROUP')
    return scene.by('office', directory.AddMemberRequest.fromPartial(changing(group, fields)))
  },
  'DirectoryService/RemoveMember': async (scene) => {
    const fields = { member: await body(scene), effectiveDate: end }
    const group = await body(scene, 'ORGANISATION_KIND_GROUP')
    const adding = directory.AddMemberRequest.fromPartial(changing(group, fields))
    await call(scene.bus.as(cast.office).directory, (stub) => stub.addMember, adding)
    return scene.by('office', directory.RemoveMemberRequest.fromPartial(changing(group, fields)))
  },
  'DirectoryService/BeginTerm': async (scene) => {
    const fields = { ...liaison, displayName: '张三', fromDate: begin, toDate: end }
    return scene.by('office', directory.BeginTermRequest.fromPartial(changing(await body(scene), fields)))
  },
  'DirectoryService/EndTerm': async (scene) => {
    const name = await body(scene)
    const term = changing(name, { ...liaison, displayName: '张三', fromDate: begin })
    await call(
      scene.bus.as(cast.office).directory,
      (stub) => stub.beginTerm,
      directory.BeginTermRequest.fromPartial(term),
    )
    return scene.by('office', directory.EndTermRequest.fromPartial(changing(name, { ...liaison, toDate: end })))
  },
  'DirectoryService/GetOrganisation': async (scene) =>
    scene.by('office', directory.GetOrganisationRequest.fromPartial({ name: named(cast.lead), asOf: begin })),
  'DirectoryService/ListOrganisations': async (scene) =>
    scene.by('office', directory.ListOrganisationsRequest.create({ pageSize: 3 })),
  'DirectoryService/ListMembers': async (scene) =>
    scene.by('office', directory.ListMembersRequest.create({ name: named('hn-cities') })),
  'DirectoryService/GetOrganisationText': async (scene) => {
    const name = await withTerm(scene, named(cast.lead))
    const { rows } = await scene.bus
      .database('coordination-office')
      .query('SELECT sha256 FROM content WHERE stream = $1 LIMIT 1', [name])
    return scene.by('office', directory.GetOrganisationTextRequest.create({ name, sha256: rows[0].sha256 }))
  },
}
