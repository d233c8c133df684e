/** What is commanded of allocations. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Share } from '#proto/qiantou/allocation/v1/allocation.ts'
import {
  AdjustQuotaRequest,
  IssueQuotaRequest,
  PassOnQuotaRequest,
  ProposeAllocationRequest,
  RefuseAllocationRequest,
  WithdrawAllocationRequest,
} from '#proto/qiantou/allocation/v1/allocation_service.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import type { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import type { StateOf } from '#shared/domain/decider.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { formatName, isUnder, partsOf, programmeOf } from '#shared/domain/resource-name.ts'
import { written } from '#shared/grpc/content.ts'
import { type Fields, limits } from '#shared/grpc/fields.ts'
import { type Call, command, type Prepared, prepared } from '#shared/grpc/method.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { Caller } from '#shared/identity/caller.ts'
import type { Content, Decided } from '#shared/postgres/work.ts'
import { type AllocationCommand, allocationDecider } from '../domain/allocation.ts'
import { type Allocation, allocationParties, sharesOf } from '../domain/allocation-state.ts'
import { lettersName, lettersView } from '../domain/letter.ts'
import { measureDecider } from '../domain/measure.ts'
import { poolDecider, poolParties } from '../domain/pool.ts'
import { programmeView } from '../domain/programme.ts'
import { quotaDecider } from '../domain/quota.ts'
import { quotaName } from '../domain/quota-state.ts'
import type { Finance } from '../main.ts'
import { checkDocument, checkShare, checkShares } from './allocation-content.ts'
import { toAllocation } from './allocation-resource.ts'
import { checkClassification } from './classification.ts'
import { poolsFor } from './measure-pools.ts'
import { measureReaders } from './measure-readers.ts'
import { notFound } from './not-found.ts'
import { officeOf } from './readable.ts'
import { signable } from './signatories.ts'

// ---- What commands share

type Named = { readonly name: string }
type New = { readonly parent: string; readonly allocationId: string }

export const checkNamed = ({ name }: Named, fields: Fields): void => fields.name('name', name, 'allocation')

const answering = {
  parties: async ({ stream, state }: Decided<Allocation>, call: Call<Finance>) =>
    allocationParties(await officeOf(stream, call), state),
  reply: ({ stream, state, version, receipt }: Decided<Allocation>) => ({
    allocation: toAllocation(stream, state, version),
    receipt: toReceipt(receipt),
  }),
}

const quotasOf = (pool: string, shares: readonly Pick<Share, 'recipient'>[]): readonly string[] => [
  ...new Set(shares.map(({ recipient }) => quotaName(pool, recipient))),
]

const groundOf = (name: string, { actor }: Caller, stateOf: StateOf) => ({
  name,
  letters: stateOf(lettersName(name, actor), lettersView),
  poolNamed: (pool: string) => stateOf(pool, poolDecider),
  quotaNamed: (quota: string) => stateOf(quota, quotaDecider),
})

const nameOf = ({ parent, allocationId }: New): string =>
  formatName('allocation', { ...partsOf('programme', parent), allocation: allocationId })

const signed = (stateOf: StateOf, caller: Caller, command: AllocationCommand): Either<Rejection, AllocationCommand> =>
  signable(right(command), caller, stateOf)

const onNew = {
  stream: nameOf,
  beside: ({ parent }: New, { caller }: Call<Finance>) => [parent, lettersName(parent, caller.actor)],
  ...answering,
}

function checkNew({ parent, allocationId }: New, fields: Fields): void {
  fields.name('parent', parent, 'programme')
  fields.id('allocation_id', allocationId)
}

// ---- Plans

const proposeAllocation = command<Finance>()(ProposeAllocationRequest, allocationDecider, {
  check: (request, fields) => {
    checkNew(request, fields)
    const { parent, title, measure, year, shares } = request
    fields.text('title', title, 1, limits.title)
    fields.name('measure', measure, 'measure')
    fields.require('measure', isUnder(measure, parent), 'must be of the programme')
    fields.year('year', year)
    checkShares(shares, fields)
  },
  ...onNew,
  prepare: async (request, call) => {
    const { parent, title, measure: measureName, year, shares } = request
    const absent = await call.services.directory.absence(shares.map(({ recipient }) => recipient))
    if (absent) return left(absent)
    const entryOf = await call.services.directory.entriesByNow()
    const pools = await poolsFor(measureName, call)
    const beside = [measureName, call.caller.actor, ...pools, ...pools.flatMap((pool) => quotasOf(pool, shares))]
    return prepared<AllocationCommand>(
      (stateOf) => {
        const programme = stateOf(parent, programmeView)
        const measure = stateOf(measureName, measureDecider)
        if (!programme || !measure || !mayRead(call.caller, measureReaders(call)(programme.office, measure)))
          return notFound.measure
        const said = { programme, measure, measureName, entryOf, title, year, shares }
        return signed(stateOf, call.caller, {
          type: 'Propose',
          ...said,
          ...groundOf(nameOf(request), call.caller, stateOf),
        })
      },
      [],
      { beside },
    )
  },
})

/** A command on an allocation that is there; who may not read it is not told that it is. */
async function ready(
  name: string,
  { caller, services }: Call<Finance>,
  make: (ground: ReturnType<typeof groundOf>) => AllocationCommand,
  contents: readonly Content[] = [],
): Promise<Either<Rejection, Prepared<AllocationCommand>>> {
  const known = (await services.store.glance(name, allocationDecider))?.state
  return prepared<AllocationCommand>(
    (stateOf) => {
      const office = stateOf(programmeOf(name), programmeView)?.office
      const state = stateOf(name, allocationDecider)
      const mayKnow = office && state && mayRead(caller, allocationParties(office, state))
      return mayKnow ? signed(stateOf, caller, make(groundOf(name, caller, stateOf))) : notFound.allocation
    },
    contents,
    { beside: known ? [caller.actor, known.pool, ...quotasOf(known.pool, sharesOf(known))] : [] },
  )
}

