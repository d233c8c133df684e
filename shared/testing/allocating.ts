/** Allocations on a real bus, as their callers make them: a plan, its quota letter, what is passed on and adjusted. */
import { randomUUID } from 'node:crypto'
import { type Holding, Share } from '#proto/qiantou/allocation/v1/allocation.ts'
import * as allocation from '#proto/qiantou/allocation/v1/allocation_service.ts'
import { SpendingPart } from '#proto/qiantou/application/v1/application.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import { RequestPaymentRequest } from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { withCheckCharacter } from '#shared/domain/credit-code.ts'
import type { After } from '#shared/domain/decider.ts'
import { call } from '#shared/grpc/client.ts'
import type { TestBus } from './bus.ts'
import { type Money, payers, signed, thisYear } from './money.ts'
import type { Stubs } from './stubs.ts'

/** `bureau` passes on what it gets, in part to `county`. */
export const allocators = { ...payers, bureau: 'hn-changsha', county: 'hn-zhuzhou' } as const
type Role = keyof typeof allocators

const general = {
  ...{ nature: 'FUND_NATURE_GENERAL_BUDGET' as const, functionCode: '2060499', economicCode: '50799' },
}
/** Who is paid out of quotas. */
const supplierCode = withCheckCharacter('91430100000000777')

const holdings: Readonly<Partial<Record<Role, Holding>>> = {
  bureau: 'HOLDING_FINANCE_BUREAU',
  county: 'HOLDING_FINANCE_BUREAU',
}

export const shareOf = (role: Role, fen: bigint): Share =>
  Share.fromPartial({
    ...{ recipient: `organisations/${allocators[role]}`, holding: holdings[role] ?? 'HOLDING_DEPARTMENT', fen },
    classification: general,
    targets: [
      {
        ...{ kind: 'TARGET_KIND_OUTPUT', indicator: '新增智能算力', comparison: 'COMPARISON_AT_LEAST' },
        ...{ value: '500', unit: 'PFLOPS' },
      },
    ],
  })

/** A part of a spending plan that waits for a day. */
export const dayPart = (fen: bigint, day: Day): SpendingPart =>
  SpendingPart.create({ fen, waitsFor: { $case: 'due', value: toDate(day) } })

/** One programme's allocations; every call builds on those before it. */
export class Allocating {
  private readonly stubs: (code: string) => Stubs
  private readonly money: Money
  private last: Receipt | undefined

  constructor(bus: Pick<TestBus, 'as'>, money: Money) {
    this.stubs = (code) => bus.as(code)
    this.money = money
  }

  get after(): readonly After[] {
    const { last } = this
    return [...this.money.after.filter(({ source }) => source !== last?.source), ...(last ? [last] : [])]
  }

  get pool(): string {
    return this.money.name('pools', 'vouchers')
  }

  private get parent(): string {
    return this.pool.split('/').slice(0, 2).join('/')
  }

  name(allocationId: string): string {
    return `${this.parent}/allocations/${allocationId}`
  }

  quotaName(role: Role): string {
    return `${this.pool}/quotas/${allocators[role]}`
  }

  proposal(allocationId: string, shares: readonly Share[]): allocation.ProposeAllocationRequest {
    return allocation.ProposeAllocationRequest.create({
      ...{ requestId: randomUUID(), parent: this.parent, allocationId, title: '算力券资金分配方案', year: thisYear() },
      ...{ measure: this.money.name('measures', 'vouchers'), shares: [...shares], signOff: signed('handle') },
    })
  }

  issue(allocationId: string): allocation.IssueQuotaRequest {
    const said = {
      requestId: randomUUID(),
      name: this.name(allocationId),
      document: `湘财预〔2026〕36号 ${allocationId}`,
    }
    return allocation.IssueQuotaRequest.create({ ...said, signOff: signed('approve') })
  }

