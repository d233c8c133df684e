/** Allocations and quotas: all their methods, and who may know of one. */
import { isLeft, right } from 'fp-ts/lib/Either.js'
import {
  Allocation as AllocationResource,
  AllocationServiceService,
  GetAllocationRequest,
  GetAllocationTextRequest,
  GetQuotaRequest,
  ListAllocationsRequest,
  ListQuotasRequest,
  Quota as QuotaResource,
} from '#proto/qiantou/allocation/v1/allocation_service.ts'
import { hashesForAnswer } from '#shared/grpc/content.ts'
import type { Fields } from '#shared/grpc/fields.ts'
import { query } from '#shared/grpc/method.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import { checkText, textOf } from '#shared/grpc/text.ts'
import { readTexts } from '#shared/postgres/content.ts'
import { allocationDecider } from '../domain/allocation.ts'
import { type Allocation, allocationParties } from '../domain/allocation-state.ts'
import { quotaDecider } from '../domain/quota.ts'
import { type Quota, quotaParties } from '../domain/quota-state.ts'
import type { Finance } from '../main.ts'
import { allocationChanges, checkNamed } from './allocation-change.ts'
import { toAllocation, toQuota } from './allocation-resource.ts'
import { readListed } from './listed.ts'
import { notFound } from './not-found.ts'
import { planQuotaSpending } from './quota-plan.ts'
import { readable } from './readable.ts'

const getAllocation = query<Finance>()(GetAllocationRequest, {
  check: checkNamed,
  answer: async ({ name }, call) => {
    const found = await readable(name, allocationDecider, allocationParties, call)
    if (!found) return notFound.allocation
    const { state, version } = found
    const texts = await readTexts(call.services.database, hashesForAnswer(state.text ? [state.text] : []))
    return right({ allocation: toAllocation(name, state, version, texts) })
  },
})

const getAllocationText = query<Finance>()(GetAllocationTextRequest, {
  check: checkText('allocation'),
  answer: async (request, call) =>
    (await readable(request.name, allocationDecider, allocationParties, call))
      ? textOf(request, call.services.database)
      : notFound.allocation,
})

const getQuota = query<Finance>()(GetQuotaRequest, {
  check: ({ name }, fields) => fields.name('name', name, 'quota'),
  answer: async ({ name }, call) => {
    const found = await readable(name, quotaDecider, quotaParties, call)
    return found ? right({ quota: toQuota(name, found.state, found.version) }) : notFound.quota
  },
})

function checkList(
  request: { readonly parent: string; readonly pageSize: number; readonly pageToken: string },
  fields: Fields,
): void {
  fields.name('parent', request.parent, 'programme')
  fields.page(request)
}

const listAllocations = query<Finance>()(ListAllocationsRequest, {
  check: checkList,
  answer: async (request, call) => {
    const listed = await readListed<Allocation, AllocationResource>('allocation', request, call, {
      toMessage: ({ name, state, version }) => toAllocation(name, state, version),
      message: AllocationResource,
    })
    if (isLeft(listed)) return listed
    return right({ allocations: listed.right.page, nextPageToken: listed.right.nextPageToken })
  },
})

const listQuotas = query<Finance>()(ListQuotasRequest, {
  check: checkList,
  answer: async (request, call) => {
    const listed = await readListed<Quota, QuotaResource>('quota', request, call, {
      collection: 'pools',
      toMessage: ({ name, state, version }) => toQuota(name, state, version),
      message: QuotaResource,
    })
    return isLeft(listed) ? listed : right({ quotas: listed.right.page, nextPageToken: listed.right.nextPageToken })
  },
})

export const allocationService: GrpcService<Finance> = {
  definition: AllocationServiceService,
  methods: {
    ...allocationChanges,
    planQuotaSpending,
    getAllocation,
    getAllocationText,
    listAllocations,
    getQuota,
    listQuotas,
  },
}
