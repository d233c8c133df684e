/**
 * Claims on one pool until it is empty, by many clients at once that repeat themselves, at two instances of finance, while
 * services, PostgreSQL and the bank are killed: what is paid in the end is the budget, to the fen.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServiceError } from '@grpc/grpc-js'
import { moneyPlaceIn } from '#infra/start/money.ts'
import * as application from '#proto/qiantou/application/v1/application_service.ts'
import * as pool from '#proto/qiantou/pool/v1/pool_service.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import * as payee from '#proto/qiantou/transfer/v1/payee_service.ts'
import * as transfer from '#proto/qiantou/transfer/v1/transfer_service.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import { call, explained } from '#shared/grpc/client.ts'
import { enterprise, Money, payers, shortest, signed } from '#shared/testing/money.ts'
import type { Stubs } from '#shared/testing/stubs.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { connect } from '../simulate/driver/connect.ts'
import { Deployment, type Victim } from './deployment.ts'
import { checkBoth, ready } from './kill-under-load.ts'
import { persistentCall } from './persistent-call.ts'

export type Plan = {
  readonly engine: 'postgres' | 'kafka'
  readonly clients: number
  /** How many claims the budget does for, about. */
  readonly claims: number
  /** How often each is killed. */
  readonly kills: number
  /** The second instance of finance is of a newer version, whose states have another shape. */
  readonly renewed: boolean
  readonly seed: number
  readonly progress: (line: string) => void
}

/** What it came to, in fen. `refusals`: how often for which reason. */
export type Drained = {
  readonly budgetFen: bigint
  readonly paidFen: bigint
  readonly leftFen: bigint
  readonly reservedFen: bigint
  readonly bookedFen: bigint
  /** By the bank's own statement. */
  readonly bankFen: bigint
  readonly claims: number
  readonly repeats: number
  /** Orders that the bank has booked for more than was ordered. */
  readonly paidTwice: number
  readonly refusals: ReadonlyMap<string, number>
  readonly differing: readonly string[]
}

/** A bank that is started again whenever it ends. */
class Bank {
  private readonly folder: string
  private readonly seed: number
  private child: ChildProcess | undefined
  private stopping = false
  private running: Promise<void> | undefined

  constructor(folder: string, seed: number) {
    this.folder = folder
    this.seed = seed
  }

  start(): void {
    this.running = this.run()
  }

  kill(): void {
    this.child?.kill('SIGKILL')
  }

  /** @returns its statement: what it has booked, less what came back, by end-to-end id, in fen */
  async stop(): Promise<ReadonlyMap<string, bigint>> {
    this.stopping = true
    this.child?.kill('SIGTERM')
    await this.running
    const [, ...lines] = (await readFile(join(this.folder, 'bank', 'statement.csv'), 'utf8')).trim().split('\n')
    const booked = new Map<string, bigint>()
    for (const line of lines) {
      const [id = '', fen = '0', , kind] = line.split(',')
      booked.set(id, (booked.get(id) ?? 0n) + (kind?.trim() === 'RETURNED' ? -BigInt(fen) : BigInt(fen)))
    }
    return booked
  }

