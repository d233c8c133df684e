/** The walkthroughs about money under the clock of a rehearsal, where a notice and a waiting time can be lived through. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { setFileClock } from '#shared/clock/file-clock.ts'
import { home, qiantou, records, startBus, stopBus } from './command.ts'

vi.setConfig({ testTimeout: 60_000 })
const clockFile = join(home, 'ahead')
beforeAll(async () => {
  setFileClock(clockFile, new Date('2026-03-02T04:00:00Z'))
  await startBus(0, { QIANTOU_CLOCK_FILE: clockFile })
}, 60_000)
afterAll(async () => {
  await stopBus()
  rmSync(home, { recursive: true, force: true })
}, 30_000)

/** Plays a scenario and says what came: acts and asides in their order, and the last line. */
async function play(scenario: string) {
  const { status, stdout, stderr } = await qiantou('walkthrough', '--scenario', scenario, '--json')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const told = records(stdout)
  const last = told.pop()
  const acts = told.map(({ aside, note, reason, type }) => note ?? reason ?? aside ?? type.split('.').at(-1))
  return { told, acts, last }
}

it('a grant is recommended, reviewed, decided, shown publicly and paid', async () => {
  const { told, acts, last } = await play('scenario-grant')
  expect(acts).toEqual([
    ...['MeasureEntered', 'PoolOpened', 'BudgetSet', 'ApplicationSubmitted'],
    ...['ApplicationRecommended', 'ApplicationRecommended', 'ApplicationAdmitted', 'CreditChecked'],
    ...['InvestmentApproved', 'award', 'DUTIES_NOT_SEPARATE', 'FinanceReviewed', 'ApplicationDecided'],
    ...['NoticeOpened', 'NOTICE_OPEN', 'TIME_MOVED', 'ApplicationApproved'],
    ...['AccountProposed', 'AccountConfirmed', 'PaymentRequested', 'PaymentApproved', 'PaymentOrdered'],
    ...['PaymentBooked', 'pool', 'ApplicationEvaluated'],
  ])
  expect(told.find(({ aside }) => aside === 'award').assessment).toMatchObject({
    ...{ basisPoints: 2000, basisFen: '800000000', othersFen: '100000000', fen: '60000000' },
  })
  expect(told.findLast(({ aside }) => aside === 'pool').year).toMatchObject({
    reservedFen: '0',
    paidFen: '60000000',
    leftFen: '440000000',
  })
  expect(last).toMatchObject({
    ...{ scenario: 'scenario-grant', paid: true, waitsUntil: null },
    ...{ application: { state: 'APPLICATION_STATE_EVALUATED' }, transfer: { state: 'TRANSFER_STATE_CONFIRMED' } },
  })
  const { status, stdout } = await qiantou('finance', 'explain', last.application.name, '--json')
  expect([status, JSON.parse(stdout)]).toMatchObject([0, { same: true, awards: [{ fen: '60000000' }] }])

  // It may be changed by a new basis.
  const { name, handler } = last.application
  const change = (...words: readonly string[]) => qiantou('application', ...words, '--as', handler.split('/')[1])
  const amend = [
    'amend',
    name,
    '--minutes',
    '党组会议纪要〔2026〕9号',
    '--text',
    '审计核定',
    '--sign-off',
    'signed:p-99',
  ]
  const more = await change(...amend, '--yuan', '9000000', '--json')
  expect(JSON.parse(more.stdout).application.reserved.fen).toBe('20000000')
  const less = await change(...amend, '--yuan', '7000000', '--lang', 'zh')
  expect([less.status, less.stdout]).toEqual([
    0,
    expect.stringContaining('核定金额改为 400,000.00 元(党组会议纪要〔2026〕9号),应收回 200,000.00 元'),
  ])
  const again = await qiantou('finance', 'explain', name, '--json')
  expect(JSON.parse(again.stdout)).toMatchObject({ same: true, awards: [{}, { fen: '80000000' }, { fen: '40000000' }] })
})

