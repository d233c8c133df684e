/** What commands on applications share. */
import { type Either, right } from 'fp-ts/lib/Either.js'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import type { StateOf } from '#shared/domain/decider.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { formatName, partsOf, programmeOf } from '#shared/domain/resource-name.ts'
import { written } from '#shared/grpc/content.ts'
import type { Fields } from '#shared/grpc/fields.ts'
import { type Call, type Prepared, prepared } from '#shared/grpc/method.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { Content, Decided } from '#shared/postgres/work.ts'
import { type ApplicationCommand, applicationDecider } from '../domain/application.ts'
import { type Application, applicationParties, contentOf } from '../domain/application-state.ts'
import { type AssessmentGround, applicantName } from '../domain/assessment.ts'
import { grantsView } from '../domain/grants.ts'
import { measureDecider } from '../domain/measure.ts'
import { poolDecider } from '../domain/pool.ts'
import { type ProgrammeView, programmeView } from '../domain/programme.ts'
import type { Finance } from '../main.ts'
import { toApplication } from './application-resource.ts'
import { notFound } from './not-found.ts'
import { officeOf } from './readable.ts'
import { signable } from './signatories.ts'

type Named = { readonly name: string }

export const answering = {
  parties: async ({ stream, state }: Decided<Application>, call: Call<Finance>) =>
    applicationParties(await officeOf(stream, call), state),
  reply: ({ stream, state, version, receipt }: Decided<Application>) => ({
    application: toApplication(stream, { state, version }),
    receipt: toReceipt(receipt),
  }),
}

/** What an application that is not there yet is to be called. */
export const newName = ({
  parent,
  applicationId,
}: {
  readonly parent: string
  readonly applicationId: string
}): string => formatName('application', { ...partsOf('programme', parent), application: applicationId })

export const checkNamed = ({ name }: Named, fields: Fields): void => fields.name('name', name, 'application')

/** What an application's money moves in: its pool, and what its applicant was granted. They never change. */
async function moneyOf(name: string, { services }: Call<Finance>): Promise<readonly string[]> {
  const state = (await services.store.glance(name, applicationDecider))?.state
  if (!state) return []
  const { measure, applicant } = contentOf(state)
  return [state.pool, applicantName(name, applicant?.code ?? ''), measure]
}

/** What an award is worked out from, as it stands in the batch. */
export function groundOf(stateOf: StateOf, name: string, state: Application): AssessmentGround | undefined {
  const { measure: measureName, applicant } = contentOf(state)
  const measure = stateOf(measureName, measureDecider)
  const pool = stateOf(state.pool, poolDecider)
  const grants = stateOf(applicantName(name, applicant?.code ?? ''), grantsView) ?? { grants: [] }
  return measure && pool && { measure, pool, grants }
}

type Made = { readonly programme: ProgrammeView; readonly state: Application; readonly stateOf: StateOf }

/** A command on an application that is there; who may not read it is not told that it is. */
export const ready = async (
  name: string,
  call: Call<Finance>,
  make: (made: Made) => Either<Rejection, ApplicationCommand>,
  contents: readonly Content[] = [],
): Promise<Either<Rejection, Prepared<ApplicationCommand>>> => {
  const beside = await moneyOf(name, call)
  return prepared<ApplicationCommand>(
    (stateOf) => {
      const programme = stateOf(programmeOf(name), programmeView)
      const state = stateOf(name, applicationDecider)
      const mayKnow = programme && state && mayRead(call.caller, applicationParties(programme.office, state))
      return mayKnow ? signable(make({ programme, state, stateOf }), call.caller, stateOf) : notFound.application
    },
    contents,
    { beside: [...beside, call.caller.actor] },
  )
}

export const onApplication = {
  stream: ({ name }: Named) => name,
  beside: ({ name }: Named) => [programmeOf(name)],
  ...answering,
}

/** A command that says a text and nothing else. */
export const withText = (make: (text: ContentReference, made: Made) => ApplicationCommand) => ({
  check: (request: Named & { readonly text: string }, fields: Fields) => {
    checkNamed(request, fields)
    fields.prose('text', request.text)
  },
  prepare: ({ name, text }: Named & { readonly text: string }, call: Call<Finance>) =>
    written(text, {}, (reference, contents) => ready(name, call, (made) => right(make(reference, made)), contents)),
  ...onApplication,
})

/** A command that says nothing but its name. */
export const plain = (make: (made: Made) => Either<Rejection, ApplicationCommand>) => ({
  check: checkNamed,
  prepare: ({ name }: Named, call: Call<Finance>) => ready(name, call, make),
  ...onApplication,
})
