/** What passes on where a body is no longer there: wherever it stands, its successor stands (docs/domain.md, Money, rule 28). */
import { type Either, right } from 'fp-ts/lib/Either.js'
import type { OrganisationName, Parties } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'

/** Who is no longer there, and who takes its place. */
type Succession = { readonly former: OrganisationName; readonly successor: OrganisationName }

/** What the service itself commands. */
export type SucceedCommand = Succession & { readonly type: 'Succeed' }

/** Undefined without a successor: what the body has left waits until the directory names one. */
export const succeedBody = (
  _: unknown,
  former: OrganisationName,
  successor: OrganisationName | undefined,
): SucceedCommand | undefined => (successor === undefined ? undefined : { type: 'Succeed', former, successor })

/** Refused where the former one does not stand among those that know of the resource (any more). */
export const succeed = <Type extends string>(
  $type: Type,
  { former, successor }: SucceedCommand,
  bodies: readonly OrganisationName[],
): Either<Rejection, readonly [Succession & { readonly $type: Type }]> =>
  bodies.includes(former)
    ? right([{ $type, former, successor }])
    : reject('precondition', 'BODY_NOT_CONCERNED', { organisation: former })

/** A state in which the successor has each of these places that the former one had. Nobody's signature changes. */
export function succeeded<State extends object>(
  state: State,
  { former, successor }: Succession,
  places: readonly (keyof State)[],
): State {
  const placed = (one: unknown): unknown => (one === former ? successor : one)
  const changed = places.map((place) => {
    const held: unknown = state[place]
    return [place, Array.isArray(held) ? held.map(placed) : placed(held)]
  })
  return { ...state, ...Object.fromEntries(changed) }
}

/** The successor reads from then on, and the former one no longer does. */
export const successionParties = ({ former, successor }: Succession): Parties => ({
  admits: [successor],
  releases: [former],
})
