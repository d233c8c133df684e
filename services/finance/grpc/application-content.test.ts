import { expect, test } from 'vitest'
import type { Bill } from '#proto/qiantou/application/v1/application.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { Fields } from '#shared/grpc/fields.ts'
import { checkBills } from './application-content.ts'

const wrongWith = (amounts: readonly bigint[]): string[] => {
  const fields = new Fields()
  const bills = amounts.map(
    (fen, i): Bill => ({
      $type: 'qiantou.application.v1.Bill',
      ...{ invoice: `I-${i}`, date: toDate('2026-03-01'), fen },
    }),
  )
  checkBills('bills', bills, [0, 200], fields)
  return fields.violations.map(({ field, description }) => `${field} ${description}`)
}

/** What claims come to together is recorded in 64 bits: 60 of as much as this still fit. */
test('bills come to an amount together, and not only each by itself', () => {
  const most = 2n ** 53n - 1n
  expect(wrongWith([most])).toEqual([])
  expect(wrongWith([most - 1n, 1n])).toEqual([])
  expect(wrongWith([most, 1n])).toEqual(['bills must come to less than 9007199254740992 fen together'])
})
