/** `npm run bench -- NAME [--json] [--seconds N] [--rounds N]` */
import { Argument, Command } from 'commander'
import { append } from './append.ts'
import { attachments } from './attachments.ts'
import { beside } from './beside.ts'
import { lifecycle } from './lifecycle.ts'
import { pool } from './pool.ts'
import { propagation } from './propagation.ts'
import { print, type Report } from './report.ts'
import { start } from './start.ts'
import { timers } from './timers.ts'

type Options = { json?: boolean; seconds: string; rounds: string; log: string; brokers?: string; other?: string }

const benchmarks: Readonly<
  Record<
    string,
    (options: {
      seconds: number
      rounds: number
      log: readonly string[]
      other?: string | undefined
    }) => Promise<Report>
  >
> = {
  append,
  attachments,
  beside,
  lifecycle,
  pool,
  propagation,
  start,
  timers,
}

const program = new Command('npm run bench --')
  .addArgument(new Argument('<name>').choices(Object.keys(benchmarks)))
  .option('--json', 'the last line is the report as one JSON object')
  .option('--seconds <n>', 'how long each load runs', '5')
  .option('--rounds <n>', 'how often each load runs; figures are medians', '3')
  .option('--log <engine>', 'postgres or kafka', 'postgres')
  .option('--brokers <list>', 'Kafka brokers')
  .option('--other <folder>', 'of beside: another clone of the project, after npm ci')
  .action(async (name: string, { json, seconds, rounds, log, brokers, other }: Options) => {
    const engine = ['--log', log, ...(brokers ? ['--brokers', brokers] : [])]
    const report = await benchmarks[name]?.({ seconds: Number(seconds), rounds: Number(rounds), log: engine, other })
    if (report) print(report, json === true)
    process.exit(report?.bars.every(({ holds }) => holds) ? 0 : 1)
  })
await program.parseAsync()
