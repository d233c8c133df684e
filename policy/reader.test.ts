import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { Clause } from './clause.ts'
import { decodePolicy, type PolicyReading, readPolicy } from './reader.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

function read(bytes: Uint8Array, knownNames: readonly string[] = []): PolicyReading {
  const reading = readPolicy(bytes, knownNames)
  if (E.isLeft(reading)) throw new Error(reading.left.reason)
  return reading.right
}

const clausesOf = (text: string, knownNames: readonly string[] = []): readonly Clause[] =>
  read(encode(text), knownNames).clauses

const PLAN = `某省试点方案
一、目标
到时候办好。
二、任务
(一)道路
1.修路。先修大路(含桥)。(省路局牵头,省桥局、各县人民政府等按职责分工负责。以下均需各县人民政府落实,不再列出)
2.植树。定期评选好树。(省林局、省水局按职责分工负责)
(二)学校
3.办学。(教育厅负责)
三、行动
(一)开门行动。把门打开。(省门厅牵头,省窗厅等配合)
四、保障措施
(一)加强领导。由省路局双牵头。
附件1
支持措施
一、给钱。每年给一点。(责任单位:省财局牵头,省路局等按职责分工负责)
附件2
名单
一、某某公司(桥梁)`

describe('a plan', () => {
  it('has a clause for every item with a responsibility phrase, known by chapter and number', () => {
    expect(clausesOf(PLAN).map(({ id, number, section, title, kind }) => [id, number, section, title, kind])).toEqual([
      ['2-1', '1', '道路', '修路', 'ACTION'],
      ['2-2', '2', '道路', '植树', 'ACTION'],
      ['2-3', '3', '学校', '办学', 'ACTION'],
      ['3-1', '(一)', '行动', '开门行动', 'ACTION'],
      ['a1-1', '一', '支持措施', '给钱', 'MEASURE'],
    ])
  })

  it('keeps where each clause and phrase stands', () => {
    const [first] = clausesOf(PLAN)
    expect(PLAN.slice(first?.start, first?.end)).toMatch(/^省路局牵头.*列出$/)
    expect(PLAN.slice(first?.clauseStart, first?.clauseEnd)).toMatch(/^1\.修路.*列出\)$/)
  })

  it('has standing implementers from the next item on, and not in its annexes', () => {
    expect(clausesOf(PLAN).map(({ standing }) => standing.join())).toEqual([
      '',
      '各县人民政府',
      '各县人民政府',
      '各县人民政府',
      '',
    ])
  })

  it('asks how far such a sentence reaches, and how often 定期 is', () => {
    const findings = clausesOf(PLAN).flatMap(({ id, findings }) => findings.map((finding) => ({ id, ...finding })))
    expect(findings).toMatchObject([
      { id: '2-1', code: 'SCOPE_UNCLEAR', candidates: ['2-2', '2-3', '3-1', 'a1-1'] },
      { id: '2-2', code: 'CYCLE_UNSTATED', candidates: [] },
    ])
    expect(PLAN.slice(findings[1]?.start, findings[1]?.end)).toBe('定期评选好树')
  })

  it('asks about bodies that nobody knows, where a list of names is given', () => {
    const known = ['省路局', '省桥局', '各县人民政府', '省林局', '省水局', '省教育厅', '省门厅', '省窗厅']
    const unknown = clausesOf(PLAN, known).flatMap(({ findings }) =>
      findings.filter(({ code }) => code === 'UNKNOWN_BODY'),
    )
    expect(unknown.map(({ start, end, candidates }) => [PLAN.slice(start, end), ...candidates])).toEqual([
      ['教育厅', '省教育厅'],
      ['省财局'],
    ])
  })

  it('whose items are numbered anew in each section has ids with the section', () => {
    const text = '一、任务\n(一)甲\n1.子。(省甲厅负责)\n(二)乙\n1.丑。(省乙厅负责)\n二、更多\n(一)寅。(省丙厅负责)'
    expect(clausesOf(text).map(({ id }) => id)).toEqual(['1-1-1', '1-2-1', '2-1'])
  })

  it('may have several phrases in one item', () => {
    const text = '1.甲。修路。(省甲厅负责)植树。(省乙厅负责)'
    const clauses = clausesOf(text)
    expect(clauses.map(({ id }) => id)).toEqual(['1', '1-p2'])
    expect(text.slice(clauses[1]?.clauseStart, clauses[1]?.clauseEnd)).toBe('植树。(省乙厅负责)')
  })
})

describe('odd documents', () => {
  it.each(['', ' \n\u3000\r\n', '没有任务的文件。', '1.甲。乙。\n(一)丙'])('have no clauses: %j', (text) => {
    expect(clausesOf(text)).toEqual([])
  })

  it('may use brackets and commas of any width, also mixed', () => {
    for (const [open, comma, close] of ['(,)', '\uFF08\uFF0C\uFF09', '(\uFF0C\uFF09', '〔,〕', '【,】'].map((marks) =>
      Array.from(marks),
    )) {
      const [clause] = clausesOf(`1.甲。${open}省甲厅牵头${comma}省乙厅负责${close}`)
      expect(clause).toMatchObject({ leads: ['省甲厅'], supporters: ['省乙厅'], findings: [] })
    }
  })

  it('may have Windows line breaks', () => {
    expect(clausesOf(PLAN.replaceAll('\n', '\r\n')).map(({ id }) => id)).toEqual(clausesOf(PLAN).map(({ id }) => id))
  })

  it('may end within a phrase: what is left is read, and asked about', () => {
    const [clause, ...others] = clausesOf('1.甲。(省甲厅牵头,省乙厅、省丙\n2.乙。(省丁厅负责)')
    expect(clause).toMatchObject({ id: '1', leads: ['省甲厅'], phrase: '省甲厅牵头,省乙厅、省丙' })
    expect(clause?.findings.map(({ code }) => code)).toContain('TRUNCATED')
    expect(others).toMatchObject([{ id: '2', mode: 'SOLE', findings: [] }])
  })

  it('may open brackets that never close', () => {
    expect(clausesOf('1.甲((乙。(省甲厅负责)')).toMatchObject([{ phrase: '省甲厅负责' }])
  })

  it('take no remark within a sentence for a phrase', () => {
    expect(clausesOf('1.甲(由乙牵头)的工作继续。')).toEqual([])
    expect(clausesOf('1.甲。(负责人另定)')).toEqual([])
  })

  it('are refused unless they are UTF-8', () => {
    const gb18030 = Uint8Array.of(0xba, 0xfe, 0xc4, 0xcf)
    expect(readPolicy(gb18030)).toEqual(E.left({ reason: 'NOT_UTF8' }))
  })

  it('may begin with a byte order mark, which counts as a character', () => {
    const bytes = encode('\uFEFF1.甲。(省甲厅负责)')
    expect(decodePolicy(bytes)).toEqual(E.right('\uFEFF1.甲。(省甲厅负责)'))
    expect(read(bytes).clauses).toMatchObject([{ id: '1', clauseStart: 1, start: 6, end: 11 }])
  })
})
