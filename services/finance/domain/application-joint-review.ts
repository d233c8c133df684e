/** Joint review (联审): what bodies have said in parallel, in a consultation about the application, is taken into it. */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { ApplicationJointlyReviewed } from '#proto/qiantou/application/v1/application_events.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import { type ConsultedBody, dissents } from '#shared/domain/consultation-body.ts'
import type { Case } from '#shared/domain/consultation-case.ts'
import { type Consultation, conductorOf } from '#shared/domain/consultation-state.ts'
import type { Context, OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import { type EntryOf, standsFor, workerOn } from '#shared/domain/organisation-view.ts'
import { type Rejection, reject, rejection } from '#shared/domain/rejection.ts'
import { codeOf } from '#shared/domain/resource-name.ts'
import type { Application } from './application-state.ts'
import { judgedBy, type Measure } from './measure.ts'

/** The consultation as this service knows it, and the measure, which says whom it has to ask; who they are today the directory says. */
export type JointReviewGround = {
  readonly consultationName: ResourceName
  readonly consultation: Consultation
  readonly measure: Measure
  readonly entryOf: EntryOf
}

/** Who answers for a body: who succeeds it, the members of a group; nobody where it ended and nobody succeeds it. */
function answering(name: OrganisationName, today: Day, entryOf: EntryOf): readonly OrganisationName[] {
  const worker = workerOn(today, name, entryOf)
  return worker === undefined ? [] : standsFor(today, worker, entryOf)
}

/** Bodies of the measure, other than the one that handles the application, that were not asked: themselves, or in their place. */
function unasked({ measure, entryOf }: JointReviewGround, state: Application, { bodies }: Case, today: Day): string {
  const asked = new Set([state.handler, ...bodies.flatMap(({ organisation, named }) => [organisation, named])])
  const responsible = judgedBy(measure, state)?.organisations ?? []
  return responsible
    .filter((name) => !asked.has(name) && answering(name, today, entryOf).some((one) => !asked.has(one)))
    .map(codeOf)
    .join(', ')
}

/** Why a consultation is no joint review of this application by its handling body. */
function unfit(
  ground: JointReviewGround,
  state: Application,
  { correlationId: name, at }: Context,
): Rejection | undefined {
  const { consultation } = ground
  const { application = '', kind, standing } = consultation
  if (application !== name) return rejection('precondition', 'JOINT_REVIEW_OF_ANOTHER', { application })
  const [one] = consultation.cases
  if (kind !== 'CONSULTATION_KIND_JOINT_REVIEW' || standing || !one) return rejection('precondition', 'NO_JOINT_REVIEW')
  const initiator = conductorOf(consultation)
  if (initiator !== state.handler) return rejection('permission', 'NOT_INITIATOR', { initiator })
  const organisations = unasked(ground, state, one, dayOf(at))
  if (organisations) return rejection('precondition', 'JOINT_REVIEW_INCOMPLETE', { organisations })
  if (one.state !== 'CONSENSUS' && one.state !== 'DIVIDED' && one.state !== 'RULED')
    return rejection('precondition', 'JOINT_REVIEW_NOT_CONCLUDED', { state: one.state })
  return one.ruling?.approves === false ? rejection('precondition', 'JOINT_REVIEW_RULED_AGAINST') : undefined
}

/**
 * Who agreed and who did not stands in the record. Dissent does not stop it: the handling body says why it goes on, unless a
 * ruling has said so, or refuses the application.
 */
export function reviewJointly(
  command: JointReviewGround & { readonly text: ContentReference | undefined },
  state: Application,
  context: Context,
): Either<Rejection, readonly [ApplicationJointlyReviewed]> {
  const { consultation, consultationName, text } = command
  const misfit = unfit(command, state, context)
  if (misfit) return left(misfit)
  const { bodies, ruling, state: outcome } = consultation.cases[0] as Case
  const namesOf = (holds: (body: ConsultedBody) => boolean): OrganisationName[] =>
    bodies.filter(holds).map(({ organisation }) => organisation)
  const dissented = namesOf(dissents)
  const agreed = namesOf((body) => !dissents(body) && body.answer !== undefined)
  const silent = namesOf((body) => !dissents(body) && body.answer === undefined)
  if (outcome === 'DIVIDED' && !text)
    return reject('precondition', 'DISSENT_UNANSWERED', { organisations: dissented.map(codeOf).join(', ') })
  return right([
    {
      $type: 'qiantou.application.v1.ApplicationJointlyReviewed',
      ...{ consultation: consultationName, agreed, dissented, silent, minutes: ruling?.minutes ?? '', text },
    },
  ])
}
