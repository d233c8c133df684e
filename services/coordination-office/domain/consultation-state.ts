/** What a consultation has lived through: its facts, and its state. What may be done next is in consultation.ts. */
import type * as consultation from '#proto/qiantou/consultation/v1/consultation_events.ts'
import type { ConsultationKind } from '#proto/qiantou/consultation/v1/consultation_service.ts'
import type { OrganisationName, Recorded } from '#shared/domain/decider.ts'
import {
  after,
  asks,
  type Case,
  type CaseFact,
  type CaseState,
  concerns,
  hasEnded,
  keeps,
  leftByInitiator,
  leftToOffice,
  opened,
  refereed,
  succeededIn,
} from './consultation-case.ts'

// ---- Events

export type ConsultationFact =
  | consultation.ConsultationOpened
  | consultation.CaseOpened
  | consultation.BodySucceeded
  | consultation.OfficeSucceeded
  | CaseFact

// ---- State

export type Consultation = {
  readonly kind: ConsultationKind
  readonly title: string
  readonly initiator: OrganisationName
  /** The initiator is no longer there, and nobody succeeds it. */
  readonly orphaned?: true
  readonly office: OrganisationName
  readonly task?: string
  readonly silenceConsents?: true
  /** Of a standing joint review alone: whom its next case asks. */
  readonly standing?: readonly OrganisationName[]
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

/**
 * What somebody sees of it: a party this very state, whoever was removed from a standing joint review nothing but the open
 * cases that ask it still (docs/domain.md, rule 30); undefined for whom it is not there.
 */
export function seenBy(state: Consultation, organisation: OrganisationName): Consultation | undefined {
  if (consultationParties(state).has(organisation)) return state
  return withOnly(
    state,
    state.cases.filter((one) => !hasEnded(one) && asks(one, organisation)),
  )
}

/** What is shown to who has just answered: where that has ended the last case that asked it, that case. */
export function seenAfter(state: Consultation, organisation: OrganisationName): Consultation | undefined {
  const asking = state.cases.filter((one) => asks(one, organisation))
  const byEnd = asking.toSorted((one, other) => ((one.endedAt ?? '') < (other.endedAt ?? '') ? -1 : 1))
  return seenBy(state, organisation) ?? withOnly(state, byEnd.slice(-1))
}

/** Whether it asks a body, in any case or in those to come. */
export const everAsks = ({ standing = [], cases }: Consultation, organisation: OrganisationName): boolean =>
  standing.includes(organisation) || cases.some((one) => asks(one, organisation))

const withOnly = (state: Consultation, cases: readonly Case[]): Consultation | undefined =>
  cases.length ? { ...state, standing: [], cases, caseCount: cases.length } : undefined

/** Who sees something of it. */
export const consultationReaders = (state: Consultation): ReadonlySet<OrganisationName> =>
  new Set([
    ...consultationParties(state),
    ...state.cases
      .filter((one) => !hasEnded(one))
      .flatMap(({ bodies }) => bodies.map(({ organisation }) => organisation)),
  ])

/** Who does what is the initiator's to do: the programme's office, where nobody succeeds that (docs/domain.md, rule 31). */
export const conductorOf = ({
  initiator,
  office,
  orphaned,
}: Pick<Consultation, 'initiator' | 'office' | 'orphaned'>): OrganisationName => (orphaned ? office : initiator)

// ---- Fold

/** All that are open, and the newest of the others. */
function kept(cases: readonly Case[]): readonly Case[] {
  const ended = cases.filter(hasEnded)
  const dropped = new Set(ended.slice(0, Math.max(0, ended.length - keeps.endedCases)))
  return dropped.size ? cases.filter((one) => !dropped.has(one)) : cases
}

function withCases(state: Consultation, cases: readonly Case[]): Consultation {
  return { ...state, cases: kept(cases), state: state.standing ? 'STANDING' : (cases[0]?.state ?? state.state) }
}

const withParty = (state: Consultation, organisation: OrganisationName): Consultation =>
  state.parties.includes(organisation) ? state : { ...state, parties: [...state.parties, organisation] }

/** Whoever is removed goes on reading as who asks or rules, and, where that was from a case, as who is asked in others. */
function withoutParty(state: Consultation, { organisation, caseNumber }: consultation.BodyRemoved): Consultation {
  const { initiator, standing = [], cases, parties } = state
  const asksOrRules = organisation === initiator || cases.some(({ referral }) => referral?.referee === organisation)
  const isAsked = standing.includes(organisation) || cases.some((one) => asks(one, organisation))
  // Whoever is no more of a standing joint review learns nothing of the cases to come, whatever it was asked before.
  if (asksOrRules || (isAsked && caseNumber !== 0)) return state
  return { ...state, parties: parties.filter((party) => party !== organisation) }
}

/** Whom a standing joint review asks from now on. */
function recomposed(state: Consultation, fact: CaseFact): Consultation {
  const { standing = [] } = state
  if (fact.$type === 'qiantou.consultation.v1.BodyAdded')
    return { ...state, standing: [...standing, fact.organisation] }
  if (fact.$type === 'qiantou.consultation.v1.BodyRemoved')
    return { ...state, standing: standing.filter((organisation) => organisation !== fact.organisation) }
  return state
}

/** Whether an organisation has still something to do in it, or may have in cases to come. */
export const isAtWork = (state: Consultation, organisation: OrganisationName): boolean =>
  state.standing?.includes(organisation) === true ||
  state.cases.some((one) => concerns(one, organisation)) ||
  (state.initiator === organisation && (state.standing !== undefined || state.cases.some((one) => !hasEnded(one))))

/** As `isAtWork`, of an organisation that nobody succeeds: where that is on record already, nothing waits for it. */
export function isAwaited(state: Consultation, organisation: OrganisationName): boolean {
  const cases = state.cases.map((one) => ({ ...one, bodies: one.bodies.filter(({ gone }) => !gone) }))
  return isAtWork({ ...state, initiator: state.orphaned ? '' : state.initiator, cases }, organisation)
}

/** Nobody in the place of who is no longer there: it is not waited for, and what it was to decide is left to the office. */
function leftBy(state: Consultation, fact: consultation.BodySucceeded, at: Date): Consultation {
  const { organisation } = fact
  const { standing, initiator, office } = state
  const cases = state.cases.map((one) => {
    const next = succeededIn(one, fact, at)
    return hasEnded(next) ? next : refereed(next, organisation, office)
  })
  const next = {
    ...state,
    ...(standing ? { standing: standing.filter((one) => one !== organisation) } : {}),
    ...(initiator === organisation ? { orphaned: true as const } : {}),
  }
  return withCases(next, cases)
}

/** A successor in the place of who is no longer there: in what is open, and in what is to come. */
function succeeded({ orphaned, ...state }: Consultation, fact: consultation.BodySucceeded, at: Date): Consultation {
  const { organisation, successor } = fact
  const placed = (name: OrganisationName): OrganisationName => (name === organisation ? successor : name)
  const { standing, initiator, office } = state
  const asking = placed(initiator)
  const cases = state.cases.map((one) => {
    const next = leftByInitiator(succeededIn(one, fact, at), asking, at)
    return leftToOffice(next, asking, office)
  })
  const next = {
    ...state,
    initiator: asking,
    ...(orphaned && initiator !== organisation ? { orphaned } : {}),
    // The initiator does not ask itself.
    ...(standing ? { standing: [...new Set(standing.map(placed))].filter((one) => one !== asking) } : {}),
  }
  // Who was removed from a review, and is asked still in a case, has nobody succeed it in the others.
  const isParty = consultationParties(state).has(organisation)
  return isParty ? withParty(withCases(next, cases), successor) : withCases(next, cases)
}

/** A successor in the place of the office: also where that was to rule, whichever of its places is passed on first. */
function officeSucceeded(state: Consultation, { office, successor }: consultation.OfficeSucceeded): Consultation {
  const cases = state.cases.map((one) => (hasEnded(one) ? one : refereed(one, office, successor)))
  return { ...state, office: successor, cases }
}

function begun(fact: consultation.ConsultationOpened, { actor, at }: Pick<Recorded, 'actor' | 'at'>): Consultation {
  const { kind, title, office, task, organisations, standing, silenceConsents } = fact
  const cases = standing ? [] : [opened(fact, 1, at)]
  return {
    ...{ kind, title, initiator: actor, office, cases, caseCount: cases.length },
    ...(task ? { task } : {}),
    ...(silenceConsents ? { silenceConsents } : {}),
    ...(standing ? { standing: organisations } : {}),
    state: standing ? 'STANDING' : (cases[0]?.state ?? 'OPEN'),
    parties: [actor, ...organisations],
    openedAt: at.toISOString(),
  }
}

export function evolve(
  state: Consultation | undefined,
  recorded: Recorded<ConsultationFact>,
): Consultation | undefined {
  const { fact, at } = recorded
  if (fact.$type === 'qiantou.consultation.v1.ConsultationOpened') return begun(fact, recorded)
  if (!state) return undefined
  if (fact.$type === 'qiantou.consultation.v1.CaseOpened') {
    const cases = [...state.cases, opened(fact, fact.caseNumber, at)]
    return withCases({ ...state, caseCount: fact.caseNumber }, cases)
  }
  if (fact.$type === 'qiantou.consultation.v1.BodySucceeded')
    return fact.successor === '' ? leftBy(state, fact, at) : succeeded(state, fact, at)
  if (fact.$type === 'qiantou.consultation.v1.OfficeSucceeded') return officeSucceeded(state, fact)
  const about = { ...recorded, fact }
  const cases = state.cases.map((one) => (one.number === fact.caseNumber ? after(one, about) : one))
  const next = fact.caseNumber === 0 ? recomposed(state, fact) : withCases(state, cases)
  if (fact.$type === 'qiantou.consultation.v1.BodyAdded') return withParty(next, fact.organisation)
  if (fact.$type === 'qiantou.consultation.v1.ConsultationReferred') return withParty(next, fact.referee)
  return fact.$type === 'qiantou.consultation.v1.BodyRemoved' ? withoutParty(next, fact) : next
}
