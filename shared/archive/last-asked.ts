/** What was worked out from records before, to go on from there: of the programmes that were asked about last, and no more. */
import type { ResourceName } from '#shared/domain/decider.ts'

/** Of so many programmes something is kept. */
const most = 8

export class LastAsked<Kept> {
  private readonly kept = new Map<ResourceName, Kept>()

  of(programme: ResourceName): Kept | undefined {
    return this.kept.get(programme)
  }

  /** Where the log does not go on from there: it was restored, and has less than it had. The next question reads it anew. */
  readonly forget =
    (programme: ResourceName) =>
    (error: unknown): never => {
      this.kept.delete(programme)
      throw error
    }

  keep(programme: ResourceName, kept: Kept): void {
    this.kept.delete(programme)
    this.kept.set(programme, kept)
    const [oldest] = this.kept.size > most ? this.kept.keys() : []
    if (oldest !== undefined) this.kept.delete(oldest)
  }
}
