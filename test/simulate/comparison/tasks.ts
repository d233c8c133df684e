/** The state of every task and every part: what both services say, and what the records come to. */
import type { Stubs } from '#shared/testing/stubs.ts'
import { sinceIssue } from '../../reference-fold/draft.ts'
import { livesOf } from '../../reference-fold/part-life.ts'
import { taskOf } from '../../reference-fold/reference.ts'
import type { Event } from '../../reference-fold/reference-event.ts'
import { saidOf } from '../../reference-fold/said.ts'
import { goneStates } from '../../reference-fold/who.ts'
import { dateText } from '../../reference-fold/working-days.ts'
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
    const issued = sinceIssue(history)
    if (issued.length === 0) continue
    toldOnce(issued, findings)
    noteStuck(name, history, findings)
  }
}

/** Every limit is told of once, at the date that it has. */
function toldOnce(history: readonly Event[], findings: Findings): void {
  for (const { organisation, events } of livesOf(history)) {
    const told = events.filter(({ what, about }) => what === 'DeadlineReached' && about === organisation)
    const keys = told.map(({ fact: { deadline, milestone, date } }) =>
      [organisation, deadline, milestone, date && dateText(date)].join(' '),
    )
    for (const key of keys.filter((one, i) => keys.indexOf(one) !== i)) findings.differs(`told twice: ${key}`)
    findings.counted('limits', keys.length)
  }
}

/** A task that is done and that nobody has proposed to close on the last day: worth knowing, and no difference. */
function noteStuck(name: string, history: readonly Event[], findings: Findings): void {
  const { state, parts, closingProposedBy } = taskOf(name, history)
  const isDone = parts.every((part) => part.state === 'ACCEPTED' || goneStates.includes(part.state))
  if (state === 'ISSUED' && isDone && closingProposedBy.length === 0)
    findings.notes.push(`${name} is done, and nobody has proposed to close it`)
}
