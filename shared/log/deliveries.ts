/** The deliveries of one source that are under way. */
export class Deliveries {
  private readonly most: number
  private readonly onFailure: () => void
  private readonly underway = new Set<Promise<void>>()
  private failure: { readonly error: unknown } | undefined

  constructor(most: number, onFailure: () => void) {
    this.most = most
    this.onFailure = onFailure
  }

  get none(): boolean {
    return this.underway.size === 0
  }

  /** @throws what a delivery has failed with. */
  check(): void {
    if (this.failure) throw this.failure.error
  }

  /** Waits until another one may begin. @throws what a delivery has failed with. */
  async add(delivery: Promise<void>): Promise<void> {
    const one: Promise<void> = delivery
      .catch((error) => {
        this.failure ??= { error }
        this.onFailure()
      })
      .finally(() => this.underway.delete(one))
    this.underway.add(one)
    while (this.underway.size >= this.most) await Promise.race(this.underway)
    this.check()
  }

  async settled(): Promise<void> {
    await Promise.all(this.underway)
  }
}
