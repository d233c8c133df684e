/** Two versions of a service side by side: `npm run test:long`. */
import { expect, it } from 'vitest'
import { drainPool } from './claims.ts'
import { toldTheTruth } from './told-the-truth.ts'

it('two versions of lead-agency serve side by side, and either is killed', { timeout: 180_000 }, () =>
  toldTheTruth('postgres', 'lead-agency', ['lead-agency-2', 'lead-agency'], true),
)

it('two versions of supporting-department do so too', { timeout: 180_000 }, () =>
  toldTheTruth('postgres', 'supporting-department', ['supporting-department-2', 'supporting-department'], true),
)

it(
  'two versions of coordination-office do so too, as days pass, and tell of each limit once',
  { timeout: 240_000 },
  () => toldTheTruth('postgres', 'coordination-office', ['coordination-office-2', 'coordination-office'], true),
)

it('two versions of finance pay a pool out to the fen, no order twice, and either is killed', {
  timeout: 480_000,
}, async () => {
  const plan = { engine: 'postgres', clients: 64, claims: 600, kills: 1, seed: 8, progress: () => {} } as const
  const { budgetFen, paidFen, bankFen, paidTwice, differing } = await drainPool({ ...plan, renewed: true })
  expect({ paidFen, bankFen, paidTwice, differing }).toEqual({
    ...{ paidFen: budgetFen, bankFen: budgetFen, paidTwice: 0, differing: [] },
  })
})
