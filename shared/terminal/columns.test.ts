import { describe, expect, it } from 'vitest'
import { columns, padded, visible, wrap } from './columns.ts'

describe('columns', () => {
  it('are two for a Chinese character or mark, one for a Latin one', () => {
    expect(columns('省AI厅、\uFF08x\uFF09')).toBe(13)
  })

  it('are filled by spaces', () => {
    expect(padded('省厅', 6)).toBe('省厅  ')
    expect(padded('省厅', 3)).toBe('省厅')
  })

  it('limit a wrapped line, which never loses a character', () => {
    const lines = wrap('省甲厅A牵头', 5)
    expect(lines).toEqual(['省甲', '厅A牵', '头'])
    expect(wrap('', 5)).toEqual([])
  })
})

describe('what others wrote', () => {
  it('can not turn the direction of what stands around it', () => {
    for (const control of ['\u061C', '\u200E', '\u200F', '\u202A', '\u202E', '\u2066', '\u2069'])
      expect(visible(`已${control}办结`)).toBe('已 办结')
    expect(visible('👩‍💻')).toBe('👩‍💻')
  })

  it('can neither break a line nor repaint the terminal', () => {
    expect(visible('一\u001B[2J\n二')).toBe('一 [2J 二')
  })
})
