/** How many plays there are: a machine that is slow plays fewer, and says so; none plays too few. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plays } from './plays.ts'

const limits = { most: 9, least: 3, seconds: 60 }

test('all of them are played where there is time, the examples first', async () => {
  const played: number[] = []
  const run = async (one: number): Promise<void> => void played.push(one)
  expect(await plays('numbers', { ...limits, examples: [100, 200] }, fc.nat(9), run)).toBe(9)
  expect(played).toHaveLength(9)
  expect(played.slice(0, 2)).toEqual([100, 200])
})

test('as many as must be are played to their end where there is none', async () => {
  let ended = 0
  const run = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    ended += 1
  }
  expect(await plays('slow ones', { ...limits, seconds: 0 }, fc.nat(9), run)).toBe(3)
  expect(ended).toBe(3)
})

test('one that fails is a failure, also the last that there was time for', async () => {
  let begun = 0
  const run = async (): Promise<void> => {
    begun += 1
    if (begun >= 3) throw new Error('differs')
  }
  await expect(plays('numbers', { ...limits, seconds: 0 }, fc.nat(9), run)).rejects.toThrow('Property failed')
})
