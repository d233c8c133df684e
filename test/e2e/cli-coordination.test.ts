/** What several bodies do about one task over time, through the command line: time, handing over, joint closing, rules. */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { home, patience, qiantou, records, startBus, stopBus } from './command.ts'
import { story } from './story.ts'

vi.setConfig({ testTimeout: 90_000 })
beforeAll(() => startBus(), 30_000)
afterAll(async () => {
  await stopBus()
  rmSync(home, { recursive: true, force: true })
}, 30_000)

type Part = { readonly body: { readonly organisation: string }; readonly state: string; readonly due: object }
const partOf = ({ task }: { task: { assignments: readonly Part[] } }, code: string) =>
  task.assignments.find(({ body }) => body.organisation === `organisations/${code}`)

const led = ['task', 'issue', '--clause', '2-1', '--title', '目录', '--due', '2099-11-30', '--despite-repeats'] as const
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

it.concurrent('a part: who it is delegated to acts in it, and a report is corrected', async () => {
  const { run, refusal } = story()
  const asked = ['--milestone', 'm1:2099-06-30:摸底', '--report-day', '25', '--reminder-days', '3']
  const issued = await run('hn-office', ...led, ...asked, '--copy', 'hn-czt', '--id', 'k1')
  expect(issued.task).toMatchObject({
    copied: ['organisations/hn-czt'],
    content: { monthlyReport: { day: 25, reminderDays: 3 } },
    light: { colour: 'LIGHT_COLOUR_GREY', reason: 'LIGHT_REASON_NOT_STARTED' },
  })
  expect(await refusal('hn-czt', 'task', 'comment', 'k1', '--text', '已阅')).toBe('ONLY_READS')
  const delegated = await run('hn-jyt', 'assignment', 'delegate', 'k1', 'hn-wlt', '--until', inDays(30))
  expect(delegated.assignment.delegations).toMatchObject([{ delegate: 'organisations/hn-wlt' }])
  await run('hn-wlt', 'assignment', 'acknowledge', 'k1/hn-jyt')
  const { stdout } = await qiantou('assignment', 'list', '--as', 'hn-wlt', '--organisation', 'hn-jyt')
  expect(stdout).toContain('\nk1/hn-jyt ')
  await run('hn-jyt', 'assignment', 'revoke-delegation', 'k1', 'hn-wlt')
  const begun = ['term', 'begin', 'hn-jyt', '--role', 'officer', '--called', '张三', '--from', '2026-01-05']
  const { person } = (await run('hn-office', 'directory', ...begun)).organisation.terms.at(-1)
  const naming = ['assignment', 'name-person', 'k1/hn-jyt', '--role', 'officer']
  expect(await refusal('hn-jyt', ...naming, '--person', randomUUID())).toBe('PERSON_NOT_THERE')
  const named = await run('hn-jyt', ...naming, '--person', person)
  expect(named.assignment.people).toMatchObject([{ role: 'TERM_ROLE_OFFICER', person }])
  const report = ['assignment', 'report', 'k1/hn-jyt', '--percent', '60', '--text', '初报']
  expect(await refusal('hn-wlt', ...report)).toBe('ASSIGNMENT_NOT_FOUND')
  await run('hn-jyt', ...report, '--sign-off', 'handled:p-17,reviewed:p-3,signed:p-1')
  expect(await refusal('hn-jyt', ...report, '--corrects', '1', '--milestone', 'm1')).toBe('CORRECTION_ELSEWHERE')
  const corrected = await run('hn-jyt', ...report, '--corrects', '1')
  expect(corrected.assignment.reports).toMatchObject([
    { corrects: 0, signOff: [{ step: 'SIGN_OFF_STEP_HANDLED', person: 'p-17' }, {}, { person: 'p-1' }] },
    { corrects: 1, milestone: '' },
  ])
})

