/** A task that is drafted for the annual task list, confirmed by the office, and issued then. */
import { left, right } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import {
  AuthoritySucceeded,
  DraftReturned,
  DraftRevised,
  DutiesSucceeded,
  TaskCommented,
  TaskContent,
  TaskDrafted,
} from '#proto/qiantou/task/v1/task_events.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import { rejection } from '#shared/domain/rejection.ts'
import { rulesOf } from '#shared/domain/rules.ts'
import { draftersOf } from '#shared/domain/task-draft.ts'
import { taskLight } from '#shared/domain/task-light.ts'
import { taskParties } from '#shared/domain/task-roles.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { Story, told } from '#shared/testing/story.ts'
import {
  acknowledged,
  body,
  cancelled,
  issued,
  lead,
  noon,
  office,
  outsider,
  secondLead,
  successor,
  supporter,
  taskContent,
  taskName,
  text,
} from '#shared/testing/task-facts.ts'
import { type TaskCommand, taskDecider } from './task.ts'
import type { Issue } from './task-issue.ts'

const story = new Story(taskDecider, { actor: lead, subject: taskName, at: noon })
const led = [body(lead, 'ROLE_LEAD'), body(supporter, 'ROLE_RESPONSIBLE')]

const issue = (changes: Partial<Issue> = {}): Issue => ({
  ...{ content: taskContent(), mode: 'RESPONSIBILITY_MODE_LED', authority: office, bodies: led, copied: [] },
  rules: rulesOf(undefined),
  ...changes,
})
const draft = (changes: Partial<Issue> = {}, named: readonly OrganisationName[] = []): TaskCommand => ({
  ...{ type: 'Draft', issue: right(issue(changes)), named },
})
const revise = (changes: Partial<Issue> = {}): TaskCommand => ({
  ...{ type: 'ReviseDraft', issue: right(issue(changes)), named: [] },
})
const confirm = (changes: Partial<Issue> = {}): TaskCommand => ({
  ...{ type: 'ConfirmDraft', issue: right(issue(changes)), named: [] },
})
const giveBack: TaskCommand = { type: 'ReturnDraft', reason: text('成果形式不明确') }
const withdraw: TaskCommand = { type: 'Cancel', reason: text('并入另一任务') }
const comment: TaskCommand = { type: 'Comment', text: text('请先与发改委商定') }

const drafted = (changes: Partial<TaskDrafted> = {}): TaskDrafted =>
  TaskDrafted.create({
    ...{ content: taskContent(), mode: 'RESPONSIBILITY_MODE_LED', authority: office, bodies: led },
    ...changes,
  })
const sentBack = DraftReturned.create({ reason: text('成果形式不明确') })
const returned = told(sentBack, { actor: office })
const better = TaskContent.create({ ...taskContent(), deliverable: '平台上线并接入三市' })
const revised = DraftRevised.create({ content: better })
const over = (organisation: OrganisationName, heir: OrganisationName): DutiesSucceeded =>
  DutiesSucceeded.create({ organisation, successor: heir })

describe('drafting', () => {
  test('is done by a lead of the clause, and is known to it and to the office alone', () => {
    const state = story.given().when(draft()).then([drafted()]) as Task
    expect(state).toMatchObject({ state: 'DRAFT', parts: [], authority: office })
    expect([...taskParties(state)]).toEqual([office, lead])
    expect(taskDecider.parties(drafted(), state)).toEqual({ admits: [office, lead], releases: [] })
  })

  test('is done by the office too, and by nobody else', () => {
    story.given().when(draft(), office).then([drafted()])
    for (const other of [supporter, outsider]) story.given().when(draft(), other).then({ reason: 'NOT_DRAFTER' })
  })

  test('is done by any body where nobody leads, but not by standing implementers', () => {
    const bodies = [
      body(lead, 'ROLE_RESPONSIBLE'),
      body(supporter, 'ROLE_RESPONSIBLE'),
      body(outsider, 'ROLE_STANDING'),
    ]
    const joint = { mode: 'RESPONSIBILITY_MODE_JOINT', bodies } as const
    story
      .given()
      .when(draft(joint), supporter)
      .then([drafted({ ...joint, bodies: [...bodies] })])
    story.given().when(draft(joint), outsider).then({ reason: 'NOT_DRAFTER' })
    expect(draftersOf([body(outsider, 'ROLE_STANDING')])).toEqual([outsider])
  })

  test('is refused where issuing would be', () => {
    const unassigned = draft({ mode: 'RESPONSIBILITY_MODE_UNASSIGNED', bodies: [] })
    story.given().when(unassigned, office).then({ reason: 'CLAUSE_UNASSIGNED' })
    story
      .given()
      .when(draft({ copied: [supporter] }))
      .then({ reason: 'COPIED_HAS_PART' })
    const missing: TaskCommand = {
      ...{ type: 'Draft', named: [], issue: left(rejection('notFound', 'CLAUSE_NOT_FOUND', { clause: '9' })) },
    }
    story.given().when(missing).then({ reason: 'CLAUSE_NOT_FOUND' })
    for (const there of [drafted(), issued()]) story.given(there).when(draft()).then({ reason: 'TASK_EXISTS' })
  })

  test('keeps a copy for a group as it was named, and lets it read nothing yet', () => {
    const state = story
      .given()
      .when(draft({ copied: [outsider] }, ['organisations/hn-cities']))
      .then([drafted({ copied: ['organisations/hn-cities'] })]) as Task
    expect(state.copied).toBeUndefined()
    expect(state.draft?.copied).toEqual(['organisations/hn-cities'])
    expect(taskParties(state).has(outsider)).toBe(false)
  })

  test('takes an id that no task may be issued under', () => {
    const issuing: TaskCommand = { type: 'Issue', ...issue() }
    story.given(drafted()).when(issuing, office).then({ reason: 'TASK_EXISTS' })
    story.given(drafted(), cancelled()).when(issuing, office).then({ reason: 'TASK_EXISTS' })
  })
})

