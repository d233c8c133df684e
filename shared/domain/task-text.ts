/** Texts about a task as a whole, as its state keeps them: the newest, since it is written whole by every command. The log keeps all. */
import type { ContentReference, Evidence } from '#proto/qiantou/record/v1/record.ts'
import { contentRef, evidenceRef } from './content.ts'
import type { Recorded } from './decider.ts'
import { signedOff } from './sign-off.ts'
import { type Task, type TaskText, usualAuthor } from './task-state.ts'

const keeps = { texts: 50, evidence: 100 } as const

type Beside = Pick<TaskText, 'evidence' | 'minutes'>

/** What a fact names as evidence; absent where it names none. */
export const shownBy = ({ evidence }: { readonly evidence: readonly Evidence[] }): Pick<TaskText, 'evidence'> =>
  evidence.length ? { evidence: evidence.map(evidenceRef) } : {}

/** The texts of a task with one more, which a record brings. */
export function withText(
  state: Task,
  text: ContentReference | undefined,
  recorded: Pick<Recorded, 'actor' | 'signOff'>,
  kind?: TaskText['kind'],
  beside: Beside = {},
): readonly TaskText[] {
  const said = { ...contentRef(text), ...(kind ? { kind } : {}), ...beside, ...signedOff(recorded) }
  const by = usualAuthor(state, said) === recorded.actor ? {} : { by: recorded.actor }
  const texts = [...state.texts, { ...said, ...by }].slice(-keeps.texts)
  return beside.evidence ? withinEvidence(texts) : texts
}

/** Without the evidence of those before the newest that name as many pieces as are kept. */
function withinEvidence(texts: readonly TaskText[]): readonly TaskText[] {
  let pieces = 0
  return texts
    .toReversed()
    .map((text) => {
      pieces += text.evidence?.length ?? 0
      const { evidence: _, ...rest } = text
      return pieces > keeps.evidence ? rest : text
    })
    .reverse()
}
