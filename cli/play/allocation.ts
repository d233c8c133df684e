/** The scenario of an allocation: a plan, its quota letter, what a bureau passes on and what finance adjusts. */
import { hash, randomBytes, randomUUID } from 'node:crypto'
import { type Holding, Share } from '#proto/qiantou/allocation/v1/allocation.ts'
import * as allocation from '#proto/qiantou/allocation/v1/allocation_service.ts'
import { EnterMeasureRequest, MeasureServiceClient } from '#proto/qiantou/measure/v1/measure_service.ts'
import { OpenPoolRequest, PoolServiceClient, SetBudgetRequest } from '#proto/qiantou/pool/v1/pool_service.ts'
import { ImportProgrammeRequest, ProgrammeServiceClient } from '#proto/qiantou/programme/v1/programme_service.ts'
import { now } from '../input/now.ts'
import { dateOf } from '../input/text.ts'
import type { Bilingual } from '../settings.ts'
import { today } from '../text/time.ts'
import type { Steps } from './steps.ts'

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
    const request = SetBudgetRequest.fromPartial({ ...budget, document: this.say('budget') })
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

/** Plays it in a programme of its own. @returns what bodies hold in the end */
export async function allocationScenario(steps: Steps): Promise<readonly allocation.Quota[]> {
  const { proposer, other, finance, bureau, below } = bodies
  await steps.cast.gather(Object.values(bodies))
  const play = new Play(steps)
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
  return play.quotas()
}
