import type { Source } from '#shared/domain/decider.ts'

type Waiter = { readonly source: Source; readonly sequence: bigint; readonly settle: (reached: boolean) => void }

/** How often it is asked what another instance has taken in. */
const askMilliseconds = 25

/** Who waits until a source has come how far, taken in or standing in line. However many wait, the database is asked once for each source. */
export class Awaited {
  private readonly waiters = new Set<Waiter>()
  private readonly ask: (source: Source) => Promise<bigint>
  private asking: NodeJS.Timeout | undefined

  /** `ask` says what the database knows of a source, which may be more than this process does. */
  constructor(ask: (source: Source) => Promise<bigint>) {
    this.ask = ask
  }

  /** Whether anybody waits. */
  get any(): boolean {
    return this.waiters.size > 0
  }

  /** @returns whether the source has come so far within the time. */
  until(source: Source, sequence: bigint, milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (reached: boolean): void => {
        clearTimeout(late)
        this.waiters.delete(waiter)
        resolve(reached)
      }
      const waiter = { source, sequence, settle }
      const late = setTimeout(() => settle(false), milliseconds)
      this.waiters.add(waiter)
      this.asking ??= setTimeout(() => void this.askAround(), askMilliseconds)
    })
  }

  /** A source has come so far. */
  reached(source: Source, sequence: bigint): void {
    for (const waiter of this.waiters) if (waiter.source === source && waiter.sequence <= sequence) waiter.settle(true)
  }

  private async askAround(): Promise<void> {
    for (const source of new Set([...this.waiters].map((waiter) => waiter.source))) {
      // A database that is away is not a reason to give up before the time.
      const sequence = await this.ask(source).catch(() => undefined)
      if (sequence !== undefined) this.reached(source, sequence)
    }
    this.asking = this.any ? setTimeout(() => void this.askAround(), askMilliseconds) : undefined
  }
}