it.concurrent('a part: more time is refused, asked for again, supported and granted', async () => {
  const { run, refusal } = story()
  await run('hn-office', ...led, '--id', 'k2')
  const ask = ['assignment', 'request-extension', 'k2', '--reason', '数据未齐', '--due', '2100-01-29']
  await run('hn-jyt', ...ask)
  await run('hn-office', 'task', 'refuse-extension', 'k2', 'hn-jyt', '--reason', '理由不足')
  await run('hn-jyt', ...ask)
  expect(await refusal('hn-office', 'task', 'extend', 'k2', 'hn-jyt')).toBe('OPINION_REQUIRED')
  const opinion = await run('hn-kjt', 'task', 'opinion', 'k2', 'hn-jyt', 'support', '--text', '属实')
  expect(partOf(opinion, 'hn-jyt')).toMatchObject({ extension: { number: 2, supportedBy: ['organisations/hn-kjt'] } })
  const granted = await run('hn-office', 'task', 'extend', 'k2', 'hn-jyt', '--due', '2100-02-10')
  expect(partOf(granted, 'hn-jyt')).toMatchObject({
    due: { year: 2100, month: 2, day: 10 },
    formerDues: [{ year: 2099, month: 11, day: 30 }],
    extension: null,
  })
  // A task is due with the last of its parts, wherever that is asked.
  expect(granted.task).toMatchObject({
    ...{ due: { year: 2100, month: 2, day: 10 }, content: { due: { year: 2099, month: 11, day: 30 } } },
  })
  expect((await qiantou('task', 'list')).stdout).toMatch(/^k2 .* 2100-02-10 /m)
  await vi.waitFor(async () => expect((await qiantou('light')).stdout).toMatch(/^k2 .* 2100-02-10 /m), patience)
  const { assignment } = await run('hn-jyt', 'assignment', 'show', 'k2')
  expect(assignment.extensions).toMatchObject([
    { outcome: 'EXTENSION_OUTCOME_REFUSED', grantedDue: null, refusalReason: { value: '理由不足' } },
    { due: { month: 1, day: 29 }, grantedDue: { month: 2, day: 10 }, opinions: [{ supports: true }] },
  ])
  const { stdout } = await qiantou('assignment', 'show', 'k2/hn-jyt', '--lang', 'zh')
  expect(stdout).toMatch(/ 已同意,延至 2100-02-10;理由:数据未齐\n延期意见 +2\. 支持 省科技厅:属实\n/)
})

it.concurrent('a piece like another is told of by what is to be done; no advice where insisting would not help', async () => {
  const { run, refusal } = story()
  const giving = (task: string) => ['assignment', 'subassign', task, 'hn-changsha', '--what', '报送本市算力资源']
  for (const id of ['k8', 'k9']) {
    await run('hn-office', ...led, '--id', id)
    await run('hn-kjt', 'assignment', 'acknowledge', id)
  }
  await run('hn-kjt', ...giving('k8'))
  expect(await refusal('hn-kjt', ...giving('k8'))).toBe('ALREADY_SUBASSIGNED')
  const { stderr } = await qiantou(...giving('k9'), '--as', 'hn-kjt', '--lang', 'zh')
  expect(stderr).toMatch(/k8\/hn-kjt.*第 1 件分办事项:报送本市算力资源\(相似 100%\)/)
  expect(stderr).toContain('--despite-repeats')
  await run('hn-kjt', ...giving('k9'), '--despite-repeats')
})

it.concurrent('a part: suspended, resumed, handed over, waived; its history has the reasons', async () => {
  const { run } = story()
  await run('hn-office', ...led, '--id', 'k3')
  const suspended = await run('hn-office', 'task', 'suspend', 'k3', 'hn-xcb', '--reason', '等待上位文件')
  expect(partOf(suspended, 'hn-xcb')).toMatchObject({
    state: 'ASSIGNMENT_STATE_SUSPENDED',
    light: { colour: 'LIGHT_COLOUR_GREY', reason: 'LIGHT_REASON_SUSPENDED', turn: ['organisations/hn-office'] },
  })
  const resumed = await run('hn-office', 'task', 'resume', 'k3', 'hn-xcb')
  expect(partOf(resumed, 'hn-xcb')?.state).toBe('ASSIGNMENT_STATE_ISSUED')
  const later = ['--due', '2100-03-31'] as const
  const handedOver = await run(
    'hn-office',
    'task',
    'transfer',
    'k3',
    'hn-xcb',
    'hn-wlt',
    '--reason',
    '职责划转',
    ...later,
  )
  expect([partOf(handedOver, 'hn-xcb')?.state, partOf(handedOver, 'hn-wlt')?.state]).toEqual([
    'ASSIGNMENT_STATE_TRANSFERRED',
    'ASSIGNMENT_STATE_ISSUED',
  ])
  expect(partOf(handedOver, 'hn-wlt')).toMatchObject({
    due: { year: 2100, month: 3, day: 31 },
    formerDues: [{ year: 2099, month: 11, day: 30 }],
  })
  const waived = await run('hn-office', 'task', 'waive', 'k3', 'hn-changsha', '--reason', '已有成果')
  expect(partOf(waived, 'hn-changsha')?.state).toBe('ASSIGNMENT_STATE_WAIVED')
  const commented = await run('hn-kjt', 'task', 'comment', 'k3', '--text', '请先报送名单')
  expect(commented.task.state).toBe('TASK_STATE_ISSUED')
  await vi.waitFor(async () => {
    const history = records((await qiantou('event', 'history', 'k3', '--texts', '--json')).stdout)
    expect(history.flatMap(({ type, texts }) => texts.map((text: string) => [type.split('.').at(-1), text]))).toEqual([
      ['AssignmentSuspended', '等待上位文件'],
      ['AssignmentTransferred', '职责划转'],
      ['AssignmentWaived', '已有成果'],
      ['TaskCommented', '请先报送名单'],
    ])
    const { stdout } = await qiantou('assignment', 'list', '--task', 'k3', '--state', 'waived', '--lang', 'zh')
    expect(stdout).toMatch(/\nk3\/hn-changsha +长沙市(人民)?政府 +责任 +免办 +— /)
  }, patience)
})

