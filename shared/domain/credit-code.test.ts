import { describe, expect, it } from 'vitest'
import { isCreditCode, withCheckCharacter } from './credit-code.ts'

describe('the unified social credit code', () => {
  // Of listed companies, as their annual reports print them.
  it.each(['91440300708461136T', '914403001922038216', '91110000802100433B'])('%s is one', (code) => {
    expect(isCreditCode(code)).toBe(true)
  })

  it.each([
    ['9144030070846113', 'too short'],
    ['91440300708461136t', 'in lower case'],
    ['91440300708461136O', 'a letter that is not used'],
    ['91440300708461137T', 'a digit mistaken'],
    ['91440300708416136T', 'two digits exchanged'],
  ])('%s is none: %s', (code) => {
    expect(isCreditCode(code)).toBe(false)
  })

  it('has one check character for every start', () => {
    expect(withCheckCharacter('91430100MA4TEST00'.replace(/[SO]/g, '5'))).toHaveLength(18)
    expect(() => withCheckCharacter('91')).toThrow()
  })
})
