/** What is asked of supervision, and all its methods. */

import { isLeft, right } from 'fp-ts/lib/Either.js'
import {
  GetSupervisionRequest,
  GetSupervisionTextRequest,
  ListSupervisionsRequest,
  Supervision as SupervisionResource,
  SupervisionServiceService,
  SupervisionState,
} from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { checkAsOf, stateAfter } from '#shared/archive/past.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { workflowOf } from '#shared/domain/resource-name.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { hashesForAnswer } from '#shared/grpc/content.ts'
import { parseFilter, valuesIn } from '#shared/grpc/fields.ts'
import { type Call, query } from '#shared/grpc/method.ts'
import { readPage } from '#shared/grpc/page.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import { checkText, textKept } from '#shared/grpc/text.ts'
import { readTexts } from '#shared/postgres/content.ts'
import { supervisionDecider } from '../domain/supervision.ts'
import type { Supervision } from '../domain/supervision-state.ts'
import { supervisionParties, supervisionState } from '../domain/supervision-state.ts'
import { taskView } from '../domain/task.ts'
import type { CoordinationOffice } from '../main.ts'
import { readSupervisions } from '../postgres/supervision.ts'
import { notFound } from './not-found.ts'
import { supervisionMethods } from './supervision-change.ts'
import { type Standing, textsOf, toListed, toSupervision } from './supervision-resource.ts'

/** The supervision as the caller may see it; who is not party learns nothing of it. */
async function readable(name: string, call: Call<CoordinationOffice>): Promise<Standing | undefined> {
  const { store } = call.services
  const task = (await store.load(workflowOf(name), taskView))?.state
  const row = task && (await store.load(name, supervisionDecider))
  const state = row?.state
  if (!row || !state?.begunAt || !mayRead(call.caller, supervisionParties(task, state))) return undefined
  return { state, version: row.version, task }
}

const getSupervision = query<CoordinationOffice>()(GetSupervisionRequest, {
  check: (request, fields) => {
    fields.name('name', request.name, 'supervision')
    checkAsOf(request, fields)
  },
  answer: async (request, call) => {
    const { name } = request
    const row = await readable(name, call)
    const now = row ? right(row) : notFound.supervision
    const standing = await call.services.past.standing(request, now, (records) => {
      const task = stateAfter<Task>(records, workflowOf(name), taskView)
      const state = stateAfter<Supervision>(records, name, supervisionDecider)
      return task && state?.begunAt ? { state, version: 0n, task } : undefined
    })
    if (isLeft(standing)) return standing
    const found = standing.right
    const texts = await readTexts(call.services.database, hashesForAnswer(textsOf(found.state)))
    return right({ supervision: toSupervision(name, found, texts) })
  },
})

const stateNames = valuesIn(SupervisionState, 'SUPERVISION_STATE_')

const filters = ['state', 'organisation'] as const

const listSupervisions = query<CoordinationOffice>()(ListSupervisionsRequest, {
  check: (request, fields) => {
    fields.name('parent', request.parent, 'anyTask')
    fields.page(request)
    fields.filter(request.filter, filters, { state: stateNames, organisation: 'organisation' })
  },
  answer: async (request, call) => {
    const { parent, filter } = request
    const terms = parseFilter(filter, filters)
    const state = terms?.get('state')
    const wanted = { parent, organisation: terms?.get('organisation'), reader: call.caller }
    const { page, nextPageToken } = await readPage(request, {
      read: (after, limit) => readSupervisions(call.services.database, { ...wanted, after, limit }),
      keyOf: ({ name }) => name,
      keeps: (row) => state === undefined || supervisionState(row.state) === state,
      toMessage: (row) => toListed(row.name, row),
      message: SupervisionResource,
    })
    return right({ supervisions: page, nextPageToken })
  },
})

const getSupervisionText = query<CoordinationOffice>()(GetSupervisionTextRequest, {
  check: checkText('supervision'),
  answer: async (request, call) =>
    textKept(request, (await readable(request.name, call)) !== undefined, call, notFound.supervision),
})

export const supervisionService: GrpcService<CoordinationOffice> = {
  definition: SupervisionServiceService,
  methods: { ...supervisionMethods, getSupervision, listSupervisions, getSupervisionText },
}
