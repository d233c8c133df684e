/** What spending plans wait for in a task: what was accepted and who waits come together in either order, and once. */
import { describe, expect, test } from 'vitest'
import { AwaitedMilestone } from '#proto/qiantou/application/v1/application.ts'
import { AwaitedMilestoneAccepted, SpendingPlanned } from '#proto/qiantou/application/v1/application_events.ts'
import {
  type AssignmentReassigned,
  AssignmentWaived,
  type SubmissionAccepted,
  type TaskCancelled,
} from '#proto/qiantou/task/v1/task_events.ts'
import { applicationName, handler } from '#shared/testing/money-facts.ts'
import { Story, told } from '#shared/testing/story.ts'
import {
  accepted,
  body,
  cancelled,
  duties,
  issued,
  lead,
  noon,
  outsider,
  reassigned,
  reopened,
  successor,
  supporter,
  taskName,
} from '#shared/testing/task-facts.ts'
import { type AwaitedTask, awaitedName, awaitedTaskDecider } from './awaited-task.ts'
import { isAwaitable } from './spending-plan.ts'

const story = new Story(awaitedTaskDecider, { actor: lead, subject: taskName, at: noon }, awaitedName(taskName))
const part = (task: string, organisation: string) => ({
  ...{ $type: 'qiantou.application.v1.SpendingPart' as const, fen: 1n },
  waitsFor: {
    $case: 'milestone' as const,
    value: AwaitedMilestone.create({ task, organisation, milestone: 'half-year' }),
  },
})
const parts = (...tasks: readonly string[]) => tasks.map((task) => part(task, supporter))
const planned = (firstNumber = 1, subject = applicationName, ...tasks: readonly string[]) =>
  told(SpendingPlanned.create({ year: 2026, firstNumber, parts: parts(...(tasks.length ? tasks : [taskName])) }), {
    ...{ actor: handler, subject },
  })
const met = (numbers: number[], application = applicationName, organisation = supporter) =>
  AwaitedMilestoneAccepted.create({ application, year: 2026, numbers, organisation })

describe('a part of a plan that waits for a part of a task', () => {
  test('is told that it was accepted, whichever came first', () => {
    expect(story.elapsed(issued(), planned(), accepted(supporter))).toEqual([met([1])])
    expect(story.elapsed(issued(), accepted(supporter), planned())).toEqual([met([1])])
  })

  test('is told nothing before, of another body, or once more', () => {
    expect(story.elapsed(issued(), planned())).toEqual([])
    expect(story.elapsed(issued(), planned(), accepted(lead))).toEqual([])
    expect(story.elapsed(issued(), planned(), accepted(supporter), met([1]))).toEqual([])
    expect(story.elapsed(issued(), planned(), accepted(supporter), met([1]), accepted(supporter, 2))).toEqual([])
  })

  test('is told by application, and with all that wait in it', () => {
    const other = 'programmes/hunan/applications/a2'
    const facts = [issued(), planned(1, applicationName, taskName, taskName), planned(4, other), accepted(supporter)]
    expect(story.elapsed(...facts)).toEqual([met([1, 2]), met([4], other)])
    expect(awaitedTaskDecider.elapsesInto?.(story.state(...facts) as AwaitedTask)).toEqual([applicationName, other])
    expect(story.elapsed(...facts, met([1, 2]))).toEqual([met([4], other)])
  })

  test('is replaced by another plan of its year, which waits by other numbers', () => {
    expect(story.elapsed(issued(), planned(), planned(2), accepted(supporter))).toEqual([met([2])])
  })

  test('counts only parts that wait for this task', () => {
    const facts = [issued(), planned(1, applicationName, `${taskName}-b`, taskName), accepted(supporter)]
    expect(story.elapsed(...facts)).toEqual([met([2])])
  })

  test('waits for whoever takes the part over', () => {
    const over = [issued(), planned(), reassigned(supporter, body(successor, 'ROLE_RESPONSIBLE'))]
    expect(story.elapsed(...over, accepted(successor))).toEqual([met([1], applicationName, successor)])
  })

  test('that came to a body whose own part was accepted waits for what that hands in next', () => {
    const merged = [issued(), planned(), accepted(lead), reassigned(supporter, body(lead, 'ROLE_RESPONSIBLE'))]
    expect(story.elapsed(...merged)).toEqual([])
    expect(story.elapsed(...merged, reopened(lead), accepted(supporter))).toEqual([])
    expect(story.elapsed(...merged, reopened(lead), accepted(lead, 2))).toEqual([met([1], applicationName, lead)])
  })

  test('is told body by body', () => {
    const both = SpendingPlanned.create({
      year: 2026,
      firstNumber: 1,
      parts: [part(taskName, supporter), part(taskName, lead)],
    })
    const facts = [
      issued(),
      told(both, { actor: handler, subject: applicationName }),
      accepted(supporter),
      accepted(lead),
    ]
    expect(story.elapsed(...facts)).toEqual([met([1]), met([2], applicationName, lead)])
    expect(awaitedTaskDecider.elapsesInto?.(story.state(...facts) as AwaitedTask)).toEqual([applicationName])
  })

  test('waits anew where the part was opened again before anybody waited', () => {
    const facts = [issued(), accepted(supporter), reopened(supporter), planned()]
    expect(story.elapsed(...facts)).toEqual([])
    expect(story.elapsed(...facts, accepted(supporter, 2))).toEqual([met([1])])
  })

  test('is not of a part that is over and was not accepted: another has it, it was waived, or the task cancelled', () => {
    type Over = SubmissionAccepted | AssignmentReassigned | AssignmentWaived | TaskCancelled
    const isOpen = (...facts: readonly Over[]): boolean =>
      isAwaitable(story.state(issued(), ...facts), lead, supporter, '')
    const over = reassigned(supporter, body(successor, 'ROLE_RESPONSIBLE'))
    for (const fact of [over, AssignmentWaived.create({ organisation: supporter }), cancelled(supporter)]) {
      expect(isOpen(fact)).toBe(false)
      expect(isOpen(accepted(supporter), fact)).toBe(true)
    }
    expect(isOpen(over, reassigned(successor, body(supporter, 'ROLE_RESPONSIBLE')))).toBe(true)
    expect(isOpen(cancelled(lead))).toBe(true)
  })

  test('is of a task, a body and a milestone that whoever plans knows of', () => {
    const state = story.state(issued())
    const [milestone = ''] = state?.milestones ?? []
    expect(isAwaitable(state, lead, supporter, milestone)).toBe(true)
    expect(isAwaitable(state, lead, supporter, '')).toBe(true)
    expect(isAwaitable(state, lead, supporter, 'no-such')).toBe(false)
    expect(isAwaitable(state, lead, outsider, '')).toBe(false)
    expect(isAwaitable(state, outsider, supporter, '')).toBe(false)
    expect(isAwaitable(undefined, lead, supporter, '')).toBe(false)
    const nobody = story.state(issued(), accepted(lead), duties(lead))
    expect(isAwaitable(nobody, successor, supporter, '')).toBe(false)
    expect(isAwaitable(nobody, '', supporter, '')).toBe(false)
    expect(isAwaitable(story.state(issued(), accepted(lead), duties(lead, successor)), successor, supporter, '')).toBe(
      true,
    )
  })
})
