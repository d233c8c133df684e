/** Once each in the ordinary tests; `npm run test:kill` does it as often as you like. */
import { expect, it } from 'vitest'
import { brokerUnavailability } from '#infra/kafka/broker.ts'
import type { Doubled, Victim } from './deployment.ts'
import { killUnderLoad, type Plan } from './kill-under-load.ts'

const noBroker = await brokerUnavailability()

async function told(
  engine: Plan['engine'],
  second: Doubled | undefined,
  victims: readonly Victim[],
  renewed = false,
): Promise<void> {
  const listeners = process.listenerCount('exit')
  const kills = Object.fromEntries(victims.map((victim) => [victim, 1]))
  const count = await killUnderLoad({ engine, second, renewed, kills, workers: 4, progress: () => {} })
  expect(count).toEqual({ acknowledged: count.acknowledged, found: count.acknowledged, twice: 0, missing: 0, gaps: 0 })
  expect(count.acknowledged).toBeGreaterThan(50 * victims.length)
  // Nothing of what was started is waited for any more.
  expect(process.listenerCount('exit')).toBe(listeners)
}

it.skipIf(noBroker)(
  noBroker
    ? `whatever is killed on Kafka, clients were told the truth: ${noBroker}`
    : 'whatever is killed on Kafka, clients were told the truth',
  { timeout: 180_000 },
  () =>
    told('kafka', undefined, [
      'coordination-office',
      'lead-agency',
      'supporting-department',
      'event-log',
      'postgres',
      'broker',
    ]),
)

it('whatever is killed on PostgreSQL, clients were told the truth, also by two instances', { timeout: 180_000 }, () =>
  told('postgres', 'lead-agency', [
    'coordination-office',
    'lead-agency',
    'lead-agency-2',
    'supporting-department',
    'event-log',
    'postgres',
  ]),
)

it('two versions of lead-agency serve side by side, and either is killed', { timeout: 180_000 }, () =>
  told('postgres', 'lead-agency', ['lead-agency-2', 'lead-agency'], true),
)

it('two versions of supporting-department do so too', { timeout: 180_000 }, () =>
  told('postgres', 'supporting-department', ['supporting-department-2', 'supporting-department'], true),
)

it(
  'two versions of coordination-office do so too, as days pass, and tell of each limit once',
  { timeout: 240_000 },
  () => told('postgres', 'coordination-office', ['coordination-office-2', 'coordination-office'], true),
)
