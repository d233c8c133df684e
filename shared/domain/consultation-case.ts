/** A case: a text, whom it was sent to, what they answered, and what that comes to. */

import type * as consultation from '#proto/qiantou/consultation/v1/consultation_events.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import { type Day, dayFrom, endOf, toDate } from './calendar.ts'
import {
  answered,
  askedAgain,
  type ConsultedBody,
  disagrees,
  isExpected,
  isSilent,
  isWaitedFor,
} from './consultation-body.ts'
import { type ContentRef, contentRef } from './content.ts'
import type { Actor, OrganisationName, Recorded } from './decider.ts'
import { type SignedOff, signedOff } from './sign-off.ts'
import { without } from './without.ts'

// ---- Events

/** The facts about a case that is there. */
export type CaseFact =
  | consultation.ConsultationAnswered
  | consultation.TextRevised
  | consultation.TimeLimitRenewed
  | consultation.BodyAdded
  | consultation.BodyRemoved
  | consultation.TimeLimitPassed
  | consultation.ConsultationReferred
  | consultation.ConsultationRuled
  | consultation.ConsultationWithdrawn

// ---- State

export type CaseState = 'OPEN' | 'OVERDUE' | 'CONSENSUS' | 'DIVIDED' | 'REFERRED' | 'RULED' | 'WITHDRAWN'

export type TextVersion = {
  readonly version: number
  readonly text: ContentRef
  readonly reason?: ContentRef
  /** ISO 8601. */
  readonly at: string
}

export type Referral = { readonly referee: OrganisationName; readonly statement: ContentRef; readonly at: string }

export type Ruling = SignedOff & {
  readonly approves: boolean
  readonly ruling: ContentRef
  readonly minutes: string
  readonly by: Actor
  readonly at: string
}

/** A text, whom it was sent to, and what came of it. */
export type Case = {
  readonly number: number
  readonly title: string
  readonly state: CaseState
  readonly versions: readonly TextVersion[]
  readonly bodies: readonly ConsultedBody[]
  /** The last day for answers. */
  readonly limit: Day
  readonly provisional?: true
  /** The limit has passed with somebody silent. */
  readonly passed?: true
  readonly referral?: Referral
  readonly ruling?: Ruling
  readonly withdrawal?: ContentRef
  readonly openedAt: string
  readonly endedAt?: string
}

/**
 * A state is written whole by every command, and goes whole into an answer: what it keeps has an end, the log keeps all.
 * `openCases` and `versions` are refused beyond that; of ended cases the oldest drop out.
 */
export const keeps = { openCases: 20, endedCases: 20, versions: 50 } as const

/** Whether nothing more can come of it. */
export const hasEnded = ({ state }: Pick<Case, 'state'>): boolean =>
  state === 'CONSENSUS' || state === 'RULED' || state === 'WITHDRAWN'

/** Whether bodies are being asked, or would be with a new limit: nothing is referred, nothing has ended. */
export const isUnderway = ({ state }: Pick<Case, 'state'>): boolean =>
  state === 'OPEN' || state === 'OVERDUE' || state === 'DIVIDED'

/** Whether somebody is asked in a case, or was until it ended. */
export const asks = ({ bodies }: Pick<Case, 'bodies'>, organisation: OrganisationName): boolean =>
  bodies.some((body) => body.organisation === organisation)

/** Whose turn it is, of those that are asked, who conducts it, and who rules; nobody's once there is an outcome. */
export function turnOf({ state, bodies, referral }: Case, conductor: OrganisationName): readonly OrganisationName[] {
  switch (state) {
    case 'OPEN': {
      const expected = bodies.filter(isExpected).map(({ organisation }) => organisation)
      // Where nobody can answer any more, whoever conducts it asks others, or withdraws it.
      return expected.length ? expected : [conductor]
    }
    case 'OVERDUE':
    case 'DIVIDED':
      return [conductor]
    case 'REFERRED':
      return referral ? [referral.referee] : []
    default:
      return []
  }
}

// ---- Fold

/** What the answers come to, and whatever was decided on top of them. */
function outcomeOf({ bodies, passed, referral, ruling, withdrawal }: Omit<Case, 'state'>): CaseState {
  if (withdrawal) return 'WITHDRAWN'
  if (ruling) return 'RULED'
  if (referral) return 'REFERRED'
  const waits = bodies.some(isWaitedFor) || bodies.every((body) => isSilent(body) && body.gone)
  if (waits && !passed) return 'OPEN'
  if (bodies.some(({ answer }) => disagrees(answer))) return 'DIVIDED'
  return waits ? 'OVERDUE' : 'CONSENSUS'
}

/** A case with what it has come to by then. */
export function settled(one: Omit<Case, 'state'>, at: Date): Case {
  const state = outcomeOf(one)
  return { ...one, state, ...(hasEnded({ state }) ? { endedAt: at.toISOString() } : {}) }
}

export const opened = (
  fact: Pick<consultation.CaseOpened, 'title' | 'text' | 'organisations' | 'limit' | 'provisional'>,
  number: number,
  at: Date,
): Case =>
  settled(
    {
      number,
      title: fact.title,
      versions: [{ version: 1, text: contentRef(fact.text), at: at.toISOString() }],
      bodies: fact.organisations.map((organisation) => ({ organisation })),
      ...limited(fact),
      openedAt: at.toISOString(),
    },
    at,
  )

