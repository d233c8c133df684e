import type { Clock } from '#shared/clock/clock.ts'
import { noon } from './task-facts.ts'

/** A clock that stands still until a test sets it; whoever waits for time is told. */
export class SetClock implements Clock {
  private time = noon
  private readonly listeners = new Set<() => void>()

  readonly now = (): Date => this.time

  readonly onSet = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  set(time: Date): void {
    this.time = time
    for (const listener of this.listeners) listener()
  }
}
