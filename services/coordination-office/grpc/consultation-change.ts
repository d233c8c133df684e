/** What is commanded of consultations. */
import { map } from 'fp-ts/lib/Either.js'
import {
  AddBodyRequest,
  AnswerConsultationRequest,
  OpenCaseRequest,
  OpenConsultationRequest,
  ReferConsultationRequest,
  RemoveBodyRequest,
  RenewTimeLimitRequest,
  ReviseTextRequest,
  RuleOnConsultationRequest,
  WithdrawConsultationRequest,
} from '#proto/qiantou/consultation/v1/consultation_service.ts'
import type { ResourceName, StateOf } from '#shared/domain/decider.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { type Rejection, rejection } from '#shared/domain/rejection.ts'
import { formatName, isUnder, partsOf, programmeOf } from '#shared/domain/resource-name.ts'
import { taskParties } from '#shared/domain/task-roles.ts'
import { offlineVeto } from '#shared/grpc/boundary.ts'
import { contentOf, written } from '#shared/grpc/content.ts'
import { type Fields, limits } from '#shared/grpc/fields.ts'
import { type Call, command } from '#shared/grpc/method.ts'
import type { Caller } from '#shared/identity/caller.ts'
import { readContent } from '#shared/postgres/content.ts'
import { resourceId } from '#shared/record/uuid.ts'
import { consultationDecider } from '../domain/consultation.ts'
import { taskView } from '../domain/task.ts'
import type { CoordinationOffice } from '../main.ts'
import {
  answering,
  checkLimit,
  checkName,
  limitOf,
  membersOf,
  type Named,
  onConsultation,
  ready,
  readyIn,
} from './consultation-command.ts'

// ---- Opening

/**
 * What a task says to being named: nothing is learnt by that of one which the caller does not read, and nobody is asked here
 * about one that is handled offline, since all that could be said of it would be text.
 */
const vetoOn =
  (task: ResourceName, caller: Caller) =>
  (stateOf: StateOf): Rejection | undefined => {
    const state = stateOf(task, taskView)
    const isThere = state && mayRead(caller, taskParties(state))
    return isThere ? offlineVeto([task])(stateOf) : rejection('notFound', 'TASK_NOT_FOUND')
  }

const openConsultation = command<CoordinationOffice>()(OpenConsultationRequest, consultationDecider, {
  check: (request, fields) => {
    const { parent, consultationId, kind, title, task, application, organisations, standing, text, limit } = request
    fields.name('parent', parent, 'programme')
    if (consultationId) fields.id('consultation_id', consultationId)
    fields.known('kind', kind)
    fields.text('title', title, 1, limits.title)
    if (task) {
      fields.name('task', task, 'task')
      fields.require('task', isUnder(task, parent), 'must be a task of the parent')
    }
    if (application) {
      fields.name('application', application, 'application')
      fields.require('application', isUnder(application, parent), 'must be an application of the parent')
    }
    fields.organisations('organisations', organisations, 200)
    fields.count('organisations', organisations.length, 1, 200)
    fields.prose('text', text, standing ? 0 : 1, standing ? 0 : limits.text)
    if (standing) fields.require('limit', limit === undefined, 'must be absent: each case has its own')
    else checkLimit(limit, fields)
  },
  // A repeat makes another id and is answered by the first receipt, which names the first consultation.
  stream: ({ parent, consultationId: id }) =>
    formatName('consultation', { ...partsOf('programme', parent), consultation: id || resourceId(new Date()) }),
  beside: ({ parent, organisations, task }, { caller }) => [
    ...[parent, caller.actor, ...organisations],
    ...(task ? [task] : []),
  ],
  prepare: async (request, { caller, services }) => {
    const { parent, kind, title, task, application, organisations, standing, silenceConsents } = request
    const members = await membersOf(organisations, services)
    const { reference, content } = contentOf(request.text, request)
    const asked = standing ? {} : { asked: { text: reference, limit: limitOf(request.limit) } }
    const about = { kind, title, task, application, organisations, standing, silenceConsents }
    const opened = { type: 'Open' as const, ...about, ...asked }
    return readyIn(
      parent,
      (ground) => {
        const { office } = ground.programme
        return { ...ground, ...opened, office: services.directory.workerOf(office) ?? office }
      },
      { names: [caller.actor, ...organisations], members, contents: standing ? [] : [content] },
    ).then(map((prepared) => ({ ...prepared, veto: task ? vetoOn(task, caller) : undefined })))
  },
  ...answering,
})

const openCase = command<CoordinationOffice>()(OpenCaseRequest, consultationDecider, {
  check: (request, fields) => {
    checkName(request, fields)
    fields.text('title', request.title, 1, limits.title)
    fields.prose('text', request.text)
    checkLimit(request.limit, fields)
  },
  prepare: (request) => {
    const { name, title, text, limit } = request
    return written(text, request, (ref, contents) =>
      ready(name, { type: 'OpenCase', title, text: ref, limit: limitOf(limit) }, { contents }),
    )
  },
  ...onConsultation,
})

// ---- Answers, and what changes while bodies are asked

const answerConsultation = command<CoordinationOffice>()(AnswerConsultationRequest, consultationDecider, {
  check: (request, fields) => {
    checkName(request, fields)
    fields.require('version', request.version >= 1, 'must be the number of a version, from 1')
    fields.known('answer', request.answer)
    const isBare = request.answer === 'ANSWER_KIND_AGREE'
    fields.prose('text', request.text, isBare ? 0 : 1, isBare ? 0 : limits.text)
  },
  prepare: (request) => {
    const { name, caseNumber, version, answer, text } = request
    const said = { type: 'Answer' as const, caseNumber, version, answer }
    return text
      ? written(text, request, (ref, contents) => ready(name, { ...said, text: ref }, { contents }))
      : ready(name, { ...said, text: undefined })
  },
  ...onConsultation,
})

