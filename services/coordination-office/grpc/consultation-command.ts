/** What is commanded of consultations. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
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
  type TimeLimit,
  WithdrawConsultationRequest,
} from '#proto/qiantou/consultation/v1/consultation_service.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import { type Rejection, rejection } from '#shared/domain/rejection.ts'
import { resourceId } from '#shared/domain/uuid.ts'
import { contentOf } from '#shared/grpc/content.ts'
import { type Fields, limits } from '#shared/grpc/fields.ts'
import { type Call, command, type Prepared } from '#shared/grpc/method.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { Content, Decided } from '#shared/postgres/work.ts'
import { consultationDecider } from '../domain/consultation.ts'
import type { ConsultationCommand, Ground } from '../domain/consultation-command.ts'
import type { Limit } from '../domain/consultation-ground.ts'
import { type Consultation, consultationParties } from '../domain/consultation-state.ts'
import type { ProgrammeView } from '../domain/programme.ts'
import type { CoordinationOffice } from '../main.ts'
import { knownOf, membersOf } from '../postgres/known.ts'
import { toConsultation } from './consultation-resource.ts'

// ---- What commands share

/** The programme of a consultation. */
const parentOf = (name: string): string => name.split('/').slice(0, 2).join('/')

type Ready = Promise<Either<Rejection, Prepared<ConsultationCommand>>>

/** A command with what is known of its programme, and of the organisations that it names. */
const ready = (
  parent: string,
  names: readonly OrganisationName[],
  make: (ground: Ground) => ConsultationCommand,
  contents: readonly Content[] = [],
  none: 'PROGRAMME_NOT_FOUND' | 'CONSULTATION_NOT_FOUND' = 'CONSULTATION_NOT_FOUND',
  beside: readonly OrganisationName[] = [],
): Ready =>
  Promise.resolve(
    right({
      make: (stateOf) => {
        const programme = stateOf(parent) as ProgrammeView | undefined
        return programme ? right(make({ programme, known: knownOf(names, stateOf) })) : left(notFound[none])
      },
      contents,
      beside,
    }),
  )

const notFound = {
  PROGRAMME_NOT_FOUND: rejection('notFound', 'PROGRAMME_NOT_FOUND'),
  CONSULTATION_NOT_FOUND: rejection('notFound', 'CONSULTATION_NOT_FOUND'),
}

const answering = {
  parties: ({ state }: Decided<Consultation>) => consultationParties(state),
  reply: ({ stream, state, version, receipt }: Decided<Consultation>) => ({
    consultation: toConsultation(stream, state, version),
    receipt: toReceipt(receipt),
  }),
}

type Named = { readonly name: string }

const onConsultation = {
  stream: ({ name }: Named) => name,
  beside: ({ name }: Named) => [parentOf(name)],
  ...answering,
}

// ---- Checks

const checkName = ({ name }: Named, fields: Fields): void => fields.name('name', name, 'consultation')

const mostWorkingDays = 250

function checkLimit(limit: TimeLimit | undefined, fields: Fields): void {
  const chosen = limit?.limit
  if (chosen?.$case === 'date') return fields.date('limit.date', chosen.value)
  const days = chosen?.value ?? 0
  fields.require(
    'limit',
    days >= 1 && days <= mostWorkingDays,
    `must be a date, or 1 to ${mostWorkingDays} working days`,
  )
}

/** A limit that has been checked. */
const limitOf = (limit: TimeLimit | undefined): Limit =>
  limit?.limit?.$case === 'date'
    ? { date: limit.limit.value as DateMessage }
    : { workingDays: limit?.limit?.value ?? mostWorkingDays }

// ---- Opening

const openConsultation = command<CoordinationOffice>()(OpenConsultationRequest, consultationDecider, {
  check: (request, fields) => {
    const { parent, consultationId, kind, title, task, organisations, standing, text, limit } = request
    fields.name('parent', parent, 'programme')
    if (consultationId) fields.id('consultation_id', consultationId)
    fields.known('kind', kind)
    fields.text('title', title, 1, limits.title)
    if (task) {
      fields.name('task', task, 'task')
      fields.require('task', task.startsWith(`${parent}/`), 'must be a task of the parent')
    }
    fields.organisations('organisations', organisations, 200)
    fields.count('organisations', organisations.length, 1, 200)
    fields.text('text', text, standing ? 0 : 1, standing ? 0 : limits.text)
    if (standing) fields.require('limit', limit === undefined, 'must be absent: each case has its own')
    else checkLimit(limit, fields)
  },
  // A repeat makes another id and is answered by the first receipt, which names the first consultation.
  stream: ({ parent, consultationId }) => `${parent}/consultations/${consultationId || resourceId(new Date())}`,
  beside: ({ parent, organisations }, { caller }) => [parent, caller.actor, ...organisations],
  prepare: async (request, { caller, services }) => {
    const { parent, kind, title, task, organisations, standing, silenceConsents } = request
    const members = await membersOf(organisations, services)
    const { reference, content } = contentOf(request.text)
    const asked = standing ? {} : { asked: { text: reference, limit: limitOf(request.limit) } }
    const opened = { type: 'Open' as const, kind, title, task, organisations, standing, silenceConsents, ...asked }
    return ready(
      parent,
      [caller.actor, ...organisations, ...members],
      (ground) => ({ ...ground, ...opened }),
      standing ? [] : [content],
      'PROGRAMME_NOT_FOUND',
      members,
    )
  },
  ...answering,
})

