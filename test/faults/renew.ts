/** A decider as a newer version of its service would have it: its states have another shape, and the older one's are none of its own. */
import type { AnyDecider } from '#shared/domain/decider.ts'

export function renew(decider: AnyDecider): void {
  const { evolve, foldVersion } = decider
  Object.assign(decider, {
    foldVersion: foldVersion + 1_000,
    evolve: ((state, recorded, stream) => {
      if (state && !state.renewed) throw new Error(`${stream} is a state of the older version`)
      const next = evolve(state, recorded, stream)
      return next && { ...next, renewed: true }
    }) satisfies AnyDecider['evolve'],
  })
}
