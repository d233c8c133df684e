/** Commands by which a task ends. */
import {
  CancelTaskRequest,
  CloseTaskRequest,
  ConfirmCompilerRequest,
  CountersignClosingRequest,
  DissentFromClosingRequest,
  ProposeClosingRequest,
  RuleOnDissentRequest,
} from '#proto/qiantou/task/v1/task_service.ts'
import { limits } from '#shared/grpc/fields.ts'
import { command } from '#shared/grpc/method.ts'
import { taskDecider } from '../domain/task.ts'
import type { LeadAgency } from '../main.ts'
import { checkPart, checkTask, onTask, ready, withText } from './task-command.ts'

const confirmCompiler = command<LeadAgency>()(ConfirmCompilerRequest, taskDecider, {
  check: checkPart,
  prepare: ({ organisation }) => ready({ type: 'ConfirmCompiler', organisation }),
  ...onTask,
})

const proposeClosing = command<LeadAgency>()(ProposeClosingRequest, taskDecider, {
  check: (request, fields) => {
    checkTask(request, fields)
    fields.text('statement', request.statement, 1, limits.text)
    fields.evidence('evidence', request.evidence)
  },
  prepare: (request) => {
    const { statement, evidence } = request
    return withText(statement, (ref) => ({ type: 'ProposeClosing', statement: ref, evidence }), request)
  },
  ...onTask,
})

const countersignClosing = command<LeadAgency>()(CountersignClosingRequest, taskDecider, {
  check: checkTask,
  prepare: () => ready({ type: 'Countersign' }),
  ...onTask,
})

const dissentFromClosing = command<LeadAgency>()(DissentFromClosingRequest, taskDecider, {
  check: (request, fields) => {
    checkTask(request, fields)
    fields.text('reason', request.reason, 1, limits.text)
  },
  prepare: ({ reason }) => withText(reason, (ref) => ({ type: 'Dissent', reason: ref })),
  ...onTask,
})

const ruleOnDissent = command<LeadAgency>()(RuleOnDissentRequest, taskDecider, {
  check: (request, fields) => {
    checkTask(request, fields)
    fields.text('ruling', request.ruling, 1, limits.text)
    fields.text('minutes', request.minutes, 1, limits.title)
  },
  prepare: ({ closes, ruling, minutes }) => withText(ruling, (ref) => ({ type: 'Rule', closes, ruling: ref, minutes })),
  ...onTask,
})

const closeTask = command<LeadAgency>()(CloseTaskRequest, taskDecider, {
  check: checkTask,
  prepare: () => ready({ type: 'Close' }),
  ...onTask,
})

const cancelTask = command<LeadAgency>()(CancelTaskRequest, taskDecider, {
  check: (request, fields) => {
    checkTask(request, fields)
    fields.text('reason', request.reason, 1, limits.text)
  },
  prepare: ({ reason }) => withText(reason, (ref) => ({ type: 'Cancel', reason: ref })),
  ...onTask,
})

export const closingMethods = {
  confirmCompiler,
  proposeClosing,
  countersignClosing,
  dissentFromClosing,
  ruleOnDissent,
  closeTask,
  cancelTask,
}
