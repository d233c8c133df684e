/** Tasks for people. */
import type { Task } from '#proto/qiantou/task/v1/task_service.ts'
import type { Language } from '../settings.ts'
import { codeOf, type Names } from './names.ts'
import { sheet, table } from './table.ts'
import { dateText, timeText } from './time.ts'
import { label, word } from './words.ts'

const clauseOf = (task: Task): string => task.content?.clause.split('/').at(-1) ?? ''

const bodiesInRole = (task: Task, isLead: boolean): string[] =>
  task.assignments
    .filter(({ body, state }) => (body?.role === 'ROLE_LEAD') === isLead && state !== 'ASSIGNMENT_STATE_REASSIGNED')
    .map(({ body }) => body?.organisation ?? '')

/** How many parts are accepted, of those that have not ended otherwise: `2/4`. */
function acceptedText({ assignments }: Task): string {
  const final = ['ASSIGNMENT_STATE_REASSIGNED', 'ASSIGNMENT_STATE_CANCELLED']
  const counting = assignments.filter(({ state }) => !final.includes(state))
  return `${counting.filter(({ state }) => state === 'ASSIGNMENT_STATE_ACCEPTED').length}/${counting.length}`
}

// 2026-2-2 before 2026-2-10, as people count.
const byName = (one: Task, other: Task): number => one.name.localeCompare(other.name, 'en', { numeric: true })

/** One task a row, in the order of their numbers. */
export function taskTable(tasks: readonly Task[], names: Names, language: Language): string {
  const head = (['task', 'state', 'due', 'done', 'leads', 'title'] as const).map((name) => label(name, language))
  return table(
    head,
    tasks
      .toSorted(byName)
      .map((task) => [
        names.resource(task.name),
        word(task.state, language),
        dateText(task.content?.due),
        acceptedText(task),
        names.list(bodiesInRole(task, true)),
        task.content?.title ?? '',
      ]),
  )
}

/** All of one task. */
export function taskSheet(task: Task, names: Names, language: Language): string {
  const say = (name: Parameters<typeof label>[0]): string => label(name, language)
  const facts = sheet([
    [say('task'), names.resource(task.name)],
    [say('title'), task.content?.title ?? ''],
    [say('state'), word(task.state, language)],
    [say('clause'), `${clauseOf(task)} (${word(task.mode, language)})`],
    [say('deliverable'), task.content?.deliverable ?? ''],
    [say('closingStandard'), task.content?.closingStandard ?? ''],
    [say('due'), dateText(task.content?.due)],
    ...(task.content?.milestones ?? []).map(
      ({ id, title, due }) => [say('milestone'), `${id} ${dateText(due)} ${title}`] as const,
    ),
    [say('authority'), names.of(task.authority)],
    [say('issued'), timeText(task.issueTime)],
    [say('ended'), timeText(task.endTime)],
    [say('proposedBy'), names.list(task.closingProposedBy)],
    ...task.texts.map(({ value }) => [say('statement'), value] as const),
    [say('version'), `${task.etag}`],
  ])
  const head = (['code', 'body', 'role', 'state', 'done', 'submissions', 'reviewer'] as const).map(say)
  const rows = task.assignments.map(({ body, state, percent, submissions, reviewers }) => [
    codeOf(body?.organisation ?? ''),
    names.of(body?.organisation ?? ''),
    word(body?.role ?? '', language),
    word(state, language),
    `${percent}%`,
    `${submissions}`,
    names.list(reviewers),
  ])
  return `${facts}\n${table(head, rows)}`
}
