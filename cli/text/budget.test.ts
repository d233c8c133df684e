/** How money stands, as it is shown and as spreadsheets get it. */
import { expect, test } from 'vitest'
import { BudgetRow } from '#proto/qiantou/budget/v1/budget_service.ts'
import { csv } from '../print/format.ts'
import { budgetSheet, budgetTable } from './budget.ts'

const names = { of: (name: string) => (name === 'organisations/hn-fgw' ? '省发展改革委' : name) }
const row = (key: string, title: string, changes: Partial<BudgetRow> = {}) =>
  BudgetRow.create({ ...{ key, title, reservedFen: 123_456_789n, forecastFen: 100n }, ...changes })
const shown = { year: 2026, names, language: 'en' as const }

test('of pools there are budget and what is left, and what all come to', () => {
  const rows = [
    row('programmes/p/pools/a', 'A', { budgetFen: 200_000_000n, leftFen: 76_543_211n }),
    row('programmes/p/pools/b', 'B'),
  ]
  const lines = budgetTable({ ...shown, rows, by: 'pool' }).split('\n')
  expect(lines[0]).toBe('Money of 2026, in yuan')
  expect(lines[1]?.split(/ {2,}/)).toEqual([
    ...['', 'pool', 'budget', 'reserved', 'of it ordered', 'paid', 'held as quotas', 'returned'],
    ...['claimed back', 'recovered', 'left', 'forecast'],
  ])
  expect(lines[2]).toMatch(/^a +A +2,000,000\.00 +1,234,567\.89 .* 765,432\.11 +1\.00$/)
  expect(lines[4]).toMatch(/^ +all +2,000,000\.00 +2,469,135\.78 .* 765,432\.11 +2\.00$/)
})

test('bodies are called by their names, and have no budget', () => {
  const lines = budgetTable({ ...shown, rows: [row('organisations/hn-fgw', '')], by: 'sponsor' }).split('\n')
  expect(lines[1]).not.toContain('budget')
  expect(lines[2]).toMatch(/^hn-fgw +省发展改革委 +1,234,567\.89/)
  expect(lines[3]).toBe('')
})

test('a spreadsheet gets numbers as numbers, and what a person wrote as no formula', () => {
  const rows = [row('programmes/p/payees/91430100ma4l0000x9', '=HYPERLINK("http://x")')]
  const [, , line] = csv(budgetSheet({ ...shown, rows, by: 'payee' })).split('\r\n')
  expect(line).toBe('91430100MA4L0000X9,"\'=HYPERLINK(""http://x"")",1234567.89,0.00,0.00,0.00,0.00,0.00,1.00')
})
