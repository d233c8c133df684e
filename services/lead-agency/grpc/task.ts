import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { Clause } from '#proto/qiantou/programme/v1/programme_events.ts'
import {
  CommentOnTaskRequest,
  GetTaskRequest,
  GetTaskTextRequest,
  IssueTaskRequest,
  ListTasksRequest,
  TaskServiceService,
} from '#proto/qiantou/task/v1/task_service.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { lightNames } from '#shared/domain/light.ts'
import type { Organisation } from '#shared/domain/organisation-state.ts'
import type { EntryOf } from '#shared/domain/organisation-view.ts'
import { type Rejection, rejection } from '#shared/domain/rejection.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { taskLight } from '#shared/domain/task-light.ts'
import { taskParties } from '#shared/domain/task-roles.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { resourceId } from '#shared/domain/uuid.ts'
import { hashesForAnswer } from '#shared/grpc/content.ts'
import { type Fields, limits, parseFilter } from '#shared/grpc/fields.ts'
import { type Call, command, query } from '#shared/grpc/method.ts'
import { readPage } from '#shared/grpc/page.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import { readContent, readTexts } from '#shared/postgres/content.ts'
import { bodiesOf, bodiesOn, copiedOn, mayIssue, type Programme } from '../domain/programme.ts'
import { type TaskCommand, taskDecider } from '../domain/task.ts'
import type { LeadAgency } from '../main.ts'
import { partyBelow, readTasks } from '../postgres/task.ts'
import { readableProgramme } from './programme.ts'
import { closingMethods } from './task-closing.ts'
import { answer, checkTask, onTask, withText } from './task-command.ts'
import { partMethods } from './task-part.ts'
import { stateNames, toTask } from './task-resource.ts'

// ---- Commands

/** The command that issues a task on what its clause says. */
function issueOf(
  programme: Programme,
  { content, ...request }: IssueTaskRequest,
  today: Day,
  entryOf: EntryOf,
): Either<Rejection, TaskCommand> {
  const clauseId = content?.clause.split('/')[3]
  const clause = programme.clauses.find((candidate) => candidate.id === clauseId)
  if (!content || !clause) return left(rejection('notFound', 'CLAUSE_NOT_FOUND', { clause: clauseId ?? '' }))
  const mode = clause.responsibility?.mode ?? 'RESPONSIBILITY_MODE_UNASSIGNED'
  const { office: authority, rules } = programme
  const bodies = bodiesOn(today, bodiesOf(clause), entryOf)
  if (isLeft(bodies)) return bodies
  const named = new Set([authority, ...bodies.right.map(({ organisation }) => organisation)])
  const copied = copiedOn(today, request.copied, (organisation) => named.has(organisation), entryOf)
  return right({ type: 'Issue', content, mode, authority, bodies: bodies.right, copied, rules: rulesOf(rules) })
}

const organisationsOf = (clause: Clause) => bodiesOf(clause).map(({ organisation }) => organisation)

const issueTask = command<LeadAgency>()(IssueTaskRequest, taskDecider, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'programme')
    if (request.taskId) fields.id('task_id', request.taskId)
    checkContent(request, fields)
  },
  // A repeat makes another id and is answered by the first receipt, which names the first task.
  stream: ({ parent, taskId }) => `${parent}/tasks/${taskId || resourceId(new Date())}`,
  beside: ({ parent }) => [parent],
  prepare: async (request, { caller, services }) => {
    const { parent, copied } = request
    const unknown = await services.directory.absent(copied)
    if (unknown.length)
      return left(rejection('precondition', 'ORGANISATION_UNKNOWN', { organisations: unknown.join(', ') }))
    const glanced = (await services.store.glance(parent))?.state as Programme | undefined
    const isOffice = glanced?.office === caller.actor
    const isParty = !isOffice && (await partyBelow(services.database, parent, caller.actor))
    const clause = glanced?.clauses.find(({ id }) => request.content?.clause === `${parent}/clauses/${id}`)
    return right({
      make: (stateOf) => {
        const programme = stateOf(parent) as Programme | undefined
        const mayKnow = programme && (programme.office === caller.actor || isParty || mayIssue(programme, caller.actor))
        if (!mayKnow) return left(rejection('notFound', 'PROGRAMME_NOT_FOUND'))
        const entryOf: EntryOf = (name) => stateOf(name) as Organisation | undefined
        return issueOf(programme, request, dayOf(services.clock.now()), entryOf)
      },
      contents: [],
      beside: clause ? services.directory.withSuccessorsAndMembers([...organisationsOf(clause), ...copied]) : [],
    })
  },
  ...answer,
})

