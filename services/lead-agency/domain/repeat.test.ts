import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { likenessTo } from '#shared/domain/alike.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { TaskFact } from '#shared/domain/task-fact.ts'
import type { Task } from '#shared/domain/task-state.ts'
import { Story, type Told, told } from '#shared/testing/story.ts'
import * as facts from '#shared/testing/task-facts.ts'
import { repeatsOf, type Wanted } from './repeat.ts'
import { taskDecider } from './task.ts'

const { lead, office, outsider, successor, supporter, taskName } = facts
const story = new Story(taskDecider, { actor: office, subject: taskName, at: facts.noon })
const standing = (...scenes: readonly Told<TaskFact>[]) => [
  { name: taskName, state: story.state(facts.issued(), ...scenes) as Task },
]
const clause = 'programmes/hunan/clauses/2-1'
const terms = { since: '2026-03-01', threshold: 60 }
const wanted = (changes: Partial<Wanted['content']> = {}, organisations = [supporter, outsider, lead]): Wanted => ({
  content: { clause, title: '其他', deliverable: '', ...changes },
  organisations,
})
const elsewhere = (changes: Partial<Wanted['content']>) => wanted({ clause: `${clause}2`, ...changes })

describe('a task repeats', () => {
  test('another of its clause, for the bodies that both name', () => {
    expect(repeatsOf(wanted(), standing(), terms)).toMatchObject([
      { name: taskName, organisations: [supporter, lead], sameClause: true, titlePercent: 0, deliverablePercent: 0 },
    ])
    expect(repeatsOf(wanted({}, [outsider]), standing(), terms)).toEqual([])
  })

  test('one of another clause whose title or deliverable is alike', () => {
    expect(repeatsOf(elsewhere({ title: '建设算力调度中心' }), standing(), terms)).toMatchObject([{ titlePercent: 71 }])
    expect(repeatsOf(elsewhere({ deliverable: '平台上线。' }), standing(), terms)).toMatchObject([
      { deliverablePercent: 100 },
    ])
    expect(repeatsOf(elsewhere({ title: '培训干部' }), standing(), terms)).toEqual([])
    expect(repeatsOf(elsewhere({ title: '建设算力调度中心' }), standing(), { ...terms, threshold: 80 })).toEqual([])
  })

  test('nothing of a body whose part has another one now, or was waived, and nothing that was cancelled', () => {
    const moved = facts.reassigned(supporter, facts.body(successor, 'ROLE_RESPONSIBLE'))
    expect(repeatsOf(wanted(), standing(moved), terms)[0]?.organisations).toEqual([lead])
    expect(repeatsOf(wanted(), standing(facts.cancelled(lead, supporter)), terms)).toEqual([])
  })

  test('what was struck off lately, but not what was long ago', () => {
    const done = [facts.accepted(lead), facts.accepted(supporter), facts.proposed()]
    const struckOff = standing(...done, told(facts.closed(), { at: new Date('2026-03-10T04:00:00Z') }))
    expect(repeatsOf(wanted(), struckOff, { ...terms, since: '2026-03-10' })).toHaveLength(1)
    expect(repeatsOf(wanted(), struckOff, { ...terms, since: '2026-03-11' })).toEqual([])
  })

  test('those of the same clause first, then those that are most alike', () => {
    const [one] = standing()
    const state = one?.state as Task
    const other = (name: string, title: string, of: string) => ({
      name,
      state: { ...state, content: { ...state.content, title, clause: of, due: toDate('2026-12-31') } },
    })
    const tasks = [other('c', '编制目录清单', 'x'), other('a', '编制目录', 'x'), other('b', '别的事项', clause)]
    const found = repeatsOf(wanted({ title: '编制目录' }), tasks, terms)
    expect(found.map(({ name }) => name)).toEqual(['b', 'a', 'c'])
  })
})

test('alike is what shares pairs of letters, whatever its case, spaces and punctuation', () => {
  expect(likenessTo('List of platforms')('list  of PLATFORMS!')).toBe(100)
  expect(likenessTo('编制平台目录')('建设平台目录')).toBe(60)
  expect(likenessTo('Draw up a list of data platforms')('Train the officials of all counties')).toBeLessThan(40)
  // Too short to say anything.
  expect(likenessTo('目录')('目录')).toBe(0)
  expect(likenessTo('')('')).toBe(0)
})

test('how much two texts are alike is the same either way, and between 0 and 100', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
      const percent = likenessTo(one)(other)
      expect(percent).toBe(likenessTo(other)(one))
      expect(percent).toBeGreaterThanOrEqual(0)
      expect(percent).toBeLessThanOrEqual(100)
    }),
  )
})
