/** The bodies that play, each with its own certificate. */

import { codeOf } from '#shared/domain/resource-name.ts'
import type { Bus } from '../bus/bus.ts'
import type { Session } from '../session.ts'

/** Buses by the organisation that calls; each is a connection with a certificate of its own. */
export class Cast {
  private readonly session: Session
  private readonly buses: Map<string, Bus>

  constructor(session: Session, office: Bus) {
    this.session = session
    this.buses = new Map([[`organisations/${session.settings.as}`, office]])
  }

  /** Makes sure, before anything is recorded, that every body can act. @throws Failure NO_CERTIFICATE */
  async gather(organisations: readonly string[]): Promise<void> {
    for (const organisation of organisations)
      if (!this.buses.has(organisation))
        this.buses.set(organisation, await this.session.bus({ kind: 'organisation', code: codeOf(organisation) }))
  }

  /** The bus as a body that was gathered sees it. */
  of(organisation: string): Bus {
    const bus = this.buses.get(organisation)
    if (!bus) throw new Error(`${organisation} was not gathered`)
    return bus
  }
}
