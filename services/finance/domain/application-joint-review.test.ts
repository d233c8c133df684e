/** Joint review (联审): what bodies have said in parallel is taken into the application; dissent stays, and is answered. */
import { describe, expect, test } from 'vitest'
import {
  ApplicationBodySucceeded,
  ApplicationJointlyReviewed,
} from '#proto/qiantou/application/v1/application_events.ts'
import { BodySucceeded, type ConsultationOpened } from '#proto/qiantou/consultation/v1/consultation_events.ts'
import { OrganisationDissolved } from '#proto/qiantou/directory/v1/directory_events.ts'
import type { Consultation, ConsultationFact } from '#shared/domain/consultation-state.ts'
import { consultationView } from '#shared/domain/consultation-view.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import type { OrganisationFact } from '#shared/domain/organisation-state.ts'
import type { EntryOf } from '#shared/domain/organisation-view.ts'
import * as consultations from '#shared/testing/consultation-facts.ts'
import { entryAfter } from '#shared/testing/directory-commands.ts'
import { basis, memberAdded, merged, on, registered } from '#shared/testing/directory-facts.ts'
import {
  admitted,
  applicationName,
  city,
  entered,
  finance,
  handler,
  office,
  reason,
  sponsor,
  submitted,
  vouchers,
} from '#shared/testing/money-facts.ts'
import { Story, type Told } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { type ApplicationCommand, applicationDecider } from './application.ts'
import { applicationState, turnOf } from './application-state.ts'
import { procedureOf } from './application-submission.ts'
import { type Measure, measureDecider } from './measure.ts'

const setting = { actor: handler, subject: applicationName, at: noon }
const procedure = [...(['PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_JOINT_REVIEW', 'PROCEDURE_STEP_APPROVAL'] as const)]
/** Which three bodies answer for. */
const content = vouchers({ procedure, organisations: [handler, sponsor, city] })
const measure = new Story(measureDecider, setting).state(entered(content)) as Measure
const story = new Story(applicationDecider, setting)
const before = [submitted({ recommenders: [], procedure }), admitted]

const consultationName = 'programmes/hunan/consultations/j1'
const known = new Story(consultationView, { ...setting, subject: consultationName })
const opened = (changes: Partial<ConsultationOpened> = {}) =>
  consultations.opened('CONSULTATION_KIND_JOINT_REVIEW', {
    ...{ application: applicationName, organisations: [sponsor, city, finance], ...changes },
  })
const take = (
  scenes: readonly Told<ConsultationFact>[],
  text: typeof reason | undefined = undefined,
  entryOf: EntryOf = () => undefined,
): ApplicationCommand => ({
  ...{ type: 'ReviewJointly', consultationName, measure, text, entryOf },
  consultation: known.state(...scenes) as Consultation,
})
const { answered } = consultations
const all = (...agreed: readonly OrganisationName[]) => [opened(), ...agreed.map((body) => answered(body))]
const reviewed = (changes: Partial<ApplicationJointlyReviewed>) =>
  ApplicationJointlyReviewed.create({ consultation: consultationName, ...changes })

