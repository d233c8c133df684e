/** A consultation as it is answered. */

import type {
  Answer as AnswerMessage,
  ConsultationCase,
  Consultation as ConsultationResource,
  ConsultedBody as ConsultedBodyMessage,
  Ruling as RulingMessage,
} from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { type Answer, type ConsultedBody, dissents } from '#shared/domain/consultation-body.ts'
import { type Case, turnOf } from '#shared/domain/consultation-case.ts'
import { type Consultation, conductorOf } from '#shared/domain/consultation-state.ts'
import type { ContentRef } from '#shared/domain/content.ts'
import { toSignOff } from '#shared/domain/sign-off.ts'
import { type Texts, toText } from '#shared/grpc/text.ts'

const timeOf = (at: string | undefined): Date | undefined => (at === undefined ? undefined : new Date(at))

const toAnswer = ({ version, answer, text, at, by = '', ...signed }: Answer, texts: Texts): AnswerMessage => ({
  $type: 'qiantou.consultation.v1.Answer',
  version,
  answer,
  text: text && toText(text, texts),
  time: timeOf(at),
  answeredBy: by,
  signOff: toSignOff(signed),
})

const toBody = (body: ConsultedBody, texts: Texts): ConsultedBodyMessage => ({
  $type: 'qiantou.consultation.v1.ConsultedBody',
  organisation: body.organisation,
  answer: body.answer && toAnswer(body.answer, texts),
  consentsBySilence: body.silent ?? false,
  formerAnswers: (body.formerAnswers ?? []).map((answer) => toAnswer(answer, texts)),
  named: body.named ?? '',
  gone: body.gone ?? false,
})

function toRuling({ referral, ruling }: Case, texts: Texts): RulingMessage | undefined {
  if (!referral) return undefined
  return {
    $type: 'qiantou.consultation.v1.Ruling',
    referee: referral.referee,
    statement: toText(referral.statement, texts),
    referTime: timeOf(referral.at),
    approves: ruling?.approves ?? false,
    ruling: ruling && toText(ruling.ruling, texts),
    minutes: ruling?.minutes ?? '',
    ruledBy: ruling?.by ?? '',
    ruleTime: timeOf(ruling?.at),
    signOff: toSignOff(ruling ?? {}),
  }
}

const toCase = (one: Case, conductor: string, texts: Texts): ConsultationCase => ({
  $type: 'qiantou.consultation.v1.ConsultationCase',
  caseNumber: one.number,
  title: one.title,
  state: `CONSULTATION_STATE_${one.state}`,
  versions: one.versions.map(({ version, text, reason, at }) => ({
    $type: 'qiantou.consultation.v1.TextVersion',
    version,
    text: toText(text, texts),
    reason: reason && toText(reason, texts),
    time: timeOf(at),
  })),
  bodies: one.bodies.map((body) => toBody(body, texts)),
  limit: toDate(one.limit),
  provisional: one.provisional ?? false,
  turn: [...turnOf(one, conductor)],
  ruling: toRuling(one, texts),
  withdrawalReason: one.withdrawal && toText(one.withdrawal, texts),
  openTime: timeOf(one.openedAt),
  endTime: timeOf(one.endedAt),
  dissent: one.bodies.some(dissents),
})

const turnsOf = (state: Consultation): readonly string[] => [
  ...new Set(state.cases.flatMap((one) => turnOf(one, conductorOf(state)))),
]

const listedTurns = 10

/** As List answers have it. */
export const toListed = (name: string, state: Consultation, version: bigint): ConsultationResource => ({
  $type: 'qiantou.consultation.v1.Consultation',
  ...{ name, etag: version, kind: state.kind, title: state.title, initiator: state.initiator, office: state.office },
  task: state.task ?? '',
  application: state.application ?? '',
  silenceConsents: state.silenceConsents ?? false,
  state: `CONSULTATION_STATE_${state.state}`,
  organisations: [...(state.standing ?? [])],
  cases: [],
  turn: turnsOf(state).slice(0, listedTurns),
  caseCount: state.caseCount,
  openTime: timeOf(state.openedAt),
})

/** The whole of it; `texts` are those that go along, by their hashes. */
export const toConsultation = (
  name: string,
  state: Consultation,
  version: bigint,
  texts: Texts = new Map(),
): ConsultationResource => ({
  ...toListed(name, state, version),
  cases: state.cases.map((one) => toCase(one, conductorOf(state), texts)),
  turn: [...turnsOf(state)],
})

/** Every text of a case: what is in dispute and how it was ruled, the newest version, then what bodies said. */
const textsOfCase = ({ referral, ruling, withdrawal, versions, bodies }: Case): readonly (ContentRef | undefined)[] => [
  ...[ruling?.ruling, referral?.statement, withdrawal],
  ...versions.toReversed().flatMap(({ text, reason }) => [text, reason]),
  ...bodies.map(({ answer }) => answer?.text),
  ...bodies.flatMap(({ formerAnswers = [] }) => formerAnswers.map(({ text }) => text)),
]

/** Every text, those of the newest case first. */
export const textsOf = ({ cases }: Consultation): readonly ContentRef[] =>
  cases
    .toReversed()
    .flatMap(textsOfCase)
    .filter((text) => text !== undefined)
