/** The scenario of an allocation: a plan, its quota letter, what a bureau passes on, what finance adjusts, what is spent of it. */
import { hash, randomBytes, randomUUID } from 'node:crypto'
import { type Holding, Share } from '#proto/qiantou/allocation/v1/allocation.ts'
import * as allocation from '#proto/qiantou/allocation/v1/allocation_service.ts'
import { EnterMeasureRequest, MeasureServiceClient } from '#proto/qiantou/measure/v1/measure_service.ts'
import { OpenPoolRequest, PoolServiceClient, SetBudgetRequest } from '#proto/qiantou/pool/v1/pool_service.ts'
import { ImportProgrammeRequest, ProgrammeServiceClient } from '#proto/qiantou/programme/v1/programme_service.ts'
import { PaymentBooked } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { RequestPaymentRequest, TransferServiceClient } from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { codeOf } from '#shared/domain/resource-name.ts'
import { now } from '../input/now.ts'
import { dateOf } from '../input/text.ts'
import type { Bilingual } from '../settings.ts'
import { today } from '../text/time.ts'
import { MoneyPlay } from './money.ts'
import { order } from './money-scenario.ts'
import { signersLeftOpen } from './signers.ts'
import type { Steps } from './steps.ts'
import { PlayedBank } from './test-bank.ts'

const { AllocationServiceClient } = allocation

/** Two departments, the finance department, a city's bureau, and a body to which it passes on. */
const bodies = {
  ...{ proposer: 'organisations/hn-kjt', other: 'organisations/hn-gxt', finance: 'organisations/hn-czt' },
  ...{ bureau: 'organisations/hn-changsha', below: 'organisations/hn-zhuzhou' },
} as const

const words = {
  title: { zh: '算力券(演示)', en: 'Vouchers for computing power (walkthrough)' },
  plan: { zh: '算力券资金分配方案(演示)', en: 'How vouchers are allocated (walkthrough)' },
  tooMuch: { zh: '超出资金池的方案(演示)', en: 'More than the pool has (walkthrough)' },
  indicator: { zh: '新增智能算力', en: 'computing capacity added' },
  service: { zh: '算力服务费(演示)', en: 'Computing power (walkthrough)' },
  reason: { zh: '项目进度调整(演示)', en: 'One project is behind, another ahead (walkthrough)' },
  budget: { zh: '预算批复(演示)第 1 号', en: 'budget 1 (walkthrough)' },
  issued: { zh: '下达预算指标(演示)第 2 号', en: 'quota letter 2 (walkthrough)' },
  passedOn: { zh: '转下达预算指标(演示)第 3 号', en: 'quota letter 3 (walkthrough)' },
  adjusted: { zh: '预算调剂(演示)第 4 号', en: 'quota letter 4 (walkthrough)' },
} as const satisfies Readonly<Record<string, Bilingual>>

const yuan = (amount: number): bigint => BigInt(amount) * 100n
const signed = (person: string) => [{ step: 'SIGN_OFF_STEP_SIGNED' as const, person }]

/** What is played: names, and requests as each body makes them. */
class Play {
  readonly parent: string
  readonly pool: string
  readonly measure: string
  readonly year = Number(today(now()).slice(0, 4))
  private readonly steps: Steps

  constructor(steps: Steps) {
    this.steps = steps
    this.parent = `programmes/play-${randomBytes(4).toString('hex')}`
    this.pool = `${this.parent}/pools/vouchers`
    this.measure = `${this.parent}/measures/vouchers`
  }

  say(name: keyof typeof words): string {
    return words[name][this.steps.settings.language]
  }

  name(id: string): string {
    return `${this.parent}/allocations/${id}`
  }

  quota(body: string): string {
    return `${this.pool}/quotas/${codeOf(body)}`
  }

  share(recipient: string, amount: number, holding: Holding = 'HOLDING_DEPARTMENT'): Share {
    return Share.fromPartial({
      ...{ recipient, holding, fen: yuan(amount), classification: this.classification },
      targets: [
        {
          ...{ kind: 'TARGET_KIND_OUTPUT', indicator: this.say('indicator'), comparison: 'COMPARISON_AT_LEAST' },
          ...{ value: '500', unit: 'PFLOPS' },
        },
      ],
    })
  }

