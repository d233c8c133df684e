/** The value below which a share of the samples lies; samples need not be sorted. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5)

/** Calls a second and latencies of so many workers that run for a while. */
export type Load = { readonly perSecond: number; readonly p50: number; readonly p99: number; readonly calls: number }

/**
 * Runs `workers` loops side by side for some time after a warm-up of the same length, in which code is compiled; each turn reports the milliseconds of the calls it made.
 * Turns under way at the end are finished and counted with the time that they took.
 */
export async function load(
  workers: number,
  seconds: number,
  turn: (worker: number, note: (milliseconds: number) => void) => Promise<void>,
): Promise<Load> {
  const warm = performance.now() + seconds * 1_000
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      do await turn(worker, () => {})
      while (performance.now() < warm)
    }),
  )
  const samples: number[] = []
  const begin = performance.now()
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      do await turn(worker, (milliseconds) => samples.push(milliseconds))
      while (performance.now() - begin < seconds * 1_000)
    }),
  )
  const elapsed = (performance.now() - begin) / 1_000
  return {
    perSecond: samples.length / elapsed,
    p50: quantile(samples, 0.5),
    p99: quantile(samples, 0.99),
    calls: samples.length,
  }
}

/** How long something takes, in milliseconds. */
export async function timed<T>(note: (milliseconds: number) => void, work: () => Promise<T>): Promise<T> {
  const begin = performance.now()
  const result = await work()
  note(performance.now() - begin)
  return result
}
