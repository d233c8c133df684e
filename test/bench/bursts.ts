/**
 * A bus of this tree under lifecycles, a burst at a time, for `beside.ts`: each line `TASKS SECONDS` of the input is answered by a
 * line of JSON, after a line `ready`.
 */
import { createInterface } from 'node:readline'
import { familyOf } from '#infra/usage.ts'
import { startQuietBus } from './bus.ts'
import { players, watch } from './lifecycle-calls.ts'

/** Of one burst; milliseconds of processor a call, of the services and of what they have started. */
export type Burst = {
  readonly perSecond: number
  readonly p50: number
  readonly servicesMs: number
  readonly postgresMs: number
}

const bus = await startQuietBus()
const unwatch = watch(bus)
const play = players(bus)
const pid = bus.child.process.pid as number

/** Seconds of processor so far: of the services, and of the rest. */
function spent(): readonly [services: number, rest: number] {
  const family = familyOf(pid)
  const own = family.find((one) => one.pid === pid)?.cpuSeconds ?? 0
  return [own, family.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) - own]
}

// Until code is compiled as it stays: of two trees the larger one takes longer.
for (const tasks of [8, 32]) await play.load(tasks, 6)
process.stdout.write('ready\n')
for await (const line of createInterface({ input: process.stdin })) {
  const [tasks, seconds] = line.split(' ').map(Number) as [number, number]
  const [[services, rest], begin] = [spent(), performance.now()]
  const { perSecond, p50 } = await play.load(tasks, seconds)
  // Its warm-up is played as the rest is.
  const calls = (perSecond * (performance.now() - begin)) / 1_000
  const [servicesNow, restNow] = spent()
  const burst: Burst = {
    ...{ perSecond, p50 },
    servicesMs: ((servicesNow - services) * 1_000) / calls,
    postgresMs: ((restNow - rest) * 1_000) / calls,
  }
  process.stdout.write(`${JSON.stringify(burst)}\n`)
}
unwatch()
await bus.stop()
process.exit(0)
