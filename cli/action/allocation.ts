/** What `qiantou allocation …` does. */
import * as allocation from '#proto/qiantou/allocation/v1/allocation_service.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import { allItems } from '#shared/grpc/page.ts'
import type { Bus } from '../bus/bus.ts'
import { type CommandOptions, commandFields, creatingFields, type LookingBack } from '../input/command.ts'
import { allocationName, measureName, organisationName, poolName, programmeName, quotaName } from '../input/name.ts'
import { classificationFrom, sharesFrom, targetFrom, yuanFrom } from '../input/share.ts'
import { spendingPartFrom } from '../input/spending-part.ts'
import { textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import { allocationSheet, allocationTable, allocationWord, quotaSheet, quotaTable } from '../text/allocation.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { said } from '../text/receipt.ts'
import { plannedDeed } from '../text/spending-plan.ts'
import { answering, type Receipted } from './answered.ts'
import { noneOf } from './programme-office.ts'

const { AllocationServiceClient } = allocation

// ---- Reading

async function readQuotas(bus: Bus, parent: string, after: LookingBack['after']): Promise<readonly allocation.Quota[]> {
  const fetch = (pageToken: string) => {
    const request = allocation.ListQuotasRequest.create({ parent, pageSize: 1_000, pageToken })
    return bus.call(AllocationServiceClient, (client) => client.listQuotas, request, after)
  }
  return allItems(fetch, (page) => page.quotas)
}

async function readAllocations(
  bus: Bus,
  parent: string,
  after: LookingBack['after'],
): Promise<readonly allocation.Allocation[]> {
  const fetch = (pageToken: string) => {
    const request = allocation.ListAllocationsRequest.create({ parent, pageSize: 1_000, pageToken })
    return bus.call(AllocationServiceClient, (client) => client.listAllocations, request, after)
  }
  return allItems(fetch, (page) => page.allocations)
}

export async function list(
  session: Session,
  { quotas: asksQuotas, after }: LookingBack & { readonly quotas?: true },
): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const parent = programmeName(settings.programme)
  if (asksQuotas) {
    const quotas = await readQuotas(bus, parent, after).catch(noneOf(bus, parent))
    if (settings.json) return writeJson({ quotas: jsonOf(quotas) })
    return write(quotaTable(quotas, await loadNames(bus, settings), settings.language))
  }
  const allocations = await readAllocations(bus, parent, after).catch(noneOf(bus, parent))
  if (settings.json) return writeJson({ allocations: jsonOf(allocations) })
  await write(allocationTable(allocations, await loadNames(bus, settings), settings.language))
}

export async function show(session: Session, name: string, { after }: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = allocation.GetAllocationRequest.create({ name: allocationName(name, settings) })
  const response = await bus.call(AllocationServiceClient, (client) => client.getAllocation, request, after)
  if (settings.json) return writeJson(jsonOf(response))
  const names = await loadNames(bus, settings)
  await write(allocationSheet(response.allocation as allocation.Allocation, names, settings.language))
}

export async function showQuota(session: Session, name: string, { after }: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = allocation.GetQuotaRequest.create({ name: quotaName(name, settings) })
  const response = await bus.call(AllocationServiceClient, (client) => client.getQuota, request, after)
  if (settings.json) return writeJson(jsonOf(response))
  await write(quotaSheet(response.quota as allocation.Quota, await loadNames(bus, settings), settings.language))
}

// ---- Changing

type Answer = { readonly allocation: allocation.Allocation | undefined; readonly receipt: Receipt | undefined }

async function answered({ settings }: Session, answer: Answer): Promise<void> {
  if (settings.json) return writeJson(jsonOf(answer))
  const { name = '', state = '' } = answer.allocation ?? {}
  await write(said(name, allocationWord(state, settings.language), answer.receipt, settings))
}

type ProposeOptions = CommandOptions & {
  readonly id: string
  readonly measure: string
  readonly year: bigint
  readonly title: string
}

export async function propose(session: Session, file: string, options: ProposeOptions): Promise<void> {
  const { settings } = session
  const { id, measure, year, title } = options
  const request = allocation.ProposeAllocationRequest.create({
    ...creatingFields(options),
    ...{ parent: programmeName(settings.programme), allocationId: id, measure: measureName(measure, settings) },
    ...{ year: Number(year), title, shares: await sharesFrom(file) },
  })
  const bus = await session.bus()
  await answered(
    session,
    await bus.call(AllocationServiceClient, (client) => client.proposeAllocation, request, options.after),
  )
}

