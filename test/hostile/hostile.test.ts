/**
 * Random bytes, random messages and real ones changed, at every RPC, by every kind of caller. `npm run test:hostile` plays
 * more of them, of other seeds (main.ts).
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recording } from '#infra/start/services.ts'
import { CheckStatesRequest, ListParkedRecordsRequest } from '#proto/qiantou/operation/v1/operation_service.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { describedRpcs } from '../contract/rpc-call.ts'
import { cast } from '../contract/rpc-specimen.ts'
import { seed } from '../seed.ts'
import { Attack } from './hostile-call.ts'
import { playNormally, setScene } from './scene.ts'
import { besiege, strike } from './siege.ts'

const asked = process.env
const calls = Number(asked.QIANTOU_HOSTILE_CALLS ?? 30_000)
const { QIANTOU_HOSTILE_ONLY: only, QIANTOU_HOSTILE_RPC: rpc } = asked
/** Among so many some of each command are right. */
const enoughCalls = 30_000
/** A bus keeps some thousand streams in memory, and whatever the collector has not come to. */
const maxGrowthBytes = 200 * 1024 * 1024

let bus: TestBus
let attack: Attack
beforeAll(async () => {
  bus = await startTestBus({ auditors: [`organisations/${cast.auditor}`] })
  attack = new Attack(seed, await setScene(bus))
  // Hundreds of scenes: a slow hour takes minutes to set them.
}, 300_000)
afterAll(async () => await bus.stop())

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
function heapBytes(): number {
  collect()
  return process.memoryUsage().heapUsed
}

const say = (line: string): void => void process.stderr.write(`${line}\n`)

/** One call again, as a failure printed it. */
async function again(): Promise<void> {
  const { QIANTOU_HOSTILE_CALLER: caller = '', QIANTOU_HOSTILE_BYTES: bytes = '' } = asked
  const { failures, statuses } = await strike(
    bus,
    attack,
    rpc ? attack.exactly(rpc, caller, bytes) : attack.call(Number(only)),
  )
  say([...statuses.keys()].join())
  expect(failures).toEqual([])
}

async function siege(): Promise<void> {
  const before = heapBytes()
  const cpu = process.cpuUsage()
  const { failures, statuses, commands, acting, accepted, callsPerSecond } = await besiege(bus, attack, {
    calls,
    progress: say,
  })
  const cpuSeconds = Math.round(process.cpuUsage(cpu).user / 1_000_000)
  say(
    `seed ${seed}: ${callsPerSecond} calls/s, ${cpuSeconds} s of processor; ${[...statuses].map(([name, n]) => `${name} ${n}`).join(', ')}`,
  )
  expect(failures).toEqual([])
  // It was no mere noise at the door: what is sent gets as far as being decided, and some of it is right.
  expect(accepted).toBeGreaterThan(calls / 500)
  // A command that is never accepted is tried no further than to its first check.
  const unreached = describedRpcs().filter(({ name, isCommand }) => isCommand && !commands.has(name))
  if (calls >= enoughCalls) expect(unreached.map(({ name }) => name)).toEqual([])
  const roles = ['office', 'lead', 'supporter', 'successor', 'delegate', 'below', 'heir'] as const
  if (calls >= enoughCalls) expect(roles.filter((role) => !acting.has(role))).toEqual([])
  for (const outcome of ['PERMISSION_DENIED', 'FAILED_PRECONDITION', 'NOT_FOUND'])
    expect(statuses.get(outcome)).toBeGreaterThan(calls / 100)
  expect(heapBytes() - before).toBeLessThan(maxGrowthBytes)
}

if (only || rpc) test('one call again, as a failure printed it', again)
else
  test(
    `${calls} hostile calls of seed ${seed}: none fails, and nothing is written but what was accepted`,
    // A slow hour has half as many a second.
    { timeout: 60_000 + calls * 8 },
    // What stopped it is said at once, as each failure is.
    () =>
      siege().catch((error) => {
        say(`${error}`)
        throw error
      }),
  )

test('afterwards the bus works, nothing is parked, and its states are those of its records', async () => {
  await playNormally(bus, 'after-all')
  await bus.quiet()
  const { operations } = bus.asService('operations')
  for (const { name: service } of recording) {
    const parked = await call(
      operations,
      (stub) => stub.listParkedRecords,
      ListParkedRecordsRequest.fromPartial({ service }),
    )
    expect(parked.records).toEqual([])
    const states = await call(
      operations,
      (stub) => stub.checkStates,
      CheckStatesRequest.fromPartial({ service }),
      [],
      120_000,
    )
    expect(states.differing).toEqual([])
  }
}, 300_000)
