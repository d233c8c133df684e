/** Random changes of the directory on a real bus: what the service says of any day must be what the records say. */
import { randomUUID } from 'node:crypto'
import { type ServiceError, status } from '@grpc/grpc-js'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as directory from '#proto/qiantou/directory/v1/directory_service.ts'
import { CheckStatesRequest } from '#proto/qiantou/operation/v1/operation_service.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { eventsOf, numberOf, type ReferenceOrganisation, referenceOrganisation } from './directory.ts'
import { plays } from './plays.ts'

let bus: TestBus
beforeAll(async () => {
  bus = await startTestBus()
})
afterAll(async () => await bus.stop())

const days = [2020, 2021, 2022, 2023, 2024, 2025].flatMap((year) => [
  { year, month: 1, day: 1 },
  { year, month: 6, day: 30 },
])
const persons = [randomUUID(), randomUUID()]
const roles = ['TERM_ROLE_OFFICER', 'TERM_ROLE_LIAISON'] as const

/** What somebody tries; more of it what is mostly refused. */
const acts = [
  ...['rename', 'end', 'end', 'succeed', 'succeed', 'add', 'add', 'add', 'add', 'remove', 'remove', 'remove', 'remove'],
  ...['begin', 'begin', 'finish', 'finish', 'finish', 'finish', 'finish'],
] as const

const attempt = fc.record({
  act: fc.constantFrom(...acts),
  /** The organisation, and others that it names. */
  who: fc.nat(4),
  others: fc.tuple(fc.nat(4), fc.nat(4)),
  way: fc.constantFrom(0, 1, 1, 1, 2, 3),
  when: fc.constantFrom(...days),
  until: fc.option(fc.constantFrom(...days)),
  person: fc.constantFrom(...persons),
  role: fc.constantFrom(...roles),
})
type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never

const refusals = new Set([status.FAILED_PRECONDITION, status.INVALID_ARGUMENT])
const unlessRefused = (error: ServiceError): void => {
  if (!refusals.has(error.code)) throw error
}

let begun = 0

/** Organisations of a play; the last two are groups. */
async function begin(): Promise<readonly string[]> {
  begun += 1
  const codes = ['a', 'b', 'c', 'd', 'e'].map((letter) => `play-${begun}-${letter}`)
  const office = bus.as('hn-office').directory
  for (const [i, organisationId] of codes.entries()) {
    const request = directory.RegisterOrganisationRequest.fromPartial({
      ...{ requestId: randomUUID(), organisationId, titleZh: '甲', titleEn: 'A', level: 'ORGANISATION_LEVEL_CITY' },
      kind: i < 3 ? 'ORGANISATION_KIND_ORGANISATION' : 'ORGANISATION_KIND_GROUP',
      ...(i === 0 ? {} : { effectiveDate: days[i] as (typeof days)[0] }),
    })
    await call(office, (stub) => stub.registerOrganisation, request)
  }
  return codes.map((code) => `organisations/${code}`)
}

/** How an organisation ends, by one way or another. */
function end(office: directory.DirectoryServiceClient, common: object, others: readonly string[], way: number) {
  const fields = { ...common, basis: '九号' }
  const [first = ''] = others
  const merging = directory.MergeOrganisationRequest.fromPartial({ ...fields, into: first })
  if (way === 0) return call(office, (stub) => stub.mergeOrganisation, merging)
  const splitting = directory.SplitOrganisationRequest.fromPartial({ ...fields, into: [...others] })
  if (way === 1) return call(office, (stub) => stub.splitOrganisation, splitting)
  const dissolving = directory.DissolveOrganisationRequest.fromPartial({ ...fields, successor: way === 2 ? first : '' })
  return call(office, (stub) => stub.dissolveOrganisation, dissolving)
}

