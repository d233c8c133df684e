/** Who is party to what, kept in memory. */

import type { ResourceName } from '#shared/domain/decider.ts'
import { ancestry } from '#shared/domain/entitlement.ts'
import { afterChange, type Membership, type MembershipsOf } from '#shared/domain/membership.ts'
import { workflowOf } from '#shared/domain/resource-name.ts'
import type { Archive, Written } from './archive.ts'

/** As many workflows' memberships are kept in memory; the least recently loaded go first. */
const maxWorkflows = 10_000

const byWorkflow = <T extends { readonly resource: ResourceName }>(list: readonly T[]): Map<ResourceName, T[]> =>
  Map.groupBy(list, ({ resource }) => workflowOf(resource))

/** Who is party to what, as far as it is in memory: workflow by workflow, each of them whole. */
export class Memberships {
  private readonly archive: Archive
  private readonly workflows = new Map<ResourceName, readonly Membership[]>()
  private generation = 0

  constructor(archive: Archive) {
    this.archive = archive
  }

  /** What is in memory may be behind. */
  forget(): void {
    this.generation += 1
    this.workflows.clear()
  }

  /** Takes over what an admission has changed: a workflow that begins with it is known from its beginning. */
  absorb({ changes, fresh }: Written): void {
    this.generation += 1
    const begun = byWorkflow(changes.begun)
    const ended = byWorkflow(changes.ended)
    for (const workflow of new Set([...fresh.keys(), ...begun.keys(), ...ended.keys()])) {
      const known = this.workflows.get(workflow) ?? (fresh.has(workflow) ? [] : undefined)
      const change = { begun: begun.get(workflow) ?? [], ended: ended.get(workflow) ?? [] }
      if (known) this.workflows.set(workflow, afterChange(known, change))
    }
    this.shrink()
  }

  /**
   * The memberships of every resource that stands above one of these, ready to be asked without waiting. Where memory may
   * not be asked, the archive is.
   */
  async of(subjects: readonly ResourceName[], isMemoryTrue: boolean): Promise<MembershipsOf> {
    // Copied before anything is waited for: meanwhile memory may forget.
    const known = new Map<ResourceName, readonly Membership[]>()
    const unknown: ResourceName[] = []
    for (const workflow of new Set(subjects.flatMap((subject) => [...ancestry(subject)].map(workflowOf)))) {
      const list = isMemoryTrue ? this.workflows.get(workflow) : undefined
      if (list) known.set(workflow, list)
      else unknown.push(workflow)
    }
    if (unknown.length) await this.load(unknown, known, isMemoryTrue)
    return (resource) => (known.get(workflowOf(resource)) ?? []).filter((one) => one.resource === resource)
  }

  private async load(
    workflows: readonly ResourceName[],
    into: Map<ResourceName, readonly Membership[]>,
    mayKeep: boolean,
  ): Promise<void> {
    const { generation } = this
    const found = byWorkflow(await this.archive.memberships(workflows))
    for (const workflow of workflows) into.set(workflow, found.get(workflow) ?? [])
    // What was admitted while the question was under way may not be in the answer: then nothing is kept of it.
    if (!mayKeep || generation !== this.generation) return
    for (const workflow of workflows) this.workflows.set(workflow, found.get(workflow) ?? [])
    this.shrink()
  }

  private shrink(): void {
    for (const workflow of this.workflows.keys()) {
      if (this.workflows.size <= maxWorkflows) return
      this.workflows.delete(workflow)
    }
  }
}
