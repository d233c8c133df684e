/** Assignments for people. */
import type { Assignment, Report, Review } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import type { Bilingual, Language } from '../settings.ts'
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

const outcomes: Readonly<Record<string, Bilingual>> = {
  REVIEW_OUTCOME_ACCEPTED: { zh: '审核通过', en: 'accepted' },
  REVIEW_OUTCOME_RETURNED: { zh: '退回重办', en: 'returned' },
  REVIEW_OUTCOME_UPHELD: { zh: '维持交办', en: 'upheld' },
  REVIEW_OUTCOME_REASSIGNED: { zh: '改派', en: 'reassigned' },
}

/** Who decided what, and why; `number` of the submission that it is about. */
function reviewLine(review: Review, names: Names, language: Language, number?: number): readonly [string, string] {
  const about = number === undefined ? '' : `${number}. `
  const reason = review.reason ? ` ${review.reason.value}` : ''
  const outcome = outcomes[review.outcome]?.[language] ?? review.outcome
  return [outcome, `${about}${timeText(review.time)} ${names.of(review.reviewer)}${reason}`]
}

/** Where an answer has the newest of them alone: how many there were, and where the others are. */
function leftOut(shown: readonly Report[], count: number, name: string, language: Language): string {
  if (shown.length >= count) return ''
  return language === 'zh'
    ? `共 ${count} 次,以下为最近 ${shown.length} 次;全部见 qiantou event history ${name}`
    : `the newest ${shown.length} of ${count}; all of them: qiantou event history ${name}`
}

/** All of one assignment. */
export function assignmentSheet(assignment: Assignment, names: Names, language: Language): string {
  const say = (name: Label): string => label(name, language)
  const { reports, reportCount, submissions, submissionCount, reassignmentReview } = assignment
  const name = names.resource(assignment.name)
  return sheet([
    [say('task'), name],
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
    [say('report'), leftOut(reports, reportCount, name, language)],
    ...reports.map((report) => [say('report'), reportText(report)] as const),
    [say('submission'), leftOut(submissions, submissionCount, name, language)],
    ...submissions.flatMap((submission) => [
      [say('submission'), reportText(submission)] as const,
      ...(submission.review ? [reviewLine(submission.review, names, language, submission.number)] : []),
    ]),
    [say('releaseReason'), assignment.reassignmentReason?.value ?? ''],
    ...(reassignmentReview ? [reviewLine(reassignmentReview, names, language)] : []),
    [say('version'), `${assignment.etag}`],
  ])
}
