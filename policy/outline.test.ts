import * as O from 'fp-ts/lib/Option.js'
import { describe, expect, it } from 'vitest'
import { parseNumeral } from './numeral.ts'
import { readLines, readOutline } from './outline.ts'

const outline = (text: string) =>
  readOutline(readLines(text)).map(({ path }) => path.map(({ rank, number }) => `${rank} ${number}`).join(' > '))

describe('an outline', () => {
  it('follows the official order of ranks, and starts anew in an annex', () => {
    expect(outline('前言\n一、甲\n(一)乙\n1.丙。文\n(2)丁\n二、戊\n附件3\n措施\n一、己')).toEqual([
      '',
      'chapter 1',
      'chapter 1 > section 1',
      'chapter 1 > section 1 > item 1',
      'chapter 1 > section 1 > item 1 > point 2',
      'chapter 2',
      'annex 3',
      'annex 3 > chapter 1',
    ])
  })

  it('reads marks of either width and numbers beyond ten', () => {
    expect(outline('二十一、甲\n\uFF08十四\uFF09乙\n\uFF11\uFF12\uFF0E丙')).toEqual([
      'chapter 21',
      'chapter 21 > section 14',
      'chapter 21 > section 14 > item 12',
    ])
  })

  it('takes no amount, year or list of annexes for a heading', () => {
    expect(outline('5.25亿元\n2027年底前\n附件:1.甲')).toEqual([''])
  })

  it('reads the numbering of a translation', () => {
    expect(outline('1、 Aims\n(2) Field\n3. Item. Text\nAttachment 5\nMeasures\n10、 Safety')).toEqual([
      'chapter 1',
      'chapter 1 > section 2',
      'chapter 1 > section 2 > item 3',
      'annex 5',
      'annex 5 > chapter 10',
    ])
  })

  it('covers the lines with blocks that do not overlap, for line breaks of any kind', () => {
    for (const lineBreak of ['\n', '\r\n', '\r']) {
      const text = ['  一、甲', '文', '', '二、乙  '].join(lineBreak)
      const blocks = readOutline(readLines(text)).map(({ start, end }) => text.slice(start, end))
      expect(blocks).toEqual([`一、甲${lineBreak}文`, '二、乙'])
    }
  })

  it('ends a title with its sentence, or where the responsibility phrase begins', () => {
    const titles = readOutline(readLines('1.甲乙。文\n2.丙丁(省甲厅牵头)')).map(({ path }) => path.at(-1)?.title)
    expect(titles).toEqual(['甲乙', '丙丁'])
  })
})

describe('a numeral', () => {
  it.each([
    ['一', 1],
    ['十', 10],
    ['十四', 14],
    ['二十', 20],
    ['九十九', 99],
    ['007', 7],
  ])('%s is %i', (written, value) => expect(parseNumeral(written)).toEqual(O.some(value)))

  it.each(['', '一二', '十十', '零', '1234', 'x'])('%j is none', (written) =>
    expect(parseNumeral(written)).toEqual(O.none),
  )
})
