/** Issuing a task, and what it would repeat. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { Clause } from '#proto/qiantou/programme/v1/programme_events.ts'
import type { TaskContent } from '#proto/qiantou/task/v1/task_events.ts'
import {
  FindRepeatedRequestsRequest,
  IssueTaskRequest,
  type RepeatedRequest,
} from '#proto/qiantou/task/v1/task_service.ts'
import { readProgrammesRun } from '#shared/directory/programmes-run.ts'
import { addDays, dayFrom } from '#shared/domain/calendar.ts'
import type { OrganisationName, StateOf, StreamId } from '#shared/domain/decider.ts'
import { type EntryOf, organisationView } from '#shared/domain/organisation-view.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { formatName, isUnder, partsOf } from '#shared/domain/resource-name.ts'
import { repeatRulesOf, rulesOf } from '#shared/domain/rules.ts'
import { secrecyOf } from '#shared/domain/secrecy.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { type Fields, limits } from '#shared/grpc/fields.ts'
import { type Call, command, type Prepared, prepared, query, todayOf } from '#shared/grpc/method.ts'
import { resourceId } from '#shared/record/uuid.ts'
import { bodiesOf, type Programme, programmeDecider } from '../domain/programme.ts'
import { type Repeat, repeatsOf } from '../domain/repeat.ts'
import { type TaskCommand, taskDecider } from '../domain/task.ts'
import { type Issue, issueOf, mayIssue, refusedFormer } from '../domain/task-issue.ts'
import type { LeadAgency } from '../main.ts'
import { readTasksSince } from '../postgres/task.ts'
import { notFound } from './not-found.ts'
import { knows } from './programme.ts'
import { answering } from './task-command.ts'

export type Asked = Pick<IssueTaskRequest, 'parent' | 'content'>

const organisationsOf = (clause: Clause) => bodiesOf(clause).map(({ organisation }) => organisation)

/** What would be issued today, of what other streams of the store say in the batch; `draft` is what it was drafted as. */
export function issueNow(
  { content, copied }: Pick<IssueTaskRequest, 'content' | 'copied'>,
  programme: Programme,
  stateOf: StateOf,
  { caller, services }: Pick<Call<LeadAgency>, 'caller' | 'services'>,
  draft?: Task,
): Either<Rejection, Issue> {
  const entryOf: EntryOf = (name) => stateOf(name, organisationView)
  const former = content?.continues === undefined ? undefined : stateOf(content.continues, taskDecider)
  const refused = content && refusedFormer(content, former, caller.actor, draft)
  return refused ? left(refused) : issueOf(programme, { content, copied }, todayOf({ services }), entryOf)
}

/** The streams that this needs beside the programme, which was glanced at. */
export function besideIssue(
  { content, copied }: Pick<IssueTaskRequest, 'content' | 'copied'>,
  programme: Programme | undefined,
  { directory }: LeadAgency,
): readonly StreamId[] {
  const clauseId = partsOf('clause', content?.clause ?? '').clause
  const clause = programme?.clauses.find(({ id }) => id === clauseId)
  const former = content?.continues === undefined ? [] : [content.continues]
  return clause ? [...directory.withSuccessorsAndMembers([...organisationsOf(clause), ...copied]), ...former] : former
}

type NewTask = Asked & Pick<IssueTaskRequest, 'taskId' | 'copied'>

/** A command that begins a task: drafts it, or issues it at once. */
export const onNewTask = {
  check: (request: NewTask, fields: Fields): void => {
    fields.name('parent', request.parent, 'programme')
    if (request.taskId) fields.id('task_id', request.taskId)
    fields.organisations('copied', request.copied, 50)
    checkContent(request, fields)
  },
  // A repeat makes another id and is answered by the first receipt, which names the first task.
  stream: ({ parent, taskId }: NewTask): StreamId =>
    formatName('task', { ...partsOf('programme', parent), task: taskId || resourceId(new Date()) }),
  beside: ({ parent }: NewTask): readonly StreamId[] => [parent],
  ...answering,
}

/** Its command, made of what would be issued today, or of why nothing. */
export async function beginning(
  request: NewTask,
  { caller, services }: Call<LeadAgency>,
  make: (issue: Either<Rejection, Issue>) => Either<Rejection, TaskCommand>,
): Promise<Either<Rejection, Prepared<TaskCommand>>> {
  const { parent, copied } = request
  const absent = await services.directory.absence(copied)
  if (absent) return left(absent)
  const glanced = (await services.store.glance(parent, programmeDecider))?.state
  const mayKnow = glanced && (await knows(parent, glanced, { caller, services }))
  return prepared(
    (stateOf) => {
      const programme = stateOf(parent, programmeDecider)
      return programme && mayKnow
        ? make(issueNow(request, programme, stateOf, { caller, services }))
        : notFound.programme
    },
    [],
    { beside: besideIssue(request, glanced, services) },
  )
}

const issueTask = command<LeadAgency>()(IssueTaskRequest, taskDecider, {
  ...onNewTask,
  check: (request, fields) => {
    onNewTask.check(request, fields)
  },
  prepare: (request, call) =>
    beginning(request, call, (issue) => (isLeft(issue) ? issue : right({ type: 'Issue', ...issue.right }))),
})

