import * as E from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { describeDocument } from '../sample/document-folder.ts'
import programme from '../sample/hunan-2025-7/programme.json' with { type: 'json' }
import { type PolicyReading, readPolicy } from './reader.ts'

function read(bytes: Uint8Array): PolicyReading {
  const reading = readPolicy(bytes)
  if (E.isLeft(reading)) throw new Error(reading.left.reason)
  return reading.right
}

describeDocument("Hunan's plan", programme.documentSha256, (document) => {
  it('has the clauses that are on record, name by name', () => {
    const { clauses } = read(document())
    expect(clauses.map(({ id, mode, openEnded }) => ({ id, mode, openEnded }))).toEqual(
      programme.clauses.map(({ id, mode, openEnded }) => ({ id, mode, openEnded })),
    )
    expect(clauses.map(({ start, end, clauseStart, clauseEnd }) => [start, end, clauseStart, clauseEnd])).toEqual(
      programme.clauses.map((known) => [known.phraseStart, known.phraseEnd, known.clauseStart, known.clauseEnd]),
    )
    expect(
      clauses.map(({ leads, supporters, standing }) => [leads.length, supporters.length, standing.length]),
    ).toEqual(
      programme.clauses.map(({ leads, supporters, standing }) => [leads.length, supporters.length, standing.length]),
    )
  })

  it('can be written back, phrase by phrase, from the names that were found', () => {
    for (const { leads, supporters, phrase, id } of read(document()).clauses) {
      const led = leads.length === 0 ? '' : `${leads.join('、')}牵头,`
      const [own] = phrase.split('。')
      expect(own?.replace(/^责任单位:/, ''), id).toBe(`${led}${supporters.join('、')}等按职责分工负责`)
    }
  })

  it('leaves five questions to people', () => {
    const { document: itself, clauses } = read(document())
    const findings = clauses.flatMap(({ id, findings }) => findings.map(({ code }) => `${id} ${code}`))
    expect(findings).toEqual(['2-1 SCOPE_UNCLEAR', 'a5-3 CYCLE_UNSTATED', 'a5-5 CYCLE_UNSTATED', 'a5-6 CYCLE_UNSTATED'])
    expect(itself.findings).toMatchObject([
      { code: 'VALIDITY_CONFLICT', candidates: ['信息时效期:2028-10-26', '有效期5年', '有效期3年'] },
    ])
  })

  it('says which document it is', () => {
    const { title, documentNumber, sha256, length } = read(document()).document
    expect({ title, documentNumber, sha256, length }).toEqual({
      title: programme.title.zh,
      documentNumber: '湘政发〔2025〕7号',
      sha256: programme.documentSha256,
      length: 18_580,
    })
  })
})

const CHANGSHA = '1424250b9b756efb6ccc6b4b8d54afd51e7bb3f5e8e236d6ded7a8d07b2f16e5'

describeDocument("Changsha's plan, in another style", CHANGSHA, (document) => {
  it('can be written back too: brackets within names, closed lists, items numbered anew', () => {
    const { clauses } = read(document())
    expect(clauses).toHaveLength(21)
    expect(clauses.map(({ id }) => id).slice(0, 3)).toEqual(['2-1-1', '2-1-2', '2-2-1'])
    for (const { leads, supporters, openEnded, phrase, id } of clauses) {
      const [own] = phrase.split('。')
      const written = `${leads.join('、')}牵头,${supporters.join('、')}${openEnded ? '等' : ''}按职责分工负责`
      expect(own, id).toBe(written)
    }
  })
})

const MACHINE_TRANSLATION = 'b73a76197a7d3f967f7d0d55ce87fbb18cb21694c5a93d50c2848dc5ad6313e0'

describeDocument("a machine translation of Hunan's plan", MACHINE_TRANSLATION, (document) => {
  it('has the same clauses, but loses who leads in some, and the end of one', () => {
    const { clauses } = read(document())
    expect(clauses.map(({ id }) => id)).toEqual(programme.clauses.map(({ id }) => id))
    const asked = (code: string) =>
      clauses.filter(({ findings }) => findings.some((finding) => finding.code === code)).map(({ id }) => id)
    expect(asked('LEAD_AMBIGUOUS')).toEqual(['2-1', '2-4', '2-7', '2-9', '2-10', '2-11', '2-13', '2-14', '3-4', 'a5-6'])
    expect(asked('TRUNCATED')).toEqual(['a5-6'])
  })
})
