import { Wake } from './wake.ts'

/**
 * What is done again and again until it is stopped: at once while there was something to do, otherwise when somebody calls
 * it, or after a while. A pass says how much there was; it must not throw.
 */
export class Loop {
  private readonly pass: (signal: AbortSignal) => Promise<number>
  private readonly pollMilliseconds: number
  private readonly listen: ((call: () => void) => (() => void) | undefined) | undefined
  private readonly wake = new Wake()
  private readonly stopping = new AbortController()
  private running: Promise<void> | undefined
  private off: (() => void) | undefined

  /** `listen`: to what it is called by besides, once it has begun. @returns how to listen no more */
  constructor(parts: {
    readonly pass: (signal: AbortSignal) => Promise<number>
    readonly pollMilliseconds: number
    readonly listen?: (call: () => void) => (() => void) | undefined
  }) {
    this.pass = parts.pass
    this.pollMilliseconds = parts.pollMilliseconds
    this.listen = parts.listen
  }

  start(): void {
    if (this.stopping.signal.aborted || this.running) return
    this.off = this.listen?.(() => this.call())
    this.running = this.run()
  }

  /** There is something to do. */
  call(): void {
    this.wake.call()
  }

  /** Ends when the pass under way has. */
  async stop(): Promise<void> {
    this.stopping.abort()
    this.off?.()
    await this.running
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping
    while (!signal.aborted) if ((await this.pass(signal)) === 0) await this.wake.wait(this.pollMilliseconds, signal)
  }
}
