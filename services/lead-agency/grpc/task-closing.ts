/** Commands by which a task ends, and what may follow. */
import { left, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import {
  ArchiveTaskRequest,
  CancelTaskRequest,
  CloseTaskRequest,
  ConfirmCompilerRequest,
  CountersignClosingRequest,
  DissentFromClosingRequest,
  ProposeClosingRequest,
  ReopenTaskRequest,
  ReturnClosingRequest,
  RuleOnDissentRequest,
} from '#proto/qiantou/task/v1/task_service.ts'
import { taskParties } from '#shared/domain/task-roles.ts'
import { written } from '#shared/grpc/content.ts'
import { limits } from '#shared/grpc/fields.ts'
import { command, prepared } from '#shared/grpc/method.ts'
import { isUnderWay, taskDecider } from '../domain/task.ts'
import type { LeadAgency } from '../main.ts'
import { checkPart, checkTask, onTask, onTaskBecause, ready } from './task-command.ts'

const confirmCompiler = command<LeadAgency>()(ConfirmCompilerRequest, taskDecider, {
  check: checkPart,
  prepare: ({ organisation }) => ready({ type: 'ConfirmCompiler', organisation }),
  ...onTask,
})

const proposeClosing = command<LeadAgency>()(ProposeClosingRequest, taskDecider, {
  check: (request, fields) => {
    checkTask(request, fields)
    fields.prose('statement', request.statement)
    fields.evidence('evidence', request.evidence)
  },
  prepare: async (request, { caller, services }) => {
    const { name, statement, evidence } = request
    const problem = await services.files.checked(name, evidence)
    return written(statement, request, (ref, contents) =>
      prepared((stateOf) => {
        const task = stateOf(name, taskDecider)
        // Who is not party is not told which attachments there are; of a draft, or what has ended, nobody closes anything.
        const no = task && isUnderWay(task) && taskParties(task).has(caller.actor) ? problem() : undefined
        return no ? left(no) : right({ type: 'ProposeClosing', statement: ref, evidence })
      }, contents),
    )
  },
  ...onTask,
})

const countersignClosing = command<LeadAgency>()(CountersignClosingRequest, taskDecider, {
  check: checkTask,
  prepare: () => ready({ type: 'Countersign' }),
  ...onTask,
})

const dissentFromClosing = command<LeadAgency>()(DissentFromClosingRequest, taskDecider, onTaskBecause('Dissent'))

const ruleOnDissent = command<LeadAgency>()(RuleOnDissentRequest, taskDecider, {
  check: (request, fields) => {
    checkTask(request, fields)
    fields.prose('ruling', request.ruling)
    fields.text('minutes', request.minutes, 1, limits.title)
  },
  prepare: ({ closes, ruling, minutes }) =>
    written(ruling, {}, (ref, contents) => ready({ type: 'Rule', closes, ruling: ref, minutes }, contents)),
  ...onTask,
})

const returnClosing = command<LeadAgency>()(ReturnClosingRequest, taskDecider, onTaskBecause('ReturnClosing'))

const closeTask = command<LeadAgency>()(CloseTaskRequest, taskDecider, {
  check: checkTask,
  prepare: () => ready({ type: 'Close' }),
  ...onTask,
})

const cancelTask = command<LeadAgency>()(CancelTaskRequest, taskDecider, onTaskBecause('Cancel'))

const reopenTask = command<LeadAgency>()(ReopenTaskRequest, taskDecider, {
  check: (request, fields) => {
    checkTask(request, fields)
    fields.organisations('organisations', request.organisations, 300)
    fields.require('organisations', request.organisations.length > 0, 'must name a body')
    fields.prose('reason', request.reason)
    fields.date('due', request.due)
  },
  prepare: async ({ organisations, due, reason }, { services }) => {
    const { directory } = services
    const absent = await directory.absence(organisations)
    const workers = new Map((await directory.ended()).map((name) => [name, directory.workerOf(name) ?? '']))
    return written(reason, {}, (ref, contents) =>
      ready({ type: 'Reopen', organisations, absent, workers, reason: ref, due: due as DateMessage }, contents),
    )
  },
  ...onTask,
  reply: (decided, call) => {
    // Whoever has ended while it was closed passes on what it is to do in it now.
    call.services.successions.lookAgain()
    return onTask.reply(decided, call)
  },
})

const archiveTask = command<LeadAgency>()(ArchiveTaskRequest, taskDecider, {
  check: checkTask,
  prepare: () => ready({ type: 'Archive' }),
  ...onTask,
})

export const closingMethods = {
  confirmCompiler,
  proposeClosing,
  countersignClosing,
  dissentFromClosing,
  ruleOnDissent,
  returnClosing,
  closeTask,
  cancelTask,
  reopenTask,
  archiveTask,
}
