/** What reports say of a task: one lead on course, one body that is late to acknowledge. */
import { expect, test } from 'vitest'
import { AssignmentPersonNamed, ProgressReported } from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { Organisation } from '#proto/qiantou/directory/v1/directory_service.ts'
import type { LightColour } from '#proto/qiantou/task/v1/light.ts'
import { AssignmentTransferred, AssignmentWaived } from '#proto/qiantou/task/v1/task_events.ts'
import { type BoardTask, boardOn } from '#shared/domain/board.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { type ReadRecord, readRecord } from '#shared/record/record.ts'
import { Chain } from '#shared/testing/chain.ts'
import type { Told } from '#shared/testing/story.ts'
import * as facts from '#shared/testing/task-facts.ts'
import { Names } from '../text/names.ts'
import { bulletin, dispatch, ledger } from './sheets.ts'

const {
  acknowledged,
  assignmentName,
  body,
  issued,
  lead,
  office,
  outsider,
  secondLead,
  successor,
  supporter,
  taskName,
} = facts

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

/** A fact as it is recorded at noon of a day. */
const recordedOn = (on: string, scene: Told<Fact>): ReadRecord => {
  const { fact, ...said } = 'fact' in scene ? scene : { fact: scene }
  return readRecord(
    chain.next({ subject: taskName, actor: office, time: new Date(`${on}T04:00:00Z`), ...said }, fact).bytes,
  )
}

test('the ledger names no milestone of a part that is over, and says what its body said last: when, of what, how far', () => {
  const bodies = [supporter, secondLead, outsider].map((one) => body(one, 'ROLE_RESPONSIBLE'))
  const whole = { fact: ProgressReported.create({ report: 2, percent: 30 }), subject: assignmentName(outsider) }
  const transferred = AssignmentTransferred.fromPartial({
    ...{ organisation: secondLead, successor: body(successor, 'ROLE_RESPONSIBLE'), ...facts.takenOver },
  })
  const story: readonly (readonly [string, Told<Fact>])[] = [
    ['2026-03-02', issued([body(lead, 'ROLE_LEAD'), ...bodies])],
    ['2026-03-03', facts.reported(lead, 40)],
    ['2026-03-04', facts.reported(supporter, 60)],
    ['2026-03-05', facts.reported(secondLead, 50)],
    ['2026-03-06', facts.reported(outsider, 100)],
    ['2026-03-09', whole],
    ['2026-03-10', facts.submitted(lead)],
    ['2026-03-11', facts.accepted(lead)],
    ['2026-03-12', AssignmentWaived.create({ organisation: supporter })],
    ['2026-03-13', transferred],
  ]
  const board = boardOn(
    day,
    story.map(([on, scene]) => recordedOn(on, scene)),
  )
  const shown = (language: 'en' | 'zh') =>
    ledger({ ...ground, board, language }).rows.map((row) => [row[6], row[8], row[9], row[12]])
  expect(shown('en')).toEqual([
    ['', 'accepted', 100, '2026-03-10 submitted'],
    ['', 'waived', 0, '2026-03-04 完成立项 60%'],
    ['', 'transferred', 0, '2026-03-05 完成立项 50%'],
    ['完成立项 2026-06-30', 'issued', 0, ''],
    ['', 'in progress', 30, '2026-03-09 30%'],
  ])
  expect(shown('zh').map((row) => row.at(-1))).toEqual([
    ...['2026-03-10 提交办结', '2026-03-04 完成立项 60%', '2026-03-05 完成立项 50%', '', '2026-03-09 30%'],
  ])
})

test('what a body said of a part that it had before, and whom it named for it, is not said of the one begun anew', () => {
  const moved = (from: string, to: string) =>
    AssignmentTransferred.fromPartial({
      ...{ organisation: from, successor: body(to, 'ROLE_RESPONSIBLE'), succession: true, ...facts.takenOver },
    })
  const from = { year: 2026, month: 3, day: 4 }
  const named = AssignmentPersonNamed.fromPartial({ role: 'TERM_ROLE_OFFICER', person: 'wang', from })
  const board = boardOn(day, [
    recordedOn('2026-03-02', issued()),
    recordedOn('2026-03-04', { fact: named, actor: supporter, subject: assignmentName(supporter) }),
    recordedOn('2026-03-05', moved(supporter, successor)),
    // On the very day on which it begins anew, too.
    recordedOn('2026-03-06', facts.reported(supporter, 60)),
    recordedOn('2026-03-06', moved(successor, supporter)),
    // Of its first part, heard late.
    recordedOn('2026-03-07', facts.reported(supporter, 80)),
  ])
  const people = new Map([[`${supporter} TERM_ROLE_OFFICER`, '李四']])
  const own = ledger({ ...ground, people, board }).rows.filter((row) => row[2] === second)
  expect(own.map((row) => [row[5], row[8], row[12]])).toEqual([['李四', 'issued', '']])
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

test('the dispatch has every task, the gravest light first', () => {
  const colours = new Map<string, LightColour>()
  const another = (id: string, colour: LightColour): BoardTask[] =>
    ground.board.map((one) => {
      const name = `programmes/hunan/tasks/${id}`
      colours.set(assignmentName(supporter, name), colour)
      return { ...one, name }
    })
  const others = another('on-course', 'LIGHT_COLOUR_GREEN')
  const board = [...others, ...ground.board, ...another('late', 'LIGHT_COLOUR_RED')]
  const { rows } = dispatch({ ...ground, board, confirmed: { id: '2026-03', colours } })
  expect(rows.map((row) => [row[0], row[4]])).toEqual([
    ['late', '■ red'],
    ['2026-1', '▲ yellow'],
    ['on-course', '● green'],
  ])
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
