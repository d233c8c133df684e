import { setTimeout as sleep } from 'node:timers/promises'

/** Sleeps, no longer than until the signal is aborted. */
export const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  // Its one error is that of the signal.
  await sleep(milliseconds, undefined, { signal }).catch(() => {})
}

/** Lets a loop sleep until somebody calls, or until a time has passed; a call while it is awake is not lost. */
export class Wake {
  private called = false
  private wakeUp: (() => void) | undefined

  call(): void {
    this.called = true
    this.wakeUp?.()
  }

  /** @returns whether somebody called. */
  async wait(milliseconds: number, signal?: AbortSignal): Promise<boolean> {
    if (!this.called && !signal?.aborted)
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        const timer = setTimeout(wake, milliseconds)
        signal?.addEventListener('abort', wake)
        this.wakeUp = wake
      })
    this.wakeUp = undefined
    const { called } = this
    this.called = false
    return called
  }
}
