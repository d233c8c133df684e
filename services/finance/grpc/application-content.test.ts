import { expect, test } from 'vitest'
import type { Bill } from '#proto/qiantou/application/v1/application.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { Fields } from '#shared/grpc/fields.ts'
import { checkBills, checkPayeeName } from './application-content.ts'

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

const isRefused = (name: string): boolean => {
  const fields = new Fields()
  checkPayeeName('name', name, 200, fields)
  return fields.violations.length > 0
}

test('a name to which is paid has nothing that is not seen: the account of one would not be that of the other', () => {
  for (const name of ['湖南第一公司', '湖南 (长沙) ＡＢ 公司', '𠮷野公司']) expect(isRefused(name)).toBe(false)
  for (const unseen of ['\u200b', '\u2060', '\u00ad', '\u3164', '\ufe0f', '\u{e0041}', '\u2028'])
    expect(isRefused(`湖南${unseen}公司`)).toBe(true)
})
