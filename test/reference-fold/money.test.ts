/** Random moves of money on a real bus: what finance says of pools and applications must be what its records say. */
import { randomUUID } from 'node:crypto'
import { type ServiceError, status } from '@grpc/grpc-js'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as application from '#proto/qiantou/application/v1/application_service.ts'
import * as pool from '#proto/qiantou/pool/v1/pool_service.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { Money, payers, signed, thisYear } from '#shared/testing/money.ts'
import type { Subscriber } from '#shared/testing/subscriber.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { differingStates, poolNamed, reconciled, refuse, withdraw } from '../contract/ledger-books.ts'
import {
  moneyEventsOf,
  type ReferenceApplication,
  type ReferencePool,
  referenceApplication,
  referencePool,
} from './money.ts'
import { plays } from './plays.ts'

let bus: TestBus
beforeAll(async () => {
  bus = await startTestBus()
})
afterAll(async () => await bus.stop())

const ids = ['a0', 'a1', 'a2', 'a3', 'a4', 'a5']
const said = (name: string) => ({ requestId: randomUUID(), name, text: '依据见附件' })
const on = (code: string) => bus.as(code).applications

/** Experts approve an investment, of which little is left for anybody. */
async function approveInvestment(name: string, amount: number): Promise<void> {
  const request = application.ApproveInvestmentRequest.create({
    ...{ ...said(name), investmentFen: BigInt(amount) * 1_000_000n, experts: ['x-1'], signOff: signed('handle') },
  })
  await call(on(payers.handler), (stub) => stub.approveInvestment, request)
}

type Act = (money: Money, id: string, amount: number) => Promise<unknown>

/** What comes next in an application's procedure, whatever it is: the first that is not refused. */
const advance: Act = async (money, id, amount) => {
  const name = money.name('applications', id)
  const steps = [
    () => money.recommend(name),
    () => money.admit(name),
    () => money.checkCredit(name),
    () => approveInvestment(name, amount),
    () => money.reviewFinance(name),
    () => money.decide(name),
    () => money.openNotice(name),
    () => money.approve(name),
  ]
  for (const step of steps) if (await step().then(() => true, unlessRefused)) return
}

const acts = {
  submit: (money, id, amount) => {
    const [number, fen] = [amount % 3, BigInt(amount) * 1_000_000n]
    const content = money.content(number, fen)
    const ofInvestment = { measure: money.name('measures', 'models'), bills: [], investmentFen: fen, project: 'p1' }
    return amount % 2 ? money.submit(id, content) : money.submit(id, { ...content, ...ofInvestment }, [])
  },
  advance,
  askForMore: (money, id) => money.requestSupplement(money.name('applications', id)),
  bring: async (money, id, amount) => {
    const name = money.name('applications', id)
    const got = await call(
      on(payers.sponsor),
      (stub) => stub.getApplication,
      application.GetApplicationRequest.create({ name }),
    )
    const content = { ...(got.application?.content ?? money.content(1)), title: `补正 ${amount}` }
    const request = application.SupplementApplicationRequest.create({ requestId: randomUUID(), name, content })
    await call(on(payers.sponsor), (stub) => stub.supplementApplication, request)
  },
  object: (money, id) => money.raiseObjection(money.name('applications', id)),
  settle: async (money, id) => {
    const request = application.SettleObjectionRequest.create(said(money.name('applications', id)))
    await call(on(payers.handler), (stub) => stub.settleObjection, request)
  },
  refuse: (money, id) => refuse(bus.as, money.name('applications', id)),
  withdraw: (money, id) => withdraw(bus.as, money.name('applications', id)),
  setBudget: (money, _, amount) => money.setBudget(BigInt(amount) * 300_000n, 'vouchers', thisYear() - (amount % 2)),
  closeYear: async (money) => {
    const name = money.name('pools', 'vouchers')
    const request = { requestId: randomUUID(), name, year: thisYear() - 1, signOff: signed('approve') }
    await call(bus.as(payers.finance).pools, (stub) => stub.closeYear, pool.CloseYearRequest.create(request))
  },
  pass: async () => {
    bus.passDay()
    await bus.quiet()
  },
} as const satisfies Record<string, Act>

const weights: Readonly<Record<keyof typeof acts, number>> = {
  ...{ submit: 6, advance: 30, askForMore: 3, bring: 3, object: 3, settle: 3, refuse: 1, withdraw: 1, setBudget: 3 },
  ...{ closeYear: 1, pass: 3 },
}

const attempt = fc.record({
  act: fc.oneof(
    ...Object.entries(weights).map(([act, weight]) => ({ weight, arbitrary: fc.constant(act as keyof typeof acts) })),
  ),
  id: fc.constantFrom(...ids),
  amount: fc.integer({ min: 1, max: 900 }),
})
type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never

/** Attempts that are made at once; one group after the other. */
const play = fc.array(fc.array(attempt, { minLength: 1, maxLength: 5 }), { minLength: 40, maxLength: 60, size: 'max' })

const refusals = new Set([
  status.NOT_FOUND,
  status.FAILED_PRECONDITION,
  status.PERMISSION_DENIED,
  status.ALREADY_EXISTS,
])
const unlessRefused = (error: ServiceError): void => {
  if (!refusals.has(error.code)) throw error
}

/** What finance says, in the words of the reference. */
async function saidOfPool(name: string): Promise<ReferencePool> {
  const one = await poolNamed(bus.as, name)
  if (!one) throw new Error(`${name} is there`)
  const years = one.years.map(({ year, budgetFen, carriedInFen, reservedFen, leftFen, closed }) => ({
    ...{ year, budget: budgetFen, carriedIn: carriedInFen, reserved: reservedFen, left: leftFen, closed },
  }))
  return { version: Number(one.etag), title: one.title, finance: one.finance, years }
}

