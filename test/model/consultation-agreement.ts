/** What the service says of a consultation and what the model says, in the same words; and what must be so whatever happens. */
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import { dissents as dissentsThere } from '#shared/domain/consultation-body.ts'
import { type Case, turnOf } from '#shared/domain/consultation-case.ts'
import { type Consultation, conductorOf, consultationParties } from '#shared/domain/consultation-state.ts'
import { consultationReaders } from '../../services/coordination-office/domain/consultation-sight.ts'
import type { CaseModel } from './consultation-case.ts'
import type { Name } from './consultation-directory.ts'
import type { Act, ConsultationModel } from './consultation-model.ts'
import { dissents, type Place, type Said, standing } from './consultation-place.ts'

const shownAnswers = 3
const short = (kind: string): string => kind.replace(/^(ANSWER_KIND|CONSULTATION_KIND)_/, '')
const dayAtTime = (at: string | undefined): Day | undefined => (at ? dayOf(new Date(at)) : undefined)

// ---- The same words

function caseSaid(one: Case, conductor: Name): readonly string[] {
  const bodies = one.bodies.map(({ organisation, named, answer, silent, gone, formerAnswers = [] }) => {
    const former = formerAnswers.map((said) => `${short(said.answer)} ${said.version} ${said.by}`)
    const now = answer ? `${short(answer.answer)} ${answer.version} ${answer.by}` : ''
    return `body ${organisation} for ${named}: ${now}, ${silent === true}, left ${gone === true}, before ${former}`
  })
  const { limit, provisional, referral, ruling, withdrawal, openedAt, endedAt } = one
  return [
    `${one.state}, turn ${turnOf(one, conductor)}, last day ${limit} ${provisional === true}`,
    `versions ${one.versions.length}, dissent ${one.bodies.some(dissentsThere)}, referred ${referral !== undefined}`,
    `ruled ${ruling?.approves} ${ruling?.minutes} ${ruling?.by}, withdrawn ${withdrawal !== undefined}`,
    `from ${dayAtTime(openedAt)} to ${dayAtTime(endedAt)}`,
    ...bodies,
  ].map((line) => `case ${one.number}: ${line}`)
}

export function stateSaid(state: Consultation, due: string | undefined): readonly string[] {
  const { kind, initiator, office, silenceConsents, cases, caseCount } = state
  return [
    `${short(kind)}, ${state.state}, silence ${silenceConsents === true}, ${caseCount} cases, due ${due}`,
    `initiator ${initiator}, office ${office}, composition ${state.standing}`,
    `parties ${[...consultationParties(state)].sort()}`,
    ...cases.flatMap((one) => caseSaid(one, conductorOf(state))),
  ]
}

function placeSaid(place: Place): string {
  const now = standing(place)
  const { body, named, before, consentsBySilence, isLeft = false } = place
  const said = ({ answer, version, by }: Said) => `${answer} ${version} ${by}`
  const former = before.slice(-shownAnswers).map(said)
  return `body ${body} for ${named}: ${now ? said(now) : ''}, ${consentsBySilence}, left ${isLeft}, before ${former}`
}

function caseModelSaid(one: CaseModel, model: ConsultationModel): readonly string[] {
  const { last, versions, places, referee, ruling, withdrawn, openedOn, endedOn } = one
  return [
    `${one.state}, turn ${model.turnOf(one)}, last day ${last.day} ${last.provisional}`,
    `versions ${versions}, dissent ${places.some(dissents)}, referred ${referee !== undefined}`,
    `ruled ${ruling?.approves} ${ruling?.minutes} ${ruling?.by}, withdrawn ${withdrawn}`,
    `from ${openedOn} to ${endedOn}`,
    ...places.map(placeSaid),
  ].map((line) => `case ${one.number}: ${line}`)
}

const endOfDay = (day: Day): string => new Date(Date.parse(`${day}T24:00:00+08:00`)).toISOString()

/** When a limit passes next, with somebody silent. */
export const dueOfModel = (model: ConsultationModel): string | undefined =>
  model.open
    .filter(({ state }) => state === 'OPEN')
    .map(({ last }) => endOfDay(last.day))
    .sort()[0]

export function modelSaid(model: ConsultationModel): readonly string[] {
  const { kind, silence, initiator, office, composition, cases, parties, inSight } = model
  const state = composition ? 'STANDING' : cases[0]?.state
  return [
    `${kind}, ${state}, silence ${silence}, ${cases.length} cases, due ${dueOfModel(model)}`,
    `initiator ${initiator}, office ${office}, composition ${composition}`,
    `parties ${[...new Set([...parties, office])].sort()}`,
    ...inSight.flatMap((one) => caseModelSaid(one, model)),
  ]
}