/** The hash of the newest text where it reads as the one that is to follow it; what was erased reads like nothing. */
async function newestIfSame({ name, caseNumber, text }: ReviseTextRequest, { store, database }: CoordinationOffice) {
  const cases = (await store.load(name, consultationDecider))?.state?.cases ?? []
  const sha256 = cases.find(({ number }) => number === (caseNumber || 1))?.versions.at(-1)?.text.sha256
  if (sha256 === undefined) return undefined
  const newest = await readContent(database, Buffer.from(sha256, 'hex'), name)
  return newest && Buffer.from(text).equals(newest.content) ? sha256 : undefined
}

const reviseText = command<CoordinationOffice>()(ReviseTextRequest, consultationDecider, {
  check: (request, fields) => {
    checkName(request, fields)
    fields.prose('text', request.text)
    fields.prose('reason', request.reason)
    fields.organisations('affected', request.affected, 200)
    if (request.limit) checkLimit(request.limit, fields)
  },
  prepare: async (request, { services }) => {
    const { name, caseNumber, text, reason, affected, limit } = request
    const [revised, why] = [contentOf(text, request), contentOf(reason, request)]
    const same = await newestIfSame(request, services)
    const asked = { affected, limit: limit && limitOf(limit), ...(same === undefined ? {} : { same }) }
    const change = { text: revised.reference, reason: why.reference, ...asked }
    return ready(name, { type: 'Revise', caseNumber, ...change }, { contents: [revised.content, why.content] })
  },
  ...onConsultation,
})

const renewTimeLimit = command<CoordinationOffice>()(RenewTimeLimitRequest, consultationDecider, {
  check: (request, fields) => {
    checkName(request, fields)
    checkLimit(request.limit, fields)
    fields.prose('reason', request.reason)
  },
  prepare: ({ name, caseNumber, limit, reason }) =>
    written(reason, {}, (ref, contents) =>
      ready(name, { type: 'Renew', caseNumber, limit: limitOf(limit), reason: ref }, { contents }),
    ),
  ...onConsultation,
})

// ---- Signers

type SignerRequest = Named & { readonly caseNumber: number; readonly organisation: string; readonly reason: string }

/** Adding and removing differ in what they decide alone. */
const onSigner = (type: 'AddBody' | 'RemoveBody') => ({
  ...onConsultation,
  check: (request: SignerRequest, fields: Fields) => {
    checkName(request, fields)
    fields.name('organisation', request.organisation, 'organisation')
    fields.prose('reason', request.reason)
  },
  beside: ({ name, organisation }: SignerRequest) => [programmeOf(name), organisation],
  prepare: async (
    { name, caseNumber, organisation, reason }: SignerRequest,
    { services }: Call<CoordinationOffice>,
  ) => {
    const members = type === 'AddBody' ? await membersOf([organisation], services) : []
    return written(reason, {}, (ref, contents) =>
      ready(name, { type, caseNumber, organisation, reason: ref }, { names: [organisation], members, contents }),
    )
  },
})

const addBody = command<CoordinationOffice>()(AddBodyRequest, consultationDecider, onSigner('AddBody'))
const removeBody = command<CoordinationOffice>()(RemoveBodyRequest, consultationDecider, onSigner('RemoveBody'))

// ---- Ends

const referConsultation = command<CoordinationOffice>()(ReferConsultationRequest, consultationDecider, {
  ...onConsultation,
  check: (request, fields) => {
    checkName(request, fields)
    fields.name('referee', request.referee, 'organisation')
    fields.prose('statement', request.statement)
  },
  beside: ({ name, referee }) => [programmeOf(name), referee],
  prepare: ({ name, caseNumber, referee, statement }) =>
    written(statement, {}, (ref, contents) =>
      ready(name, { type: 'Refer', caseNumber, referee, statement: ref }, { names: [referee], contents }),
    ),
})

const ruleOnConsultation = command<CoordinationOffice>()(RuleOnConsultationRequest, consultationDecider, {
  check: (request, fields) => {
    checkName(request, fields)
    fields.prose('ruling', request.ruling)
    fields.text('minutes', request.minutes, 1, limits.title)
  },
  prepare: ({ name, caseNumber, approves, ruling, minutes }) =>
    written(ruling, {}, (ref, contents) =>
      ready(name, { type: 'Rule', caseNumber, approves, ruling: ref, minutes }, { contents }),
    ),
  ...onConsultation,
})

const withdrawConsultation = command<CoordinationOffice>()(WithdrawConsultationRequest, consultationDecider, {
  check: (request, fields) => {
    checkName(request, fields)
    fields.prose('reason', request.reason)
  },
  prepare: ({ name, caseNumber, reason }) =>
    written(reason, {}, (ref, contents) => ready(name, { type: 'Withdraw', caseNumber, reason: ref }, { contents })),
  ...onConsultation,
})

export const consultationMethods = {
  openConsultation,
  openCase,
  answerConsultation,
  reviseText,
  renewTimeLimit,
  addBody,
  removeBody,
  referConsultation,
  ruleOnConsultation,
  withdrawConsultation,
}
