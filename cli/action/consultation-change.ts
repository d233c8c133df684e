/** What `qiantou consultation …` changes. */

import { ApplicationServiceClient, GetApplicationRequest } from '#proto/qiantou/application/v1/application_service.ts'
import * as consultation from '#proto/qiantou/consultation/v1/consultation_service.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import type { Unary } from '#shared/grpc/client.ts'
import { reworded, usage } from '../failure.ts'
import { type CommandOptions, commandFields, creatingFields } from '../input/command.ts'
import { applicationName, consultationName, organisationName, programmeName, taskName } from '../input/name.ts'
import { type SecrecyOptions, secrecyFields } from '../input/secrecy.ts'
import { dateOf, textOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import type { Bilingual, Language } from '../settings.ts'
import { consultationWord } from '../text/consultation.ts'
import { jsonOf } from '../text/json.ts'
import { type Names, namesInSentences } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { told } from '../text/receipt.ts'

type Answer = { readonly consultation: consultation.Consultation | undefined; readonly receipt: Receipt | undefined }
type LimitOptions = { readonly days?: bigint; readonly until?: string }
type CaseOptions = CommandOptions & { readonly case?: bigint }

/** Where no case is said the only one is meant; a standing joint review has none such. */
const noCase = reworded('CASE_NOT_FOUND', {
  zh: '须以 --case N 指明是第几件;各件见 qiantou consultation show',
  en: 'it has no single case that could be meant: give --case N; qiantou consultation show tells the cases',
})

/** How it stands after a command: while it is open by who is still to answer. */
function standing(
  { state, turn }: Pick<consultation.Consultation, 'state' | 'turn'>,
  names: Names,
  language: Language,
): string {
  const word = consultationWord(state, language)
  if (!['CONSULTATION_STATE_OPEN', 'CONSULTATION_STATE_OVERDUE'].includes(state) || turn.length === 0) return word
  const late = state === 'CONSULTATION_STATE_OVERDUE' ? `${word}${{ zh: ',', en: ', ' }[language]}` : ''
  return late + { zh: `尚待 ${names.list(turn)} 答复`, en: `still to answer: ${names.list(turn)}` }[language]
}

/** Sends a command, and says what it did, where the state does not say so, and how the consultation or the case stands. */
async function change<Request>(
  session: Session,
  { after }: CommandOptions,
  method: (client: consultation.ConsultationServiceClient) => Unary<Request, Answer>,
  request: Request,
  deed: Bilingual | undefined,
  caseNumber?: bigint,
): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const calling = bus.call(consultation.ConsultationServiceClient, method, request, after)
  const answer = await (caseNumber === undefined ? calling.catch(noCase) : calling)
  if (settings.json) return writeJson(jsonOf(answer))
  const { receipt } = answer
  const found = answer.consultation as consultation.Consultation
  const one = found.cases.find((candidate) => candidate.caseNumber === Number(caseNumber ?? 0n))
  const { language } = settings
  const state = standing(one ?? found, await namesInSentences(bus, settings), language)
  const about = deed ? `${deed[language]}${{ zh: ';', en: '; ' }[language]}${state}` : state
  await write(told(found.name, one ? `${one.caseNumber} ${one.title}: ${about}` : about, receipt, settings))
}

/** The number goes along as the bus counts: 0 where there is one case only. */
const onCase = (session: Session, name: string, options: CaseOptions) => ({
  ...commandFields(options),
  name: consultationName(name, session.settings),
  caseNumber: Number(options.case ?? 0n),
})

const limitOf = ({ days, until }: LimitOptions): consultation.TimeLimit | undefined => {
  if (until !== undefined) return consultation.TimeLimit.create({ limit: { $case: 'date', value: dateOf(until) } })
  if (days === undefined) return undefined
  return consultation.TimeLimit.create({ limit: { $case: 'workingDays', value: Number(days) } })
}

type OpenOptions = CommandOptions &
  SecrecyOptions &
  LimitOptions & {
    readonly kind: string
    readonly title: string
    readonly body: readonly string[]
    readonly text?: string
    readonly silenceConsents?: true
    readonly standing?: true
    readonly task?: string
    readonly application?: string
    readonly id?: string
  }

export async function open(session: Session, options: OpenOptions): Promise<void> {
  const { settings } = session
  const request: consultation.OpenConsultationRequest = {
    ...consultation.OpenConsultationRequest.create({ ...creatingFields(options), title: options.title }),
    parent: programmeName(settings.programme),
    consultationId: options.id ?? '',
    kind: consultation.consultationKindFromJSON(`CONSULTATION_KIND_${options.kind.toUpperCase()}`),
    task: options.task ? taskName(options.task, settings) : '',
    application: options.application ? applicationName(options.application, settings) : '',
    organisations: options.body.map(organisationName),
    standing: options.standing ?? false,
    silenceConsents: options.silenceConsents ?? false,
    text: options.text === undefined ? '' : await textOf(options.text),
    limit: limitOf(options),
    ...secrecyFields(options),
  }
  // The coordination office knows no applications: who asks about one that nobody has handed in is told here.
  if (request.application) {
    const reading = GetApplicationRequest.create({ name: request.application })
    await (await session.bus()).call(
      ApplicationServiceClient,
      (client) => client.getApplication,
      reading,
      options.after,
    )
  }
  await change(session, options, (client) => client.openConsultation, request, { zh: '已发起', en: 'opened' })
}