const openCase = command<CoordinationOffice>()(OpenCaseRequest, consultationDecider, {
  check: (request, fields) => {
    checkName(request, fields)
    fields.text('title', request.title, 1, limits.title)
    fields.text('text', request.text, 1, limits.text)
    checkLimit(request.limit, fields)
  },
  prepare: ({ name, title, text, limit }) => {
    const { reference, content } = contentOf(text)
    const opened = { type: 'OpenCase' as const, title, text: reference, limit: limitOf(limit) }
    return ready(parentOf(name), [], (ground) => ({ ...ground, ...opened }), [content])
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
    fields.text('text', request.text, isBare ? 0 : 1, isBare ? 0 : limits.text)
  },
  prepare: ({ name, caseNumber, version, answer, text }) => {
    const said = { type: 'Answer' as const, caseNumber, version, answer }
    if (!text) return ready(parentOf(name), [], (ground) => ({ ...ground, ...said, text: undefined }))
    const { reference, content } = contentOf(text)
    return ready(parentOf(name), [], (ground) => ({ ...ground, ...said, text: reference }), [content])
  },
  ...onConsultation,
})

const reviseText = command<CoordinationOffice>()(ReviseTextRequest, consultationDecider, {
  check: (request, fields) => {
    checkName(request, fields)
    fields.text('text', request.text, 1, limits.text)
    fields.text('reason', request.reason, 1, limits.text)
    fields.organisations('affected', request.affected, 200)
    if (request.limit) checkLimit(request.limit, fields)
  },
  prepare: ({ name, caseNumber, text, reason, affected, limit }) => {
    const [revised, why] = [contentOf(text), contentOf(reason)]
    const change = { text: revised.reference, reason: why.reference, affected, limit: limit && limitOf(limit) }
    return ready(parentOf(name), [], (ground) => ({ ...ground, type: 'Revise', caseNumber, ...change }), [
      revised.content,
      why.content,
    ])
  },
  ...onConsultation,
})

const renewTimeLimit = command<CoordinationOffice>()(RenewTimeLimitRequest, consultationDecider, {
  check: (request, fields) => {
    checkName(request, fields)
    checkLimit(request.limit, fields)
    fields.text('reason', request.reason, 1, limits.text)
  },
  prepare: ({ name, caseNumber, limit, reason }) => {
    const { reference, content } = contentOf(reason)
    const renewal = { type: 'Renew' as const, caseNumber, limit: limitOf(limit), reason: reference }
    return ready(parentOf(name), [], (ground) => ({ ...ground, ...renewal }), [content])
  },
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
    fields.text('reason', request.reason, 1, limits.text)
  },
  beside: ({ name, organisation }: SignerRequest) => [parentOf(name), organisation],
  prepare: async (
    { name, caseNumber, organisation, reason }: SignerRequest,
    { services }: Call<CoordinationOffice>,
  ) => {
    const { reference, content } = contentOf(reason)
    const change = { type, caseNumber, organisation, reason: reference }
    const members = type === 'AddBody' ? await membersOf([organisation], services) : []
    const named = [organisation, ...members]
    return ready(parentOf(name), named, (ground) => ({ ...ground, ...change }), [content], undefined, members)
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
    fields.text('statement', request.statement, 1, limits.text)
  },
  beside: ({ name, referee }) => [parentOf(name), referee],
  prepare: ({ name, caseNumber, referee, statement }) => {
    const { reference, content } = contentOf(statement)
    const referral = { type: 'Refer' as const, caseNumber, referee, statement: reference }
    return ready(parentOf(name), [referee], (ground) => ({ ...ground, ...referral }), [content])
  },
})

const ruleOnConsultation = command<CoordinationOffice>()(RuleOnConsultationRequest, consultationDecider, {
  check: (request, fields) => {
    checkName(request, fields)
    fields.text('ruling', request.ruling, 1, limits.text)
    fields.text('minutes', request.minutes, 1, limits.title)
  },
  prepare: ({ name, caseNumber, approves, ruling, minutes }) => {
    const { reference, content } = contentOf(ruling)
    const ruled = { type: 'Rule' as const, caseNumber, approves, ruling: reference, minutes }
    return ready(parentOf(name), [], (ground) => ({ ...ground, ...ruled }), [content])
  },
  ...onConsultation,
})

const withdrawConsultation = command<CoordinationOffice>()(WithdrawConsultationRequest, consultationDecider, {
  check: (request, fields) => {
    checkName(request, fields)
    fields.text('reason', request.reason, 1, limits.text)
  },
  prepare: ({ name, caseNumber, reason }) => {
    const { reference, content } = contentOf(reason)
    const withdrawal = { type: 'Withdraw' as const, caseNumber, reason: reference }
    return ready(parentOf(name), [], (ground) => ({ ...ground, ...withdrawal }), [content])
  },
  ...onConsultation,
})

export const consultationCommands = {
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