  get classification() {
    return { nature: 'FUND_NATURE_GENERAL_BUDGET' as const, functionCode: '2060499', economicCode: '50799' }
  }

  // ---- What there is before

  async begin(): Promise<void> {
    const { steps, parent, pool, measure } = this
    const title = this.say('title')
    for (const name of [parent, pool, measure, ...['l0', 'l1', 'l2', 'l3'].map((id) => this.name(id))])
      await steps.stage.focus(name)
    const content = {
      ...{ title, documentNumber: title, documentSha256: hash('sha256', title, 'buffer'), office: steps.office },
      clauses: [
        {
          ...{ id: 'vouchers', number: '1', title, kind: 'CLAUSE_KIND_MEASURE' as const },
          span: { start: 0, end: title.length },
          responsibility: {
            ...{ mode: 'RESPONSIBILITY_MODE_LED' as const, leads: [bodies.proposer] },
            supporters: [bodies.other],
          },
        },
      ],
    }
    const programmeId = parent.slice('programmes/'.length)
    const imported = ImportProgrammeRequest.fromPartial({ requestId: randomUUID(), programmeId, content })
    await steps.as(steps.office, ProgrammeServiceClient, (client) => client.importProgramme, imported)
    await steps.as(steps.office, MeasureServiceClient, (client) => client.enterMeasure, this.entering(title))
    const opened = { requestId: randomUUID(), parent, poolId: 'vouchers', title, finance: bodies.finance }
    await steps.as(steps.office, PoolServiceClient, (client) => client.openPool, OpenPoolRequest.fromPartial(opened))
    const budget = { requestId: randomUUID(), name: pool, year: this.year, fen: yuan(1_000_000) }
    const said = { document: this.say('budget'), signOff: signed('p-3') }
    const request = SetBudgetRequest.fromPartial({ ...budget, ...said })
    await steps.as(bodies.finance, PoolServiceClient, (client) => client.setBudget, request)
  }

  private entering(title: string): EnterMeasureRequest {
    return EnterMeasureRequest.fromPartial({
      ...{ requestId: randomUUID(), parent: this.parent, measureId: 'vouchers' },
      content: {
        ...{ clause: `${this.parent}/clauses/vouchers`, title, basis: 'BASIS_DECISION', payee: 'PAYEE_APPLICANT' },
        ...{ validFrom: { ...dateOf(today(now())) }, validUntil: { ...dateOf(`${this.year + 3}-12-31`) } },
        ...{ stacking: 'STACKING_FREE', organisations: [bodies.proposer, bodies.other] },
      },
    })
  }

  // ---- What bodies do

  async propose(id: string, title: string, ...shares: readonly Share[]): Promise<void> {
    const request = allocation.ProposeAllocationRequest.fromPartial({
      ...{ requestId: randomUUID(), parent: this.parent, allocationId: id, title, measure: this.measure },
      ...{ year: this.year, shares: [...shares], signOff: signed('p-17') },
    })
    await this.steps.as(bodies.proposer, AllocationServiceClient, (client) => client.proposeAllocation, request)
  }

  async issue(id: string, person: string): Promise<void> {
    const about = { requestId: randomUUID(), name: this.name(id), document: this.say('issued') }
    const request = allocation.IssueQuotaRequest.fromPartial({ ...about, signOff: signed(person) })
    await this.steps.as(bodies.finance, AllocationServiceClient, (client) => client.issueQuota, request)
  }

  async passOn(body: string, id: string, ...shares: readonly Share[]): Promise<void> {
    const request = allocation.PassOnQuotaRequest.fromPartial({
      ...{ requestId: randomUUID(), parent: this.parent, allocationId: id, pool: this.pool, year: this.year },
      ...{ document: this.say('passedOn'), shares: [...shares], signOff: signed('p-9') },
    })
    await this.steps.as(body, AllocationServiceClient, (client) => client.passOnQuota, request)
  }

