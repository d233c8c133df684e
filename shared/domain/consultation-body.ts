/** A body that a case asks: what it has said, what that counts for, and what becomes of it where bodies come together. */
import type { AnswerKind } from '#proto/qiantou/consultation/v1/consultation_service.ts'
import type { ContentRef } from './content.ts'
import type { OrganisationName } from './decider.ts'
import type { SignedOff } from './sign-off.ts'

export type Answer = SignedOff & {
  readonly version: number
  readonly answer: AnswerKind
  readonly text?: ContentRef
  /** ISO 8601. */
  readonly at: string
  /** Who gave it, where that is a body whose place was taken. */
  readonly by?: OrganisationName
}

export type ConsultedBody = {
  readonly organisation: OrganisationName
  /** Whom it has succeeded: what was answered before is that one's. */
  readonly named?: OrganisationName
  readonly answer?: Answer
  /** Its silence counts as consent. */
  readonly silent?: true
  /** What was said before from its place; the newest, oldest first. */
  readonly formerAnswers?: readonly Answer[]
  /** It was asked again about what it dissented from, and has not answered since. */
  readonly dissenting?: true
  /** It dissented in an answer that is older than those that are kept. */
  readonly dissented?: true
  /** It is no longer there, and nobody succeeds it. */
  readonly gone?: true
}

/** How many of its former answers a body keeps. The log keeps all. */
const keptAnswers = 3

export const isSilent = ({ answer, silent }: ConsultedBody): boolean => !answer && !silent

/** Whether a body can still be expected to say something. */
export const isExpected = (body: ConsultedBody): boolean => isSilent(body) && !body.gone

/** Whether a case stays open for its sake: for that of one that is gone only where a dissent of it waits to be answered again. */
export const isWaitedFor = (body: ConsultedBody): boolean => isSilent(body) && (!body.gone || body.dissenting === true)

export const disagrees = (answer: Answer | undefined): boolean => answer?.answer === 'ANSWER_KIND_DISAGREE'

/** Whether a body disagrees, or did when it was last asked. Silence that consents, where the letter said so, dissents no more. */
export const dissents = ({ answer, silent, dissenting }: ConsultedBody): boolean =>
  answer ? disagrees(answer) : dissenting === true && !silent

/** Whether a body disagrees, or ever did: its dissent is not to get out of sight with it. */
export const everDissented = ({ answer, formerAnswers = [], dissented }: ConsultedBody): boolean =>
  dissented === true || [...formerAnswers, answer].some(disagrees)

/** With what was said before, as far as it is kept. */
function withFormer(body: ConsultedBody, all: readonly Answer[], dissented: true | undefined): ConsultedBody {
  const former = all.slice(-keptAnswers)
  return {
    ...body,
    ...(former.length ? { formerAnswers: former } : {}),
    ...(dissented || all.slice(0, -keptAnswers).some(disagrees) ? { dissented: true as const } : {}),
  }
}

const saidBy = ({ answer, formerAnswers = [] }: ConsultedBody): readonly Answer[] =>
  answer ? [...formerAnswers, answer] : formerAnswers

const placeOf = ({ organisation, named, gone }: ConsultedBody): ConsultedBody => ({
  organisation,
  ...(named ? { named } : {}),
  ...(gone ? { gone } : {}),
})

/** A body that answers: whatever it, or who was there before it, had said before is former. */
export const answered = (body: ConsultedBody, answer: Answer): ConsultedBody => ({
  ...withFormer(placeOf(body), saidBy(body), body.dissented),
  answer,
})

/** A body whose answer, if it gave one, is what it said before. */
export function askedAgain(body: ConsultedBody): ConsultedBody {
  const isDissenting = body.answer ? disagrees(body.answer) : body.dissenting === true
  return {
    ...withFormer(placeOf(body), saidBy(body), body.dissented),
    ...(isDissenting ? { dissenting: true as const } : {}),
  }
}

// ---- Where bodies come together

/** A successor in the place of a body: what was said from there stays that one's. */
function inherited(body: ConsultedBody, successor: OrganisationName): ConsultedBody {
  const { organisation, named = organisation, answer, formerAnswers, gone: _, ...rest } = body
  const of = (said: Answer): Answer => ({ ...said, by: said.by ?? organisation })
  return {
    ...rest,
    ...{ organisation: successor, named },
    ...(answer ? { answer: of(answer) } : {}),
    ...(formerAnswers ? { formerAnswers: formerAnswers.map(of) } : {}),
  }
}

/** What outlasts what: a dissent an open one, that any agreement, that silence. */
function weightOf(body: ConsultedBody): number {
  if (disagrees(body.answer)) return 3
  if (dissents(body)) return 2
  return body.answer ? 1 : 0
}

const compared = (one = '', other = ''): number => (one < other ? -1 : one > other ? 1 : 0)

/** By time, and at one moment by who said it. */
const bySaying = (one: Answer, other: Answer): number => compared(one.at, other.at) || compared(one.by, other.by)

/** Which of two answers of the same weight stands: the successor's own, else the newest. */
const byStanding = (one: Answer | undefined, other: Answer | undefined): number => {
  if (!one || !other) return 0
  return Number(!one.by) - Number(!other.by) || bySaying(one, other)
}

/**
 * Two places that come to be one, of the first of them in the order in which bodies were asked. What stands there follows from
 * what both have said, whichever came first (docs/domain.md, rule 31).
 */
function together(first: ConsultedBody, second: ConsultedBody): ConsultedBody {
  const [lesser, stronger] = [first, second].sort(
    (one, other) => weightOf(one) - weightOf(other) || byStanding(one.answer, other.answer),
  ) as [ConsultedBody, ConsultedBody]
  const { answer } = stronger
  const isAskedItself = !first.named || !second.named
  const former = [...(stronger.formerAnswers ?? []), ...saidBy(lesser)].sort(bySaying)
  const place = isAskedItself ? { organisation: first.organisation } : placeOf(first)
  return {
    ...withFormer(place, former, first.dissented ?? second.dissented),
    ...(answer ? { answer } : {}),
    ...(!answer && first.silent && second.silent ? { silent: true as const } : {}),
    ...(!answer && (first.dissenting ?? second.dissenting) ? { dissenting: true as const } : {}),
  }
}

/** The bodies of a case of which one is no longer there, and nobody succeeds it: what it said stands. */
export const withGone = (bodies: readonly ConsultedBody[], organisation: OrganisationName): readonly ConsultedBody[] =>
  bodies.map((body) => (body.organisation === organisation ? { ...body, gone: true } : body))

/** The bodies of a case in which a successor stands in the place of one that is no longer there, or of several in one place. */
export function withSuccessor(
  bodies: readonly ConsultedBody[],
  organisation: OrganisationName,
  successor: OrganisationName,
): readonly ConsultedBody[] {
  const heirs = bodies.map((body) => (body.organisation === organisation ? inherited(body, successor) : body))
  const [first, second] = heirs.filter((body) => body.organisation === successor)
  if (!first || !second) return heirs
  return heirs.flatMap((body) => (body === first ? [together(first, second)] : body === second ? [] : [body]))
}
