/** A reorganisation on a real bus: what is recorded, who hears of it, and what the directory says of earlier days. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  GetOrganisationRequest,
  ListMembersRequest,
  ListOrganisationsRequest,
  MergeOrganisationRequest,
  RegisterOrganisationRequest,
  RenameOrganisationRequest,
} from '#proto/qiantou/directory/v1/directory_service.ts'
import { CheckStatesRequest } from '#proto/qiantou/operation/v1/operation_service.ts'
import { call } from '#shared/grpc/client.ts'
import { readFact } from '#shared/record/record.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import type { Received } from '#shared/testing/subscriber.ts'

let bus: TestBus
beforeAll(async () => {
  bus = await startTestBus()
})
afterAll(async () => await bus.stop())

const day = (text: string) => {
  const [year = 0, month = 0, date = 0] = text.split('-').map(Number)
  return { year, month, day: date }
}
const office = () => bus.as('hn-office').directory
const bureau = 'organisations/hn-ai'

const get = async (code: string, name: string, asOf?: string) => {
  const request = GetOrganisationRequest.fromPartial({ name, ...(asOf ? { asOf: day(asOf) } : {}) })
  return (await call(bus.as(code).directory, (stub) => stub.getOrganisation, request)).organisation
}

test('a body is registered, renamed and merged; each day keeps what it was', async () => {
  await bus.quiet()
  const told = bus.subscribe('hn-office', 'latest')
  const successor = bus.subscribe('hn-sjj', 'latest')
  for (const one of [told, successor]) await one.until(() => one.caughtUp, 'the end')
  const common = { kind: 'ORGANISATION_KIND_ORGANISATION', level: 'ORGANISATION_LEVEL_PROVINCE' } as const
  const first = { titleZh: '湖南省人工智能局', titleEn: 'Hunan Provincial AI Bureau', aliases: ['省人工智能局'] }
  const registering = RegisterOrganisationRequest.fromPartial({
    ...{ requestId: randomUUID(), organisationId: 'hn-ai', ...first, ...common, effectiveDate: day('2020-01-01') },
  })
  const registered = await call(office(), (stub) => stub.registerOrganisation, registering)
  expect(registered.organisation).toMatchObject({ name: bureau, registrar: 'organisations/hn-office', etag: 1n })
  const renaming = RenameOrganisationRequest.fromPartial({
    ...{ requestId: randomUUID(), name: bureau, titleZh: '湖南省智能局', titleEn: 'Hunan Provincial Bureau of AI' },
    ...{ aliases: [], effectiveDate: day('2022-01-01'), etag: 1n },
  })
  await call(office(), (stub) => stub.renameOrganisation, renaming)
  const merging = MergeOrganisationRequest.fromPartial({
    ...{ requestId: randomUUID(), name: bureau, into: 'organisations/hn-sjj', basis: '湘编〔2023〕9号' },
    effectiveDate: day('2024-01-01'),
  })
  const { receipt } = await call(office(), (stub) => stub.mergeOrganisation, merging)

  const types = ({ type }: Received) => type.split('.').at(-1)
  const records = await told.has(3)
  expect(records.map(types)).toEqual(['OrganisationRegistered', 'OrganisationRenamed', 'OrganisationMerged'])
  expect(records.map(({ source, subject }) => [source, subject])).toEqual(
    records.map(() => ['//qiantou/coordination-office', bureau]),
  )
  expect(records[2]?.sequence).toBe(receipt?.sequence)
  // Who takes over hears of it, and of nothing before.
  expect((await successor.has(1)).map(types)).toEqual(['OrganisationMerged'])
  expect(readFact(records[2] as Received).fact).toMatchObject({ into: 'organisations/hn-sjj' })

  for (const [asOf, titleZh, state] of [
    ['2019-12-31', '湖南省人工智能局', 'PLANNED'],
    ['2021-12-31', '湖南省人工智能局', 'ACTIVE'],
    ['2022-01-01', '湖南省智能局', 'ACTIVE'],
    ['2024-01-01', '湖南省智能局', 'ENDED'],
  ] as const)
    expect(await get('hn-kjt', bureau, asOf)).toMatchObject({ titleZh, state: `ORGANISATION_STATE_${state}` })
  expect(await get('hn-kjt', bureau)).toMatchObject({ end: { successors: ['organisations/hn-sjj'] }, etag: 3n })
})

test('what is shipped is there as facts, and is listed by kind, by level, and by what documents call it', async () => {
  const list = async (request: { filter?: string; documentName?: string; asOf?: ReturnType<typeof day> }) => {
    const asked = ListOrganisationsRequest.fromPartial(request)
    const { organisations } = await call(bus.as('hn-wwj').directory, (stub) => stub.listOrganisations, asked)
    return organisations.map(({ name }) => name)
  }
  expect(await list({ filter: 'kind = MECHANISM' })).toEqual(['organisations/hn-office'])
  expect(await list({ filter: 'level = CITY AND kind = ORGANISATION' })).toHaveLength(14)
  expect(await list({ documentName: '湘西州' })).toEqual(['organisations/hn-xiangxi'])
  expect(await list({ documentName: '湘西' })).toEqual([])
  // A name that was given up is found, too.
  expect(await list({ documentName: '省人工智能局', filter: 'state = ENDED' })).toEqual([bureau])
  expect(await list({ documentName: '省人工智能局', filter: 'state = ACTIVE' })).toEqual([])
  expect(await list({ documentName: '省人工智能局', filter: 'state = ACTIVE', asOf: day('2021-01-01') })).toEqual([
    bureau,
  ])
  const { rows } = await bus.database('coordination-office').query('SELECT count(*)::integer AS records FROM record')
  expect(rows[0].records).toBeGreaterThan(14 + 14 + 40)
})

test('a group stands for its members of the day, but for those that are no longer there', async () => {
  const members = async (asOf?: string) => {
    const request = { name: 'organisations/hn-cities', ...(asOf ? { asOf: day(asOf) } : {}) }
    const asked = ListMembersRequest.fromPartial(request)
    const { organisations } = await call(bus.asService('lead-agency').directory, (stub) => stub.listMembers, asked)
    return organisations.map(({ name }) => name)
  }
  const before = await members()
  expect(before).toHaveLength(14)
  const name = 'organisations/hn-loudi'
  const merging = MergeOrganisationRequest.fromPartial({
    ...{ requestId: randomUUID(), name, into: 'organisations/hn-changsha', basis: '国函〔2025〕1号' },
    effectiveDate: day('2025-01-01'),
  })
  await call(office(), (stub) => stub.mergeOrganisation, merging)
  expect(await members('2024-12-31')).toEqual(before)
  expect(await members('2025-01-01')).toEqual(before.filter((one) => one !== name))
})

test('the stored states are what the records give', async () => {
  const request = CheckStatesRequest.create({ service: 'coordination-office' })
  const checked = await call(bus.asService('operations').operations, (stub) => stub.checkStates, request)
  expect(checked).toMatchObject({ differing: [], differingCount: 0n })
  expect(checked.streams).toBeGreaterThan(50n)
})
