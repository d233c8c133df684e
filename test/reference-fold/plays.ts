/** Plays of chance on a bus: as many as there is time for, never so few that nothing is shown, and it is said how many. */
import fc from 'fast-check'

type Limits<T> = {
  /** How many there are where the machine is quick. */
  readonly most: number
  /** As many are played whatever it takes: a test that has no time for them fails. */
  readonly least: number
  /** No other is begun after that; one that is under way is played to its end. */
  readonly seconds: number
  /** Played first, whatever chance says. */
  readonly examples?: readonly T[]
  /** Where nothing can be played again: time does not go back. */
  readonly endOnFailure?: boolean
}

/** @returns how many were played */
export async function plays<T>(
  what: string,
  { most, least, seconds, examples = [], endOnFailure = false }: Limits<T>,
  play: fc.Arbitrary<T>,
  run: (play: T) => Promise<void>,
): Promise<number> {
  const end = performance.now() + seconds * 1_000
  let played = 0
  const property = fc.asyncProperty(play, async (one) => {
    if (played >= least && performance.now() > end) return
    await run(one)
    played += 1
  })
  const given = examples.map((one): [T] => [one])
  await fc.assert(property, { numRuns: most, examples: given, endOnFailure })
  process.stdout.write(`${what}: ${played} of ${most} plays\n`)
  return played
}