function checkContent({ parent, content, copied }: IssueTaskRequest, fields: Fields): void {
  fields.organisations('copied', copied, 50)
  if (!content) return fields.require('content', false, 'is required')
  fields.name('content.clause', content.clause, 'clause')
  fields.require('content.clause', content.clause.startsWith(`${parent}/`), 'must be a clause of the parent')
  fields.text('content.title', content.title, 1, limits.title)
  fields.text('content.deliverable', content.deliverable, 0, 1_000)
  fields.text('content.closing_standard', content.closingStandard, 0, 1_000)
  fields.date('content.due', content.due)
  fields.count('content.milestones', content.milestones.length, 0, 50)
  for (const [i, milestone] of content.milestones.slice(0, 50).entries()) {
    fields.id(`content.milestones[${i}].id`, milestone.id)
    fields.text(`content.milestones[${i}].title`, milestone.title, 1, limits.title)
    fields.date(`content.milestones[${i}].due`, milestone.due)
  }
  if (content.monthlyReport) {
    const { day, reminderDays } = content.monthlyReport
    fields.require('content.monthly_report.day', day >= 1 && day <= 31, 'must be 1 to 31')
    fields.require('content.monthly_report.reminder_days', reminderDays <= 20, 'must be 0 to 20')
  }
  const ids = content.milestones.map((milestone) => milestone.id)
  fields.require('content.milestones', new Set(ids).size === ids.length, 'must have ids that differ')
}

const commentOnTask = command<LeadAgency>()(CommentOnTaskRequest, taskDecider, {
  check: (request, fields) => {
    checkTask(request, fields)
    fields.text('text', request.text, 1, limits.text)
  },
  prepare: ({ text }) => withText(text, (ref) => ({ type: 'Comment', text: ref })),
  ...onTask,
})

// ---- Queries

const todayOf = ({ services }: Call<LeadAgency>): string => dayOf(services.clock.now())

/** The task as the caller may see it; who is not party learns nothing of it. */
async function readable(name: string, { caller, services }: Call<LeadAgency>) {
  const row = await services.store.load(name)
  const state = row?.state as Task | undefined
  return row && state && mayRead(caller, taskParties(state)) ? { state, version: row.version } : undefined
}

const notFound = left(rejection('notFound', 'TASK_NOT_FOUND'))

const getTask = query<LeadAgency>()(GetTaskRequest, {
  check: (request, fields) => fields.name('name', request.name, 'task'),
  answer: async ({ name }, call) => {
    const found = await readable(name, call)
    if (!found) return notFound
    const texts = await readTexts(call.services.database, hashesForAnswer(found.state.texts.toReversed()))
    return right({ task: toTask(name, { ...found, today: todayOf(call) }, texts) })
  },
})

const filters = ['state', 'light'] as const

const listTasks = query<LeadAgency>()(ListTasksRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'programme')
    fields.page(request)
    fields.filter(request.filter, filters, { state: Object.keys(stateNames), light: lightNames })
  },
  answer: async (request, call) => {
    const { parent, filter } = request
    const terms = parseFilter(filter, filters)
    const [state, colour, today] = [terms?.get('state'), terms?.get('light'), todayOf(call)]
    const { page, nextPageToken } = await readPage(
      request,
      (after, limit) => readTasks(call.services.database, { parent, after, state, limit, reader: call.caller }),
      ({ name }) => name,
      (row) => colour === undefined || taskLight(row.state, today).colour === `LIGHT_COLOUR_${colour}`,
    )
    // An empty list must not say that there is a programme which the caller can't see (AIP-132).
    if (page.length === 0 && !(await readableProgramme(parent, call)))
      return left(rejection('notFound', 'PROGRAMME_NOT_FOUND'))
    return right({ tasks: page.map((row) => toTask(row.name, { ...row, today })), nextPageToken })
  },
})

const getTaskText = query<LeadAgency>()(GetTaskTextRequest, {
  check: (request, fields) => {
    fields.name('name', request.name, 'task')
    fields.hash('sha256', request.sha256)
  },
  answer: async ({ name, sha256 }, call) => {
    if (!(await readable(name, call))) return notFound
    const content = await readContent(call.services.database, sha256, name)
    return content ? right(content) : left(rejection('notFound', 'CONTENT_NOT_FOUND'))
  },
})

export const taskService: GrpcService<LeadAgency> = {
  definition: TaskServiceService,
  methods: { issueTask, ...partMethods, ...closingMethods, commentOnTask, getTask, listTasks, getTaskText },
}
