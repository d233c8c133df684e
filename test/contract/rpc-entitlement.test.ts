/** Who may do what: every RPC, called by every kind of caller, in a task in which it is that RPC's turn. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SubscribeResponse } from '#proto/qiantou/event/v1/event_service.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import type { Stubs } from '#shared/testing/stubs.ts'
import { type Answer, callRaw, describedRpcs } from './rpc-call.ts'
import { callers, type Outcomes } from './rpc-entitlement-callers.ts'
import { table } from './rpc-entitlement-table.ts'
import { everythingWritten } from './rpc-ground.ts'
import { people, peopledScenes } from './rpc-people.ts'
import { cast, type Scene, specimenOf } from './rpc-specimen.ts'

const unknown = 'UNAUTHENTICATED CALLER_UNKNOWN'

/** Scenes are made before all calls: where days pass on the way to one, that comes last, once no limit of the others matters. */
const letsDaysPass = ({ name }: { readonly name: string }): number => Number(name.startsWith('ApportionmentService/'))
const rpcs = describedRpcs().toSorted((one, other) => letsDaysPass(one) - letsDaysPass(other))

let bus: TestBus
let stubs: ReadonlyMap<(typeof callers)[number], Stubs>
/** A task for each RPC: what one brings about is no other's. */
let scenes: ReadonlyMap<string, Scene>

beforeAll(async () => {
  bus = await startTestBus({ auditors: [`organisations/${cast.auditor}`] })
  // Signed by the authority of the bus, but no code of an organisation has dots or capitals.
  const unnamed = await bus.certify({ kind: 'organisation', code: 'HN.KJT' })
  const foreign = await bus.certify({ kind: 'organisation', code: cast.office }, undefined, 'elsewhere.example')
  const { office, lead, supporter, former, outsider, auditor } = cast
  const { copied, delegate, holder, duties } = people
  stubs = new Map([
    ...Object.entries({ office, lead, supporter, former, copied, delegate, holder, duties, outsider, auditor }).map(
      ([role, code]) => [role as keyof Outcomes, bus.as(code)] as const,
    ),
    ['service', bus.asService('operations')],
    ['nobody', bus.showing(unnamed)],
    ['foreign', bus.showing(foreign)],
  ])
  const peopled = await peopledScenes(bus, rpcs.length)
  scenes = new Map(rpcs.map(({ name }, number) => [name, peopled[number] as Scene]))
})
afterAll(async () => await bus.stop())

test('the table speaks of every RPC there is, and of no other', () => {
  expect(Object.keys(table).sort()).toEqual(rpcs.map(({ name }) => name).sort())
})

/** The number of entries of an answer that is a list. */
function entries({ responses }: Answer): string {
  if ('frame' in (responses[0] ?? {})) {
    const frames = responses as readonly SubscribeResponse[]
    return ` ${frames.flatMap(({ frame }) => (frame?.$case === 'records' ? frame.value.records : [])).length}`
  }
  const list = Object.values(responses[0] ?? {}).find(Array.isArray)
  return list ? ` ${list.length}` : ''
}

describe.each(rpcs.map((rpc) => [rpc.name, rpc] as const))('%s', (name, rpc) => {
  test('is answered to whom it should be, and writes nothing for the others', async () => {
    const specimen = await specimenOf(name, bus, async () => scenes.get(name) as Scene)
    const request = rpc.isCommand ? { ...specimen.request, validateOnly: true } : specimen.request
    const bytes = rpc.request.encode(request as never).finish()
    const before = await everythingWritten(bus)
    const isList = Object.values(table[name] ?? {}).some((outcome) => /^OK \d/.test(outcome))
    const outcomes: Record<string, string> = {}
    for (const caller of callers) {
      const answer = await callRaw((stubs.get(caller) as Stubs).operations, rpc, bytes, specimen.after)
      outcomes[caller] = answer.outcome + (answer.outcome === 'OK' && isList ? entries(answer) : '')
      // Every refusal says why in both languages, with nothing left to be filled in.
      if (answer.outcome !== 'OK') expect([...answer.sentences.keys()]).toEqual(['zh-CN', 'en'])
      for (const sentence of answer.sentences.values()) expect(sentence).not.toMatch(/[—{}]/)
      // Who is told nothing of the resource is not told that its version is another one, either.
      if (/^(NOT_FOUND|PERMISSION_DENIED)/.test(answer.outcome) && 'etag' in specimen.request) {
        const stale = rpc.request.encode({ ...request, etag: 999_999n } as never).finish()
        const asked = await callRaw((stubs.get(caller) as Stubs).operations, rpc, stale, specimen.after)
        expect(asked.outcome).toBe(answer.outcome)
      }
    }
    expect(outcomes).toEqual({ ...table[name], nobody: unknown, foreign: unknown })
    expect(await everythingWritten(bus)).toEqual(before)
  })
})
