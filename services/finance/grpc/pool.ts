/** Pools: all their methods, and who may know of one. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import {
  Balance as BalanceResource,
  CloseYearRequest,
  Entry as EntryResource,
  GetPoolRequest,
  ListBalancesRequest,
  ListEntriesRequest,
  ListPoolsRequest,
  OpenPoolRequest,
  Pool as PoolResource,
  PoolServiceService,
  ReconcileRequest,
  SetBudgetRequest,
} from '#proto/qiantou/pool/v1/pool_service.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { StateOf } from '#shared/domain/decider.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { formatName, partsOf, programmeOf } from '#shared/domain/resource-name.ts'
import { limits } from '#shared/grpc/fields.ts'
import { type Call, command, type Prepared, prepared, query } from '#shared/grpc/method.ts'
import { parsePageToken, readPage } from '#shared/grpc/page.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import type { Decided } from '#shared/postgres/work.ts'
import { mostLinesClosed, type Pool, type PoolCommand, poolDecider, poolParties } from '../domain/pool.ts'
import { programmeView } from '../domain/programme.ts'
import { quotaDecider } from '../domain/quota.ts'
import type { Quota } from '../domain/quota-state.ts'
import type { Finance } from '../main.ts'
import { readBalances, readEntries } from '../postgres/entry.ts'
import { readUnspent } from '../postgres/quota.ts'
import { reconcile } from '../postgres/reconcile.ts'
import { readListed } from './listed.ts'
import { notFound } from './not-found.ts'
import { toPool } from './pool-resource.ts'
import { officeOf, readable } from './readable.ts'
import { signable } from './signatories.ts'

// ---- What commands share

type Named = { readonly name: string }

const answering = {
  parties: async ({ stream, state }: Decided<Pool>, call: Call<Finance>) =>
    poolParties(await officeOf(stream, call), state),
  reply: ({ stream, state, version, receipt }: Decided<Pool>) => ({
    pool: toPool(stream, { state, version }),
    receipt: toReceipt(receipt),
  }),
}

/** A command on a pool that is there, and on quotas of it; who may not read it is not told that it is. */
async function ready(
  name: string,
  { caller }: Call<Finance>,
  make: (stateOf: StateOf) => PoolCommand,
  quotas: readonly string[] = [],
): Promise<Either<Rejection, Prepared<PoolCommand>>> {
  return prepared<PoolCommand>(
    (stateOf) => {
      const office = stateOf(programmeOf(name), programmeView)?.office
      const pool = stateOf(name, poolDecider)
      const mayKnow = office && pool && mayRead(caller, poolParties(office, pool))
      return mayKnow ? signable(right(make(stateOf)), caller, stateOf) : notFound.pool
    },
    [],
    { beside: [caller.actor, ...quotas] },
  )
}

const onPool = {
  stream: ({ name }: Named) => name,
  beside: ({ name }: Named) => [programmeOf(name)],
  ...answering,
}

// ---- Commands

const openPool = command<Finance>()(OpenPoolRequest, poolDecider, {
  check: ({ parent, poolId, title, finance }, fields) => {
    fields.name('parent', parent, 'programme')
    fields.id('pool_id', poolId)
    fields.text('title', title, 1, limits.title)
    fields.name('finance', finance, 'organisation')
  },
  stream: ({ parent, poolId }) => formatName('pool', { ...partsOf('programme', parent), pool: poolId }),
  beside: ({ parent }) => [parent],
  prepare: async ({ parent, title, finance, carriesOver }, { services }) => {
    const absent = await services.directory.absence([finance])
    if (absent) return left(absent)
    return prepared<PoolCommand>((stateOf) => {
      const programme = stateOf(parent, programmeView)
      return programme ? right({ type: 'Open', programme, title, finance, carriesOver }) : notFound.programme
    })
  },
  ...answering,
})

const setBudget = command<Finance>()(SetBudgetRequest, poolDecider, {
  check: ({ name, year, fen, document }, fields) => {
    fields.name('name', name, 'pool')
    fields.year('year', year)
    fields.fen('fen', fen, 0n)
    fields.text('document', document, 1, limits.title)
  },
  prepare: ({ name, year, fen, document }, call) =>
    ready(name, call, () => ({ type: 'SetBudget', year, fen, document })),
  ...onPool,
})

