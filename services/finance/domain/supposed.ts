/** What would follow if something were reserved that nobody has reserved. */
import { ApplicationAdmitted } from '#proto/qiantou/application/v1/application_events.ts'
import type { Recorded, ResourceName } from '#shared/domain/decider.ts'
import type { Application } from './application-state.ts'

/** An application by its name. */
export type Named = { readonly name: ResourceName; readonly state: Application }

/** A reservation that nobody has made, as if it were recorded. */
export const supposed = (
  said: Pick<ApplicationAdmitted, 'assessment' | 'reserved'>,
): Recorded<ApplicationAdmitted> => ({
  fact: ApplicationAdmitted.create(said),
  ...{ subject: said.reserved?.holder ?? '', at: new Date(0), actor: '', source: '//qiantou/forecast' },
  ...{ sequence: 0n, signOff: [] },
})

/** Who comes first. */
export const byHandingIn = (one: Named, other: Named): number =>
  Number(BigInt(one.state.handedIn) - BigInt(other.state.handedIn)) || (one.name < other.name ? -1 : 1)
