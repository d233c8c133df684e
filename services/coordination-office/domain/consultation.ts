/**
 * Consultation (征求意见, 会签, 联审): a text goes to bodies with a time limit (docs/domain.md, rules 26 to 31).
 * Who may do what, referring and ruling are decided here; the rest in consultation-opening.ts and consultation-asking.ts.
 */

import { left, right } from 'fp-ts/lib/Either.js'
import { dayOf } from '#shared/domain/calendar.ts'
import { asks, type Case, dueOfCases, elapsedOf, hasEnded } from '#shared/domain/consultation-case.ts'
import { consultationFoldVersion, evolve } from '#shared/domain/consultation-fold.ts'
import {
  type Consultation,
  type ConsultationFact,
  conductorOf,
  consultationFacts,
  isAtWork,
  isAwaited,
} from '#shared/domain/consultation-state.ts'
import { type Actor, type Context, type Decider, noParties, type Parties } from '#shared/domain/decider.ts'
import { reject } from '#shared/domain/rejection.ts'
import { addBody, answer, notUnderway, removeBody, renew, revise } from './consultation-asking.ts'
import type {
  CaseCommand,
  CommandOf,
  ConsultationCommand,
  Decision,
  SucceedCommand,
  SucceedOfficeCommand,
} from './consultation-command.ts'
import { unfit } from './consultation-ground.ts'
import { open, openCase, recompose } from './consultation-opening.ts'
import { consultationReaders, seenBy } from './consultation-sight.ts'

// ---- Who may do what

/** Who answers and who rules is a matter of the case; everything else is the conductor's, referring the office's too. */
const mayCommand = ({ type }: ConsultationCommand, state: Consultation, actor: Actor): boolean =>
  type === 'Answer' || type === 'Rule' || actor === conductorOf(state) || (type === 'Refer' && actor === state.office)

type Command = ConsultationCommand | SucceedCommand | SucceedOfficeCommand

function decide(command: Command, state: Consultation | undefined, context: Context): Decision {
  if (command.type === 'Open') return open(command, state, context)
  // The service is no party: it follows what the directory has settled.
  if (command.type === 'Succeed') return decideSuccession(command, state)
  if (command.type === 'SucceedOffice') return decideOffice(command, state)
  const seen = state && seenBy(state, context.actor)
  if (!state || !seen) return reject('notFound', 'CONSULTATION_NOT_FOUND')
  if (!mayCommand(command, state, context.actor))
    return reject('permission', 'NOT_INITIATOR', { initiator: conductorOf(state) })
  if (command.type === 'OpenCase') return openCase(command, state, context)
  const isComposition = command.type === 'AddBody' || command.type === 'RemoveBody'
  if (isComposition && state.standing && command.caseNumber === 0) return recompose(command, state, context)
  const number = state.standing ? command.caseNumber : command.caseNumber || 1
  const one = seen.cases.find((candidate) => candidate.number === number)
  if (!one) return reject('notFound', 'CASE_NOT_FOUND', { case: `${command.caseNumber}` })
  return decideCase(command, state, one, context)
}

function decideCase(command: CaseCommand, state: Consultation, one: Case, context: Context): Decision {
  switch (command.type) {
    case 'Answer':
      return answer(command, state, one, context)
    case 'Revise':
      return revise(command, state, one, context)
    case 'Renew':
      return renew(command, one, context)
    case 'AddBody':
      return addBody(command, state, one, context)
    case 'RemoveBody':
      return removeBody(command, one)
    case 'Refer':
      return refer(command, state, one, context)
    case 'Rule':
      return rule(command, state, one, context)
    case 'Withdraw': {
      const fact = { caseNumber: one.number, reason: command.reason }
      if (hasEnded(one)) return notUnderway(one)
      return right([{ $type: 'qiantou.consultation.v1.ConsultationWithdrawn', ...fact }])
    }
  }
}

