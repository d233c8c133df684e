/** A state without some of what it may have. */
export const without = <State extends object, Key extends keyof State>(
  state: State,
  ...keys: readonly Key[]
): Omit<State, Key> =>
  Object.fromEntries(Object.entries(state).filter(([key]) => !keys.includes(key as Key))) as Omit<State, Key>
