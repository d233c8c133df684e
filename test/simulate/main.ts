/** `npm run simulate -- [--days 365] [--seed 1] [--kills 3] [--log kafka|postgres] [--tasks 30] [--from 2026-03-02] [--records FILE]` */
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { simulate } from './simulation.ts'
import { summaryLines } from './summary.ts'
import { mostTasks } from './world/task-list.ts'

type Options = {
  days: string
  seed: string
  kills: string
  log: 'postgres' | 'kafka'
  tasks: string
  from: string
  looks: string
  records?: string
}

const { days, seed, kills, log, tasks, from, looks, records } = new Command('npm run simulate --')
  .option('--days <n>', 'how many days', '365')
  .option('--seed <text>', 'what chance depends on', '1')
  .option('--kills <n>', 'how often each service, PostgreSQL and the broker are killed', '3')
  .option('--log <engine>', 'kafka, whose broker is killed too, or postgres', 'kafka')
  .option('--tasks <n>', 'how many tasks are issued a year', `${mostTasks}`)
  .option('--from <day>', 'the first day', '2026-03-02')
  .option('--looks <n>', 'on every so manieth working day lights are looked at, besides each month', '5')
  .option(
    '--records <file>',
    'where all records are written to at the end, a line each (default: only where something differs)',
  )
  .parse()
  .opts<Options>()

const stop = new AbortController()
process.on('SIGINT', () => {
  if (stop.signal.aborted) process.exit(1)
  process.stdout.write('Stops at the end of this month and compares; once more to end at once.\n')
  stop.abort()
})
process.once('SIGTERM', () => process.exit(1))
const counts = { days: Number(days), kills: Number(kills), tasks: Number(tasks), looks: Number(looks) }
const recordsFile = records ?? join(tmpdir(), `qiantou-simulated-${seed}-${process.pid}.records`)
const plan = { seed, from, engine: log, ...counts, recordsFile }
const outcome = await simulate(plan, (line) => void process.stdout.write(`${line}\n`), stop.signal)
for (const line of summaryLines(outcome)) process.stdout.write(`${line}\n`)
if (outcome.differences.length) process.stdout.write(`All records are in ${recordsFile}\n`)
else if (!records) rmSync(recordsFile)
process.exit(outcome.differences.length === 0 ? 0 : 1)
