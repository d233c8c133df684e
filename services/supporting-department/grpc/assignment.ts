/** What bodies do in their parts, what is asked of assignments, and all their methods. */

import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import {
  AcknowledgeAssignmentRequest,
  Assignment as AssignmentResource,
  AssignmentServiceService,
  DelegateAssignmentRequest,
  GetAssignmentRequest,
  GetAssignmentTextRequest,
  ListAssignmentsRequest,
  ReportProgressRequest,
  RequestExtensionRequest,
  RequestReassignmentRequest,
  RevokeDelegationRequest,
  SubmitAssignmentRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { AssignmentState } from '#proto/qiantou/task/v1/task_events.ts'
import { checkAsOf, stateAfter } from '#shared/archive/past.ts'
import type { ContentRef } from '#shared/domain/content.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { colourOf, lightNames } from '#shared/domain/light.ts'
import { workflowOf } from '#shared/domain/resource-name.ts'
import { hashesForAnswer, written } from '#shared/grpc/content.ts'
import { parseFilter, valuesIn } from '#shared/grpc/fields.ts'
import { type Call, command, query, todayOf } from '#shared/grpc/method.ts'
import { readPage } from '#shared/grpc/page.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import { checkText, textKept } from '#shared/grpc/text.ts'
import { readTexts } from '#shared/postgres/content.ts'
import { assignmentDecider, assignmentParties } from '../domain/assignment.ts'
import { assignmentLight, hasMilestoneLight } from '../domain/assignment-light.ts'
import type { Assignment } from '../domain/assignment-state.ts'
import { type TaskView, taskParties, taskView } from '../domain/task.ts'
import type { SupportingDepartment } from '../main.ts'
import { readAssignments } from '../postgres/assignment.ts'
import { asOf, asOfToday, checkAssignment, onAssignment, ready } from './assignment-command.ts'
import { type Standing, toAssignment } from './assignment-resource.ts'
import { readableTask } from './attachment-sight.ts'
import { checkedEvidence } from './evidence.ts'
import { notFound } from './not-found.ts'
import { namePerson } from './people.ts'
import { subassignmentMethods } from './subassignment.ts'

// ---- Commands

const acknowledgeAssignment = command<SupportingDepartment>()(AcknowledgeAssignmentRequest, assignmentDecider, {
  check: checkAssignment,
  prepare: ({ name }) => ready(name, (ground) => ({ ...ground, type: 'Acknowledge' })),
  ...onAssignment,
})

const reportProgress = command<SupportingDepartment>()(ReportProgressRequest, assignmentDecider, {
  check: (request, fields) => {
    checkAssignment(request, fields)
    if (request.milestone) fields.id('milestone', request.milestone)
    fields.require('percent', request.percent <= 100, 'must be 0 to 100')
    fields.prose('text', request.text)
    fields.evidence('evidence', request.evidence)
  },
  prepare: async (request, call) => {
    const { name, milestone, percent, text, evidence, corrects } = request
    const reported = { milestone, percent, evidence, corrects }
    const problem = await checkedEvidence(name, evidence, call)
    return written(text, request, (ref, contents) =>
      ready(name, (ground) => ({ ...ground, type: 'Report', ...reported, text: ref }), contents, problem),
    )
  },
  ...onAssignment,
})

const submitAssignment = command<SupportingDepartment>()(SubmitAssignmentRequest, assignmentDecider, {
  check: (request, fields) => {
    checkAssignment(request, fields)
    fields.prose('text', request.text)
    fields.evidence('evidence', request.evidence)
  },
  prepare: async (request, call) => {
    const { name, text, evidence } = request
    const problem = await checkedEvidence(name, evidence, call)
    return written(text, request, (ref, contents) =>
      ready(name, (ground) => ({ ...ground, type: 'Submit', text: ref, evidence }), contents, problem),
    )
  },
  ...onAssignment,
})

const requestReassignment = command<SupportingDepartment>()(RequestReassignmentRequest, assignmentDecider, {
  check: (request, fields) => {
    checkAssignment(request, fields)
    fields.prose('reason', request.reason)
  },
  prepare: ({ name, reason }) =>
    written(reason, {}, (ref, contents) =>
      ready(name, (ground) => ({ ...ground, type: 'RequestReassignment', reason: ref }), contents),
    ),
  ...onAssignment,
})

const requestExtension = command<SupportingDepartment>()(RequestExtensionRequest, assignmentDecider, {
  check: (request, fields) => {
    checkAssignment(request, fields)
    if (request.milestone) fields.id('milestone', request.milestone)
    fields.date('due', request.due)
    fields.prose('reason', request.reason)
  },
  prepare: ({ name, milestone, due, reason }) => {
    const asked = { milestone, due: due as DateMessage }
    return written(reason, {}, (ref, contents) =>
      ready(name, (ground) => ({ ...ground, type: 'RequestExtension', ...asked, reason: ref }), contents),
    )
  },
  ...onAssignment,
})

const delegateAssignment = command<SupportingDepartment>()(DelegateAssignmentRequest, assignmentDecider, {
  check: (request, fields) => {
    checkAssignment(request, fields)
    fields.name('delegate', request.delegate, 'organisation')
    fields.date('from', request.from)
    fields.date('until', request.until)
  },
  prepare: async ({ name, delegate, from, until }, { services }) => {
    const absent = await services.directory.absence([delegate])
    if (absent) return left(absent)
    const dates = { from: from as DateMessage, until: until as DateMessage }
    return ready(name, (ground) => ({ ...ground, type: 'Delegate', delegate, ...dates }))
  },
  ...onAssignment,
})

const revokeDelegation = command<SupportingDepartment>()(RevokeDelegationRequest, assignmentDecider, {
  check: (request, fields) => {
    checkAssignment(request, fields)
    fields.name('delegate', request.delegate, 'organisation')
  },
  prepare: ({ name, delegate }) => ready(name, (ground) => ({ ...ground, type: 'RevokeDelegation', delegate })),
  ...onAssignment,
})

// ---- Queries

/** The assignment as the caller may see it; who is neither party to its task nor a delegate learns nothing of it. */
async function readable(name: string, call: Call<SupportingDepartment>): Promise<Standing | undefined> {
  const { caller, services } = call
  const task = (await services.store.load(workflowOf(name), taskView))?.state
  const row = task && (await services.store.load(name, assignmentDecider))
  const state = row?.state
  if (!row || !state || !mayRead(caller, assignmentParties(taskParties(task), state))) return undefined
  return { task, state, version: row.version, ...asOfToday(call) }
}

/** What the body wrote, newest first. A request to be released comes before any work. */
const textsOf = ({
  reports,
  submissions,
  reassignmentReason,
  extensionRequests = [],
  subassignments = [],
}: Assignment): readonly ContentRef[] => {
  const newestFirst = [...reports, ...submissions].sort((one, other) => other.at.localeCompare(one.at))
  const asked = extensionRequests.map(({ reason }) => reason)
  const ofPieces = subassignments.flatMap(({ what, said, reason, returned = [] }) =>
    [what, said, reason, ...returned.flatMap((one) => [one.said, one.reason])].filter((ref) => !!ref),
  )
  const released = reassignmentReason ? [reassignmentReason] : []
  return [...newestFirst.map(({ text }) => text), ...asked, ...released, ...ofPieces]
}

const getAssignment = query<SupportingDepartment>()(GetAssignmentRequest, {
  check: (request, fields) => {
    fields.name('name', request.name, 'assignment')
    checkAsOf(request, fields)
  },
  answer: async (request, call) => {
    const { name } = request
    const row = await readable(name, call)
    const now = row ? right(row) : notFound.assignment
    const standing = await call.services.past.standing(request, now, (records, day) => {
      const task = stateAfter<TaskView>(records, workflowOf(name), taskView)
      const state = stateAfter<Assignment>(records, name, assignmentDecider)
      return task && state && { task, state, version: 0n, ...asOf(day, call) }
    })
    if (isLeft(standing)) return standing
    const found = standing.right
    const texts = await readTexts(call.services.database, hashesForAnswer(textsOf(found.state)))
    return right({ assignment: toAssignment(name, found, texts) })
  },
})

const stateNames = valuesIn(AssignmentState, 'ASSIGNMENT_STATE_')

const filters = ['state', 'organisation', 'light', 'milestone_light'] as const

/** Whether the caller may see a task, or at least a part of it: delegated to, or with a piece of it. */
async function readsSomeOf(parent: string, call: Call<SupportingDepartment>): Promise<boolean> {
  if (await readableTask(parent, call)) return true
  const any = { parent, after: '', state: undefined, organisation: undefined, limit: 1, reader: call.caller }
  return (await readAssignments(call.services.database, any)).length > 0
}

/** Of its pieces those that are open, without what was shown of them, and no opinions: a page has up to 1000 assignments. */
const asListed = (assignment: AssignmentResource): AssignmentResource => ({
  ...assignment,
  extensions: assignment.extensions.map((request) => ({ ...request, opinions: [] })),
  subassignments: assignment.subassignments
    .filter(({ light }) => light?.turn.length)
    .map((piece) => ({ ...piece, evidence: [], returned: [] })),
})

const listAssignments = query<SupportingDepartment>()(ListAssignmentsRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'anyTaskAnywhere')
    fields.page(request)
    fields.filter(request.filter, filters, {
      ...{ state: stateNames, organisation: 'organisation', light: lightNames, milestone_light: lightNames },
    })
  },
  answer: async (request, call) => {
    const { parent, filter } = request
    const { caller, services } = call
    const terms = parseFilter(filter, filters)
    const [colour, milestone] = [colourOf(terms?.get('light')), colourOf(terms?.get('milestone_light'))]
    const today = todayOf(call)
    const wanted = { parent, state: terms?.get('state'), organisation: terms?.get('organisation'), reader: caller }
    const { page, nextPageToken } = await readPage(request, {
      read: (after, limit) => readAssignments(services.database, { ...wanted, after, limit }),
      keyOf: ({ name }) => name,
      keeps: ({ state, task }) =>
        (!colour || assignmentLight(state, task, today).colour === colour) &&
        (!milestone || hasMilestoneLight(state, task, milestone, today)),
      toMessage: (row) => asListed(toAssignment(row.name, { ...row, ...asOfToday(call) })),
      message: AssignmentResource,
    })
    // Of all tasks of a programme there may be none for the caller; a task that it can't see is not there (rule 12).
    if (page.length === 0 && !parent.endsWith('/-') && !(await readsSomeOf(parent, call))) return notFound.task
    return right({ assignments: page, nextPageToken })
  },
})

const getAssignmentText = query<SupportingDepartment>()(GetAssignmentTextRequest, {
  check: checkText('assignment'),
  answer: async (request, call) =>
    textKept(request, (await readable(request.name, call)) !== undefined, call, notFound.assignment),
})

export const assignmentService: GrpcService<SupportingDepartment> = {
  definition: AssignmentServiceService,
  methods: {
    acknowledgeAssignment,
    reportProgress,
    submitAssignment,
    requestReassignment,
    requestExtension,
    delegateAssignment,
    revokeDelegation,
    namePerson,
    ...subassignmentMethods,
    getAssignment,
    listAssignments,
    getAssignmentText,
  },
}