it.concurrent('a joint task: one body dissents, the ruling keeps it open, then all countersign', async () => {
  const { run, refusal } = story()
  const issue = ['--clause', 'a5-5', '--title', '评选', '--due', '2099-11-30', '--id', 'j1', '--despite-repeats']
  const chain = ['--sign-off', 'handled:p-17,signed:p-1']
  const issued = await run('hn-office', 'task', 'issue', ...issue, ...chain)
  expect(issued.task).toMatchObject({ compiler: 'organisations/hn-gxt', compilerConfirmed: false })
  expect(issued.task.issueSignOff).toMatchObject([{ person: 'p-17' }, { person: 'p-1' }])
  const changed = await run('hn-office', 'task', 'confirm-compiler', 'j1', 'hn-czt')
  expect(changed.task).toMatchObject({ compiler: 'organisations/hn-czt', compilerConfirmed: true })
  await Promise.all(
    ['hn-gxt', 'hn-czt'].map(async (body) => {
      await run(body, 'assignment', 'acknowledge', 'j1')
      await run(body, 'assignment', 'submit', 'j1', '--text', '办结')
      await run('hn-office', 'task', 'accept', 'j1', body, ...chain)
    }),
  )
  const propose = ['task', 'propose-close', 'j1', '--text', '办', '--evidence', 'README.md', '--sign-off', 'signed:p-1']
  await run('hn-czt', ...propose)
  const dissented = await run('hn-gxt', 'task', 'dissent', 'j1', '--reason', '口径不一')
  expect(dissented.task.dissentedBy).toEqual(['organisations/hn-gxt'])
  expect(await refusal('hn-office', 'task', 'close', 'j1')).toBe('RULING_REQUIRED')
  const minutes = [...propose.slice(-2), '--minutes', '会议纪要〔2026〕12号', '--text']
  const open = await run('hn-office', 'task', 'rule', 'j1', 'keep-open', ...minutes, '先统一口径')
  const textOrigins = [
    { signOff: [{ person: 'p-1' }], evidence: [{ title: 'README.md' }], minutes: '' },
    { signOff: [], evidence: [], minutes: '' },
    { signOff: [{}], evidence: [], minutes: '会议纪要〔2026〕12号' },
  ]
  expect(open.task).toMatchObject({ state: 'TASK_STATE_ISSUED', closingProposedBy: [], textOrigins })
  await run('hn-czt', ...propose)
  await run('hn-gxt', 'task', 'countersign', 'j1')
  const { task } = await run('hn-office', 'task', 'close', 'j1')
  expect(task).toMatchObject({ state: 'TASK_STATE_CLOSED', light: { colour: 'LIGHT_COLOUR_BLUE' } })
  expect(task.dissentedBy).toEqual(['organisations/hn-gxt'])
})

/** Plays a scenario and says what came: acts and asides in their order, and the last line. */
async function play(scenario: string) {
  const { status, stdout, stderr } = await qiantou('walkthrough', '--scenario', scenario, '--json')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const told = records(stdout)
  const last = told.pop()
  expect(last).toMatchObject({ scenario, closed: true, task: { state: 'TASK_STATE_CLOSED' } })
  const acts = told.map((line) => line.aside ?? line.type.split('.').at(-1))
  return { told, acts, task: last.task, count: (act: string) => acts.filter((one) => one === act).length }
}

