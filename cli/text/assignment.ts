/** Assignments for people. */

import type {
  Assignment,
  Report,
  ReturnedSubmission,
  Review,
  Subassignment,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import type { Text } from '#proto/qiantou/record/v1/record.ts'
import { type Day, dayFrom, dayOf } from '#shared/domain/calendar.ts'
import { now } from '../input/now.ts'
import type { Bilingual, Language } from '../settings.ts'
import { evidenceText } from './evidence.ts'
import { extensionLines } from './extension.ts'
import { goneHint, goneMark } from './gone.ts'
import { lightMark, lightText } from './light.ts'
import type { Names } from './names.ts'
import { markedText, titleText } from './secrecy.ts'
import { signOffText } from './sign-off.ts'
import { sheet, table } from './table.ts'
import { provisional } from './task.ts'
import { dateText, timeText } from './time.ts'
import { type Label, label, word } from './words.ts'

const byName = (one: Assignment, other: Assignment): number =>
  one.name.localeCompare(other.name, 'en', { numeric: true })

/** One assignment a row, in the order of the tasks' numbers. */
export function assignmentTable(assignments: readonly Assignment[], names: Names, language: Language): string {
  const head = (['task', 'body', 'role', 'state', 'light', 'done', 'due', 'title'] as const).map((name) =>
    label(name, language),
  )
  return table(
    head,
    assignments
      .toSorted(byName)
      .map((assignment) => [
        names.resource(assignment.name),
        `${names.of(assignment.organisation)}${goneMark(assignment.gone, language)}`,
        word(assignment.role, language),
        word(assignment.state, language),
        lightMark(assignment.light, language),
        `${assignment.percent}%`,
        dateText(assignment.due),
        titleText(assignment.title, language),
      ]),
  )
}

/** What a body said, with what it named as evidence, what it corrects, and who signed it. */
function reportText(report: Report, language: Language): string {
  const { number, time, milestone, percent, text, evidence, corrects, signOff } = report
  const about = milestone ? ` ${milestone}` : ''
  const corrected = corrects ? { zh: `(更正第 ${corrects} 次)`, en: ` (corrects ${corrects})` }[language] : ''
  const signed = signOffText(signOff, language)
  return `${number}. ${timeText(time)}${about} ${percent}%${corrected} ${markedText(text, language)}${evidenceText(evidence)}${signed}`
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

type Line = readonly [string, string]

/** Milestones as they stand: title, due date, light, when reached. */
function milestoneLines({ milestones, milestoneStates }: Assignment, language: Language): readonly Line[] {
  const titles = new Map(milestones.map(({ id, title }) => [id, title]))
  const plain = milestones.map(({ id, due }) => ({ id, due, light: undefined, reachTime: undefined, formerDues: [] }))
  return (milestoneStates.length ? milestoneStates : plain).map(({ id, due, light, reachTime, formerDues }) => {
    const mark = light ? ` ${lightMark(light, language)}` : ''
    const reached = reachTime ? { zh: ' 达成于 ', en: ' reached on ' }[language] + timeText(reachTime).slice(0, 10) : ''
    const dates = formerDues.map(dateText).join(', ')
    const former = dates
      ? { zh: `(${label('formerDues', language)} ${dates})`, en: ` (was due ${dates})` }[language]
      : ''
    return [label('milestone', language), `${id} ${dateText(due)}${former}${mark}${reached} ${titles.get(id) ?? ''}`]
  })
}

/** Whether the body can still ask to be released: nothing is reported yet, and the day is not over. */
const mayAskForRelease = ({ state, reassignBy }: Assignment, today: Day): boolean =>
  (state === 'ASSIGNMENT_STATE_ISSUED' || state === 'ASSIGNMENT_STATE_ACKNOWLEDGED') &&
  reassignBy !== undefined &&
  today <= dayFrom(reassignBy)

/** What becomes of its time: dates that moved, limits, requests, and what came of them. */
function timeLines(assignment: Assignment, today: Day, names: Names, language: Language): Line[] {
  const say = (name: Label): string => label(name, language)
  const { extensions, formerDues } = assignment
  return [
    [say('due'), dateText(assignment.due)],
    [say('formerDues'), formerDues.map(dateText).join(', ')],
    [say('acknowledgeBy'), dateText(assignment.acknowledgeBy)],
    [say('reassignBy'), mayAskForRelease(assignment, today) ? dateText(assignment.reassignBy) : ''],
    [say('reviewBy'), dateText(assignment.reviewBy)],
    [say('nextReport'), dateText(assignment.nextReportDue)],
    [say('provisional'), assignment.provisional ? provisional[language] : ''],
    ...extensionLines(extensions, names, language),
  ]
}

const whyText = (reason: Text | undefined, language: Language): string =>
  reason?.value ? `${label('reason', language)}${{ zh: ':', en: ': ' }[language]}${reason.value}` : ''

/** A piece that a body below has: who, where it stands, by when, what it is, what was said of it last, and why it came back, if that still counts. */
function pieceText(piece: Subassignment, names: Names, language: Language): string {
  const { number, organisation, state, due, percent, what, said, evidence, reason, light } = piece
  const mark = light?.turn.length ? lightText(light, names, language) : ''
  const until = due ? { zh: `${dateText(due)} 前`, en: `by ${dateText(due)}` }[language] : ''
  const stands = [names.of(organisation), word(state, language), `${percent}%`, until, mark].filter(Boolean).join(' ')
  // Why it came back stands with what did.
  const isSaid = state === 'SUBASSIGNMENT_STATE_ACCEPTED' || (piece.returned.length > 0 && !/WITHDRAWN$/.test(state))
  const why = isSaid ? '' : whyText(reason, language)
  const texts = [markedText(what, language), markedText(said, language), evidenceText(evidence).trim(), why]
  return `${number}. ${stands} | ${texts.filter(Boolean).join(' | ')}`
}

/** What was brought of a piece, and came back: when, what was said and shown, and why it was not enough. */
const returnedText = (number: number, one: ReturnedSubmission, language: Language): string =>
  [
    `${number}. ${outcomes.REVIEW_OUTCOME_RETURNED?.[language]} ${timeText(one.returnTime)}`,
    markedText(one.said, language),
    evidenceText(one.evidence).trim(),
    whyText(one.reason, language),
  ]
    .filter(Boolean)
    .join(' | ')

const pieceLines = ({ subassignments }: Assignment, names: Names, language: Language): Line[] =>
  subassignments.flatMap((piece) =>
    [pieceText(piece, names, language), ...piece.returned.map((one) => returnedText(piece.number, one, language))].map(
      (text): Line => [label('subassignment', language), text],
    ),
  )

/** Who took it over, and when. */
const movedText = ({ successor, moveTime }: Assignment, names: Names): string =>
  successor ? `${names.of(successor)} ${timeText(moveTime)}` : ''

/** All of one assignment. */
export function assignmentSheet(
  assignment: Assignment,
  names: Names,
  language: Language,
  today: Day = dayOf(now()),
): string {
  const say = (name: Label): string => label(name, language)
  const { reports, reportCount, submissions, submissionCount, reassignmentReview } = assignment
  const name = names.resource(assignment.name)
  return sheet([
    [say('task'), name],
    [say('title'), titleText(assignment.title, language)],
    [say('body'), `${names.of(assignment.organisation)}${goneMark(assignment.gone, language)}`],
    [say('role'), word(assignment.role, language)],
    [say('state'), word(assignment.state, language)],
    [say('movedTo'), movedText(assignment, names)],
    [say('light'), lightText(assignment.light, names, language)],
    [say('gone'), goneHint(assignment, language)],
    ...timeLines(assignment, today, names, language),
    ...milestoneLines(assignment, language),
    [say('issued'), timeText(assignment.issueTime)],
    [say('acknowledged'), timeText(assignment.acknowledgeTime)],
    ...assignment.delegations.map(
      ({ delegate, from, until }) =>
        [say('delegation'), `${names.of(delegate)} ${dateText(from)} – ${dateText(until)}`] as const,
    ),
    ...assignment.people.map(
      ({ role, person, from }) =>
        [say('person'), `${word(role, language)} ${person || '—'} ${dateText(from)} –`] as const,
    ),
    ...pieceLines(assignment, names, language),
    [say('report'), leftOut(reports, reportCount, name, language)],
    ...reports.map((report) => [say('report'), reportText(report, language)] as const),
    [say('submission'), leftOut(submissions, submissionCount, name, language)],
    ...submissions.flatMap((submission) => [
      [say('submission'), reportText(submission, language)] as const,
      ...(submission.review ? [reviewLine(submission.review, names, language, submission.number)] : []),
    ]),
    [say('releaseReason'), assignment.reassignmentReason?.value ?? ''],
    ...(reassignmentReview ? [reviewLine(reassignmentReview, names, language)] : []),
    [say('version'), `${assignment.etag}`],
  ])
}
