/** Short names, as people type them, and the resource names that they stand for. */
import { usage } from '../failure.ts'
import type { Settings } from '../settings.ts'

const id = /^[a-z0-9][a-z0-9-]{0,62}$/

function checked(text: string, what: string, example: string): string {
  if (id.test(text)) return text
  throw usage(`${JSON.stringify(text)} is no ${what}; write it as ${example}`)
}

/** `hunan-2025-7`, or the whole name. */
export const programmeName = (text: string): string =>
  text.startsWith('programmes/') ? text : `programmes/${checked(text, 'programme', 'hunan-2025-7')}`

/** `2-1`, or the whole name. */
export const clauseName = (text: string, { programme }: Settings): string =>
  text.startsWith('programmes/') ? text : `${programmeName(programme)}/clauses/${checked(text, 'clause', '2-1')}`

/** `2026-2-1`, or the whole name. */
export const taskName = (text: string, { programme }: Settings): string =>
  text.startsWith('programmes/') ? text : `${programmeName(programme)}/tasks/${checked(text, 'task', '2026-2-1')}`

/** The code of `hn-kjt`, or of the whole name. */
export const organisationCode = (text: string): string =>
  checked(text.replace(/^organisations\//, ''), 'organisation', 'hn-kjt')

/** `hn-kjt`, or the whole name. */
export const organisationName = (text: string): string => `organisations/${organisationCode(text)}`

/** `2026-2-1/hn-kjt`, the whole name, or `2026-2-1` for the caller's own. */
export function assignmentName(text: string, settings: Settings): string {
  if (text.includes('/assignments/')) return text
  if (text.startsWith('programmes/')) return `${text}/assignments/${settings.as}`
  const [task = '', organisation = settings.as, ...rest] = text.split('/')
  if (rest.length > 0) throw usage(`${JSON.stringify(text)} is no assignment; write it as 2026-2-1/hn-kjt`)
  return `${taskName(task, settings)}/assignments/${checked(organisation, 'organisation', 'hn-kjt')}`
}

/** Any resource: a whole name, a task as `2026-2-1`, an assignment as `2026-2-1/hn-kjt`. */
export function resourceName(text: string, settings: Settings): string {
  if (/^(programmes|organisations)\//.test(text)) return text
  return text.includes('/') ? assignmentName(text, settings) : taskName(text, settings)
}
