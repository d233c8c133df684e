/** What becomes of a consultation where an organisation is no longer there (docs/domain.md, rule 31). */
import type * as consultation from '#proto/qiantou/consultation/v1/consultation_events.ts'
import { everDissented, isSilent, withGone, withSuccessor } from './consultation-body.ts'
import { asks, type Case, hasEnded, isUnderway, settled } from './consultation-case.ts'
import { type Consultation, conductorOf } from './consultation-state.ts'
import type { OrganisationName } from './decider.ts'
import { without } from './without.ts'

type Succession = { readonly organisation: OrganisationName; readonly successor: OrganisationName }
type Conducting = { readonly conductor: OrganisationName; readonly office: OrganisationName }

// ---- A case

/** A case that somebody rules on in the place of another. */
const refereed = (one: Case, { organisation, successor }: Succession): Case =>
  one.referral?.referee === organisation ? { ...one, referral: { ...one.referral, referee: successor } } : one

/**
 * A case that nobody rules on who has a part in it, whoever succeeded whom: the office does, and where that asks or is asked
 * in it too, the referral has fallen, and whoever conducts it refers it to somebody else.
 */
function impartial(one: Case, { conductor, office }: Conducting): Case {
  const referee = one.referral?.referee
  if (referee === undefined) return one
  const hasPart = (name: OrganisationName): boolean => name === conductor || asks(one, name)
  if (!hasPart(referee)) return one
  return hasPart(office) ? without(one, 'referral') : refereed(one, { organisation: referee, successor: office })
}

/**
 * A case whose conductor has come to be asked in it, whoever succeeded whom: nobody answers its own text, and where nothing was
 * said from that place, it is asked no more. The last place stays, and waits for what the conductor does about it.
 */
function unasked(one: Case, { conductor }: Conducting): Case {
  const bodies = one.bodies.filter((body) => body.organisation !== conductor || !isSilent(body) || everDissented(body))
  return bodies.length === 0 || bodies.length === one.bodies.length ? one : { ...one, bodies }
}

/** A case as `change` leaves it to who conducts it by then. */
function passedOn(one: Case, change: (one: Case) => Case, conducting: Conducting, at: Date): Case {
  if (hasEnded(one)) return one
  const next = settled(impartial(change(one), conducting), at)
  return isUnderway(next) ? settled(unasked(next, conducting), at) : next
}

// ---- All of it

/** Every case that is open, and those to come: nobody asks itself. */
function handedOver(state: Consultation, change: (one: Case) => Case, at: Date): Consultation {
  const { standing, office } = state
  const conductor = conductorOf(state)
  const cases = state.cases.map((one) => passedOn(one, change, { conductor, office }, at))
  return { ...state, cases, ...(standing ? { standing: standing.filter((name) => name !== conductor) } : {}) }
}

/** Nobody in the place of who is no longer there: it is not waited for, and what it was to decide is left to the office. */
export function leftBy(state: Consultation, organisation: OrganisationName, at: Date): Consultation {
  const { gone = [], initiator, standing, office } = state
  const next = {
    ...state,
    ...(standing ? { standing: standing.filter((name) => name !== organisation) } : {}),
    ...(initiator === organisation || standing?.includes(organisation) ? { gone: [...gone, organisation] } : {}),
  }
  const left = (one: Case): Case =>
    refereed({ ...one, bodies: withGone(one.bodies, organisation) }, { organisation, successor: office })
  return handedOver(next, left, at)
}

/** A successor in the place of who is no longer there: in what is open, and in what is to come, also if it is named later. */
export function succeeded(state: Consultation, fact: consultation.BodySucceeded, at: Date): Consultation {
  const { organisation, successor } = fact
  const placed = (name: OrganisationName): OrganisationName => (name === organisation ? successor : name)
  const { gone = [], initiator, standing } = state
  const stillGone = gone.filter((name) => name !== organisation)
  const back = gone.includes(organisation) ? [successor] : []
  const next: Consultation = {
    ...without(state, 'gone'),
    initiator: placed(initiator),
    ...(stillGone.length ? { gone: stillGone } : {}),
    ...(standing ? { standing: [...new Set([...standing.map(placed), ...back])] } : {}),
  }
  const asked = (one: Case): Case => ({ ...one, bodies: withSuccessor(one.bodies, organisation, successor) })
  return handedOver(next, (one) => refereed(asked(one), fact), at)
}

/** A successor in the place of the office: also where that was to rule, whichever of its places is passed on first. */
export function officeSucceeded(state: Consultation, fact: consultation.OfficeSucceeded, at: Date): Consultation {
  const { office: organisation, successor } = fact
  return handedOver({ ...state, office: successor }, (one) => refereed(one, { organisation, successor }), at)
}
