/** What a person should look at, and what is no finding. */
import { describe, expect, test } from 'vitest'
import type { ApplicationContent } from '#proto/qiantou/application/v1/application.ts'
import * as facts from '#shared/testing/money-facts.ts'
import { yuan } from '#shared/testing/money-facts.ts'
import { Story } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import * as vouched from '#shared/testing/voucher-facts.ts'
import { applicationDecider } from './application.ts'
import type { Application } from './application-state.ts'
import {
  type Billed,
  bankUnexplained,
  bankUntaken,
  billedByPayment,
  billedByVoucher,
  billedOf,
  invoiceTwice,
  oneAccount,
  paidBackTwice,
  splitBills,
} from './finding.ts'
import { type Measure, measureDecider } from './measure.ts'
import type { Transfer } from './transfer-state.ts'
import { voucherDecider } from './voucher.ts'
import type { Voucher } from './voucher-state.ts'

const named = (id: string): string => `programmes/hunan/applications/${id}`
const setting = { actor: facts.sponsor, subject: named('a1'), at: noon }
const measureWith = (scope: 'APPLICATION' | 'PROJECT', most: string): Measure =>
  new Story(measureDecider, setting).state(
    facts.entered(
      facts.vouchers({
        terms: [
          {
            ...{ $type: 'qiantou.measure.v1.Terms', applicantClass: '', sum: undefined },
            rate: { $type: 'qiantou.measure.v1.Rate', basisPoints: 3_000, kind: 'FIGURE_KIND_FIXED' },
            ceilings: [
              { $type: 'qiantou.measure.v1.Ceiling', scope: `CEILING_SCOPE_${scope}`, fen: yuan(most), year: 0 },
            ],
          },
        ],
      }),
    ),
  ) as Measure

const stateOf = (content: ApplicationContent): Application =>
  new Story(applicationDecider, setting).state(facts.submitted({ content })) as Application

/** An application with one bill: of its own number, unless it is said. */
function billed(id: string, amount: string, changes: Partial<ApplicationContent> = {}, invoice = `INV-${id}`): Billed {
  const content = facts.asked({ bills: [facts.bill(invoice, amount)], ...changes })
  return billedOf(named(id), stateOf(content), measureWith('APPLICATION', '300')) as Billed
}
const other = { applicant: { ...facts.asked().applicant, code: facts.codeOf(2) } } as Partial<ApplicationContent>

describe('split bills', () => {
  test('are applications that each stay within a ceiling of one, and together pass it', () => {
    const found = splitBills([billed('a1', '1 000'), billed('a2', '1')])
    expect(found).toMatchObject([{ code: 'SPLIT_BILLS', resources: [named('a1'), named('a2')] }])
    expect(found[0]?.zh).toContain('300.30 元')
    expect(found[0]?.en).toContain('under vouchers in 2026, in a1, a2, come to 300.30 yuan')
  })

  test.each([
    ['what stays within it together', [billed('a1', '999'), billed('a2', '1')]],
    ['what passes it alone', [billed('a1', '1 001'), billed('a2', '1')]],
    ['what several applicants ask for', [billed('a1', '1 000'), billed('a2', '1', other)]],
    ['what is of several measures', [billed('a1', '1 000'), billed('a2', '1', { measure: facts.measureNamed('b') })]],
    ['what is of several years', [billed('a1', '1 000'), { ...billed('a2', '1'), year: 2027 }]],
  ])('are not %s', (_, all) => {
    expect(splitBills(all)).toEqual([])
  })

  test('are projects that each stay within a ceiling of one, and not the applications of one project', () => {
    const of = (id: string, project: string) =>
      billedOf(
        named(id),
        stateOf(facts.asked({ bills: [facts.bill(`INV-${id}`, id === 'a1' ? '900' : '200')], project })),
        measureWith('PROJECT', '300'),
      ) as Billed
    expect(splitBills([of('a1', 'p1'), of('a2', 'p2')])).toMatchObject([{ code: 'SPLIT_BILLS' }])
    expect(splitBills([of('a1', 'p1'), of('a2', 'p1')])).toEqual([])
    expect(splitBills([of('a1', ''), of('a2', '')])).toMatchObject([{ code: 'SPLIT_BILLS' }])
  })

  test('are bills of the same day and amount with different numbers', () => {
    expect(splitBills([billed('a1', '100'), billed('a2', '100')])).toMatchObject([
      { code: 'SPLIT_BILLS', resources: [named('a1'), named('a2')], en: expect.stringContaining('2025-01-31') },
    ])
    expect(splitBills([billed('a1', '100', {}, 'X'), billed('a2', '100', {}, 'x')])).toEqual([])
  })
})

