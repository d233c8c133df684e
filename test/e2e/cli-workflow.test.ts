/** Every command that moves a task, through the command line, from issue to close: after each what it came to. */
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest'
import { home, patience, qiantou, records, startBus, stopBus } from './command.ts'

vi.setConfig({ testTimeout: 60_000 })
beforeAll(() => startBus(), 30_000)
afterAll(async () => {
  await stopBus()
  rmSync(home, { recursive: true, force: true })
}, 30_000)

/** The newest receipt of each source: what the next command builds on. */
const receipts = new Map<string, string>()
const builtOn = (): string[] => [...receipts].flatMap(([source, sequence]) => ['--after', `${source}:${sequence}`])

/** Runs a command as a body, and notes its receipt. @returns the object that it printed */
async function run(as: string, ...words: readonly string[]) {
  const { status, stdout, stderr } = await qiantou(...words, '--as', as, '--json', ...builtOn())
  expect({ words, status, stderr }).toEqual({ words, status: 0, stderr: '' })
  const answer = JSON.parse(stdout)
  if (answer.receipt) receipts.set(answer.receipt.source, answer.receipt.sequence)
  return answer
}

/** How a task stands, and its parts: what `task show` says of all, `assignment show` of one, which has to agree. */
async function stands(task: string, body: string) {
  const [{ task: whole }, { assignment }] = await Promise.all([
    run('hn-office', 'task', 'show', task),
    run('hn-office', 'assignment', 'show', `${task}/${body}`),
  ])
  type Part = { body: { organisation: string }; state: string }
  const parts = (whole.assignments as Part[]).map((part) => [
    part.body.organisation.replace('organisations/', ''),
    part.state.replace('ASSIGNMENT_STATE_', ''),
  ])
  const states: Readonly<Record<string, string>> = Object.fromEntries(parts)
  expect(assignment.state).toBe(`ASSIGNMENT_STATE_${states[body]}`)
  return { whole, assignment, states }
}

/** A command about the part of one body; returns how that part stands afterwards. */
async function step(as: string, words: readonly string[], task: string, body: string) {
  await run(as, ...words)
  return stands(task, body)
}

/** Who did what to which part, and how much was said: all that was recorded of a task. */
async function story(task: string) {
  const { stdout } = await qiantou('event', 'history', task, '--json')
  return records(stdout).map(({ type, actor, subject, fact }) => [
    type.split('.').at(-1),
    actor.replace('organisations/', ''),
    (fact.organisation ?? subject).split('/').at(-1),
    Number((fact.reason ?? fact.text ?? fact.statement)?.sizeBytes ?? 0),
  ])
}

