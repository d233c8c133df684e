/** Facts that cross, in other orders than they happened to arrive in: what the task comes to must not hang on that. */
import type { Recorded } from '#shared/domain/decider.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { taskDecider } from '../../services/lead-agency/domain/task.ts'
import type { Dice } from '../hostile/dice.ts'
import { type AnyRecorded, taskName } from './world.ts'

/** A record, and of each stream how many its maker had heard when it was decided: it comes after these, wherever it is heard. */
type Made = { readonly recorded: AnyRecorded; readonly heard: ReadonlyMap<string, number> }

type Fold = Parameters<typeof taskDecider.evolve>[1]

/** Every record of a play, each stream in its order. */
export class Crossing {
  private readonly streams = new Map<string, Made[]>()

  note(recorded: AnyRecorded, heard: ReadonlyMap<string, number>): void {
    const stream = this.streams.get(recorded.subject) ?? []
    stream.push({ recorded, heard: new Map(heard) })
    this.streams.set(recorded.subject, stream)
  }

  /** All of them, between streams at random, but nothing before what it was decided on. */
  private order(dice: Dice): readonly AnyRecorded[] {
    const taken = new Map<string, number>()
    const of = (stream: string): number => taken.get(stream) ?? 0
    const order: AnyRecorded[] = []
    for (;;) {
      const ready = [...this.streams].flatMap(([stream, all]) => {
        const next = all[of(stream)]
        return next && [...next.heard].every(([other, count]) => of(other) >= count) ? [[stream, next] as const] : []
      })
      if (!ready.length) return order
      const [stream, { recorded }] = dice.pick(ready)
      taken.set(stream, of(stream) + 1)
      order.push(recorded)
    }
  }

  /** Where a task that hears all of it in another order comes to something else. */
  differences(task: Task, dice: Dice): string[] {
    const order = this.order(dice)
    const folded = order
      .filter(({ fact: { $type } }) => [...taskDecider.owns, ...taskDecider.folds].some((one) => one.$type === $type))
      .reduce<Task | undefined>(
        (state, one) => taskDecider.evolve(state, one as Recorded<Fold['fact']> as Fold, taskName),
        undefined,
      )
    const [own, other] = [said(task), said(folded)]
    if (own === other) return []
    const told = order.map(({ fact, subject }) => `  ${fact.$type} ${subject.slice(taskName.length)}`)
    return ['heard in this order', ...told, `a task is ${other}`, `and was ${own}`]
  }
}

/** A state in words, whatever the order in which its fields were set. */
const said = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : typeof inner === 'bigint'
        ? `${inner}`
        : inner,
  )
