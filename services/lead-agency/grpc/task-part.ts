/** Commands about one body's part of a task. */
import { left } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import {
  AcceptSubmissionRequest,
  GiveExtensionOpinionRequest,
  GrantExtensionRequest,
  ReassignAssignmentRequest,
  RefuseExtensionRequest,
  ResumeAssignmentRequest,
  ReturnSubmissionRequest,
  SuspendAssignmentRequest,
  TransferAssignmentRequest,
  UpholdAssignmentRequest,
  WaiveAssignmentRequest,
} from '#proto/qiantou/task/v1/task_service.ts'
import { written } from '#shared/grpc/content.ts'
import type { Fields } from '#shared/grpc/fields.ts'
import { type Call, command } from '#shared/grpc/method.ts'
import { taskDecider } from '../domain/task.ts'
import type { LeadAgency } from '../main.ts'
import { checkPart, onTask, ready } from './task-command.ts'

type Because = { readonly name: string; readonly organisation: string; readonly reason: string }

function checkReason(request: Because, fields: Fields): void {
  checkPart(request, fields)
  fields.prose('reason', request.reason)
}

/** A command that says of a part nothing but why. */
const because = (type: 'Return' | 'Uphold' | 'Suspend' | 'Waive' | 'RefuseExtension') => ({
  check: checkReason,
  prepare: ({ organisation, reason }: Because) =>
    written(reason, {}, (ref, contents) => ready({ type, organisation, reason: ref }, contents)),
  ...onTask,
})

const acceptSubmission = command<LeadAgency>()(AcceptSubmissionRequest, taskDecider, {
  check: checkPart,
  prepare: ({ organisation }) => ready({ type: 'Accept', organisation }),
  ...onTask,
})

const returnSubmission = command<LeadAgency>()(ReturnSubmissionRequest, taskDecider, because('Return'))

type ToSuccessor = Because & { readonly successor: string; readonly due?: DateMessage | undefined }

function checkSuccessor(request: ToSuccessor, fields: Fields): void {
  checkReason(request, fields)
  fields.name('successor', request.successor, 'organisation')
  if (request.due) fields.date('due', request.due)
}

/** Another body takes over, which must be there. */
const toSuccessor =
  (type: 'Reassign' | 'Transfer') =>
  async ({ organisation, successor, reason, due }: ToSuccessor, { services }: Call<LeadAgency>) => {
    const absent = await services.directory.absence([successor])
    if (absent) return left(absent)
    return written(reason, {}, (ref, contents) => ready({ type, organisation, successor, reason: ref, due }, contents))
  }

const reassignAssignment = command<LeadAgency>()(ReassignAssignmentRequest, taskDecider, {
  check: checkSuccessor,
  prepare: toSuccessor('Reassign'),
  ...onTask,
})

const transferAssignment = command<LeadAgency>()(TransferAssignmentRequest, taskDecider, {
  check: checkSuccessor,
  prepare: toSuccessor('Transfer'),
  ...onTask,
})

const upholdAssignment = command<LeadAgency>()(UpholdAssignmentRequest, taskDecider, because('Uphold'))

const suspendAssignment = command<LeadAgency>()(SuspendAssignmentRequest, taskDecider, because('Suspend'))

const resumeAssignment = command<LeadAgency>()(ResumeAssignmentRequest, taskDecider, {
  check: checkPart,
  prepare: ({ organisation }) => ready({ type: 'Resume', organisation }),
  ...onTask,
})

const waiveAssignment = command<LeadAgency>()(WaiveAssignmentRequest, taskDecider, because('Waive'))

const giveExtensionOpinion = command<LeadAgency>()(GiveExtensionOpinionRequest, taskDecider, {
  check: (request, fields) => {
    checkPart(request, fields)
    fields.prose('text', request.text)
  },
  prepare: ({ organisation, supports, text }) =>
    written(text, {}, (ref, contents) => ready({ type: 'GiveOpinion', organisation, supports, text: ref }, contents)),
  ...onTask,
})

const grantExtension = command<LeadAgency>()(GrantExtensionRequest, taskDecider, {
  check: (request, fields) => {
    checkPart(request, fields)
    if (request.due) fields.date('due', request.due)
  },
  prepare: ({ organisation, due }) => ready({ type: 'GrantExtension', organisation, due }),
  ...onTask,
})

const refuseExtension = command<LeadAgency>()(RefuseExtensionRequest, taskDecider, because('RefuseExtension'))

export const partMethods = {
  acceptSubmission,
  returnSubmission,
  reassignAssignment,
  transferAssignment,
  upholdAssignment,
  suspendAssignment,
  resumeAssignment,
  waiveAssignment,
  giveExtensionOpinion,
  grantExtension,
  refuseExtension,
}
