import { expect, it } from 'vitest'
import { Light, LightColour, LightReason } from '#proto/qiantou/task/v1/light.ts'
import { lightMark, lightText, painted } from './light.ts'
import { Names } from './names.ts'
import { word } from './words.ts'

const names = new Names([], { language: 'zh', programme: 'p' } as never)
const isShown = (value: string): boolean => !/UNSPECIFIED|UNRECOGNIZED/.test(value)
const light = (colour: string, reason = 'LIGHT_REASON_DONE', turn: string[] = []): Light =>
  Light.fromPartial({ colour: colour as LightColour, reason: reason as LightReason, turn })

it('has a shape and a word of its own for every colour, in both languages', () => {
  const colours = Object.values(LightColour).filter(isShown)
  expect(colours).toHaveLength(5)
  for (const language of ['zh', 'en'] as const) {
    const marks = colours.map((colour) => lightMark(light(colour), language).split(' '))
    expect(new Set(marks.map(([shape]) => shape)).size).toBe(5)
    expect(new Set(marks.map(([, said]) => said)).size).toBe(5)
    expect(marks.flat().join('')).not.toContain('LIGHT_')
  }
})

it('has words for every reason', () => {
  for (const reason of Object.values(LightReason).filter(isShown))
    for (const language of ['zh', 'en'] as const) expect(word(reason, language)).not.toBe(reason)
})

it('says why, and whose turn it is', () => {
  const overdue = light('LIGHT_COLOUR_RED', 'LIGHT_REASON_OVERDUE', ['organisations/hn-jyt', 'organisations/hn-xcb'])
  expect(lightText(overdue, names, 'zh')).toBe('■ 红:逾期未办结,应由 hn-jyt、hn-xcb 办理')
  expect(lightText({ ...overdue, turn: [] }, names, 'en')).toBe('■ red: overdue')
})

it('is a dash where something ended without being done, or nobody told', () => {
  expect(lightMark(light('LIGHT_COLOUR_UNSPECIFIED', 'LIGHT_REASON_UNSPECIFIED'), 'zh')).toBe('—')
  expect(lightMark(undefined, 'en')).toBe('—')
  expect(lightText(undefined, names, 'en')).toBe('')
})

it('is coloured on a terminal alone, without shape and word being lost', () => {
  const text = 'a  ▲ yellow  b\nc  ■ 红  d\n'
  expect(painted(text, false)).toBe(text)
  expect(painted(text, true)).toBe('a  \x1b[33m▲ yellow\x1b[0m  b\nc  \x1b[31m■ 红\x1b[0m  d\n')
})
