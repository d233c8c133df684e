/** Assignments for people. */
import type { Assignment, Report } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import type { Language } from '../settings.ts'
import type { Names } from './names.ts'
import { sheet, table } from './table.ts'
import { dateText, timeText } from './time.ts'
import { type Label, label, word } from './words.ts'

const percentOf = ({ reports, submissions }: Assignment): number =>
  submissions.length > 0 ? 100 : (reports.at(-1)?.percent ?? 0)

const byName = (one: Assignment, other: Assignment): number =>
  one.name.localeCompare(other.name, 'en', { numeric: true })

/** One assignment a row, in the order of the tasks' numbers. */
export function assignmentTable(assignments: readonly Assignment[], names: Names, language: Language): string {
  const head = (['task', 'body', 'role', 'state', 'done', 'due', 'title'] as const).map((name) => label(name, language))
  return table(
    head,
    assignments
      .toSorted(byName)
      .map((assignment) => [
        names.resource(assignment.name),
        names.of(assignment.organisation),
        word(assignment.role, language),
        word(assignment.state, language),
        `${percentOf(assignment)}%`,
        dateText(assignment.due),
        assignment.title,
      ]),
  )
}

/** What a body said, with what it named as evidence. */
const reportText = ({ number, time, milestone, percent, text, evidence }: Report): string => {
  const about = milestone ? ` ${milestone}` : ''
  const pieces = evidence.length ? ` [${evidence.map(({ title }) => title).join(', ')}]` : ''
  return `${number}. ${timeText(time)}${about} ${percent}% ${text?.value ?? ''}${pieces}`
}

/** All of one assignment. */
export function assignmentSheet(assignment: Assignment, names: Names, language: Language): string {
  const say = (name: Label): string => label(name, language)
  return sheet([
    [say('task'), names.resource(assignment.name)],
    [say('title'), assignment.title],
    [say('body'), names.of(assignment.organisation)],
    [say('role'), word(assignment.role, language)],
    [say('state'), word(assignment.state, language)],
    [say('due'), dateText(assignment.due)],
    ...assignment.milestones.map(
      ({ id, title, due }) => [say('milestone'), `${id} ${dateText(due)} ${title}`] as const,
    ),
    [say('issued'), timeText(assignment.issueTime)],
    [say('acknowledged'), timeText(assignment.acknowledgeTime)],
    ...assignment.reports.map((report) => [say('report'), reportText(report)] as const),
    ...assignment.submissions.map((submission) => [say('submission'), reportText(submission)] as const),
    [say('releaseReason'), assignment.reassignmentReason?.value ?? ''],
    [say('version'), `${assignment.etag}`],
  ])
}
