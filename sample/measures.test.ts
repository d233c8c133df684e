import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { percentOf } from '#shared/domain/amount.ts'
import { idPattern } from '#shared/domain/resource-name.ts'
import { Fields } from '#shared/grpc/fields.ts'
import { checkMeasure } from '#shared/grpc/measure.ts'
import { describeDocument } from './document-folder.ts'
import programme from './hunan-2025-7/programme.json' with { type: 'json' }

const folder = join(import.meta.dirname, 'hunan-2025-7', 'measures')
const written = readdirSync(folder).map((file): [string, object] => [
  file.replace(/\.json$/, ''),
  JSON.parse(readFileSync(join(folder, file), 'utf8')),
])
const measures = written.map(([id, json]): [string, MeasureContent] => [id, MeasureContent.fromJSON(json)])

/** The clause that a measure names. */
function clauseOf({ clause }: MeasureContent) {
  const found = programme.clauses.find(({ id }) => clause === `programmes/${programme.programme}/clauses/${id}`)
  if (!found) throw new Error(`${clause} is no clause of the programme`)
  return found
}

describe("Hunan's measures", () => {
  it('are one for each of the ten clauses that promise money', () => {
    const clauses = programme.clauses.filter(({ kind }) => kind === 'MEASURE').map(({ id }) => id)
    expect(clauses).toHaveLength(10)
    expect(measures.map(([, content]) => clauseOf(content).id).sort()).toEqual(clauses.toSorted())
  })

  it.each(measures)('%s can be entered as it is', (id, content) => {
    expect(id).toMatch(new RegExp(`^${idPattern}$`))
    const fields = new Fields()
    checkMeasure(content, fields)
    expect(fields.violations).toEqual([])
    // Nothing is written that a measure has no place for.
    expect(MeasureContent.toJSON(content)).toEqual(written.find(([name]) => name === id)?.[1])
  })

  it.each(measures)('%s names whom its clause names, those who lead first', (_, content) => {
    const { leads, supporters, standing } = clauseOf(content)
    expect(content.organisations).toEqual([...leads, ...supporters, ...standing])
  })

  it('say what the document leaves open, and have no formula where it has none', () => {
    expect(measures.filter(([, { findings }]) => findings.length === 0)).toEqual([])
    const decided = measures.filter(([, { basis }]) => basis === 'BASIS_DECISION')
    expect(decided.map(([, content]) => clauseOf(content).id).sort()).toEqual(['a5-10', 'a5-8', 'a5-9'])
  })

  it('are not enjoyed together, but for vouchers', () => {
    const free = measures.filter(([, { stacking }]) => stacking === 'STACKING_FREE')
    expect(free.map(([, content]) => clauseOf(content).id)).toEqual(['a5-1'])
    const groups = measures.flatMap(([, { stackingGroup }]) => stackingGroup || [])
    expect(groups).toEqual(Array(9).fill('hunan-ai'))
  })
})

/** `1亿元`, `500万元`: how the plan writes an amount. */
const wordsOf = (fen: bigint): string =>
  fen % 10_000_000_000n === 0n ? `${fen / 10_000_000_000n}亿元` : `${fen / 1_000_000n}万元`

/** Each figure of a measure as its clause must say it: what is no more than a ceiling by 不超过 or 最高. */
function figuresOf({ terms, pool }: MeasureContent): readonly string[] {
  const shares = terms.flatMap(({ rate, sum, ceilings }) => [
    ...(rate ? [`${rate.kind === 'FIGURE_KIND_CEILING' ? '不超过' : ''}${percentOf(BigInt(rate.basisPoints))}`] : []),
    ...(sum ? [`${sum.kind === 'FIGURE_KIND_CEILING' ? '最高' : ''}${wordsOf(sum.fen)}`] : []),
    ...ceilings.map(({ fen }) => `最高不超过${wordsOf(fen)}`),
  ])
  return [...new Set([...shares, ...pool.map(({ fen }) => `每年发放${wordsOf(fen)}`)])].sort()
}

/** Every share and amount that a clause writes, with the words before it that say what it is. */
function figuresIn(clause: string): readonly string[] {
  const found = clause.matchAll(/([^,。;、()0-9]*)([0-9]+(?:%|万元|亿元))/g)
  const all = [...found].map(([, before = '', figure]) => {
    const [words = ''] = before.match(/最高不超过|最高|不超过|每年发放/) ?? []
    return `${words}${figure}`
  })
  return all.sort()
}

describeDocument("the measures and Hunan's plan", programme.documentSha256, (document) => {
  const spanOf = (content: MeasureContent): string => {
    const { clauseStart, clauseEnd } = clauseOf(content)
    return new TextDecoder().decode(document()).slice(clauseStart, clauseEnd)
  }

  it.each(measures)('%s: its figures are those of its clause, all of them and no others', (_, content) => {
    const clause = spanOf(content)
    expect(figuresIn(clause)).toEqual(figuresOf(content))
    expect(clause).toContain(content.title)
  })

  it('agree on how long they are in force, and on what is enjoyed beside what', () => {
    const text = new TextDecoder().decode(document())
    expect(text).toContain('发文日期:2025-10-27')
    expect(text).toContain('自发布之日起实施,有效期3年')
    const days = measures.map(([, { validFrom, validUntil }]) => [validFrom, validUntil])
    const [from, until] = [
      { year: 2025, month: 10, day: 27 },
      { year: 2028, month: 10, day: 26 },
    ]
    for (const found of days) expect(found).toMatchObject([from, until])
    expect(text).toContain('以上政策措施(算力券政策除外)与我省其他同类政策措施不重复享受')
  })

  it.each(measures)('%s: what it pays by, for how long, whom, and how often stands there', (_, content) => {
    const clause = spanOf(content)
    const says: Readonly<Record<string, string>> = {
      BASIS_YEAR_SPENDING: '年度算力总支出',
      BASIS_APPROVED_INVESTMENT: '核定投资额',
      BASIS_SUM: content.instalments === 3 ? '连续支持三年' : '一次性',
    }
    expect(clause).toContain(says[content.basis] ?? '')
    expect(content.payee === 'PAYEE_BUILDER').toBe(clause.includes('建设单位,'))
    expect(content.once).toBe(clause.includes('新获批'))
  })
})