it.concurrent('walkthrough --scenario joint: all countersign, whoever compiles was confirmed', async () => {
  const { told, acts, task, count } = await play('joint')
  const bodies = task.assignments.length
  expect(task).toMatchObject({ mode: 'RESPONSIBILITY_MODE_JOINT', compilerConfirmed: true, dissentedBy: [] })
  expect(count('ClosingCountersigned')).toBe(bodies - 1)
  expect(acts.indexOf('refusal')).toBeGreaterThan(acts.indexOf('ClosingProposed'))
  expect(told.find(({ aside }) => aside === 'refusal')).toMatchObject({ reason: 'COUNTERSIGNATURE_REQUIRED' })
  expect(new Set(told.flatMap(({ type, actor }) => (type?.endsWith('SubmissionAccepted') ? [actor] : [])))).toEqual(
    new Set(['organisations/hn-office']),
  )
})

it.concurrent('walkthrough --scenario dissent: the office rules, and the dissent stays', async () => {
  const { told, acts, task } = await play('dissent')
  const [dissenting] = told.flatMap(({ type, actor }) => (type?.endsWith('ClosingDissented') ? [actor] : []))
  expect(task.dissentedBy).toEqual([dissenting])
  expect(acts.filter((act) => ['refusal', 'DissentRuled', 'TaskClosed', 'dissent'].includes(act))).toEqual([
    'refusal',
    'DissentRuled',
    'TaskClosed',
    'dissent',
  ])
  expect(told.at(-1)).toEqual({ aside: 'dissent', name: task.name, organisations: [dissenting] })
})

it.concurrent('walkthrough --scenario overdue: time tells, who asks too late is refused, who asks in time is heard', async () => {
  const { told, task } = await play('overdue')
  const deadlines = told.filter(({ type }) => type?.endsWith('DeadlineReached'))
  expect(new Set(deadlines.map(({ actor }) => actor))).toEqual(new Set(['services/supporting-department']))
  const overdue = deadlines.filter(({ fact }) => fact.deadline === 'DEADLINE_DUE').map(({ subject }) => subject)
  expect(overdue.sort()).toEqual(
    (task.assignments as readonly Part[])
      .map(({ body }) => `${task.name}/assignments/${body.organisation.split('/')[1]}`)
      .sort(),
  )
  const refusals = told.filter(({ aside }) => aside === 'refusal').map(({ reason }) => reason)
  expect(refusals).toEqual(['EXTENSION_TOO_LATE', 'OPINION_REQUIRED'])
  const lights = told.filter(({ aside }) => aside === 'light').map(({ light }) => light.colour)
  expect(lights).toEqual(['RED', 'YELLOW', 'GREEN', 'BLUE'].map((colour) => `LIGHT_COLOUR_${colour}`))
})

it.concurrent('walkthrough --scenario reorganisation: open parts move, what is done stays, the old certificate is refused', async () => {
  // Once more beside it: each play has bodies of its own.
  const [{ told, acts, task, count }] = await Promise.all([play('reorganisation'), play('reorganisation')])
  const stands = Object.fromEntries(
    (task.assignments as readonly Part[]).map(({ body, state }) => [body.organisation.split('-').at(-1), state]),
  )
  const [accepted, transferred] = ['ASSIGNMENT_STATE_ACCEPTED', 'ASSIGNMENT_STATE_TRANSFERRED']
  expect(stands).toEqual({
    ...{ lead: accepted, merged: accepted, successor: accepted, accepted },
    ...{ acknowledged: transferred, submitted: transferred, open: transferred },
  })
  const moves = told.filter(({ type }) => type?.endsWith('AssignmentTransferred'))
  expect(moves.map(({ actor }) => actor)).toEqual(moves.map(() => 'services/lead-agency'))
  expect([count('AssignmentTransferred'), count('OrganisationMerged'), count('OrganisationDissolved')]).toEqual([
    3, 3, 1,
  ])
  expect(told.find(({ aside }) => aside === 'refusal')).toMatchObject({ reason: 'CALLER_ENDED' })
  expect(acts.slice(-2)).toEqual(['TaskClosed', 'parts'])
  // History keeps the old names.
  const { stdout } = await qiantou('event', 'history', task.name, '--lang', 'zh')
  expect(stdout).toContain('省信息化局(演示):签收')
})

it.concurrent('a walkthrough refuses a task that its scenario does not play', async () => {
  const said = async (...words: readonly string[]) => (await qiantou('walkthrough', ...words)).stderr
  expect(await said('--task', '2026-2-7', '--scenario', 'joint')).toMatch(
    /play it with --scenario led \[NOT_JOINT\]\n$/,
  )
  expect(await said('--task', '2026-2-6')).toMatch(/play it with --scenario joint \[NOT_LED\]\n$/)
  expect(await said('--task', '2026-2-6', '--scenario', 'overdue')).toMatch(/does not go with --task\n$/)
})
