import { expect } from 'vitest'
import type { Doubled, Victim } from './deployment.ts'
import { killUnderLoad, type Plan } from './kill-under-load.ts'

/** Kills each once under load, and expects that clients were told the truth. */
export async function toldTheTruth(
  engine: Plan['engine'],
  second: Doubled | undefined,
  victims: readonly Victim[],
  renewed = false,
): Promise<void> {
  const listeners = process.listenerCount('exit')
  const kills = Object.fromEntries(victims.map((victim) => [victim, 1]))
  const count = await killUnderLoad({ engine, second, renewed, kills, workers: 4, progress: () => {} })
  expect(count).toEqual({ acknowledged: count.acknowledged, found: count.acknowledged, twice: 0, missing: 0, gaps: 0 })
  expect(count.acknowledged).toBeGreaterThan(50 * victims.length)
  // Nothing of what was started is waited for any more.
  expect(process.listenerCount('exit')).toBe(listeners)
}
