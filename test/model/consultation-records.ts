/** What the records of a consultation say, read a third time by the fold that a simulated year is compared with. */

import { turnOf } from '#shared/domain/consultation-case.ts'
import {
  type Consultation,
  type ConsultationFact,
  conductorOf,
  consultationParties,
} from '#shared/domain/consultation-state.ts'
import { consultationReaders } from '../../services/coordination-office/domain/consultation-sight.ts'
import { referenceConsultation } from '../reference-fold/consultation.ts'
import type { Event } from '../reference-fold/reference-event.ts'
import { differences } from './consultation-agreement.ts'

export const eventOfFact = (fact: ConsultationFact, by: string, at: Date): Event => ({
  what: fact.$type.split('.').at(-1) ?? '',
  about: 'organisation' in fact ? fact.organisation : undefined,
  by,
  time: at.toISOString(),
  fact,
  signed: [],
})

const code = (name: string): string => name.split('/')[1] ?? name

/** Of readers nobody is compared who has ended: no certificate of theirs is good for anything. */
const there = (names: Iterable<string>, events: readonly Event[]): readonly string[] => {
  const ended = new Set(events.flatMap(({ what, fact }) => (what === 'BodySucceeded' ? [code(fact.organisation)] : [])))
  for (const { what, fact } of events) if (what === 'OfficeSucceeded') ended.add(code(fact.office))
  return [...names]
    .map(code)
    .filter((name) => !ended.has(name))
    .sort()
}

/** The state in the words of the reference. */
function stateRead(state: Consultation, events: readonly Event[]): readonly string[] {
  const cases = state.cases.map((one) => {
    const bodies = one.bodies.map(({ organisation, answer, silent }) => {
      if (answer) return `${code(organisation)} ${answer.answer.replace('ANSWER_KIND_', '')} ${answer.version}`
      return silent ? `${code(organisation)} consents` : code(organisation)
    })
    const limit = one.limit.split('-').map(Number).join('-')
    const turn = turnOf(one, conductorOf(state)).map(code)
    return `case ${one.number}: ${one.state}, turn ${turn}, until ${limit}, versions ${one.versions.length}, ${bodies}`
  })
  return [
    `composition ${(state.standing ?? []).map(code)}`,
    `parties ${there(consultationParties(state), events)}`,
    `readers ${there(consultationReaders(state), events)}`,
    ...cases,
  ]
}

/** What the records alone come to; of the cases those that the state still has. */
function recordsRead(events: readonly Event[], { cases: kept }: Consultation): readonly string[] {
  const { cases, composition, parties, readers } = referenceConsultation(events)
  const shown = cases.filter((one) => kept.some(({ number }) => number === one.number))
  return [
    `composition ${composition}`,
    `parties ${there(parties, events)}`,
    `readers ${there(readers, events)}`,
    ...shown.map(
      ({ number, state, turn, limit, versions, bodies }) =>
        `case ${number}: ${state}, turn ${turn}, until ${limit}, versions ${versions}, ${bodies}`,
    ),
  ]
}

/** What only one of state and records says. */
export const misread = (state: Consultation, events: readonly Event[]): readonly string[] =>
  differences(stateRead(state, events), recordsRead(events, state))
