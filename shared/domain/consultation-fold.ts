/** What the facts of a consultation make of its state. */
import type * as consultation from '#proto/qiantou/consultation/v1/consultation_events.ts'
import { after, asks, type Case, type CaseFact, hasEnded, keeps, opened } from './consultation-case.ts'
import { type Consultation, type ConsultationFact, consultationParties } from './consultation-state.ts'
import { leftBy, officeSucceeded, succeeded } from './consultation-succession.ts'
import type { OrganisationName, Recorded } from './decider.ts'

export const consultationFoldVersion = 9

/** All that are open, and the newest of the others. */
function kept(cases: readonly Case[]): readonly Case[] {
  const ended = cases.filter(hasEnded)
  const dropped = new Set(ended.slice(0, Math.max(0, ended.length - keeps.endedCases)))
  return dropped.size ? cases.filter((one) => !dropped.has(one)) : cases
}

const withCases = (state: Consultation, cases: readonly Case[]): Consultation => ({
  ...state,
  cases: kept(cases),
  state: state.standing ? 'STANDING' : (cases[0]?.state ?? state.state),
})

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

function begun(fact: consultation.ConsultationOpened, { actor, at }: Pick<Recorded, 'actor' | 'at'>): Consultation {
  const { kind, title, office, task, application, organisations, standing, silenceConsents } = fact
  const cases = standing ? [] : [opened(fact, 1, at)]
  return {
    ...{ kind, title, initiator: actor, office, cases, caseCount: cases.length },
    ...(task ? { task } : {}),
    ...(application ? { application } : {}),
    ...(silenceConsents ? { silenceConsents } : {}),
    ...(standing ? { standing: organisations } : {}),
    state: standing ? 'STANDING' : (cases[0]?.state ?? 'OPEN'),
    parties: [actor, ...organisations],
    openedAt: at.toISOString(),
  }
}

function afterSuccession(state: Consultation, fact: consultation.BodySucceeded, at: Date): Consultation {
  const { organisation, successor } = fact
  const next = successor === '' ? leftBy(state, organisation, at) : succeeded(state, fact, at)
  // Who was removed from a review, and is asked still in a case, has nobody succeed it in the others.
  const isParty = consultationParties(state).has(organisation)
  return withCases(successor !== '' && isParty ? withParty(next, successor) : next, next.cases)
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
  if (fact.$type === 'qiantou.consultation.v1.BodySucceeded') return afterSuccession(state, fact, at)
  if (fact.$type === 'qiantou.consultation.v1.OfficeSucceeded') {
    const next = officeSucceeded(state, fact, at)
    return withCases(next, next.cases)
  }
  const about = { ...recorded, fact }
  const cases = state.cases.map((one) => (one.number === fact.caseNumber ? after(one, about) : one))
  const next = fact.caseNumber === 0 ? recomposed(state, fact) : withCases(state, cases)
  if (fact.$type === 'qiantou.consultation.v1.BodyAdded') return withParty(next, fact.organisation)
  if (fact.$type === 'qiantou.consultation.v1.ConsultationReferred') return withParty(next, fact.referee)
  return fact.$type === 'qiantou.consultation.v1.BodyRemoved' ? withoutParty(next, fact) : next
}
