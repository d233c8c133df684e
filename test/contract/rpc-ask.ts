import type { TestBus } from '#shared/testing/bus.ts'
import { type Answer, callRaw, describedRpcs, type Rpc } from './rpc-call.ts'
import { type Specimen, specimenOf } from './rpc-specimen.ts'

const rpcs = new Map(describedRpcs().map((rpc) => [rpc.name, rpc]))

/** What is different from a specimen's request; may look at it. */
export type Changes = object | ((request: { readonly parent: string; readonly name: string }) => object)

/** Sends specimens with something changed; each RPC's specimen is made once. */
export class Asker {
  private readonly bus: TestBus
  private readonly made = new Map<string, Promise<Specimen>>()

  constructor(bus: TestBus) {
    this.bus = bus
  }

  async ask(name: string, changes: Changes): Promise<Answer> {
    const { request, by, after } = await this.specimen(name)
    const rpc = rpcs.get(name) as Rpc
    const changed = typeof changes === 'function' ? changes(request as { parent: string; name: string }) : changes
    const bytes = rpc.request.encode(rpc.request.fromPartial({ ...request, ...changed })).finish()
    return callRaw(by.operations, rpc, bytes, after)
  }

  specimen(name: string): Promise<Specimen> {
    const specimen = this.made.get(name) ?? specimenOf(name, this.bus)
    this.made.set(name, specimen)
    return specimen
  }
}
