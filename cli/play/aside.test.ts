import { expect, it } from 'vitest'
import { Assessment } from '#proto/qiantou/application/v1/application.ts'
import { BudgetYear } from '#proto/qiantou/pool/v1/pool_service.ts'
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

it('tells an award step by step', () => {
  const assessment = Assessment.fromPartial({
    ...{ share: { $case: 'basisPoints', value: 2_000 }, roundingFen: 1n },
    ...{ basisFen: 400_000_000n, poolLeftFen: 50_000_000n },
  })
  const [zh, en] = said({ kind: 'award', name, assessment })
  expect(zh?.split('\n').map((line) => line.trim())).toEqual([
    '核算:',
    '基数 = 4,000,000.00',
    '× 20% = 800,000.00',
    '资金池余 500,000.00 = 500,000.00',
    '舍去不足 0.01 的部分 = 500,000.00',
  ])
  expect(en).toContain('the pool has 500,000.00 left = 500,000.00')
})

it('tells how a pool stands, and what is said of a play itself', () => {
  const year = BudgetYear.fromPartial({ year: 2026, reservedFen: 1n, paidFen: 2n, leftFen: 100n })
  expect(said({ kind: 'pool', name, year })).toEqual([
    '资金池 2026 年度:预留 0.01,已支付 0.02,余额 1.00',
    'the pool in 2026: 0.01 reserved, 0.02 paid, 1.00 left',
  ])
  const note = { kind: 'note', name, note: 'TIME_MOVED', day: '2026-03-02', said: { zh: '拨钟', en: 'moved' } } as const
  expect(said(note)).toEqual(['拨钟', 'moved'])
  expect(asideJson(note)).toMatchObject({ aside: 'note', note: 'TIME_MOVED', day: '2026-03-02' })
})