  async adjust(id: string, from: string, to: Share): Promise<void> {
    const request = allocation.AdjustQuotaRequest.fromPartial({
      ...{ requestId: randomUUID(), parent: this.parent, allocationId: id, pool: this.pool, year: this.year },
      ...{ document: this.say('adjusted'), from, fromClassification: this.classification, to },
      ...{ text: this.say('reason'), signOff: signed('p-3') },
    })
    await this.steps.as(bodies.finance, AllocationServiceClient, (client) => client.adjustQuota, request)
  }

  /** What everybody holds in the end, as the finance department reads it. */
  async quotas(): Promise<readonly allocation.Quota[]> {
    const request = allocation.ListQuotasRequest.create({ parent: this.parent })
    const { finance } = bodies
    return (await this.steps.cast.of(finance).call(AllocationServiceClient, (client) => client.listQuotas, request))
      .quotas
  }
}

/** A payment out of the quota of who proposed the plan, to an enterprise of this play's own. */
class Spending extends MoneyPlay {
  private readonly play: Play

  constructor(play: Play, steps: Steps) {
    super(steps, play.parent)
    this.play = play
  }

  async begin(): Promise<void> {
    for (const name of [this.payee, this.transfer]) await this.steps.stage.focus(name)
  }

  async request(body: string, amount: number): Promise<void> {
    const { play, lines, code } = this
    const request = RequestPaymentRequest.fromPartial({
      ...{ requestId: randomUUID(), parent: play.parent, transferId: this.id, signOff: signed('p-1') },
      ...{ quota: play.quota(body), year: play.year, fen: yuan(amount), classification: play.classification },
      ...{ creditor: { code, name: lines.enterprise }, purpose: play.say('service') },
    })
    await this.steps.as(body, TransferServiceClient, (client) => client.requestPayment, request)
  }
}

/** Who passes on does not spend, and nobody more than is left; what is asked for is paid to who was named. */
async function spend(play: Play, steps: Steps, bank: PlayedBank): Promise<void> {
  const { proposer, bureau } = bodies
  const spending = new Spending(play, steps)
  await spending.begin()
  const { transfer } = spending
  await steps.refused(transfer, bureau, 'HELD_OTHERWISE', () => spending.request(bureau, 1))
  await steps.refused(transfer, proposer, 'QUOTA_EXCEEDED', () => spending.request(proposer, 200_001))
  await bank.open('books')
  await order(spending, () => spending.request(proposer, 120_000))
  await spending.heard(PaymentBooked.$type)
}

/** Plays it in a programme of its own. @returns what bodies hold in the end */
export async function allocationScenario(steps: Steps): Promise<readonly allocation.Quota[]> {
  await steps.cast.gather(Object.values(bodies))
  await signersLeftOpen(steps, [bodies.proposer, bodies.bureau, bodies.finance])
  const bank = new PlayedBank(steps.settings)
  const play = new Play(steps)
  try {
    await letters(play, steps)
    await spend(play, steps, bank)
    return await play.quotas()
  } finally {
    await bank.close()
  }
}

/** All that moves quotas. */
async function letters(play: Play, steps: Steps): Promise<void> {
  const { proposer, other, finance, bureau, below } = bodies
  await play.begin()
  const whole = () => play.propose('l0', play.say('tooMuch'), play.share(other, 1_000_001))
  await steps.refused(play.name('l0'), proposer, 'POOL_EXCEEDED', whole)
  const city = play.share(bureau, 400_000, 'HOLDING_FINANCE_BUREAU')
  await play.propose('l1', play.say('plan'), play.share(proposer, 300_000), city)
  // Who signed the plan does not sign the letter.
  await steps.refused(play.name('l1'), finance, 'DUTIES_NOT_SEPARATE', () => play.issue('l1', 'p-17'))
  await play.issue('l1', 'p-3')
  const passing = (amount: number) => () => play.passOn(bureau, 'l2', play.share(below, amount))
  await steps.refused(play.name('l2'), bureau, 'QUOTA_EXCEEDED', passing(400_001))
  await passing(250_000)()
  const onward = () => play.passOn(proposer, 'l3', play.share(other, 1))
  await steps.refused(play.name('l3'), proposer, 'NOT_FINANCE_BUREAU', onward)
  await play.adjust('l3', proposer, play.share(other, 100_000))
}
