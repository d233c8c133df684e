/** Lets a loop sleep until somebody calls, or until a time has passed; a call while it is awake is not lost. */
export class Wake {
  private called = false
  private wakeUp: (() => void) | undefined

  call(): void {
    this.called = true
    this.wakeUp?.()
  }

  async wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (!this.called && !signal?.aborted)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds)
        this.wakeUp = () => {
          clearTimeout(timer)
          resolve()
        }
        signal?.addEventListener('abort', this.wakeUp, { once: true })
      })
    this.wakeUp = undefined
    this.called = false
  }
}
