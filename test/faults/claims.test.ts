/** A small pool in `npm run test:long`; `npm run test:claims` drains as large a one as you like. */
import { expect, it } from 'vitest'
import { drainPool } from './claims.ts'

it('a pool that 64 clients drain while services, PostgreSQL and the bank are killed pays its budget to the fen', {
  timeout: 480_000,
}, async () => {
  const plan = {
    engine: 'postgres',
    clients: 64,
    claims: 600,
    kills: 1,
    seed: 7,
    renewed: false,
    progress: () => {},
  } as const
  const { budgetFen, claims, repeats, refusals, ...drained } = await drainPool(plan)
  const all = { paidFen: budgetFen, bookedFen: budgetFen, bankFen: budgetFen, reservedFen: 0n, leftFen: 0n }
  expect(drained).toEqual({ ...all, paidTwice: 0, differing: [] })
  expect(claims).toBeGreaterThan(200)
  expect(repeats).toBeGreaterThan(0)
  expect([...refusals]).toEqual([['POOL_EXHAUSTED', 64]])
})
