/** Which callers are no longer there. */
import type { Clock } from '#shared/clock/clock.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import type { Actor } from '#shared/domain/decider.ts'
import { parseName } from '#shared/domain/resource-name.ts'
import { readRecord } from '#shared/record/record.ts'
import { endOf } from '../domain/ending.ts'
import type { Archive } from './archive.ts'

/** What the archive says of an organisation is as old as that at most. */
const refreshMilliseconds = 1_000
/** So many records of an organisation are read at once: more than it has in all, but for its people. */
const pageSize = 1_000
/** As many callers are remembered. */
const maxCallers = 10_000

/** The end of an organisation, as far as its records say up to a position. */
type Read = { readonly end: Day | undefined; readonly position: bigint }

/** Who of the callers is no longer there, by the directory's records in the archive: as the other services' directory says it. */
export class Endings {
  private readonly archive: Archive
  private readonly clock: Clock
  private readonly known = new Map<Actor, { readonly read: Promise<Read>; readonly since: number }>()

  constructor(archive: Archive, clock: Clock) {
    this.archive = archive
    this.clock = clock
  }

  /** Whether an organisation is no longer there today, no older than a second. */
  async hasEndedByNow(name: Actor): Promise<boolean> {
    const end = await this.endOf(name)
    return end !== undefined && end <= dayOf(this.clock.now())
  }

  /** The first day on which an organisation is no longer there, as far as that is known; no older than a second. */
  async endOf(name: Actor): Promise<Day | undefined> {
    return parseName('organisation', name) ? (await this.read(name)).end : undefined
  }

  /** What has been recorded since it was last asked is added to what was known: the log grows, and a caller calls for years. */
  private read(name: Actor): Promise<Read> {
    const before = this.known.get(name)
    if (before && performance.now() - before.since < refreshMilliseconds) return before.read
    if (this.known.size >= maxCallers) this.known.clear()
    const read = this.readOn(name, before?.read)
    this.known.set(name, { read, since: performance.now() })
    // A database that was away is asked again.
    read.catch(() => this.known.delete(name))
    return read
  }

  private async readOn(name: Actor, before?: Promise<Read>): Promise<Read> {
    let { end, position }: Read = (await before) ?? { end: undefined, position: -1n }
    for (;;) {
      const entries = await this.archive.ofWorkflow(name, position, pageSize)
      end ??= endOf(
        name,
        entries.map(({ bytes }) => readRecord(bytes)),
      )
      position = entries.at(-1)?.position ?? position
      if (entries.length < pageSize) return { end, position }
    }
  }
}
