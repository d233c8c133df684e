/** An application as it is answered. */
import { Assessment } from '#proto/qiantou/application/v1/application.ts'
import type {
  Application as ApplicationResource,
  StepTaken as StepMessage,
} from '#proto/qiantou/application/v1/application_service.ts'
import { toDateOrNone } from '#shared/domain/calendar.ts'
import { toSignOff } from '#shared/domain/sign-off.ts'
import { type Texts, toText } from '#shared/grpc/text.ts'
import {
  type Application,
  applicationState,
  contentOf,
  nextStep,
  reservedFor,
  type StepTaken,
  turnOf,
} from '../domain/application-state.ts'

export type Standing = { readonly state: Application; readonly version: bigint }

const toStep = ({ step, organisation, at, ...signed }: StepTaken): StepMessage => ({
  $type: 'qiantou.application.v1.StepTaken',
  ...{ step, organisation, time: new Date(at), signOff: toSignOff(signed) },
})

export function toApplication(
  name: string,
  { state, version }: Standing,
  texts: Texts = new Map(),
): ApplicationResource {
  const { sponsor, handler, finance, pool, year, measureVersion, supplementUntil, notice } = state
  return {
    $type: 'qiantou.application.v1.Application',
    ...{ name, etag: version, sponsor, handler, finance, pool, year, measureVersion },
    ...{ recommenders: [...state.recommenders], procedure: [...state.procedure], steps: state.steps.map(toStep) },
    ...{ state: applicationState(state), turn: turnOf(state) ?? '', content: contentOf(state) },
    nextStep: (state.ended ? undefined : nextStep(state)) ?? 'PROCEDURE_STEP_UNSPECIFIED',
    assessment: state.assessment === undefined ? undefined : Assessment.fromJSON(state.assessment),
    reserved: reservedFor(state),
    paidFen: BigInt(state.paidFen),
    until: toDateOrNone(supplementUntil ?? notice?.until),
    texts: state.texts.map((text) => toText(text, texts)),
  }
}
