/** What reports say of a task: one lead on course, one body that is late to acknowledge. */
import { expect, test } from 'vitest'
import { AssignmentPersonNamed } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { Organisation } from '#proto/qiantou/directory/v1/directory_service.ts'
import { boardOn } from '#shared/domain/board.ts'
import { type ReadRecord, readRecord } from '#shared/record/record.ts'
import { Chain } from '#shared/testing/chain.ts'
import { acknowledged, assignmentName, issued, lead, office, supporter, taskName } from '#shared/testing/task-facts.ts'
import { Names } from '../text/names.ts'
import { bulletin, dispatch, ledger } from './sheets.ts'

const chain = new Chain('//qiantou/lead-agency')
const taken = acknowledged(lead)
const records = [
  chain.next({ subject: taskName, actor: office }, issued()),
  chain.next({ subject: assignmentName(lead), actor: lead }, 'fact' in taken ? taken.fact : taken),
].map(({ bytes }) => readRecord(bytes))

const day = '2026-04-01'
const settings = { language: 'en', programme: 'hunan' } as never
const named = [lead, supporter].map((name) => Organisation.create({ name, titleEn: `Body ${name.split('/')[1]}` }))
const ground = {
  ...{ day, board: boardOn(day, records), names: new Names(named, settings), language: 'en' as const },
  people: new Map([[`${lead} TERM_ROLE_OFFICER`, '李四']]),
}
const [first, second] = [lead, supporter].map((name) => `Body ${name.split('/')[1]}`)

test('the ledger has a row for each part: bodies, people, milestone, due date, state, light', () => {
  const { title, rows } = ledger(ground)
  expect(title).toBe('Ledger as of 2026-04-01')
  expect(rows.map((row) => row.slice(2))).toEqual([
    [
      ...[first, 'lead', '', '李四', '完成立项 2026-06-30', '2026-12-31', 'acknowledged', 0],
      ...['● green', 'on course', ''],
    ],
    [
      ...[second, 'responsible', '', '', '完成立项 2026-06-30', '2026-12-31', 'issued', 0],
      ...['▲ yellow', 'not acknowledged in time', ''],
    ],
  ])
})

test('whom a body has named for the part stands before who is in the role there, from that day on', () => {
  const names = (person: string, month: number): ReadRecord =>
    readRecord(
      chain.next(
        { subject: assignmentName(lead), actor: lead },
        AssignmentPersonNamed.fromPartial({ role: 'TERM_ROLE_OFFICER', person, from: { year: 2026, month, day: 1 } }),
      ).bytes,
    )
  const people = new Map([...ground.people, [`${lead} wang`, '王五']])
  const officer = (...more: ReadRecord[]) =>
    ledger({ ...ground, people, board: boardOn(day, [...records, ...more]) }).rows[0]?.[5]
  expect(officer(names('wang', 5))).toBe('李四')
  expect(officer(names('wang', 4))).toBe('王五')
  expect(officer(names('wang', 4), names('zhao', 3))).toBe('王五')
  expect(officer(names('wang', 3), names('', 4))).toBe('')
  // Whose name the reader may not read is shown by the pseudonym.
  expect(officer(names('zhao', 4))).toBe('zhao')
})

test('what is not confirmed says so; what is shows the colours that the office has set', () => {
  const open = dispatch(ground)
  expect(open.title).toBe('Monthly dispatch as of 2026-04-01, not confirmed')
  expect(open.rows.map((row) => row.slice(2))).toEqual([
    [first, '2026-12-31', '▲ yellow', 'not acknowledged in time', second],
  ])
  const set = new Map([[assignmentName(supporter), 'LIGHT_COLOUR_RED' as const]])
  const confirmed = { id: '2026-03', colours: set }
  const printed = dispatch({ ...ground, confirmed })
  expect(printed.title).toBe('Monthly dispatch 2026-03 as of 2026-04-01, confirmed')
  // Whoever reads it is told that more may have happened in its month.
  const early = dispatch({ ...ground, day: '2026-03-20', confirmed }).title
  expect(early).toBe('Monthly dispatch 2026-03 as of 2026-03-20, month not over, confirmed')
  expect(printed.rows[0]?.slice(4, 6)).toEqual(['■ red', 'set by the office'])
  const spared = { id: '2026-03', colours: new Map([[assignmentName(supporter), 'LIGHT_COLOUR_GREY' as const]]) }
  expect(dispatch({ ...ground, confirmed: spared }).rows[0]?.slice(4, 6)).toEqual(['● green', 'set by the office'])
})

test('the bulletin counts the lights of each body, those with most red first, as they go out', () => {
  expect(bulletin(ground).rows).toEqual([
    [second, 1, 0, 0, 1, 0, 0],
    [first, 1, 0, 0, 0, 1, 0],
  ])
  const confirmed = { id: '2026-q1', colours: new Map([[assignmentName(lead), 'LIGHT_COLOUR_RED' as const]]) }
  const { title, rows } = bulletin({ ...ground, confirmed })
  expect(title).toBe('Quarterly bulletin 2026-q1 as of 2026-04-01, confirmed')
  expect(rows).toEqual([
    [first, 1, 0, 1, 0, 0, 0],
    [second, 1, 0, 0, 1, 0, 0],
  ])
})
