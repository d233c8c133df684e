/** How long a record takes from its commit to its delivery, on each engine: `node test/contract/log-latency.ts`. */
import { setTimeout as delay } from 'node:timers/promises'
import { Cluster } from './cluster.ts'
import { type Engine, kafkaEngine, postgresEngine } from './engines.ts'
import { Inbox } from './inbox.ts'
import { Owner } from './owner.ts'

const records = 2_000
const perSecond = 100
const warmUp = 200

async function measure(engine: Engine, cluster: Cluster): Promise<string> {
  const source = `//qiantou/latency-${engine.name.toLowerCase()}`
  const database = source.replace('//qiantou/', '')
  await cluster.createStore(database)
  const owner = new Owner(source, cluster.url(database))
  // Two logs, as two processes have: what one process hands over to itself would measure nothing.
  const urls = new Map([[source, cluster.readerUrl(database)]])
  const [log, other] = [engine.open(urls, console.error), engine.open(urls, console.error)]
  await other.attach(owner.store)
  const inbox = new Inbox('latency')
  const delivered: number[] = []
  const begun = performance.now()
  await owner.record(1)
  await inbox.subscribe(log, [source], {
    before: async (batch) => {
      for (const record of batch) delivered[Number(record.sequence)] = performance.now()
    },
  })
  while (!inbox.positions.has(source)) await delay(1)
  const start = performance.now() - begun
  const committed: number[] = []
  owner.store.onAppend(() => committed.push(performance.now()))
  for (let index = 0; index < records; index += 1) {
    await owner.record(1)
    await delay(1_000 / perSecond - 3)
  }
  while (inbox.positions.get(source) !== BigInt(records + 1)) await delay(1)
  const taken = committed.map((time, index) => (delivered[index + 2] as number) - time).slice(warmUp)
  taken.sort((one, other) => one - other)
  const at = (share: number): string => `${(taken[Math.floor(share * taken.length)] as number).toFixed(1)} ms`
  await log.close()
  await other.close()
  await owner.end()
  return `${engine.name}: p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}; the first after ${start.toFixed(0)} ms`
}

const cluster = await Cluster.start()
for (const engine of [postgresEngine, kafkaEngine].filter(({ unavailable }) => unavailable === undefined)) {
  await engine.start(cluster.directory)
  console.log(await measure(engine, cluster))
  await engine.stop()
}
await cluster.stop()