describe('a draft', () => {
  test('waits grey for the office, and returned for those who may draft it', () => {
    const waiting = story.state(drafted()) as Task
    // Its due date has long passed: it is due to nobody.
    expect(taskLight(waiting, '2027-06-30')).toMatchObject({
      ...{ colour: 'LIGHT_COLOUR_GREY', reason: 'LIGHT_REASON_DRAFTED', turn: [office] },
    })
    const back = story.given(drafted()).when(giveBack, office).then([sentBack]) as Task
    expect(taskLight(back, '2026-03-02')).toMatchObject({
      ...{ colour: 'LIGHT_COLOUR_GREY', reason: 'LIGHT_REASON_DRAFT_RETURNED', turn: [lead] },
    })
    expect(back.texts).toMatchObject([{ kind: 'DRAFT_RETURN' }])
  })

  test('is handed in again by revising it', () => {
    const bodies = [body(lead, 'ROLE_LEAD'), body(secondLead, 'ROLE_LEAD')]
    for (const actor of [lead, secondLead, office]) {
      const state = story
        .given(drafted({ bodies }), returned)
        .when(revise({ content: better, bodies }), actor)
        .then([revised]) as Task
      expect(state.content.deliverable).toBe(better.deliverable)
      expect(taskLight(state, '2026-03-02').turn).toEqual([office])
    }
  })

  test('stays with its clause', () => {
    const content = { ...better, clause: 'programmes/hunan/clauses/2-2' }
    story.given(drafted()).when(revise({ content })).then({ reason: 'DRAFT_OTHER_CLAUSE' })
  })

  test('is returned and confirmed by the office alone, and not while it waits to be revised', () => {
    for (const command of [giveBack, confirm()]) {
      story.given(drafted()).when(command).then({ reason: 'NOT_ISSUING_AUTHORITY' })
      story.given(drafted(), returned).when(command, office).then({ reason: 'DRAFT_RETURNED' })
    }
  })

  test('is withdrawn by who may draft it, and cancelled by the office', () => {
    for (const actor of [lead, office]) {
      const state = story
        .given(drafted())
        .when(withdraw, actor)
        .then([{ ...cancelled(), reason: text('并入另一任务') }])
      expect(state).toMatchObject({ state: 'CANCELLED' })
      expect([...taskParties(state as Task)]).toEqual([office, lead])
      for (const command of [comment, revise(), confirm()])
        story.given(drafted(), cancelled()).when(command, office).then({ reason: 'TASK_ENDED' })
    }
  })

  test('is commented on by its parties', () => {
    const said = TaskCommented.create({ text: text('请先与发改委商定') })
    for (const actor of [lead, office]) story.given(drafted()).when(comment, actor).then([said])
  })

  test('is not there for anybody else', () => {
    for (const command of [comment, revise(), giveBack, confirm(), withdraw])
      for (const other of [supporter, outsider])
        story.given(drafted()).when(command, other).then({ reason: 'TASK_NOT_FOUND' })
  })

  test('takes no other command', () => {
    const others: TaskCommand[] = [
      { type: 'Close' },
      { type: 'Archive' },
      { type: 'Countersign' },
      { type: 'ReturnClosing', reason: text('佐证不足') },
      { type: 'Accept', organisation: lead },
      { type: 'Waive', organisation: lead, reason: text('另行安排') },
    ]
    for (const command of others) story.given(drafted()).when(command, office).then({ reason: 'TASK_IN_DRAFT' })
  })
})

