/** The budget view: all its methods, and who may see what of it. */
import { hash } from 'node:crypto'
import { right } from 'fp-ts/lib/Either.js'
import {
  type BudgetGroup,
  BudgetRow,
  BudgetServiceService,
  Finding as FindingMessage,
  GetBudgetRequest,
  ListFindingsRequest,
} from '#proto/qiantou/budget/v1/budget_service.ts'
import type { ResourceName } from '#shared/domain/decider.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { type Call, query } from '#shared/grpc/method.ts'
import { readPage } from '#shared/grpc/page.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import type { Connection } from '#shared/postgres/database.ts'
import { inSnapshot } from '#shared/postgres/snapshot.ts'
import { forecastFen, type Group, type Row, rowsOf } from '../domain/budget.ts'
import {
  bankUnexplained,
  bankUntaken,
  type Finding,
  findingCodes,
  invoiceTwice,
  oneAccount,
  paidBackTwice,
  splitBills,
} from '../domain/finding.ts'
import { payeeParties } from '../domain/payee.ts'
import { type Pool, poolParties } from '../domain/pool.ts'
import { type ProgrammeView, programmeView } from '../domain/programme.ts'
import { poolOfQuota } from '../domain/quota-state.ts'
import type { Finance } from '../main.ts'
import {
  readAccounts,
  readBilled,
  readBudgetGround,
  readPools,
  readRecovered,
  readUntaken,
} from '../postgres/budget.ts'
import { readUnexplained } from '../postgres/statement.ts'
import { notFound } from './not-found.ts'

type Pools = ReadonlyMap<ResourceName, Pool>

/** The programme, where the caller may read how its money stands. */
async function readable(parent: string, { caller, services }: Call<Finance>): Promise<ProgrammeView | undefined> {
  const programme = (await services.store.load(parent, programmeView))?.state
  return programme && mayRead(caller, payeeParties(programme)) ? programme : undefined
}

/** The pools that the caller may read. */
const ownPools = (pools: Pools, { office }: ProgrammeView, { caller }: Call<Finance>): Pools =>
  new Map([...pools].filter(([, pool]) => mayRead(caller, poolParties(office, pool))))

/** A page of what was worked out, in the order of keys. */
const pageOf = <One, Message>(
  request: { readonly pageSize: number; readonly pageToken: string },
  all: readonly One[],
  { keyOf, toMessage, message }: Pick<Parameters<typeof readPage<One, Message>>[1], 'keyOf' | 'toMessage' | 'message'>,
) =>
  readPage<One, Message>(request, {
    read: (after, limit) => all.filter((one) => keyOf(one) > after).slice(0, limit),
    ...{ keyOf, toMessage, message },
  })

// ---- The budget

const groups: Readonly<Partial<Record<BudgetGroup, Group>>> = {
  BUDGET_GROUP_MEASURE: 'measure',
  BUDGET_GROUP_POOL: 'pool',
  BUDGET_GROUP_SPONSOR: 'sponsor',
  BUDGET_GROUP_PAYEE: 'payee',
  BUDGET_GROUP_QUOTA: 'quota',
}

const toRow = (row: Row): BudgetRow => ({ $type: 'qiantou.budget.v1.BudgetRow', ...row })

const getBudget = query<Finance>()(GetBudgetRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'programme')
    fields.year('year', request.year)
    fields.known('group_by', request.groupBy)
    fields.page(request)
  },
  answer: async (request, call) => {
    const { parent, year } = request
    const programme = await readable(parent, call)
    if (!programme) return notFound.programme
    const { lines, payments, awaited, books, quotas } = await inSnapshot(call.services.database, (connection) =>
      readBudgetGround(connection, parent),
    )
    // What others' pools are asked for counts in the forecast: an applicant's ceilings are over all of them.
    const forecast = forecastFen(awaited, books)
    const pools = ownPools(books.pools, programme, call)
    const own = lines.filter(({ pool }) => pools.has(pool))
    const held = new Map([...quotas].filter(([name]) => pools.has(poolOfQuota(name))))
    const view = { lines: own, payments, forecast, pools, measures: books.measures, quotas: held }
    const rows = rowsOf(view, year, groups[request.groupBy] ?? 'measure')
    const { page, nextPageToken } = await pageOf(request, rows, {
      ...{ keyOf: ({ key }: Row) => key, toMessage: toRow, message: BudgetRow },
    })
    return right({ rows: page, nextPageToken })
  },
})

// ---- Findings

/** Where a finding stands among all, and which it is. */
const keyOf = ({ code, resources, en }: Finding): string =>
  `${findingCodes.indexOf(code)} ${resources[0] ?? ''} ${hash('sha256', `${resources.join(' ')} ${en}`).slice(0, 16)}`

const toFinding = ({ code, resources, zh, en }: Finding): FindingMessage => ({
  $type: 'qiantou.budget.v1.Finding',
  ...{ code: `FINDING_CODE_${code}`, resources: [...resources.slice(0, 100)], textZh: zh, textEn: en },
})

/** Everything there is to look at. Account numbers are opened here to be compared, and go no further. */
async function findingsOf(
  connection: Connection,
  parent: ResourceName,
  programme: ProgrammeView,
  call: Call<Finance>,
): Promise<readonly Finding[]> {
  const { caller, services } = call
  const pools = ownPools(await readPools(connection, parent), programme, call)
  const billed = await readBilled(connection, parent, pools)
  const accounts = (await readAccounts(connection, parent)).map(({ payee, sealed, masked, bankCode }) => ({
    ...{ payee, masked, bankCode, number: services.vault.open(sealed, payee) },
  }))
  // What is of no payment nobody can tell whose it is.
  const isUnknownSeen = caller.role !== 'organisation'
  const untaken = await readUntaken(connection, pools, isUnknownSeen)
  const unexplained = isUnknownSeen ? await readUnexplained(connection) : []
  return [
    ...[...splitBills(billed), ...oneAccount(accounts), ...invoiceTwice(billed)],
    ...(await readRecovered(connection, parent, pools)).flatMap(({ name, state }) => paidBackTwice(name, state)),
    ...[...untaken.map(bankUntaken), ...unexplained.map(bankUnexplained)],
  ]
}

type Keyed = Finding & { readonly key: string }

const listFindings = query<Finance>()(ListFindingsRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'programme')
    fields.page(request)
  },
  answer: async (request, call) => {
    const { parent } = request
    const programme = await readable(parent, call)
    if (!programme) return notFound.programme
    const found = await inSnapshot(call.services.database, (connection) =>
      findingsOf(connection, parent, programme, call),
    )
    const keyed = found.map((one): Keyed => ({ key: keyOf(one), ...one }))
    const inOrder = keyed.toSorted((one, other) => (one.key < other.key ? -1 : 1))
    const { page, nextPageToken } = await pageOf(request, inOrder, {
      ...{ keyOf: ({ key }: Keyed) => key, toMessage: toFinding, message: FindingMessage },
    })
    return right({ findings: page, nextPageToken })
  },
})

export const budgetService: GrpcService<Finance> = {
  definition: BudgetServiceService,
  methods: { getBudget, listFindings },
}
