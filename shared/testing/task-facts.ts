/** Facts of tasks and assignments for stories: one task of three bodies, and whatever happens to it. */
import {
  AssignmentAcknowledged,
  AssignmentSubmitted,
  ExtensionRequested,
  ProgressReported,
  ReassignmentRequested,
} from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { ResponsibilityMode } from '#proto/qiantou/programme/v1/programme_events.ts'
import { ContentReference, Evidence } from '#proto/qiantou/record/v1/record.ts'
import {
  AssignmentReassigned,
  AssignmentUpheld,
  Body,
  ClosingProposed,
  DutiesSucceeded,
  LeadsChange,
  MilestoneReached,
  type Role,
  SubmissionAccepted,
  SubmissionReturned,
  TaskCancelled,
  TaskClosed,
  TaskContent,
  TaskIssued,
  TaskReopened,
} from '#proto/qiantou/task/v1/task_events.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import type { Actor, OrganisationName } from '#shared/domain/decider.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import type { BodySideFact } from '#shared/domain/task-fact.ts'
import type { PartMoved } from '#shared/domain/task-roles.ts'
import { type Told, told } from './story.ts'

export const office = 'organisations/hn-office'
export const lead = 'organisations/hn-kjt'
export const secondLead = 'organisations/hn-gxt'
export const supporter = 'organisations/hn-fgw'
export const successor = 'organisations/hn-czt'
export const outsider = 'organisations/hn-wwj'
export const taskName = 'programmes/hunan/tasks/2026-1'
export const noon = new Date('2026-03-02T04:00:00.000Z')

export const assignmentName = (organisation: OrganisationName, task = taskName): string =>
  `${task}/assignments/${organisation.slice('organisations/'.length)}`

export const text = (said: string): ContentReference =>
  ContentReference.create({
    sha256: Buffer.from(said.padEnd(32).slice(0, 32)),
    sizeBytes: 7n,
    mediaType: 'text/plain; charset=utf-8',
  })

export const evidence = (title: string): Evidence =>
  Evidence.create({ title, sha256: Buffer.alloc(32, 7), sizeBytes: 9n, mediaType: 'application/pdf', location: 'oa:1' })

export const body = (organisation: OrganisationName, role: Role): Body => Body.create({ organisation, role })

export const taskContent = (): TaskContent =>
  TaskContent.create({
    clause: 'programmes/hunan/clauses/2-1',
    title: '建设算力调度平台',
    deliverable: '平台上线',
    closingStandard: '接入三个智算中心',
    due: { year: 2026, month: 12, day: 31 },
    milestones: [{ id: 'half-year', title: '完成立项', due: { year: 2026, month: 6, day: 30 } }],
  })

/** A task led by one body and supported by another, unless told otherwise. */
export const issued = (
  bodies: readonly Body[] = [body(lead, 'ROLE_LEAD'), body(supporter, 'ROLE_RESPONSIBLE')],
  mode: ResponsibilityMode = 'RESPONSIBILITY_MODE_LED',
): TaskIssued =>
  TaskIssued.create({
    content: taskContent(),
    mode,
    authority: office,
    bodies: [...bodies],
    rules: rulesOf(undefined),
    // Two working days from a Monday; five before a Thursday without holidays between, and before one after Dragon Boat.
    acknowledgeBy: toDate('2026-03-04'),
    reassignBy: toDate('2026-03-04'),
    warnOn: toDate('2026-12-24'),
    milestonesWarnOn: [toDate('2026-06-23')],
    // The notice of 2027 may have its say on the days before New Year.
    provisional: true,
  })

const by = (organisation: Actor) => ({ actor: organisation, subject: assignmentName(organisation) })

export const acknowledged = (organisation: OrganisationName): Told<AssignmentAcknowledged> =>
  told(AssignmentAcknowledged.create(), by(organisation))

export const reported = (organisation: OrganisationName, percent: number, report = 1): Told<ProgressReported> =>
  told(
    ProgressReported.create({ report, milestone: 'half-year', percent, text: text('半'), evidence: [] }),
    by(organisation),
  )

