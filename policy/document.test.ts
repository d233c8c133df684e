import { describe, expect, it } from 'vitest'
import { findValidityConflict, readDocumentNumber, readTitle } from './document.ts'
import { readLines } from './outline.ts'

describe('what a document says of itself', () => {
  it('is the title of the plan that a notice issues, or else its first line', () => {
    expect(readTitle(readLines('\uFEFF某省关于印发《某某方案》的通知\n文'))).toBe('某某方案')
    expect(readTitle(readLines('\n\n某某意见\n文'))).toBe('某某意见')
    expect(readTitle([])).toBe('')
  })

  it('is its own number, not one that it cites', () => {
    expect(readDocumentNumber(readLines('索引号:1 文号:某政发〔2030〕1号 登记号:2'))).toBe('某政发〔2030〕1号')
    expect(readDocumentNumber(readLines('通知\n某政发\uFF082030\uFF091号\n文'))).toBe('某政发\uFF082030\uFF091号')
    expect(readDocumentNumber(readLines('根据某政发〔2030〕1号,制定本方案。'))).toBeNull()
  })
})

describe('how long a document is in force', () => {
  it('is asked about where text and metadata disagree', () => {
    const text = '信息时效期:2033-01-01 发文日期:2030-01-02\n本方案有效期5年。'
    const [conflict] = findValidityConflict(text)
    expect(conflict).toMatchObject({ code: 'VALIDITY_CONFLICT', candidates: ['信息时效期:2033-01-01', '有效期5年'] })
    expect(text.slice(conflict?.start, conflict?.end)).toBe('有效期5年')
  })

  it('is asked about where an annex has a term of its own', () => {
    expect(findValidityConflict('有效期5年。附件:有效期三年。')).toMatchObject([
      { candidates: ['有效期5年', '有效期三年'] },
    ])
  })

  it('is no question where all agree, or where nothing is said', () => {
    expect(findValidityConflict('信息时效期:2033-01-01 发文日期:2030-01-02\n有效期3年')).toEqual([])
    expect(findValidityConflict('有效期为三年,有效期3年')).toEqual([])
    expect(findValidityConflict('')).toEqual([])
  })
})
