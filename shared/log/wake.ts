/** Lets a loop sleep until somebody calls, or until a time has passed; a call while it is awake is not lost. */
export class Wake {
  private called = false
  private wakeUp: (() => void) | undefined

  call(): void {
    this.called = true
    this.wakeUp?.()
  }

  async wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (!this.called && !signal?.aborted) {
      const waiting = Promise.withResolvers<void>()
      const wakeUp = () => waiting.resolve()
      const timer = setTimeout(wakeUp, milliseconds)
      this.wakeUp = wakeUp
      signal?.addEventListener('abort', wakeUp)
      await waiting.promise
      clearTimeout(timer)
      // A signal outlives the many waits of its loop, and would keep them all.
      signal?.removeEventListener('abort', wakeUp)
    }
    this.wakeUp = undefined
    this.called = false
  }
}
