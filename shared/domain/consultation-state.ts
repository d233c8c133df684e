/** What a consultation has lived through: its facts, and its state. What they make of it is in consultation-fold.ts. */
import * as consultation from '#proto/qiantou/consultation/v1/consultation_events.ts'
import type { ConsultationKind } from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { type Case, type CaseState, concerns, hasEnded } from './consultation-case.ts'
import type { FactOf, OrganisationName } from './decider.ts'

// ---- Events

export const consultationFacts = [
  consultation.ConsultationOpened,
  consultation.CaseOpened,
  consultation.ConsultationAnswered,
  consultation.TextRevised,
  consultation.TimeLimitRenewed,
  consultation.BodyAdded,
  consultation.BodyRemoved,
  consultation.TimeLimitPassed,
  consultation.ConsultationReferred,
  consultation.ConsultationRuled,
  consultation.ConsultationWithdrawn,
  consultation.BodySucceeded,
  consultation.OfficeSucceeded,
] as const
export type ConsultationFact = FactOf<typeof consultationFacts>

// ---- State

export type Consultation = {
  readonly kind: ConsultationKind
  readonly title: string
  readonly initiator: OrganisationName
  readonly office: OrganisationName
  readonly task?: string
  readonly application?: string
  readonly silenceConsents?: true
  /** Of a standing joint review alone: whom its next case asks. */
  readonly standing?: readonly OrganisationName[]
  /** The initiator, and whom a standing joint review asked, if they are no longer there and have nobody in their place. */
  readonly gone?: readonly OrganisationName[]
  /** STANDING, or where its only case stands. */
  readonly state: CaseState | 'STANDING'
  /** Those that are open, and the newest of the others; by number. */
  readonly cases: readonly Case[]
  readonly caseCount: number
  /** Who may read it, the programme's office apart. */
  readonly parties: readonly OrganisationName[]
  readonly openedAt: string
}

/** Who may read it, and is given what happens to it. */
export const consultationParties = ({ parties, office }: Consultation): ReadonlySet<OrganisationName> =>
  new Set([...parties, office])

/** Who does what is the initiator's to do: the programme's office, where nobody succeeds that (docs/domain.md, rule 31). */
export const conductorOf = ({
  initiator,
  office,
  gone = [],
}: Pick<Consultation, 'initiator' | 'office' | 'gone'>): OrganisationName =>
  gone.includes(initiator) ? office : initiator

/** Whether an organisation has still something to do in it, or may have in cases to come, or had it when it ended. */
export const isAtWork = (state: Consultation, organisation: OrganisationName): boolean =>
  [...(state.standing ?? []), ...(state.gone ?? [])].includes(organisation) ||
  state.cases.some((one) => concerns(one, organisation)) ||
  (state.initiator === organisation && (state.standing !== undefined || state.cases.some((one) => !hasEnded(one))))

/** As `isAtWork`, of an organisation that nobody succeeds: where that is on record already, nothing waits for it. */
export function isAwaited(state: Consultation, organisation: OrganisationName): boolean {
  const { gone = [], initiator } = state
  const cases = state.cases.map((one) => ({ ...one, bodies: one.bodies.filter((body) => !body.gone) }))
  return isAtWork({ ...state, cases, gone: [], initiator: gone.includes(initiator) ? '' : initiator }, organisation)
}
