/** One small pool that 64 callers claim from at once: its budget is reserved to the fen, and never more. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as application from '#proto/qiantou/application/v1/application_service.ts'
import { call, explained } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { Money, payers, signed } from '#shared/testing/money.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { differingStates, entriesOf, poolNamed, reconciled, refuse, withdraw } from './ledger-books.ts'

const callers = 64
const budget = 5_000_000_001n

let bus: TestBus
let money: Money
beforeAll(async () => {
  bus = await startTestBus()
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme('hot')
  money = new Money(bus, parent, workflow.after)
  await money.ready(budget)
})
afterAll(async () => await bus.stop())

/** What was answered to an admission: what it reserved, by which record; or why not. */
type Answer = { readonly fen: bigint; readonly sequence: bigint } | { readonly reason: string }

async function admit(name: string, requestId: string): Promise<Answer> {
  const { applications } = bus.as(payers.handler)
  const request = application.AdmitApplicationRequest.create({ requestId, name, signOff: signed('handle') })
  try {
    const { application: state, receipt } = await call(applications, (stub) => stub.admitApplication, request)
    return { fen: state?.reserved?.fen ?? 0n, sequence: receipt?.sequence ?? 0n }
  } catch (error) {
    return { reason: explained(error as never)?.reason ?? `${error}` }
  }
}

const isAwarded = (answer: Answer): answer is Extract<Answer, { fen: bigint }> => 'fen' in answer

/** Applications that are ready to be admitted: one applicant in eight is the same one, who meets its ceiling. */
async function handedIn(round: string): Promise<readonly string[]> {
  const names: string[] = []
  await Promise.all(
    Array.from({ length: callers }, async (_, i) => {
      const number = i % 8 === 0 ? 1 : i + 1
      const amount = i % 8 === 0 ? 2_000_000_000n : 700_000_000n + BigInt(i)
      const name = await money.submit(`${round}-${i}`, money.content(number, amount))
      await money.recommend(name)
      names[i] = name
    }),
  )
  return names
}

const reservedOf = async (): Promise<readonly bigint[]> => {
  const year = (await poolNamed(bus.as, money.name('pools', 'vouchers')))?.years[0]
  return [year?.reservedFen ?? 0n, year?.leftFen ?? 0n]
}

/** All of them at once, each of them asked three times; a repeat is answered as what it repeats. */
async function claimed(names: readonly string[]): Promise<ReadonlyMap<string, Answer>> {
  const asked = names.map((name) => ({ name, requestId: randomUUID() }))
  const answers = await Promise.all(
    [...asked, ...asked.toReversed(), ...asked].map(
      async ({ name, requestId }) => [name, await admit(name, requestId)] as const,
    ),
  )
  const first = new Map<string, Answer>()
  for (const [name, answer] of answers) {
    const known = first.get(name)
    if (known && isAwarded(known)) expect(answer).toEqual(known)
    if (known) expect(isAwarded(answer)).toBe(isAwarded(known))
    first.set(name, known ?? answer)
  }
  return first
}

test('64 callers reserve its budget to the fen; what is let go is reserved anew', { timeout: 120_000 }, async () => {
  const names = await handedIn('first')
  const answers = await claimed(names)
  const awarded = [...answers].flatMap(([name, answer]) => (isAwarded(answer) ? [{ name, ...answer }] : []))
  const sum = awarded.reduce((all, { fen }) => all + fen, 0n)
  expect(sum).toBe(budget)
  expect(await reservedOf()).toEqual([budget, 0n])
  const reasons = [...answers.values()].flatMap((answer) => (isAwarded(answer) ? [] : [answer.reason]))
  expect(reasons.filter((reason) => !['POOL_EXHAUSTED', 'NOTHING_TO_AWARD'].includes(reason))).toEqual([])
  expect(awarded.length + reasons.length).toBe(callers)
  expect(reasons.length).toBeGreaterThan(0)
  // Some are refused, some taken back: those that came too late get exactly that.
  const [one, another] = awarded
  if (!one || !another) throw new Error('somebody was awarded something')
  await refuse(bus.as, one.name)
  await withdraw(bus.as, another.name)
  expect(await reservedOf()).toEqual([budget - one.fen - another.fen, one.fen + another.fen])
  const late = [...answers].flatMap(([name, answer]) => (isAwarded(answer) ? [] : [name]))
  await claimed(late)
  expect(await reservedOf()).toEqual([budget, 0n])
})

test('and every fen of it is in the ledger', async () => {
  const entries = await entriesOf(bus.as, money.name('pools', 'vouchers'), 100)
  const of = (kind: string) =>
    entries.filter((entry) => entry.kind === `ENTRY_KIND_${kind}`).reduce((all, { fen }) => all + fen, 0n)
  expect(of('PENDING') - of('VOID')).toBe(budget)
  expect((await reconciled(bus.asService('operations'))).differing).toEqual([])
  expect(await differingStates(bus.asService('operations'))).toEqual([])
})
