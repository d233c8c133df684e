import { expect, it } from 'vitest'
import { recordedDay, signOffOf } from './text.ts'

it('reads a sign-off chain in its order', () => {
  expect(signOffOf('handled:p-17, reviewed:p-3,signed:p-1').map(({ step, person }) => [step, person])).toEqual([
    ['SIGN_OFF_STEP_HANDLED', 'p-17'],
    ['SIGN_OFF_STEP_REVIEWED', 'p-3'],
    ['SIGN_OFF_STEP_SIGNED', 'p-1'],
  ])
})

it.each(['', 'p-17', 'handled', 'approved:p-1', 'handled:', 'handled:p-17,', 'handled:p 1'])('refuses %j', (text) => {
  expect(() => signOffOf(text)).toThrow(/is no step of a sign-off|不是签批环节/)
})

it('reads a day', () => {
  expect(recordedDay('2020-02-29')).toBe('2020-02-29')
})

it.each(['2026-13-45', '2026-02-30', '2026-02-29', '2026-00-10', '2026-01-00'])('knows no day %s', (text) => {
  expect(() => recordedDay(text)).toThrow(/there is no day|没有 .* 这一天/)
})

it('reads what was recorded up to today in Shanghai, and knows nothing of tomorrow', () => {
  const evening = new Date('2026-03-01T16:00:00Z')
  expect([undefined, '2026-03-02'].map((text) => recordedDay(text, evening))).toEqual(['2026-03-02', '2026-03-02'])
  expect(() => recordedDay('2026-03-03', evening)).toThrow(/yet to come|尚未到来/)
})
