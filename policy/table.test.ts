import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { columns } from '#shared/terminal/columns.ts'
import { readPolicy } from './reader.ts'
import { readingTable } from './table.ts'

const tableOf = (text: string, language?: 'zh' | 'en'): string => {
  const reading = readPolicy(new TextEncoder().encode(text))
  if (E.isLeft(reading)) throw new Error(reading.left.reason)
  return readingTable(reading.right, text, language)
}

describe('a table for people', () => {
  it('shows every phrase beside its names, in columns that line up', () => {
    const table = tableOf(`方案\n1.甲。(省甲厅牵头,${'省AI局、'.repeat(12)}省乙厅等按职责分工负责)`)
    const rows = table.split('\n').filter((line) => line.includes('│'))
    expect(rows).toHaveLength(15)
    expect(new Set(rows.map((row) => columns(row.slice(0, row.indexOf('│')))))).toEqual(new Set([56]))
    expect(rows[0]).toMatch(/│ lead +1 省甲厅$/)
    expect(rows[1]).toMatch(/│ duty +1 省AI局$/)
    expect(table).toContain('1 clause, 1 LED')
  })

  it('shows what is unclear, with the place and the candidates', () => {
    expect(tableOf('方案\n1.甲。(省甲厅、乙厅负责)')).toContain('? PREFIX_ELIDED “乙厅” → 省乙厅')
  })

  it('speaks Chinese', () => {
    const table = tableOf('方案\n1.甲。(省甲厅牵头,省乙厅等按职责分工负责)', 'zh')
    expect(table).toContain('1  牵头负责  任务  甲')
    expect(table).toMatch(/│ 牵头 {6}1 省甲厅\n/)
    expect(table).toMatch(/│ 等 {10}名单未尽\n/)
    expect(table).toContain('共 1 条,1 牵头负责')
    expect(table.replaceAll('SHA-256', '')).not.toMatch(/[A-Z]|[g-z]/)
  })

  it('lets no document repaint the terminal', () => {
    expect(tableOf('\u001B[2J方案\n1.\u001B[31m甲。(省甲厅\u001B[0m负责)')).not.toContain('\u001B')
  })

  it('says so where there is nothing', () => {
    expect(tableOf('')).toContain('0 clauses')
  })
})