export async function issue(
  session: Session,
  name: string,
  options: CommandOptions & { readonly document: string },
): Promise<void> {
  const { document } = options
  const about = { name: allocationName(name, session.settings), document }
  const request = allocation.IssueQuotaRequest.create({ ...commandFields(options), ...about })
  const bus = await session.bus()
  await answered(
    session,
    await bus.call(AllocationServiceClient, (client) => client.issueQuota, request, options.after),
  )
}

type ReasonOptions = CommandOptions & { readonly reason: string }

export async function refuse(session: Session, name: string, options: ReasonOptions): Promise<void> {
  const about = { name: allocationName(name, session.settings), text: await textOf(options.reason) }
  const request = allocation.RefuseAllocationRequest.create({ ...commandFields(options), ...about })
  const bus = await session.bus()
  await answered(
    session,
    await bus.call(AllocationServiceClient, (client) => client.refuseAllocation, request, options.after),
  )
}

export async function withdraw(session: Session, name: string, options: ReasonOptions): Promise<void> {
  const about = { name: allocationName(name, session.settings), text: await textOf(options.reason) }
  const request = allocation.WithdrawAllocationRequest.create({ ...commandFields(options), ...about })
  const bus = await session.bus()
  await answered(
    session,
    await bus.call(AllocationServiceClient, (client) => client.withdrawAllocation, request, options.after),
  )
}

type LetterOptions = CommandOptions & {
  readonly id: string
  readonly pool: string
  readonly year: bigint
  readonly document: string
}

/** What every letter that moves quota on says. */
const letterOf = ({ settings }: Session, options: LetterOptions) => ({
  ...creatingFields(options),
  ...{ parent: programmeName(settings.programme), allocationId: options.id, document: options.document },
  ...{ pool: poolName(options.pool, settings), year: Number(options.year) },
})

export async function passOn(
  session: Session,
  file: string,
  options: LetterOptions & { readonly from?: string },
): Promise<void> {
  const shares = await sharesFrom(file)
  const from = options.from ? organisationName(options.from) : ''
  const request = allocation.PassOnQuotaRequest.create({ ...letterOf(session, options), from, shares })
  const bus = await session.bus()
  await answered(
    session,
    await bus.call(AllocationServiceClient, (client) => client.passOnQuota, request, options.after),
  )
}

type AdjustOptions = LetterOptions & {
  readonly classification: string
  readonly toClassification?: string
  readonly target: readonly string[]
  readonly reason: string
}

export async function adjust(
  session: Session,
  from: string,
  to: string,
  yuan: string,
  options: AdjustOptions,
): Promise<void> {
  const { classification, toClassification = classification, target, reason } = options
  const request = allocation.AdjustQuotaRequest.create({
    ...letterOf(session, options),
    ...{ from: organisationName(from), fromClassification: classificationFrom(classification) },
    to: {
      $type: 'qiantou.allocation.v1.Share',
      ...{ recipient: organisationName(to), holding: 'HOLDING_DEPARTMENT', fen: yuanFrom(yuan) },
      ...{ classification: classificationFrom(toClassification), targets: target.map(targetFrom) },
    },
    text: await textOf(reason),
  })
  const bus = await session.bus()
  await answered(
    session,
    await bus.call(AllocationServiceClient, (client) => client.adjustQuota, request, options.after),
  )
}

// ---- Spending

const answeredQuota = answering(({ quota }: Receipted & { readonly quota: allocation.Quota | undefined }) => quota)

type PlanOptions = CommandOptions & {
  readonly part: readonly string[]
  readonly year: bigint
  readonly classification: string
}

export async function planSpending(session: Session, name: string, options: PlanOptions): Promise<void> {
  const { settings } = session
  const parts = options.part.map((text) => spendingPartFrom(text, settings))
  const request = allocation.PlanQuotaSpendingRequest.create({
    ...{ ...commandFields(options), name: quotaName(name, settings), year: Number(options.year), parts },
    classification: classificationFrom(options.classification),
  })
  const bus = await session.bus()
  const answer = await bus.call(AllocationServiceClient, (client) => client.planQuotaSpending, request, options.after)
  await answeredQuota(session, answer, () => plannedDeed(parts.length))
}