export async function openCase(
  session: Session,
  name: string,
  options: CommandOptions & LimitOptions & SecrecyOptions & { readonly title: string; readonly text: string },
): Promise<void> {
  const { caseNumber: _, ...fields } = onCase(session, name, options)
  const text = await textOf(options.text)
  const request = consultation.OpenCaseRequest.create({
    ...fields,
    ...secrecyFields(options),
    title: options.title,
    text,
  })
  await change(
    session,
    options,
    (client) => client.openCase,
    { ...request, limit: limitOf(options) },
    { zh: '已续开新件', en: 'opened a case' },
  )
}

export async function answer(
  session: Session,
  name: string,
  kind: string,
  options: CaseOptions & SecrecyOptions & { readonly textVersion: bigint; readonly text?: string },
): Promise<void> {
  if (kind === 'disagree' && options.text === undefined)
    throw usage({ zh: '不同意须说明理由:--text', en: 'a disagreement needs its reason: --text' })
  if (kind === 'agree_with_comments' && options.text === undefined)
    throw usage({ zh: '有意见须写明意见:--text', en: 'comments have to be said: --text' })
  const request = consultation.AnswerConsultationRequest.create({
    ...onCase(session, name, options),
    version: Number(options.textVersion),
    ...secrecyFields(options),
    answer: consultation.answerKindFromJSON(`ANSWER_KIND_${kind.toUpperCase()}`),
    text: options.text === undefined ? '' : await textOf(options.text),
  })
  await change(
    session,
    options,
    (client) => client.answerConsultation,
    request,
    { zh: '已答复', en: 'answered' },
    options.case,
  )
}

type ReasonOptions = CaseOptions & { readonly reason: string }

export async function revise(
  session: Session,
  name: string,
  options: ReasonOptions &
    LimitOptions &
    SecrecyOptions & { readonly text: string; readonly affected?: readonly string[] },
): Promise<void> {
  const request = consultation.ReviseTextRequest.create({
    ...onCase(session, name, options),
    ...secrecyFields(options),
    text: await textOf(options.text),
    reason: await textOf(options.reason),
    affected: (options.affected ?? []).map(organisationName),
  })
  await change(
    session,
    options,
    (client) => client.reviseText,
    { ...request, limit: limitOf(options) },
    { zh: '已修改文稿', en: 'revised the text' },
    options.case,
  )
}

export async function renew(session: Session, name: string, options: ReasonOptions & LimitOptions): Promise<void> {
  const reason = await textOf(options.reason)
  const request = consultation.RenewTimeLimitRequest.create({ ...onCase(session, name, options), reason })
  await change(
    session,
    options,
    (client) => client.renewTimeLimit,
    { ...request, limit: limitOf(options) },
    { zh: '已延长时限', en: 'gave more time' },
    options.case,
  )
}

const signer = async (session: Session, name: string, body: string, options: ReasonOptions) => ({
  ...onCase(session, name, options),
  organisation: organisationName(body),
  reason: await textOf(options.reason),
})

export async function add(session: Session, name: string, body: string, options: ReasonOptions): Promise<void> {
  const request = consultation.AddBodyRequest.create(await signer(session, name, body, options))
  await change(
    session,
    options,
    (client) => client.addBody,
    request,
    { zh: '已增加单位', en: 'added a body' },
    options.case,
  )
}

export async function remove(session: Session, name: string, body: string, options: ReasonOptions): Promise<void> {
  const request = consultation.RemoveBodyRequest.create(await signer(session, name, body, options))
  await change(
    session,
    options,
    (client) => client.removeBody,
    request,
    { zh: '已移出单位', en: 'removed a body' },
    options.case,
  )
}

export async function refer(
  session: Session,
  name: string,
  referee: string,
  options: CaseOptions & { readonly statement: string },
): Promise<void> {
  const statement = await textOf(options.statement)
  const fields = { ...onCase(session, name, options), referee: organisationName(referee), statement }
  const request = consultation.ReferConsultationRequest.create(fields)
  await change(session, options, (client) => client.referConsultation, request, undefined, options.case)
}

export async function rule(
  session: Session,
  name: string,
  ruling: string,
  options: CaseOptions & { readonly text: string; readonly minutes: string },
): Promise<void> {
  const request = consultation.RuleOnConsultationRequest.create({
    ...{ ...onCase(session, name, options), approves: ruling === 'approve', minutes: options.minutes },
    ruling: await textOf(options.text),
  })
  await change(session, options, (client) => client.ruleOnConsultation, request, undefined, options.case)
}

export async function withdraw(session: Session, name: string, options: ReasonOptions): Promise<void> {
  const reason = await textOf(options.reason)
  const request = consultation.WithdrawConsultationRequest.create({ ...onCase(session, name, options), reason })
  await change(session, options, (client) => client.withdrawConsultation, request, undefined, options.case)
}
