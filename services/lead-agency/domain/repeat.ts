/** What a task would repeat (重复交办): tasks that ask the same of some of its bodies, or did lately (docs/domain.md, burden). */
import type { TaskContent } from '#proto/qiantou/task/v1/task_events.ts'
import { likenessTo, type RepeatWindow } from '#shared/domain/alike.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import { isFinal } from '#shared/domain/course.ts'
import type { OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import type { Task } from '#shared/domain/task-state.ts'

/** What a task would ask for, of whom. */
export type Wanted = {
  readonly content: Pick<TaskContent, 'clause' | 'title' | 'deliverable'>
  readonly organisations: readonly OrganisationName[]
}

export type NamedTask = { readonly name: ResourceName; readonly state: Task }

export type Repeat = NamedTask & {
  /** Those that would be asked again, in the order in which they are wanted. */
  readonly organisations: readonly OrganisationName[]
  readonly sameClause: boolean
  /** 0 below the threshold. */
  readonly titlePercent: number
  readonly deliverablePercent: number
}

type Sought = Wanted & { readonly alike: Readonly<Record<'title' | 'deliverable', (text: string) => number>> }

function repeatOf(sought: Sought, { name, state }: NamedTask, window: RepeatWindow): Repeat | undefined {
  const { content, organisations } = sought
  // What was cancelled asks nothing any more, and may well be issued anew.
  if (state.state === 'CANCELLED' || (state.endedAt && dayOf(new Date(state.endedAt)) < window.since)) return undefined
  const asked = state.parts.filter((part) => !isFinal(part)).map((part) => part.organisation)
  const again = organisations.filter((organisation) => asked.includes(organisation))
  if (again.length === 0) return undefined
  const sameClause = state.content.clause === content.clause
  const percent = (key: 'title' | 'deliverable'): number => {
    const alike = sought.alike[key](state.content[key])
    return alike >= window.threshold ? alike : 0
  }
  const [titlePercent, deliverablePercent] = [percent('title'), percent('deliverable')]
  if (!sameClause && titlePercent + deliverablePercent === 0) return undefined
  return { name, state, organisations: again, sameClause, titlePercent, deliverablePercent }
}

const nearness = ({ sameClause, titlePercent, deliverablePercent }: Repeat): number =>
  (sameClause ? 1_000 : 0) + titlePercent + deliverablePercent

/** Those of the tasks that would be repeated: of the same clause first, then by how much they are alike. */
export function repeatsOf(wanted: Wanted, tasks: readonly NamedTask[], window: RepeatWindow): readonly Repeat[] {
  const { title, deliverable } = wanted.content
  const sought = { ...wanted, alike: { title: likenessTo(title), deliverable: likenessTo(deliverable) } }
  return tasks
    .flatMap((task) => repeatOf(sought, task, window) ?? [])
    .toSorted((one, other) => nearness(other) - nearness(one) || (one.name < other.name ? -1 : 1))
}