const limited = ({ limit, provisional }: Pick<consultation.CaseOpened, 'limit' | 'provisional'>) => ({
  limit: limit ? dayFrom(limit) : '',
  ...(provisional ? { provisional: true as const } : {}),
})

/** With a new limit nobody's silence says anything yet. */
function renewed(one: Case, fact: Pick<consultation.TimeLimitRenewed, 'limit' | 'provisional'>): Case {
  const bodies = one.bodies.map(({ silent, ...body }) => body)
  return { ...without(one, 'passed', 'provisional'), bodies, ...limited(fact) }
}

const onBody = (one: Case, organisation: OrganisationName, change: (body: ConsultedBody) => ConsultedBody): Case => ({
  ...one,
  bodies: one.bodies.map((body) => (body.organisation === organisation ? change(body) : body)),
})

const referenced = (reference: ContentReference | undefined) => (reference ? { text: contentRef(reference) } : {})

function revised(one: Case, fact: consultation.TextRevised, at: string): Case {
  const version = { version: fact.version, text: contentRef(fact.text), reason: contentRef(fact.reason), at }
  const bodies = one.bodies.map((body) => (fact.affected.includes(body.organisation) ? askedAgain(body) : body))
  const next = { ...one, versions: [...one.versions, version], bodies }
  return fact.limit ? renewed(next, fact) : next
}

function passed(one: Case, { silent, silenceConsents }: consultation.TimeLimitPassed): Case {
  const counts = (body: ConsultedBody) => silenceConsents && !body.gone && silent.includes(body.organisation)
  const bodies = one.bodies.map((body) => (counts(body) ? { ...body, silent: true as const } : body))
  return { ...one, passed: true, bodies }
}

/** Whether somebody has still to do with a case that has not ended. */
export const concerns = (one: Case, organisation: OrganisationName): boolean =>
  !hasEnded(one) && (one.referral?.referee === organisation || asks(one, organisation))

/** A case after a fact about it. */
export const after = (one: Case, recorded: Recorded<CaseFact>): Case => settled(changed(one, recorded), recorded.at)

function changed(one: Case, recorded: Recorded<CaseFact>): Case {
  const { fact, at: time, actor } = recorded
  const at = time.toISOString()
  switch (fact.$type) {
    case 'qiantou.consultation.v1.ConsultationAnswered': {
      const answer = {
        version: fact.version,
        answer: fact.answer,
        ...referenced(fact.text),
        at,
        ...signedOff(recorded),
      }
      return onBody(one, actor, (body) => answered(body, answer))
    }
    case 'qiantou.consultation.v1.TextRevised':
      return revised(one, fact, at)
    case 'qiantou.consultation.v1.TimeLimitRenewed':
      return renewed(one, fact)
    case 'qiantou.consultation.v1.BodyAdded':
      return { ...one, bodies: [...one.bodies, { organisation: fact.organisation }] }
    case 'qiantou.consultation.v1.BodyRemoved':
      return { ...one, bodies: one.bodies.filter(({ organisation }) => organisation !== fact.organisation) }
    case 'qiantou.consultation.v1.TimeLimitPassed':
      return passed(one, fact)
    case 'qiantou.consultation.v1.ConsultationReferred':
      return { ...one, referral: { referee: fact.referee, statement: contentRef(fact.statement), at } }
    case 'qiantou.consultation.v1.ConsultationRuled': {
      const { approves, minutes } = fact
      return {
        ...one,
        ruling: { approves, ruling: contentRef(fact.ruling), minutes, by: actor, at, ...signedOff(recorded) },
      }
    }
    case 'qiantou.consultation.v1.ConsultationWithdrawn':
      return { ...one, withdrawal: contentRef(fact.reason) }
  }
}

// ---- What time does

const isAsking = ({ state }: Case): boolean => state === 'OPEN'

/** When time alone changes something next, ISO 8601: a limit passes while somebody is silent. */
export const dueOfCases = (cases: readonly Case[]): string | undefined =>
  cases
    .filter(isAsking)
    .map(({ limit }) => endOf(limit).toISOString())
    .sort()[0]

/** Who conducts it, and whether silence is consent. */
type Asking = { readonly conductor: OrganisationName; readonly silenceConsents: boolean }

/** The limits that have passed. */
export const elapsedOf = (
  cases: readonly Case[],
  { conductor, silenceConsents }: Asking,
  at: Date,
): readonly consultation.TimeLimitPassed[] =>
  cases
    .filter((one) => isAsking(one) && endOf(one.limit) <= at)
    .map(({ number, limit, bodies }) => ({
      $type: 'qiantou.consultation.v1.TimeLimitPassed',
      caseNumber: number,
      limit: toDate(limit),
      // Whoever conducts it does not consent to its own text by silence, and who is gone says nothing by it.
      silent: bodies
        .filter((body) => isExpected(body) && body.organisation !== conductor)
        .map(({ organisation }) => organisation),
      silenceConsents,
    }))
