/** The state of every task and every part: what both services say, and what the records come to. */
import type { Stubs } from '#shared/testing/stubs.ts'
import { sinceIssue } from '../../reference-fold/draft.ts'
import { taskOf } from '../../reference-fold/reference.ts'
import type { Event } from '../../reference-fold/reference-event.ts'
import { saidOf } from '../../reference-fold/said.ts'
import { goneStates } from '../../reference-fold/who.ts'
import type { Findings } from './findings.ts'

export async function compareTasks(
  stubs: Stubs,
  histories: ReadonlyMap<string, readonly Event[]>,
  findings: Findings,
): Promise<void> {
  for (const [name, history] of histories) {
    const meant = taskOf(name, history)
    findings.same(name, await saidOf({ as: () => stubs }, meant), meant)
    findings.counted('tasks')
    findings.counted('parts', meant.parts.length)
    findings.counted('drafts', meant.draft ? 1 : 0)
    if (sinceIssue(history).length > 0) noteStuck(name, history, findings)
  }
}

/** A task that is done and that nobody has proposed to close on the last day: worth knowing, and no difference. */
function noteStuck(name: string, history: readonly Event[], findings: Findings): void {
  const { state, parts, closingProposedBy } = taskOf(name, history)
  const isDone = parts.every((part) => part.state === 'ACCEPTED' || goneStates.includes(part.state))
  if (state === 'ISSUED' && isDone && closingProposedBy.length === 0)
    findings.notes.push(`${name} is done, and nobody has proposed to close it`)
}
