import { expect, test } from 'vitest'
import { Deliveries } from './deliveries.ts'

/** A delivery that ends when it is told to. */
function delivery() {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  return { promise, resolve, fail: () => reject(new Error('no')) }
}
const turns = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('another one may begin while fewer than so many are under way', async () => {
  const deliveries = new Deliveries(2, () => {})
  const [first, second] = [delivery(), delivery()]
  await deliveries.add(first.promise)
  let mayGoOn = false
  const added = deliveries.add(second.promise).then(() => {
    mayGoOn = true
  })
  await turns()
  expect([mayGoOn, deliveries.none]).toEqual([false, false])
  first.resolve()
  await added
  second.resolve()
  await deliveries.settled()
  expect(deliveries.none).toBe(true)
})

test('one that fails is told, also where nobody waits for it, and nothing goes on', async () => {
  let told = 0
  const deliveries = new Deliveries(3, () => {
    told += 1
  })
  const failing = delivery()
  await deliveries.add(failing.promise)
  deliveries.check()
  failing.fail()
  await turns()
  expect(told).toBe(1)
  expect(() => deliveries.check()).toThrow('no')
  await expect(deliveries.add(Promise.resolve())).rejects.toThrow('no')
  await deliveries.settled()
})
