import type { Clock } from '#shared/clock/clock.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import type { Actor } from '#shared/domain/decider.ts'
import { parseName } from '#shared/domain/resource-name.ts'
import { readRecord } from '#shared/record/record.ts'
import { endOf } from '../domain/ending.ts'
import type { Archive } from './archive.ts'

/** What the archive says of an organisation is as old as that at most. */
const refreshMilliseconds = 1_000
/** More records than an organisation's entry has in all, but for its people. */
const most = 10_000
/** As many callers are remembered. */
const maxCallers = 10_000

/** Who of the callers is no longer there, by the directory's records in the archive: as the other services' directory says it. */
export class Endings {
  private readonly archive: Archive
  private readonly clock: Clock
  private readonly known = new Map<Actor, { readonly end: Promise<Day | undefined>; readonly since: number }>()

  constructor(archive: Archive, clock: Clock) {
    this.archive = archive
    this.clock = clock
  }

  /** Whether an organisation is no longer there today, no older than a second. */
  async hasEndedByNow(name: Actor): Promise<boolean> {
    if (!parseName('organisation', name)) return false
    const end = await this.endOf(name)
    return end !== undefined && end <= dayOf(this.clock.now())
  }

  private endOf(name: Actor): Promise<Day | undefined> {
    const before = this.known.get(name)
    if (before && performance.now() - before.since < refreshMilliseconds) return before.end
    if (this.known.size >= maxCallers) this.known.clear()
    const end = this.archive.history(name, -1n, most).then((entries) =>
      endOf(
        name,
        entries.map(({ bytes }) => readRecord(bytes)),
      ),
    )
    this.known.set(name, { end, since: performance.now() })
    // A database that was away is asked again.
    end.catch(() => this.known.delete(name))
    return end
  }
}
