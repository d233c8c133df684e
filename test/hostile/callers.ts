/** Every kind of caller, by what it is to the tasks of the scene. */
import type { TestBus } from '#shared/testing/bus.ts'
import { people } from '../contract/rpc-people.ts'
import { cast } from '../contract/rpc-specimen.ts'
import { Wire } from './wire.ts'

/** Bodies of the scene besides those of the contract's cast. */
export const copied = 'hn-swt'
export const delegate = 'hn-gxt'
/** Whoever has pieces of a part. */
const below = 'hn-changsha'
/** Whoever does what remains of the role of a lead that is no longer there. */
const heir = people.duties
/** The programme in which hostile commands may come to make something. */
export const playground = 'hostile'
/** Names that commands may come to make there, so that later ones meet what earlier ones have made. */
export const ids = Array.from({ length: 25 }, (_, i) => `hostile-${i}`)
/** Those that stand for drafts from the beginning. */
export const draftIds = ids.slice(0, 6)

export const codes = { ...cast, copied, delegate, below, heir }

export const callerNames = [
  ...(Object.keys(codes) as readonly (keyof typeof codes)[]),
  ...(['service', 'foreign', 'unnamed'] as const),
]
export type CallerName = (typeof callerNames)[number]

/** Whose commands are never accepted, whatever they say. */
export const powerless: ReadonlySet<CallerName> = new Set(['service', 'foreign', 'unnamed'])

/** A connection for each. `foreign` is of another trust domain, `unnamed` shows a name that is none. */
export async function connectAll(bus: TestBus): Promise<ReadonlyMap<CallerName, Wire>> {
  const wires = new Map<CallerName, Wire>()
  const organisation = (code: string) => ({ kind: 'organisation' as const, code })
  for (const [name, code] of Object.entries(codes))
    wires.set(name as CallerName, new Wire(bus.address, await bus.certify(organisation(code))))
  wires.set('service', new Wire(bus.address, await bus.certify({ kind: 'service', code: 'operations' })))
  const foreign = await bus.certify(organisation(cast.office), undefined, 'elsewhere.example')
  wires.set('foreign', new Wire(bus.address, foreign))
  wires.set('unnamed', new Wire(bus.address, await bus.certify(organisation('HN.KJT'))))
  return wires
}