  private async run(): Promise<void> {
    const how = ['--seed', `${this.seed}`, '--twice', '0.3', '--shuffle', '--partial', '0.3', '--late-ms', '300']
    while (!this.stopping) {
      this.child = spawn(process.execPath, ['infra/bank/main.ts', '--folder', this.folder, ...how], {
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      await once(this.child, 'exit')
    }
  }
}

type Answer = { readonly receipt?: Receipt | undefined }

/** Clients that claim one after the other, each until it is told that nothing is left. */
class Claimants {
  readonly transfers: string[] = []
  readonly refusals = new Map<string, number>()
  repeats = 0
  private readonly money: Money
  /** Of each instance. */
  private readonly stubs: (code: string) => readonly Stubs[]
  private claimed = 0
  private said = 0

  constructor(money: Money, stubs: (code: string) => readonly Stubs[]) {
    this.money = money
    this.stubs = stubs
  }

  async claimUntilEmpty(): Promise<void> {
    for (;;) {
      this.claimed += 1
      const number = this.claimed
      const reason = await this.claim(number)
      if (!reason) continue
      this.refusals.set(reason, (this.refusals.get(reason) ?? 0) + 1)
      return
    }
  }

  /** Hands in, is awarded, and has it ordered. @returns why nothing is awarded */
  private async claim(number: number): Promise<string | undefined> {
    const { handler, finance, sponsor } = payers
    const id = `a${number}`
    const name = this.money.name('applications', id)
    const content = this.money.content(number, 1_000_000n + BigInt(number % 7) * 333_333n)
    await this.say(sponsor, 'applications', (c) => c.submitApplication, this.money.submission(id, content, []))
    try {
      const admission = application.AdmitApplicationRequest.create({ ...fresh(name), signOff: signed('handle') })
      await this.say(handler, 'applications', (c) => c.admitApplication, admission)
    } catch (error) {
      const reason = explained(error as ServiceError)?.reason
      if (!reason) throw error
      return reason
    }
    const approval = application.ApproveApplicationRequest.create({ ...fresh(name), signOff: signed('approve') })
    await this.say(handler, 'applications', (c) => c.approveApplication, approval)
    await this.account(number)
    await this.say(handler, 'transfers', (c) => c.requestPayment, this.money.request(id, `t${number}`))
    const payment = this.money.name('transfers', `t${number}`)
    const agreed = transfer.ApprovePaymentRequest.create({ ...fresh(payment), signOff: signed('approve') })
    await this.say(finance, 'transfers', (c) => c.approvePayment, agreed)
    const order = transfer.OrderPaymentRequest.create({ ...fresh(payment), signOff: signed('pay') })
    await this.say(finance, 'transfers', (c) => c.orderPayment, order)
    this.transfers.push(payment)
    return undefined
  }

  private async account(number: number): Promise<void> {
    const { code, name: holderName } = enterprise(number)
    const name = this.money.name('payees', code.toLowerCase())
    const said = { number: `4300${`${number}`.padStart(12, '0')}`, bankCode: '011551000018', holderName }
    const proposal = payee.ProposeAccountRequest.create({ ...fresh(name), ...said, signOff: signed('pay') })
    await this.say(payers.finance, 'payees', (c) => c.proposeAccount, proposal)
    const confirmation = payee.ConfirmAccountRequest.create({ ...fresh(name), signOff: signed('check') })
    await this.say(payers.finance, 'payees', (c) => c.confirmAccount, confirmation)
  }

  /** Says it until it is answered, every tenth time once more: then the answer is the same. */
  private async say<Service extends keyof Stubs, Request, Response extends Answer>(
    who: string,
    service: Service,
    method: Parameters<typeof call<Stubs[Service], Request, Response>>[1],
    request: Request,
  ): Promise<void> {
    const instances = this.stubs(who).map((stubs) => stubs[service])
    const send = () =>
      persistentCall(instances, method, request, [], () => {
        this.repeats += 1
      })
    const first = await send()
    this.said += 1
    if (this.said % 10 > 0) return
    this.repeats += 1
    const again = await send()
    if (again.receipt?.sequence !== first.receipt?.sequence) throw new Error('a repeat was recorded once more')
  }
}

const fresh = (name: string) => ({ requestId: randomUUID(), name })

/** Kills one after the other in turns while the pool is being drained. */
async function killInTurns(plan: Plan, deployment: Deployment, bank: Bank, isOver: () => boolean): Promise<void> {
  const services = ['finance', 'finance-2', 'event-log', 'lead-agency', 'coordination-office'] as const
  const victims: readonly (Victim | 'bank')[] = [...services, 'postgres', 'bank']
  for (let round = 0; round < plan.kills; round += 1)
    for (const victim of victims) {
      if (isOver()) throw new Error(`the pool was empty before ${victim} was killed ${plan.kills} times`)
      if (victim === 'bank') bank.kill()
      else await deployment.kill(victim)
      plan.progress(`${victim} was killed`)
      await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
}

/** Waits until the bank has booked every order. */
async function settled(stubs: Stubs, transfers: readonly string[]): Promise<readonly transfer.Transfer[]> {
  const all: transfer.Transfer[] = []
  for (const name of transfers)
    for (const end = Date.now() + 120_000; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
      const request = transfer.GetTransferRequest.create({ name })
      const found = (await persistentCall([stubs.transfers], (c) => c.getTransfer, request)).transfer
      if (found?.state === 'TRANSFER_STATE_CONFIRMED') {
        all.push(found)
        break
      }
      if (Date.now() > end) throw new Error(`${name} is ${found?.state} still`)
    }
  return all
}

/** @throws where something does not come to its end */
export async function drainPool(plan: Plan): Promise<Drained> {
  const { engine, renewed } = plan
  const deployment = await Deployment.start({ engine, second: 'finance', renewed })
  const known = new Map<string, readonly [Stubs, Stubs]>()
  const stubsOf = (path: string): readonly [Stubs, Stubs] => {
    const both = known.get(path) ?? [connect(deployment, path), connect(deployment, path, 'finance')]
    known.set(path, both)
    return both
  }
  const atBoth = (code: string) => stubsOf(`organisation/${code}`)
  const as = (code: string): Stubs => atBoth(code)[0]
  const bank = new Bank(join(moneyPlaceIn(join(deployment.home, 'money')).exchange, 'bank'), plan.seed)
  try {
    await ready(deployment)
    const workflow = new Workflow({ as })
    const parent = await workflow.importProgramme('drained')
    const year = Number(dayOf(new Date()).slice(0, 4))
    const money = new Money({ as }, parent, workflow.after, year)
    // A claim is 6 000 yuan about: the last one gets what is left.
    const budgetFen = BigInt(plan.claims) * 600_000n + 1n
    await money.ready(budgetFen, { procedure: shortest })
    bank.start()
    const claimants = new Claimants(money, atBoth)
    let over = false
    const claiming = Promise.all(Array.from({ length: plan.clients }, () => claimants.claimUntilEmpty())).then(() => {
      over = true
    })
    await Promise.all([claiming, killInTurns(plan, deployment, bank, () => over)])
    plan.progress(`${claimants.transfers.length} claims were ordered to be paid`)
    const transfers = await settled(as(payers.finance), claimants.transfers)
    const after = (await money.pool()).years.find((one) => one.year === year)
    const [operations] = stubsOf('service/operations')
    const compared = await call(operations.pools, (c) => c.reconcile, pool.ReconcileRequest.create(), [], 60_000)
    await checkBoth(deployment, 'finance', renewed)
    const statement = await bank.stop()
    return {
      ...{
        budgetFen,
        paidFen: after?.paidFen ?? 0n,
        leftFen: after?.leftFen ?? 0n,
        reservedFen: after?.reservedFen ?? 0n,
      },
      bookedFen: transfers.reduce((sum, { bookedFen }) => sum + bookedFen, 0n),
      bankFen: [...statement.values()].reduce((sum, fen) => sum + fen, 0n),
      ...{ claims: transfers.length, repeats: claimants.repeats, refusals: claimants.refusals },
      paidTwice: transfers.filter(({ endToEndId, fen }) => statement.get(endToEndId) !== fen).length,
      differing: compared.differing,
    }
  } finally {
    for (const stubs of [...known.values()].flat()) stubs.close()
    await bank.stop().catch(() => {})
    await deployment.stop()
  }
}
