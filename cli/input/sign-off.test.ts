import { expect, it } from 'vitest'
import { signOffOf } from './sign-off.ts'

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