const onAllocation = {
  stream: ({ name }: Named) => name,
  beside: ({ name }: Named, { caller }: Call<Finance>) => [programmeOf(name), lettersName(name, caller.actor)],
  ...answering,
}

const issueQuota = command<Finance>()(IssueQuotaRequest, allocationDecider, {
  check: (request, fields) => {
    checkNamed(request, fields)
    checkDocument(request.document, fields)
  },
  prepare: ({ name, document }, call) => ready(name, call, (ground) => ({ type: 'Issue', document, ...ground })),
  ...onAllocation,
})

/** The end of a plan, for a reason. */
const ending = (type: 'Refuse' | 'Withdraw') => ({
  check: (request: Named & { readonly text: string }, fields: Fields) => {
    checkNamed(request, fields)
    fields.prose('text', request.text)
  },
  prepare: ({ name, text }: Named & { readonly text: string }, call: Call<Finance>) =>
    written(text, {}, (reference: ContentReference, contents) =>
      ready(name, call, (ground) => ({ type, text: reference, ...ground }), contents),
    ),
  ...onAllocation,
})

const refuseAllocation = command<Finance>()(RefuseAllocationRequest, allocationDecider, ending('Refuse'))
const withdrawAllocation = command<Finance>()(WithdrawAllocationRequest, allocationDecider, ending('Withdraw'))

// ---- Letters that move quotas on

function checkLetter(
  request: New & { readonly pool: string; readonly year: number; readonly document: string },
  fields: Fields,
): void {
  checkNew(request, fields)
  fields.name('pool', request.pool, 'pool')
  fields.require('pool', isUnder(request.pool, request.parent), 'must be of the programme')
  fields.year('year', request.year)
  checkDocument(request.document, fields)
}

const passOnQuota = command<Finance>()(PassOnQuotaRequest, allocationDecider, {
  check: (request, fields) => {
    checkLetter(request, fields)
    if (request.from) fields.name('from', request.from, 'organisation')
    checkShares(request.shares, fields)
  },
  ...onNew,
  prepare: async (request, { caller, services }) => {
    const { pool, year, document, shares } = request
    const from = request.from || caller.actor
    const absent = await services.directory.absence(shares.map(({ recipient }) => recipient))
    if (absent) return left(absent)
    const beside = [pool, caller.actor, ...quotasOf(pool, [{ recipient: from }, ...shares])]
    return prepared<AllocationCommand>(
      (stateOf) => {
        const ground = groundOf(nameOf(request), caller, stateOf)
        return signed(stateOf, caller, { type: 'PassOn', pool, year, document, from, shares, ...ground })
      },
      [],
      { beside },
    )
  },
})

const adjustQuota = command<Finance>()(AdjustQuotaRequest, allocationDecider, {
  check: (request, fields) => {
    checkLetter(request, fields)
    fields.name('from', request.from, 'organisation')
    checkClassification('from_classification', request.fromClassification, fields)
    checkShare('to', request.to, fields)
    const isDepartment = request.to?.holding === 'HOLDING_DEPARTMENT'
    fields.require('to.holding', isDepartment, 'must be that of a department')
    fields.prose('text', request.text)
  },
  ...onNew,
  prepare: async (request, { caller, services }) => {
    const { parent, pool, year, document, from } = request
    const to = request.to as Share
    const absent = await services.directory.absence([to.recipient])
    if (absent) return left(absent)
    const fromClassification = request.fromClassification as Classification
    const beside = [pool, caller.actor, ...quotasOf(pool, [{ recipient: from }, to])]
    return written(request.text, {}, (text, contents) =>
      prepared<AllocationCommand>(
        (stateOf) => {
          const [programme, state] = [stateOf(parent, programmeView), stateOf(pool, poolDecider)]
          if (!programme || !state || !mayRead(caller, poolParties(programme.office, state))) return notFound.pool
          const said = { pool, year, document, from, fromClassification, to, text }
          return signed(stateOf, caller, { type: 'Adjust', ...said, ...groundOf(nameOf(request), caller, stateOf) })
        },
        contents,
        { beside },
      ),
    )
  },
})

export const allocationChanges = {
  ...{ proposeAllocation, issueQuota, refuseAllocation, withdrawAllocation, passOnQuota, adjustQuota },
}
