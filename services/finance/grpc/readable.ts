/** Who may read what finance keeps: whoever is not party learns nothing of it. */
import type { FoldOf } from '#shared/domain/decider.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { programmeOf } from '#shared/domain/resource-name.ts'
import type { Call } from '#shared/grpc/method.ts'
import { programmeView } from '../domain/programme.ts'
import type { Finance } from '../main.ts'

/** The office of the programme of whatever has this name; empty where the programme is not known. */
export const officeOf = async (name: string, { services }: Call<Finance>): Promise<string> =>
  (await services.store.glance(programmeOf(name), programmeView))?.state?.office ?? ''

/** What has this name, as the caller may see it; `partiesOf` says to whom it is shown. */
export async function readable<State extends object>(
  name: string,
  fold: FoldOf<State>,
  partiesOf: (office: string, state: State) => ReadonlySet<string>,
  { caller, services }: Call<Finance>,
): Promise<{ readonly state: State; readonly version: bigint } | undefined> {
  const { state, version = 0n } = (await services.store.load(name, fold)) ?? {}
  const office = (await services.store.load(programmeOf(name), programmeView))?.state?.office
  return state && office && mayRead(caller, partiesOf(office, state)) ? { state, version } : undefined
}
