/** `npm run test:claims -- [--clients 64] [--claims 2000] [--kills 5] [--seed 1] [--log kafka|postgres] [--renewed]` */
import { Command } from 'commander'
import { drainPool } from './claims.ts'

type Options = {
  clients: string
  claims: string
  kills: string
  seed: string
  log: 'kafka' | 'postgres'
  renewed?: boolean
}

const { clients, claims, kills, seed, log, renewed } = new Command('npm run test:claims --')
  .option('--clients <n>', 'as many claim at once', '64')
  .option('--claims <n>', 'as many the budget does for, about', '2000')
  .option('--kills <n>', 'how often each service, PostgreSQL and the bank are killed', '5')
  .option('--seed <n>', 'what the bank plays by', '1')
  .option('--log <engine>', 'kafka or postgres', 'kafka')
  .option('--renewed', 'the second finance is of a newer version, whose states have another shape')
  .parse()
  .opts<Options>()

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const drained = await drainPool({
  ...{ engine: log, clients: Number(clients), claims: Number(claims), kills: Number(kills), seed: Number(seed) },
  renewed: renewed === true,
  progress: (line) => void process.stderr.write(`${line}\n`),
})
const { budgetFen, refusals, differing, ...figures } = drained
for (const [name, value] of Object.entries({ budgetFen, ...figures })) process.stdout.write(`${name}=${value} `)
process.stdout.write(`refusals: ${[...refusals].map(([reason, times]) => `${reason}=${times}`).join(' ')}\n`)
for (const line of differing) process.stdout.write(`${line}\n`)
const { paidFen, bookedFen, bankFen, paidTwice } = figures
const isRight =
  [paidFen, bookedFen, bankFen].every((fen) => fen === budgetFen) && paidTwice === 0 && differing.length === 0
process.exit(isRight ? 0 : 1)