test('an invoice is found in several applications, whoever hands them in and under whatever measures', () => {
  const all = [
    billed('a1', '100', {}, 'X-1'),
    billed('a2', '90', { ...other, measure: 'm2' }, 'x-1'),
    billed('a3', '1'),
  ]
  expect(invoiceTwice(all)).toMatchObject([{ code: 'INVOICE_TWICE', resources: [named('a1'), named('a2')] }])
  const voucher = named('a2').replace('/applications/', '/vouchers/')
  const [found] = invoiceTwice([billed('a1', '100', {}, 'X-1'), { ...billed('a2', '90', {}, 'X-1'), name: voucher }])
  expect(found?.en).toBe('Invoice X-1 stands in 2 applications or vouchers: a1, vouchers/a2')
  const payment = { ...billed('q1', '90', {}, 'X-1'), name: 'programmes/hunan/transfers/q1' }
  const [paid] = invoiceTwice([billed('a1', '100', {}, 'X-1'), payment])
  expect(paid).toMatchObject({
    zh: '发票 X-1 用于 2 件申请或支付:a1, transfers/q1',
    en: 'Invoice X-1 stands in 2 applications or payments: a1, transfers/q1',
  })
})

test('what has ended, and what has no bills, is no finding', () => {
  const state = stateOf(facts.asked())
  expect(billedOf(named('a1'), { ...state, ended: 'REFUSED' }, undefined)).toBeUndefined()
  expect(billedOf(named('a1'), stateOf(facts.askedOfInvestment('models')), undefined)).toBeUndefined()
  expect(billedOf(named('a1'), state, undefined)).toMatchObject({ ceilings: [], comesToFen: 0n })
})

describe('one account', () => {
  const account = (payee: string, number: string, bankCode = '011551000018') => ({
    ...{ payee, number, bankCode, masked: `****${number.slice(-4)}` },
  })

  test('of many payees is said by its last four characters alone', () => {
    const found = oneAccount([account('b', '430012345678'), account('a', '430012345678', '011551000026')])
    expect(found).toMatchObject([{ code: 'ONE_ACCOUNT_MANY_PAYEES', resources: ['a', 'b'] }])
    expect(found[0]?.en).toBe('2 payees name one account, ****5678: A, B')
    expect(JSON.stringify(found)).toContain('****5678')
    expect(JSON.stringify(found)).not.toContain('430012345678')
  })

  test('is none where banks or payees are not several, or differ', () => {
    expect(oneAccount([account('a', '430012345678'), account('a', '430012345678')])).toEqual([])
    expect(oneAccount([account('a', '430012345678'), account('b', '430012345678', '102551000026')])).toEqual([])
  })
})

test('what the bank said and nobody could take in names its payment, where that is known', () => {
  const said = { kind: 'BOOKED', reference: 'B1', fen: 100n, reason: 'BOOKED_TOO_MUCH' }
  expect(bankUntaken({ ...said, transfer: 't1' })).toEqual({
    ...{ code: 'BANK_UNTAKEN', resources: ['t1'] },
    zh: '银行所报已付 1.00 元(B1)未能登记:BOOKED_TOO_MUCH',
    en: 'The bank told of a payment of 1.00 yuan (B1), which could not be taken in: BOOKED_TOO_MUCH',
  })
  const late = { kind: 'ORDER', reference: 'M1', fen: undefined, reason: 'debtor.json: gone', transfer: 't1' }
  expect(bankUntaken(late)).toMatchObject({
    resources: ['t1'],
    en: expect.stringMatching(/^The order M1 has not left/),
  })
  expect(bankUntaken({ ...said, kind: 'REJECTED', fen: undefined, transfer: undefined }).resources).toEqual([])
})

