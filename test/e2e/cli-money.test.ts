/** Money by the command line: a pool, an application step by step, a payee, a payment, and why it was awarded what it was. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { dayOf } from '#shared/domain/calendar.ts'
import { home, qiantou, qiantouIn, startBus, stopBus } from './command.ts'
import { story } from './story.ts'

vi.setConfig({ testTimeout: 60_000 })
beforeAll(() => startBus(), 60_000)
afterAll(async () => {
  await stopBus()
  rmSync(home, { recursive: true, force: true })
}, 30_000)

const docs = join(import.meta.dirname, '..', '..', 'docs')
const code = '91430100MA4L0000X9'
const enterprise = '湘江智行有限公司'
const year = (): string => dayOf(new Date()).slice(0, 4)
const { run, refusal } = story()

/** A measure of the documents, which has not expired whenever this runs. */
const example = (name: string) => ({
  ...JSON.parse(readFileSync(join(docs, 'examples', 'money', name), 'utf8')),
  validUntil: { year: 2099, month: 12, day: 31 },
})

function written(name: string, content: object): string {
  const file = join(home, name)
  writeFileSync(file, JSON.stringify(content))
  return file
}

/** What a document shows of a command: `…` stands for what differs from day to day. */
function shown(command: string): RegExp {
  const text = readFileSync(join(docs, 'money.md'), 'utf8')
  const [, block = ''] = text.split(`$ npx qiantou ${command}\n`)
  const [output = ''] = block.split(/\n(?:\$ |```)/)
  const escaped = output.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '.*?')
  return new RegExp(`^${escaped}\n$`)
}

it('a pool is opened by the office, and has what its finance department says', async () => {
  const open = ['pool', 'open', '--id', 'scenarios-2', '--title', '示范场景资金池', '--finance', 'hn-czt']
  expect(await refusal('hn-czt', ...open)).toBe('NOT_PROGRAMME_OFFICE')
  await run('hn-office', ...open)
  const budget = ['pool', 'budget', 'scenarios-2', '--year', year(), '--document', '湘财预〔2026〕12号', '--yuan']
  expect(await refusal('hn-office', ...budget, '5000000')).toBe('NOT_FINANCE_DEPARTMENT')
  const { pool } = await run('hn-czt', ...budget, '5,000,000.00', '--etag', '1', '--sign-off', 'signed:p-9')
  expect(pool.years).toMatchObject([{ year: Number(year()), budgetFen: '500000000', leftFen: '500000000' }])
  expect(await refusal('hn-czt', 'pool', 'close-year', 'scenarios-2', '--year', year())).toBe('YEAR_NOT_OVER')
  const { stderr } = await qiantou(...budget, '1.005', '--as', 'hn-czt', '--lang', 'zh')
  expect(stderr).toContain('“1.005”无效:须为金额(元)')
  const { stdout } = await qiantou('pool', 'show', 'scenarios-2', '--lang', 'zh')
  expect(stdout).toMatch(/\n财政部门 +省财政厅\n/)
  expect(stdout).toMatch(/\n\d{4} +5,000,000.00 +0.00 +0.00 +0.00 +5,000,000.00\n$/)
  expect((await qiantou('pool', 'list', '--as', 'hn-czt')).stdout).toMatch(/\nscenarios-2 +示范场景资金池 /)
})

it('an application is handed in, and says whose turn it is', async () => {
  await run(
    'hn-office',
    'measure',
    'enter',
    written('scenarios.json', example('scenarios.json')),
    '--id',
    'scenarios-2',
  )
  const submit = ['application', 'submit', '--id', 'bus-1', '--measure', 'scenarios-2', '--code', code]
  const named = [...submit, '--name', enterprise, '--title', '智能公交']
  const asked = [...named, '--investment', '9000000', '--others', '1000000', '--project', 'smart-buses']
  expect(await refusal('hn-changsha', ...asked)).toBe('RECOMMENDERS_NEEDED')
  const file = join(home, 'bills.csv')
  writeFileSync(file, 'invoice,date,yuan\nFP-1,2026-03-01,100\n')
  const recommended = ['--recommender', 'hn-changsha', '--recommender', 'hn-fgw']
  expect(await refusal('hn-changsha', ...named, '--bills', file, ...recommended)).toBe('BASIS_MISFIT')
  const { stderr } = await qiantou(...asked, ...recommended, '--code', `${code}1`, '--as', 'hn-changsha')
  expect(stderr).toMatch(/\n {2}content.applicant.code \(--code\): must be a unified social credit code/)
  const { application } = await run('hn-changsha', ...asked, ...recommended)
  expect(application).toMatchObject({
    ...{ state: 'APPLICATION_STATE_SUBMITTED', turn: 'organisations/hn-changsha' },
    content: { investmentFen: '900000000', othersFen: '100000000', bills: [] },
  })
  const listed = async (...words: readonly string[]) =>
    JSON.parse((await qiantou('application', 'list', ...words, '--json')).stdout).applications
  expect(await listed('--turn', 'hn-changsha', '--measure', 'scenarios-2')).toHaveLength(1)
  expect(await listed('--state', 'approved')).toEqual([])
  expect(await refusal('hn-jyt', 'application', 'show', 'bus-1')).toBe('APPLICATION_NOT_FOUND')
})

it('it is recommended, supplemented, admitted, reviewed and decided by those whose turn it is', async () => {
  const step = (name: string, ...words: readonly string[]) => ['application', name, 'bus-1', ...words]
  await run('hn-changsha', ...step('recommend', '--text', '情况属实'))
  expect(await refusal('hn-gxt', ...step('recommend', '--text', '同意'))).toBe('NOT_YOUR_TURN')
  await run('hn-fgw', ...step('recommend', '--text', '同意推荐'))
  await run('hn-gxt', ...step('request-supplement', '--text', '补充设备清单', '--days', '3'))
  const { application } = await run('hn-changsha', ...step('supplement', '--investment', '9500000'))
  expect(application.content).toMatchObject({ investmentFen: '950000000', othersFen: '100000000', title: '智能公交' })
  await run('hn-gxt', ...step('admit', '--sign-off', 'handled:p-1'))
  expect(await refusal('hn-office', 'finance', 'explain', 'bus-1')).toBe('NOTHING_ASSESSED')
  await run('hn-gxt', ...step('check-credit', '--sign-off', 'handled:p-1'))
  const experts = ['--expert', 'e-1', '--expert', 'e-2', '--text', '核减', '--sign-off', 'handled:p-1']
  const { application: assessed } = await run('hn-gxt', ...step('approve-investment', '--yuan', '8000000', ...experts))
  expect(assessed.assessment).toMatchObject({ basisPoints: 2_000, basisFen: '800000000', fen: '60000000' })
  expect(await refusal('hn-czt', ...step('review-finance', '--sign-off', 'reviewed:p-1'))).toBe('DUTIES_NOT_SEPARATE')
  const { stderr } = await qiantou(...step('approve'), '--as', 'hn-gxt', '--lang', 'zh')
  expect(stderr).toBe('qiantou: 尚未到 批准 环节,现应办理 财政审核 [STEP_NOT_NEXT]\n')
  await run('hn-czt', ...step('review-finance', '--text', '额度无误', '--sign-off', 'reviewed:p-2'))
  await run('hn-gxt', ...step('decide', '--minutes', '党组会议纪要〔2026〕3号'))
  await run('hn-gxt', ...step('open-notice'))
  await run('hn-czt', ...step('object', '--text', '设备存疑'))
  await run('hn-gxt', ...step('settle-objection', '--text', '经核属实'))
  const opened = await qiantou(...step('object', '--text', '预算存疑'), '--as', 'hn-office', '--lang', 'zh')
  expect(opened.stdout).toMatch(/:已记录异议\(回执 finance:\d+\)\n下一步:省工业和信息化厅 处理异议\n$/)
  await run('hn-gxt', ...step('settle-objection', '--text', '预算无误'))
  expect(await refusal('hn-gxt', ...step('approve', '--sign-off', 'signed:p-3'))).toBe('NOTICE_OPEN')
  const { stdout } = await qiantou('application', 'show', 'bus-1', '--lang', 'zh')
  expect(stdout).toMatch(/\n应由 +省工业和信息化厅 · 批准\(公示至 \S+\)\n/)
  expect(stdout).toMatch(/\n环节 +\S+ \S+ 财政审核 · 省财政厅 \{审核 p-2\}\n/)
  expect(stdout).toMatch(/\n核算 +就高:其他已补 1,000,000.00 = 600,000.00\n/)
  expect(stdout).toMatch(/\n预留 +600,000.00\n/)
})

it('an award is explained out of the log as the document shows, in either language', async () => {
  const english = await qiantou('finance', 'explain', 'bus-1', '--lang', 'en')
  expect([english.status, english.stdout]).toEqual([0, expect.stringMatching(shown('finance explain bus-1'))])
  const { stdout } = await qiantou('finance', 'explain', 'bus-1', '--lang', 'zh')
  expect(stdout).toContain('\n    就高:其他已补 1,000,000.00 = 600,000.00\n')
  // Who hands in for an enterprise does not read the measure.
  const { awards } = await run('hn-changsha', 'finance', 'explain', 'bus-1')
  expect(awards).toMatchObject([{ measureCompared: false, differences: [], fen: '60000000' }])
  expect(awards[0].inputs.map(({ unchecked }: { unchecked: string }) => unchecked)).toEqual([
    ...['MEASURE_NOT_WHOLE', 'GROUP_NOT_WHOLE', 'POOL_NOT_WHOLE'],
  ])
})

it('it may be taken back until it is approved, and nothing is reserved for it any more', async () => {
  const withdrawing = ['application', 'withdraw', 'bus-1', '--reason', '企业放弃']
  expect(await refusal('hn-gxt', ...withdrawing)).toBe('NOT_SPONSOR')
  const { application } = await run('hn-changsha', ...withdrawing)
  expect(application).toMatchObject({ state: 'APPLICATION_STATE_WITHDRAWN', reserved: null, turn: '' })
  const { stderr } = await qiantou('application', 'admit', 'bus-1', '--as', 'hn-gxt', '--lang', 'zh')
  expect(stderr).toContain('该申报已终结:已撤回 [APPLICATION_ENDED]')
  const { entries } = await run('hn-czt', 'pool', 'entries', 'scenarios-2')
  expect(entries.map(({ kind }: { kind: string }) => kind)).toEqual([
    'ENTRY_KIND_POSTED',
    'ENTRY_KIND_PENDING',
    'ENTRY_KIND_VOID',
  ])
  const { stdout } = await qiantou('pool', 'entries', 'scenarios-2', '--lang', 'zh', '--as', 'hn-czt')
  expect(stdout).toMatch(/ 预留退回 +600,000.00 +pools\/scenarios-2 +applicants\/\S+ +applications\/bus-1#1\n$/)
})

it("an account's number stands in no command, and another person confirms it", async () => {
  const propose = ['payee', 'propose-account', code, '--bank-code', '011551000018', '--holder', enterprise]
  const signed = [...propose, '--sign-off', 'signed:p-4', '--as', 'hn-czt']
  const typed = await qiantou(...signed, '--number', '43001234567890123456')
  expect([typed.status, typed.stderr]).toEqual([2, expect.stringContaining('does not stand in a command')])
  const { status, stdout } = await qiantouIn(home, [...signed, '--number', '-'], '4300 1234 5678 9012 3456\n')
  expect([status, stdout]).toEqual([0, expect.stringContaining('named the account ****************3456')])
  const confirm = ['payee', 'confirm-account', code, '--sign-off']
  expect(await refusal('hn-czt', ...confirm, 'signed:p-4')).toBe('SECOND_PERSON_NEEDED')
  await run('hn-czt', ...confirm, 'signed:p-5')
  const file = join(home, 'number.txt')
  writeFileSync(file, '43009876543210987654\n')
  await run('hn-czt', ...propose, '--sign-off', 'signed:p-4', '--number', `@${file}`)
  await run('hn-czt', 'payee', 'refuse-account', code, '--sign-off', 'signed:p-5')
  const { stdout: accounts } = await qiantou('payee', 'show', code.toLowerCase(), '--lang', 'zh', '--as', 'hn-czt')
  expect(accounts).toContain(code)
  expect(accounts).toMatch(/\n\*{16}3456 +011551000018 +湘江智行有限公司 +自 \d{4}-\d\d-\d\d 起\n/)
  expect(accounts).toMatch(/\n\*{16}7654 +011551000018 +湘江智行有限公司 +已退回\n$/)
})

it('what is approved is requested, agreed to and ordered by different persons', async () => {
  const content = example('vouchers.json')
  content.terms[0].rate.kind = 'FIGURE_KIND_FIXED'
  content.procedure = ['PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_APPROVAL']
  content.poolId = 'scenarios-2'
  await run('hn-office', 'measure', 'enter', written('vouchers.json', content), '--id', 'vouchers-2')
  const bills = join(home, 'two-bills.csv')
  writeFileSync(bills, 'invoice,date,yuan\nFP-1,2026-01-05,0.05\nFP-2,2026-01-06,0.05\n')
  const submit = ['application', 'submit', '--id', 'bills-1', '--measure', 'vouchers-2', '--code', code]
  const asked = [...submit, '--name', enterprise, '--title', '算力支出', '--bills', bills]
  const { application } = await run('hn-changsha', ...asked)
  const handler = application.handler.split('/')[1]
  await run(handler, 'application', 'admit', 'bills-1', '--sign-off', 'handled:p-1')
  const request = ['payment', 'request', '--id', 'pay-1', '--application', 'bills-1', '--function-code', '2060499']
  const requested = [...request, '--economic-code', '50799', '--sign-off', 'handled:p-1']
  expect(await refusal(handler, ...requested)).toBe('APPLICATION_NOT_APPROVED')
  await run(handler, 'application', 'approve', 'bills-1', '--sign-off', 'signed:p-3')
  const { stderr } = await qiantou(...requested, '--yuan', '0.04', '--as', handler)
  expect(stderr).toMatch(/^qiantou: 0.03 yuan are reserved .* \[MORE_THAN_RESERVED\]\n$/)
  const { transfer } = await run(handler, ...requested)
  expect(transfer).toMatchObject({ fen: '3', classification: { nature: 'FUND_NATURE_GENERAL_BUDGET' } })
  expect(await refusal('hn-czt', 'payment', 'approve', 'pay-1', '--sign-off', 'signed:p-1')).toBe('DUTIES_NOT_SEPARATE')
  await run('hn-czt', 'payment', 'approve', 'pay-1', '--sign-off', 'signed:p-3')
  const ordered = await run('hn-czt', 'payment', 'order', 'pay-1', '--sign-off', 'signed:p-4')
  expect(ordered.transfer).toMatchObject({ state: 'TRANSFER_STATE_ORDERED', accountMasked: '****************3456' })
  expect(await refusal('hn-czt', 'payment', 'withdraw', 'pay-1', '--reason', '有误')).toBe('TRANSFER_NOT_READY')
  const { stdout } = await qiantou('payment', 'show', 'pay-1', '--lang', 'zh', '--as', 'hn-czt')
  expect(stdout).toMatch(/\n科目 +一般公共预算 · 2060499 · 50799\n/)
  expect((await qiantou('payment', 'list', '--as', 'hn-czt')).stdout).toMatch(/\npay-1 +ordered +bills-1 +0.03 +0.00 /)
})

it('the ledger is what the log comes to', async () => {
  const { status, stdout } = await qiantou('finance', 'reconcile', '--json')
  expect([status, JSON.parse(stdout)]).toMatchObject([0, { same: true, differingCount: '0', differing: [] }])
  expect((await qiantou('finance', 'reconcile', '--lang', 'zh')).stdout).toMatch(
    /^自日志 \d+ 条记录重建分录 \d+ 条.*\n无银行对账单,未与银行核对\n$/,
  )
})

it('without a rehearsal the walkthroughs say what time does not let them show', async () => {
  const granted = await qiantou('walkthrough', '--scenario', 'scenario-grant', '--lang', 'zh')
  expect(granted.status).toBe(0)
  expect(granted.stdout).toContain('本措施的程序不含公示')
  expect(granted.stdout).toContain('\n600,000.00 元已支付。\n')
  const returned = await qiantou('walkthrough', '--scenario', 'return', '--json')
  const { paid, waitsUntil, transfer, application } = JSON.parse(returned.stdout.trim().split('\n').at(-1) ?? '')
  expect([returned.status, paid, waitsUntil]).toEqual([0, false, expect.stringMatching(/^\d{4}-\d\d-\d\d$/)])
  expect(transfer.state).toBe('TRANSFER_STATE_RETURNED')
  expect(application.reserved.fen).toBe('60000000')
  expect((await qiantou('walkthrough', '--scenario', 'return', '--task', '2026-2-1')).status).toBe(2)
})