async function saidOfApplication(name: string): Promise<ReferenceApplication | undefined> {
  const request = application.GetApplicationRequest.create({ name })
  const answered = await call(on('hn-office'), (stub) => stub.getApplication, request).catch(unlessRefused)
  const one = answered?.application
  if (!one) return undefined
  const { until, sponsor, recommenders, handler, finance } = one
  const step = (text: string) => text.replace('PROCEDURE_STEP_', '').replace('UNSPECIFIED', '')
  return {
    version: Number(one.etag),
    ...{ state: one.state.replace('APPLICATION_STATE_', ''), turn: one.turn, next: step(one.nextStep) },
    title: one.content?.title ?? '',
    bodies: [sponsor, ...recommenders, handler, finance],
    ...{ pool: one.pool, year: one.year },
    steps: one.steps.map((taken) =>
      [step(taken.step), taken.organisation, ...taken.signOff.map(({ person }) => person)].join(' '),
    ),
    ...{ awarded: one.assessment?.fen ?? 0n, reserved: one.reserved?.fen ?? 0n, texts: one.texts.length },
    until: until ? [until.year, until.month, until.day].join('-') : '',
  }
}

const states = new Set<string>()

async function compare(money: Money, parent: string, all: Subscriber): Promise<void> {
  await bus.quiet()
  const { rows } = await bus.database('event-log').query('SELECT count(*)::integer AS entries FROM entry')
  const records = (await all.has(rows[0].entries)).filter(({ subject }) => subject.startsWith(`${parent}/`))
  const events = moneyEventsOf(records)
  const name = money.name('pools', 'vouchers')
  expect(await saidOfPool(name)).toEqual(referencePool(events, name))
  for (const id of ids) {
    const reference = referenceApplication(events, money.name('applications', id))
    expect(await saidOfApplication(money.name('applications', id))).toEqual(reference)
    if (reference) states.add(reference.state)
  }
}

let begun = 0

/** A programme of its own, with two measures that pay out of one pool. */
async function begin(): Promise<readonly [money: Money, parent: string]> {
  begun += 1
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme(`money-${begun}`)
  const money = new Money(bus, parent, workflow.after)
  await money.ready(150_000_000n)
  await money.enter('models', {
    ...{ basis: 'BASIS_APPROVED_INVESTMENT', poolId: 'vouchers', stacking: 'STACKING_HIGHEST', stackingGroup: 'ai' },
    procedure: ['PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_EXPERT_REVIEW', 'PROCEDURE_STEP_APPROVAL'],
  })
  return [money, parent]
}

async function run(groups: readonly (readonly Attempt[])[], all: Subscriber): Promise<void> {
  const [money, parent] = await begin()
  for (const [i, group] of groups.entries()) {
    await Promise.all(group.map(({ act, id, amount }) => acts[act](money, id, amount).catch(unlessRefused)))
    if (i % 15 === 7) await compare(money, parent, all)
  }
  await compare(money, parent, all)
}

test('for certain: every state that an application comes to', { timeout: 60_000 }, async () => {
  const all = bus.subscribe('hn-office')
  const [money, parent] = await begin()
  const story: readonly (readonly [keyof typeof acts, string, number?])[] = [
    ...([
      ['submit', 'a0', 1],
      ['advance', 'a0'],
      ['askForMore', 'a0'],
      ['bring', 'a0'],
    ] as const),
    ...Array.from({ length: 5 }, () => ['advance', 'a0'] as const),
    ...([
      ['object', 'a0'],
      ['settle', 'a0'],
      ['submit', 'a1', 2],
      ['advance', 'a1'],
      ['advance', 'a1', 100],
    ] as const),
    ...([
      ['refuse', 'a1'],
      ['submit', 'a2', 1],
      ['refuse', 'a2'],
      ['submit', 'a3', 1],
      ['withdraw', 'a3'],
    ] as const),
    ...([
      ['submit', 'a4', 2],
      ['askForMore', 'a4'],
      ['setBudget', '', 450],
      ['setBudget', '', 11],
    ] as const),
    ...([
      ['closeYear', ''],
      ['submit', 'a5', 2],
      ['askForMore', 'a5'],
      ['refuse', 'a5'],
    ] as const),
    // The notice is over, and what is missing of one of them has lapsed.
    ...Array.from({ length: 8 }, () => ['pass', ''] as const),
    ['advance', 'a0'],
  ]
  for (const [act, id, amount = 1] of story) {
    if (act === 'refuse' && id === 'a2') await money.recommend(money.name('applications', id))
    await acts[act](money, id, amount)
    await compare(money, parent, all)
  }
  const every = Object.keys(application.ApplicationState).map((state) => state.replace('APPLICATION_STATE_', ''))
  expect(every).toContain('OBJECTION')
  // Joint review, and what is agreed to, paid, revoked and evaluated afterwards, come elsewhere.
  expect(
    every.filter((state) => !states.has(state) && !/UN|^JOINTLY|^ALLOCATED|^PAID|^REVOKED|^EVALUATED/.test(state)),
  ).toEqual([])
})

test('whatever is tried, finance and its records say the same', async () => {
  const all = bus.subscribe('hn-office')
  await plays('money', { most: 8, least: 3, seconds: 20, endOnFailure: true }, play, (groups) => run(groups, all))
  expect((await reconciled(bus.asService('operations'))).differing).toEqual([])
  expect(await differingStates(bus.asService('operations'))).toEqual([])
}, 180_000)