describe('a joint review is taken in', () => {
  test('once all agree: who, on the record, and the next step is there', () => {
    expect(turnOf(story.state(...before) as never)).toBe(handler)
    const state = story
      .given(...before)
      .when(take(all(sponsor, city, finance)))
      .then([reviewed({ agreed: [sponsor, city, finance] })])
    expect(state && applicationState(state)).toBe('APPLICATION_STATE_JOINTLY_REVIEWED')
    expect(state?.jointReview).toMatchObject({ dissented: [], silent: [] })
  })

  test('not while somebody is asked, or once it was taken back', () => {
    const notYet = { reason: 'JOINT_REVIEW_NOT_CONCLUDED', kind: 'precondition' } as const
    story
      .given(...before)
      .when(take(all(sponsor, city)))
      .then({ ...notYet, details: { state: 'OPEN' } })
    story
      .given(...before)
      .when(take([...all(sponsor), consultations.limitPassed([city, finance])]))
      .then({ ...notYet, details: { state: 'OVERDUE' } })
  })

  test('in spite of dissent with a reason, and with who was silent; without one not', () => {
    const divided = [
      ...[opened(), answered(sponsor, 'DISAGREE'), answered(city, 'AGREE_WITH_COMMENTS')],
      consultations.limitPassed([finance]),
    ]
    story
      .given(...before)
      .when(take(divided))
      .then({ reason: 'DISSENT_UNANSWERED', kind: 'precondition', details: { organisations: 'hn-fgw' } })
    const state = story
      .given(...before)
      .when(take(divided, reason))
      .then([reviewed({ agreed: [city], dissented: [sponsor], silent: [finance], text: reason })])
    expect(state?.texts).toHaveLength(1)
    story
      .given(...before)
      .when({ type: 'Refuse', text: reason })
      .then([{ $type: 'qiantou.application.v1.ApplicationRefused', text: reason, released: admitted.reserved }])
  })

  test('in spite of dissent where a ruling has settled it, by its minutes; not where the ruling is against it', () => {
    const divided = [opened(), answered(sponsor, 'DISAGREE'), answered(city), answered(finance)]
    const answering = (approves: boolean) =>
      story.given(...before).when(take([...divided, consultations.referred(office), consultations.ruled(approves)]))
    const { minutes } = consultations.ruled()
    answering(true).then([reviewed({ agreed: [city, finance], dissented: [sponsor], minutes })])
    answering(false).then({ reason: 'JOINT_REVIEW_RULED_AGAINST', kind: 'precondition' })
  })

  test('not where it is about something else, of another kind, or somebody else conducts it', () => {
    const about = { application: 'programmes/hunan/applications/a2' }
    const concluded = [answered(sponsor), answered(city), answered(finance)]
    const answers = (first: Told<ConsultationFact>) => story.given(...before).when(take([first, ...concluded]))
    answers(opened(about)).then({ reason: 'JOINT_REVIEW_OF_ANOTHER', kind: 'precondition', details: about })
    const opinion = { kind: 'CONSULTATION_KIND_OPINION' as const }
    answers(opened(opinion)).then({ reason: 'NO_JOINT_REVIEW', kind: 'precondition' })
    const byOffice = { fact: opened(), actor: office }
    answers(byOffice).then({ reason: 'NOT_INITIATOR', kind: 'permission', details: { initiator: office } })
  })

  test('not where it does not ask all whom the measure names', () => {
    story
      .given(...before)
      .when(take([opened({ organisations: [sponsor] }), answered(sponsor)]))
      .then({ reason: 'JOINT_REVIEW_INCOMPLETE', kind: 'precondition', details: { organisations: 'cs-kjj' } })
  })

  test.each([
    ['who succeeds one that was gone before it could be asked', 'OK', [merged(finance, '2026-01-01')]],
    [
      'nobody for one that nobody succeeds',
      'OK',
      [OrganisationDissolved.fromPartial({ effectiveDate: on('2026-01-01'), basis })],
    ],
    ['the members of a group', 'OK', [registered('', 'GROUP'), memberAdded(finance, '2026-01-01')]],
    ['nobody in the place of one that is still there', 'cs-kjj', [merged(finance, '2099-01-01')]],
    ['not all members of a group', 'cs-kjj', [registered('', 'GROUP'), memberAdded('organisations/x', '2026-01-01')]],
  ] as const)('asks %s', (_, said, facts: readonly OrganisationFact[]) => {
    const isGroup = facts[0]?.$type === 'qiantou.directory.v1.OrganisationRegistered'
    const entry = entryAfter(city, ...(isGroup ? facts : [registered(''), ...facts]))
    const asked = [opened({ organisations: [sponsor, finance] }), answered(sponsor), answered(finance)]
    const { decision } = story
      .given(...before)
      .when(take(asked, undefined, (name) => (name === city ? entry : undefined)))
    expect(decision._tag === 'Left' ? decision.left.details?.organisations : 'OK').toBe(said)
  })
})

test('of consultations about nothing of money nothing is kept', () => {
  expect(known.state(consultations.opened('CONSULTATION_KIND_JOINT_REVIEW'), answered(sponsor))).toBeUndefined()
})

test('a joint review is there where the measure names it, and needs two bodies', () => {
  expect(procedureOf(content)).toEqual(procedure)
  expect(procedureOf(vouchers())).not.toContain('PROCEDURE_STEP_JOINT_REVIEW')
  const programme = { office, measures: ['vouchers'], days: [], finances: [] }
  new Story(measureDecider, { ...setting, actor: office })
    .given()
    .when({ type: 'Enter', programme, content: { ...content, organisations: [handler] } })
    .then({ reason: 'JOINT_REVIEW_NEEDS_BODIES', kind: 'invalid' })
})

test('the handling body goes into one that was asked: the review is the successor’s, which asks itself nothing more', () => {
  const scenes = [
    opened(),
    BodySucceeded.create({ organisation: handler, successor: sponsor }),
    ...[city, finance].map((body) => answered(body)),
  ]
  const entry = entryAfter(handler, registered(''), merged(sponsor, '2026-01-01'))
  const command = take(scenes, undefined, (name) => (name === handler ? entry : undefined))
  const passed = ApplicationBodySucceeded.create({ former: handler, successor: sponsor })
  const fact = reviewed({ agreed: [city, finance] })
  story
    .given(...before, passed)
    .when(command, sponsor)
    .then([fact])
  story
    .given(...before)
    .when(command, handler)
    .then({ reason: 'NOT_INITIATOR' })
})
