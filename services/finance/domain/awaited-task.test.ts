/** What spending plans wait for in a task: what was accepted and who waits come together in either order, and once. */
import { describe, expect, test } from 'vitest'
import { AwaitedMilestone } from '#proto/qiantou/application/v1/application.ts'
import { AwaitedMilestoneAccepted, SpendingPlanned } from '#proto/qiantou/application/v1/application_events.ts'
import {
  type AssignmentReassigned,
  AssignmentTransferred,
  AssignmentWaived,
  AuthoritySucceeded,
  type SubmissionAccepted,
  type TaskCancelled,
} from '#proto/qiantou/task/v1/task_events.ts'
import { applicationName, handler } from '#shared/testing/money-facts.ts'
import { recordedOf, Story, type Told, told } from '#shared/testing/story.ts'
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
const planning = (parts: ReturnType<typeof part>[], firstNumber = 1, year = 2026, subject = applicationName) =>
  told(SpendingPlanned.create({ year, firstNumber, parts }), { actor: handler, subject })
const planned = (firstNumber = 1, subject = applicationName, ...tasks: readonly string[]) =>
  planning(parts(...(tasks.length ? tasks : [taskName])), firstNumber, 2026, subject)
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

  test('waits and is told by its year', () => {
    const next = (number: number) => planning(parts(taskName), number, 2027)
    const metNext = AwaitedMilestoneAccepted.create({ ...met([1]), year: 2027 })
    const facts = [issued(), planned(), next(1), accepted(supporter)]
    expect(story.elapsed(...facts)).toEqual([met([1]), metNext])
    expect(story.elapsed(...facts, met([1]))).toEqual([metNext])
    expect(story.elapsed(issued(), planned(), next(1), planned(2), accepted(supporter))).toEqual([metNext, met([2])])
  })

  test('that is not among those told waits on', () => {
    const facts = [issued(), planned(1, applicationName, taskName, taskName), accepted(supporter), met([1])]
    expect(story.elapsed(...facts)).toEqual([met([2])])
  })

  test('counts only parts that wait for this task', () => {
    const facts = [issued(), planned(1, applicationName, `${taskName}-b`, taskName), accepted(supporter)]
    expect(story.elapsed(...facts)).toEqual([met([2])])
  })

  test('waits for whoever takes the part over', () => {
    const both = planning([part(taskName, supporter), part(taskName, lead)])
    const to = body(successor, 'ROLE_RESPONSIBLE')
    for (const moved of [
      reassigned(supporter, to),
      AssignmentTransferred.create({ organisation: supporter, successor: to }),
    ]) {
      const over = [issued(), both, moved]
      expect(story.elapsed(...over, accepted(successor))).toEqual([met([1], applicationName, successor)])
      // What waits for another body waits on for that one.
      expect(story.elapsed(...over, accepted(lead))).toEqual([met([2], applicationName, lead)])
      expect(isAwaitable(story.state(...over), successor, successor, '')).toBe(true)
    }
  })

  test('that came to a body whose own part was accepted waits for what that hands in next', () => {
    const merged = [issued(), planned(), accepted(lead), reassigned(supporter, body(lead, 'ROLE_RESPONSIBLE'))]
    expect(story.elapsed(...merged)).toEqual([])
    expect(story.elapsed(...merged, accepted(supporter))).toEqual([])
    expect(story.elapsed(...merged, reopened(lead), accepted(supporter))).toEqual([])
    expect(story.elapsed(...merged, reopened(lead), accepted(lead, 2))).toEqual([met([1], applicationName, lead)])
  })

  test('is told body by body', () => {
    const both = planning([part(taskName, supporter), part(taskName, lead)])
    const facts = [issued(), both, accepted(supporter), accepted(lead)]
    expect(story.elapsed(...facts)).toEqual([met([1]), met([2], applicationName, lead)])
    expect(awaitedTaskDecider.elapsesInto?.(story.state(...facts) as AwaitedTask)).toEqual([applicationName])
  })

  test('waits anew where the part was opened again before anybody waited', () => {
    const facts = [issued(), accepted(supporter), reopened(supporter), planned()]
    expect(story.elapsed(...facts)).toEqual([])
    expect(story.elapsed(...facts, accepted(supporter, 2))).toEqual([met([1])])
    // What another body handed in stays accepted.
    expect(story.elapsed(issued(), accepted(supporter), reopened(lead), planned())).toEqual([met([1])])
  })

  test('is due when the last of what it waits for came', () => {
    const at = new Date(noon.getTime() + 60_000)
    const state = story.state(issued(), planned(), told(accepted(supporter), { at })) as AwaitedTask
    expect(awaitedTaskDecider.due?.(state)).toBe(at.toISOString())
    expect(awaitedTaskDecider.due?.(story.state(issued(), planned()) as AwaitedTask)).toBeUndefined()
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
    const waived = [supporter, lead].map((organisation) => AssignmentWaived.create({ organisation }))
    expect(isOpen(...waived)).toBe(false)
  })

  test('is of a task, a body and a milestone that whoever plans knows of', () => {
    const state = story.state(issued())
    expect(isAwaitable(state, lead, supporter, 'half-year')).toBe(true)
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
    // Who has a copy knows of it, and whoever comes to be its authority.
    const copied = story.state({ ...issued(), copied: [outsider] })
    expect(isAwaitable(copied, outsider, supporter, '')).toBe(true)
    const passedOn = story.state(issued(), AuthoritySucceeded.create({ successor: outsider }))
    expect(isAwaitable(passedOn, outsider, supporter, '')).toBe(true)
  })
})

test('of a task is what its records say, and of each task of a plan what is planned', () => {
  const setting = { actor: lead, subject: taskName, at: noon }
  const touched = (scene: Told<SubmissionAccepted | SpendingPlanned>) =>
    awaitedTaskDecider.touches?.(recordedOf(scene, setting))
  expect(touched(accepted(supporter))).toEqual([awaitedName(taskName)])
  expect(awaitedTaskDecider.folds).toEqual(expect.arrayContaining([AssignmentTransferred, AuthoritySucceeded]))
  const other = `${taskName}-b`
  const tasks = [awaitedName(taskName), awaitedName(other)]
  expect(touched(planned(1, applicationName, taskName, other, taskName))).toEqual(tasks)
})