describe('a task from issue to close', () => {
  const id = 'played'
  const evidence = join(home, 'evidence.txt')
  const bytes = (text: string): number => Buffer.byteLength(text)

  it('is issued to every body of its clause', async () => {
    const words = [
      '--clause',
      'a5-8',
      '--title',
      '平台目录',
      '--due',
      '2099-11-30',
      '--milestone',
      'm1:2099-06-30:摸底',
    ]
    const { task } = await run('hn-office', 'task', 'issue', ...words, '--id', id, '--despite-repeats')
    expect(task).toMatchObject({ name: `programmes/hunan-2025-7/tasks/${id}`, state: 'TASK_STATE_ISSUED' })
    const { states } = await step('hn-jyt', ['assignment', 'acknowledge', id], id, 'hn-jyt')
    expect(states).toEqual({
      ...{ 'hn-zzb': 'ISSUED', 'hn-xcb': 'ISSUED', 'hn-jyt': 'ACKNOWLEDGED', 'hn-kjt': 'ISSUED', 'hn-rst': 'ISSUED' },
    })
  })

  it('is worked on, returned with a reason, done again and accepted', async () => {
    writeFileSync(evidence, '目录\n')
    const report = ['assignment', 'report', id, '--percent', '40', '--text', '已摸底', '--milestone', 'm1']
    const reported = await step('hn-jyt', [...report, '--evidence', evidence], id, 'hn-jyt')
    expect(reported.states['hn-jyt']).toBe('IN_PROGRESS')
    expect(reported.assignment.reports).toMatchObject([{ percent: 40, milestone: 'm1', text: { value: '已摸底' } }])
    const first = await step('hn-jyt', ['assignment', 'submit', id, '--text', '初稿'], id, 'hn-jyt')
    expect(first.states['hn-jyt']).toBe('SUBMITTED')
    const returned = await step('hn-zzb', ['task', 'return', id, 'hn-jyt', '--reason', '缺少名单'], id, 'hn-jyt')
    expect(returned.states['hn-jyt']).toBe('IN_PROGRESS')
    const again = await step('hn-jyt', ['assignment', 'submit', id, '--text', '终稿齐全'], id, 'hn-jyt')
    expect(again.states['hn-jyt']).toBe('SUBMITTED')
    expect(again.assignment.submissions.at(-1)).toMatchObject({ number: 2, text: { value: '终稿齐全' } })
    const accepted = await step('hn-zzb', ['task', 'accept', id, 'hn-jyt'], id, 'hn-jyt')
    expect(accepted.states['hn-jyt']).toBe('ACCEPTED')
  })

  it('stays with a body that asked to be released once, and goes to another the next time', async () => {
    const release = ['assignment', 'request-reassignment', id, '--reason']
    const asked = await step('hn-xcb', [...release, '非职责'], id, 'hn-xcb')
    expect(asked.states['hn-xcb']).toBe('REASSIGNMENT_REQUESTED')
    expect(asked.assignment.reassignmentReason.value).toBe('非职责')
    const uphold = ['task', 'uphold', id, 'hn-xcb', '--reason', '属三定职责']
    const upheld = await step('hn-office', uphold, id, 'hn-xcb')
    expect(upheld.states['hn-xcb']).toBe('ISSUED')
    const askedAgain = await step('hn-xcb', [...release, '机构改革后职责已划转'], id, 'hn-xcb')
    expect(askedAgain.states['hn-xcb']).toBe('REASSIGNMENT_REQUESTED')
    const reassign = ['task', 'reassign', id, 'hn-xcb', 'hn-wlt', '--reason', '职责调整了']
    const { states } = await step('hn-office', reassign, id, 'hn-wlt')
    expect(states).toMatchObject({ 'hn-xcb': 'REASSIGNED', 'hn-wlt': 'ISSUED' })
  })

  it('is done by the others, and the part of its lead reviewed by the office', async () => {
    const reviewers = { 'hn-wlt': 'hn-zzb', 'hn-kjt': 'hn-zzb', 'hn-rst': 'hn-zzb', 'hn-zzb': 'hn-office' }
    for (const [body, reviewer] of Object.entries(reviewers)) {
      await run(body, 'assignment', 'acknowledge', id)
      await run(body, 'assignment', 'submit', id, '--text', '办结')
      const { states } = await step(reviewer, ['task', 'accept', id, body], id, body)
      expect(states[body]).toBe('ACCEPTED')
    }
  })

  it('is proposed to be closed by its lead, and closed', async () => {
    const propose = ['task', 'propose-close', id, '--text', '目录已印发', '--evidence', evidence]
    const proposed = await step('hn-zzb', propose, id, 'hn-zzb')
    expect(proposed.whole).toMatchObject({
      state: 'TASK_STATE_CLOSE_PROPOSED',
      closingProposedBy: ['organisations/hn-zzb'],
      texts: [{ value: '目录已印发' }],
    })
    const closed = await step('hn-office', ['task', 'close', id], id, 'hn-zzb')
    expect(closed.whole).toMatchObject({ state: 'TASK_STATE_CLOSED', endTime: expect.any(String) })
  })

  it('is recorded step by step, by whom it was done, with what was said', async () => {
    const done = (body: string, reviewer: string) => [
      ['AssignmentAcknowledged', body, body, 0],
      ['AssignmentSubmitted', body, body, bytes('办结')],
      ['SubmissionAccepted', reviewer, body, 0],
    ]
    const expected = [
      ['TaskIssued', 'hn-office', id, 0],
      ['AssignmentAcknowledged', 'hn-jyt', 'hn-jyt', 0],
      ['ProgressReported', 'hn-jyt', 'hn-jyt', bytes('已摸底')],
      ['AssignmentSubmitted', 'hn-jyt', 'hn-jyt', bytes('初稿')],
      ['SubmissionReturned', 'hn-zzb', 'hn-jyt', bytes('缺少名单')],
      ['AssignmentSubmitted', 'hn-jyt', 'hn-jyt', bytes('终稿齐全')],
      ['SubmissionAccepted', 'hn-zzb', 'hn-jyt', 0],
      ['ReassignmentRequested', 'hn-xcb', 'hn-xcb', bytes('非职责')],
      ['AssignmentUpheld', 'hn-office', 'hn-xcb', bytes('属三定职责')],
      ['ReassignmentRequested', 'hn-xcb', 'hn-xcb', bytes('机构改革后职责已划转')],
      ['AssignmentReassigned', 'hn-office', 'hn-xcb', bytes('职责调整了')],
      ...done('hn-wlt', 'hn-zzb'),
      ...done('hn-kjt', 'hn-zzb'),
      ...done('hn-rst', 'hn-zzb'),
      ...done('hn-zzb', 'hn-office'),
      ['ClosingProposed', 'hn-zzb', id, bytes('目录已印发')],
      ['TaskClosed', 'hn-office', id, 0],
    ]
    await vi.waitFor(async () => expect(await story(id)).toEqual(expected), patience)
  })
})