/** What only one of them says. */
export function differences(said: readonly string[], expected: readonly string[]): readonly string[] {
  const [there, here] = [new Set(said), new Set(expected)]
  return [
    ...said.filter((line) => !here.has(line)).map((line) => `service: ${line}`),
    ...expected.filter((line) => !there.has(line)).map((line) => `model:   ${line}`),
  ]
}

// ---- What must be so

/** From where to where each act may take a case, as the table of docs/domain.md and the sentence above it have it. */
const table: Readonly<Record<Act['type'] | 'time', readonly string[]>> = {
  Open: [],
  OpenCase: [],
  Answer: ['OPEN CONSENSUS', 'OPEN DIVIDED', 'DIVIDED CONSENSUS'],
  time: ['OPEN CONSENSUS', 'OPEN DIVIDED', 'OPEN OVERDUE'],
  Revise: ['OVERDUE OPEN', 'DIVIDED OPEN'],
  Renew: ['OVERDUE OPEN', 'DIVIDED OPEN'],
  AddBody: ['DIVIDED OPEN'],
  RemoveBody: ['OPEN CONSENSUS', 'OPEN DIVIDED', 'OVERDUE CONSENSUS'],
  Refer: ['DIVIDED REFERRED', 'OVERDUE REFERRED'],
  Rule: ['REFERRED RULED'],
  Withdraw: ['OPEN WITHDRAWN', 'OVERDUE WITHDRAWN', 'DIVIDED WITHDRAWN', 'REFERRED WITHDRAWN'],
  // Whoever is named afterwards for one that nobody succeeded is waited for again.
  Succeed: [
    ...['OPEN CONSENSUS', 'OPEN DIVIDED', 'OVERDUE CONSENSUS', 'DIVIDED OPEN'],
    ...['REFERRED DIVIDED', 'REFERRED OVERDUE', 'REFERRED CONSENSUS'],
  ],
  SucceedOffice: [
    ...['OPEN CONSENSUS', 'OPEN DIVIDED', 'OVERDUE CONSENSUS'],
    ...['REFERRED DIVIDED', 'REFERRED OVERDUE', 'REFERRED CONSENSUS'],
  ],
}

const hasOutcome = ({ state }: Case): boolean => ['CONSENSUS', 'RULED', 'WITHDRAWN'].includes(state)

function brokenIn(before: Case, after: Case, by: Act['type'] | 'time'): readonly string[] {
  const move = `${before.state} ${after.state}`
  const dissenters = before.bodies.filter(dissentsThere).map(({ organisation }) => organisation)
  const isLost = (name: Name) => !after.bodies.some((body) => body.organisation === name || body.named === name)
  return [
    ...(before.state !== after.state && !table[by].includes(move) ? [`${by} took it from ${move}`] : []),
    ...(after.limit < before.limit ? [`its limit is ${after.limit} after ${before.limit}`] : []),
    ...(hasOutcome(before) && before !== after ? ['it changed after its end'] : []),
    // Under its own name, or a successor that has its place; whoever succeeds a successor is named after the first.
    ...(by === 'Succeed' ? [] : dissenters.filter(isLost).map((name) => `the dissent of ${name} is gone`)),
    ...(after.bodies.length < 1 ? ['it asks nobody'] : []),
  ]
}

/** What may never be, whatever was done. */
export function broken(before: Consultation | undefined, after: Consultation, by: Act['type'] | 'time') {
  return after.cases.flatMap((one) => {
    const turn = turnOf(one, conductorOf(after))
    const was = before?.cases.find(({ number }) => number === one.number)
    const isKnown = hasOutcome(one) ? turn.length === 0 : turn.length > 0
    const reads = consultationReaders(after)
    return [
      ...(isKnown ? [] : [`it is ${one.state}, and the turn of ${turn}`]),
      ...turn.filter((name) => !reads.has(name)).map((name) => `${name}, whose turn it is, can't read it`),
      ...(was ? brokenIn(was, one, by) : []),
    ].map((line) => `case ${one.number}: ${line}`)
  })
}

/** Nobody acts outside its role: asked of the state before an act that was accepted, whatever the model says of it. */
export function outsideRole(act: Act, actor: Name, before: Consultation | undefined): readonly string[] {
  if (!before || act.type === 'Open' || act.type === 'Succeed' || act.type === 'SucceedOffice') return []
  const { office } = before
  const conductor = conductorOf(before)
  const number = 'number' in act ? act.number : 0
  const one = before.cases.find((candidate) => candidate.number === (before.standing ? number : number || 1))
  const isAsked = one?.bodies.some(({ organisation }) => organisation === actor) === true
  const may = (): boolean => {
    if (act.type === 'Answer') return isAsked && actor !== conductor
    if (act.type === 'Rule')
      return !isAsked && (actor === office || (actor === one?.referral?.referee && actor !== conductor))
    return actor === conductor || (act.type === 'Refer' && actor === office)
  }
  return may() ? [] : [`${actor} may not ${act.type}`]
}
