/** A body that has ended and that nobody succeeds, for people: what waited for it is the authority's (docs/domain.md, rule 19). */
import type { AssignmentState } from '#proto/qiantou/task/v1/task_events.ts'
import type { Bilingual, Language } from '../settings.ts'

const mark: Bilingual = { zh: '(已撤销,无承接单位)', en: ' (gone)' }

const whatToDo: Bilingual = {
  zh: '单位已撤销,无承接单位:可转办(task transfer)、免办(task waive),或登记承接单位(directory succeed)',
  en: 'its body has ended and nobody succeeds it: task transfer, task waive, or directory succeed',
}

/** What stands behind its name. */
export const goneMark = (gone: boolean, language: Language): string => (gone ? mark[language] : '')

/** Where a part waits for its body. A submission waits for its reviewers, gone or not; what stands still, for the authority. */
const waiting: readonly AssignmentState[] = [
  'ASSIGNMENT_STATE_ISSUED',
  'ASSIGNMENT_STATE_ACKNOWLEDGED',
  'ASSIGNMENT_STATE_IN_PROGRESS',
]

/** What the authority can do, where it is its turn because the body is gone; else empty. */
export const goneHint = (
  part: { readonly gone: boolean; readonly state: AssignmentState },
  language: Language,
): string => (part.gone && waiting.includes(part.state) ? whatToDo[language] : '')
