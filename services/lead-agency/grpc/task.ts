/** What is asked of tasks, comments on them, and all their methods. */

import { isLeft, right } from 'fp-ts/lib/Either.js'
import {
  CommentOnTaskRequest,
  GetTaskRequest,
  GetTaskTextRequest,
  ListTasksRequest,
  Task as TaskResource,
  TaskServiceService,
} from '#proto/qiantou/task/v1/task_service.ts'
import { checkAsOf, stateAfter } from '#shared/archive/past.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { colourOf, lightNames } from '#shared/domain/light.ts'
import { hasMilestoneLight, taskLight } from '#shared/domain/task-light.ts'
import { taskParties } from '#shared/domain/task-roles.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { hashesForAnswer, written } from '#shared/grpc/content.ts'
import { parseFilter } from '#shared/grpc/fields.ts'
import { type Call, command, query, todayOf } from '#shared/grpc/method.ts'
import { readPage } from '#shared/grpc/page.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import { checkText, textKept } from '#shared/grpc/text.ts'
import { readTexts } from '#shared/postgres/content.ts'
import { taskDecider } from '../domain/task.ts'
import type { LeadAgency } from '../main.ts'
import { readTasks } from '../postgres/task.ts'
import { notFound } from './not-found.ts'
import { readableProgramme } from './programme.ts'
import { closingMethods } from './task-closing.ts'
import { checkTask, onTask, ready } from './task-command.ts'
import { draftMethods } from './task-draft.ts'
import { issueMethods } from './task-issue.ts'
import { partMethods } from './task-part.ts'
import { stateNames, toTask } from './task-resource.ts'

// ---- Commands

const commentOnTask = command<LeadAgency>()(CommentOnTaskRequest, taskDecider, {
  check: (request, fields) => {
    checkTask(request, fields)
    fields.prose('text', request.text)
  },
  prepare: (request) =>
    written(request.text, request, (ref, contents) => ready({ type: 'Comment', text: ref }, contents)),
  ...onTask,
})

// ---- Queries

/** The task as the caller may see it; who is not party learns nothing of it. */
async function readable(name: string, { caller, services }: Call<LeadAgency>) {
  const row = await services.store.load(name, taskDecider)
  const state = row?.state
  return row && state && mayRead(caller, taskParties(state)) ? { state, version: row.version } : undefined
}

const getTask = query<LeadAgency>()(GetTaskRequest, {
  check: (request, fields) => {
    fields.name('name', request.name, 'task')
    checkAsOf(request, fields)
  },
  answer: async (request, call) => {
    const { name } = request
    const row = await readable(name, call)
    const now = row ? right({ ...row, today: todayOf(call) }) : notFound.task
    const standing = await call.services.past.standing(request, now, (records, day) => {
      const state = stateAfter<Task>(records, name, taskDecider)
      return state && { state, version: 0n, today: day }
    })
    if (isLeft(standing)) return standing
    const found = standing.right
    const texts = await readTexts(call.services.database, hashesForAnswer(found.state.texts.toReversed()))
    return right({ task: toTask(name, found, texts) })
  },
})

const filters = ['state', 'light', 'milestone_light'] as const

const listTasks = query<LeadAgency>()(ListTasksRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'programme')
    fields.page(request)
    fields.filter(request.filter, filters, {
      ...{ state: Object.keys(stateNames), light: lightNames, milestone_light: lightNames },
    })
  },
  answer: async (request, call) => {
    const { parent, filter } = request
    const terms = parseFilter(filter, filters)
    const [state, today] = [terms?.get('state'), todayOf(call)]
    const [colour, milestone] = [colourOf(terms?.get('light')), colourOf(terms?.get('milestone_light'))]
    const { page, nextPageToken } = await readPage(request, {
      read: (after, limit) => readTasks(call.services.database, { parent, after, state, limit, reader: call.caller }),
      keyOf: ({ name }) => name,
      keeps: (row) =>
        (!colour || taskLight(row.state, today).colour === colour) &&
        (!milestone || hasMilestoneLight(row.state, milestone, today)),
      toMessage: (row) => toTask(row.name, { ...row, today }),
      message: TaskResource,
    })
    // An empty list must not say that there is a programme which the caller can't see (docs/domain.md, rule 12).
    if (page.length === 0 && !(await readableProgramme(parent, call))) return notFound.programme
    return right({ tasks: page, nextPageToken })
  },
})

const getTaskText = query<LeadAgency>()(GetTaskTextRequest, {
  check: checkText('task'),
  answer: async (request, call) =>
    textKept(request, (await readable(request.name, call)) !== undefined, call, notFound.task),
})

export const taskService: GrpcService<LeadAgency> = {
  definition: TaskServiceService,
  methods: {
    ...{ ...draftMethods, ...issueMethods, ...partMethods, ...closingMethods },
    ...{ commentOnTask, getTask, listTasks, getTaskText },
  },
}
