/** What is commanded of pieces of an assignment (分办). */
import { left, right } from 'fp-ts/lib/Either.js'
import {
  AcceptSubassignmentRequest,
  AcknowledgeSubassignmentRequest,
  FindRepeatedSubassignmentsRequest,
  ReportSubassignmentRequest,
  ReturnSubassignmentRequest,
  SubassignAssignmentRequest,
  SubmitSubassignmentRequest,
  WithdrawSubassignmentRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { addDays } from '#shared/domain/calendar.ts'
import { isBelowOn, organisationView } from '#shared/domain/organisation-view.ts'
import { reject } from '#shared/domain/rejection.ts'
import { bodyOf, workflowOf } from '#shared/domain/resource-name.ts'
import { repeatRulesOf } from '#shared/domain/rules.ts'
import { written } from '#shared/grpc/content.ts'
import type { Fields } from '#shared/grpc/fields.ts'
import { command, query, todayOf } from '#shared/grpc/method.ts'
import { readTexts } from '#shared/postgres/content.ts'
import { assignmentDecider, assignmentParties } from '../domain/assignment.ts'
import { pieceRepeats, piecesOf } from '../domain/repeat.ts'
import { taskParties, taskView } from '../domain/task.ts'
import type { SupportingDepartment } from '../main.ts'
import { readAskedOf } from '../postgres/assignment.ts'
import { checkAssignment, onAssignment, ready } from './assignment-command.ts'
import { checkedEvidence } from './evidence.ts'
import { notFound } from './not-found.ts'

type OfPiece = { readonly name: string; readonly organisation: string }

function checkPiece(request: OfPiece, fields: Fields): void {
  checkAssignment(request, fields)
  fields.name('organisation', request.organisation, 'organisation')
}

type Because = OfPiece & { readonly reason: string }

/** A command that says of a piece nothing but why. */
const because = (type: 'ReturnPiece' | 'WithdrawPiece') => ({
  check: (request: Because, fields: Fields) => {
    checkPiece(request, fields)
    fields.prose('reason', request.reason)
  },
  prepare: ({ name, organisation, reason }: Because) =>
    written(reason, {}, (ref, contents) =>
      ready(name, (ground) => ({ ...ground, type, organisation, reason: ref }), contents),
    ),
  ...onAssignment,
})

const subassignAssignment = command<SupportingDepartment>()(SubassignAssignmentRequest, assignmentDecider, {
  check: (request, fields) => {
    checkPiece(request, fields)
    fields.prose('what', request.what)
    if (request.due) fields.date('due', request.due)
  },
  prepare: async (request, { services }) => {
    const { name, organisation, due } = request
    const absent = await services.directory.absence([organisation])
    if (absent) return left(absent)
    const today = todayOf({ services })
    return written(request.what, request, (what, contents) =>
      ready(
        name,
        (ground, stateOf) => {
          const entryOf = (one: string) => stateOf(one, organisationView)
          const isBelow = isBelowOn(today, organisation, bodyOf(name), entryOf)
          return { ...ground, type: 'Subassign', organisation, isBelow, what, due }
        },
        contents,
        undefined,
        services.directory.withSuperiors([organisation, bodyOf(name)]),
      ),
    )
  },
  ...onAssignment,
})

const maxRepeats = 100

const findRepeatedSubassignments = query<SupportingDepartment>()(FindRepeatedSubassignmentsRequest, {
  check: (request, fields) => {
    checkPiece(request, fields)
    fields.prose('what', request.what)
  },
  answer: async ({ name, organisation, what }, { caller, services }) => {
    const { store, database } = services
    const task = (await store.load(workflowOf(name), taskView))?.state
    const state = task && (await store.load(name, assignmentDecider))?.state
    if (!state || !assignmentParties(taskParties(task), state).has(caller.actor)) return notFound.assignment
    if (caller.actor !== state.organisation)
      return reject('permission', 'NOT_ASSIGNEE', { organisation: state.organisation })
    const { days, alikePercent: threshold } = repeatRulesOf(task.rules)
    const since = addDays(todayOf({ services }), -days)
    const asked = await readAskedOf(database, organisation, caller.actor)
    const hashes = asked.flatMap((one) => piecesOf(organisation, one.state, since).map((piece) => piece.what.sha256))
    const texts = await readTexts(database, hashes)
    const repeats = pieceRepeats({ organisation, what }, asked, texts, { since, threshold }).slice(0, maxRepeats)
    return right({
      repeats: repeats.map(({ percent: alikePercent, ...repeat }) => ({
        $type: 'qiantou.assignment.v1.RepeatedSubassignment' as const,
        ...{ ...repeat, alikePercent },
      })),
    })
  },
})

const acknowledgeSubassignment = command<SupportingDepartment>()(AcknowledgeSubassignmentRequest, assignmentDecider, {
  check: checkAssignment,
  prepare: ({ name }) => ready(name, (ground) => ({ ...ground, type: 'AcknowledgePiece' })),
  ...onAssignment,
})

const reportSubassignment = command<SupportingDepartment>()(ReportSubassignmentRequest, assignmentDecider, {
  check: (request, fields) => {
    checkAssignment(request, fields)
    fields.require('percent', request.percent <= 100, 'must be 0 to 100')
    fields.prose('text', request.text)
  },
  prepare: (request) => {
    const { name, percent, text } = request
    return written(text, request, (ref, contents) =>
      ready(name, (ground) => ({ ...ground, type: 'ReportPiece', percent, text: ref }), contents),
    )
  },
  ...onAssignment,
})

const submitSubassignment = command<SupportingDepartment>()(SubmitSubassignmentRequest, assignmentDecider, {
  check: (request, fields) => {
    checkAssignment(request, fields)
    fields.prose('text', request.text)
    fields.evidence('evidence', request.evidence)
  },
  prepare: async (request, call) => {
    const { name, text, evidence } = request
    const problem = await checkedEvidence(name, evidence, call)
    return written(text, request, (ref, contents) =>
      ready(name, (ground) => ({ ...ground, type: 'SubmitPiece', text: ref, evidence }), contents, problem),
    )
  },
  ...onAssignment,
})

const acceptSubassignment = command<SupportingDepartment>()(AcceptSubassignmentRequest, assignmentDecider, {
  check: checkPiece,
  prepare: ({ name, organisation }) => ready(name, (ground) => ({ ...ground, type: 'AcceptPiece', organisation })),
  ...onAssignment,
})

const returnSubassignment = command<SupportingDepartment>()(
  ReturnSubassignmentRequest,
  assignmentDecider,
  because('ReturnPiece'),
)

const withdrawSubassignment = command<SupportingDepartment>()(
  WithdrawSubassignmentRequest,
  assignmentDecider,
  because('WithdrawPiece'),
)

export const subassignmentMethods = {
  findRepeatedSubassignments,
  subassignAssignment,
  acknowledgeSubassignment,
  reportSubassignment,
  submitSubassignment,
  acceptSubassignment,
  returnSubassignment,
  withdrawSubassignment,
}
