/** A draft through the command line: drafted by its lead, returned, revised, confirmed, acknowledged; and gone on with a year later. */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { home, patience, qiantou, records, startBus, stopBus } from './command.ts'

vi.setConfig({ testTimeout: 60_000 })
beforeAll(() => startBus(), 30_000)
afterAll(async () => {
  await stopBus()
  rmSync(home, { recursive: true, force: true })
}, 30_000)

const receipts = new Map<string, string>()
const builtOn = (): string[] => [...receipts].flatMap(([source, sequence]) => ['--after', `${source}:${sequence}`])

const call = (as: string, ...words: readonly string[]) => qiantou(...words, '--as', as, '--json', ...builtOn())

async function run(as: string, ...words: readonly string[]) {
  const { status, stdout, stderr } = await call(as, ...words)
  expect({ words, status, stderr }).toEqual({ words, status: 0, stderr: '' })
  const answer = JSON.parse(stdout)
  for (const { receipt } of answer.confirmed ?? [answer]) if (receipt) receipts.set(receipt.source, receipt.sequence)
  return answer
}
const reasonOf = async (as: string, ...words: readonly string[]): Promise<string> =>
  JSON.parse((await call(as, ...words)).stderr).error.reason

const [lead, supporter, office] = ['hn-kjt', 'hn-wwj', 'hn-office']
const wanted = ['--title', '编制平台目录', '--due', '2096-11-30', '--milestone', 'm1:2096-02-29:摸底']

let other = ''

test('a draft is between its lead and the office', async () => {
  const { task } = await run(lead, 'task', 'draft', '--clause', '2-1', ...wanted, '--id', 'annual')
  expect(task).toMatchObject({
    ...{ state: 'TASK_STATE_DRAFT', assignments: [], light: { reason: 'LIGHT_REASON_DRAFTED' } },
    draft: { drafters: [`organisations/${lead}`], returned: false },
  })
  const others = (task.draft.bodies as { organisation: string }[])
    .map(({ organisation }) => organisation.replace('organisations/', ''))
    .filter((body) => body !== lead)
  other = others[0] as string
  expect(await reasonOf(other, 'task', 'show', 'annual')).toBe('TASK_NOT_FOUND')
  const unseen = await qiantou('event', 'history', 'annual', '--as', other, '--json')
  expect(JSON.parse(unseen.stderr).error.code).toBe('NOT_FOUND')
  expect(await reasonOf(lead, 'task', 'confirm', 'annual')).toBe('NOT_ISSUING_AUTHORITY')
})

test('a draft that was returned is handed in again by revising it', async () => {
  await run(office, 'task', 'return-draft', 'annual', '--reason', '成果形式不明确')
  expect(await reasonOf(office, 'task', 'confirm', 'annual')).toBe('DRAFT_RETURNED')
  expect(await run(office, 'task', 'confirm', '--all')).toEqual({ confirmed: [] })
  const revised = await run(lead, 'task', 'revise-draft', 'annual', '--deliverable', '平台目录一册')
  expect(revised.task.content).toMatchObject({ title: '编制平台目录', deliverable: '平台目录一册' })
  const listed = await qiantou('task', 'list', '--state', 'draft', '--as', office, '--json')
  expect(JSON.parse(listed.stdout).tasks).toHaveLength(1)
})

test('confirmed, it is issued to every body of its clause, which acknowledges and reads how it was drafted', async () => {
  const { confirmed } = await run(office, 'task', 'confirm', '--all', '--despite-repeats')
  expect(confirmed).toMatchObject([{ task: { state: 'TASK_STATE_ISSUED', content: { deliverable: '平台目录一册' } } }])
  expect(confirmed[0].task.draft).toBeNull()
  for (const body of [lead, other]) await run(body, 'assignment', 'acknowledge', 'annual')
  // Whoever has come to have a part reads how it was drafted, too.
  await vi.waitFor(async () => {
    const { stdout, stderr } = await qiantou('event', 'history', 'annual', '--as', other, '--json')
    const types = records(stdout).map(({ type }) => type.split('.').at(-1))
    expect({ stderr, types: types.slice(0, 4) }).toEqual({
      stderr: '',
      types: ['TaskDrafted', 'DraftReturned', 'DraftRevised', 'TaskIssued'],
    })
  }, patience)
})

test('a task goes on with the one of the year before: what is not said is taken from it, a year later', async () => {
  const { task } = await run(lead, 'task', 'draft', '--continue', 'annual', '--id', 'next')
  expect(task.content).toMatchObject({
    ...{ continues: 'programmes/hunan-2025-7/tasks/annual', title: '编制平台目录', deliverable: '平台目录一册' },
    ...{ due: { year: 2097, month: 11, day: 30 } },
    milestones: [{ id: 'm1', due: { year: 2097, month: 2, day: 28 } }],
  })
  expect(await reasonOf(lead, 'task', 'draft', '--continue', 'next', '--id', 'third')).toBe('FORMER_TASK_NOT_ISSUED')
  const shown = await qiantou('task', 'show', 'next', '--as', office, '--lang', 'zh', ...builtOn())
  expect(shown.stdout).toMatch(/接续任务\s+annual/)
})

test('of several drafts, those that are refused are told with why, and the others are issued', async () => {
  await run(lead, 'task', 'draft', '--clause', '2-1', ...wanted, '--id', 'another')
  await run(office, 'task', 'return-draft', 'next', '--reason', '再议')
  const repeating = await call(office, 'task', 'confirm', '--all')
  const [why, ...others] = JSON.parse(repeating.stderr).error.violations
  expect(why.field).toBe('programmes/hunan-2025-7/tasks/another')
  expect(why.description).toMatch(/\[REPEATS_REQUESTS\].*programmes\/hunan-2025-7\/tasks\/annual: /)
  expect(others).toEqual([])
  const { status, stdout, stderr } = await call(office, 'task', 'confirm', 'next', 'another', '--despite-repeats')
  expect(status).toBe(1)
  expect(JSON.parse(stdout).confirmed).toMatchObject([{ task: { name: 'programmes/hunan-2025-7/tasks/another' } }])
  expect(JSON.parse(stderr).error).toMatchObject({
    reason: 'DRAFTS_REFUSED',
    violations: [{ field: 'programmes/hunan-2025-7/tasks/next' }],
  })
  const { task } = await run(lead, 'task', 'cancel', 'next', '--reason', '不再需要')
  expect(task.state).toBe('TASK_STATE_CANCELLED')
  expect(await reasonOf(supporter, 'task', 'draft', '--clause', '2-1', ...wanted)).toMatch(/NOT_DRAFTER|NOT_FOUND/)
})
