/** Nobody judges its own part, nor what it did for another body: rules 4, 10 and 19 of docs/domain.md. */
import { describe, expect, test } from 'vitest'
import {
  AssignmentTransferred,
  AssignmentWaived,
  AuthoritySucceeded,
  ExtensionGranted,
  ExtensionOpinionGiven,
} from '#proto/qiantou/task/v1/task_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { BodySideFact } from '#shared/domain/task-fact.ts'
import { partLight } from '#shared/domain/task-light.ts'
import { reviewersOf } from '#shared/domain/task-roles.ts'
import type { Part, Task } from '#shared/domain/task-state.ts'
import { Story, type Told } from '#shared/testing/story.ts'
import {
  accepted,
  assignmentName,
  body,
  done,
  duties,
  extensionRequested,
  inPlaceOf,
  issued,
  lead,
  ledBy,
  noon,
  office,
  outsider,
  returned,
  secondLead,
  submitted,
  successor,
  supporter,
  takenOver,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'

const story = new Story(taskDecider, { actor: office, subject: taskName, at: noon })
const reason = text('职责调整')
const accept = (organisation = supporter): TaskCommand => ({ type: 'Accept', organisation })
const giveBack: TaskCommand = { type: 'Return', organisation: supporter, reason: text('材料不全') }
const partOf = (state: Task | undefined, organisation = supporter) =>
  state?.parts.find((part) => part.organisation === organisation) as Part

const actingFor = (scene: Told<BodySideFact>, actor = successor) => inPlaceOf(supporter, actor, scene)
/** The lead's part, and with it the lead, goes to whoever has acted for the supporter. */
const leadsNow = AssignmentTransferred.create({
  ...{ organisation: lead, successor: body(successor, 'ROLE_LEAD'), reason, ...takenOver },
})
const twoLeads = issued([body(lead, 'ROLE_LEAD'), body(secondLead, 'ROLE_LEAD'), body(supporter, 'ROLE_RESPONSIBLE')])

describe('who submitted for a body and has come to lead since', () => {
  const own = { reason: 'OWN_SUBMISSION', kind: 'permission', details: { organisation: supporter, by: successor } }

  test('leaves the review to the other lead, whose turn it is', () => {
    const given = story.given(twoLeads, actingFor(submitted(supporter)), leadsNow)
    given.when(accept(), successor).then({ reason: 'OWN_SUBMISSION' })
    given.when(giveBack, successor).then(own as never)
    const state = given.when(accept(), secondLead).then([accepted(supporter)])
    expect(partOf(state)).not.toHaveProperty('submittedBy')
    const waiting = story.state(twoLeads, actingFor(submitted(supporter)), leadsNow) as Task
    expect(partLight(waiting, partOf(waiting), '2026-03-02').turn).toEqual([secondLead])
  })

  test('leaves it to the authority where nobody else leads', () => {
    const given = story.given(issued(), actingFor(submitted(supporter)), leadsNow)
    given.when(accept(), successor).then({ reason: 'OWN_SUBMISSION' })
    given.when(accept()).then([accepted(supporter)])
  })

  test('reviews what the body submits itself afterwards', () => {
    story
      .given(issued(), actingFor(submitted(supporter)), leadsNow, returned(supporter), submitted(supporter, 2))
      .when(accept(), successor)
      .then([accepted(supporter, 2)])
  })

  const moved = AuthoritySucceeded.create({ authority: office, successor })

  test('leaves that of a lead to the other lead, where it has come to be the authority', () => {
    const forLead = { ...actingFor(submitted(lead)), subject: assignmentName(lead) }
    const given = story.given(twoLeads, forLead, moved)
    given.when(accept(lead), successor).then({ reason: 'OWN_SUBMISSION' })
    given.when(accept(lead), secondLead).then([accepted(lead)])
  })

  test('reviews it all the same where it is the authority, and nobody else could', () => {
    const joint = issued(
      [body(lead, 'ROLE_RESPONSIBLE'), body(supporter, 'ROLE_RESPONSIBLE')],
      'RESPONSIBILITY_MODE_JOINT',
    )
    story
      .given(joint, actingFor(submitted(supporter)), moved)
      .when(accept(), successor)
      .then([accepted(supporter)])
  })
})

describe('who submitted for a body and is merged into who reviews', () => {
  const actor = outsider
  const forSupporter = actingFor(submitted(supporter), actor)
  const [asLead, asSupporter] = [body(outsider, 'ROLE_LEAD'), body(outsider, 'ROLE_RESPONSIBLE')]
  const beside = (role: typeof asLead) => issued([body(lead, 'ROLE_LEAD'), role, body(supporter, 'ROLE_RESPONSIBLE')])
  const merged = (from: string, to = lead) =>
    AssignmentTransferred.create({
      ...{ organisation: from, successor: body(to, 'ROLE_RESPONSIBLE'), succession: true, ...takenOver },
    })
  const moved = { ...merged(outsider), succession: false }
  const finished = [beside(asLead), ...done(outsider), forSupporter, duties(outsider, lead)] as const

  test('leaves it to the authority where that is the only lead, whatever had become of its own part', () => {
    for (const scenes of [finished, [beside(asSupporter), forSupporter, merged(outsider)]]) {
      const given = story.given(...scenes)
      given
        .when(accept(), lead)
        .then({ reason: 'OWN_SUBMISSION', details: { organisation: supporter, by: lead } } as never)
      given.when(giveBack, lead).then({ reason: 'OWN_SUBMISSION' })
      given.when(accept()).then([accepted(supporter)])
      const waiting = story.state(...scenes) as Task
      expect(partLight(waiting, partOf(waiting), '2026-03-02').turn).toEqual([office])
    }
  })

  test('leaves it to another lead where there is one, also where it is succeeded in its turn', () => {
    const three = issued([
      ...[lead, secondLead].map((one) => body(one, 'ROLE_LEAD')),
      asSupporter,
      ...twoLeads.bodies.slice(2),
    ])
    const passedOn = [three, forSupporter, merged(outsider, successor), merged(successor, lead)]
    const given = story.given(...passedOn)
    given.when(accept(), lead).then({ reason: 'OWN_SUBMISSION' })
    given.when(accept(), secondLead).then([accepted(supporter)])
  })

  test('and it is the same where the submission is heard after the record of that', () => {
    const late = [beside(asSupporter), merged(outsider), forSupporter]
    expect(reviewersOf(story.state(...late) as Task, partOf(story.state(...late)))).toEqual([office])
  })

  test('is not the same as one whose part the authority only moves', () => {
    story
      .given(beside(asSupporter), forSupporter, moved)
      .when(accept(), lead)
      .then([accepted(supporter)])
  })

  test('reviews what the body submits itself afterwards, and is not who submitted where it is that body', () => {
    story
      .given(...finished, returned(supporter), submitted(supporter, 2))
      .when(accept(), lead)
      .then([accepted(supporter, 2)])
    const own = [beside(asSupporter), forSupporter, merged(outsider, supporter)]
    story
      .given(...own)
      .when(accept(), supporter)
      .then({ reason: 'NOT_LEAD_OF_TASK' })
    story
      .given(...own)
      .when(accept(), lead)
      .then([accepted(supporter)])
  })

  test('leaves that of a lead to another lead where it has come to be the authority', () => {
    const succeeded = AuthoritySucceeded.create({ authority: office, successor })
    const forLead = { ...actingFor(submitted(lead), successor), subject: assignmentName(lead) }
    const again = AuthoritySucceeded.create({ authority: successor, successor: outsider })
    const given = story.given(twoLeads, forLead, succeeded, again)
    given.when(accept(lead), outsider).then({ reason: 'OWN_SUBMISSION' })
    given.when(accept(lead), secondLead).then([accepted(lead)])
  })
})

describe('who asked for more time for a body and has come to lead since', () => {
  const asked = actingFor(extensionRequested(supporter, '2027-01-29'))
  const opinion: TaskCommand = { type: 'GiveOpinion', organisation: supporter, supports: true, text: reason }
  const granted = ExtensionGranted.create({
    ...{ organisation: supporter, extension: 1, due: toDate('2027-01-29'), warnOn: toDate('2027-01-22') },
    provisional: true,
  })
  const grant: TaskCommand = { type: 'GrantExtension', organisation: supporter, due: undefined }

  test('gives no opinion on that; the other lead does', () => {
    const given = story.given(twoLeads, asked, leadsNow)
    given.when(opinion, successor).then({ reason: 'OWN_EXTENSION' })
    given.when(grant).then({
      reason: 'OPINION_REQUIRED',
      kind: 'precondition',
      details: { organisation: supporter, reviewers: secondLead },
    })
    const fact = ExtensionOpinionGiven.create({ organisation: supporter, extension: 1, supports: true, text: reason })
    given.when(opinion, secondLead).then([fact])
  })

  test('gives none either where it is merged into a lead', () => {
    const merged = AssignmentTransferred.create({
      ...leadsNow,
      organisation: successor,
      successor: body(lead, 'ROLE_LEAD'),
    })
    const parts = issued([
      body(lead, 'ROLE_LEAD'),
      body(supporter, 'ROLE_RESPONSIBLE'),
      body(successor, 'ROLE_RESPONSIBLE'),
    ])
    const given = story.given(parts, asked, { ...merged, succession: true })
    given.when(opinion, lead).then({ reason: 'OWN_EXTENSION' })
    given.when(grant).then([granted])
  })

  test('is not waited for: where nobody else leads, the authority decides without an opinion', () => {
    story.given(issued(), asked, leadsNow).when(grant).then([granted])
  })
})

describe('an authority that would be alone in reviewing its own part', () => {
  const to = (type: 'Transfer' | 'Reassign', organisation: string): TaskCommand => ({
    ...{ type, organisation, successor: office, reason },
  })
  const refused = {
    reason: 'NOBODY_ELSE_REVIEWS',
    kind: 'precondition',
    details: { clause: '2-1', organisation: office },
  }

  test('is not given one: not that of the only lead, nor any where nobody leads', () => {
    story
      .given(issued())
      .when(to('Transfer', lead))
      .then(refused as never)
    const alone = issued([body(supporter, 'ROLE_RESPONSIBLE')], 'RESPONSIBILITY_MODE_SOLE')
    story.given(alone).when(to('Transfer', supporter)).then({ reason: 'NOBODY_ELSE_REVIEWS' })
  })

  test('is given one that a lead reviews, its own lead’s part too', () => {
    const supports = story.given(issued()).when(to('Transfer', supporter)).decision
    expect(supports).toMatchObject({ _tag: 'Right' })
    const moved = { organisation: lead, successor: body(office, 'ROLE_LEAD'), reason, ...takenOver }
    const bodies = [lead, office, secondLead, supporter]
    const handed = ledBy([office, secondLead], bodies, AssignmentTransferred.create(moved))
    const state = story.given(twoLeads).when(to('Transfer', lead)).then([handed]) as Task
    expect(reviewersOf(state, partOf(state, office))).toEqual([secondLead])
    const given = story.given(twoLeads, handed, submitted(office))
    given.when(accept(office)).then({ reason: 'NOT_LEAD_OF_TASK' })
    given.when(accept(office), outsider).then({ reason: 'TASK_NOT_FOUND' })
    given.when(accept(office), secondLead).then([accepted(office)])
  })

  test('does not release the only other lead of it, nor put in that place whoever has acted for it', () => {
    const handed = AssignmentTransferred.create({
      ...{ organisation: supporter, successor: body(office, 'ROLE_RESPONSIBLE'), reason, ...takenOver },
    })
    const waive: TaskCommand = { type: 'Waive', organisation: lead, reason }
    const given = story.given(issued(), handed)
    given.when(waive).then(refused as never)
    const handing = { ...to('Transfer', lead), successor: outsider } as TaskCommand
    expect(given.when(handing).decision).toMatchObject({ _tag: 'Right' })
    const acted = { ...actingFor(submitted(office), outsider), subject: assignmentName(office) }
    const done = story.given(issued(), handed, acted)
    done.when(handing).then(refused as never)
    // Of several leads one may go, and a lead of nothing that is the authority's.
    const waived = AssignmentWaived.create({ organisation: lead, reason })
    const bodies = [lead, supporter, office]
    story
      .given(twoLeads, handed)
      .when(waive)
      .then([ledBy([secondLead], [lead, secondLead, supporter, office], waived)])
    story
      .given(issued())
      .when(waive)
      .then([ledBy([], [lead, supporter], waived)])
    story
      .given(issued(), handed, accepted(office))
      .when(waive)
      .then([ledBy([], bodies, waived)])
  })
})
