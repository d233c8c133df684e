import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import type { TaskContent } from '#proto/qiantou/task/v1/task_events.ts'
import {
  AcceptSubmissionRequest,
  CancelTaskRequest,
  CloseTaskRequest,
  GetTaskRequest,
  GetTaskTextRequest,
  IssueTaskRequest,
  ListTasksRequest,
  ProposeClosingRequest,
  ReassignAssignmentRequest,
  ReturnSubmissionRequest,
  type Task as TaskResource,
  TaskServiceService,
  type TaskState,
  UpholdAssignmentRequest,
} from '#proto/qiantou/task/v1/task_service.ts'
import { toContentReference } from '#shared/domain/content.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { type Rejection, rejection } from '#shared/domain/rejection.ts'
import { resourceId } from '#shared/domain/uuid.ts'
import { contentOf, hashesForAnswer } from '#shared/grpc/content.ts'
import { type Fields, limits, parseFilter } from '#shared/grpc/fields.ts'
import { type Call, command, type Prepared, query } from '#shared/grpc/method.ts'
import { readPage } from '#shared/grpc/page.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import { readContent, readTexts } from '#shared/postgres/content.ts'
import type { Content, Decided } from '#shared/postgres/work.ts'
import { bodiesOf, type Programme } from '../domain/programme.ts'
import { type TaskCommand, taskDecider } from '../domain/task.ts'
import { reviewersOf, type Task, taskParties } from '../domain/task-state.ts'
import type { LeadAgency } from '../main.ts'
import { partyBelow, readTasks } from '../postgres/task.ts'
import { readableProgramme } from './programme.ts'

// ---- Between state and resource

const stateNames: Record<Task['state'], TaskState> = {
  ISSUED: 'TASK_STATE_ISSUED',
  CLOSE_PROPOSED: 'TASK_STATE_CLOSE_PROPOSED',
  CLOSED: 'TASK_STATE_CLOSED',
  CANCELLED: 'TASK_STATE_CANCELLED',
}

const toTask = (
  name: string,
  state: Task,
  version: bigint,
  texts: ReadonlyMap<string, string> = new Map(),
): TaskResource => ({
  $type: 'qiantou.task.v1.Task',
  name,
  etag: version,
  content: state.content,
  mode: state.mode,
  authority: state.authority,
  state: stateNames[state.state],
  assignments: state.parts.map((part) => ({
    $type: 'qiantou.task.v1.TaskAssignment',
    body: { $type: 'qiantou.task.v1.Body', organisation: part.organisation, role: part.role },
    state: part.state,
    submissions: part.submissions,
    percent: part.percent,
    reviewers: [...reviewersOf(state, part)],
  })),
  closingProposedBy: [...state.closingProposedBy],
  issueTime: new Date(state.issuedAt),
  endTime: state.endedAt ? new Date(state.endedAt) : undefined,
  texts: state.texts.map((ref) => ({
    $type: 'qiantou.record.v1.Text',
    reference: toContentReference(ref),
    value: texts.get(ref.sha256) ?? '',
  })),
})

// ---- Commands

const answer = {
  parties: ({ state }: Decided<Task>) => taskParties(state),
  reply: ({ stream, state, version, receipt }: Decided<Task>) => ({
    task: toTask(stream, state, version),
    receipt: toReceipt(receipt),
  }),
}

const ready = (task: TaskCommand, contents: readonly Content[] = []) =>
  Promise.resolve(right<Rejection, Prepared<TaskCommand>>({ make: () => right(task), contents }))

/** A command with a text that people wrote. */
const withText = (text: string, make: (reference: ContentReference) => TaskCommand) => {
  const { reference, content } = contentOf(text)
  return ready(make(reference), [content])
}

const named = (request: { readonly name: string }): string => request.name

/** The command that issues a task on what its clause says. */
function issueOf(programme: Programme, content: TaskContent | undefined): Either<Rejection, TaskCommand> {
  const clauseId = content?.clause.split('/')[3]
  const clause = programme.clauses.find((candidate) => candidate.id === clauseId)
  if (!content || !clause) return left(rejection('notFound', 'CLAUSE_NOT_FOUND', { clause: clauseId ?? '' }))
  const mode = clause.responsibility?.mode ?? 'RESPONSIBILITY_MODE_UNASSIGNED'
  return right({ type: 'Issue', content, mode, authority: programme.office, bodies: bodiesOf(clause) })
}

const issueTask = command<LeadAgency>()(IssueTaskRequest, taskDecider, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'programme')
    if (request.taskId) fields.id('task_id', request.taskId)
    checkContent(request, fields)
  },
  // A repeat makes another id and is answered by the first receipt, which names the first task.
  stream: ({ parent, taskId }) => `${parent}/tasks/${taskId || resourceId(new Date())}`,
  beside: ({ parent }) => [parent],
  prepare: async ({ parent, content }, { caller, services }) => {
    const glanced = (await services.store.glance(parent))?.state as Programme | undefined
    const isOffice = glanced?.office === caller.actor
    const isParty = !isOffice && (await partyBelow(services.database, parent, caller.actor))
    return right({
      make: (stateOf) => {
        const programme = stateOf(parent) as Programme | undefined
        if (!programme || (programme.office !== caller.actor && !isParty))
          return left(rejection('notFound', 'PROGRAMME_NOT_FOUND'))
        return issueOf(programme, content)
      },
      contents: [],
    })
  },
  ...answer,
})