  passing(allocationId: string, shares: readonly Share[]): allocation.PassOnQuotaRequest {
    return allocation.PassOnQuotaRequest.create({
      ...{ requestId: randomUUID(), parent: this.parent, allocationId, pool: this.pool, year: thisYear() },
      ...{ document: `长财预〔2026〕8号 ${allocationId}`, shares: [...shares], signOff: signed('handle') },
    })
  }

  adjustment(allocationId: string, from: Role, to: Share): allocation.AdjustQuotaRequest {
    return allocation.AdjustQuotaRequest.fromPartial({
      ...{ requestId: randomUUID(), parent: this.parent, allocationId, pool: this.pool, year: thisYear() },
      ...{
        document: `湘财预〔2026〕51号 ${allocationId}`,
        from: `organisations/${allocators[from]}`,
        fromClassification: general,
      },
      ...{ to, text: '项目进度调整', signOff: signed('approve') },
    })
  }

  /** A payment out of a body's quota, of what `general` is. */
  payment(transferId: string, role: Role, fen: bigint, year = thisYear()): RequestPaymentRequest {
    return RequestPaymentRequest.fromPartial({
      ...{ requestId: randomUUID(), parent: this.parent, transferId, quota: this.quotaName(role), year, fen },
      ...{ classification: general, purpose: '算力服务费', signOff: signed('handle') },
      creditor: { code: supplierCode, name: '长沙算力服务有限公司' },
    })
  }

  /** A plan of what the handler's quota has of this year, of what `general` is. */
  planning(parts: readonly SpendingPart[]): allocation.PlanQuotaSpendingRequest {
    return allocation.PlanQuotaSpendingRequest.fromPartial({
      ...{ requestId: randomUUID(), name: this.quotaName('handler'), year: thisYear(), classification: general },
      ...{ parts: [...parts], signOff: signed('handle') },
    })
  }

  async propose(allocationId: string, ...shares: readonly Share[]): Promise<string> {
    const { allocations } = this.stubs(allocators.handler)
    const request = this.proposal(allocationId, shares)
    await this.noted(call(allocations, (stub) => stub.proposeAllocation, request, this.after))
    return this.name(allocationId)
  }

  /** Proposes a plan, and has it issued. */
  async issued(allocationId: string, ...shares: readonly Share[]): Promise<string> {
    const name = await this.propose(allocationId, ...shares)
    const { allocations } = this.stubs(allocators.finance)
    await this.noted(call(allocations, (stub) => stub.issueQuota, this.issue(allocationId), this.after))
    return name
  }

  async refuse(allocationId: string): Promise<void> {
    const { allocations } = this.stubs(allocators.finance)
    const said = { requestId: randomUUID(), name: this.name(allocationId), text: '绩效目标不明确' }
    const request = allocation.RefuseAllocationRequest.create(said)
    await this.noted(call(allocations, (stub) => stub.refuseAllocation, request, this.after))
  }

  async passOn(by: Role, allocationId: string, ...shares: readonly Share[]): Promise<void> {
    const { allocations } = this.stubs(allocators[by])
    await this.noted(call(allocations, (stub) => stub.passOnQuota, this.passing(allocationId, shares), this.after))
  }

  async adjust(allocationId: string, from: Role, to: Share): Promise<void> {
    const { allocations } = this.stubs(allocators.finance)
    const request = this.adjustment(allocationId, from, to)
    await this.noted(call(allocations, (stub) => stub.adjustQuota, request, this.after))
  }

  async quota(role: Role): Promise<allocation.Quota> {
    const { allocations } = this.stubs(allocators[role])
    const request = allocation.GetQuotaRequest.create({ name: this.quotaName(role) })
    return (await call(allocations, (stub) => stub.getQuota, request, this.after)).quota as allocation.Quota
  }

  private async noted(answer: Promise<{ readonly receipt: Receipt | undefined }>): Promise<void> {
    const { receipt } = await answer
    if (receipt && receipt.sequence > (this.last?.sequence ?? 0n)) this.last = receipt
  }
}