const closeYear = command<Finance>()(CloseYearRequest, poolDecider, {
  check: ({ name, year }, fields) => {
    fields.name('name', name, 'pool')
    fields.year('year', year)
  },
  prepare: async ({ name, year }, call) => {
    const unspent = await readUnspent(call.services.database, { pool: name, year, limit: mostLinesClosed })
    const make = (stateOf: StateOf): PoolCommand => {
      const quotas = unspent.map((quota) => ({ name: quota, state: stateOf(quota, quotaDecider) as Quota }))
      return { type: 'CloseYear', year, quotas }
    }
    return ready(name, call, make, unspent)
  },
  ...onPool,
})

// ---- Queries

const getPool = query<Finance>()(GetPoolRequest, {
  check: ({ name }, fields) => fields.name('name', name, 'pool'),
  answer: async ({ name }, call) => {
    const pool = await readable(name, poolDecider, poolParties, call)
    return pool ? right({ pool: toPool(name, pool) }) : notFound.pool
  },
})

const listPools = query<Finance>()(ListPoolsRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'programme')
    fields.page(request)
  },
  answer: async (request, call) => {
    const listed = await readListed<Pool, PoolResource>('pool', request, call, {
      toMessage: ({ name, state, version }) => toPool(name, { state, version }),
      message: PoolResource,
    })
    return isLeft(listed) ? listed : right({ pools: listed.right.page, nextPageToken: listed.right.nextPageToken })
  },
})

const listEntries = query<Finance>()(ListEntriesRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'pool')
    fields.page(request)
    const after = parsePageToken(request.pageToken) ?? '-'
    fields.require('page_token', /^(|\d{1,18} \d{1,5})$/.test(after), 'must come from an earlier answer')
  },
  answer: async (request, call) => {
    if (!(await readable(request.parent, poolDecider, poolParties, call))) return notFound.pool
    const { database } = call.services
    const { page, nextPageToken } = await readPage(request, {
      read: (after, limit) => readEntries(database, { pool: request.parent, after, limit }),
      keyOf: ({ sequence, number }) => `${sequence} ${number}`,
      toMessage: (entry) => entry,
      message: EntryResource,
    })
    return right({ entries: page, nextPageToken })
  },
})

const listBalances = query<Finance>()(ListBalancesRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'pool')
    fields.year('year', request.year, { orNone: true })
    fields.page(request)
    const after = parsePageToken(request.pageToken) ?? '-'
    fields.require('page_token', /^(|[!-~]+ \d{4})$/.test(after), 'must come from an earlier answer')
  },
  answer: async (request, call) => {
    const { parent, year } = request
    if (!(await readable(parent, poolDecider, poolParties, call))) return notFound.pool
    const { page, nextPageToken } = await readPage(request, {
      read: (after, limit) => readBalances(call.services.database, { pool: parent, year, after, limit }),
      keyOf: (balance) => `${balance.account} ${balance.year}`,
      toMessage: (balance) => balance,
      message: BalanceResource,
    })
    return right({ balances: page, nextPageToken })
  },
})

const reconcilePools = query<Finance>()(ReconcileRequest, {
  check: () => {},
  answer: async (_, { caller, services }) => {
    if (caller.role !== 'service') return reject('permission', 'CALLER_NOT_SERVICE')
    const { differing, unexplained, statementUntil, ...counts } = await reconcile(services)
    return right({
      ...counts,
      ...{ differing: differing.slice(0, 100), differingCount: BigInt(differing.length) },
      ...{ unexplained: unexplained.slice(0, 100), unexplainedCount: BigInt(unexplained.length) },
      statementUntil: statementUntil && toDate(statementUntil),
    })
  },
})

export const poolService: GrpcService<Finance> = {
  definition: PoolServiceService,
  methods: {
    ...{ openPool, setBudget, closeYear },
    ...{ getPool, listPools, listEntries, listBalances, reconcile: reconcilePools },
  },
}
