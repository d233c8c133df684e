import { expect, it } from 'vitest'
import { Organisation } from '#proto/qiantou/directory/v1/directory_service.ts'
import { DutiesSucceeded } from '#proto/qiantou/task/v1/task_events.ts'
import type { Day } from '#shared/domain/calendar.ts'
import { Story } from '#shared/testing/story.ts'
import { issued, lead, noon, office, supporter, taskName } from '#shared/testing/task-facts.ts'
import { taskView } from '../../services/coordination-office/domain/task.ts'
import { Names } from '../text/names.ts'
import { lightTable } from './board.ts'

const names = new Names(
  [
    Organisation.create({ name: lead, titleZh: '省科技厅' }),
    Organisation.create({ name: supporter, titleZh: '省发展改革委' }),
  ],
  { language: 'zh', programme: 'hunan' } as never,
)

it('shows each task, its parts under it, and their milestones under those, with whoever is to act', () => {
  const task = new Story(taskView, { actor: office, subject: taskName, at: noon }).state(issued())
  const board = task ? [{ name: taskName, task, lastReports: new Map(), people: new Map() }] : []
  const lines = (day: Day): readonly string[] => lightTable(board, day, names, 'zh').trimEnd().split('\n')
  const marginOf = (text: string, on: readonly string[]): number => Math.max(...on.map((line) => line.indexOf(text)))
  const late = lines('2026-07-01')
  const parts = marginOf('省发展改革委 (', late)
  expect(marginOf('half-year', late)).toBe(parts + 2)
  expect(late.filter((line) => /half-year.*■ 红:阶段目标逾期,应由 \S+ 办理/.test(line))).toHaveLength(2)
  expect(lines('2027-01-01')[1]).toMatch(/■ 红:逾期未办结|■ 红:阶段目标逾期/)
})

it('says of a part that its body is gone, and nobody succeeds it', () => {
  const facts = [issued(), DutiesSucceeded.create({ organisation: supporter, successor: '' })]
  const task = new Story(taskView, { actor: office, subject: taskName, at: noon }).state(...facts)
  const board = task ? [{ name: taskName, task, lastReports: new Map(), people: new Map() }] : []
  expect(lightTable(board, '2026-03-03', names, 'zh')).toContain('  省发展改革委(已撤销,无承接单位) (')
  expect(lightTable(board, '2026-03-03', names, 'en')).toContain('  省发展改革委 (gone) (')
})