function make(names: readonly string[], one: Attempt): Promise<unknown> {
  const office = bus.as('hn-office').directory
  const common = { requestId: randomUUID(), name: names[one.who] as string, effectiveDate: one.when }
  const [first, second] = one.others.map((i) => names[i] as string) as [string, string]
  const term = { requestId: common.requestId, name: common.name, person: one.person, role: one.role }
  switch (one.act) {
    case 'rename': {
      const request = { ...common, titleZh: `名${one.way}`, titleEn: 'x' }
      return call(office, (stub) => stub.renameOrganisation, directory.RenameOrganisationRequest.fromPartial(request))
    }
    case 'end':
      // Late, so that there is something left to do for a while.
      return end(office, { ...common, effectiveDate: days.at(-1 - one.way) }, [first, second], one.way)
    case 'succeed': {
      const { requestId, name } = common
      const request = directory.NameSuccessorRequest.fromPartial({ requestId, name, successor: first, basis: '十号' })
      return call(office, (stub) => stub.nameSuccessor, request)
    }
    case 'add':
      return call(
        office,
        (stub) => stub.addMember,
        directory.AddMemberRequest.fromPartial({ ...common, member: first }),
      )
    case 'remove': {
      const request = directory.RemoveMemberRequest.fromPartial({ ...common, member: first })
      return call(office, (stub) => stub.removeMember, request)
    }
    case 'begin': {
      const request = { ...term, fromDate: one.when, displayName: '某', ...(one.until ? { toDate: one.until } : {}) }
      return call(office, (stub) => stub.beginTerm, directory.BeginTermRequest.fromPartial(request))
    }
    default:
      return call(office, (stub) => stub.endTerm, directory.EndTermRequest.fromPartial({ ...term, toDate: one.when }))
  }
}

/** What the service says of an organisation on a day, in the words of the reference. */
async function saidOf(name: string, asOf: (typeof days)[0]): Promise<ReferenceOrganisation> {
  const stubs = bus.as('hn-kjt').directory
  const asked = directory.GetOrganisationRequest.fromPartial({ name, asOf })
  const { organisation } = await call(stubs, (stub) => stub.getOrganisation, asked)
  const said = organisation as directory.Organisation
  const isGroup = said.kind === 'ORGANISATION_KIND_GROUP'
  const listing = directory.ListMembersRequest.fromPartial({ name, asOf })
  const members = isGroup ? (await call(stubs, (stub) => stub.listMembers, listing)).organisations : []
  return {
    version: Number(said.etag),
    state: said.state.replace('ORGANISATION_STATE_', ''),
    title: said.titleZh,
    successors: said.end?.successors ?? [],
    members: members.map((member) => member.name),
    terms: said.terms.map(({ person, role, fromDate, toDate }) =>
      [person, role, numberOf(fromDate), numberOf(toDate)].join(' '),
    ),
  }
}

test('whatever is tried, the service and the records say the same of every day', async () => {
  const all = bus.subscribe('hn-office')
  const types = new Set<string>()
  const run = async (attempts: readonly Attempt[]): Promise<void> => {
    const names = await begin()
    // Some at once: they are decided one after the other all the same.
    for (let i = 0; i < attempts.length; i += 3)
      await Promise.all(attempts.slice(i, i + 3).map((one) => make(names, one).catch(unlessRefused)))
    await bus.quiet()
    const { rows } = await bus.database('event-log').query('SELECT count(*)::integer AS entries FROM entry')
    const records = (await all.has(rows[0].entries)).filter(({ subject }) => names.includes(subject))
    const events = eventsOf(records)
    for (const { what } of events) types.add(what)
    for (const name of names)
      for (const day of days.filter((_, i) => i % 3 !== 1))
        expect([name, day, await saidOf(name, day)]).toEqual([
          ...[name, day, referenceOrganisation(events, name, numberOf(day))],
        ])
  }
  const play = fc.array(attempt, { minLength: 100, maxLength: 140, size: 'max' })
  await plays('organisations', { most: 12, least: 4, seconds: 20 }, play, run)
  expect([...types].sort()).toEqual(
    [
      ...['MemberAdded', 'MemberRemoved', 'OrganisationDissolved', 'OrganisationMerged', 'OrganisationRegistered'],
      ...['OrganisationRenamed', 'OrganisationSplit', 'SuccessorNamed', 'TermBegan', 'TermEnded'],
    ].sort(),
  )
}, 180_000)

test('and the service finds its stored states to be what its records give', async () => {
  const request = CheckStatesRequest.create({ service: 'coordination-office' })
  const checked = await call(bus.asService('operations').operations, (stub) => stub.checkStates, request)
  expect(checked).toMatchObject({ differing: [], differingCount: 0n })
})
