import { expect, test } from 'vitest'
import { ReconcileResponse } from '#proto/qiantou/pool/v1/pool_service.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { reconciledText } from './reconciled.ts'

const counts = { records: 9n, entries: 6n, balances: 3n }

test('what differs stands below how much was compared, and what of the bank is to be explained below that', () => {
  const answer = ReconcileResponse.create({
    ...{ ...counts, differingCount: 1n, differing: ['record 4 is in no statement'] },
    ...{ bankEntries: 2n, statementUntil: toDate('2026-11-30'), unexplainedCount: 1n, unexplained: ['a fee'] },
  })
  expect(reconciledText(answer, 50_000, 'en').split('\n')).toEqual([
    '6 entries rebuilt from 9 records, 3 balances compared, 1 differ (50000 entries/s)',
    '  record 4 is in no statement',
    "2 entries of the bank's statements compared, up to 2026-11-30, 1 of them without an order:",
    '  a fee',
    '',
  ])
  expect(reconciledText(answer, 1, 'zh')).toContain('1 笔不属于任何支付指令:\n  a fee\n')
  expect(reconciledText({ ...answer, unexplainedCount: 0n, unexplained: [] }, 1, 'zh')).toMatch(
    /\n核对银行对账单至 2026-11-30,流水 2 笔,其中 0 笔不属于任何支付指令\n$/,
  )
})

test('that the bank has told nothing is said', () => {
  const answer = ReconcileResponse.create(counts)
  expect(reconciledText(answer, 1, 'en')).toMatch(/, 0 differ .*\nno statement of the bank: not compared with it\n$/)
})
