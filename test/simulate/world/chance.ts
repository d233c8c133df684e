/** Decisions that depend on the seed and on what they are about, never on who was quicker: a run can be looked at again. */
import { hash } from 'node:crypto'

type About = readonly (string | number)[]

export class Chance {
  private readonly seed: string

  constructor(seed: string) {
    this.seed = seed
  }

  /** A number from 0 up to 1. */
  number(...about: About): number {
    return hash('sha256', [this.seed, ...about].join('|'), 'buffer').readUIntBE(0, 6) / 2 ** 48
  }

  odds(probability: number, ...about: About): boolean {
    return this.number(...about) < probability
  }

  /** A whole number, both ends included. */
  between(least: number, most: number, ...about: About): number {
    return least + Math.floor(this.number(...about) * (most - least + 1))
  }

  /** @throws RangeError where there is nothing to pick from */
  pick<T>(list: readonly T[], ...about: About): T {
    const picked = list[this.between(0, list.length - 1, ...about)]
    if (picked === undefined) throw new RangeError('nothing to pick from')
    return picked
  }

  /** Some of them, in another order. */
  some<T>(list: readonly T[], count: number, ...about: About): readonly T[] {
    const numbered = list.map((one, i) => ({ one, at: this.number(...about, i) }))
    return numbered
      .sort((a, b) => a.at - b.at)
      .slice(0, count)
      .map(({ one }) => one)
  }
}
