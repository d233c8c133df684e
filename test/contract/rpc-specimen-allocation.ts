/** Good calls of the RPCs about allocations and quotas: in a programme of its own each. */
import { randomUUID } from 'node:crypto'
import * as allocation from '#proto/qiantou/allocation/v1/allocation_service.ts'
import { Allocating, allocators, dayPart, shareOf } from '#shared/testing/allocating.ts'
import { Money } from '#shared/testing/money.ts'
import type { Make } from './rpc-specimen.ts'

/** A call in a programme that has a pool, and whatever is brought about before. */
const allocating =
  (
    role: keyof typeof allocators,
    make: (all: Allocating) => object,
    before: (all: Allocating) => Promise<unknown> = async () => {},
  ): Make =>
  async ({ bus, parent, workflow }) => {
    const money = new Money(bus, parent, workflow.after)
    await money.ready()
    const all = new Allocating(bus, money)
    await before(all)
    return { request: make(all), by: bus.as(allocators[role]), after: all.after }
  }

const shares = [shareOf('handler', 300n), shareOf('bureau', 200n)]
const proposed = (all: Allocating) => all.propose('l1', ...shares)
const issued = (all: Allocating) => all.issued('l1', ...shares)
const said = (all: Allocating) => ({ requestId: randomUUID(), name: all.name('l1'), text: '绩效目标不明确' })
const refused = async (all: Allocating) => {
  await proposed(all)
  await all.refuse('l1')
}
const inProgramme = (all: Allocating) => ({ parent: all.pool.split('/').slice(0, 2).join('/') })

export const allocationSpecimens: Readonly<Record<string, Make>> = {
  'AllocationService/ProposeAllocation': allocating('handler', (all) => all.proposal('l1', shares)),
  'AllocationService/IssueQuota': allocating('finance', (all) => all.issue('l1'), proposed),
  'AllocationService/RefuseAllocation': allocating(
    'finance',
    (all) => allocation.RefuseAllocationRequest.create(said(all)),
    proposed,
  ),
  'AllocationService/WithdrawAllocation': allocating(
    'handler',
    (all) => allocation.WithdrawAllocationRequest.create(said(all)),
    proposed,
  ),
  'AllocationService/PassOnQuota': allocating('bureau', (all) => all.passing('l2', [shareOf('county', 50n)]), issued),
  'AllocationService/AdjustQuota': allocating(
    'finance',
    (all) => all.adjustment('l2', 'handler', shareOf('sponsor', 50n)),
    issued,
  ),
  'AllocationService/PlanQuotaSpending': allocating(
    'handler',
    (all) => all.planning([dayPart(300n, '2099-01-01')]),
    issued,
  ),
  'AllocationService/GetAllocation': allocating(
    'bureau',
    (all) => allocation.GetAllocationRequest.create({ name: all.name('l1') }),
    issued,
  ),
  'AllocationService/GetAllocationText': async (scene) => {
    const make = allocating('handler', (all) => ({ name: all.name('l1') }), refused)
    const specimen = await make(scene)
    const { name } = specimen.request as { readonly name: string }
    const { rows } = await scene.bus.database('finance').query('SELECT sha256 FROM content WHERE stream = $1', [name])
    const request = allocation.GetAllocationTextRequest.create({ name, sha256: rows[0].sha256 })
    return { ...specimen, request }
  },
  'AllocationService/ListAllocations': allocating(
    'handler',
    (all) => allocation.ListAllocationsRequest.create(inProgramme(all)),
    issued,
  ),
  'AllocationService/GetQuota': allocating(
    'bureau',
    (all) => allocation.GetQuotaRequest.create({ name: all.quotaName('bureau') }),
    issued,
  ),
  'AllocationService/ListQuotas': allocating(
    'finance',
    (all) => allocation.ListQuotasRequest.create(inProgramme(all)),
    issued,
  ),
}
