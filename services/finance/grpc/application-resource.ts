/** An application as it is answered. */
import { Assessment } from '#proto/qiantou/application/v1/application.ts'
import type {
  Application as ApplicationResource,
  AwardYear,
  JointReview as JointReviewMessage,
  StepTaken as StepMessage,
} from '#proto/qiantou/application/v1/application_service.ts'
import { toDateOrNone } from '#shared/domain/calendar.ts'
import { toSignOff } from '#shared/domain/sign-off.ts'
import { type Texts, toText } from '#shared/grpc/text.ts'
import {
  type Application,
  applicationState,
  contentOf,
  type JointReview,
  nextStep,
  paidFenIn,
  reservedFor,
  type StepTaken,
  turnOf,
  yearsOf,
} from '../domain/application-state.ts'
import { claimedOf } from '../domain/recovery.ts'
import { toInstalments } from './recovery.ts'
import { toSpendingPlan } from './spending-plan-resource.ts'

export type Standing = { readonly state: Application; readonly version: bigint }

const toStep = ({ step, organisation, at, ...signed }: StepTaken): StepMessage => ({
  $type: 'qiantou.application.v1.StepTaken',
  ...{ step, organisation, time: new Date(at), signOff: toSignOff(signed) },
})

const toAwardYear = (state: Application, year: number): AwardYear => ({
  $type: 'qiantou.application.v1.AwardYear',
  ...{ year, reserved: reservedFor(state, year), paidFen: paidFenIn(state, [year]) },
})

const toJointReview = ({ agreed, dissented, silent, ...rest }: JointReview): JointReviewMessage => ({
  $type: 'qiantou.application.v1.JointReview',
  ...{ ...rest, agreed: [...agreed], dissented: [...dissented], silent: [...silent] },
})

export function toApplication(
  name: string,
  { state, version }: Standing,
  texts: Texts = new Map(),
): ApplicationResource {
  const { sponsor, handler, finance, pool, year, measureVersion, supplementUntil, admission, notice } = state
  return {
    $type: 'qiantou.application.v1.Application',
    ...{ name, etag: version, sponsor, handler, finance, pool, year, measureVersion },
    ...{ recommenders: [...state.recommenders], procedure: [...state.procedure], steps: state.steps.map(toStep) },
    ...{ state: applicationState(state), turn: turnOf(state) ?? '', content: contentOf(state) },
    nextStep: (state.ended ? undefined : nextStep(state)) ?? 'PROCEDURE_STEP_UNSPECIFIED',
    assessment: state.assessment === undefined ? undefined : Assessment.fromJSON(state.assessment),
    jointReview: state.jointReview && toJointReview(state.jointReview),
    roster: state.matched?.roster ?? '',
    row: state.matched?.row ?? 0,
    reserved: reservedFor(state),
    paidFen: paidFenIn(state),
    awardYears: state.awardYears ?? 1,
    laterYears: yearsOf(state)
      .slice(1)
      .map((one) => toAwardYear(state, one)),
    spendingPlan: toSpendingPlan(state),
    claimedFen: claimedOf(state)?.fen ?? 0n,
    recoveredFen: BigInt(state.recoveredFen),
    instalments: toInstalments(state),
    rating: state.rating ?? 'RATING_UNSPECIFIED',
    until: toDateOrNone(supplementUntil ?? admission?.until ?? notice?.until),
    texts: state.texts.map((text) => toText(text, texts)),
  }
}