test('what a statement has and no order explains says what, when and how much', () => {
  const entry = { direction: 'DEBIT', fen: 200n, day: '2026-11-30', bankReference: 'R3', text: '手续费' } as const
  expect(bankUnexplained(entry)).toEqual({
    ...{ code: 'BANK_UNEXPLAINED', resources: [] },
    zh: '银行对账单 2026-11-30 支出 2.00 元(R3)不属于任何支付指令:手续费',
    en: "The bank's statement has a debit of 2.00 yuan on 2026-11-30 (R3), which names no order: 手续费",
  })
  expect(bankUnexplained({ ...entry, direction: 'CREDIT', text: '' }).en).toMatch(/ a credit of 2.00 .* no order$/)
})

test('an invoice is found in a voucher and an application, unless its presentation was refused', () => {
  const once = vouched.presented(1, ['inv-7', '100'])
  const state = (...after: readonly (typeof vouched.issued | typeof once | ReturnType<typeof vouched.refused>)[]) =>
    new Story(voucherDecider, setting, vouched.voucherName).state(vouched.issued, once, ...after) as Voucher
  const voucher = billedByVoucher(vouched.voucherName, state())
  const application = { ...(voucher as Billed), name: named('a1') }
  expect(invoiceTwice([voucher as Billed, application]).map(({ resources }) => resources)).toEqual([
    [vouched.voucherName, named('a1')],
  ])
  expect(billedByVoucher(vouched.voucherName, state(vouched.refused(1)))).toBeUndefined()
})

test('of a payment its bills count as long as something of it is paid, or to be', () => {
  const bills = [{ invoice: 'X-1', day: '2026-02-01', fen: '100' }]
  const spent = { creditor: { code: facts.codeOf(7), name: '长沙算力' }, purpose: '', reservations: 1, bills }
  const billedAfter = (withdrawnFen: string, bookedFen: string, recoveredFen = '0') => {
    const state = { spent, year: 2026, fen: '3', withdrawnFen, bookedFen, recoveredFen } as unknown as Transfer
    return billedByPayment('programmes/hunan/transfers/q1', state)?.bills
  }
  expect(billedAfter('3', '0')).toBeUndefined()
  expect(billedAfter('2', '1')).toHaveLength(1)
  expect(billedAfter('0', '0')).toHaveLength(1)
  expect(billedAfter('0', '3', '2')).toHaveLength(1)
  expect(billedAfter('0', '3', '3')).toBeUndefined()
})

test('what the treasury received and the bank sent back as well is found, unless it is to be paid again', () => {
  const name = 'programmes/hunan/transfers/q1'
  const foundAfter = (bookedFen: string, withdrawnFen: string, recoveredFen: string) =>
    paidBackTwice(name, { fen: '300', bookedFen, withdrawnFen, recoveredFen } as unknown as Transfer)
  expect(foundAfter('0', '300', '200')).toEqual([
    {
      ...{ code: 'PAID_BACK_TWICE', resources: [name] },
      zh: '支付 transfers/q1 有 2.00 元既由国库收回,又由银行退回',
      en: 'Of transfers/q1 the treasury has received 2.00 yuan that came back from the bank as well',
    },
  ])
  expect(foundAfter('0', '0', '200')).toEqual([])
  expect(foundAfter('300', '0', '300')).toEqual([])
  expect(foundAfter('100', '200', '100')).toEqual([])
  expect(foundAfter('0', '101', '200')).toMatchObject([{ code: 'PAID_BACK_TWICE' }])
})
