import { describe, expect, it } from 'vitest'
import type { FindingCode } from './finding.ts'
import { type Responsibility, readResponsibility } from './responsibility.ts'
import { readTranslatedResponsibility } from './translated-responsibility.ts'

const names = (bodies: Responsibility['leads']): readonly string[] => bodies.map((body) => body.name)
const read = (phrase: string) => {
  const { mode, leads, supporters, openEnded } = readResponsibility(phrase, 0)
  return { mode, leads: names(leads), supporters: names(supporters), openEnded }
}
const codes = (phrase: string): readonly FindingCode[] =>
  readResponsibility(phrase, 0).findings.map((finding) => finding.code)

/** Full-width comma and semicolon: the eye cannot tell them from their half-width siblings. */
const [COMMA, SEMICOLON, COLON] = ['\uFF0C', '\uFF1B', '\uFF1A']

describe('a phrase with a lead', () => {
  it.each([',', COMMA])('tells the lead from those responsible by their duties (comma %j)', (comma) => {
    expect(read(`省甲厅牵头${comma}省乙厅、省丙局按职责分工负责`)).toEqual({
      mode: 'LED',
      leads: ['省甲厅'],
      supporters: ['省乙厅', '省丙局'],
      openEnded: false,
    })
  })

  it('keeps several leads in the order of the text', () => {
    expect(read('省委甲部、省乙厅牵头,省丙局等按职责分工负责')).toMatchObject({
      leads: ['省委甲部', '省乙厅'],
      supporters: ['省丙局'],
      openEnded: true,
    })
  })

  it('needs nobody beside the lead', () => {
    expect(read('省甲厅牵头负责')).toEqual({ mode: 'LED', leads: ['省甲厅'], supporters: [], openEnded: false })
  })

  it.each([
    '责任单位:省甲厅牵头,省乙厅等按职责分工负责',
    `责任单位${COLON}省甲厅牵头${COMMA}省乙厅等按照职责分工负责`,
    `牵头单位${COLON}省甲厅${SEMICOLON}配合单位${COLON}省乙厅等`,
    '省甲厅牵头、省乙厅等配合',
    '由省甲厅牵头,会同省乙厅等单位落实',
  ])('is read in the styles that offices use: %s', (phrase) => {
    expect(read(phrase)).toEqual({ mode: 'LED', leads: ['省甲厅'], supporters: ['省乙厅'], openEnded: true })
    expect(codes(phrase)).toEqual([])
  })

  it('is asked about where a comma parts the names before 牵头', () => {
    expect(codes('省甲厅、省乙厅,省丙厅牵头')).toEqual(['LEAD_AMBIGUOUS'])
  })
})

describe('a phrase without a lead', () => {
  it('makes all bodies jointly responsible, and none of them lead', () => {
    expect(read('省甲厅、省乙厅等按职责分工负责')).toEqual({
      mode: 'JOINT',
      leads: [],
      supporters: ['省甲厅', '省乙厅'],
      openEnded: true,
    })
  })

  it('leaves the work to one body alone where it names one, unless the list is open', () => {
    expect(read('省甲厅负责').mode).toBe('SOLE')
    expect(read('省甲厅等按职责分工负责').mode).toBe('JOINT')
  })

  it('is asked about where one is responsible and others assist', () => {
    expect(readResponsibility('省甲厅负责,省乙厅配合', 0).findings).toMatchObject([
      { code: 'LEAD_AMBIGUOUS', candidates: ['省甲厅'] },
    ])
  })

  it.each(['', '按职责分工负责', '牵头', '、、,等负责'])('names nobody: %j', (phrase) => {
    expect(read(phrase)).toMatchObject({ mode: 'UNASSIGNED', leads: [], supporters: [] })
    expect(codes(phrase)).toEqual(['STYLE_UNKNOWN'])
  })

  it('is a bare list of bodies: taken as joint, and asked about', () => {
    expect(read('省甲厅、省乙厅')).toMatchObject({ mode: 'JOINT', supporters: ['省甲厅', '省乙厅'] })
    expect(codes('省甲厅、省乙厅')).toEqual(['STYLE_UNKNOWN'])
  })
})

describe('names of bodies', () => {
  it('are not cut at a 和 or 及 inside them, and are cut where these join two bodies', () => {
    expect(read('省工业和信息化厅、省文化和旅游厅及各园区管委会负责').supporters).toEqual([
      '省工业和信息化厅',
      '省文化和旅游厅',
      '各园区管委会',
    ])
    expect(read('省甲委和省乙厅负责').supporters).toEqual(['省甲委', '省乙厅'])
  })

  it('may hold brackets, and lose the line breaks of a wrapped text', () => {
    expect(read('各区县(市)人民政府、省工业和\n信息化厅负责').supporters).toEqual([
      '各区县(市)人民政府',
      '省工业和信息化厅',
    ])
  })

  it('that leave out their level are proposed with it', () => {
    const { findings } = readResponsibility('省科技厅、工业和信息化厅、市场监管局、人民银行湖南省分行负责', 100)
    expect(findings).toEqual([
      { code: 'PREFIX_ELIDED', start: 105, end: 112, candidates: ['省工业和信息化厅'] },
      { code: 'PREFIX_ELIDED', start: 113, end: 118, candidates: ['省市场监管局'] },
    ])
  })

  it('that are sectors, not bodies, are asked about', () => {
    expect(readResponsibility('教育、公安等部门按职责分工负责', 0).findings).toEqual([
      { code: 'SECTOR_NAME', start: 0, end: 2, candidates: ['教育'] },
      { code: 'SECTOR_NAME', start: 3, end: 5, candidates: ['公安'] },
    ])
    expect(codes('各有关单位负责')).toEqual(['SECTOR_NAME'])
  })

  it('are never made of prose', () => {
    expect(read('省甲厅负责日常工作').supporters).toEqual(['省甲厅'])
    expect(codes('省甲厅负责日常工作')).toEqual(['STYLE_UNKNOWN'])
  })
})

describe('a sentence that appoints bodies for all that follows', () => {
  it('is kept apart from those responsible for this item', () => {
    const phrase = '省甲厅牵头,省乙厅负责。以下均需各县人民政府及各园区管委会落实,不再列出'
    const { supporters, standing } = readResponsibility(phrase, 0)
    expect(names(supporters)).toEqual(['省乙厅'])
    expect(names(standing?.bodies ?? [])).toEqual(['各县人民政府', '各园区管委会'])
    expect(phrase.slice(standing?.start, standing?.end)).toMatch(/^以下.*列出$/)
  })
})

describe('a phrase in English', () => {
  it('does not tell the lead from the others, and is asked about', () => {
    const read = readTranslatedResponsibility(
      'Led by the Office of A, the Office of B, and the Office of C are responsible',
      0,
    )
    expect(read).toMatchObject({ mode: 'LED', openEnded: false })
    expect(names(read.leads)).toEqual(['Office of A'])
    expect(read.findings).toMatchObject([{ code: 'LEAD_AMBIGUOUS', candidates: ['Office of B', 'Office of C'] }])
  })

  it('is clear where it says who else is responsible', () => {
    const read = readTranslatedResponsibility(
      'Led by the Office of A, with responsibilities assigned to Office of B, etc.',
      0,
    )
    expect([names(read.leads), names(read.supporters), read.openEnded]).toEqual([
      ['Office of A'],
      ['Office of B'],
      true,
    ])
    expect(read.findings).toEqual([])
  })

  it('may name no lead', () => {
    expect(readTranslatedResponsibility('Responsible units: Office of A, Office of B', 0)).toMatchObject({
      mode: 'JOINT',
    })
  })
})
