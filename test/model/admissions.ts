/** Who is party to what, as records say it: the event log and every subscriber know it from nothing else. */
import type { Parties } from '#shared/domain/decider.ts'
import { assignmentName } from '#shared/domain/resource-name.ts'
import type { Body } from './part-model.ts'
import { seeing } from './piece-model.ts'
import type { TaskModel } from './task-model.ts'
import { taskName, type World } from './world.ts'

/** Of each resource who was admitted by a record, and not released by a later one. */
export class Admissions {
  private readonly admitted = new Map<string, Set<Body>>()

  /** Whom the same record admits, it does not release. */
  note(subject: string, { admits, releases }: Parties): void {
    const admitted = this.admitted.get(subject) ?? new Set()
    for (const body of releases) admitted.delete(body)
    for (const body of admits) admitted.add(body)
    this.admitted.set(subject, admitted)
  }

  /** Who is party to it now, in one line. */
  of(subject: string): string {
    return said(this.admitted.get(subject) ?? [])
  }

  /** Every resource to which anybody is party. */
  get subjects(): readonly string[] {
    return [...this.admitted].filter(([, bodies]) => bodies.size).map(([subject]) => subject)
  }
}

export const said = (bodies: Iterable<Body>): string => `${[...bodies].sort()}`

/**
 * Where records of a task and of its parts admit or release others than they should: to the task its parties (rule 12), to a
 * part those whom its body has delegated to or given pieces of it.
 */
export function partyDifferences(
  { admissions }: World,
  task: TaskModel,
  bodies: Pick<TaskModel, 'parts'> = { parts: [] },
): string[] {
  const parts = bodies.parts.map(
    ({ body, delegates, pieces }) =>
      [assignmentName(taskName, body), said(new Set([...delegates.keys(), ...seeing(pieces)]))] as const,
  )
  const expected = new Map([[taskName, said(task.parties)] as const, ...parts])
  return [...new Set([...expected.keys(), ...admissions.subjects])].flatMap((subject) => {
    const [service, own] = [admissions.of(subject), expected.get(subject) ?? '']
    return service === own ? [] : [`records have it that party to ${subject} are ${service}, by the model ${own}`]
  })
}
