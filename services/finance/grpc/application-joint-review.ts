/** Taking a joint review into the application that it is about. */
import { right } from 'fp-ts/lib/Either.js'
import { ReviewJointlyRequest } from '#proto/qiantou/application/v1/application_service.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import { consultationParties } from '#shared/domain/consultation-state.ts'
import { consultationView } from '#shared/domain/consultation-view.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import { reject } from '#shared/domain/rejection.ts'
import { isUnder, programmeOf } from '#shared/domain/resource-name.ts'
import { written } from '#shared/grpc/content.ts'
import { type Call, command } from '#shared/grpc/method.ts'
import type { Content } from '#shared/postgres/work.ts'
import { applicationDecider } from '../domain/application.ts'
import { contentOf } from '../domain/application-state.ts'
import { measureDecider } from '../domain/measure.ts'
import type { Finance } from '../main.ts'
import { checkNamed, onApplication, ready } from './application-command.ts'

async function prepare(
  { name, consultation: consultationName }: ReviewJointlyRequest,
  call: Call<Finance>,
  text: ContentReference | undefined,
  contents: readonly Content[] = [],
) {
  const entryOf = await call.services.directory.entriesByNow()
  return ready(
    name,
    call,
    ({ state, stateOf }) => {
      const consultation = stateOf(consultationName, consultationView)
      const measure = stateOf(contentOf(state).measure, measureDecider)
      if (!consultation || !measure || !mayRead(call.caller, consultationParties(consultation)))
        return reject('precondition', 'JOINT_REVIEW_UNKNOWN', { consultation: consultationName })
      return right({ type: 'ReviewJointly', consultationName, consultation, measure, entryOf, text })
    },
    contents,
  )
}

export const reviewJointly = command<Finance>()(ReviewJointlyRequest, applicationDecider, {
  ...onApplication,
  check: (request, fields) => {
    checkNamed(request, fields)
    fields.name('consultation', request.consultation, 'consultation')
    if (fields.violations.length === 0)
      fields.require(
        'consultation',
        isUnder(request.consultation, programmeOf(request.name)),
        'must be of the programme of the application',
      )
    fields.prose('text', request.text, 0)
  },
  beside: ({ name, consultation }) => [programmeOf(name), consultation],
  prepare: (request, call) =>
    request.text
      ? written(request.text, {}, (text, contents) => prepare(request, call, text, contents))
      : prepare(request, call, undefined),
})
