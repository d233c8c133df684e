import { expect, test } from 'vitest'
import { until } from './until.ts'

async function* numbers(count: number): AsyncGenerator<number> {
  for (let i = 0; i < count; i += 1) yield i
  if (count < 3) await new Promise(() => {})
}

async function taken(source: AsyncIterable<number>, each: (number: number) => void = () => {}): Promise<number[]> {
  const all: number[] = []
  for await (const number of source) {
    all.push(number)
    each(number)
  }
  return all
}

test('everything comes, in order, and then the end', async () => {
  expect(await taken(until(new AbortController().signal, numbers(3)))).toEqual([0, 1, 2])
})

test('an abort ends it with its reason, while the next one is awaited and before', async () => {
  const waiting = new AbortController()
  const source = taken(until(waiting.signal, numbers(2)), (number) => {
    if (number === 1) setTimeout(() => waiting.abort(new Error('left')))
  })
  await expect(source).rejects.toThrow('left')
  const early = AbortSignal.abort(new Error('gone'))
  await expect(taken(until(early, numbers(3)))).rejects.toThrow('gone')
})

test('what fails fails', async () => {
  async function* failing(): AsyncGenerator<number> {
    yield 0
    throw new Error('broken')
  }
  await expect(taken(until(new AbortController().signal, failing()))).rejects.toThrow('broken')
})
