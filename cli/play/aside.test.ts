import { expect, it } from 'vitest'
import { Light } from '#proto/qiantou/task/v1/light.ts'
import { Names } from '../text/names.ts'
import { type Aside, asideJson, asideLine, refusalOf } from './aside.ts'

const names = new Names([], { language: 'zh', programme: 'p' } as never)
const name = 'programmes/p/tasks/t'
const red = Light.fromPartial({
  colour: 'LIGHT_COLOUR_RED',
  reason: 'LIGHT_REASON_OVERDUE',
  turn: ['organisations/hn-jyt'],
})
const said = (aside: Aside): readonly string[] =>
  (['zh', 'en'] as const).map((language) => asideLine(aside, names, language).trim())

it('tells a light with whose turn it is', () => {
  const aside = { kind: 'light', name: `${name}/assignments/hn-jyt`, light: red } as const
  expect(said(aside)).toEqual([
    '亮灯 t/hn-jyt:■ 红:逾期未办结,应由 hn-jyt 办理',
    'light of t/hn-jyt: ■ red: overdue; turn of hn-jyt',
  ])
  expect(asideJson(aside)).toEqual({
    aside: 'light',
    name: `${name}/assignments/hn-jyt`,
    light: { colour: 'LIGHT_COLOUR_RED', reason: 'LIGHT_REASON_OVERDUE', turn: ['organisations/hn-jyt'] },
  })
})

it('tells who was refused what, with the reason for scripts', () => {
  const report = { code: '', reason: 'EXTENSION_TOO_LATE', message: '过时', details: {}, violations: [] }
  const aside = refusalOf(name, 'organisations/hn-jyt', report)
  expect(said(aside)).toEqual([
    '未获受理 hn-jyt:过时 [EXTENSION_TOO_LATE]',
    'refused hn-jyt: 过时 [EXTENSION_TOO_LATE]',
  ])
  expect(asideJson(aside)).toMatchObject({ aside: 'refusal', actor: 'organisations/hn-jyt', message: '过时' })
})

it('tells whose dissent stays', () => {
  const aside = { kind: 'dissent', name, organisations: ['organisations/hn-jyt', 'organisations/hn-xcb'] } as const
  expect(said(aside)).toEqual(['异议保留在案:hn-jyt、hn-xcb', 'the dissent stays on record: hn-jyt、hn-xcb'])
})

it('tells where the parts stand, of former bodies too', () => {
  const parts = [
    { organisation: 'organisations/hn-jyt', state: 'ASSIGNMENT_STATE_TRANSFERRED' },
    { organisation: 'organisations/hn-xcb', state: 'ASSIGNMENT_STATE_ACCEPTED' },
  ]
  expect(said({ kind: 'parts', name, parts })).toEqual([
    '各单位交办件:hn-jyt(转办)、hn-xcb(审核通过)',
    'where the parts stand: hn-jyt (transferred), hn-xcb (accepted)',
  ])
})