function checkContent({ parent, content }: IssueTaskRequest, fields: Fields): void {
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
  const ids = content.milestones.map((milestone) => milestone.id)
  fields.require('content.milestones', new Set(ids).size === ids.length, 'must have ids that differ')
}

const acceptSubmission = command<LeadAgency>()(AcceptSubmissionRequest, taskDecider, {
  check: (request, fields) => {
    fields.name('name', request.name, 'task')
    fields.name('organisation', request.organisation, 'organisation')
  },
  stream: named,
  prepare: ({ organisation }) => ready({ type: 'Accept', organisation }),
  ...answer,
})

const returnSubmission = command<LeadAgency>()(ReturnSubmissionRequest, taskDecider, {
  check: (request, fields) => {
    fields.name('name', request.name, 'task')
    fields.name('organisation', request.organisation, 'organisation')
    fields.text('reason', request.reason, 1, limits.text)
  },
  stream: named,
  prepare: ({ organisation, reason }) => withText(reason, (ref) => ({ type: 'Return', organisation, reason: ref })),
  ...answer,
})

const reassignAssignment = command<LeadAgency>()(ReassignAssignmentRequest, taskDecider, {
  check: (request, fields) => {
    fields.name('name', request.name, 'task')
    fields.name('organisation', request.organisation, 'organisation')
    fields.name('successor', request.successor, 'organisation')
    fields.text('reason', request.reason, 1, limits.text)
  },
  stream: named,
  prepare: async ({ organisation, successor, reason }, { services }) => {
    const unknown = await services.directory.unknown([successor])
    if (unknown.length)
      return left(rejection('precondition', 'ORGANISATION_UNKNOWN', { organisations: unknown.join(', ') }))
    return withText(reason, (ref) => ({ type: 'Reassign', organisation, successor, reason: ref }))
  },
  ...answer,
})

const upholdAssignment = command<LeadAgency>()(UpholdAssignmentRequest, taskDecider, {
  check: (request, fields) => {
    fields.name('name', request.name, 'task')
    fields.name('organisation', request.organisation, 'organisation')
    fields.text('reason', request.reason, 1, limits.text)
  },
  stream: named,
  prepare: ({ organisation, reason }) => withText(reason, (ref) => ({ type: 'Uphold', organisation, reason: ref })),
  ...answer,
})

const proposeClosing = command<LeadAgency>()(ProposeClosingRequest, taskDecider, {
  check: (request, fields) => {
    fields.name('name', request.name, 'task')
    fields.text('statement', request.statement, 1, limits.text)
    fields.evidence('evidence', request.evidence)
  },
  stream: named,
  prepare: ({ statement, evidence }) =>
    withText(statement, (ref) => ({ type: 'ProposeClosing', statement: ref, evidence })),
  ...answer,
})

const closeTask = command<LeadAgency>()(CloseTaskRequest, taskDecider, {
  check: (request, fields) => fields.name('name', request.name, 'task'),
  stream: named,
  prepare: () => ready({ type: 'Close' }),
  ...answer,
})

const cancelTask = command<LeadAgency>()(CancelTaskRequest, taskDecider, {
  check: (request, fields) => {
    fields.name('name', request.name, 'task')
    fields.text('reason', request.reason, 1, limits.text)
  },
  stream: named,
  prepare: ({ reason }) => withText(reason, (ref) => ({ type: 'Cancel', reason: ref })),
  ...answer,
})

// ---- Queries

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
    return right({ task: toTask(name, found.state, found.version, texts) })
  },
})

const listTasks = query<LeadAgency>()(ListTasksRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'programme')
    fields.page(request)
    fields.filter(request.filter, ['state'], { state: Object.keys(stateNames) })
  },
  answer: async (request, call) => {
    const { parent, filter } = request
    const state = parseFilter(filter, ['state'])?.get('state')
    const { page, nextPageToken } = await readPage(
      request,
      (after, limit) => readTasks(call.services.database, { parent, after, state, limit, reader: call.caller }),
      ({ name }) => name,
    )
    // An empty list must not say that there is a programme which the caller can't see (AIP-132).
    if (page.length === 0 && !(await readableProgramme(parent, call)))
      return left(rejection('notFound', 'PROGRAMME_NOT_FOUND'))
    return right({ tasks: page.map((row) => toTask(row.name, row.state, row.version)), nextPageToken })
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
  methods: {
    issueTask,
    acceptSubmission,
    returnSubmission,
    reassignAssignment,
    upholdAssignment,
    proposeClosing,
    closeTask,
    cancelTask,
    getTask,
    listTasks,
    getTaskText,
  },
}
