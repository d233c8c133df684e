/** What is commanded of supervision. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import {
  AcceptReplyRequest,
  IssueStepRequest,
  ReplyToStepRequest,
  ReturnReplyRequest,
  UrgeAssignmentRequest,
  WithdrawStepRequest,
} from '#proto/qiantou/supervision/v1/supervision_service.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { bodyOf, workflowOf } from '#shared/domain/resource-name.ts'
import { taskParties } from '#shared/domain/task-roles.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { written } from '#shared/grpc/content.ts'
import { type Fields, limits } from '#shared/grpc/fields.ts'
import { type Call, command, type Prepared, prepared } from '#shared/grpc/method.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { Content, Decided } from '#shared/postgres/work.ts'
import { organisationDecider } from '../domain/organisation.ts'
import { type SupervisionCommand, supervisionDecider } from '../domain/supervision.ts'
import { hasToDo, type SupervisionGround } from '../domain/supervision-address.ts'
import { type Rung, type Supervision, supervisionParties } from '../domain/supervision-state.ts'
import { taskView } from '../domain/task.ts'
import type { CoordinationOffice } from '../main.ts'
import { notFound } from './not-found.ts'
import { toSupervision } from './supervision-resource.ts'

// ---- What commands share

/** A command with what is known of the task, and of the body's entry in the directory. */
const ready = (
  name: string,
  make: (ground: SupervisionGround) => SupervisionCommand,
  contents: readonly Content[] = [],
  problem: (task: Task) => Rejection | undefined = () => undefined,
): Promise<Either<Rejection, Prepared<SupervisionCommand>>> =>
  prepared((stateOf) => {
    const task = stateOf(workflowOf(name), taskView)
    const organisation = bodyOf(name)
    if (!task || !hasToDo(task, organisation)) return notFound.supervision
    const no = problem(task)
    if (no) return left(no)
    return right(make({ task, organisation, entry: stateOf(organisation, organisationDecider) }))
  }, contents)

/** The task of a supervision that is there. */
const taskOf = async (name: string, { services }: Call<CoordinationOffice>): Promise<Task> =>
  (await services.store.glance(workflowOf(name), taskView))?.state as Task

const answering = {
  parties: async ({ stream, state }: Decided<Supervision>, call: Call<CoordinationOffice>) =>
    supervisionParties(await taskOf(stream, call), state),
  reply: async ({ stream, state, version, receipt }: Decided<Supervision>, call: Call<CoordinationOffice>) => ({
    supervision: toSupervision(stream, { state, version, task: await taskOf(stream, call) }),
    receipt: toReceipt(receipt),
  }),
}

const onSupervision = {
  stream: ({ name }: { readonly name: string }) => name,
  beside: ({ name }: { readonly name: string }) => [workflowOf(name), bodyOf(name)],
  ...answering,
}

const checkSupervision = ({ name }: { readonly name: string }, fields: Fields): void =>
  fields.name('name', name, 'supervision')

type Because = { readonly name: string; readonly reason: string }

/** A command that says of a step nothing but why. */
const because = (type: 'Return' | 'Withdraw') => ({
  check: (request: Because, fields: Fields) => {
    checkSupervision(request, fields)
    fields.prose('reason', request.reason)
  },
  prepare: ({ name, reason }: Because) =>
    written(reason, {}, (ref, contents) => ready(name, (ground) => ({ ...ground, type, reason: ref }), contents)),
  ...onSupervision,
})

// ---- Commands

const urgeAssignment = command<CoordinationOffice>()(UrgeAssignmentRequest, supervisionDecider, {
  check: (request, fields) => {
    checkSupervision(request, fields)
    fields.prose('text', request.text, 0)
  },
  prepare: ({ name, text }) =>
    text
      ? written(text, {}, (ref, contents) =>
          ready(name, (ground) => ({ ...ground, type: 'Urge', text: ref }), contents),
        )
      : ready(name, (ground) => ({ ...ground, type: 'Urge', text: undefined })),
  ...onSupervision,
})

const issueStep = command<CoordinationOffice>()(IssueStepRequest, supervisionDecider, {
  check: (request, fields) => {
    const { step, text, replyWorkingDays, instruction } = request
    checkSupervision(request, fields)
    fields.known('step', step)
    fields.prose('text', text)
    fields.require('reply_working_days', replyWorkingDays <= 60, 'must be at most 60')
    fields.text('instruction', instruction, 0, limits.title)
  },
  prepare: (request) => {
    const { name, step, text, replyWorkingDays, instruction } = request
    const issued = { step: step as Rung, replyWorkingDays, instruction }
    return written(text, request, (ref, contents) =>
      ready(name, (ground) => ({ ...ground, type: 'Issue', ...issued, text: ref }), contents),
    )
  },
  ...onSupervision,
})

const replyToStep = command<CoordinationOffice>()(ReplyToStepRequest, supervisionDecider, {
  check: (request, fields) => {
    checkSupervision(request, fields)
    fields.prose('text', request.text)
    fields.evidence('evidence', request.evidence)
  },
  prepare: async (request, { caller, services }) => {
    const { name, text, evidence } = request
    const problem = await services.files.checked(workflowOf(name), evidence)
    // Who is not party is not told which attachments there are.
    const problemFor = (task: Task) => (taskParties(task).has(caller.actor) ? problem() : undefined)
    return written(text, request, (ref, contents) =>
      ready(name, (ground) => ({ ...ground, type: 'Reply', text: ref, evidence }), contents, problemFor),
    )
  },
  ...onSupervision,
})

const acceptReply = command<CoordinationOffice>()(AcceptReplyRequest, supervisionDecider, {
  check: checkSupervision,
  prepare: ({ name }) => ready(name, (ground) => ({ ...ground, type: 'Accept' })),
  ...onSupervision,
})

const returnReply = command<CoordinationOffice>()(ReturnReplyRequest, supervisionDecider, because('Return'))

const withdrawStep = command<CoordinationOffice>()(WithdrawStepRequest, supervisionDecider, because('Withdraw'))

export const supervisionMethods = { urgeAssignment, issueStep, replyToStep, acceptReply, returnReply, withdrawStep }