export const submitted = (organisation: OrganisationName, submission = 1): Told<AssignmentSubmitted> =>
  told(
    AssignmentSubmitted.create({
      submission,
      text: text('办结'),
      evidence: [evidence('验收报告')],
      reviewBy: toDate('2026-03-09'),
    }),
    by(organisation),
  )

export const extensionRequested = (organisation: OrganisationName, due: Day, extension = 1): Told<ExtensionRequested> =>
  told(ExtensionRequested.create({ extension, due: toDate(due), reason: text('招标流程较长') }), by(organisation))

export const releaseRequested = (organisation: OrganisationName): Told<ReassignmentRequested> =>
  told(ReassignmentRequested.create({ reason: text('非我单位职责') }), by(organisation))

export const accepted = (organisation: OrganisationName, submission = 1): SubmissionAccepted =>
  SubmissionAccepted.create({ organisation, submission })

export const returned = (organisation: OrganisationName, submission = 1): SubmissionReturned =>
  SubmissionReturned.create({ organisation, submission, reason: text('材料不全') })

export const reassigned = (organisation: OrganisationName, to: Body): AssignmentReassigned =>
  AssignmentReassigned.create({
    organisation,
    successor: to,
    reason: text('职责调整'),
    ...takenOver,
  })

/** What whoever takes over on the day of the issue is given: new limits, and the dates of the part. */
export const takenOver = {
  acknowledgeBy: toDate('2026-03-04'),
  reassignBy: toDate('2026-03-04'),
  due: toDate('2026-12-31'),
  warnOn: toDate('2026-12-24'),
  milestones: [{ id: 'half-year', due: toDate('2026-06-30'), warnOn: toDate('2026-06-23') }],
  provisional: true,
}

/** Its milestone, as a handover says that the former body had reached it. */
export const halfYearReached = (day: Day = '2026-03-02') => [
  MilestoneReached.create({ id: 'half-year', reachedOn: toDate(day) }),
]

export const upheld = (organisation: OrganisationName): AssignmentUpheld =>
  AssignmentUpheld.create({ organisation, reason: text('属其三定职责') })

export const proposed = (): ClosingProposed =>
  ClosingProposed.create({ statement: text('已达标准'), evidence: [evidence('验收报告')] })

/** Of a joint task: the others have five working days from that Monday to answer. */
export const proposedJointly = (countersignBy: Day = '2026-03-09'): ClosingProposed => ({
  ...proposed(),
  countersignBy: toDate(countersignBy),
})

export const closed = (): TaskClosed => TaskClosed.create()

export const reopened = (...organisations: readonly OrganisationName[]): TaskReopened =>
  TaskReopened.create({
    reason: text('审计发现问题,须整改'),
    organisations: [...organisations],
    due: toDate('2027-06-30'),
    warnOn: toDate('2027-06-23'),
    provisional: true,
  })

export const cancelled = (...organisations: readonly OrganisationName[]): TaskCancelled =>
  TaskCancelled.create({ reason: text('政策调整'), organisations: [...organisations] })

/** What remained of a role of a body that had finished, and is no longer there, is another's. */
export const duties = (organisation: OrganisationName, to = '', former = ''): DutiesSucceeded =>
  DutiesSucceeded.create({ organisation, successor: to, former })

/** A fact after which others lead, of a task of these bodies. */
export const ledBy = <F extends PartMoved>(
  leads: readonly OrganisationName[],
  bodies: readonly OrganisationName[],
  fact: F,
): F => ({ ...fact, leadsChange: LeadsChange.create({ leads: [...leads], bodies: [...bodies] }) })

/** Bodies hand in their parts, which are accepted. */
export const done = (...organisations: readonly OrganisationName[]) =>
  organisations.flatMap((organisation) => [submitted(organisation), accepted(organisation)])

/** What another body does in the place of the one whose part it is. */
export const inPlaceOf = (organisation: OrganisationName, actor: Actor, scene: Told<BodySideFact>) => ({
  ...(scene as Exclude<typeof scene, { readonly $type: string }>),
  ...{ actor, subject: assignmentName(organisation) },
})
