/** The one place time comes from. Tests pass their own. */
export type Clock = {
  readonly now: () => Date
  /** Calls back when the clock was set to another time, where that can happen. @returns how to stop. */
  readonly onSet?: (listener: () => void) => () => void
}

export const systemClock: Clock = { now: () => new Date() }