describe('confirming', () => {
  test('issues the task as it would be issued on that day, and leaves nothing of the draft', () => {
    const state = story
      .given(told(drafted(), { at: new Date('2025-12-01T04:00:00Z') }), returned, told(revised, { actor: lead }))
      .when(confirm(), office)
      .then([issued()])
    expect(state).toEqual(story.state(issued()))
    expect(taskDecider.parties(issued(), state as Task)).toEqual({ admits: [office, lead, supporter], releases: [] })
  })

  test('goes to the bodies of that day: who has left the group that drafted it learns no more', () => {
    const members = (...codes: readonly string[]) =>
      codes.map((code) => ({ ...body(code, 'ROLE_RESPONSIBLE'), named: 'organisations/hn-cities' }))
    const joint = { mode: 'RESPONSIBILITY_MODE_JOINT', authority: office } as const
    const bodies = members(supporter, successor)
    const scenes = [drafted({ ...joint, bodies: members(lead, supporter) })]
    const left = over(lead, '')
    const state = story
      .given(...scenes)
      .when(confirm({ ...joint, bodies }), office)
      .then([left, { ...issued(bodies, joint.mode) }]) as Task
    expect([...taskParties(state)]).toEqual([office, supporter, successor])
    const between = story.state(...scenes, left) as Task
    expect(taskDecider.parties(left, between)).toEqual({ admits: [], releases: [lead] })
  })

  test('is refused where nothing can be issued any more', () => {
    const nobody: TaskCommand = {
      ...{ type: 'ConfirmDraft', named: [] },
      issue: left(rejection('precondition', 'BODY_WITHOUT_SUCCESSOR', { organisation: supporter })),
    }
    story.given(drafted()).when(nobody, office).then({ reason: 'BODY_WITHOUT_SUCCESSOR' })
    story
      .given(drafted())
      .when(confirm({ copied: [supporter] }), office)
      .then({ reason: 'COPIED_HAS_PART' })
  })

  test('is done once: what was issued is no draft', () => {
    for (const command of [confirm(), revise(), giveBack])
      story.given(drafted(), issued()).when(command, office).then({ reason: 'TASK_NOT_IN_DRAFT' })
    story.given(issued()).when(confirm(), office).then({ reason: 'TASK_NOT_IN_DRAFT' })
    const after = story.given(drafted(), issued(), acknowledged(lead))
    after.when(withdraw, lead).then({ reason: 'NOT_ISSUING_AUTHORITY' })
  })
})

describe('a reorganisation', () => {
  const service = 'services/lead-agency'
  const succeed: TaskCommand = { type: 'Succeed', organisation: lead, successor }

  test('has the successor draft in the place of who is no longer there', () => {
    const state = story
      .given(drafted())
      .when(succeed, service)
      .then([over(lead, successor)]) as Task
    expect([...taskParties(state)]).toEqual([office, successor])
    expect(taskDecider.parties(over(lead, successor), state)).toEqual({ admits: [successor], releases: [lead] })
    const scenes = [drafted(), told(over(lead, successor), { actor: service }), returned]
    story
      .given(...scenes)
      .when(revise({ content: better }), successor)
      .then([revised])
    story
      .given(...scenes)
      .when(revise({ content: better }), lead)
      .then({ reason: 'TASK_NOT_FOUND' })
    story
      .given(...scenes)
      .when(succeed, service)
      .then({ reason: 'ASSIGNMENT_NOT_FOUND' })
  })

  test('leaves a draft of which nobody is left to the office', () => {
    const state = story.state(drafted(), returned, over(lead, '')) as Task
    expect(taskLight(state, '2026-03-02').turn).toEqual([office])
    story
      .given(drafted(), over(lead, ''))
      .when(revise({ content: better }), office)
      .then([revised])
  })

  test('takes drafts to the successor of the office', () => {
    const moved = AuthoritySucceeded.create({ authority: office, successor })
    const command: TaskCommand = { type: 'SucceedAuthority', authority: office, successor }
    const state = story.given(drafted()).when(command, service).then([moved]) as Task
    expect([...taskParties(state)]).toEqual([successor, lead])
    story.given(drafted(), moved).when(giveBack, successor).then([sentBack])
    story.given(drafted(), moved).when(giveBack, office).then({ reason: 'TASK_NOT_FOUND' })
  })
})
