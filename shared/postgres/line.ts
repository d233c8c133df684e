import type { After, Source } from '#shared/domain/decider.ts'
import { Awaited } from './awaited.ts'
import { bears, type Work } from './queue.ts'

/** What the store tells of its line. */
type Store = {
  /** How far a source is known to be taken in; undefined where it is not followed. */
  readonly known: (source: Source) => bigint | undefined
  /** How far it is taken in, as the database says: another instance may be the one that follows it. */
  readonly position: (source: Source) => Promise<bigint>
  /** What stands in line, and what is under way. */
  readonly works: () => readonly Work[]
  /** Begins a batch with what stands in line. */
  readonly start: () => void
}

/** Who waits for what other sources recorded: until it is taken in, or until it stands in line. */
export class Line {
  private readonly store: Store
  private readonly awaited: Awaited
  private readonly expected: Awaited

  constructor(store: Store) {
    this.store = store
    this.awaited = new Awaited(store.position)
    this.expected = new Awaited(store.position)
  }

  /** Whether anybody waits: then nothing gathers. */
  get isAwaited(): boolean {
    return this.awaited.any || this.expected.any
  }

  /** A source stands in line so far. */
  stands(source: Source, sequence: bigint): void {
    this.expected.reached(source, sequence)
  }

  /** A source has been taken in so far. */
  entered(source: Source, sequence: bigint): void {
    this.awaited.reached(source, sequence)
  }

  /** @returns whether it was taken in within the time, or is not followed here. */
  takenIn(after: After, milliseconds: number): Promise<boolean> {
    return this.isTakenIn(after) ? Promise.resolve(true) : this.wait(this.awaited, after, milliseconds)
  }

  /** As `takenIn`, or stood in line: what comes after it is decided on it, in one batch where there is room. */
  inLine(after: After, milliseconds: number): Promise<boolean> {
    const stands = this.store.works().some((work) => bears(work, after))
    return stands || this.isTakenIn(after) ? Promise.resolve(true) : this.wait(this.expected, after, milliseconds)
  }

  private isTakenIn({ source, sequence }: After): boolean {
    const known = this.store.known(source)
    return known === undefined || known >= sequence
  }

  /** What stands in line need not gather any longer: what is waited for may be delivered after it. */
  private wait(whom: Awaited, { source, sequence }: After, milliseconds: number): Promise<boolean> {
    const reached = whom.until(source, sequence, milliseconds)
    this.store.start()
    return reached
  }
}