export function checkContent({ parent, content }: Asked, fields: Fields): void {
  if (!content) return fields.require('content', false, 'is required')
  fields.name('content.clause', content.clause, 'clause')
  fields.require('content.clause', isUnder(content.clause, parent), 'must be a clause of the parent')
  if (content.handledOffline) checkOffline(content, fields)
  else fields.text('content.title', content.title, 1, limits.title)
  fields.prose('content.deliverable', content.deliverable, 0, 1_000)
  fields.prose('content.closing_standard', content.closingStandard, 0, 1_000)
  fields.date('content.due', content.due)
  fields.count('content.milestones', content.milestones.length, 0, 50)
  for (const [i, milestone] of content.milestones.slice(0, 50).entries()) {
    fields.id(`content.milestones[${i}].id`, milestone.id)
    fields.text(`content.milestones[${i}].title`, milestone.title, 1, limits.title)
    const { due } = milestone
    fields.date(`content.milestones[${i}].due`, due)
    const isWithin = !due || !content.due || dayFrom(due) <= dayFrom(content.due)
    fields.require(`content.milestones[${i}].due`, isWithin, 'must not be after content.due')
  }
  if (content.monthlyReport) {
    const { day, reminderDays } = content.monthlyReport
    fields.require('content.monthly_report.day', day >= 1 && day <= 31, 'must be 1 to 31')
    fields.require('content.monthly_report.reminder_days', reminderDays <= 20, 'must be 0 to 20')
  }
  if (content.continues !== undefined) {
    fields.name('content.continues', content.continues, 'task')
    fields.require('content.continues', isUnder(content.continues, parent), 'must be a task of the parent')
  }
  const ids = content.milestones.map((milestone) => milestone.id)
  fields.require('content.milestones', new Set(ids).size === ids.length, 'must have ids that differ')
}

/** A task that is handled offline says what is on paper nowhere here: not even in its title, which the service makes. */
function checkOffline(content: TaskContent, fields: Fields): void {
  const { title, deliverable, closingStandard, milestones, monthlyReport } = content
  const empty = { title, deliverable, closing_standard: closingStandard }
  for (const [field, text] of Object.entries(empty))
    fields.require(`content.${field}`, text === '', 'must be empty in a task that is handled offline')
  const absent = { milestones: milestones.length, monthly_report: monthlyReport, ...secrecyOf(content) }
  for (const [field, value] of Object.entries(absent))
    fields.require(`content.${field}`, !value, 'must be absent in a task that is handled offline')
}

// ---- What it would repeat

const maxRepeats = 100

const toRepeated = ({ name, state, organisations, ...alike }: Repeat): RepeatedRequest => ({
  $type: 'qiantou.task.v1.RepeatedRequest',
  task: name,
  title: state.content.title,
  clause: state.content.clause,
  due: state.content.due,
  endTime: state.endedAt ? new Date(state.endedAt) : undefined,
  organisations: [...organisations],
  ...alike,
})

/** The bodies that a task for a clause would be issued to today; refused to who may not issue it, as issuing is. */
async function bodiesFor(
  { parent, content }: Asked,
  { caller, services }: Call<LeadAgency>,
): Promise<Either<Rejection, { readonly organisations: readonly OrganisationName[]; readonly programme: Programme }>> {
  const programme = (await services.store.load(parent, programmeDecider))?.state
  if (!programme || !(await knows(parent, programme, { caller, services }))) return notFound.programme
  const entryOf = await services.directory.entriesByNow()
  const issue = issueOf(programme, { content, copied: [] }, todayOf({ services }), entryOf)
  if (isLeft(issue)) return issue
  const { authority, bodies } = issue.right
  if (!mayIssue(issue.right, caller.actor)) return reject('permission', 'NOT_ISSUING_AUTHORITY', { authority })
  return right({ programme, organisations: bodies.map(({ organisation }) => organisation) })
}

const findRepeatedRequests = query<LeadAgency>()(FindRepeatedRequestsRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'programme')
    checkContent(request, fields)
  },
  answer: async (request, call) => {
    const found = await bodiesFor(request, call)
    if (isLeft(found)) return found
    const { programme, organisations } = found.right
    const { days, alikePercent } = repeatRulesOf(rulesOf(programme.rules))
    const { services, caller } = call
    const since = addDays(todayOf({ services }), -days)
    // A body is asked again whichever programme asks: of those of others the office learns nothing.
    const parents = new Set([request.parent, ...(await readProgrammesRun(services.database, caller.actor))])
    const tasks = await readTasksSince(services.database, { parents: [...parents], since, reader: caller })
    const { clause = '', title = '', deliverable = '' } = request.content ?? {}
    const wanted = { content: { clause, title, deliverable }, organisations }
    const repeats = repeatsOf(wanted, tasks, { since, threshold: alikePercent })
    return right({ repeats: repeats.slice(0, maxRepeats).map(toRepeated) })
  },
})

export const issueMethods = { issueTask, findRepeatedRequests }
