/** Who is killed on which step: each as often as the plan says, at random, never two at once. */
import type { Victim } from '../../faults/deployment.ts'
import type { Chance } from '../world/chance.ts'
import type { Plan } from '../world/world.ts'

const services: readonly Victim[] = ['coordination-office', 'lead-agency', 'supporting-department', 'event-log']

export function killsOf({ kills, engine }: Plan, steps: number, chance: Chance): ReadonlyMap<number, Victim> {
  const victims = [...services, 'postgres', ...(engine === 'kafka' ? ['broker'] : [])] as readonly Victim[]
  const all = Array.from({ length: kills }, () => victims).flat()
  // The first steps are left alone, so that there is something to lose.
  const free = Array.from({ length: Math.max(0, steps - 3) }, (_, i) => i + 3)
  if (all.length > free.length) throw new Error(`${all.length} kills need more than ${steps} steps`)
  const chosen = chance.some(free, all.length, 'kills')
  return new Map(chosen.map((step, i) => [step, all[i] as Victim]))
}
