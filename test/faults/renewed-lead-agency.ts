/** lead-agency as a newer version of it would be: the state of a task has another shape, and the older one's is none of its own. */
import type { Task } from '#shared/domain/task-state.ts'
import { runWhenMain } from '#shared/lifecycle/host.ts'
import { taskDecider } from '../../services/lead-agency/domain/task.ts'
import { leadAgency } from '../../services/lead-agency/main.ts'

type Renewed = Task & { readonly renewed?: true }

const { evolve, foldVersion } = taskDecider
Object.assign(taskDecider, {
  foldVersion: foldVersion + 1_000,
  evolve: ((state: Renewed | undefined, recorded, stream) => {
    if (state && !state.renewed) throw new Error(`${stream} is a state of the older version`)
    const next = evolve(state, recorded, stream)
    return next && { ...next, renewed: true }
  }) satisfies typeof evolve,
})

await runWhenMain(import.meta, leadAgency)
