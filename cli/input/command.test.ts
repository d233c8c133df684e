import { expect, it } from 'vitest'
import { countUpTo } from './command.ts'

it('takes whole numbers from 1 on', () => {
  expect(['1', '90', '366'].map(countUpTo(366))).toEqual([1n, 90n, 366n])
})

it.each(['0', '-1', '367', '1.5', '', 'ten'])('refuses %j and says what it takes', (text) => {
  expect(() => countUpTo(366)(text)).toThrow(/from 1 to 366|1 至 366/)
})