test('a task that is cancelled, with every part of it', async () => {
  const task = '2026-2-1'
  await run('hn-kjt', 'assignment', 'acknowledge', task)
  const { whole, states } = await step('hn-office', ['task', 'cancel', task, '--reason', '政策调整'], task, 'hn-kjt')
  expect(whole).toMatchObject({ state: 'TASK_STATE_CANCELLED', texts: [{ value: '政策调整' }] })
  expect(new Set(Object.values(states))).toEqual(new Set(['CANCELLED']))
})

describe('a file of a task', () => {
  const task = 'with-files'
  const file = join(home, '验收 报告.pdf')
  const down = join(home, 'down.pdf')

  it('goes up, is named by a report, is listed, and comes down as it was', async () => {
    const bytes = randomBytes(200_000)
    writeFileSync(file, bytes)
    const issue = ['task', 'issue', '--clause', '2-1', '--title', '目录', '--due', '2099-11-30']
    await run('hn-office', ...issue, '--id', task, '--despite-repeats')
    const { attachment } = await run('hn-kjt', 'attachment', 'upload', file, '--task', task)
    expect(attachment).toMatchObject({ title: '验收 报告.pdf', mediaType: 'application/pdf', sizeBytes: '200000' })
    await run('hn-kjt', 'assignment', 'acknowledge', task)
    const words = ['assignment', 'report', task, '--percent', '10', '--text', '见附件', '--attach', file]
    const { assignment } = await run('hn-kjt', ...words)
    expect(assignment.reports.at(-1).evidence).toMatchObject([{ location: attachment.name, sha256: attachment.sha256 }])
    const { attachments } = await run('hn-jyt', 'attachment', 'list', '--task', task)
    expect(attachments).toEqual([attachment])
    const one = ['attachment', 'show', `${task}/${attachment.sha256}`]
    expect((await run('hn-jyt', ...one)).attachment).toEqual(attachment)
    const { stdout } = await qiantou(...one, '--as', 'hn-jyt')
    expect(stdout).toMatch(
      new RegExp(`title +验收 报告\\.pdf\\n.*application/pdf\\n.*Science and Technology\\n.*${attachment.sha256}`, 's'),
    )
    await run('hn-jyt', 'attachment', 'download', `${task}/${attachment.sha256}`, '--output', down)
    expect(readFileSync(down).equals(bytes)).toBe(true)
  })

  it.each([
    [['attachment', 'upload', '/nowhere/a.pdf', '--task', task], 'FILE_UNREADABLE', 'does not exist'],
    [['attachment', 'upload', file, '--task', task, '--as', 'hn-wwj'], 'TASK_NOT_FOUND', 'asked as hn-wwj'],
    [
      ['attachment', 'upload', file, '--task', task, '--media-type', 'pdf'],
      'INVALID_FIELDS',
      '(--media-type): must be',
    ],
    [
      ['attachment', 'download', `${task}/${'0'.repeat(64)}`, '--output', `${down}2`],
      'ATTACHMENT_NOT_FOUND',
      'no such',
    ],
    [
      ['attachment', 'download', `${task}/${'0'.repeat(64)}`, '--output', '/nowhere/a'],
      'FILE_UNWRITABLE',
      'its folder',
    ],
    [['attachment', 'download', 'x', '--output', `${down}2`], '', 'is no attachment; write it as 2026-2-1/SHA256'],
    [['attachment', 'download', `${task}/${'0'.repeat(64)}`, '--output', down], '', 'exists; choose another name'],
  ])('%j is refused, and said why', async (words, reason, message) => {
    const { status, stderr } = await qiantou('--lang', 'en', ...words)
    expect(status).toBe(reason === '' ? 2 : 1)
    expect(stderr).toContain(reason === '' ? 'qiantou: ' : `[${reason}]`)
    expect(stderr).toContain(message)
  })
})
