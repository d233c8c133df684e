/** What arrives, until a signal aborts: then the next one is the signal's reason, thrown, however long it would be awaited. */
export async function* until<T>(signal: AbortSignal, source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]()
  // Not Promise.race with one promise for all: that one would hold on to everything that has ever arrived.
  let fail: (reason: unknown) => void = () => {}
  const abort = (): void => fail(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    for (;;) {
      signal.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<IteratorResult<T>>()
      fail = reject
      iterator.next().then(resolve, reject)
      const { value, done } = await promise
      if (done) return
      yield value
    }
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
