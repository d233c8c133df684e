/** Short names, as people type them, and the resource names that they stand for. */
import { usage } from '../failure.ts'
import type { Bilingual, Settings } from '../settings.ts'

const id = /^[a-z0-9][a-z0-9-]{0,62}$/

const nouns = {
  programme: { zh: '方案', en: 'programme' },
  clause: { zh: '条目', en: 'clause' },
  task: { zh: '任务', en: 'task' },
  organisation: { zh: '单位代码', en: 'organisation' },
  assignment: { zh: '交办件', en: 'assignment' },
  attachment: { zh: '附件', en: 'attachment' },
  report: { zh: '报告', en: 'report' },
  consultation: { zh: '征求意见事项', en: 'consultation' },
} as const satisfies Readonly<Record<string, Bilingual>>

const noName = (text: string, noun: keyof typeof nouns, example: string) =>
  usage({
    zh: `${JSON.stringify(text)} 不是${nouns[noun].zh},写法如 ${example}`,
    en: `${JSON.stringify(text)} is no ${nouns[noun].en}; write it as ${example}`,
  })

/** A short name that can be one. @throws Failure USAGE */
function checked(text: string, noun: keyof typeof nouns, example: string): string {
  if (id.test(text)) return text
  throw noName(text, noun, example)
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

/** `measures`, or the whole name. */
export const consultationName = (text: string, { programme }: Settings): string =>
  text.startsWith('programmes/')
    ? text
    : `${programmeName(programme)}/consultations/${checked(text, 'consultation', 'measures')}`

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
  if (rest.length > 0) throw noName(text, 'assignment', '2026-2-1/hn-kjt')
  return `${taskName(task, settings)}/assignments/${checked(organisation, 'organisation', 'hn-kjt')}`
}

/** `2026-2-1/SHA256`, or the whole name. */
export function attachmentName(text: string, settings: Settings): string {
  if (/\/attachments\/[0-9a-f]{64}$/.test(text)) return text
  const [, task, hash] = text.match(/^([^/]+)\/([0-9a-f]{64})$/) ?? []
  if (!task) throw noName(text, 'attachment', '2026-2-1/SHA256')
  return `${taskName(task, settings)}/attachments/${hash}`
}

/** As an assignment is written: the supervision of that part. */
export const supervisionName = (text: string, settings: Settings): string =>
  assignmentName(text.replace('/supervisions/', '/assignments/'), settings).replace('/assignments/', '/supervisions/')

/** `2026-03`, or the whole name. */
export const reportName = (text: string, { programme }: Settings): string =>
  text.startsWith('programmes/') ? text : `${programmeName(programme)}/reports/${checked(text, 'report', '2026-03')}`

/** Any resource: a whole name, a task as `2026-2-1`, an assignment as `2026-2-1/hn-kjt`. */
export function resourceName(text: string, settings: Settings): string {
  if (/^(programmes|organisations)\//.test(text)) return text
  return text.includes('/') ? assignmentName(text, settings) : taskName(text, settings)
}
