import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { brokerUnavailability } from './infra/kafka/broker.ts'

// Some tests start a database, a broker, or the whole bus.
const patience = { testTimeout: 30_000, hookTimeout: 120_000, setupFiles: ['./test/seed.ts'] }

/** Suites that start a whole bus: they hold on either engine. */
const endToEnd = ['test/e2e/*.test.ts', 'test/reference-fold/*.test.ts']
/** What one service decides alone, or a command line that does not know what carries records: once is enough. */
const onceIsEnough = [
  'test/e2e/cli-{allocation,attachment,budget,consultation,coordination,directory,draft,measure,money,money-play,programme,report,sentences,supervision,workflow}.test.ts',
  'test/e2e/{budget,cli,consultation,directory,groups,payment,supervision}.test.ts',
  'test/reference-fold/{bounds,burden,consultation,directory,measure,money,silence,supervision}.test.ts',
]

/** What takes minutes, and has a command of its own: `npm run test:long`. */
const long = ['test/simulate/simulate.test.ts', 'test/faults/{claims,versions}.test.ts']
/**
 * The same of what holds on either engine: on PostgreSQL it is tried each time. What an engine has of its own is held
 * in contract/log* and faults/kill, and whole stories pass through a broker each time in e2e/{history,parking,refold,supervision-leads,
 * time} and reference-fold/plays. These ask what services make of records once they are there, and each starts a broker of its own.
 */
const longOnKafka = [
  'test/reference-fold/reference-fold.test.ts',
  'test/e2e/{broken-chain,cli-start,entitled,frames,office-succession,reorganisation,telemetry}.test.ts',
]

/**
 * The longest begins first: begun last, it would leave one of two workers with nothing to do. What starts a whole deployment
 * leaves no processor to others, and has its turn once that is over, and not beside another such.
 */
const longest = 'hostile'
const deployments = { kill: 1 / 2 }

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const of = (name: string) => sorted.filter(({ moduleId }) => moduleId.endsWith(`/${name}.test.ts`))
    const apart = [longest, ...Object.keys(deployments)].flatMap(of)
    const order = sorted.filter((file) => !apart.includes(file))
    const { length } = order
    // From behind, so that what comes in moves nothing before it.
    for (const [name, share] of Object.entries(deployments).reverse())
      order.splice(Math.floor(length * share), 0, ...of(name))
    return [...of(longest), ...order]
  }
}

// Where CI is true a missing broker is a failure: this throws.
const noBroker = await brokerUnavailability()

export default defineConfig({
  test: {
    reporters: [
      'default',
      ['./test/summary-reporter.ts', { notRun: noBroker ? [`whole buses on Kafka (${noBroker})`] : [] }],
    ],
    // Most of them wait for disks and clocks: two share a machine of two processors.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...patience,
          name: 'all',
          include: ['**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/.qiantou/**', 'generated/**', ...long],
        },
      },
      { test: { ...patience, name: 'long', include: long } },
      {
        test: {
          ...patience,
          name: 'long histories',
          include: ['test/model/money.test.ts'],
          env: { QIANTOU_MONEY_HISTORIES: '2000' },
        },
      },
      ...(noBroker
        ? []
        : [
            {
              test: {
                ...patience,
                name: 'on Kafka',
                include: endToEnd,
                exclude: [...onceIsEnough, ...longOnKafka],
                env: { QIANTOU_TEST_ENGINE: 'kafka' },
              },
            },
            {
              test: {
                ...patience,
                name: 'long on Kafka',
                include: longOnKafka,
                env: { QIANTOU_TEST_ENGINE: 'kafka' },
              },
            },
          ]),
    ],
  },
})
