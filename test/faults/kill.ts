/** `npm run test:kill -- [--times 10] [--log kafka|postgres] [--second SERVICE [--renewed]] [--workers 8]` */
import { Command, Option } from 'commander'
import type { Doubled, Victim } from './deployment.ts'
import { countLine, isClean, killUnderLoad } from './kill-under-load.ts'

type Options = {
  times: string
  log: 'kafka' | 'postgres'
  second?: Doubled
  renewed?: boolean
  workers: string
  only?: Victim
}

const { times, log, second, renewed, workers, only } = new Command('npm run test:kill --')
  .option('--times <n>', 'how often each is killed', '10')
  .option('--log <engine>', 'kafka or postgres', 'kafka')
  .addOption(
    new Option('--second <service>', 'two instances of it; one of them is killed now and then').choices([
      ...['lead-agency', 'coordination-office', 'supporting-department'],
    ]),
  )
  .option('--renewed', 'with --second: the second one is of a newer version, whose states have another shape')
  .option('--workers <n>', 'tasks under way at once', '8')
  .option('--only <victim>', 'kill only this one')
  .parse()
  .opts<Options>()

const all: Victim[] = ['coordination-office', 'lead-agency', 'supporting-department', 'event-log', 'postgres']
const victims = only
  ? [only]
  : second
    ? ([`${second}-2`] as Victim[])
    : log === 'kafka'
      ? [...all, 'broker' as const]
      : all
const kills = Object.fromEntries(victims.map((victim) => [victim, Number(times)]))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const progress = (line: string): void => void process.stderr.write(`${line}\n`)
const count = await killUnderLoad({
  engine: log,
  second,
  renewed: renewed === true,
  kills,
  workers: Number(workers),
  progress,
})
process.stdout.write(`${countLine(kills, count)}\n`)
process.exit(isClean(count) ? 0 : 1)
