/** Once each in the ordinary tests; `npm run test:kill` does it as often as you like. */
import { it } from 'vitest'
import { brokerUnavailability } from '#infra/kafka/broker.ts'
import { toldTheTruth } from './told-the-truth.ts'

const noBroker = await brokerUnavailability()

it.skipIf(noBroker)(
  noBroker
    ? `whatever is killed on Kafka, clients were told the truth: ${noBroker}`
    : 'whatever is killed on Kafka, clients were told the truth',
  { timeout: 180_000 },
  () =>
    toldTheTruth('kafka', undefined, [
      'coordination-office',
      'lead-agency',
      'supporting-department',
      'event-log',
      'postgres',
      'broker',
    ]),
)

it('whatever is killed on PostgreSQL, clients were told the truth, also by two instances', { timeout: 180_000 }, () =>
  toldTheTruth('postgres', 'lead-agency', [
    'coordination-office',
    'lead-agency',
    'lead-agency-2',
    'supporting-department',
    'event-log',
    'postgres',
  ]),
)