it('what the bank returns is paid to another account, once that counts', async () => {
  const { told, acts, last } = await play('return')
  expect(acts.slice(acts.indexOf('PaymentOrdered'))).toEqual([
    ...['PaymentOrdered', 'PaymentBooked', 'PaymentReturned', 'pool'],
    ...['AccountProposed', 'SECOND_PERSON_NEEDED', 'AccountConfirmed', 'ACCOUNT_WAITS', 'TIME_MOVED'],
    ...['PaymentOrdered', 'PaymentBooked', 'pool'],
  ])
  const pools = told.filter(({ aside }) => aside === 'pool').map(({ year }) => [year.reservedFen, year.paidFen])
  expect(pools).toEqual([
    ['60000000', '0'],
    ['0', '60000000'],
  ])
  expect(last).toMatchObject({ paid: true, transfer: { accountMasked: '****************7654' } })
  expect(last.transfer.entries.map(({ fen }: { fen: string }) => fen)).toEqual(['60000000', '-60000000', '60000000'])
  const { name, handler } = last.application
  const said = ['--rating', 'good', '--text', '绩效目标完成', '--as', handler.split('/')[1], '--json']
  const { stdout } = await qiantou('application', 'evaluate', name, ...said)
  expect(JSON.parse(stdout).application.state).toBe('APPLICATION_STATE_EVALUATED')
})

it('a voucher is redeemed in part and paid, and what is left goes back after its last day', async () => {
  const { told, acts, last } = await play('voucher')
  expect(acts).toEqual([
    ...['MeasureEntered', 'PoolOpened', 'BudgetSet', 'VoucherIssued', 'VoucherPresented', 'INVOICE_USED'],
    ...['VoucherPresented', 'PresentationRefused', 'DUTIES_NOT_SEPARATE', 'VoucherRedeemed'],
    ...['AccountProposed', 'AccountConfirmed', 'PaymentRequested', 'PaymentApproved', 'PaymentOrdered'],
    ...['PaymentBooked', 'pool', 'TIME_MOVED', 'VoucherExpired', 'pool'],
  ])
  const pools = told.filter(({ aside }) => aside === 'pool').map(({ year }) => [year.reservedFen, year.paidFen])
  expect(pools).toEqual([
    ['3400000', '6600000'],
    ['0', '6600000'],
  ])
  expect(last).toMatchObject({
    transfer: { state: 'TRANSFER_STATE_CONFIRMED', application: '', voucher: last.voucher.name },
    voucher: { state: 'VOUCHER_STATE_EXPIRED', faceFen: '10000000', redeemedFen: '6600000', releasedFen: '3400000' },
  })
  const year = `${last.voucher.year}`
  const { stdout } = await qiantou('finance', 'budget', '--by', 'pool', '--year', year, '--json')
  const [row] = JSON.parse(stdout).rows.filter(({ key }: { key: string }) => key === last.voucher.pool)
  expect(row).toMatchObject({ reservedFen: '0', paidFen: '6600000', leftFen: '493400000' })
  const shown = await qiantou('voucher', 'show', last.voucher.name)
  expect(shown.stdout).toContain('made out to another enterprise')
  const explained = await qiantou('finance', 'explain', last.voucher.name, '--json')
  expect([explained.status, JSON.parse(explained.stdout)]).toMatchObject([
    0,
    {
      same: true,
      awards: [
        { fen: '10000000', measureCompared: true, inputs: [{ input: 'POOL_LEFT', unchecked: null }] },
        { fen: '6600000' },
        { fen: '3400000' },
      ],
    },
  ])
})

it('the books are right after all of it', async () => {
  const { status, stdout } = await qiantou('finance', 'reconcile', '--json')
  expect([status, JSON.parse(stdout)]).toMatchObject([0, { same: true, differingCount: '0', differing: [] }])
})

it('nothing is played, and nothing recorded, where the directory says who signs for a body that plays', async () => {
  const before = (await qiantou('measure', 'list', '--json')).stdout
  const begin = [
    'directory',
    'term',
    'begin',
    'hn-czt',
    '--called',
    '李四',
    '--role',
    'approver',
    '--from',
    '2026-03-01',
  ]
  expect(await qiantou(...begin)).toMatchObject({ status: 0 })
  for (const scenario of ['scenario-grant', 'return', 'voucher', 'allocation']) {
    const { status, stderr } = await qiantou('walkthrough', '--scenario', scenario)
    expect([status, stderr]).toEqual([1, expect.stringContaining('The directory says who signs for hn-czt')])
  }
  expect((await qiantou('measure', 'list', '--json')).stdout).toBe(before)
})
