import { expect, test } from 'vitest'
import type { Organisation } from './organisation-state.ts'
import { isBelowOn } from './organisation-view.ts'

const entry = (code: string, level: string, changes: Partial<Organisation> = {}): [string, Organisation] => [
  `organisations/${code}`,
  {
    name: `organisations/${code}`,
    kind: 'ORGANISATION_KIND_ORGANISATION',
    level: `ORGANISATION_LEVEL_${level}` as Organisation['level'],
    superior: '',
    registrar: 'organisations/office',
    titles: [{ zh: code, en: code, aliases: [], from: '' }],
    memberships: [],
    terms: [],
    ...changes,
  },
]
const directory = new Map([
  entry('kjt', 'PROVINCE'),
  entry('institute', 'PROVINCE', { superior: 'organisations/kjt' }),
  entry('branch', 'PROVINCE', { superior: 'organisations/institute' }),
  entry('fgw', 'PROVINCE'),
  entry('changsha', 'CITY'),
  entry('liuyang', 'COUNTY'),
  entry('park', 'PARK'),
  entry('yueyang', 'CITY', { superior: 'organisations/fgw' }),
  entry('changsha-jyj', 'CITY', { superior: 'organisations/changsha' }),
  entry('yueyang-jyj', 'CITY', { superior: 'organisations/yueyang' }),
  entry('xiangyin', 'COUNTY', { superior: 'organisations/yueyang' }),
  entry('xiangyin-jyj', 'COUNTY', { superior: 'organisations/xiangyin' }),
  entry('agency', 'CENTRAL_AGENCY'),
  entry('cities', 'CITY', {
    kind: 'ORGANISATION_KIND_GROUP',
    memberships: [{ member: 'organisations/changsha', from: '2026-01-01', until: '2027-01-01' }],
  }),
  entry('circle', 'PROVINCE', { superior: 'organisations/circle' }),
])
const below = (lower: string, upper: string, day = '2026-03-02'): boolean =>
  isBelowOn(day, `organisations/${lower}`, `organisations/${upper}`, (name) => directory.get(name))

test.each([
  ['institute', 'kjt'],
  ['branch', 'kjt'],
  ['changsha', 'kjt'],
  ['liuyang', 'changsha'],
  ['park', 'changsha'],
  ['changsha', 'cities'],
  ['xiangyin', 'yueyang'],
  ['xiangyin', 'yueyang-jyj'],
  ['xiangyin-jyj', 'yueyang-jyj'],
  // Departments of the province guide their line in every city.
  ['xiangyin-jyj', 'kjt'],
  ['yueyang-jyj', 'kjt'],
  // Of whose city it is, the directory does not say.
  ['liuyang', 'yueyang'],
])('%s is below %s, and not the other way round', (lower, upper) => {
  expect(below(lower, upper)).toBe(true)
  expect(below(upper, lower)).toBe(false)
})

test.each([
  ['fgw', 'kjt'],
  ['kjt', 'kjt'],
  ['institute', 'fgw'],
  ['park', 'liuyang'],
  ['agency', 'kjt'],
  ['changsha', 'agency'],
  ['circle', 'kjt'],
  ['nobody', 'kjt'],
  ['changsha', 'nobody'],
  ['xiangyin', 'changsha'],
  ['xiangyin', 'changsha-jyj'],
  ['xiangyin-jyj', 'changsha'],
  ['changsha-jyj', 'yueyang'],
])('%s is not below %s', (lower, upper) => {
  expect(below(lower, upper)).toBe(false)
})

test('a member is below its group on the days of its membership', () => {
  expect(below('changsha', 'cities', '2027-01-01')).toBe(false)
})