/** Nothing waits for ever for an organisation that is no longer there (docs/domain.md, rule 31). */
function decideSuccession({ organisation, successor }: SucceedCommand, state: Consultation | undefined): Decision {
  const isLeft = successor === undefined ? isAwaited : isAtWork
  if (!state || !isLeft(state, organisation)) return reject('precondition', 'BODY_NOT_ASKED', { organisation })
  return right([{ $type: 'qiantou.consultation.v1.BodySucceeded', organisation, successor: successor ?? '' }])
}

/** Who refers, rules and reads for the programme; whoever it asks or is asked by is another matter. */
function decideOffice({ office, successor }: SucceedOfficeCommand, state: Consultation | undefined): Decision {
  if (!state) return reject('notFound', 'CONSULTATION_NOT_FOUND')
  if (state.office !== office) return reject('permission', 'NOT_PROGRAMME_OFFICE', { office: state.office })
  return right([{ $type: 'qiantou.consultation.v1.OfficeSucceeded', office, successor }])
}

// ---- Referring and ruling

/** 报请裁定: of a case that its bodies can't settle, to somebody who has no part in it. */
function refer(command: CommandOf<'Refer'>, state: Consultation, one: Case, { at }: Context): Decision {
  const conductor = conductorOf(state)
  if (one.state !== 'DIVIDED' && one.state !== 'OVERDUE')
    return reject('precondition', 'NOTHING_TO_RULE', { state: one.state })
  const { referee, statement, known } = command
  if (referee === conductor || asks(one, referee)) return reject('invalid', 'REFEREE_IS_PARTY', { referee })
  const wrong = unfit([referee], known, conductor, dayOf(at))
  if (wrong) return left(wrong)
  return right([{ $type: 'qiantou.consultation.v1.ConsultationReferred', caseNumber: one.number, referee, statement }])
}

function rule(command: CommandOf<'Rule'>, { office }: Consultation, one: Case, { actor }: Context): Decision {
  const referee = one.referral?.referee ?? office
  // What a meeting has ruled, whose minutes say so, the office enters, unless it is asked itself.
  const mayEnter = actor === office && !asks(one, office)
  if (actor !== referee && !mayEnter) return reject('permission', 'NOT_REFEREE', { referee })
  if (one.state !== 'REFERRED') return reject('precondition', 'NOT_REFERRED', { state: one.state })
  const { approves, ruling, minutes } = command
  const fact = { caseNumber: one.number, approves, ruling, minutes }
  return right([{ $type: 'qiantou.consultation.v1.ConsultationRuled', ...fact }])
}

// ---- Parties

function parties(fact: ConsultationFact, state: Consultation): Parties {
  switch (fact.$type) {
    case 'qiantou.consultation.v1.ConsultationOpened':
      return { admits: state.parties, releases: [] }
    case 'qiantou.consultation.v1.BodyAdded':
      return { admits: [fact.organisation], releases: [] }
    case 'qiantou.consultation.v1.BodySucceeded':
      return state.parties.includes(fact.successor) ? { admits: [fact.successor], releases: [] } : noParties
    case 'qiantou.consultation.v1.ConsultationReferred':
      return { admits: [fact.referee], releases: [] }
    case 'qiantou.consultation.v1.BodyRemoved':
      // Who is asked elsewhere in it, or rules, stays.
      return state.parties.includes(fact.organisation) ? noParties : { admits: [], releases: [fact.organisation] }
    default:
      return noParties
  }
}

const limitsPassed = (state: Consultation, at: Date): readonly ConsultationFact[] =>
  elapsedOf(state.cases, { conductor: conductorOf(state), silenceConsents: state.silenceConsents === true }, at)

export const consultationDecider: Decider<Command, Consultation, ConsultationFact> = {
  aggregate: 'consultation',
  foldVersion: consultationFoldVersion,
  owns: consultationFacts,
  folds: [],
  touches: () => [],
  decide,
  evolve,
  due: ({ cases }) => dueOfCases(cases),
  readers: consultationReaders,
  elapse: (state, { at }) => limitsPassed(state, at) as readonly [ConsultationFact, ...ConsultationFact[]],
  parties,
}
