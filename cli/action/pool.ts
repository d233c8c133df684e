/** What `qiantou pool …` does. */
import * as pool from '#proto/qiantou/pool/v1/pool_service.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { allItems } from '#shared/grpc/page.ts'
import { type CommandOptions, commandFields, creatingFields, type LookingBack } from '../input/command.ts'
import { organisationName, poolName, programmeName } from '../input/name.ts'
import type { Session } from '../session.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { balanceTable, entryTable, poolSheets, poolTable } from '../text/pool.ts'
import { answering, type Receipted } from './answered.ts'
import { noneOf } from './programme-office.ts'

const { PoolServiceClient } = pool

// ---- Reading

export async function list(session: Session): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = { parent: programmeName(settings.programme), pageSize: 1_000 }
  const fetch = (pageToken: string) =>
    bus.call(PoolServiceClient, (client) => client.listPools, pool.ListPoolsRequest.create({ ...request, pageToken }))
  const pools = await allItems(fetch, (page) => page.pools).catch(noneOf(bus, request.parent))
  if (settings.json) return writeJson({ pools: jsonOf(pools) })
  await write(poolTable(pools, await loadNames(bus, settings), settings.language))
}

export async function show(session: Session, name: string, { after }: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = pool.GetPoolRequest.create({ name: poolName(name, settings) })
  const response = await bus.call(PoolServiceClient, (client) => client.getPool, request, after)
  if (settings.json) return writeJson(jsonOf(response))
  await write(poolSheets(response.pool as pool.Pool, await loadNames(bus, settings), settings.language))
}

export async function entries(session: Session, name: string, { after }: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = { parent: poolName(name, settings), pageSize: 1_000 }
  const fetch = (pageToken: string) =>
    bus.call(
      PoolServiceClient,
      (client) => client.listEntries,
      pool.ListEntriesRequest.create({ ...request, pageToken }),
      after,
    )
  const all = await allItems(fetch, (page) => page.entries)
  if (settings.json) return writeJson({ entries: jsonOf(all) })
  await write(entryTable(all, await loadNames(bus, settings), settings.language))
}

export async function balances(
  session: Session,
  name: string,
  { after, year = 0n }: LookingBack & { readonly year?: bigint },
): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = { parent: poolName(name, settings), pageSize: 1_000, year: Number(year) }
  const fetch = (pageToken: string) =>
    bus.call(
      PoolServiceClient,
      (client) => client.listBalances,
      pool.ListBalancesRequest.create({ ...request, pageToken }),
      after,
    )
  const all = await allItems(fetch, (page) => page.balances)
  if (settings.json) return writeJson({ balances: jsonOf(all) })
  await write(balanceTable(all, await loadNames(bus, settings), settings.language))
}

// ---- Changing

const answered = answering(({ pool }: Receipted & { readonly pool: pool.Pool | undefined }) => pool)

type OpenOptions = CommandOptions & {
  readonly id: string
  readonly title: string
  readonly finance: string
  readonly carriesOver?: true
}

export async function open(session: Session, options: OpenOptions): Promise<void> {
  const { id: poolId, title, carriesOver = false } = options
  const request = pool.OpenPoolRequest.create({
    ...creatingFields(options),
    ...{ parent: programmeName(session.settings.programme), poolId, title, carriesOver },
    finance: organisationName(options.finance),
  })
  const bus = await session.bus()
  const answer = await bus.call(PoolServiceClient, (client) => client.openPool, request, options.after)
  await answered(session, answer, () => ({ zh: `设立资金池“${title}”`, en: `opened the pool “${title}”` }))
}

type OfYear = CommandOptions & { readonly year: bigint }

export async function budget(
  session: Session,
  name: string,
  options: OfYear & { readonly yuan: bigint; readonly document: string },
): Promise<void> {
  const { year, yuan: fen, document } = options
  const request = pool.SetBudgetRequest.create({
    ...commandFields(options),
    ...{ name: poolName(name, session.settings), year: Number(year), fen, document },
  })
  const bus = await session.bus()
  const answer = await bus.call(PoolServiceClient, (client) => client.setBudget, request, options.after)
  await answered(session, answer, () => ({
    zh: `${year} 年度预算 ${yuanOf(fen)} 元`,
    en: `${year} has a budget of ${yuanOf(fen)} yuan`,
  }))
}

export async function closeYear(session: Session, name: string, options: OfYear): Promise<void> {
  const { year } = options
  const request = pool.CloseYearRequest.create({
    ...commandFields(options),
    ...{ name: poolName(name, session.settings), year: Number(year) },
  })
  const bus = await session.bus()
  const answer = await bus.call(PoolServiceClient, (client) => client.closeYear, request, options.after)
  await answered(session, answer, () => ({ zh: `${year} 年度已结账`, en: `closed ${year}` }))
}
